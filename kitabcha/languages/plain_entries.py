"""The plain entries of a PO file, which nearly all are: text → their parts, read at once and without a PO library.

Only what every reader of PO files takes alike is read here; what is written in another way is left to the library.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_STRING = r'"(?:[^"\\\n]++|\\[nt"\\])*+"\n'
_ENTRY = re.compile(
    rf"(?P<comments>(?:#(?:[ .:,][^\n]*+)?\n)*+)"
    rf"(?:msgctxt (?P<context>(?:{_STRING})++))?"
    rf"msgid (?P<msgid>(?:{_STRING})++)"
    rf"msgstr (?P<msgstr>(?:{_STRING})++)"
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_KDE = '"_:'  # a comment to translators inside the msgid, as KDE once had it


class PlainEntry(NamedTuple):
    """The parts of an entry, its texts without quotes and escapes, its comments as they stand."""

    end: int
    comments: str
    context: str
    msgid: str
    msgstr: str
    msgstr_line: int


def plain_entry(text: str, start: int) -> PlainEntry | None:
    """The entry that begins at `start`; None when there is none in plain form. `msgstr_line` counts its lines from 0,
    and `end` is where the text after its last line begins."""
    match = _ENTRY.match(text, start)
    if not match or _KDE in match["msgid"]:
        return None
    return PlainEntry(
        match.end(),
        match["comments"],
        _joined(match["context"] or ""),
        _joined(match["msgid"]),
        _joined(match["msgstr"]),
        text.count("\n", start, match.start("msgstr")),
    )


def _joined(strings: str) -> str:
    text = strings[1:-2].replace('"\n"', "")
    return _ESCAPE.sub(lambda match: _ESCAPED[match[1]], text) if "\\" in text else text
