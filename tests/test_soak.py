"""What takes long to prove: builds that are killed, two at once, very long lessons and manuals. `make soak` runs it."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from kitabcha.press.proofreading import tagged_verses
from tests.figures import Note
from tests.harness import ROOT, ProjectTest, opened

LESSON = "modules/meeting/module.md"
WORDS = ("build", "-e", "trainer", "-e", "handouts", "-l", "en", "-j", "2")
KILLS = 12
MEMORY = 2 * 1024**3
"""Bytes of address space that each process of a build of very long lessons gets."""

pytestmark = [pytest.mark.soak, pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")]


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def _finished(project: ProjectTest) -> Mapping[str, bytes]:
    return {path: content for path, content in project.files().items() if not Path(path).name.startswith(".")}


def test_kills_at_any_time_leave_whole_files(project: ProjectTest, tmp_path: Path, record_property: Note) -> None:
    """Every file is as the build before left it, or as an undisturbed build makes it; and the next build makes all."""
    other = ProjectTest.copy_of(project.root, tmp_path / "other")
    chance = random.Random(9)
    project.run(*WORDS).leaves_with(0)
    began = time.monotonic()
    other.change(LESSON, "2. Talk.", "2. Talk and listen.").run(*WORDS).leaves_with(0)
    whole, new, old = time.monotonic() - began, _finished(other), _finished(project)
    assert old != new and old.keys() == new.keys()
    project.change(LESSON, "2. Talk.", "2. Talk and listen.")
    for _ in range(KILLS):
        process = project.start(*WORDS)
        time.sleep(chance.uniform(0, whole))
        process.kill()
        process.communicate(timeout=120)
        left = _finished(project)
        assert left.keys() == old.keys()
        assert [path for path in left if left[path] not in (old[path], new[path])] == []
    project.run(*WORDS).leaves_with(0)
    assert _finished(project) == new
    record_property("figure", f"{KILLS} builds killed at random moments: nothing lost")


def test_two_builds_at_once_leave_what_one_does(project: ProjectTest, tmp_path: Path) -> None:
    alone = ProjectTest.copy_of(project.root, tmp_path / "alone").run(*WORDS).leaves_with(0)
    both = [project.start(*WORDS) for _ in range(2)]
    said = [process.communicate(timeout=600)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert _finished(project) == _finished(alone)


@pytest.mark.parametrize("size", [1, 4, 16, 64])
def test_a_disk_that_is_full_at_any_size_leaves_the_last_good_files(
    project: ProjectTest, size: int, record_property: Note
) -> None:
    project.run(*WORDS).leaves_with(0)
    before = _finished(project)
    project.change(LESSON, "- Listen.", "- Listen well.")
    words = " ".join([sys.executable, "-m", "kitabcha", "--project", str(project.root), *WORDS])
    done = subprocess.run(["bash", "-c", f"ulimit -f {size}; {words}"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert {path for path, content in _finished(project).items() if content != before[path]} <= {"index.html"}
    project.run(*WORDS).leaves_with(0)
    record_property("figure", f"files cut off at {size} kB, as on a full disk: nothing lost")


def test_a_lesson_of_ten_thousand_lines(project: ProjectTest, record_property: Note) -> None:
    """In bounded memory, and in time that grows as the lesson does."""
    paragraph = "We meet for the {}th time, and we listen to each other, as in a *jirga*{{.term}}, and so on.\n\n"
    start = project.text(LESSON)
    took = []
    for lines in (2_500, 10_000):
        project.write(LESSON, start + "\n" + "".join(map(paragraph.format, range(lines // 2))))
        began = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        words = [sys.executable, "-m", "kitabcha", "--project", str(project.root), *WORDS[:3], "-l", "en"]
        subprocess.run([*words, "--format", "html"], check=True, capture_output=True, cwd=ROOT, preexec_fn=_bounded)
        took.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began[1])
    assert took[1] < took[0] * 8, took
    assert project.text("dist/first/en/trainer.html").count("and so on.") == 5_000
    record_property("figure", f"10,000 lines take {took[1] / took[0]:.1f} times as long as 2,500")


def test_a_manual_of_two_thousand_pages(project: ProjectTest, record_property: Note) -> None:
    """A month of long lessons, in bounded memory: nothing is lost at its end."""
    sentence = "We meet, and we listen to each other, as people of one village do, and each says what they saw. "
    project.write(LESSON, project.text(LESSON) + "\n" + (sentence * 5 + "\n\n") * 560)
    day = '  - title: Trust\n    starts: "08:00"\n    sessions:\n' + "      - lesson: meeting\n" * 4
    project.write("manuals/first.yaml", project.text("manuals/first.yaml").split("days:")[0] + "days:\n" + day * 7)
    words = [sys.executable, "-m", "kitabcha", "--project", str(project.root), "build", "-e", "participant", "-l", "en"]
    subprocess.run([*words, "--format", "pdf"], check=True, capture_output=True, cwd=ROOT, preexec_fn=_bounded)
    content = project.files()["first/en/participant.pdf"]
    with opened(content) as pdf:
        pages = len(pdf.pages)
    verses = tagged_verses(content)
    assert pages > 2_000 and len(verses) == 28 and verses[-1].pages[0] > pages * 0.95
    record_property("figure", f"a manual of {pages:,} pages, in less than {MEMORY >> 30} GiB for each process")


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
