"""What a translator should know of a message: messages and where they stand → messages with their remarks.

The remarks become extracted comments, `#.`. Those that name agreed translations are another in each language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.dialect import inline, walk
from kitabcha.languages.elements import ELEMENTS, role, room_told
from kitabcha.languages.interface_notes import interface_notes
from kitabcha.languages.messages import INTERFACE, LIBRARY, Message, Messages
from kitabcha.languages.terms import TermFinder, term_finder
from kitabcha.languages.whereabouts import Whereabouts, located
from kitabcha.model import Block, Directive, Project, Text, Value

Said: TypeAlias = Callable[[Text], str]
"""A text → its agreed translation in one language; empty when there is none."""

PLACES_TOLD = 3
"""Of a message that stands in many places so many are described, and the others counted."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a project tells of its messages: where each stands (by catalogue, context and text), terms and values."""

    places: Mapping[tuple[str, str, str], tuple[Whereabouts, ...]]
    terms: TermFinder
    project: Project
    language: str


def context_of(project: Project, language: str) -> Context:
    """What there is to tell in one language; the project is as that language has it."""
    places: dict[tuple[str, str, str], dict[Whereabouts, None]] = {}
    for text, here in located(project):
        places.setdefault((text.catalogue, text.context, text.raw), {})[here] = None
    fixed = {key: tuple(found) for key, found in places.items()}
    return Context(MappingProxyType(fixed), term_finder(project.glossary.values()), project, language)


def no_context(project: Project, language: str) -> Context:
    """What there is to tell where nothing but the interface is translated."""
    return Context(MappingProxyType({}), term_finder(()), project, language)


def annotated(messages: Messages, context: Context, said: Said) -> Messages:
    """The messages of one language with their remarks; a remark that an author wrote stays among them."""
    noted = {
        name: tuple(_with_note(message, _note(name, message, context, said)) for message in them)
        for name, them in messages.items()
    }
    told = tuple(_own_stories(context))
    if told and noted.get(LIBRARY):
        first, *others = noted[LIBRARY]
        noted[LIBRARY] = (_with_note(first, "\n".join((first.note, *told))), *others)
    return MappingProxyType(noted)


def _with_note(message: Message, note: str) -> Message:
    return Message(message.context, message.msgid, message.places, note, message.plural, message.flags)


def _note(catalogue: str, message: Message, context: Context, said: Said) -> str:
    places = context.places.get((catalogue, message.context, message.msgid), ())
    lines = [*_places(role(message.context), places), *message.note.splitlines()]
    if catalogue == INTERFACE:
        lines += interface_notes(message)
    else:
        lines += _own(message, context)
        if told := room_told(message.context):
            lines.append(told)
        lines += _terms(message, context.terms, said)
        lines += _values(message, places, context.project, said)
    return "\n".join(dict.fromkeys(lines))


# --- where it stands ------------------------------------------------------------------------------------------


def _places(name: str, places: Sequence[Whereabouts]) -> Iterator[str]:
    """Where a message stands whose role is `name`."""
    for here in places[:PLACES_TOLD]:
        yield from _described(name, here)
    if len(places) > PLACES_TOLD:
        yield f"And in {len(places) - PLACES_TOLD} more places"


@lru_cache(maxsize=64)  # texts that stand together come one after the other
def _described(name: str, here: Whereabouts) -> tuple[str, ...]:
    return tuple(line for line in (_work(here), _element(name, here), _readers(here)) if line)


def _work(here: Whereabouts) -> str:
    return ", ".join((here.work, *(f"in “{words}”" for _, words in here.sections))) if here.work else ""


def _element(name: str, here: Whereabouts) -> str:
    element = ELEMENTS.get(name, name)
    return ", in ".join((element[:1].upper() + element[1:], *here.boxes))


def _readers(here: Whereabouts) -> str:
    return f"Read by: {'; '.join(here.readers)}" if here.readers else ""


def _own(message: Message, context: Context) -> Iterator[str]:
    """At a lesson's title: what of the lesson is not translated, since the language has its own."""
    lesson = context.project.lessons.get(message.context.removesuffix("/title"))
    own = lesson.adaptations.get(context.language) if lesson and lesson.title.raw == message.msgid else None
    if own:
        names = ", ".join(_named(block) for block in own.blocks)
        yield f"Not translated here, since this language has its own in {own.place.path}: {names}"


def _own_stories(context: Context) -> Iterator[str]:
    """At the first message of the library: which stories are not translated, since the language tells its own."""
    for story in context.project.stories.values():
        if not story.title.catalogue and story.title.language == context.language:
            yield f"Not translated in this file, since this language has its own in {story.place.path}: “{story.id}”"


def _named(block: Block) -> str:
    title = block.title if isinstance(block, Directive) else None
    return f"“{title.raw}”" if title else f"#{getattr(block, 'id', '')}"


# --- what is in it --------------------------------------------------------------------------------------------


def _terms(message: Message, terms: TermFinder, said: Said) -> Iterator[str]:
    for term in terms.terms_in(message.msgid):
        if (message.context, message.msgid) != (term.term.context, term.term.raw):
            yield f"Term “{term.term.raw}”: {said(term.term) or 'no translation agreed yet'}"


def _values(message: Message, places: Sequence[Whereabouts], project: Project, said: Said) -> Iterator[str]:
    """What each value shows, and in which manual, since each manual has its own."""
    if "{{" not in message.msgid:
        return
    manuals = [project.manuals[id_] for id_ in dict.fromkeys(id_ for here in places for id_ in here.manuals)]
    for name in dict.fromkeys(node.name for node in walk(inline(message.msgid)) if isinstance(node, Value)):
        for manual in manuals:
            if shown := manual.values.get(name):
                yield f"{{{{ {name} }}}} shows “{said(shown) or shown.raw}” in “{manual.title.raw}”"
