"""A book becomes a numbered book: clock times, steps, anchors, what each anchor is called, and sheets set apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, count
from types import MappingProxyType

from kitabcha.assembly.anchors import anchors_in
from kitabcha.assembly.scheduling import ending, schedule_faults, spans, steps_of
from kitabcha.assembly.sheets import detached
from kitabcha.diagnostics import Diagnostic
from kitabcha.dialect import blocks_in, map_blocks
from kitabcha.model import (
    Block,
    Book,
    Break,
    Day,
    Directive,
    Figure,
    Heading,
    Label,
    LoreBlock,
    NumberedBook,
    NumberedDay,
    NumberedSession,
    Passage,
    Session,
    Text,
    TimedBreak,
)

COUNTED = frozenset({"activity", "figure", "handout"})
"""What is numbered within its session; other anchors are called by their titles."""


def number(book: Book) -> tuple[NumberedBook, list[Diagnostic]]:
    """The book with all that is counted in it, and the days and sessions that do not fit into their time.

    Every heading, box, figure and filled slot has an anchor afterwards: `SESSION--ID`, and a session's own is its key.
    """
    book = _counted(book)
    days = tuple(_numbered_day(day, book.edition.kind) for day in book.days)
    sessions = (item for day in book.days for item in day.items if isinstance(item, Session))
    labels = {anchor: label for session in sessions for anchor, label in _labels(session)}
    return NumberedBook(book, days, MappingProxyType(labels)), list(schedule_faults(book))


def _counted(book: Book) -> Book:
    """The book with days and sessions numbered, where selection has not done so, and an anchor on every block."""
    numbers = count(1)
    days = []
    for index, day in enumerate(book.days, start=1):
        items = tuple(
            item if isinstance(item, Break) else _anchored(replace(item, number=item.number or next(numbers)))
            for item in day.items
        )
        days.append(replace(day, items=items, number=day.number or index))
    return replace(book, days=tuple(days))


def _numbered_day(day: Day, kind: str) -> NumberedDay:
    items = tuple(
        TimedBreak(starts, ends, item.title)
        if isinstance(item, Break)
        else _numbered_session(item, day.number, starts, ends, kind)
        for item, (starts, ends) in zip(day.items, spans(day), strict=True)
    )
    return NumberedDay(day.number, day.title, day.starts, ending(day), items)


def _numbered_session(session: Session, day: int, starts: int, ends: int, kind: str) -> NumberedSession:
    body, sheets = detached(session.blocks, kind)
    figures = tuple(block for block in blocks_in(session.blocks) if isinstance(block, Figure))
    steps = steps_of(session.key, body)
    return NumberedSession(session.number, day, starts, ends, replace(session, blocks=body), steps, figures, sheets)


# --- anchors --------------------------------------------------------------------------------------------------


def _anchored(session: Session) -> Session:
    """The session with an anchor on every heading, box, figure and filled slot, each of them once.

    The lesson keeps the anchors that it names, since its links lead to them; those in lore give way.
    """
    own = anchors_in(map_blocks(session.blocks, lambda block: block.slot if isinstance(block, LoreBlock) else block))
    taken, counts = set(own), Counter[str]()

    def anchor(block: Block, lent: bool) -> str:
        kind, given = _kind(block), _anchor(block)
        counts[kind] += 1
        name = given if given and not lent else _free(given or f"{kind}-{counts[kind]}", taken)
        taken.add(name)
        return name

    def change(block: Block, lent: bool = False) -> Block:
        if isinstance(block, LoreBlock):
            filled = replace(block, slot=replace(block.slot, id=anchor(block, True)))
            return _with_lore(filled, map_blocks(_lore_blocks(filled), partial(change, lent=True)))
        return replace(block, id=anchor(block, lent)) if isinstance(block, Heading | Figure | Directive) else block

    return replace(session, blocks=map_blocks(session.blocks, change))


def _free(wanted: str, taken: set[str]) -> str:
    names = chain((wanted,), (f"{wanted}-{again}" for again in count(2)))
    return next(name for name in names if name not in taken)


def _lore_blocks(filled: LoreBlock) -> tuple[Block, ...]:
    return () if isinstance(filled.item, Passage) else filled.item.blocks


def _with_lore(filled: LoreBlock, blocks: tuple[Block, ...]) -> LoreBlock:
    return filled if isinstance(filled.item, Passage) else replace(filled, item=replace(filled.item, blocks=blocks))


# --- labels ---------------------------------------------------------------------------------------------------


def _labels(session: Session) -> Iterator[tuple[str, Label]]:
    """Every anchor of a session and what it is called: its own first, then in order."""
    yield session.key, Label("session", session.number, session.title, session.key)
    counts = Counter[str]()
    for block in blocks_in(session.blocks):
        if kind := _kind(block):
            counts[kind] += 1
            numbered = counts[kind] if kind in COUNTED else 0
            yield f"{session.key}--{_anchor(block)}", Label(kind, numbered, _title(block), session.key)


def _kind(block: Block) -> str:
    """What a block is called; "" for what has no anchor."""
    match block:
        case Heading():
            return "section"
        case Figure():
            return "figure"
        case LoreBlock():
            return block.slot.name
        case Directive():
            return block.name
        case _:
            return ""


def _anchor(block: Block) -> str:
    if isinstance(block, LoreBlock):
        return block.slot.id
    return block.id if isinstance(block, Heading | Figure | Directive) else ""


def _title(block: Block) -> Text | None:
    match block:
        case Heading():
            return block.text
        case Figure():
            return block.caption
        case LoreBlock():
            return block.slot.title or block.item.title
        case Directive():
            return block.title
        case _:
            return None
