"""YAML text → a document: keys, lists and words exactly as written, and the line of each.

Words stay words: the schema reads numbers, dates and truth from them, so `49:13` and `09:30` survive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place
from kitabcha.sources.yaml_faults import explain
from kitabcha.sources.yaml_remarks import Keys, Remark, remarks_in

Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"

DEEPEST = 20
KEPT = 4096
"""How many texts stay read, so that a session that looks at a project again and again reads only what changed."""
QUOTE = "put the text in quotation marks"


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file holds. `lines` maps the keys and list positions that lead to a value to the value's line, and
    `remarks` to what was said to translators of it, or of all the values below it."""

    path: str
    data: Node
    lines: Mapping[Keys, int]
    first_line: int = 1
    remarks: Mapping[Keys, tuple[Remark, ...]] = field(default_factory=dict)

    def place(self, *keys: str | int) -> Place:
        """Where the value stands, or the nearest thing around it that was written."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return Place(self.path, self.lines.get(keys, self.first_line))

    def remarks_on(self, *keys: str | int) -> Iterator[Remark]:
        """What was said to translators of a value, from the outermost key to its own."""
        for length in range(1, len(keys) + 1) if self.remarks else ():
            yield from self.remarks.get(keys[:length], ())

    def words(self, *pattern: str) -> Iterator[tuple[str, Place]]:
        """Every word or list of words that `pattern` leads to, with its place; `*` leads to each key and item."""
        for keys, node in _along(self.data, pattern, ()):
            leaves = enumerate(node) if isinstance(node, list) else [(0, node)]
            for index, leaf in leaves:
                if isinstance(leaf, str):
                    yield leaf, self.place(*keys, index)

    def names(self, *pattern: str) -> Iterator[tuple[str, Place]]:
        """The keys of every mapping that `pattern` leads to, each with its place."""
        for keys, node in _along(self.data, pattern, ()):
            for key in node if isinstance(node, dict) else ():
                yield key, self.place(*keys, key)


def _along(node: Node, pattern: tuple[str, ...], keys: Keys) -> Iterator[tuple[Keys, Node]]:
    if not pattern:
        yield keys, node
        return
    entries: Iterator[tuple[str | int, Node]] = iter(())
    if isinstance(node, dict):
        entries = iter(node.items())
    elif isinstance(node, list) and pattern[0] == "*":
        entries = enumerate(node)
    for key, child in entries:
        if pattern[0] in ("*", key):
            yield from _along(child, pattern[1:], (*keys, key))


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Document | None, list[Diagnostic]]:
    """The document in `text`, whose first line is line `first_line` of the file; None when it cannot be read."""
    document, found = _read(text, path, first_line)
    return document, list(found)


@lru_cache(maxsize=KEPT)
def _read(text: str, path: str, first_line: int) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    composition = _Composition(path, first_line)
    try:
        data = composition.document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as fault:
        return None, tuple(first_of_each_line([*composition.found, explain(fault, path, first_line)]))
    except (YAMLError, ValueError, OverflowError):
        message = "this file holds a character that YAML does not know"
        return None, (*composition.found, error(Place(path, first_line), message, "look for `\\` in quotation marks"))
    except _TooDeep as fault:
        return None, (*composition.found, error(fault.place, "lists and keys stand too deep in each other here"))
    remarks, faults = remarks_in(text, path, first_line, composition.heads, composition.words)
    lines = MappingProxyType(composition.lines)
    return Document(path, data, lines, first_line, remarks), (*composition.found, *faults)


def first_of_each_line(found: list[Diagnostic]) -> list[Diagnostic]:
    """Without what only follows from a fault found earlier in the same line."""
    firsts: dict[Place, Diagnostic] = {}
    for diagnostic in found:
        firsts.setdefault(diagnostic.place, diagnostic)
    return list(firsts.values())


class _TooDeep(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


@dataclass(slots=True)
class _Composition:
    """Puts YAML's flat events together.

    `heads` maps keys and list positions to the line where the key or the item itself begins, and whether it is words;
    `words` are the lines on which words stand that a comment could be taken for.
    """

    path: str
    first_line: int
    heads: dict[Keys, tuple[int, bool]] = field(default_factory=dict)
    words: set[int] = field(default_factory=set)
    lines: dict[Keys, int] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def document(self, events: Iterator[Any]) -> Node:
        data: Node = {}
        starts = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                starts += 1
                if starts > 1:
                    self.report(event, "a second document begins here", "delete the line `---`")
                    return data
                data = self.node(next(events), events, ())
            elif isinstance(event, (StreamStartEvent, StreamEndEvent)):
                continue
        return data

    def node(self, event: Any, events: Iterator[Any], keys: Keys) -> Node:
        if len(keys) > DEEPEST:
            raise _TooDeep(self.place(event))
        if isinstance(event, AliasEvent):
            self.report(event, f"text may not begin with `*` here: `*{event.anchor}`", QUOTE)
            return None
        self.refuse_marks(event)
        if isinstance(event, ScalarEvent):
            return self.scalar(event)
        return self.mapping(events, keys) if isinstance(event, MappingStartEvent) else self.sequence(events, keys)

    def scalar(self, event: ScalarEvent) -> str | None:
        value = str(event.value)
        if "i18n" in value:
            first, last = (mark.line + self.first_line for mark in (event.start_mark, event.end_mark))
            self.words.update(range(first, max(first + 1, last if event.style in ("|", ">") else last + 1)))
        if any(0xD800 <= ord(letter) < 0xE000 for letter in value):
            self.report(event, "half of a character is written here with `\\u`", "write the character itself")
            return None
        plain = event.style is None and event.tag is None
        return None if plain and value in {"", "~", "null"} else value

    def mapping(self, events: Iterator[Any], keys: Keys) -> Node:
        result: dict[str, Node] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            name = self.key(event, events, keys)
            value_event = next(events)
            if name in result:
                first = self.lines[*keys, name]
                self.report(event, f"`{name}` is written twice", f"line {first} has it too; keep one of them")
                self.node(value_event, events, (*keys, ""))
                continue
            result[name] = value = self.node(value_event, events, (*keys, name))
            stands_alone = isinstance(value_event, ScalarEvent) and value
            self.heads[*keys, name] = self.place(event).line, isinstance(value_event, ScalarEvent)
            self.lines[*keys, name] = self.place(value_event if stands_alone else event).line
        return result

    def key(self, event: Any, events: Iterator[Any], keys: Keys) -> str:
        if isinstance(event, ScalarEvent):
            self.refuse_marks(event)
            return self.scalar(event) or str(event.value)
        opening = "{" if isinstance(event, MappingStartEvent) else "["
        self.report(event, f"text may not begin with `{opening}` here", QUOTE)
        self.node(event, events, (*keys, ""))
        return ""

    def sequence(self, events: Iterator[Any], keys: Keys) -> Node:
        result: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            here = (*keys, len(result))
            self.lines[here] = self.place(event).line
            self.heads[here] = self.lines[here], isinstance(event, ScalarEvent)
            result.append(self.node(event, events, here))
        return result

    def refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.report(event, f"text may not begin with `&` here: `&{event.anchor}`", QUOTE)
        if event.tag is not None:
            self.report(event, f"text may not begin with `!` here: `{event.tag}`", QUOTE)

    def place(self, event: Any) -> Place:
        return Place(self.path, event.start_mark.line + self.first_line)

    def report(self, event: Any, message: str, hint: str) -> None:
        self.found.append(error(self.place(event), message, hint))
