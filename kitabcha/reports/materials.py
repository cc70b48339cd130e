"""Books → what to bring on each day of each manual, and for which of its sessions."""

from __future__ import annotations

from collections.abc import Iterator

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.dialect import inline, plain
from kitabcha.model import Book, Day, Project
from kitabcha.reports.sessions import sessions_of
from kitabcha.reports.tables import Cell, Report, Table

HEADS = ("manual", "day", "material", "sessions")


def materials(project: Project, books: tuple[Book, ...]) -> Report:
    """Every material of a day once, with its sessions; a lesson that lists none is a gap."""
    rows = tuple(row for book in books for day in book.days for row in _rows(book, day))
    return Report("materials", (Table("materials", HEADS, rows),), tuple(_gaps(project)))


def _rows(book: Book, day: Day) -> Iterator[tuple[Cell, ...]]:
    needed: dict[str, list[str]] = {}
    for session in sessions_of(day):
        for material in dict.fromkeys(plain(inline(one.raw)) for one in session.materials):
            needed.setdefault(material, []).append(session.key)
    for material, sessions in needed.items():
        yield book.edition.manual, day.number, material, tuple(sessions)


def _gaps(project: Project) -> Iterator[Diagnostic]:
    for lesson in project.lessons.values():
        if not lesson.materials:
            hint = "write them as `materials: [chalk, paper]`"
            yield warning(lesson.place, f"the lesson `{lesson.id}` lists no materials", hint)
