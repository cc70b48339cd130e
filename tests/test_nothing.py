"""A build with nothing to do says so at once; when what it reads or left has changed, it goes the whole way."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kitabcha import equipment, ledger, pipeline, workers, worklist
from kitabcha.cache import cache_of
from kitabcha.ledger import Wanted
from tests.harness import ROOT, ProjectTest

WORDS = ("build", "--format", "html", "-e", "trainer")
WANTED = Wanted(kinds=("trainer",), formats=("html",))
ALL_MADE = "2 files made, 0 unchanged, in …/dist/\n"
NOTHING = "Nothing to do: all 2 files are up to date.\n"
HEAVY = {"babel", "fontTools", "jinja2", "markdown_it", "multiprocessing", "pikepdf", "pydantic", "ruamel", "translate"}
HEAVY |= {"weasyprint", "kitabcha.pipeline", "kitabcha.press", "kitabcha.sources"}
LESSON = "modules/meeting/module.md"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    project = ProjectTest.minimal(tmp_path_factory.mktemp("once") / "project")
    return project.run(*WORDS).leaves_with(0).says(ALL_MADE)


@pytest.fixture
def built(once: ProjectTest, tmp_path: Path) -> ProjectTest:
    """A copy of a project with what was built of it."""
    return ProjectTest.copy_of(once.root, tmp_path / "project")


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The projects that were built the whole way since, one for each time."""
    seen: list[Path] = []
    build = pipeline.build

    def noted(root: Path, *rest, **more):
        seen.append(root)
        return build(root, *rest, **more)

    monkeypatch.setattr(pipeline, "build", noted)
    return seen


def has_nothing_to_do(project: ProjectTest, wanted: Wanted = WANTED) -> bool:
    """Whether the command line would go no further."""
    return ledger.nothing_to_do(project.root, project.root / "dist", wanted, strict=False) is not None


# --- nothing to do --------------------------------------------------------------------------------------------


def test_a_second_build_does_not_begin(built: ProjectTest, whole: list[Path]) -> None:
    before = built.files(".")
    built.run(*WORDS).leaves_with(0).says(NOTHING)
    assert (built.last.err, whole) == ("", [])
    assert built.files(".") == before


def test_to_see_it_takes_nothing_heavy(built: ProjectTest) -> None:
    """The command runs in a process of its own, which tells at its end what it has imported."""
    code = (
        "import atexit, sys; from kitabcha.cli import main; "
        "atexit.register(lambda: print(*sorted(sys.modules), sep='\\n')); main()"
    )
    command = [sys.executable, "-c", code, "--project", str(built.root), *WORDS]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.startswith(NOTHING)
    imported = set(said.splitlines())
    assert "kitabcha.ledger" in imported
    assert HEAVY & imported == set()


def test_clocks_do_not_count(built: ProjectTest) -> None:
    for folder, names, files in os.walk(built.root):
        for name in (*names, *files):
            os.utime(Path(folder, name), (1, 1))
    assert has_nothing_to_do(built)
    size = (built.root / LESSON).stat().st_size
    built.change(LESSON, "Form groups.", "Make groups.")
    os.utime(built.root / LESSON, (1, 1))
    assert (built.root / LESSON).stat().st_size == size
    assert not has_nothing_to_do(built)


def test_what_the_build_is_made_of_counts_as_used(built: ProjectTest) -> None:
    cache = cache_of(built.root)
    kept = [found.content for key in _keys(built) if (found := cache.find(key))]
    (entry,) = [json.loads(content) for content in kept if content.startswith(b'{"files"')]
    for file in cache.folder.glob("??/*"):
        os.utime(file, (1, 1))
    assert has_nothing_to_do(built)
    assert len(entry["work"]) == 2
    assert not {one.key for one in cache.entries() if one.used == 1} & set(entry["work"])


def test_a_manual_counts_with_its_parts(built: ProjectTest) -> None:
    workshop, _ = pipeline.open_workshop(built.root)
    assert workshop
    (edition,) = pipeline.editions_of(workshop.project, Wanted((), ("en",), ("trainer",)))
    ready = pipeline.ready_for_press(workshop, pipeline.prepare(workshop, edition))
    page, manual = worklist.tasks_of(ready, ("html", "pdf"))
    assert manual.needs
    assert set(workers.keys_of((page, manual))) == {page.key, manual.key, *(need.key for need in manual.needs)}


def _keys(project: ProjectTest) -> list[str]:
    return [entry.key for entry in cache_of(project.root).entries()]


# --- what is read ---------------------------------------------------------------------------------------------

TREE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
Change = Callable[[ProjectTest], object]
CHANGES: dict[str, Change] = {
    "a lesson": lambda project: project.change(LESSON, "Form groups.", "Make groups."),
    "a new story": lambda project: project.write("library/stories/another.md", ""),
    "a passage": lambda project: project.write("library/passages.yaml", ""),
    "the curriculum": lambda project: project.change("curriculum.yaml", "Peace at home", "Peace here"),
    "a manual": lambda project: project.change("manuals/first.yaml", "First manual", "The manual"),
    "a manual under another name": lambda project: (project.root / "manuals/first.yaml").rename(
        project.root / "manuals/one.yaml"
    ),
    "a picture": lambda project: project.write("modules/meeting/tree.svg", TREE),
    "a picture for another language": lambda project: project.write("modules/meeting/tree.ps.svg", TREE),
    "no picture for a language": lambda project: (project.root / "modules/meeting/tree.ur.svg").rename(
        project.root / "tree.svg"
    ),
    "a new catalogue": lambda project: project.write("locales/ur/LC_MESSAGES/meeting.po", ""),
    "a new folder": lambda project: (project.root / "modules/empty").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_has_changed_is_looked_at(built: ProjectTest, change: Change) -> None:
    change(built)
    assert not has_nothing_to_do(built)


def test_a_change_that_is_taken_back_is_made_again(built: ProjectTest) -> None:
    before = built.files()
    built.change("manuals/first.yaml", "First manual", "The manual").run(*WORDS).says(ALL_MADE)
    assert has_nothing_to_do(built)
    built.change("manuals/first.yaml", "The manual", "First manual").run(*WORDS).says(ALL_MADE)
    assert has_nothing_to_do(built)
    assert built.files() == before


@pytest.mark.parametrize("part", ["_own", "_packages", "libraries"])
def test_with_another_kitabcha_all_is_looked_at(built: ProjectTest, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    before = tuple(getattr(equipment, part)())
    monkeypatch.setattr(equipment, part, lambda: before)
    assert has_nothing_to_do(built)
    monkeypatch.setattr(equipment, part, lambda: (*before, "another"))
    assert not has_nothing_to_do(built)


def test_all_that_kitabcha_brings_along_is_known() -> None:
    lines = [line.decode() if isinstance(line, bytes) else line for line in equipment.equipment()]
    named = {line.split(":")[0] for line in lines}
    assert {f"file {name}" for name in ("cli.py", "press/engine.py", "parts/session.html", "minisearch.js")} <= named
    assert {f"file {name}" for name in ("NotoNastaliqUrdu-Regular.ttf", "css/print.css", "js/search.js")} <= named
    assert {line.split()[0] for line in lines} >= {"Python", "zlib", "pango-1.0", "harfbuzz", "ur", "ps"}
    assert any(line.startswith("weasyprint-70.0") for line in lines)
    assert not [line for line in lines if "__pycache__" in line]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(("first",), (), ("trainer",), ("html",)),
        Wanted((), ("ur",), ("trainer",), ("html",)),
        Wanted((), (), ("handouts",), ("html",)),
        Wanted((), (), ("trainer",), ("pdf",)),
        Wanted(),
    ],
)
def test_another_order_is_another_build(built: ProjectTest, wanted: Wanted) -> None:
    assert has_nothing_to_do(built)
    assert not has_nothing_to_do(built, wanted)


def test_a_build_of_one_manual_says_nothing_of_the_others(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    project.write("manuals/second.yaml", project.text("manuals/first.yaml"))
    words = (*WORDS, "-l", "en")
    project.run(*words, "first").says("1 file made, 0 unchanged, in …/dist/\n")
    project.run(*words, "first").says("Nothing to do: all 1 files are up to date.\n")
    project.run(*words).says("1 file made, 1 unchanged, in …/dist/\n")


# --- what it left ---------------------------------------------------------------------------------------------

DAMAGE: dict[str, Callable[[Path], object]] = {
    "a file is gone": lambda dist: (dist / "first/ur/trainer.html").rename(dist / "elsewhere"),
    "a file is another": lambda dist: (dist / "first/ur/trainer.html").write_bytes(b"another"),
    "the index is gone": lambda dist: (dist / "index.html").rename(dist / "elsewhere"),
    "the index is another": lambda dist: (dist / "index.html").write_bytes(b"another"),
    "the record is gone": lambda dist: (dist / "built.json").rename(dist / "elsewhere"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_a_build_left_must_be_there(built: ProjectTest, damage: Callable[[Path], object]) -> None:
    damage(built.root / "dist")
    assert not has_nothing_to_do(built)


def test_a_folder_in_its_place_is_no_file(built: ProjectTest) -> None:
    (built.root / "dist/built.json").unlink()
    (built.root / "dist/built.json").mkdir()
    assert not has_nothing_to_do(built)


def test_another_output_folder_is_filled(built: ProjectTest, whole: list[Path], tmp_path: Path) -> None:
    for expected in (f"2 files made, 0 unchanged, in {tmp_path / 'out'}/\n", NOTHING):
        built.run(*WORDS, "--out", str(tmp_path / "out")).says(expected)
    built.run(*WORDS).says(NOTHING)
    assert len(whole) == 1


def test_the_index_forgets_what_another_build_made_and_is_gone(built: ProjectTest, whole: list[Path]) -> None:
    words = (*WORDS, "-l", "en")
    for _ in range(2):
        built.run(*words).leaves_with(0)
    assert len(whole) == 1
    (built.root / "dist/first/ur/trainer.html").unlink()
    built.run(*words).leaves_with(0)
    assert len(whole) == 2
    assert "first/ur/trainer.html" not in built.text("dist/index.html")


def test_a_spoilt_entry_is_not_believed(built: ProjectTest) -> None:
    cache = cache_of(built.root)
    for key in _keys(built):
        content = cache._content(key)
        content.write_bytes(content.read_bytes().replace(b'"files"', b'"flies"'))
    assert not has_nothing_to_do(built)


# --- what was found -------------------------------------------------------------------------------------------

UNUSED = "warning: the footnote `[^2]` is never used"


def test_warnings_are_told_again_and_strict_goes_by_them(built: ProjectTest, whole: list[Path]) -> None:
    """Nothing is remembered of the strict build, which prints nothing; the other one's memory is none for it."""
    built.change(LESSON, "[^1]: A note.", "[^1]: A note.\n\n[^2]: Nobody's.")
    for expected in (1, 2):
        built.run(*WORDS, "--strict").leaves_with(1).complains(UNUSED, "1 warning\n")
        assert (built.last.out, len(whole)) == ("", expected)
    built.run(*WORDS).leaves_with(0)
    said = [line for line in built.last.err.splitlines() if line not in built.progress]
    assert said[-1] == "1 warning"
    assert UNUSED in said[0]
    built.run(*WORDS).leaves_with(0).says(NOTHING)
    assert (built.last.err.splitlines(), len(whole)) == (said, 3)
    built.run(*WORDS, "--strict").leaves_with(1).complains(UNUSED)
    assert (built.last.out, len(whole)) == ("", 4)


def test_strict_without_warnings_has_nothing_to_do(built: ProjectTest, whole: list[Path]) -> None:
    built.run(*WORDS, "--strict").leaves_with(0).says(NOTHING)
    assert whole == []


def test_errors_are_never_remembered(built: ProjectTest, whole: list[Path]) -> None:
    """One in the sources, and one that the disk tells when all is made."""
    built.change("manuals/first.yaml", "lesson: meeting", "lesson: meting")
    for _ in range(2):
        built.run(*WORDS).leaves_with(1).complains("did you mean `meeting`?")
    built.change("manuals/first.yaml", "lesson: meting", "lesson: meeting")
    built.write("curriculum.yaml", built.text("curriculum.yaml") + "\n")
    (built.root / "dist/first/ur/trainer.html").unlink()
    built.write("dist/first/ur/trainer.html/in the way", "")
    for _ in range(2):
        built.run(*WORDS).leaves_with(1).complains("first/ur/trainer.html: error: the file cannot be written: ")
    assert len(whole) == 4


# --- what is not certain --------------------------------------------------------------------------------------


def test_what_is_saved_while_it_is_built_is_not_remembered(built: ProjectTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lesson is saved once more when it has been read."""
    open_workshop = pipeline.open_workshop

    def saved_meanwhile(root: Path):
        opened = open_workshop(root)
        built.change(LESSON, "2. Talk.", "2. Listen.")
        return opened

    built.write("curriculum.yaml", built.text("curriculum.yaml") + "\n")
    monkeypatch.setattr(pipeline, "open_workshop", saved_meanwhile)
    built.run(*WORDS).leaves_with(0).says(NOTHING)
    assert not has_nothing_to_do(built)
    built.change(LESSON, "2. Listen.", "2. Talk.")
    assert not has_nothing_to_do(built)


def test_a_link_to_a_file_is_followed(built: ProjectTest) -> None:
    _link(built, "modules/meeting/tree.svg", "drawings/tree.svg")
    assert not has_nothing_to_do(built)
    built.run(*WORDS).leaves_with(0).says(NOTHING)
    assert has_nothing_to_do(built)
    built.write("drawings/tree.svg", TREE)
    assert not has_nothing_to_do(built)


def test_where_a_link_leads_counts(built: ProjectTest, tmp_path: Path) -> None:
    _link(built, "modules/meeting/tree.svg", "drawings/tree.svg")
    built.run(*WORDS).leaves_with(0).says(NOTHING)
    (built.root / "drawings").rename(tmp_path / "drawings")
    (built.root / "drawings").symlink_to(tmp_path / "drawings")
    built.run(*WORDS).leaves_with(1).complains("the picture `tree.svg` lies outside the project")


def test_with_links_to_folders_all_is_read(built: ProjectTest) -> None:
    _link(built, "modules/meeting", "drafts/meeting")
    assert ledger.state_of(built.root, WANTED) is None
    built.run(*WORDS).leaves_with(0).says(NOTHING)
    assert not has_nothing_to_do(built)


def test_with_pictures_from_elsewhere_all_is_read(built: ProjectTest) -> None:
    built.write("drawings/tree.svg", built.text("modules/meeting/tree.svg"))
    built.change(LESSON, "(tree.svg ", "(../../drawings/tree.svg ")
    built.run(*WORDS, "-l", "en").leaves_with(0)
    built.write("drawings/tree.svg", TREE)
    built.run(*WORDS, "-l", "en").says("1 file made, 0 unchanged, in …/dist/\n")


def test_a_pipe_is_not_opened(built: ProjectTest) -> None:
    os.mkfifo(built.root / "modules/meeting/pipe")
    assert ledger.state_of(built.root, WANTED) is None


def _link(project: ProjectTest, path: str, to: str) -> None:
    """Move what is at a path elsewhere in the project, and leave a link."""
    target = project.root / to
    target.parent.mkdir(parents=True, exist_ok=True)
    (project.root / path).rename(target)
    (project.root / path).symlink_to(target)
