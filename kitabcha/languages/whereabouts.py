"""Where every text stands: a project → its texts, each with its work, the headings and boxes around it, its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from kitabcha.languages.elements import BOXES
from kitabcha.model import (
    Concept,
    Definitions,
    Directive,
    Footnote,
    Heading,
    ItemList,
    Lesson,
    Manual,
    Named,
    Passage,
    Project,
    SessionPlan,
    Story,
    Table,
    Term,
    Text,
)
from kitabcha.walking import field_names


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a text stands, in a translator's words.

    `work` is what it belongs to (“Lesson “Trust””), `sections` the levels and words of the headings above it, `boxes`
    what it stands in, the innermost first, `readers` who reads it, and `manuals` those whose values it shows.
    """

    manuals: tuple[str, ...]
    work: str = ""
    sections: tuple[tuple[int, str], ...] = ()
    boxes: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()


EVERYONE = "everyone"


def located(project: Project) -> Iterator[tuple[Text, Whereabouts]]:
    """Every text of a project with its whereabouts: the same texts as `walking.texts_in` finds."""
    yield from _walked(project, Whereabouts(tuple(project.manuals)), project)


def _walked(value: object, here: Whereabouts, project: Project) -> Iterator[tuple[Text, Whereabouts]]:
    if isinstance(value, Text):
        yield value, here
    elif isinstance(value, tuple):
        yield from _in_order(value, here, project)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _walked(part, here, project)
    elif walk := _PARTS.get(type(value)):
        for part, there in walk(value, here):
            yield from _walked(part, there, project)
    else:
        inside = _INSIDE[type(value)](value, here, project) if type(value) in _INSIDE else here
        for name in field_names(value):
            yield from _walked(getattr(value, name), inside, project)


def _in_order(parts: tuple[object, ...], here: Whereabouts, project: Project) -> Iterator[tuple[Text, Whereabouts]]:
    """Blocks one after the other: what follows a heading stands beneath it."""
    for part in parts:
        if isinstance(part, Heading):
            above = tuple(section for section in here.sections if section[0] < part.level)
            yield from _walked(part, replace(here, sections=above), project)
            here = replace(here, sections=(*above, (part.level, part.text.raw)))
        else:
            yield from _walked(part, here, project)


# --- works ----------------------------------------------------------------------------------------------------


def _lesson(lesson: Lesson, here: Whereabouts, project: Project) -> Whereabouts:
    holds = tuple(
        manual.id
        for manual in project.manuals.values()
        if any(isinstance(item, SessionPlan) and item.lesson == lesson.id for day in manual.days for item in day.items)
    )
    readers = _names(lesson.audiences, project.curriculum.audiences) or EVERYONE
    return replace(here, work=f"Lesson “{lesson.title.raw}”", manuals=holds, readers=(readers,))


def _manual(manual: Manual, here: Whereabouts, project: Project) -> Whereabouts:
    audiences, regions = project.curriculum.audiences, project.curriculum.regions
    readers = f"{_names((manual.audience,), audiences)} in {_names((manual.region,), regions)}"
    return replace(here, work=f"Manual “{manual.title.raw}”", manuals=(manual.id,), readers=(readers,))


def _story(story: Story, here: Whereabouts, project: Project) -> Whereabouts:
    told = _names(story.regions, project.curriculum.regions)
    readers = _names(story.audiences, project.curriculum.audiences) or EVERYONE
    work = f"{story.kind.capitalize()} “{story.title.raw}”" + (f", told in {told}" if told else "")
    return replace(here, work=work, readers=(readers,))


def _concept(concept: Concept, here: Whereabouts, _: Project) -> Whereabouts:
    return replace(here, work=f"Concept “{concept.title.raw}”", readers=(EVERYONE,))


def _passage(passage: Passage, here: Whereabouts, _: Project) -> Whereabouts:
    return replace(here, work=f"Passage {passage.reference}", readers=(EVERYONE,))


def _term(term: Term, here: Whereabouts, _: Project) -> Whereabouts:
    return replace(here, work=f"Glossary, “{term.term.raw}”", readers=(EVERYONE,))


def _names(ids: tuple[str, ...], table: Mapping[str, Named]) -> str:
    return ", ".join(table[id_].name.raw if id_ in table else id_ for id_ in ids)


# --- boxes ----------------------------------------------------------------------------------------------------


def _box(box: Directive, here: Whereabouts, project: Project) -> Whereabouts:
    if box.name == "only":
        return replace(here, readers=(*here.readers, *_conditions(box, project)))
    name = BOXES.get(box.name, f"the box “{box.name}”")
    what = f"{name} “{box.title.raw}”" if box.title else name
    readers = (*here.readers, "only in the trainer’s edition") if box.name == "facilitator" else here.readers
    return replace(here, boxes=(what, *here.boxes), readers=tuple(dict.fromkeys(readers)))


def _conditions(box: Directive, project: Project) -> Iterator[str]:
    """What an `only` box asks for, in words."""
    curriculum = project.curriculum
    tables = {"audience": curriculum.audiences, "region": curriculum.regions, "tradition": curriculum.traditions}
    for name in box.attributes:
        words = box.words(name)
        yield _CONDITIONS[name].format(_names(words, tables[name]) if name in tables else ", ".join(words))


_CONDITIONS: Mapping[str, str] = MappingProxyType(
    {
        "audience": "of these only {}",
        "region": "only in {}",
        "tradition": "only where the tradition is {}",
        "literacy": "only where literacy is {}",
        "edition": "only in the edition for: {}",
        "language": "only in the language {}",
    }
)


def _footnote(note: Footnote, here: Whereabouts, _: Project) -> Whereabouts:
    return replace(here, boxes=(f"footnote {note.label}", *here.boxes))


def _list(items: ItemList, here: Whereabouts, _: Project) -> Whereabouts:
    return replace(here, boxes=("a numbered list" if items.ordered else "a list", *here.boxes))


_INSIDE: Mapping[type, Callable[[Any, Whereabouts, Project], Whereabouts]] = MappingProxyType(
    {
        Lesson: _lesson,
        Manual: _manual,
        Story: _story,
        Concept: _concept,
        Passage: _passage,
        Term: _term,
        Directive: _box,
        Footnote: _footnote,
        ItemList: _list,
    }
)
"""What a value says of the texts in it."""

_Parts: TypeAlias = Iterator[tuple[object, Whereabouts]]


def _cells(table: Table, here: Whereabouts) -> _Parts:
    yield table.header, replace(here, boxes=("the first row of a table", *here.boxes))
    for row in table.rows:
        for head, cell in zip(table.header, row, strict=False):
            yield cell, replace(here, boxes=(f"the column “{head.raw}” of a table", *here.boxes))


def _explanations(definitions: Definitions, here: Whereabouts) -> _Parts:
    for term, explanation in definitions.entries:
        yield term, here
        yield explanation, replace(here, boxes=(f"the explanation of “{term.raw}”", *here.boxes))


_PARTS: Mapping[type, Callable[[Any, Whereabouts], _Parts]] = MappingProxyType(
    {Table: _cells, Definitions: _explanations}
)
"""Values whose parts stand in different places."""
