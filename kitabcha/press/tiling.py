"""A finished PDF → sheets to glue together: pages that are larger than the printer's paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kitabcha.press.formes import ALMOST, EDGE, MM, TICK, Box, Forme, Line, Placed, originals
from kitabcha.press.paper import Imposed, Paper

OVERLAP = 10 * MM
"""How far two sheets of a poster lie on each other, to be glued."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """Sheets side by side that make a larger page; `scale` is how large that page can be on them."""

    sheet: tuple[float, float]
    columns: int
    rows: int
    scale: float


def poster(content: bytes, paper: Paper) -> Imposed:
    """Each page on several sheets that overlap, to be glued together.

    No printer reaches the edges, so the sheets must overlap by more than what is glued, and an A3 page on two A4 sheets
    comes out a twentieth smaller (`scale`). Its own outer margin may fall on the white edges.
    """
    with originals(content) as pages:
        tilings = [_tiling(own, paper) for own in pages.bounds]
        formes = [forme for page, tiling in enumerate(tilings) for forme in _tiles(page, pages.bounds[page], tiling)]
        scale = min((tiling.scale for tiling in tilings), default=1.0)
        return Imposed({"": pages.printed(formes, "")}, len(formes), len(formes), scale=scale)


def _tiling(page: Box, paper: Paper) -> Tiling:
    """As many sheets as the page's area has, laid so that the page comes out as large as possible."""
    count = max(1, round(page.width * page.height / (paper.upright[0] * paper.upright[1])))
    ways = [
        _tiled(page, sheet, columns, count // columns)
        for sheet in (paper.upright, paper.across)
        for columns in range(1, count + 1)
        if count % columns == 0
    ]
    return max(ways, key=lambda tiling: tiling.scale)


def _tiled(page: Box, sheet: tuple[float, float], columns: int, rows: int) -> Tiling:
    scale = min(1.0, _reach(sheet[0], columns) / page.width, _reach(sheet[1], rows) / page.height)
    return Tiling(sheet, columns, rows, 1.0 if scale > 1 - ALMOST else scale)


def _step(length: float) -> float:
    """From the beginning of one sheet to that of the next, in points."""
    return length - 2 * EDGE - OVERLAP


def _reach(length: float, count: int) -> float:
    """How much of a page `count` sheets can show, the white edges around it all included."""
    return length + (count - 1) * _step(length)


def _tiles(page: int, own: Box, tiling: Tiling) -> Iterator[Forme]:
    """The sheets row by row from the top, each row from the left, with the page in the middle of them all."""
    width, height = tiling.sheet
    left = (_reach(width, tiling.columns) - own.width * tiling.scale) / 2
    bottom = (_reach(height, tiling.rows) - own.height * tiling.scale) / 2
    printable = Box(EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE)
    for row in reversed(range(tiling.rows)):
        for column in range(tiling.columns):
            at = (left - column * _step(width), bottom - row * _step(height))
            placed = Placed(page, printable, (tiling.scale, 0, 0, tiling.scale, *at))
            yield Forme(width, height, (placed,), tuple(_seams(tiling, column, row)))


def _seams(tiling: Tiling, column: int, row: int) -> Iterator[Line]:
    """Where a sheet that lies beneath is covered: two short marks at the edge of its strip for glue. Where the one
    that lies on it is cut: a dashed line along its edge. Right and lower sheets lie on top."""
    width, height = tiling.sheet
    strip = EDGE + OVERLAP
    if column + 1 < tiling.columns:
        yield from _upright_ticks(width - strip, height)
    if column:
        yield Line((EDGE, EDGE), (EDGE, height - EDGE), dashed=True)
    if row:
        yield from _level_ticks(strip, width)
    if row + 1 < tiling.rows:
        yield Line((EDGE, height - EDGE), (width - EDGE, height - EDGE), dashed=True)


def _upright_ticks(x: float, height: float) -> Iterator[Line]:
    yield Line((x, EDGE), (x, EDGE + TICK))
    yield Line((x, height - EDGE - TICK), (x, height - EDGE))


def _level_ticks(y: float, width: float) -> Iterator[Line]:
    yield Line((EDGE, y), (EDGE + TICK, y))
    yield Line((width - EDGE - TICK, y), (width - EDGE, y))
