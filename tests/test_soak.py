"""What takes long to prove: builds that are killed, two at once, lessons of ten thousand lines. `make soak` runs it."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.harness import ROOT, ProjectTest

LESSON = "modules/meeting/module.md"
WORDS = ("build", "-e", "trainer", "-e", "handouts", "-l", "en", "-j", "2")
KILLS = 12
MEMORY = 2 * 1024**3
"""Bytes of address space that a build of a very long lesson gets for its HTML."""

pytestmark = [pytest.mark.soak, pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")]


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def _finished(project: ProjectTest) -> Mapping[str, bytes]:
    return {path: content for path, content in project.files().items() if not Path(path).name.startswith(".")}


def test_kills_at_any_time_leave_whole_files(project: ProjectTest, tmp_path: Path) -> None:
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


def test_two_builds_at_once_leave_what_one_does(project: ProjectTest, tmp_path: Path) -> None:
    alone = ProjectTest.copy_of(project.root, tmp_path / "alone").run(*WORDS).leaves_with(0)
    both = [project.start(*WORDS) for _ in range(2)]
    said = [process.communicate(timeout=600)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert _finished(project) == _finished(alone)


@pytest.mark.parametrize("size", [1, 4, 16, 64])
def test_a_disk_that_is_full_at_any_size_leaves_the_last_good_files(project: ProjectTest, size: int) -> None:
    project.run(*WORDS).leaves_with(0)
    before = _finished(project)
    project.change(LESSON, "- Listen.", "- Listen well.")
    words = " ".join([sys.executable, "-m", "kitabcha", "--project", str(project.root), *WORDS])
    done = subprocess.run(["bash", "-c", f"ulimit -f {size}; {words}"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert {path for path, content in _finished(project).items() if content != before[path]} <= {"index.html"}
    project.run(*WORDS).leaves_with(0)


def test_a_lesson_of_ten_thousand_lines(project: ProjectTest) -> None:
    """In bounded memory, and in time that grows as the lesson does."""
    paragraph = "We meet, and we listen to each other, as in a *jirga*{.term}, and so on.\n\n"
    start = project.text(LESSON)
    took = []
    for lines in (2_500, 10_000):
        project.write(LESSON, start + "\n" + paragraph * (lines // 2))
        began = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        words = [sys.executable, "-m", "kitabcha", "--project", str(project.root), *WORDS[:3], "-l", "en"]
        subprocess.run([*words, "--format", "html"], check=True, capture_output=True, cwd=ROOT, preexec_fn=_bounded)
        took.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began[1])
    assert took[1] < took[0] * 8, took
    assert project.text("dist/first/en/trainer.html").count("and so on.") == 5_000


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
