"""`doctor` says whether this machine can build, and how to mend what is missing."""

from __future__ import annotations

import re
from collections import namedtuple
from pathlib import Path

import pytest

from kitabcha import doctor
from kitabcha.lore import scripture
from kitabcha.press import fonts
from tests.harness import ProjectTest

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def test_a_machine_that_can_build(project: ProjectTest) -> None:
    project.run("doctor").leaves_with(0)
    patterns = (
        r"ok  Python: 3\.\d+\.\d+",
        r"ok  libraries: pango-1\.0 1\.\d+\.\d+, harfbuzz \d+\.\d+\.\d+",
        r"ok  what comes along: \d+ font files, templates and the search",
        r"ok  letters: \d\d characters of en, \d+ characters of ur",
        r"ok  disk: \d+\.\d GB free",
        r"ok  scripture: tanzil-uthmani: 6,236 verses, as pinned(, kjv: 31,102 verses, as pinned)?",
        r"This machine can build\.",
    )
    lines = project.last.out.splitlines()
    assert len(lines) == len(patterns)
    assert [line for line, pattern in zip(lines, patterns, strict=True) if not re.fullmatch(pattern, line)] == []


def test_outside_of_a_project_it_looks_at_the_machine(tmp_path: Path) -> None:
    lines, found = doctor.examine(tmp_path)
    assert "ok  letters: no project here to look at" in lines and found == []


def test_all_that_is_missing_is_told_at_once(project: ProjectTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (9, 1))
    monkeypatch.setattr(doctor, "libraries", lambda: ["pango-1.0 unknown", "harfbuzz unknown"])
    monkeypatch.setattr(fonts, "FACES", (*fonts.FACES, fonts.Face("None", 400, False, "None.ttf")))
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10, 9, 1))

    def damaged(edition: str) -> object:
        raise scripture.CorpusMissing("the text is missing: here")

    monkeypatch.setattr(doctor, "corpus", damaged)
    project.change("modules/meeting/module.md", "Draw it.", "Draw \U00012000.").run("doctor").leaves_with(1)
    told = [line.split(": ", 1)[1] for line in project.last.err.splitlines() if ": " in line and "hint" not in line]
    assert [re.sub(r"Python [\d.]+", "Python 3", line) for line in told] == [
        "warning: only 0.0 GB free",
        "error: Pango is not found, and nothing can be set without it",
        "error: Python 3 is too old",
        "error: the font is missing",
        "error: no font for en can show \U00012000 (U+12000)",
        "error: `tanzil-uthmani`: the text is missing: here",
    ]
    assert [line[:2] for line in project.last.out.splitlines()] == ["no"] * 6


def test_an_old_pango_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "libraries", lambda: ["pango-1.0 1.40.2", "harfbuzz 2.0.0"])
    _, (fault,) = doctor.examine(tmp_path)
    assert str(fault).startswith("Pango: error: Pango 1.40 is too old\n  hint: install Pango: `sudo apt install")
