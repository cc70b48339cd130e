"""Lessons and books → theory, folklore and scripture in each lesson, and what each manual makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.dialect import DIRECTIVES, blocks_in, inline, walk
from kitabcha.model import (
    Block,
    Book,
    Citation,
    Directive,
    Lesson,
    LoreBlock,
    Passage,
    Place,
    Project,
    Session,
    VerseReference,
)
from kitabcha.reports.sessions import sessions_of
from kitabcha.reports.tables import Report, Table
from kitabcha.walking import texts_in

STRANDS = ("theory", "folklore", "scripture")
_STRAND_OF: Mapping[str, str] = MappingProxyType(
    {"concept": "theory", "story": "folklore", "proverb": "folklore", "poem": "folklore", "scripture": "scripture"}
)
_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "theory": "add a `concept` box, or cite a work",
        "folklore": "add a `story`, `proverb` or `poem` box",
        "scripture": "add a `scripture` box, or name verses as `<quran:49:13>`",
    }
)
Strands = Mapping[str, tuple[str, ...]]


def strands(project: Project, books: tuple[Book, ...]) -> Report:
    """Which strands each lesson asks for, and what each manual has in their place."""
    lessons = {lesson.id: strands_of(lesson) for lesson in project.lessons.values()}
    sessions = {(book.edition.manual, one.key): strands_of(one) for book in books for one in sessions_of(book)}
    return Report(
        "strands",
        (
            Table("lessons", ("lesson", *STRANDS), tuple((name, *_cells(held)) for name, held in lessons.items())),
            Table(
                "manuals",
                ("manual", "session", *STRANDS),
                tuple((*key, *_cells(held)) for key, held in sessions.items()),
            ),
        ),
        tuple(_gaps(project, books)),
    )


def strands_of(held: Lesson | Session) -> Strands:
    """Each strand, and what there is of it, each thing once and in order."""
    found: dict[str, dict[str, None]] = {strand: {} for strand in STRANDS}
    for strand, thing in (*_boxes(held.blocks), *_mentions(held)):
        found[strand][thing] = None
    return {strand: tuple(things) for strand, things in found.items()}


def _boxes(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks_in(blocks):
        if isinstance(block, LoreBlock):
            item = block.item
            yield _STRAND_OF[block.slot.name], str(item.reference) if isinstance(item, Passage) else item.id
        elif isinstance(block, Directive) and DIRECTIVES[block.name].slot:
            yield _STRAND_OF[block.name], _asked(block)


def _asked(slot: Directive) -> str:
    """What a slot asks for: one thing by its name, or any of its kind on a theme."""
    named = slot.attributes.get("id") or slot.attributes.get("ref")
    return named or f"{slot.name} on {' or '.join(slot.words('theme'))}"


def _mentions(held: Lesson | Session) -> Iterator[tuple[str, str]]:
    for text in texts_in(held):
        for node in walk(inline(text.raw)):
            match node:
                case Citation(works):
                    yield from (("theory", f"@{key}") for key, _ in works)
                case VerseReference(reference):
                    yield "scripture", reference
                case _:
                    pass


def _cells(held: Strands) -> tuple[tuple[str, ...], ...]:
    return tuple(held[strand] for strand in STRANDS)


def _gaps(project: Project, books: tuple[Book, ...]) -> Iterator[Diagnostic]:
    """A lesson without a strand is told once; a manual only where it loses what the lesson has."""
    lacking = {lesson.id: _missing(lesson) for lesson in project.lessons.values()}
    for lesson in project.lessons.values():
        for strand in lacking[lesson.id]:
            yield warning(lesson.place, f"the lesson `{lesson.id}` holds no {strand}", _HINTS[strand])
    for book in books:
        for session in sessions_of(book):
            for strand in _missing(session):
                if strand not in lacking[session.lesson]:
                    yield warning(*_lost(project, book, session, strand))


def _missing(held: Lesson | Session) -> tuple[str, ...]:
    found = strands_of(held)
    return tuple(strand for strand in STRANDS if not found[strand])


def _lost(project: Project, book: Book, session: Session, strand: str) -> tuple[Place, str, str]:
    manual = project.manuals[book.edition.manual]
    told = f"`{session.lesson}` holds no {strand} in `{manual.id}`"
    return manual.place, told, "the lesson has it in `only` boxes for others: take it out of them"
