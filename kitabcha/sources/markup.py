"""Names in boxes and running text → those that lead nowhere: slots, conditions, links, citations, terms, values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, nearest, warning
from kitabcha.dialect import DIRECTIVES, blocks_in, inline, is_marked, plain, verse_range, walk
from kitabcha.model import (
    Block,
    Citation,
    Directive,
    Figure,
    ForeignSpan,
    Heading,
    Inline,
    Link,
    NoteMark,
    Place,
    TermUse,
    Text,
    Value,
    VerseReference,
)
from kitabcha.sources.fields import LANGUAGE
from kitabcha.sources.naming import Names
from kitabcha.sources.pieces import Piece, of_kind

CONDITIONS: Mapping[str, str] = MappingProxyType(
    {
        "audience": "audience",
        "edition": "edition",
        "language": "language",
        "literacy": "literacy",
        "name": "answer",
        "region": "region",
        "theme": "theme",
        "tradition": "tradition",
        "when": "test time",
    }
)
"""What the words of an attribute name."""

SLOTS: Mapping[str, str] = MappingProxyType(
    {"story": "story", "proverb": "story", "poem": "story", "scripture": "passage", "concept": "concept"}
)
"""What a slot's `id=` names."""


@dataclass(frozen=True, slots=True)
class Lore:
    """What boxes and running text may point to, over the whole project."""

    names: Names
    story_kinds: Mapping[str, str]
    verses: frozenset[str]
    forms: Mapping[str, str]
    """what a glossary term may be called, case folded → its id"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What one piece's text may point to besides: its anchors and footnotes, and values of the manuals that hold it."""

    anchors: frozenset[str]
    notes: frozenset[str]
    values: frozenset[str] | None


# --- boxes ----------------------------------------------------------------------------------------------------


def names_in_boxes(pieces: Iterable[Piece], lore: Lore) -> Iterator[Diagnostic]:
    for piece in pieces:
        for block in _all_blocks(piece):
            if isinstance(block, Directive):
                yield from _box(block, lore)


def _all_blocks(piece: Piece) -> Iterator[Block]:
    yield from blocks_in(piece.blocks)
    for note in piece.footnotes:
        yield from blocks_in(note.blocks)


def _box(box: Directive, lore: Lore) -> Iterator[Diagnostic]:
    for attribute, kind in CONDITIONS.items():
        for word in box.words(attribute):
            yield from lore.names.faults(kind, word, box.place)
    if DIRECTIVES[box.name].slot and "id" in box.attributes:
        yield from _slot(box, box.attributes["id"], lore)
    if "ref" in box.attributes:
        yield from _reference(box.place, box.attributes["ref"], lore)


def _slot(slot: Directive, wanted: str, lore: Lore) -> Iterator[Diagnostic]:
    yield from lore.names.faults(SLOTS[slot.name], wanted, slot.place)
    kind = lore.story_kinds.get(wanted, slot.name)
    if SLOTS[slot.name] == "story" and kind != slot.name:
        yield error(slot.place, f"`{wanted}` is a {kind}, not a {slot.name}", f"write ::: {kind} {{id={wanted}}}")


def _reference(place: Place, written: str, lore: Lore) -> Iterator[Diagnostic]:
    found = verse_range(written)
    if not found:
        hint = 'write scripture, chapter and verse, such as ref="quran:49:13"; words 1 to 9 of it are "quran:49:13:1-9"'
        yield error(place, f"`{written}` is no reference to verses", hint)
    elif "passage" in lore.names.known and str(found) not in lore.verses:
        yield error(
            place,
            f"no passage has the verses `{found}`",
            f"add them to library/passages.yaml: `ref: {found}`, with title, themes and context",
        )


# --- running text ---------------------------------------------------------------------------------------------


def names_in_text(pieces: tuple[Piece, ...], lore: Lore) -> Iterator[Diagnostic]:
    lessons = frozenset(piece.id for piece in of_kind(pieces, "lesson"))
    for piece in pieces:
        setting = _setting(piece, pieces, lessons)
        used: set[str] = set()
        for text in piece.texts():
            for node in walk(inline(text.raw)) if is_marked(text.raw) else ():
                if isinstance(node, NoteMark):
                    used.add(node.label)
                if check := _CHECKS.get(type(node)):
                    yield from check(node, text, lore, setting)
        for note in piece.footnotes:
            if note.label not in used:
                yield warning(note.place, f"the footnote `[^{note.label}]` is never used", "delete it, or point to it")


def _setting(piece: Piece, pieces: tuple[Piece, ...], lessons: frozenset[str]) -> Setting:
    anchors = frozenset(_anchor(block) for block in _all_blocks(piece))
    notes = frozenset(note.label for note in piece.footnotes)
    return Setting((anchors | lessons) - {""}, notes, _values(piece, of_kind(pieces, "manual")))


def _anchor(block: Block) -> str:
    return block.id if isinstance(block, (Heading, Figure, Directive)) else ""


def _values(piece: Piece, manuals: tuple[Piece, ...]) -> frozenset[str] | None:
    """The values that some manual has for this piece; None when no manual holds it."""
    if piece.kind == "manual":
        holding: tuple[Piece, ...] = (piece,)
    elif piece.kind == "lesson":
        holding = tuple(manual for manual in manuals if piece.id in _lessons(manual))
    else:
        holding = manuals
    readable = bool(holding) and all(manual.readable for manual in holding)
    return frozenset(name for manual in holding for name, _ in manual.document.names("values")) if readable else None


def _lessons(manual: Piece) -> frozenset[str]:
    return frozenset(name for name, _ in manual.document.words("days", "*", "sessions", "*", "lesson"))


def _citation(node: Citation, text: Text, lore: Lore, setting: Setting) -> Iterator[Diagnostic]:
    for key, _ in node.works:
        yield from lore.names.faults("work", key, text.place)


def _term(node: TermUse, text: Text, lore: Lore, setting: Setting) -> Iterator[Diagnostic]:
    word = node.term or plain(node.children)
    if "term" in lore.names.known and word.casefold() not in lore.forms:
        near = nearest(word, lore.forms)
        hint = f"did you mean `{near}`?" if near else "name it: `{.term of=…}`, or add it to library/glossary.yaml"
        yield error(text.place, f"unknown term `{word}`", hint)


def _verse(node: VerseReference, text: Text, lore: Lore, setting: Setting) -> Iterator[Diagnostic]:
    if found := verse_range(node.reference):
        yield from lore.names.faults("scripture", found.scripture, text.place)


def _value(node: Value, text: Text, lore: Lore, setting: Setting) -> Iterator[Diagnostic]:
    if setting.values is not None and node.name not in setting.values:
        near = nearest(node.name, setting.values)
        hint = f"did you mean `{near}`?" if near else f"add `{node.name}: …` to `values` in the manual"
        yield error(text.place, f"unknown value `{node.name}`", hint)


def _note(node: NoteMark, text: Text, lore: Lore, setting: Setting) -> Iterator[Diagnostic]:
    if node.label not in setting.notes:
        hint = f"write `[^{node.label}]: …` on a line of its own, with an empty line above"
        yield error(text.place, f"the footnote `[^{node.label}]` has no text", hint)


def _link(node: Link, text: Text, lore: Lore, setting: Setting) -> Iterator[Diagnostic]:
    anchor = node.target.removeprefix("#")
    if anchor != node.target and anchor not in setting.anchors:
        hint = did_you_mean(anchor, setting.anchors, "anchors and lessons")
        yield error(text.place, f"unknown anchor `#{anchor}`", hint)


def _foreign(node: ForeignSpan, text: Text, lore: Lore, setting: Setting) -> Iterator[Diagnostic]:
    if not LANGUAGE.fullmatch(node.language):
        hint = "write two or three Latin letters, such as {lang=ar}"
        yield error(text.place, f"`{node.language}` is no language's code", hint)


Check = Callable[..., Iterator[Diagnostic]]

_CHECKS: Mapping[type[Inline], Check] = MappingProxyType(
    {
        Citation: _citation,
        TermUse: _term,
        VerseReference: _verse,
        Value: _value,
        NoteMark: _note,
        Link: _link,
        ForeignSpan: _foreign,
    }
)
