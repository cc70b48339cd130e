"""A finished PDF → sheets to cut apart: the same handout twice, and cards whose backs are behind their fronts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kitabcha.press.formes import EDGE, MM, TICK, Box, Forme, Line, Originals, originals
from kitabcha.press.paper import Imposed, Paper
from kitabcha.press.signatures import CardSheet, card_sheets


def twice(content: bytes, paper: Paper) -> Imposed:
    """Each page twice beside itself, and a line to cut along: one sheet is two handouts."""
    width, height = paper.across
    half = width / 2
    cut = Line((half, EDGE), (half, height - EDGE), dashed=True)
    boxes = (Box(0, 0, half, height), Box(half, 0, half, height))
    with originals(content) as pages:
        formes = [
            Forme(width, height, tuple(pages.fitted(page, box) for box in boxes), (cut,)) for page in range(len(pages))
        ]
        return Imposed({"": pages.printed(formes, "")}, len(formes), len(formes))


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one size in the middle of a sheet, all in points."""

    width: float
    height: float
    columns: int
    rows: int
    cell_width: float
    cell_height: float

    @property
    def columns_at(self) -> tuple[float, ...]:
        """Where cells begin and end, from the left."""
        first = (self.width - self.columns * self.cell_width) / 2
        return tuple(first + number * self.cell_width for number in range(self.columns + 1))

    @property
    def rows_at(self) -> tuple[float, ...]:
        """Where cells begin and end, from the top."""
        first = (self.height + self.rows * self.cell_height) / 2
        return tuple(first - number * self.cell_height for number in range(self.rows + 1))

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The cells, row by row from the top."""
        return tuple(
            Box(left, bottom, self.cell_width, self.cell_height)
            for _, bottom in pairwise(self.rows_at)
            for left, _ in pairwise(self.columns_at)
        )


def cards(content: bytes, paper: Paper) -> Imposed:
    """Cards whose pages are front, back, front, back …, as many on a sheet as it holds, each back behind its front.

    Where one cuts is marked on the fronts. The first page's size is the cards'; where the paper is too small for it,
    they are made smaller.
    """
    with originals(content) as pages:
        own = pages.bounds[0]
        grid = _grid(own.width, own.height, paper)
        sheets = card_sheets(len(pages), grid.columns, grid.rows, pages.right_to_left)
        formes = [forme for sheet in sheets for forme in _cut(pages, sheet, grid)]
        file = pages.printed(formes, "long" if grid.height > grid.width else "short")
    sides = sum(bool(forme.pages) for forme in formes)
    return Imposed({"": file}, len(sheets), sides, scale=min(1.0, grid.cell_width / own.width))


def _grid(width: float, height: float, paper: Paper) -> Grid:
    """The grid with the largest cells; of two alike that with more of them, then that of an upright sheet."""
    return max((_grid_on(sheet, width, height) for sheet in (paper.upright, paper.across)), key=_worth)


def _worth(grid: Grid) -> tuple[float, int]:
    return round(grid.cell_width, 3), grid.columns * grid.rows


def _grid_on(sheet: tuple[float, float], width: float, height: float) -> Grid:
    scale = min(1.0, sheet[0] / width, sheet[1] / height)
    cell = (width * scale, height * scale)
    columns, rows = (int((total + MM / 2) // one) for total, one in zip(sheet, cell, strict=True))
    return Grid(*sheet, columns, rows, *cell)


def _cut(pages: Originals, sheet: CardSheet, grid: Grid) -> Iterator[Forme]:
    for cells, marks in ((sheet.front, tuple(_cut_marks(grid))), (sheet.back, ())):
        placed = (pages.fitted(page, box) for page, box in zip(cells, grid.boxes, strict=True) if page is not None)
        yield Forme(grid.width, grid.height, tuple(placed), marks)


def _cut_marks(grid: Grid) -> Iterator[Line]:
    """A short mark at both ends of every cut, and a cross where two cuts meet between cards."""
    for x in _inside(grid.columns_at, grid.width):
        for start in (EDGE, grid.height - EDGE - TICK):
            yield Line((x, start), (x, start + TICK))
    for y in _inside(grid.rows_at, grid.height):
        for start in (EDGE, grid.width - EDGE - TICK):
            yield Line((start, y), (start + TICK, y))
    for x in grid.columns_at[1:-1]:
        for y in grid.rows_at[1:-1]:
            yield Line((x - TICK / 2, y), (x + TICK / 2, y))
            yield Line((x, y - TICK / 2), (x, y + TICK / 2))


def _inside(cuts: tuple[float, ...], length: float) -> Iterator[float]:
    """The cuts that a printer can print a mark for; at the sheet's own edge there is nothing to cut."""
    return (cut for cut in cuts if EDGE <= cut <= length - EDGE)
