"""The runs of glyphs of a line → text that reads back: what to lay under the line, as operators of a PDF page.

Readers of PDF expect the characters of a line from left to right and put them in logical order themselves, each by
a rule of its own that is simpler than Unicode's. So every piece of a line is written as that rule wants it; where two
readers want it differently, it is written for each, hidden from the other, under the text as typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise, takewhile
from types import MappingProxyType

RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"
FONT = "KITABCHA"
ADVANCE = 0.5
"""How wide every character of the layer's font is, in ems; the marks have no width."""

_LONG, _PLACES = 60, 2
"""Above so many units a piece's width is not rounded to a per cent: it would end away from what follows."""

_TIGHT = 30
"""Per cent; a whole line that stands at its left end stays within itself."""

_WIDE = 300
"""Per cent; half of a character's width is how far above or below the one farthest right PDFium holds a line for the
same."""

_NARROWEST = 12
"""Per cent; poppler sees no space narrower than 0.03 em."""

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
    {"L": "ltr", "R": "rtl", "AL": "rtl"} | dict.fromkeys(("EN", "AN", "ES", "ET", "CS", "NSM"), "weak")
)
_SPACES = MappingProxyType({0xA0: " ", 0x202F: " "})
"""pdfium takes spaces that don't break for a part of the number beside them."""

_BREAK = "\u200b"
"""Where a line may break: no text, and least of all the end of a line."""

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
    it. Where `is_line`, poppler gets the whole line with it and nothing with the others."""

    text: str
    left: float
    right: float
    poppler: str
    pdfium: str
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a box of text stands: the direction of the document, of most letters of the page, of its line and its own,
    and the line's text before and after it, as typed."""

    in_right_to_left: bool
    on_right_to_left_page: bool
    on_right_to_left: bool
    is_right_to_left: bool
    before: str = ""
    after: str = ""

    def is_line_for_poppler(self, text: str) -> bool:
        """Whether poppler would read the line of this text in a wrong order if it had it word by word."""
        if self.on_right_to_left_page or not self.on_right_to_left:
            return False
        kinds = [_kind(_POPPLER_KINDS, character) for character in (self.before + text + self.after).rstrip()]
        return "ltr" in kinds or kinds[-1:] != ["rtl"]


def surplus(text: str) -> int:
    """How many more letters and marks are from left to right than from right to left; as many is more, for poppler."""
    kinds = Counter(map(unicodedata.bidirectional, text))
    return kinds["L"] - kinds["R"] - kinds["AL"]


def marks(line: Sequence[Piece]) -> int:
    """The surplus of the marks of a line as `operators` writes it."""
    return sum(surplus(piece.poppler) - surplus(piece.text) for piece in line)


def held(more: int, height: float) -> str:
    """Marks that nobody sees, which turn a surplus into its contrary, at the foot of a page of this height. They stand
    apart, for poppler passes over what is printed twice in one place."""
    marks = (RIGHT_TO_LEFT_MARK * (more + 1)) if more >= 0 else (LEFT_TO_RIGHT_MARK * -more)
    apart = " -1000 ".join(map(_hexadecimal, marks))
    return f"/Artifact BMC BT /{FONT} 1 Tf 3 Tr 1 0 0 -1 1 {height - 1:.2f} Tm [{apart}]TJ 0 Tr ET EMC"


def spread(left: float, width: float, height: float) -> str:
    """A space at either side of a page's text, at the foot of a page of this height, that no reader gives: where all
    lines are short, pdfium would take them for columns of signs (CPDF_TextPage::FindTextlineFlowOrientation)."""
    space = _hexadecimal(" ")
    apart = f"[{space} {-width * 500:.0f} {space}]TJ"
    shown = f"BT /{FONT} 2 Tf 3 Tr 1 0 0 -1 {left:.2f} {height - 3:.2f} Tm {apart} 0 Tr ET"
    return f"/Artifact BMC {SILENT} {shown} EMC EMC"


def pieces(runs: Sequence[Run], setting: Setting) -> list[Piece]:
    """The pieces of a box of text from left to right. `runs` are in logical order."""
    text = "".join(run.text for run in runs).translate(_SPACES)
    front, back = (part.translate(_SPACES).replace(_BREAK, "") for part in (setting.before, setting.after))
    edges = [edge for run in runs for edge in run.edges]
    turned = [run.is_right_to_left for run in runs for _ in run.text]
    found = []
    for start, end in _cuts(text, turned, setting):
        left, right = (pick(edges[start:end]) for pick in (_leftmost, _rightmost))
        around = replace(setting, before=front + text[:start], after=text[end:] + back)
        found.append(_piece(text[start:end], left, right, any(turned[start:end]), around))
    # not by place: signs above a word are words of their own and stand anywhere
    return found[::-1] if setting.on_right_to_left else sorted(found, key=lambda piece: piece.left)


def _piece(text: str, left: float, right: float, is_turned: bool, setting: Setting) -> Piece:
    poppler, pdfium = _orders(text, is_turned, setting)
    if not setting.is_line_for_poppler(text):
        return Piece(text, left, right, poppler, pdfium)
    is_last = not setting.after.strip()
    return Piece(text, left, right, poppler_line(setting.before + text) if is_last else "", pdfium, True)


def _leftmost(edges: Sequence[tuple[float, float]]) -> float:
    return min(left for left, _ in edges)


def _rightmost(edges: Sequence[tuple[float, float]]) -> float:
    return max(right for _, right in edges)


def _cuts(text: str, turned: Sequence[bool], setting: Setting) -> Iterator[tuple[int, int]]:
    """From where to where each piece is. On a line from right to left, words in that direction, and what else spaces
    part from them: signs after a word from left to right stay with it, as pdfium takes them for a part of it. On
    others, whatever is of one direction."""

    def parts(place: int) -> bool:
        blank, here = text[place - 1].isspace(), text[place].isspace()
        changes = turned[place] != turned[place - 1]
        if not setting.on_right_to_left:
            return changes
        if changes:
            return blank or here
        return turned[place] and blank and not here and _follows_right_to_left(setting.before + text[:place])

    return pairwise([0, *filter(parts, range(1, len(text))), len(text)])


def _orders(text: str, is_turned: bool, setting: Setting) -> tuple[str, str]:
    """A piece as poppler and as pdfium want it."""
    if setting.on_right_to_left:
        return _for_poppler(text, setting), _for_pdfium(text, setting)
    return _ended_for_poppler(text, is_turned, setting), _from_the_left_for_pdfium(text, setting)


def _ended_for_poppler(text: str, is_turned: bool, setting: Setting) -> str:
    """With a mark, unless it ends from left to right: poppler turns round what follows up to the next such letter."""
    ends = not is_turned and _poppler_kind(text.rstrip()[-1:] or " ") == "ltr"
    order = _for_poppler(text, setting) if is_turned else text
    return order if ends else order + LEFT_TO_RIGHT_MARK


def _from_the_left_for_pdfium(text: str, setting: Setting) -> str:
    """Where pdfium begins the line at the right, as it does with every line of a document from right to left, it gets
    the whole line with its first piece."""
    if setting.in_right_to_left or _begins_at_the_right(setting.before + text + setting.after):
        return "" if setting.before else pdfium_order(text + setting.after)
    return pdfium_order(text, setting.before, is_right_to_left=False)


def _for_poppler(text: str, setting: Setting) -> str:
    """Without a mark between two boxes that are read on from left to right."""
    order = poppler_order(text)
    goes_on = not setting.is_right_to_left and _poppler_kind(setting.before[-1:] or " ") == "ltr"
    return order.removeprefix(RIGHT_TO_LEFT_MARK) if goes_on else order


def _for_pdfium(text: str, setting: Setting) -> str:
    """With all of a number that goes on in the next box, which pdfium would take for the number's beginning."""
    before = setting.before
    if before and _pdfium_kind(before[-1]) == "weak":
        text = text[len(_weak(text)) :]
    if text and _pdfium_kind(text[-1]) == "weak":
        text += _weak(setting.after)
    return pdfium_order(text, before)


def _weak(text: str) -> str:
    """The beginning of `text` that is read like a number."""
    return "".join(takewhile(lambda character: _pdfium_kind(character) == "weak", text))


def poppler_order(text: str) -> str:
    """What poppler turns into `text`: it keeps what lies between a letter or number from left to right and the next
    letter from right to left, and turns round all else. Marks end what is kept. (TextPage::dumpFragment)"""
    kept = [_poppler_kind(character) for character in text]
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
        kind = _kind(_POPPLER_KINDS, character)
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
    is_turned = _follows_right_to_left(before, is_right_to_left)
    for kind, group in groupby(text, _pdfium_kind):
        stretch = "".join(group)
        is_turned = kind == "rtl" or (is_turned and kind != "ltr")
        if kind == "weak" or not is_turned:
            parts.append(stretch)
        else:
            parts.append("".join(_MIRRORED.get(character, character) for character in reversed(stretch)))
    return "".join(reversed(parts) if is_right_to_left else parts)


def _begins_at_the_right(line: str) -> bool:
    """Whether pdfium begins a line at the right: it has as many stretches from right to left as others, or more."""
    kinds = Counter(kind for kind, _ in groupby(line, _pdfium_kind))
    return kinds["rtl"] >= max(1, kinds["ltr"])


def _follows_right_to_left(before: str, is_right_to_left: bool = True) -> bool:
    """Whether the last letter is from right to left; where there is none, whether the line is."""
    kinds = map(_pdfium_kind, reversed(before))
    return next((kind == "rtl" for kind in kinds if kind in ("ltr", "rtl")), is_right_to_left)


@cache
def _poppler_kind(character: str) -> str:
    return _kind(_POPPLER_KINDS, character)


@cache
def _pdfium_kind(character: str) -> str:
    return _kind(_PDFIUM_KINDS, character)


def _kind(kinds: Mapping[str, str], character: str) -> str:
    if character == "\u06dd":  # the end of a verse holds its number; readers take it for a letter
        return "rtl" if kinds is _POPPLER_KINDS else "weak"
    return kinds.get(unicodedata.bidirectional(character), "neutral")


def operators(line: Sequence[Piece], x: float, y: float, size: float) -> str:
    """The invisible line at `x`, `y` for a font of `size` that is set already; y grows downwards."""
    at = line[0].left
    written = ["3 Tr", _hold(x + max(piece.right for piece in line) + size, y), f"1 0 0 -1 {x + at:.2f} {y:.2f} Tm"]
    for piece in line:
        natural = len(piece.text) * ADVANCE * size
        scale: float = max(_NARROWEST, round((piece.right - at) / natural * 100, _PLACES if natural > _LONG else None))
        at += natural * scale / 100
        written.append(f"{scale} Tz {_shown(piece, scale)}")
    return " ".join([*written, "100 Tz 0 Tr"])


def _hold(x: float, y: float) -> str:
    """A wide blank to the right of a line, that no reader gives. Without it PDFium would hold the pieces against one of
    the glyphs, some of which stand so high that it would take them for another line, and put what stands beside the
    line between its words. (CPDF_TextPage::ProcessTextObject)"""
    return f"{_WIDE} Tz 1 0 0 -1 {x:.2f} {y:.2f} Tm {SILENT} {_string(' ')} EMC"


def _shown(piece: Piece, scale: float) -> str:
    if _MARK.sub("", piece.poppler) == piece.pdfium and (piece.poppler or not piece.is_line):
        # pdfium passes over what has no width, so long as it is shown alone, and over what is shown twice
        return "".join(map(_string, filter(None, _MARK.split(piece.poppler))))
    back = "" if piece.is_line else f"{len(piece.text) * ADVANCE * 1000:.0f}"
    ahead = f"{(len(piece.pdfium) - len(piece.text)) * ADVANCE * 1000:.0f}"
    poppler = _returning(piece.poppler, scale) if piece.is_line else _string(piece.poppler)
    pdfium = f"[{back}{_hexadecimal(piece.pdfium)}{ahead}]TJ" if piece.pdfium else ""
    return (
        f"/Lay<</ActualText<FEFF{_code(piece.text)}>>>BDC {_FOR_POPPLER[0]}{poppler}{_FOR_POPPLER[1]} "
        f"{_FOR_PDFIUM[0]}{pdfium}{_FOR_PDFIUM[1]} EMC"
    )


def _returning(line: str, scale: float) -> str:
    """A line, and back to where it began."""
    width = len(_MARK.sub("", line)) * ADVANCE * 1000
    return f"{_TIGHT} Tz {_string(line)} [{width:.0f}]TJ {scale} Tz" if line else ""


def _string(text: str) -> str:
    return f"{_hexadecimal(text)}Tj"


def _hexadecimal(text: str) -> str:
    return f"<{_code(text)}>"


def _code(text: str) -> str:
    return text.encode("utf-16-be").hex()
