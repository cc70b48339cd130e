"""Days become clock times, sessions the steps of their plans, and what is too long for its time a fault in minutes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from kitabcha.assembly.sheets import detached
from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import blocks_in
from kitabcha.model import Block, Book, Day, Directive, Heading, LoreBlock, Session, Step, Text

MIDNIGHT = 24 * 60


def spans(day: Day) -> tuple[tuple[int, int], ...]:
    """When each item of a day starts and ends, in minutes after midnight."""
    times = tuple(accumulate((item.minutes for item in day.items), initial=day.starts))
    return tuple(pairwise(times))


def ending(day: Day) -> int:
    """When a day ends by its items, in minutes after midnight."""
    return day.starts + sum(item.minutes for item in day.items)


def steps_of(key: str, blocks: tuple[Block, ...]) -> tuple[Step, ...]:
    """The rows of a session's plan: whatever has minutes, in order, boxes in boxes too. `key` is the session's."""
    timed = [block for block in blocks_in(blocks) if _minutes(block)]
    offsets = accumulate((_minutes(block) for block in timed), initial=0)
    return tuple(_step(key, offset, block) for offset, block in zip(offsets, timed, strict=False))


def _minutes(block: Block) -> int:
    if isinstance(block, LoreBlock):
        return block.slot.minutes
    return block.minutes if isinstance(block, Heading | Directive) else 0


def _step(key: str, offset: int, block: Block) -> Step:
    if isinstance(block, Heading):
        return _row(key, offset, block, "section", block.text)
    if isinstance(block, LoreBlock):
        return _row(key, offset, block.slot, block.slot.name, block.slot.title or block.item.title)
    assert isinstance(block, Directive)
    return _row(key, offset, block, block.name, block.title)


def _row(key: str, offset: int, timed: Heading | Directive, kind: str, title: Text | None) -> Step:
    return Step(offset, timed.minutes, title, kind, timed.method, timed.materials, f"{key}--{timed.id}")


def schedule_faults(book: Book) -> Iterator[Diagnostic]:
    """Days and sessions that are longer than their time; an edition of handouts has no times of its own.

    The messages are the same in all languages and editions, so that each is told once.
    """
    if book.edition.kind == "handouts":
        return
    for day in book.days:
        yield from _day_faults(day)
        for item in day.items:
            if isinstance(item, Session):
                yield from _session_faults(item, book.edition.kind)


def _day_faults(day: Day) -> Iterator[Diagnostic]:
    end = ending(day)
    if end > MIDNIGHT:
        message = f"day {day.number} runs {_in_words(end - MIDNIGHT)} past midnight"
        yield error(day.place, message, "let it start earlier, or move a session to another day")
    elif day.ends is not None and end > day.ends:
        past = f"{_in_words(end - day.ends)} past {_clock(day.ends)}, until {_clock(end)}"
        hint = f'shorten a break, move a session to another day, or write `ends: "{_clock(end)}"`'
        yield error(day.place, f"day {day.number} runs {past}", hint)


def _session_faults(session: Session, kind: str) -> Iterator[Diagnostic]:
    together = sum(step.minutes for step in steps_of(session.key, detached(session.blocks, kind)[0]))
    if together > session.minutes:
        message = f"the steps of `{session.lesson}` take {_in_words(together)}, and the lesson has {session.minutes}"
        yield error(session.place, message, f"shorten a step, or write `minutes: {together}`")


def _in_words(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
