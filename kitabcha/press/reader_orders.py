"""A text as it was typed → the order in which a reader of PDF has to get it, to give it as it was typed.

Readers expect the characters of a line from left to right and put them in logical order themselves, each by a rule of
its own that is simpler than Unicode's. Here is the contrary of each rule.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import groupby, takewhile
from types import MappingProxyType

RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"

_MIRRORED: Mapping[str, str] = MappingProxyType(dict(zip("()[]{}<>«»‹›“”", ")(][}{><»«›‹”“", strict=True)))
_POPPLER_KINDS = MappingProxyType(
    {"L": "ltr", "EN": "ltr", "AN": "ltr", "ES": "ltr", "ET": "ltr", "CS": "ltr", "R": "rtl", "AL": "rtl"}
)
_PDFIUM_KINDS = MappingProxyType(
    {"L": "ltr", "R": "rtl", "AL": "rtl"} | dict.fromkeys(("EN", "AN", "ES", "ET", "CS", "NSM"), "weak")
)
"""The marks of a letter are weak as a comma is: where both meet, they keep their order as the digits of a number do."""


@cache
def poppler_kind(character: str) -> str:
    return _kind(_POPPLER_KINDS, character)


@cache
def pdfium_kind(character: str) -> str:
    return _kind(_PDFIUM_KINDS, character)


def _kind(kinds: Mapping[str, str], character: str) -> str:
    if character == "\u06dd":  # the end of a verse holds its number; readers take it for a letter
        return "rtl" if kinds is _POPPLER_KINDS else "weak"
    return kinds.get(unicodedata.bidirectional(character), "neutral")


def surplus(text: str) -> int:
    """How many more letters and marks are from left to right than from right to left; as many is more, for poppler."""
    kinds = Counter(map(unicodedata.bidirectional, text))
    return kinds["L"] - kinds["R"] - kinds["AL"]


def poppler_order(text: str) -> str:
    """What poppler turns into `text`: it keeps what lies between a letter or number from left to right and the next
    letter from right to left, and turns round all else. Marks end what is kept. (TextPage::dumpFragment)"""
    kept = [poppler_kind(character) for character in text]
    parts: list[str] = []
    start = 0
    while start < len(text):
        end = start + 1
        if kept[start] == "ltr":
            reach = next((i for i in range(start, len(text)) if kept[i] == "rtl"), len(text))
            end = max(i for i in range(start, reach) if kept[i] == "ltr") + 1
            parts.append(text[start:end])
            if end == len(text) or kept[end] != "rtl":
                parts.append(RIGHT_TO_LEFT_MARK)
        else:
            parts.append(text[start])
        start = end
    return "".join(reversed(parts))


def poppler_line(text: str) -> str:
    """What poppler turns into `text` on a page where most letters are from left to right: it keeps all up to a letter
    from right to left, and turns round what follows up to a letter or number from left to right."""
    parts: list[str] = []
    is_turned = False
    for character in text:
        kind = poppler_kind(character)
        if not parts or (kind == "rtl" and not is_turned) or (kind == "ltr" and is_turned):
            parts.append("")
            is_turned = kind == "rtl"
        parts[-1] = character + parts[-1] if is_turned else parts[-1] + character
        if is_turned and len(parts[-1]) == 1:
            parts[-1:] = [RIGHT_TO_LEFT_MARK, character]
    return "".join(parts)


def pdfium_order(text: str, before: str = "", is_right_to_left: bool = True) -> str:
    """What pdfium turns into `text`: it takes stretches of one kind from the right, or from the left in a line with
    more words of that direction, and turns round and mirrors those from right to left, with neutral characters as the
    stretch before them. (CPDF_TextPage::CloseTempLine)"""
    parts = []
    is_turned = follows_right_to_left(before, is_right_to_left)
    for kind, group in groupby(text, pdfium_kind):
        stretch = "".join(group)
        is_turned = kind == "rtl" or (is_turned and kind != "ltr")
        if kind == "weak" or not is_turned:
            parts.append(stretch)
        else:
            parts.append("".join(_MIRRORED.get(character, character) for character in reversed(stretch)))
    return "".join(reversed(parts) if is_right_to_left else parts)


def begins_at_the_right(line: str, in_right_to_left: bool = False) -> bool:
    """Whether pdfium begins a line at the right: every one of a document from right to left, and each that has more
    stretches from right to left than others."""
    kinds = Counter(kind for kind, _ in groupby(line, pdfium_kind))
    return in_right_to_left or kinds["rtl"] > kinds["ltr"]


def follows_right_to_left(before: str, is_right_to_left: bool = True) -> bool:
    """Whether the last letter is from right to left; where there is none, whether the line is."""
    kinds = map(pdfium_kind, reversed(before))
    return next((kind == "rtl" for kind in kinds if kind in ("ltr", "rtl")), is_right_to_left)


def goes_on(before: str, text: str) -> int:
    """How many characters of `text` pdfium reads together with the end of `before`, in the order in which it has them:
    digits of one number, signs that follow a word from left to right."""
    kind = pdfium_kind(before[-1]) if before else ""
    is_kept = kind == "weak" or (kind == "neutral" and not follows_right_to_left(before))
    return len(list(takewhile(lambda character: pdfium_kind(character) == kind, text))) if is_kept else 0
