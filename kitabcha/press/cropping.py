"""A finished PDF → one for a print shop: the same pages on larger sheets, with room for bleed and marks to cut by."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kitabcha.press.formes import MM, TICK, Line, drawing, saved

BLEED = 3.0
"""Millimetres of print outside the cut that print shops ask for."""


def with_crop_marks(content: bytes, bleed_mm: float = BLEED) -> bytes:
    """The PDF with marks at the corners of every page, outside of the bleed. Same input, same bytes.

    What the page was is its TrimBox; the BleedBox lies `bleed_mm` around it, and the MediaBox holds the marks besides.
    Only what the typesetting itself lets run over the page's edge bleeds. Tags, links and outline stay as they are.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            _mark(pdf, page, bleed_mm * MM)
        return saved(pdf)


def _mark(pdf: Any, page: Any, bleed: float) -> None:
    trim = [float(number) for number in page.trimbox]
    page.trimbox = trim
    page.bleedbox = _grown(trim, bleed)
    page.mediabox = page.cropbox = _grown(trim, bleed + TICK)
    marks = drawing(tuple(_corners(trim, bleed)))
    page.contents_add(pdf.make_stream(f"q\n{marks}\nQ".encode()))
    page.contents_add(pdf.make_stream(b"q"), prepend=True)


def _grown(box: list[float], by: float) -> list[float]:
    left, bottom, right, top = box
    return [round(number, 4) for number in (left - by, bottom - by, right + by, top + by)]


def _corners(trim: list[float], bleed: float) -> Iterator[Line]:
    """Two lines at each corner that would meet in it, and begin where the bleed ends."""
    left, bottom, right, top = trim
    for x, outwards in ((left, -1), (right, 1)):
        for y, upwards in ((bottom, -1), (top, 1)):
            yield Line((x + outwards * bleed, y), (x + outwards * (bleed + TICK), y))
            yield Line((x, y + upwards * bleed), (x, y + upwards * (bleed + TICK)))
