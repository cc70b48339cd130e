"""The pieces of a line → the operators of a PDF page that lay them under it, where nobody sees them.

Where two readers want a piece differently, it is written for each, hidden from the other, under the text as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kitabcha.press.readable import Piece
from kitabcha.press.reader_orders import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, surplus

FONT = "KITABCHA"
ADVANCE = 0.5
"""How wide every character of the layer's font is, in ems; the marks have no width."""

_LONG, _PLACES = 60, 2
"""Above so many units a piece's width is not rounded to a per cent: it would end away from what follows."""

_TIGHT = 30
"""Per cent; a whole line that stands at its left end stays within itself."""

_WIDE = 300
"""Per cent; pdfium takes for one line what stands less than half a character's width above or below the character
farthest to the right."""

_LOOSE, _BLANK = 0.55, 0.25
"""Ems of a character on average above which a piece's blank gets a width of its own, and that width: poppler sees a
column behind a gap that is wider than 0.7 em."""

_NARROWEST = 12
"""Per cent; poppler sees no space narrower than 0.03 em."""

# Both readers pass over a span whose text is a tab, but poppler heeds only the tag Span; nested, the last one counts
# for pdfium, and there an empty text is as good as none.
SILENT = "/Span<</ActualText<FEFF0009>>>BDC"
_FOR_POPPLER = ("/Lay<</ActualText<FEFF0009>>>BDC ", " EMC")
_FOR_PDFIUM = (f"{SILENT} /Lay<</ActualText()>>BDC ", " EMC EMC")

_MARK = re.compile(f"([{RIGHT_TO_LEFT_MARK}{LEFT_TO_RIGHT_MARK}]+)")


def operators(line: Sequence[Piece], x: float, y: float, size: float) -> str:
    """The invisible line at `x`, `y` for a font of `size` that is set already; y grows downwards."""
    at = line[0].left
    written = ["3 Tr", _hold(x + max(piece.right for piece in line) + size, y), f"1 0 0 -1 {x + at:.2f} {y:.2f} Tm"]
    for piece in _with_own_blanks(line, size):
        natural = len(piece.text) * ADVANCE * size
        scale: float = max(_NARROWEST, round((piece.right - at) / natural * 100, _PLACES if natural > _LONG else None))
        at += natural * scale / 100
        written.append(f"{scale} Tz {_shown(piece, scale)}")
    return " ".join([*written, "100 Tz 0 Tr"])


def _with_own_blanks(line: Sequence[Piece], size: float) -> Iterator[Piece]:
    """The pieces of a line; where one is wide, such as ﷺ, a row of points or spaced capitals, its blanks by
    themselves."""
    for piece in line:
        is_loose = piece.right - piece.left > len(piece.text) * _LOOSE * size
        if is_loose and piece.text == piece.poppler == piece.pdfium:
            yield from _words(piece, _BLANK * size)
        elif is_loose and piece.text[1:].endswith(" ") and piece.poppler[:1] == piece.pdfium[:1] == " ":
            middle = piece.left + _BLANK * size
            yield Piece(" ", piece.left, middle, " ", " ")
            yield Piece(piece.text[:-1], middle, piece.right, piece.poppler[1:], piece.pdfium[1:])
        else:
            yield piece


def _words(piece: Piece, blank: float) -> Iterator[Piece]:
    """The words of a phrase from left to right, and its blanks, each of that width."""
    blanks = piece.text.count(" ")
    letter = (piece.right - piece.left - blanks * blank) / max(1, len(piece.text) - blanks)
    at = piece.left
    for said in re.findall(" |[^ ]+", piece.text):
        end = at + (blank if said == " " else len(said) * letter)
        yield Piece(said, at, end, said, said)
        at = end


def _hold(x: float, y: float) -> str:
    """A wide blank to the right of a line, that no reader gives. Without it pdfium would hold the pieces against the
    glyph farthest to the right, which in Nastaliq may stand so high that some pieces seem to be of another line, and
    what stands beside the line comes between its words. (CPDF_TextPage::ProcessTextObject)"""
    return f"{_WIDE} Tz 1 0 0 -1 {x:.2f} {y:.2f} Tm {SILENT} {_string(' ')} EMC"


def _shown(piece: Piece, scale: float) -> str:
    if _MARK.sub("", piece.poppler) == piece.pdfium and (piece.poppler or not piece.is_line):
        # pdfium passes over what has no width, so long as it is shown alone, and over what is shown twice
        return "".join(map(_string, filter(None, _MARK.split(piece.poppler))))
    back = f"{((0 if piece.is_line else len(piece.text)) + piece.leftwards) * ADVANCE * 1000:.0f}"
    ahead = f"{(len(piece.pdfium) - len(piece.text) - piece.leftwards) * ADVANCE * 1000:.0f}"
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


def marks(line: Sequence[Piece]) -> int:
    """The surplus of the marks of a line as `operators` writes it."""
    return sum(surplus(piece.poppler) - surplus(piece.text) for piece in line)


def missing(more: int, is_right_to_left: bool, beyond: int) -> str:
    """The marks that a page of a surplus lacks to be of a direction, for poppler, by more than `beyond` letters."""
    if is_right_to_left:
        return RIGHT_TO_LEFT_MARK * (more + beyond + 1)
    return LEFT_TO_RIGHT_MARK * (beyond - more)


def held(marks: str, height: float) -> str:
    """Marks that nobody sees, at the foot of a page of this height. They stand apart, for poppler passes over what is
    printed twice in one place."""
    apart = " -300 ".join(map(_hexadecimal, marks))
    return f"/Artifact BMC BT /{FONT} 1 Tf 3 Tr 1 0 0 -1 1 {height - 1:.2f} Tm [{apart}]TJ 0 Tr ET EMC"


def parting(height: float, number: int) -> str:
    """A blank at the head of a page that only pdfium reads, which makes it end a line before one that is to be read
    apart from what stands beside it; as high as `height`, and in another place for each `number`, for pdfium passes
    over what is shown twice."""
    at = f"1 0 0 -1 {1 + number % 8 * height} {height} Tm"
    shown = f"BT /{FONT} {height:g} Tf 3 Tr {at} {_string(' ')} 0 Tr ET"
    return f"/Artifact BMC {_FOR_PDFIUM[0]}{shown}{_FOR_PDFIUM[1]} EMC"


def spread(left: float, width: float, height: float) -> str:
    """A space at either side of a page's text, at the foot of a page of this height, that no reader gives: where all
    lines are short, pdfium would take them for columns of signs (CPDF_TextPage::FindTextlineFlowOrientation)."""
    space = _hexadecimal(" ")
    apart = f"[{space} {-width * 500:.0f} {space}]TJ"
    shown = f"BT /{FONT} 2 Tf 3 Tr 1 0 0 -1 {left:.2f} {height - 3:.2f} Tm {apart} 0 Tr ET"
    return f"/Artifact BMC {SILENT} {shown} EMC EMC"


def _string(text: str) -> str:
    return f"{_hexadecimal(text)}Tj"


def _hexadecimal(text: str) -> str:
    return f"<{_code(text)}>"


def _code(text: str) -> str:
    return text.encode("utf-16-be").hex()
