"""Two versions of a PO file that come from one → a version with the changes of both, entry by entry, for Git.

Git compares lines. So it sees a conflict where two editors noted in the header when they saved, or where both added
entries at one place; by entries there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from kitabcha.diagnostics import Diagnostic
from kitabcha.languages.catalogues import Key, Record, Sheet, parse_sheet
from kitabcha.languages.merging import written

_Name: TypeAlias = tuple[bool, Key]
"""Whether an entry is obsolete, and its key."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The file with the changes of both sides; `torn` are the messages whose entries both changed, each otherwise: of
    these it has ours. What is wrong in a version is in `diagnostics`, and then nothing is joined."""

    content: bytes
    torn: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def join(base: bytes, ours: bytes, theirs: bytes, name: str) -> Joined:
    """Join two versions of the file `name` that were both made from `base`."""
    sheets, found = [], list[Diagnostic]()
    for content in (base, ours, theirs):
        sheet, faults = parse_sheet(content, name)
        sheets.append(sheet or Sheet((), "\n", ""))
        found += faults
    if found:
        return Joined(ours, diagnostics=tuple(found))
    before, mine, other = map(_by_name, sheets)
    sides = {one: (before.get(one), mine.get(one), other.get(one)) for one in {**mine, **other}}
    settled = {one: _settled(*those) for one, those in sides.items()}
    torn = [one for one, those in sides.items() if _is_torn(*those)]
    records = [record for one in _order(mine, other) if (record := settled[one])]
    newline = sheets[1].newline
    return Joined(
        written(sheets[1], (_with_line_ends(record, newline) for record in records)), tuple(key[1] for _, key in torn)
    )


def _by_name(sheet: Sheet) -> dict[_Name, Record]:
    return {(record.entry.obsolete, record.entry.key): record for record in sheet.records}


def _settled(base: Record | None, ours: Record | None, theirs: Record | None) -> Record | None:
    """What becomes of an entry: the side that changed it has its way, and of two headers the one saved later."""
    if _lines(theirs) == _lines(base) or _lines(ours) == _lines(theirs):
        return ours
    if _lines(ours) == _lines(base):
        return theirs
    if ours and theirs and ours.is_header:
        return max(theirs, ours, key=_saved)
    return ours or theirs  # what one side deleted and the other changed stays


def _is_torn(base: Record | None, ours: Record | None, theirs: Record | None) -> bool:
    if ours and theirs and ours.is_header:
        return False
    return len({_lines(one) for one in (base, ours, theirs)}) == 3 and bool(ours and theirs)


def _lines(record: Record | None) -> str:
    return record.lines.replace("\r\n", "\n").strip("\n") if record else ""


def _saved(header: Record) -> str:
    """When a file was saved, as its header tells: 2026-03-02 10:00+0500."""
    lines = header.entry.msgstr[0].splitlines() if header.entry.msgstr else []
    return next((line for line in lines if line.startswith("PO-Revision-Date:")), "")


def _order(ours: Iterable[_Name], theirs: Iterable[_Name]) -> Iterator[_Name]:
    """Ours, and each of theirs that we have not after the one before it."""
    known, before = set(ours), None
    followers: dict[_Name | None, list[_Name]] = {}
    for one in theirs:
        if one in known:
            before = one
        else:
            followers.setdefault(before, []).append(one)
    yield from followers.get(None, ())
    for one in ours:
        yield one
        yield from followers.get(one, ())


def _with_line_ends(record: Record, newline: str) -> Record:
    """A record of the other side in the lines of ours."""
    lines, gap = (text.replace("\r\n", "\n").replace("\n", newline) for text in (record.lines, record.gap))
    return replace(record, lines=lines, gap=gap)
