"""What is wrong in the lines of a PO file: text → every fault with its line.

The PO reader gives up at the first fault, and passes over some that GNU gettext refuses; translators want all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

Fault: TypeAlias = tuple[int, str, str]
"""line, message, hint"""

_STATEMENT = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr\[[0-9]\]|msgstr|)[ \t]*(.*)", re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ENTRY_BEGINS = frozenset({"msgctxt", "msgid"})

_MAY_FOLLOW: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "": _ENTRY_BEGINS,
        "msgctxt": frozenset({"msgid"}),
        "msgid": frozenset({"msgid_plural", "msgstr"}),
        "msgid_plural": frozenset({"msgstr[]"}),
        "msgstr": _ENTRY_BEGINS,
        "msgstr[]": _ENTRY_BEGINS | {"msgstr[]"},
    }
)


_PLAIN = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9])?|)\]?[ \t]*"(?:[^"\\]|\\.)*"[ \t\r]*')
_COMMENTS_MAY_FOLLOW = frozenset({"", "msgstr", "msgstr[]"})


def line_faults(text: str) -> list[Fault]:
    """Every line that cannot be read, and every entry that lacks a part."""
    return [] if is_plain(text) else [*_unreadable(text), *_incomplete(text)]


def is_plain(text: str) -> bool:
    """Whether a text is plainly in order, which nearly all are; of one that is not, nothing is said yet."""
    if text.count("\r") != text.count("\r\n"):
        return False
    last = ""
    for line in text.removeprefix("\ufeff").split("\n"):
        if line[:2] == "#~" and line[2:3] != "|":
            line = line[2:].lstrip()
        if line[:1] == "#":
            if last not in _COMMENTS_MAY_FOLLOW:
                return False
        elif line and line != "\r":
            match = _PLAIN.fullmatch(line)
            if not match or not (keyword := match[1] or last):
                return False
            if match[1]:
                keyword = "msgstr[]" if keyword.startswith("msgstr[") else keyword
                if keyword not in _MAY_FOLLOW[last]:
                    return False
                last = keyword
    return last in _COMMENTS_MAY_FOLLOW


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n" if "\n" in text else "\r"), 1):
        yield number, line.strip()


def _unreadable(text: str) -> Iterator[Fault]:
    for number, line in _lines(text):
        statement = _statement(line)
        if statement.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            yield number, "a merge conflict is left here", "keep one side, and delete the lines with <<<, === and >>>"
        elif statement and not _QUOTED.fullmatch(_parts(statement)[1]):
            yield number, *_why(*_parts(statement))


def _why(keyword: str, rest: str) -> tuple[str, str]:
    if not keyword and not rest.startswith('"'):
        return f"`{rest[:40]}` has no meaning in a PO file", "lines begin with #, msgctxt, msgid, msgstr or a quote"
    if not rest.startswith('"'):
        return f"{keyword} is not followed by a text in quotes", 'write the text as "…"'
    if len(rest) < 2 or not rest.endswith('"'):
        return "the text in quotes does not end on its line", 'close it with "'
    return "a quote or a backslash inside the text is not escaped", r"write \" for a quote and \\ for a backslash"


def _incomplete(text: str) -> Iterator[Fault]:
    last, begun = "", 0
    for number, line in _lines(text):
        statement = _statement(line)
        keyword, _ = _parts(statement)
        comment = line.startswith("#") and not statement
        if keyword and keyword not in _MAY_FOLLOW[last]:
            yield _out_of_place(keyword, last, number, begun)
        elif comment and "msgid" not in _MAY_FOLLOW[last]:
            yield number, f"a comment stands between {last} and its translation", "put it above the entry"
        elif statement.startswith('"') and not last:
            yield number, "a text without msgid or msgstr before it", ""
        if keyword:
            last, begun = keyword, number
    if "msgid" not in _MAY_FOLLOW[last]:
        yield begun, f"the file ends after {last}, before its translation", 'write msgstr "" below it'


def _out_of_place(keyword: str, last: str, number: int, begun: int) -> Fault:
    if keyword in _ENTRY_BEGINS and last in {"msgid", "msgid_plural", "msgctxt"}:
        missing = "msgid" if last == "msgctxt" else "msgstr[0]" if last == "msgid_plural" else "msgstr"
        return begun, f"this {last} has no {missing}", f'write {missing} "" below it'
    return number, f"{keyword.replace('[]', '[…]')} is out of place here", "an entry is msgctxt, msgid, then msgstr"


def _statement(line: str) -> str:
    """The line without the mark of an obsolete entry; empty for a comment."""
    line = line[2:].lstrip() if line.startswith("#~") and not line.startswith("#~|") else line
    return "" if line.startswith("#") else line


def _parts(statement: str) -> tuple[str, str]:
    """The keyword, without a plural form's number, and what follows it."""
    keyword, rest = _STATEMENT.findall(statement)[0]
    return re.sub(r"\[[0-9]\]", "[]", keyword), rest
