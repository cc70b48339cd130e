"""CSL-JSON, as Zotero exports it → references by their citation key, and what is wrong in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.model import Place, Reference

# fmt: off
TYPES = frozenset((
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map",
    "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
))
# fmt: on
"""What a work can be, after the schema of CSL 1.0.2."""

NAMES = frozenset({"author", "editor", "translator", "collection-editor", "container-author", "director"})
DATES = frozenset({"issued", "accessed", "original-date", "event-date", "submitted", "available-date"})
_KEY = re.compile(r"[^\s,;@\[\]]+")
_AGAIN = "look for a missing comma, quotation mark or bracket just before, or export it from Zotero once more"


def read_references(text: str, path: str) -> tuple[Mapping[str, Reference], list[Diagnostic]]:
    """The works in the text of a CSL-JSON file, in its order."""
    reading = _Reading(text, path)
    try:
        reading.works()
    except json.JSONDecodeError as fault:
        reading.report(fault.lineno, "this is not JSON", _AGAIN)
    except (ValueError, RecursionError):
        reading.report(reading.line, "this work cannot be read", _AGAIN)
    return MappingProxyType(reading.references), reading.found


@dataclass(slots=True)
class _Reading:
    text: str
    path: str
    line: int = 1
    references: dict[str, Reference] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, line: int, message: str, hint: str = "") -> None:
        self.found.append(error(Place(self.path, line), message, hint))

    def works(self) -> None:
        if not isinstance(json.loads(self.text), list):
            self.report(1, "this file must hold a list of works", "export it from Zotero as CSL JSON")
            return
        decoder = json.JSONDecoder(object_pairs_hook=self.mapping)
        position = self.text.index("[") + 1
        while start := self.next_work(position):
            self.line = self.text.count("\n", 0, start) + 1
            item, position = decoder.raw_decode(self.text, start)
            self.work(item)

    def next_work(self, position: int) -> int:
        """Where the next work begins; 0 after the last."""
        match = re.compile(r"[\s,]*").match(self.text, position)
        start = match.end() if match else position
        return 0 if self.text[start] == "]" else start

    def mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            self.report(self.line, f"`{key}` is written twice in one work", "keep one of them")
        return dict(pairs)

    def work(self, item: Any) -> None:
        if not isinstance(item, dict):
            self.report(self.line, "a work must hold keys and values", 'write {"id": "allport1954", "type": "book", …}')
            return
        key = str(item.get("id", ""))
        for message, hint in _faults(key, item):
            self.report(self.line, message, hint)
        if key in self.references:
            first = self.references[key].place.line
            self.report(self.line, f"two works have the id `{key}`", f"line {first} has it too; rename one of them")
        self.references.setdefault(key, Reference(key, MappingProxyType(item), Place(self.path, self.line)))


def _faults(key: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not _KEY.fullmatch(key):
        yield f"`{key}` cannot be cited" if key else "a work has no `id`", 'write a short one, such as "allport1954"'
    if not _is_words(item.get("title")):
        yield f"the work `{key}` has no title", 'add `"title": "…"`'
    kind = item.get("type")
    if kind not in TYPES:
        known = did_you_mean(str(kind), TYPES, "types of works")
        yield f"the work `{key}` is of the unknown type `{kind}`" if kind else f"the work `{key}` has no type", known
    if not _is_encodable(item):
        yield f"the work `{key}` holds half of a character, written with `\\u`", "write the character itself"
    for name, value in item.items():
        if name in _SHAPES and not _SHAPES[name][0](value):
            yield f"`{name}` of the work `{key}` is not as CSL-JSON has it", _SHAPES[name][1]


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_encodable(item: Mapping[str, Any]) -> bool:
    try:
        json.dumps(item, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(name, dict) and (_is_words(name.get("family")) or _is_words(name.get("literal"))) for name in value
    )


def _is_date(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    parts = value.get("date-parts")
    return (
        isinstance(parts, list) and bool(parts) and all(map(_is_day, parts))
        if parts is not None
        else _is_words(value.get("raw")) or _is_words(value.get("literal"))
    )


def _is_day(parts: Any) -> bool:
    return isinstance(parts, list) and bool(parts) and all(re.fullmatch(r"-?[0-9]{1,4}", str(part)) for part in parts)


_NAMES_SHAPE = (_are_names, 'write [{"family": "Allport", "given": "Gordon W."}]')
_DATE_SHAPE = (_is_date, 'write {"date-parts": [[1954]]}')
_SHAPES: Mapping[str, tuple[Callable[[Any], bool], str]] = MappingProxyType(
    dict.fromkeys(sorted(NAMES), _NAMES_SHAPE) | dict.fromkeys(sorted(DATES), _DATE_SHAPE)
)
