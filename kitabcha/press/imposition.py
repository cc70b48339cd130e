"""A finished PDF and the paper → PDFs of sheets for the printer: booklets, fronts and backs, sheets to cut, posters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from kitabcha.press import signatures
from kitabcha.press.cutting import cards, twice
from kitabcha.press.formes import MM, Box, Forme, Originals, Placed, originals
from kitabcha.press.paper import Imposed, Paper
from kitabcha.press.signatures import Cell, Sheet, Side
from kitabcha.press.tiling import poster


def impose(name: str, content: bytes, paper: Paper, duplex: str = "long") -> Imposed:
    """A finished PDF as the imposition `name` (one of `IMPOSITIONS`; "" leaves it as it is) lays it on sheets.

    Same input, same bytes. `duplex` is the edge over which the printer turns sheets that are left as they are.
    """
    if name:
        return IMPOSITIONS[name](content, paper)
    with originals(content) as pages:
        count = len(pages)
    return Imposed({"": content}, -(-count // 2) if duplex else count, count)


# --- booklets -------------------------------------------------------------------------------------------------


def booklet(content: bytes, paper: Paper) -> Imposed:
    """Two pages beside each other on each side of sheets that lie across: to be turned over the short edge and folded.

    Inner sheets are pushed outwards by those around them (creep). Their pages move towards the fold by as much, so that
    the margins are even when the edge is trimmed.
    """
    with originals(content) as pages:
        sheets = signatures.booklet_sheets(len(pages), pages.right_to_left)
        formes = [forme for sheet in sheets for forme in _folded(pages, sheet, paper)]
        file = pages.printed(formes, "short")
        count = len(pages)
    sides = sum(bool(forme.pages) for forme in formes)
    return Imposed({"": file}, len(sheets), sides, signatures.signature_sizes(count))


def _folded(pages: Originals, sheet: Sheet, paper: Paper) -> Iterator[Forme]:
    creep = sheet.depth * paper.thickness * MM
    for side in (sheet.front, sheet.back):
        yield Forme(*paper.across, tuple(_halves(pages, side, paper, creep)))


def _halves(pages: Originals, side: Side, paper: Paper, creep: float) -> Iterator[Placed]:
    width, height = paper.across
    half = width / 2
    if side.left is not None:
        yield pages.fitted(side.left, Box(0, 0, half, height), creep)
    if side.right is not None:
        yield pages.fitted(side.right, Box(half, 0, half, height), -creep)


# --- fronts and backs -----------------------------------------------------------------------------------------


def fronts_and_backs(content: bytes, paper: Paper) -> Imposed:
    """Two files for a printer that prints one side only: all fronts, then all backs in the order of the stack that is
    put back (see `signatures.duplex_stacks`). Pages keep their size."""
    with originals(content) as pages:
        fronts, backs = signatures.duplex_stacks(len(pages))
        files = {"fronts": _stack(pages, fronts, paper), "backs": _stack(pages, backs, paper)}
        return Imposed(MappingProxyType(files), len(fronts), len(pages))


def _stack(pages: Originals, cells: tuple[Cell, ...], paper: Paper) -> bytes:
    return pages.printed((_whole(pages, cell, paper) for cell in cells), "")


def _whole(pages: Originals, cell: Cell, paper: Paper) -> Forme:
    if cell is None:
        return Forme(*paper.upright)
    lies_across = pages.bounds[cell].lies_across
    width, height = paper.across if lies_across else paper.upright
    return Forme(width, height, (pages.fitted(cell, Box(0, 0, width, height)),))


IMPOSITIONS: Mapping[str, Callable[[bytes, Paper], Imposed]] = MappingProxyType(
    {
        "booklet": booklet,
        "manual-duplex": fronts_and_backs,
        "handouts-2up": twice,
        "cards": cards,
        "poster": poster,
    }
)

_TWO_FILES = MappingProxyType({"manual-duplex": ("fronts", "backs")})


def parts_of(name: str) -> tuple[str, ...]:
    """The keys of `Imposed.files` that an imposition gives."""
    return _TWO_FILES.get(name, ("",))
