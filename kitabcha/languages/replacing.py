"""Translations that were worked over elsewhere → the catalogue with them, each in the place of what stood there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kitabcha.diagnostics import Diagnostic
from kitabcha.languages.catalogues import Entry, Key, Record, parse_sheet, put_translation, rendered


@dataclass(frozen=True, slots=True)
class Replaced:
    """A PO file with other translations in it, and how many."""

    content: bytes
    count: int
    diagnostics: tuple[Diagnostic, ...] = ()


def replaced(content: bytes, name: str, entries: Iterable[Entry]) -> Replaced:
    """Put translations where another one of the same text stands in the same place; no other entry changes.

    `name` is the file's path in diagnostics. What an entry here lacks (msgctxt) names no place, and changes nothing.
    """
    sheet, found = parse_sheet(content, name)
    if not sheet:
        return Replaced(content, 0, tuple(found))
    theirs = {entry.key: entry for entry in entries}
    records = [_renewed(record, theirs, sheet.newline) for record in sheet.records]
    count = sum(new is not old for new, old in zip(records, sheet.records, strict=True))
    return Replaced("".join((sheet.start, *(one.lines + one.gap for one in records))).encode(), count)


def _renewed(record: Record, theirs: dict[Key, Entry], newline: str) -> Record:
    entry, other = record.entry, theirs.get(record.entry.key)
    if other is None or record.is_header or entry.obsolete or not entry.is_translated or _alike(entry, other):
        return record
    put_translation(record.unit, other, newline)
    return replace(rendered(record.unit, newline), gap=record.gap)


def _alike(entry: Entry, other: Entry) -> bool:
    """Whether there is nothing to do: the same translation, or one with other plural forms than the language has."""
    return len(entry.msgstr) != len(other.msgstr) or (entry.msgstr, entry.fuzzy) == (other.msgstr, other.fuzzy)
