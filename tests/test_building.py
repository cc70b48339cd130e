"""What a build leaves on the disk and says, on small real projects: all is made, told, kept, the same everywhere."""

import getpass
import json
import os
import re
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kitabcha import pipeline, worklist
from kitabcha.files import write_beside
from kitabcha.lore.scripture import corpus
from kitabcha.model import Edition
from kitabcha.press import composition, jobs, rendering
from kitabcha.press.proofreading import tagged_verses
from kitabcha.press.verification import verses_in
from kitabcha.resources import ResourceMissing
from tests.harness import ROOT, ProjectTest, opened, unpacked
from tests.readers import by_pdfium

EDITIONS = [f"first/{language}/{kind}" for language in ("en", "ur") for kind in ("handouts", "participant", "trainer")]
EVERYTHING = {f"{edition}.{suffix}" for edition in EDITIONS for suffix in ("html", "pdf")}
RENDERING = (
    "  quran:49:13: {edition: ours, text: اے لوگو! ہم نے تمہیں قومیں اور قبیلے بنایا تاکہ تم ایک دوسرے کو پہچانو۔}\n"
)


@pytest.fixture(scope="session")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[ProjectTest, ProjectTest]:
    """The minimal project built in two folders at the same time, by two people with different surroundings.

    The second builds one edition alone.
    """
    here = ProjectTest.minimal(tmp_path_factory.mktemp("here") / "project")
    there = ProjectTest.minimal(tmp_path_factory.mktemp("there") / "a longer way" / "کتاب")
    running = [
        here.start("build", PYTHONHASHSEED="1", TZ="Asia/Karachi", LC_ALL="C.UTF-8", USER="amna"),
        there.start(
            "build", "-l", "ur", "-e", "participant", PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C", USER="bilal"
        ),
    ]
    for project, process in zip((here, there), running, strict=True):
        out, err = process.communicate(timeout=300)
        project.last = replace(project.last, status=process.returncode, out=out, err=err)
    return here, there


@pytest.fixture
def built(two_builds: tuple[ProjectTest, ProjectTest], tmp_path: Path) -> ProjectTest:
    """A copy of the minimal project with all that was built from it, and what was said."""
    copy = ProjectTest.copy_of(two_builds[0].root, tmp_path / "project")
    copy.last = two_builds[0].last
    return copy


@pytest.fixture
def minimal(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


TOLD = r"\[(\d+)/(\d+)\] (\S+?)(?:: ([\w-]+))?(?:, (\d+) pages?)?"
"""A line of progress: which, of how many, the file, the part of it, and its pages."""


# --- all is there ---------------------------------------------------------------------------------------------


def test_every_edition_is_made_in_every_format(two_builds: tuple[ProjectTest, ProjectTest]) -> None:
    project = two_builds[0].leaves_with(0).says("12 files made, 0 unchanged, in …/dist/\n")
    made = project.files()
    assert made.keys() == EVERYTHING | {"index.html", "built.json"}
    for path, content in made.items():
        assert content.startswith(
            b"%PDF-" if path.endswith(".pdf") else b"[" if ".json" in path else b"<!DOCTYPE html>"
        )


def test_each_file_is_told_as_it_is_made(two_builds: tuple[ProjectTest, ProjectTest]) -> None:
    told = [re.fullmatch(TOLD, line) for line in two_builds[0].progress]
    assert [int(line[1]) for line in told if line] == list(range(1, len(told) + 1))
    assert {line[3] for line in told if line and not line[4]} == EVERYTHING
    assert {line[3] for line in told if line and line[5]} == {path for path in EVERYTHING if path.endswith(".pdf")}
    assert len(two_builds[0].last.err.splitlines()) == len(told)


def test_what_editions_share_is_set_once(two_builds: tuple[ProjectTest, ProjectTest]) -> None:
    parts = [line[4] for one in two_builds[0].progress if (line := re.fullmatch(TOLD, one)) and line[4]]
    assert parts.count("meeting--handout-1") == parts.count("attendance") == 2  # once in each language
    assert parts.count("meeting") == 4  # the trainer's is another than the participants'


def test_the_project_itself_is_not_touched(two_builds: tuple[ProjectTest, ProjectTest], tmp_path: Path) -> None:
    before = ProjectTest.minimal(tmp_path / "project").files(".")
    after = two_builds[0].files(".")
    assert {path: after.get(path) for path in before} == before
    assert {path.split("/")[0] for path in after.keys() - before.keys()} == {"dist", ".kitabcha"}


def test_a_part_of_a_verse_is_printed_as_a_part(minimal: ProjectTest) -> None:
    minimal.change("library/passages.yaml", "ref: quran:49:13", "ref: quran:49:13:3-6")
    minimal.change("modules/meeting/module.md", '{ref="quran:49:13"}', '{ref="quran:49:13:3-6"}')
    minimal.change("modules/meeting/module.md", "<quran:49:13>", "<quran:49:13:3-6>")
    minimal.change("library/renderings/ur.yaml", "  quran:49:13:", "  quran:49:13:3-6:")
    minimal.change("library/renderings/en.yaml", "  quran:49:13:", "  quran:49:13:3-6:")
    minimal.run("build", "-e", "participant", "-l", "ur").leaves_with(0)
    made = minimal.files()
    html = made["first/ur/participant.html"].decode()
    assert html.count("آیت ۱۳ (ایک حصہ)") >= 2 and "آیت ۱۳<" not in html
    assert "<p>…\u00a0اے لوگو! ہم نے تمہیں قومیں اور قبیلے بنایا تاکہ تم ایک دوسرے کو پہچانو۔\u00a0…</p>" in html
    (verse,) = tagged_verses(made["first/ur/participant.pdf"])
    assert verse.reference == "quran:49:13:3-6"
    ((_, text),) = verses_in(html)
    assert text == f"…\u00a0{' '.join(corpus().chapters[48][12].text.split()[2:6])}\u00a0…"


def test_words_that_a_verse_does_not_have_are_told_with_their_numbers(minimal: ProjectTest) -> None:
    minimal.change("modules/meeting/module.md", "<quran:49:13>", "<quran:108:2:1-4>")
    minimal.run("check").leaves_with(1)
    words = " · ".join(f"{n} {word}" for n, word in enumerate(corpus().chapters[107][1].text.split(), start=1))
    minimal.complains(
        "modules/meeting/module.md:19: error: `quran:108:2:1-4`: the verse has no word 4\n"
        f"  hint: its words are {words}\n"
    )


def test_a_book_with_verses_says_how_to_handle_it(two_builds: tuple[ProjectTest, ProjectTest], tmp_path: Path) -> None:
    project = ProjectTest.copy_of(two_builds[0].root, tmp_path / "project")
    asked = "Please handle it with respect, and do not use its pages as scrap paper."
    with_verses, without = ("first/en/trainer", "first/en/participant"), "first/en/handouts"
    for edition in (*with_verses, without):
        printed = " ".join(" ".join(by_pdfium(project.files()[f"{edition}.pdf"])).split())
        assert (asked in printed) == (edition != without), edition
        assert (asked in project.text(f"dist/{edition}.html")) == (edition != without)


def test_the_starter_can_be_built(tmp_path: Path) -> None:
    project = ProjectTest(tmp_path / "demo")
    project.run("new", "project", str(project.root)).leaves_with(0)
    project.run("build", "-e", "trainer").leaves_with(0).says("2 files made, 0 unchanged, in …/dist/\n")
    with opened(project.files()["first-meeting/en/trainer.pdf"]) as pdf:
        assert len(pdf.pages) > 5


# --- the same again -------------------------------------------------------------------------------------------


def test_the_same_project_gives_the_same_bytes_anywhere(two_builds: tuple[ProjectTest, ProjectTest]) -> None:
    here, there = (project.leaves_with(0).files() for project in two_builds)
    again = {"first/ur/participant.html", "first/ur/participant.pdf"}
    assert there.keys() == again | {"index.html", "built.json"}
    assert [path for path in again if here[path] != there[path]] == []


def test_the_order_of_work_changes_no_byte(minimal: ProjectTest) -> None:
    """One process sets parts in two languages and from the last to the first again, when it remembers them all."""
    workshop, _ = pipeline.open_workshop(minimal.root)
    assert workshop
    wanted = [Edition("first", language, "handouts") for language in ("ur", "en")]
    ready = [pipeline.ready_for_press(workshop, pipeline.prepare(workshop, edition)) for edition in wanted]
    tasks = [task for edition in ready for task in worklist.tasks_of(edition, ("pdf",))]
    parts = {part.key: part.job for task in tasks for part in task.needs if not part.needs}
    there = {key: job.run(()) for key, job in parts.items()}
    back = {key: job.run(()) for key, job in reversed(parts.items())}
    assert len(parts) > 12 and all(made.content for made in there.values())
    assert back == there


def test_no_file_tells_where_or_by_whom_it_was_made(two_builds: tuple[ProjectTest, ProjectTest]) -> None:
    project = two_builds[1].leaves_with(0)
    names = {str(project.root), str(project.root.parent), str(ROOT), "bilal", socket.gethostname(), str(Path.home())}
    names |= {getpass.getuser()} - {"root"}  # a word that a manual may hold
    secrets = [name.encode() for name in names if len(name) > 3]
    for path, content in project.files().items():
        assert not [name for name in secrets if name in unpacked(content)], path


def test_a_pdf_holds_no_date(two_builds: tuple[ProjectTest, ProjectTest]) -> None:
    dates = (b"/CreationDate", b"/ModDate", b"CreateDate", b"ModifyDate")
    for path, content in two_builds[0].leaves_with(0).files().items():
        if path.endswith(".pdf"):
            assert not [date for date in dates if date in unpacked(content)], path


def test_a_second_build_has_nothing_to_do(built: ProjectTest) -> None:
    before = _stamps(built)
    built.run("build").leaves_with(0).says("Nothing to do: all 12 files are up to date.\n")
    assert built.last.err == ""
    assert _stamps(built) == before


def _stamps(project: ProjectTest) -> dict[str, tuple[int, int]]:
    dist = project.root / "dist"
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in dist.rglob("*") if path.is_file()}


def test_what_was_deleted_comes_back_from_the_cache(built: ProjectTest) -> None:
    before = built.files()
    (built.root / "dist/first/en/trainer.pdf").unlink()
    built.run("build").leaves_with(0).says("1 file made, 11 unchanged, in …/dist/\n")
    assert built.files() == before
    assert built.progress == []


def test_a_damaged_cache_is_not_believed(built: ProjectTest) -> None:
    before = built.files()
    for kept in (built.root / ".kitabcha").rglob("*"):
        if kept.is_file() and not kept.suffix:
            kept.write_bytes(kept.read_bytes()[:-7])
    (built.root / "dist/first/en/handouts.pdf").unlink()
    built.run("build", "-l", "en", "-e", "handouts").leaves_with(0)
    assert [line for line in built.progress if "handouts.html" in line or "handouts.pdf, " in line]
    assert built.files() == before


def test_only_what_an_edit_reaches_is_made_again(built: ProjectTest) -> None:
    built.change("modules/meeting/module.md", "Only for the trainer.", "For the trainer alone.")
    built.run("build", "--format", "html").leaves_with(0).says("2 files made, 4 unchanged, in …/dist/\n")
    assert {line.split()[1] for line in built.progress} == {"first/en/trainer.html", "first/ur/trainer.html"}


# --- only what is wanted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("first", "-l", "en", "-e", "handouts"), {"first/en/handouts.html", "first/en/handouts.pdf"}),
        (
            ("-e", "handouts", "--format", "html"),
            {f"first/{n}/handouts.html" for n in ("en", "ur")},
        ),
    ],
)
def test_only_what_is_wanted_is_made(minimal: ProjectTest, words: tuple[str, ...], expected: set[str]) -> None:
    minimal.run("build", *words).leaves_with(0)
    assert minimal.files().keys() - {"index.html", "built.json"} == expected


def test_out_is_another_folder(minimal: ProjectTest, tmp_path: Path) -> None:
    out = tmp_path / "to print" / "today"
    words = ("-l", "en", "-e", "handouts", "--format", "html")
    minimal.run("build", "--out", str(out), *words).leaves_with(0)
    assert minimal.last.out == f"1 file made, 0 unchanged, in {out}/\n"
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == [
        "built.json",
        "handouts.html",
        "index.html",
    ]
    assert not (minimal.root / "dist").exists()


@pytest.mark.parametrize("words", [("--format", "epub"), ("--lang", "ur"), ("-l",)])
def test_misuse_leaves_with_2(minimal: ProjectTest, words: tuple[str, ...]) -> None:
    minimal.run("build", *words).leaves_with(2).complains("Error: ")
    assert not (minimal.root / "dist").exists()


# --- what fails stays as it was -------------------------------------------------------------------------------


def test_an_edition_that_breaks_keeps_its_last_good_files(built: ProjectTest) -> None:
    before = built.files()
    built.change("library/renderings/ur.yaml", RENDERING, "  {}\n")
    built.change("modules/meeting/module.md", "2. Talk.", "2. Talk and listen.")
    built.run("build", "--format", "html").leaves_with(1)
    built.complains(
        "library/passages.yaml:1: error: the passage `nations` has no rendering in اردو (ur)\n"
        "  hint: add `quran:49:13` under `verses` in library/renderings/ur.yaml\n"
    )
    after = built.files()
    changed = {path for path in before if after[path] != before[path]}
    assert {"first/en/trainer.html", "first/en/participant.html"} <= changed
    assert not [path for path in changed if path.startswith("first/ur/")]
    assert "Talk and listen." in after["first/en/trainer.html"].decode()
    assert "first/ur/trainer.pdf" in after["index.html"].decode()


def test_broken_sources_leave_everything_as_it_was(built: ProjectTest) -> None:
    before = built.files()
    built.change("manuals/first.yaml", "lesson: meeting", "lesson: meting")
    built.run("build").leaves_with(1).complains("manuals/first.yaml:", "did you mean `meeting`?")
    assert built.last.out == ""
    assert built.files() == before


def test_a_warning_stops_an_edition_only_if_strict(built: ProjectTest) -> None:
    before = built.files()
    built.change("modules/meeting/module.md", "[^1]: A note.", "[^1]: A note.\n\n[^2]: Nobody's.")
    built.change("modules/meeting/module.md", "2. Talk.", "2. Talk and listen.")
    words = ("build", "-e", "trainer", "--format", "html")
    built.run(*words, "--strict").leaves_with(1).complains("warning: the footnote `[^2]` is never used", "1 warning\n")
    assert built.files() == before
    built.run(*words).leaves_with(0).complains("warning: the footnote `[^2]` is never used", "1 warning\n")
    assert built.files()["first/en/trainer.html"] != before["first/en/trainer.html"]


def test_our_own_mistake_in_a_stage_is_told_with_the_edition(
    built: ProjectTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built.files()

    def broken(numbered, *rest):
        if numbered.book.edition == Edition("first", "ur", "trainer"):
            raise RuntimeError("a screw is loose")
        return rendering.render(numbered, *rest)

    monkeypatch.setattr(pipeline, "render", broken)
    built.change("modules/meeting/module.md", "2. Talk.", "2. Talk and listen.")
    built.run("build", "-e", "trainer", "--format", "html").leaves_with(1).complains(
        "first/ur/trainer: error: Kitabcha itself failed: RuntimeError: a screw is loose\n  hint: this is our mistake"
    )
    after = built.files()
    assert after["first/ur/trainer.html"] == before["first/ur/trainer.html"]
    assert after["first/en/trainer.html"] != before["first/en/trainer.html"]


class _BreaksForUrdu(jobs.PageJob):
    def run(self, taken: tuple[jobs.Made, ...] = ()) -> jobs.Made:
        if self.file.edition.language == "ur":
            raise RuntimeError("a screw is loose")
        return super().run(taken)


def test_our_own_mistake_in_the_press_is_told_with_the_file(
    minimal: ProjectTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "PageJob", _BreaksForUrdu)
    minimal.run("build", "-e", "trainer", "--format", "html").leaves_with(1).complains(
        "first/ur/trainer.html: error: Kitabcha itself failed: RuntimeError: a screw is loose\n"
    )
    assert minimal.files().keys() == {"first/en/trainer.html", "index.html", "built.json"}


def test_what_kitabcha_brings_along_and_is_not_there_is_told_once(
    minimal: ProjectTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Path:
        raise ResourceMissing("scripts", "run `make`")

    monkeypatch.setattr(composition, "scripts_folder", missing)
    minimal.run("build", "-e", "trainer").leaves_with(1).complains(
        "scripts: error: this folder of Kitabcha is missing\n  hint: run `make`\n1 error\n"
    )


class _Dies(jobs.PageJob):
    def run(self, taken: tuple[jobs.Made, ...] = ()) -> jobs.Made:
        os._exit(9)


def test_a_press_that_dies_leaves_the_last_good_files(built: ProjectTest, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built.files()
    monkeypatch.setattr(worklist, "PageJob", _Dies)
    built.change("modules/meeting/module.md", "2. Talk.", "2. Talk and listen.")
    built.run("build", "-l", "en", "-e", "trainer", "--format", "html").leaves_with(1).complains(
        "first/en/trainer.html: error: the process that made this was killed, twice\n"
        "  hint: most likely memory ran out: close other programs, or build with `--jobs 1`; other files go on\n"
    )
    assert built.files() == before


def test_a_build_that_is_killed_leaves_whole_files(built: ProjectTest) -> None:
    old = built.files()
    built.change("modules/meeting/module.md", "2. Talk.", "2. Talk and listen.")
    words = ("build", "-e", "handouts", "-e", "trainer", "--format", "html")
    process = built.start(*words)
    assert process.stderr is not None
    process.stderr.readline()  # the first file is made: others are on their way
    process.kill()
    process.communicate(timeout=60)
    killed = {path: content for path, content in built.files().items() if not Path(path).name.startswith(".")}
    built.run(*words).leaves_with(0)
    new = built.files()
    assert killed.keys() == old.keys() == {path for path in new if not Path(path).name.startswith(".")}
    assert [path for path in killed if killed[path] not in (old[path], new[path])] == []


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "trainer.pdf"
    write_beside(file, b"good")

    def full(*_: object, **__: object):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space left"):
        write_beside(file, b"better")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"trainer.pdf": b"good"}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which file is synced")
def test_power_may_fail_at_any_moment(minimal: ProjectTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made is on the disk before what was there is let go."""
    done: list[tuple[str, str]] = []
    sync, rename = os.fsync, Path.replace

    def noted_sync(handle: int) -> None:
        done.append(("synced", Path(f"/proc/self/fd/{handle}").readlink().name))
        sync(handle)

    def noted_rename(path: Path, place: Path) -> Path:
        done.append(("renamed", path.name))
        return rename(path, place)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    minimal.run("build", "-e", "handouts", "-l", "en", "--format", "html").leaves_with(0)
    outputs = [name for what, name in done if what == "renamed" and name.startswith((".handouts", ".index", ".built"))]
    assert len(outputs) == 3
    assert all(done.index(("synced", name)) < done.index(("renamed", name)) for name in outputs)


def test_what_cannot_be_written_is_told_and_the_others_go_on(minimal: ProjectTest) -> None:
    minimal.write("dist/first/ur/trainer.html/in the way", "")
    minimal.run("build", "-e", "trainer", "--format", "html").leaves_with(1)
    minimal.complains("first/ur/trainer.html: error: the file cannot be written: ")
    assert minimal.files().keys() >= {"first/en/trainer.html", "index.html"}


# --- the index ------------------------------------------------------------------------------------------------


def test_the_index_lists_every_file_with_its_pages_and_size(built: ProjectTest) -> None:
    index, made = built.text("dist/index.html"), built.files()
    links = re.findall(
        r'<a href="(first/[^"]*)"[^>]*>(\w+)</a> <span class="small">(?:(\d+) pages?, )?([^<]*)</span>', index
    )
    assert {path for path, *_ in links} == EVERYTHING
    for path, kind, pages, size in links:
        assert kind == path.rpartition(".")[2].upper()
        number, unit = size.split()
        assert float(number) * {"kB": 1e3, "MB": 1e6}[unit] == pytest.approx(len(made[path]), rel=0.06, abs=600)
        if kind == "PDF":
            with opened(made[path]) as pdf:
                assert len(pdf.pages) == int(pages)
    assert index.count("0 of ") == 3  # the Urdu editions: nothing is translated yet
    assert index.count(">original<") == 3


def test_a_partial_build_keeps_the_others_in_the_index(built: ProjectTest) -> None:
    before = built.text("dist/index.html")
    built.run("build", "-l", "en", "-e", "handouts").leaves_with(0)
    assert built.text("dist/index.html") == before


def test_the_index_forgets_what_is_gone(built: ProjectTest) -> None:
    (built.root / "dist/first/ur/handouts.pdf").unlink()
    built.change("manuals/first.yaml", "[trainer, participant, handouts]", "[trainer, handouts]")
    built.run("build", "-l", "en", "--format", "html").leaves_with(0)
    links = set(re.findall(r'href="(first/[^"]*)"', built.text("dist/index.html")))
    assert links == EVERYTHING - {"first/ur/handouts.pdf"} - {path for path in EVERYTHING if "participant" in path}


@pytest.mark.parametrize("record", ["", "{", '[{"manual": "first"}]', "[1]", "null", '{"a": 1}'])
def test_a_spoilt_record_does_no_harm(built: ProjectTest, record: str) -> None:
    built.write("dist/built.json", record)
    built.run("build", "-l", "en", "-e", "handouts", "--format", "html").leaves_with(0)
    assert json.loads(built.text("dist/built.json"))
    assert "first/en/handouts.html" in built.text("dist/index.html")


# --- nothing from elsewhere -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["../../../secret.png", "/etc/hostname.png", "file:///etc/hostname.png"])
def test_a_lesson_cannot_name_a_picture_outside(minimal: ProjectTest, tmp_path: Path, way: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    minimal.change("modules/meeting/module.md", "(tree.svg ", f"({way} ")
    minimal.run("build").leaves_with(1).complains("modules/meeting/module.md:17: error: ")
    assert not (minimal.root / "dist").exists()


def test_a_link_cannot_lead_a_picture_outside(minimal: ProjectTest, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    picture = minimal.root / "modules/meeting/tree.svg"
    picture.unlink()
    picture.symlink_to(tmp_path / "secret.svg")
    minimal.run("build").leaves_with(1).complains(
        "modules/meeting/module.md:17: error: the picture `tree.svg` lies outside"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_control_c_ends_a_build(built: ProjectTest) -> None:
    before = built.files()
    built.change("modules/meeting/module.md", "2. Talk.", "2. Talk and listen.")
    process = built.start("build", "-e", "handouts", "-e", "trainer")
    assert process.stderr is not None
    process.stderr.readline()  # the first file is made: others are on their way
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Aborted!" in err and "Traceback" not in err
    assert built.files().keys() == before.keys()
