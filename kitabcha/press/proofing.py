"""A PDF for the printer, drawn small and grey → what each page costs in ink, and what stands too near the edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.model import Place
from kitabcha.press.formes import MM, UNPRINTABLE

_SEEN = 32
"""How much darker than paper, of 255, a point must be to count as printed."""

_ROUNDING = 1 / MM
"""A drawn point in millimetres: what is finer cannot be told from rounding."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What one page looks like. `ink` is in per cent: 0 for blank paper, 100 for black from edge to edge. `edges` are
    the millimetres from the sheet's left, top, right and bottom edge to the nearest print; none on a blank page."""

    ink: float
    edges: tuple[float, ...]


def proofs(content: bytes) -> tuple[Proof, ...]:
    """What each page of a PDF looks like, drawn at 72 points to the inch: a point of the page is a point drawn."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        return tuple(_proof(page) for page in pdf)


def _proof(page: Any) -> Proof:
    bitmap = page.render(scale=1, grayscale=True, draw_annots=False)
    image = bitmap.to_pil()
    counted = image.histogram()
    ink = sum((255 - grey) * count for grey, count in enumerate(counted)) / (255 * image.width * image.height) * 100
    box = image.point([255 if grey <= 255 - _SEEN else 0 for grey in range(256)]).getbbox()
    edges = (box[0], box[1], image.width - box[2], image.height - box[3]) if box else ()
    bitmap.close()
    page.close()
    return Proof(ink, tuple(edge / MM for edge in edges))


def outside_margin(proved: Iterable[Proof], place: Place) -> list[Diagnostic]:
    """A warning when there is print where cheap printers leave the paper white: on which pages, and how far it goes;
    `place` is the file."""
    proved = tuple(proved)
    pages = too_near(proved)
    if not pages:
        return []
    worst = min(pages, key=lambda number: min(proved[number - 1].edges))
    distance, edge = min(zip(proved[worst - 1].edges, ("left", "top", "right", "bottom"), strict=True))
    more = ", ".join(str(number) for number in pages if number != worst)
    told = f"on page {worst} something stands {distance:.1f} mm from the {edge} edge"
    hint = f"many printers leave {UNPRINTABLE} mm at each edge white: move it, or make it smaller"
    return [warning(place, told + (f", and too near to an edge on these: {more}" if more else ""), hint)]


def too_near(proved: Iterable[Proof]) -> tuple[int, ...]:
    """The numbers, from 1, of the pages with print where cheap printers leave the paper white."""
    nearest = UNPRINTABLE - _ROUNDING
    return tuple(number for number, proof in enumerate(proved, start=1) if min(proof.edges, default=nearest) < nearest)
