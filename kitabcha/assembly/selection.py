"""A project and an edition become a book: conditions decided, slots filled, and what the book refers to found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kitabcha.adapting import adapted
from kitabcha.assembly.anchors import Anchors, link_faults
from kitabcha.assembly.conditions import distances, setting_in, setting_of
from kitabcha.assembly.planning import Planned, plan_faults, planned_sessions
from kitabcha.assembly.references import Uses, uses
from kitabcha.assembly.sessions import Frame, make_session
from kitabcha.assembly.slots import allot, slots_of
from kitabcha.diagnostics import Diagnostic, has_errors
from kitabcha.dialect import blocks_in
from kitabcha.model import ANNEXES as EVERY_ANNEX
from kitabcha.model import (
    Book,
    Break,
    Choice,
    Day,
    DayPlan,
    Edition,
    LoreBlock,
    Manual,
    Passage,
    Project,
    Session,
    Text,
)
from kitabcha.walking import texts_in

ANNEXES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "trainer": frozenset(EVERY_ANNEX),
        "participant": frozenset(),
        "handouts": frozenset({"attendance", "evaluation", "change-story", "certificate"}),
    }
)
"""The annexes that each kind of edition has, of those that its manual asks for."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A book (None when there are errors), how its slots were filled, and what is wrong."""

    book: Book | None
    choices: tuple[Choice, ...]
    diagnostics: tuple[Diagnostic, ...]


def select(project: Project, edition: Edition) -> Selected:
    """The book of one edition. What the edition drops cannot dangle; all that is wrong in the rest is told at once."""
    manual = project.manuals[edition.manual]
    regions = distances(manual.region, project.curriculum.regions)
    project = adapted(project, (*reversed(tuple(regions)), *edition.languages))
    planned = planned_sessions(project, manual)
    frame = _frame(project, manual, edition, planned)
    made = [make_session(one, frame) for one in planned]
    book = _book(frame, tuple(_days(manual, tuple(one.session for one in made), edition.kind)))
    used = uses(texts_in(book), project, manual)
    faults = [*plan_faults(project, manual, planned), *(fault for one in made for fault in one.faults)]
    faults += [*used.faults, *_manual_faults(frame, book, used)]
    choices = tuple(choice for one in made for choice in one.choices)
    return Selected(None if has_errors(faults) else _with_uses(book, used), choices, tuple(faults))


def _frame(project: Project, manual: Manual, edition: Edition, planned: tuple[Planned, ...]) -> Frame:
    wide = setting_of(project, manual)
    askings = [asking for one in planned for asking in slots_of(one.key, one.lesson.id, one.blocks)]
    held = frozenset(one.lesson.id for one in planned)
    allotted = allot(project, manual, askings)
    return Frame(project, manual, edition, setting_in(wide, edition), wide, allotted, held)


def _days(manual: Manual, sessions: tuple[Session, ...], kind: str) -> Iterator[Day]:
    """The days with their sessions; of handouts only sessions that have some, and days that have such sessions."""
    coming = iter(sessions)
    for number, plan in enumerate(manual.days, start=1):
        items = tuple(item if isinstance(item, Break) else next(coming) for item in plan.items)
        if kind == "handouts":
            items = tuple(item for item in items if isinstance(item, Session) and item.blocks)
        if items or kind != "handouts":
            yield _day(plan, items, number)


def _day(plan: DayPlan, items: tuple[Session | Break, ...], number: int) -> Day:
    return Day(plan.title, plan.starts, plan.ends, items, plan.place, number)


def _book(frame: Frame, days: tuple[Day, ...]) -> Book:
    manual, curriculum, kind = frame.manual, frame.project.curriculum, frame.edition.kind
    return Book(
        edition=frame.edition,
        source_language=curriculum.language,
        title=manual.title,
        subtitle=manual.subtitle,
        introduction=manual.introduction if kind == "trainer" else (),
        audience=curriculum.audiences[manual.audience],
        region=curriculum.regions[manual.region],
        tradition=curriculum.traditions[manual.tradition],
        publisher=curriculum.publisher,
        licence=curriculum.licence,
        values=MappingProxyType({}),
        annexes=tuple(annex for annex in manual.annexes if annex in ANNEXES[kind]),
        days=days,
        glossary=(),
        references=(),
        passages=(),
        verse_references=(),
        scripture=curriculum.scripture,
        date=manual.date,
        hijri_date=manual.hijri_date,
    )


def _with_uses(book: Book, used: Uses) -> Book:
    return replace(
        book,
        values=used.values,
        glossary=used.terms,
        references=used.works,
        passages=_passages(book),
        verse_references=used.verses,
    )


def _passages(book: Book) -> tuple[Passage, ...]:
    sessions = (item for day in book.days for item in day.items if isinstance(item, Session))
    items = (block.item for one in sessions for block in blocks_in(one.blocks) if isinstance(block, LoreBlock))
    return tuple({item.id: item for item in items if isinstance(item, Passage)}.values())


def _manual_faults(frame: Frame, book: Book, used: Uses) -> Iterator[Diagnostic]:
    """Links in the manual's own texts, and in the glossary's, which may speak of any lesson."""
    own = (*texts_in(replace(book, days=())), *texts_in(used.values), *_day_texts(book))
    yield from link_faults(own, Anchors(frame.manual, frozenset(), frozenset(), frame.held))
    lessons = frozenset(frame.project.lessons)
    yield from link_faults(texts_in(used.terms), Anchors(frame.manual, frozenset(), frozenset(), lessons))


def _day_texts(book: Book) -> Iterator[Text]:
    for day in book.days:
        yield day.title
        yield from (item.title for item in day.items if isinstance(item, Break))
