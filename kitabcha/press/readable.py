"""The runs of glyphs of a line → text that reads back: what to lay under the line, as operators of a PDF page.

Readers of PDF expect the characters of a line from left to right and put them in logical order themselves, each by
a rule of its own that is simpler than Unicode's. So every piece of a line is written as that rule wants it; where two
readers want it differently, it is written for each, hidden from the other, under the text as typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from types import MappingProxyType

RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"
ADVANCE = 0.5
"""How wide every character of the layer's font is, in ems; the marks have no width."""

# Both readers pass over a span whose text is a tab, but poppler heeds only the tag Span; nested, the last one counts
# for pdfium, and there an empty text is as good as none.
SILENT = "/Span<</ActualText<FEFF0009>>>BDC"
_FOR_POPPLER = ("/Lay<</ActualText<FEFF0009>>>BDC ", " EMC")
_FOR_PDFIUM = (f"{SILENT} /Lay<</ActualText()>>BDC ", " EMC EMC")

_MIRRORED: Mapping[str, str] = MappingProxyType(dict(zip("()[]{}<>«»‹›“”", ")(][}{><»«›‹”“", strict=True)))
_POPPLER_KINDS = MappingProxyType(
    {"L": "ltr", "EN": "ltr", "AN": "ltr", "ES": "ltr", "ET": "ltr", "CS": "ltr", "R": "rtl", "AL": "rtl"}
)
_PDFIUM_KINDS = MappingProxyType(
    {"L": "ltr", "EN": "weak", "AN": "weak", "ES": "weak", "ET": "weak", "CS": "weak", "R": "rtl", "AL": "rtl"}
)
_MARK = re.compile(f"([{RIGHT_TO_LEFT_MARK}{LEFT_TO_RIGHT_MARK}]+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one direction as typed, and from where to where each character reaches, in units of the page."""

    text: str
    edges: tuple[tuple[float, float], ...]
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with the space after it, or a phrase against the line's direction: as typed, and as each reader wants
    it."""

    text: str
    left: float
    right: float
    poppler: str
    pdfium: str


def pieces(runs: Sequence[Run], is_right_to_left: bool) -> list[Piece]:
    """The pieces of a line from left to right. `runs` are in logical order; the direction is the document's."""
    text = "".join(run.text for run in runs)
    edges = [edge for run in runs for edge in run.edges]
    turned = [run.is_right_to_left for run in runs for _ in run.text]
    found = []
    for start, end in _cuts(text, turned):
        as_it_is = not is_right_to_left and not any(turned[start:end])
        found.append(_piece(text[start:end], edges[start:end], as_it_is))
    return sorted(found, key=lambda piece: piece.left)


def _cuts(text: str, turned: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """From where to where each piece is: words from right to left, and what else spaces part from them."""

    def parts(place: int) -> bool:
        before, here = text[place - 1].isspace(), text[place].isspace()
        if turned[place] == turned[place - 1]:
            return turned[place] and before and not here
        return before or here

    return pairwise([0, *filter(parts, range(1, len(text))), len(text)])


def _piece(text: str, edges: Sequence[tuple[float, float]], as_it_is: bool) -> Piece:
    left, right = min(left for left, _ in edges), max(right for _, right in edges)
    if as_it_is:
        return Piece(text, left, right, text, text)
    return Piece(text, left, right, poppler_order(text), pdfium_order(text))


def poppler_order(text: str) -> str:
    """What poppler turns into `text`: it keeps what lies between a letter or number from left to right and the next
    letter from right to left, and turns round all else. Marks end what is kept. (TextPage::dumpFragment)"""
    kept = [_kind(_POPPLER_KINDS, character) for character in text]
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


def pdfium_order(text: str) -> str:
    """What pdfium turns into `text`: it takes stretches of one kind from the right, and turns round and mirrors those
    from right to left, with neutral characters as the stretch before them. (CPDF_TextPage::CloseTempLine)"""
    parts = []
    is_turned = True
    for kind, group in groupby(text, lambda character: _kind(_PDFIUM_KINDS, character)):
        stretch = "".join(group)
        is_turned = kind == "rtl" or (is_turned and kind != "ltr")
        if kind == "weak" or not is_turned:
            parts.append(stretch)
        else:
            parts.append("".join(_MIRRORED.get(character, character) for character in reversed(stretch)))
    return "".join(reversed(parts))


def _kind(kinds: Mapping[str, str], character: str) -> str:
    if character == "\u06dd":  # the end of a verse holds its number; readers take it for a letter
        return "rtl" if kinds is _POPPLER_KINDS else "weak"
    return kinds.get(unicodedata.bidirectional(character), "neutral")


def operators(line: Sequence[Piece], x: float, y: float, size: float, is_right_to_left: bool) -> str:
    """The invisible line at `x`, `y` for a font of `size` that is set already; y grows downwards."""
    at = line[0].left
    written = [f"3 Tr 1 0 0 -1 {x + at:.2f} {y:.2f} Tm"]
    for piece in line:
        natural = len(piece.text) * ADVANCE * size
        scale = max(1, round((piece.right - at) / natural * 100))
        at += natural * scale / 100
        written.append(f"{scale} Tz {_shown(piece)}")
    if not is_right_to_left:
        written.append(_string(LEFT_TO_RIGHT_MARK))
    return " ".join([*written, "100 Tz 0 Tr"])


def _shown(piece: Piece) -> str:
    if _MARK.sub("", piece.poppler) == piece.pdfium:
        # pdfium passes over what has no width, so long as it is shown alone
        return "".join(map(_string, filter(None, _MARK.split(piece.poppler))))
    back = f"{len(piece.text) * ADVANCE * 1000:.0f}"
    poppler, pdfium = _string(piece.poppler), f"[{back}{_hexadecimal(piece.pdfium)}]TJ"
    return (
        f"/Lay<</ActualText<FEFF{_code(piece.text)}>>>BDC {_FOR_POPPLER[0]}{poppler}{_FOR_POPPLER[1]} "
        f"{_FOR_PDFIUM[0]}{pdfium}{_FOR_PDFIUM[1]} EMC"
    )


def _string(text: str) -> str:
    return f"{_hexadecimal(text)}Tj"


def _hexadecimal(text: str) -> str:
    return f"<{_code(text)}>"


def _code(text: str) -> str:
    return text.encode("utf-16-be").hex()
