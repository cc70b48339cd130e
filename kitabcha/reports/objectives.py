"""Lessons → each objective, and the questions before and after that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.dialect import blocks_in, inline, plain
from kitabcha.model import Book, Directive, Lesson, Project
from kitabcha.questions import questions
from kitabcha.reports.tables import Cell, Report, Table

HEADS = ("lesson", "number", "objective", "questions")


def objectives(project: Project, books: tuple[Book, ...]) -> Report:
    """Each lesson's objectives; what no question asks for, and lessons that ask nothing, are gaps."""
    rows = tuple(row for lesson in project.lessons.values() for row in _rows(lesson))
    gaps = tuple(gap for lesson in project.lessons.values() for gap in _gaps(lesson))
    return Report("objectives", (Table("objectives", HEADS, rows),), gaps)


def _rows(lesson: Lesson) -> Iterator[tuple[Cell, ...]]:
    for number, objective in enumerate(lesson.objectives, start=1):
        yield lesson.id, number, plain(inline(objective.raw)), tuple(_asking(lesson, number))


def _asking(lesson: Lesson, objective: int) -> Iterator[str]:
    """The questions for an objective, each with the test that it stands in."""
    for box in _assessments(lesson):
        for question in questions(box):
            if str(objective) in question.objectives:
                words = plain(inline(question.text.raw))
                yield f"{' and '.join(box.words('when'))} {question.number}: {words}".lstrip()


def _assessments(lesson: Lesson) -> tuple[Directive, ...]:
    boxes = (block for block in blocks_in(lesson.blocks) if isinstance(block, Directive))
    return tuple(box for box in boxes if box.name == "assessment")


def _gaps(lesson: Lesson) -> Iterator[Diagnostic]:
    if not _assessments(lesson):
        yield warning(lesson.place, f"the lesson `{lesson.id}` has no `assessment`", "add one with `when=post`")
        return
    for number, objective in enumerate(lesson.objectives, start=1):
        if not any(_asking(lesson, number)):
            told = f"no question of `{lesson.id}` asks for objective {number}"
            yield warning(objective.place, told, f"add a question, and write {number} for it in `asks`")
