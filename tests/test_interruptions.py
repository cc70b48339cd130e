"""Updates that are killed, and catalogues that two people change at once: none is damaged, and nothing is lost."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from kitabcha.languages.catalogues import read_all
from tests.figures import Note
from tests.harness import ROOT, ProjectTest

LESSON = "modules/meeting/module.md"
FOLDER = "locales/ur/LC_MESSAGES"
PO = f"{FOLDER}/meeting.po"

UPDATING = """
import os, signal, sys, time
from pathlib import Path
from kitabcha import keeping
from kitabcha.files import write_beside

root, texts = Path(sys.argv[1]), [Path(name).read_bytes() for name in sys.argv[2:]]

def update():
    while True:
        for text in texts:
            write_beside(root / "modules/meeting/module.md", text)
            keeping.update_messages(root, ())

for seconds in sys.stdin:
    child = os.fork()
    if not child:
        update()
    time.sleep(float(seconds))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""
"""For each number of seconds that it is told, begins to update a project, to and fro between two texts of its lesson,
and is killed after so long."""


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    """The minimal project with every message translated."""
    made = ProjectTest.minimal(tmp_path / "project").run("messages", "update").leaves_with(0)
    for path in (made.root / FOLDER).glob("*.po"):
        lines = path.read_text("utf-8").split("\n")
        done = [f'msgstr "ترجمہ {number}"' if line == 'msgstr ""' else line for number, line in enumerate(lines)]
        done[1] = 'msgstr ""'  # the header's
        path.write_text("\n".join(done), "utf-8")
    return made.run("messages", "update")  # what is said of terms and values quotes their translations


def contents(project: ProjectTest) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.root / FOLDER).glob("*.po")}


def texts(project: ProjectTest) -> Iterator[Path]:
    """Two texts of the lesson: sentences are changed, moved to other elements, gone and new between them."""
    one = project.text(LESSON)
    other = one.replace("2. Talk.", "2. Talk!\n3. An entirely new sentence.").replace("- Listen.", "- Be kind.")
    for name, text in (("one.md", one), ("other.md", other.replace("## Welcome", "## Welcome back"))):
        path = project.root.parent / name
        path.write_text(text, "utf-8")
        yield path


@pytest.mark.parametrize("kills", [25, pytest.param(200, marks=pytest.mark.soak)])
def test_a_killed_update_leaves_every_catalogue_whole(project: ProjectTest, kills: int, record_property: Note) -> None:
    both = list(texts(project))
    states = []
    for path in (*both, *both):
        project.write(LESSON, path.read_bytes()).run("messages", "update").leaves_with(0)
        states.append(contents(project))
    assert states[:2] == states[2:] and states[0] != states[1]
    chance = random.Random(2026)
    command = [sys.executable, "-c", UPDATING, str(project.root), *map(str, both)]
    with subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as updating:
        for _ in range(kills):
            print(chance.uniform(0, 0.25), file=updating.stdin)
            assert updating.stdout and updating.stdout.readline() == "killed\n"
            for name, content in contents(project).items():
                assert content in (states[0][name], states[1][name]), name
    assert not read_all(project.root, "ur")[1]
    record_property("figure", f"{kills} updates of catalogues killed: nothing lost")


# --- Git ------------------------------------------------------------------------------------------------------


SOMEONE = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
"""Who joins: a new machine knows nobody."""


def git(project: ProjectTest, *words: str) -> str:
    done = subprocess.run(["git", *SOMEONE, *words], cwd=project.root, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


def branch(project: ProjectTest, name: str, *changes: tuple[str, str]) -> None:
    """A branch on which somebody changes entries of the lesson's catalogue."""
    git(project, "checkout", "-q", "-b", name, "main")
    for old, new in changes:
        project.change(PO, old, new)
    git(project, "commit", "-qam", name)


@pytest.fixture
def shared(project: ProjectTest) -> ProjectTest:
    """The project in Git, every translation a draft."""
    path = project.root / PO
    head, *entries = path.read_text("utf-8").split("\n\n")
    draft = "# draft: not reviewed by a native speaker\n"
    path.write_text("\n\n".join([head, *(draft + entry for entry in entries)]), "utf-8")
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "begin")
    return project


def entries_of(project: ProjectTest) -> list[str]:
    return project.text(PO).rstrip("\n").split("\n\n")[1:]


def test_two_translators_change_different_entries(shared: ProjectTest) -> None:
    """One has every other entry, the other those between, to the last line of one and the first line of the next."""
    before = entries_of(shared)

    def reviewed(entry: str) -> str:
        return entry.split("\n", 1)[1].replace('msgstr "ترجمہ', 'msgstr "نظرثانی شدہ ترجمہ')

    branch(shared, "one", *((entry, reviewed(entry)) for entry in before[::2]))
    branch(shared, "other", *((entry, reviewed(entry)) for entry in before[1::2]))
    git(shared, "merge", "-q", "--no-edit", "one")
    assert entries_of(shared) == [reviewed(entry) for entry in before]
    assert shared.run("messages", "update").last.out == "Nothing to do: all catalogues are up to date.\n"


def test_a_translator_works_while_a_designer_changes_a_lesson(shared: ProjectTest) -> None:
    talk = next(entry for entry in entries_of(shared) if 'msgid "Talk."' in entry)
    branch(shared, "translator", (talk, talk.split("\n", 1)[1]))
    git(shared, "checkout", "-q", "-b", "designer", "main")
    shared.change(LESSON, "1. Form groups.", "1. Form groups of four.").run("messages", "update").leaves_with(0)
    git(shared, "commit", "-qam", "designer")
    git(shared, "merge", "-q", "--no-edit", "translator")
    assert talk.split("\n", 1)[1] in entries_of(shared)
    assert '#| msgid "Form groups."' in shared.text(PO)
    assert shared.run("messages", "update").last.out == "Nothing to do: all catalogues are up to date.\n"


# --- Git, with our own driver ---------------------------------------------------------------------------------


@pytest.fixture
def driven(shared: ProjectTest) -> ProjectTest:
    """The project, whose catalogues Git joins entry by entry."""
    driver = f"{sys.executable} {ROOT / 'build.py'} messages join %O %A %B %P"
    git(shared, "config", "merge.po.driver", driver)
    shared.write(".gitattributes", "*.po merge=po\n")
    git(shared, "add", "-A")
    git(shared, "commit", "-qm", "join catalogues by entries")
    return shared


def header(project: ProjectTest) -> str:
    return next(line for line in project.text(PO).split("\n") if "PO-Revision-Date" in line)


def test_two_editors_note_in_the_header_when_they_saved(driven: ProjectTest) -> None:
    first, second, *_ = entries_of(driven)
    date = '"PO-Revision-Date: \\n"'
    branch(driven, "one", (date, date.replace(": ", ": 2026-11-02 10:00+0500")), (first, first[:-1] + ' ایک"'))
    branch(driven, "other", (date, date.replace(": ", ": 2026-11-03 10:00+0500")), (second, second[:-1] + ' دو"'))
    git(driven, "merge", "-q", "--no-edit", "one")
    assert header(driven) == '"PO-Revision-Date: 2026-11-03 10:00+0500\\n"'
    assert entries_of(driven)[:2] == [first[:-1] + ' ایک"', second[:-1] + ' دو"']


def test_two_designers_add_texts_at_one_place(driven: ProjectTest) -> None:
    for name, text in (("one", "Sit down."), ("other", "Stand up.")):
        git(driven, "checkout", "-q", "-b", name, "main")
        driven.change(LESSON, "- Listen.", f"- Listen.\n- {text}").run("messages", "update").leaves_with(0)
        git(driven, "commit", "-qm", name, "--", PO)
        git(driven, "checkout", "-q", "--", LESSON)
    git(driven, "merge", "-q", "--no-edit", "one")
    msgids = [line for line in driven.text(PO).split("\n") if line.startswith("msgid")]
    assert sorted(msgids[-3:-1]) == ['msgid "Sit down."', 'msgid "Stand up."']
    assert not read_all(driven.root, "ur")[1]


def test_what_both_changed_is_marked_for_people(driven: ProjectTest) -> None:
    (first, *_) = entries_of(driven)
    branch(driven, "one", (first, first.replace("ترجمہ", "ایک ترجمہ")))
    branch(driven, "other", (first, first.replace("ترجمہ", "دوسرا ترجمہ")))
    done = subprocess.run(
        ["git", *SOMEONE, "merge", "--no-edit", "one"], cwd=driven.root, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert f"{PO}: error: both sides changed the entry of `Meeting`\n  hint: keep one side" in done.stderr
    text = driven.text(PO)
    assert "<<<<<<< ours" in text and "ایک ترجمہ" in text and "دوسرا ترجمہ" in text
    assert any("a merge conflict is left here" in str(fault) for fault in read_all(driven.root, "ur")[1])
