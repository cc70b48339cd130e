"""Curricula to measure with: the repository's own, with one more manual that holds every lesson, and with changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from kitabcha.ledger import CURRICULUM, FOLDERS

ROOT = Path(__file__).resolve().parent.parent
NEW = "everything"
"""The manual that holds every lesson."""

_LESSONS_A_DAY = 3
_HEAD = """title: {title}
subtitle: Every lesson of the curriculum
introduction:
  - This manual holds every lesson that there is.
audience: {audience}
region: {region}
tradition: {tradition}
literacy: high
languages: [{languages}]
editions: [trainer]
profiles: [{profile}]
annexes: [materials, attendance, evaluation, certificate]
values:
  venue: a quiet room
  group_name: our group
  opening_words: Everyone here has something to teach us.
days:
"""


def copy(folder: Path) -> Path:
    """The repository's curriculum in a new folder, with an empty cache."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / CURRICULUM, folder)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def every_lesson(folder: Path, languages: str) -> Path:
    """A curriculum with one more manual, which holds every lesson."""
    project = copy(folder)
    write_manual(project, languages)
    return project


def write_manual(project: Path, languages: str, profile: str = "a4", times: int = 1, title: str = "Everything") -> None:
    """Write the manual of every lesson, in an order in which each comes after those it requires."""
    head = _HEAD.format(
        title=title,
        audience="trainers",
        region="khyber-pakhtunkhwa",
        tradition="islam",
        languages=languages,
        profile=profile,
    )
    lessons = _in_order(project) * times
    days = [lessons[start : start + _LESSONS_A_DAY] for start in range(0, len(lessons), _LESSONS_A_DAY)]
    body = "".join(
        f'  - title: "{title}: day {number}"\n    starts: "08:00"\n    sessions:\n'
        + "".join(f"      - lesson: {lesson}\n" for lesson in day)
        for number, day in enumerate(days, start=1)
    )
    (project / "manuals" / f"{NEW}.yaml").write_text(head + body, "utf-8")


def change_sentence(project: Path, words: str) -> None:
    """Say something else in one sentence of the last lesson."""
    lesson = project / "modules" / _in_order(project)[-1] / "module.md"
    text = lesson.read_text("utf-8")
    changed = re.sub(r"^(## [^\n]*\n)(?:Changed: [^\n]*\n\n)?", rf"\1Changed: {words}.\n\n", text, count=1, flags=re.M)
    assert changed != text
    lesson.write_text(changed, "utf-8")


def _in_order(project: Path) -> list[str]:
    """Every lesson, after those that it requires."""
    requires = {file.parent.name: _required(file) for file in sorted(project.glob("modules/*/module.md"))}
    found: list[str] = []
    while len(found) < len(requires):
        found += [name for name in requires if name not in found and requires[name] <= set(found)]
    return found


def _required(file: Path) -> set[str]:
    match = re.search(r"^requires: \[([^\]]*)\]", file.read_text("utf-8"), re.M)
    return {name.strip() for name in match[1].split(",") if name.strip()} if match else set()
