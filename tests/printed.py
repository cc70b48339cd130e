"""A finished PDF → the words that one reads in it, in the order of its tags, line by line, as PDFium finds them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2

from kitabcha.press.proofreading import Line, lines_of
from tests.typed import plain

LEVEL = 6
"""Points by which the baselines of one line may differ."""

GAP = 10
"""Points from which on a gap is no space between words."""

Mark = tuple[int, int]
"""A page from 0, and the number of marked content on it."""

CALL = ("/Lbl", "/Reference")
"""The tags of a note's number at its word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands together on a line of one block: the block's number, the page from 0, and what was read."""

    block: int
    page: int
    line: Line

    def says(self, text: str) -> Piece:
        """The same piece with another text."""
        return replace(self, line=replace(self.line, text=text))

    def is_beside(self, other: Piece) -> bool:
        """Whether both are of one line; a note's number may stand higher than its word."""
        here = (self.block, self.page) == (other.block, other.page)
        return here and abs(self.line.height - other.line.height) <= LEVEL

    def goes_on(self, before: Piece) -> bool:
        """Whether no blank parts it from the piece before it: an address goes on in the next line after a stroke."""
        return self.is_beside(before) or (self.block == before.block and before.line.text.endswith("/"))

    def is_apart(self, other: Piece) -> bool:
        """Whether there is a wide gap between both."""
        return max(self.line.left - other.line.right, other.line.left - self.line.right) > GAP


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF as it was read: its pieces in the order of the tags, for each page what is no part of the text (running
    heads, folios), and for each anchor its page from 0."""

    pieces: tuple[Piece, ...]
    furniture: tuple[tuple[str, ...], ...]
    places: Mapping[str, int]

    @property
    def text(self) -> str:
        said = [piece for piece in self.pieces if piece.line.text]
        spaces = [" ", *("" if piece.goes_on(before) else " " for before, piece in pairwise(said))]
        return plain("".join(space + piece.line.text for space, piece in zip(spaces, said, strict=True)))

    def rows(self, page: int) -> list[list[Piece]]:
        """The lines of a page, each as its pieces; a note's text does not part the line of its call."""
        rows: list[list[Piece]] = []
        for piece in (piece for piece in self.pieces if piece.page == page):
            row = next((row for row in reversed(rows) if piece.is_beside(row[-1])), None)
            if row:
                row.append(piece)
            else:
                rows.append([piece])
        return rows


def read(content: bytes) -> Printed:
    """A tagged PDF by PDFium."""
    lines = [lines_of(page.get_textpage()) for page in pypdfium2.PdfDocument(content)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        marks = list(_marks(pdf.Root.StructTreeRoot.K[0], pages, 0, [0]))
        tagged = {mark for _, mark in marks}
        furniture = tuple(
            tuple(
                plain(words)
                for number, line in found.items()
                if (page, number) not in tagged
                for words in line.text.splitlines()
            )
            for page, found in enumerate(lines)
        )
        pieces = _signs_returned(list(_pieces(marks, lines)))
        return Printed(tuple(pieces), furniture, dict(_places(pdf, pages)))


def _pieces(marks: Sequence[tuple[int, Mark]], lines: Sequence[Mapping[int, Line]]) -> Iterator[Piece]:
    """Where nothing was read, an empty piece beside the last of its block."""
    last: dict[tuple[int, int], Line] = {}
    for block, (page, number) in marks:
        before = last.get((block, page))
        line = lines[page].get(number) or (before and replace(before, text=""))
        if line:
            last[block, page] = line
            yield Piece(block, page, replace(line, text=line.text.replace("/\r\n", "/")))


def _signs_returned(pieces: list[Piece]) -> list[Piece]:
    """PDFium reads a sign after a note's number as a part of that: here it stands where it was typed."""
    for place, piece in enumerate(pieces):
        if number := re.fullmatch(r"(\d+)([،,.:]+)\s*", piece.line.text):
            later = range(place + 1, len(pieces))
            after = next((other for other in later if pieces[other].is_beside(piece)), 0)
            if after > place + 1:  # the note itself is tagged between
                pieces[place] = piece.says(number[1])
                pieces[after] = pieces[after].says(number[2] + pieces[after].line.text)
    return pieces


def _marks(element: Any, pages: Mapping[Any, int], block: int, count: list[int]) -> Iterator[tuple[int, Mark]]:
    """All marked content in the order of the tags, each with the number of the block that it is in."""
    role = str(element.S)
    if role not in {"/Span", "/Link", "/Quote", "/Code", "/Reference"} and (role, str(element.P.get("/S"))) != CALL:
        count[0] += 1
        block = count[0]
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield block, (pages[element.Pg.objgen], kid)
        elif "/MCID" in kid:
            yield block, (pages[kid.Pg.objgen], int(kid.MCID))
        elif "/S" in kid:
            yield from _marks(kid, pages, block, count)


def _places(pdf: pikepdf.Pdf, pages: Mapping[Any, int]) -> Iterator[tuple[str, int]]:
    names = pdf.Root.Names.Dests.Names
    for name, place in zip(names[::2], names[1::2], strict=True):
        yield str(name), pages[place[0].objgen]
