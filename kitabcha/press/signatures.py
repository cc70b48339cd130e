"""A number of pages → which of them stands where on which sheet: the arithmetic of folding, stacking and cutting, with
no PDF in it. Pages and cards are counted from 0; None is a blank."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

MOST_STAPLED = 16
"""Sheets of 80 g/m² that are folded into one another: an office's stapler takes no more, and the innermost sheet stands
out by a millimetre and a half."""

MOST_SEWN = 8
"""Sheets of a signature, where there are several."""

PAGES_A_SHEET = 4

Cell: TypeAlias = int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet to be folded, as one looks at it with the fold upright."""

    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a booklet. `depth` counts the sheets of its signature that lie around it: 0 for the outermost.

    The back is what one sees after turning the sheet over its short edge, so back.left is behind front.right.
    """

    signature: int
    depth: int
    front: Side
    back: Side


def signature_sizes(pages: int) -> tuple[int, ...]:
    """The sheets of each signature: one to be stapled through the fold, or several that differ by one sheet at most."""
    sheets = -(-pages // PAGES_A_SHEET)
    if sheets <= MOST_STAPLED:
        return (sheets,)
    count = -(-sheets // MOST_SEWN)
    least, more = divmod(sheets, count)
    return tuple(least + (number < more) for number in range(count))


def booklet_sheets(pages: int, right_to_left: bool) -> tuple[Sheet, ...]:
    """The sheets in the order of printing: signature by signature, each from the outermost sheet to the innermost.

    Blanks stand at the reading end: behind the last page, on either binding.
    """
    sheets: list[Sheet] = []
    first = 0
    for signature, size in enumerate(signature_sizes(pages)):
        last = first + size * PAGES_A_SHEET - 1
        for depth in range(size):
            front = _side(last - 2 * depth, first + 2 * depth, pages, right_to_left)
            back = _side(first + 2 * depth + 1, last - 2 * depth - 1, pages, right_to_left)
            sheets.append(Sheet(signature, depth, front, back))
        first = last + 1
    return tuple(sheets)


def _side(left: int, right: int, pages: int, right_to_left: bool) -> Side:
    """A side as a left-to-right book has it; a right-to-left book is its mirror image."""
    ends = tuple(page if page < pages else None for page in (left, right))
    return Side(*(ends[::-1] if right_to_left else ends))


def duplex_stacks(pages: int) -> tuple[tuple[int, ...], tuple[Cell, ...]]:
    """The fronts as they are printed first, and the backs in the order in which the stack is fed again.

    Printers lay sheets face down on one another, so the last front lies on top. The stack is put back as it lies, its
    blank side to be printed: the last sheet is drawn first, and its back is blank when the pages are odd in number.
    """
    fronts = tuple(range(0, pages, 2))
    return fronts, tuple(page + 1 if page + 1 < pages else None for page in reversed(fronts))


@dataclass(frozen=True, slots=True)
class CardSheet:
    """A sheet of cards: the pages of its cells row by row from the top, each row from the left."""

    front: tuple[Cell, ...]
    back: tuple[Cell, ...]


def card_sheets(pages: int, columns: int, rows: int, right_to_left: bool) -> tuple[CardSheet, ...]:
    """Sheets of cards whose pages are front, back, front, back …

    The rows of the backs are mirrored, so that turned over its upright edge a sheet has each back behind its front.
    Cards are laid in the direction of reading; a missing last back, and cells without a card, are blank.
    """
    groups = _parted(tuple(range(0, pages, 2)), columns * rows)
    return tuple(_card_sheet(group, pages, columns, rows, right_to_left) for group in groups)


def _parted(cells: tuple[Cell, ...], length: int) -> list[tuple[Cell, ...]]:
    return [cells[start : start + length] for start in range(0, len(cells), length)]


def _card_sheet(cards: tuple[Cell, ...], pages: int, columns: int, rows: int, right_to_left: bool) -> CardSheet:
    cells: tuple[Cell, ...] = (*cards, *[None] * (columns * rows - len(cards)))
    laid = [row[::-1] if right_to_left else row for row in _parted(cells, columns)]
    backs = [tuple(_back_of(card, pages) for card in reversed(row)) for row in laid]
    return CardSheet(tuple(chain.from_iterable(laid)), tuple(chain.from_iterable(backs)))


def _back_of(card: Cell, pages: int) -> Cell:
    return None if card is None or card + 1 >= pages else card + 1
