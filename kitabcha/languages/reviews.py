"""How far one translation is: a catalogue's entry → its state; and a review → the comment that keeps it.

A review is a translator's comment, since Poedit, Weblate and gettext's own tools keep those. It names the reviewer by
initials, the day, and a seal of what was read: once the text or its translation changes, the seal breaks.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import sha256

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.languages.catalogues import DRAFT, Entry, Key, Record, parse_sheet
from kitabcha.model import Place

MISSING, FUZZY, UNREVIEWED, TRANSLATED, REVIEWED = STATES = ("missing", "fuzzy", "unreviewed", "translated", "reviewed")
"""No translation; one of an older text, which is not printed; a draft by no native speaker; one by a translator; one
that a second person has read."""

NOT_READY = "give a line of a translation that is printed: neither empty nor fuzzy"
INITIALS = re.compile(r"[^\W\d_]{1,6}")
_REVIEW = re.compile(r"#\s*reviewed:\s*(\S+)\s+(\d{4}-\d\d-\d\d)(?:\s+([0-9a-f]{8}))?\s*")


@dataclass(frozen=True, slots=True)
class Review:
    """Who has reviewed a translation, when (2026-11-29), and the seal of what they read; empty: written by hand."""

    initials: str
    day: str
    seal: str = ""

    def __str__(self) -> str:
        return " ".join(("# reviewed:", self.initials, self.day, self.seal)).rstrip()


def state_of(entry: Entry | None) -> str:
    """One of `STATES`."""
    if entry is None or not entry.is_translated:
        return MISSING
    if entry.fuzzy:
        return FUZZY
    if entry.draft:
        return UNREVIEWED
    review = review_of(entry)
    return REVIEWED if review and review.seal in {"", seal_of(entry)} else TRANSLATED


def review_of(entry: Entry) -> Review | None:
    """The review that is noted at an entry, be it of what stands there now or of what stood there before."""
    matches = (_REVIEW.fullmatch(comment) for comment in entry.comments)
    found = [Review(match[1], match[2], match[3] or "") for match in matches if match and INITIALS.fullmatch(match[1])]
    return found[-1] if found else None


def seal_of(entry: Entry) -> str:
    """Eight letters that are others for another text or another translation."""
    return sha256("\0".join((entry.context, entry.msgid, entry.plural, *entry.msgstr)).encode()).hexdigest()[:8]


def carried(entry: Entry, key: Key) -> tuple[str, ...]:
    """A translation's comments when it comes to stand for a message of the same meaning: a review that holds goes on
    holding."""
    review = review_of(entry)
    if not review or review.seal != seal_of(entry):
        return entry.comments
    context, msgid = key
    sealed = replace(review, seal=seal_of(replace(entry, context=context, msgid=msgid)))
    return tuple(str(sealed) if _REVIEW.fullmatch(comment) else comment for comment in entry.comments)


# --- noting a review ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Noted:
    """A PO file with reviews noted in it, and how many; what is wrong when some could not be."""

    content: bytes
    count: int
    diagnostics: tuple[Diagnostic, ...] = ()


def note(content: bytes, name: str, lines: Collection[int], initials: str, day: str) -> Noted:
    """Note a review at the entries that stand at these lines; 0 means at all that are printed.

    `name` is the file's path in diagnostics. No other entry changes, and of these only their comments.
    """
    sheet, found = parse_sheet(content, name)
    if not sheet:
        return Noted(content, 0, tuple(found))
    parts, noted, left, first = [sheet.start], 0, set(lines) - {0}, 1 + sheet.start.count("\n")
    for record in sheet.records:
        named = left.intersection(range(first, first + len(record.lines.splitlines())))
        is_due = bool(named or 0 in lines) and _can_be_reviewed(record)
        parts += [_with_review(record, initials, day, sheet.newline) if is_due else record.lines, record.gap]
        noted, left = noted + is_due, left - named if is_due else left
        first += (record.lines + record.gap).count("\n")
    faults = tuple(error(Place(name, line), "nothing here can be reviewed", NOT_READY) for line in sorted(left))
    return Noted("".join(parts).encode(), noted, faults)


def _can_be_reviewed(record: Record) -> bool:
    return record.entry.is_published and not record.entry.obsolete and not record.is_header


def _with_review(record: Record, initials: str, day: str, newline: str) -> str:
    """The lines of an entry with a review, in place of the mark of a draft or of an older review."""
    review = Review(initials, day, seal_of(record.entry))
    lines = record.lines.splitlines(keepends=True)
    kept = [line for line in lines if not (line.strip() == DRAFT or _REVIEW.fullmatch(line.strip()))]
    return "".join((f"{review}{newline}", *kept))
