"""A finished PDF and the HTML that it was made of, each as the words that one reads in it, in order."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
from lxml import html as markup

from kitabcha.model import Language
from kitabcha.press.jobs import BindJob
from kitabcha.press.proofreading import Line, lines_of
from kitabcha.writing import digits

CONTROLS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What nobody sees; poppler puts some of them around what it turns."""

INLINE = frozenset({"a", "b", "bdi", "code", "em", "i", "span", "strong"})
LEVEL = 6
"""Points by which the baselines of one line may differ."""

GAP = 10
"""Points from which on a gap is no space between words."""

CALL = ("/Lbl", "/Reference")
"""The tags of a note's number at its word."""


def plain(text: str) -> str:
    """A text with single spaces between its words, without what nobody sees.

    PDFium gives the ellipsis as three points in lines from right to left.
    """
    return " ".join(unicodedata.normalize("NFC", CONTROLS.sub("", text)).replace("…", "...").split())


# --- what was to be printed -----------------------------------------------------------------------------------


def typed(page: str, language: Language, places: Mapping[str, int]) -> str:
    """What a page of HTML says when it is printed. `places` has for each anchor its page, from 0."""
    body = markup.document_fromstring(page).find("body")
    return plain("".join(_said(body, _Setting(language, places, [0]))))


@dataclass(frozen=True, slots=True)
class _Setting:
    language: Language
    places: Mapping[str, int]
    notes: list[int]
    """the number of the last note of the part"""

    def folio(self, element: Any) -> str:
        return digits(self.places[element.get("data-to").removeprefix("#")] + 1, self.language)


def _said(element: Any, setting: _Setting) -> Iterator[str]:
    """The text of an element and what the style sheet puts around it."""
    classes = (element.get("class") or "").split()
    if element.get("aria-hidden") == "true" or not isinstance(element.tag, str):
        return
    if "label" in classes and "sheets-only" in (element.getparent().get("class") or ""):
        return  # not shown in print
    if "part" in classes:
        setting.notes[0] = 0
    around = "" if element.tag in INLINE else " "
    before, after = _added(element, classes, setting)
    inside = [element.text or ""]
    for child in element:
        inside += [*_said(child, setting), child.tail or ""]
    capital = setting.language.code == "en" and "label" in classes
    yield around + before
    yield "".join(inside).upper() if capital else "".join(inside)
    yield after + around


def _added(element: Any, classes: list[str], setting: _Setting) -> tuple[str, str]:
    """What `::before`, `::marker` and `::after` say."""
    parent = element.getparent()
    match element.tag:
        case "span" if "counted" in classes:
            return "", f" {setting.folio(element)}" if _is_in(element, "contents") else setting.folio(element)
        case "dt" if _is_in(element, "imprint") or _is_in(element, "for-whom"):
            return "", ": "
        case "span" if "footnote" in classes:
            setting.notes[0] += 1
            number = digits(setting.notes[0], setting.language)
            return f"{number} {number} ", " "
        case "span" if parent.get("class") == "timing" and element.getprevious() is not None:
            return " · ", ""
        case "li" if not any(_is_in(element, one) for one in ("entries", "works", "parallels", "named")):
            return _marker(element, parent, setting), ""
    return "", ""


def _is_in(element: Any, name: str) -> bool:
    return any(name in (one.get("class") or "").split() for one in element.iterancestors())


def _marker(item: Any, parent: Any, setting: _Setting) -> str:
    if parent.tag == "ul":
        return "• "
    first = int(parent.get("start", 1))
    return f"{digits(first + parent.index(item), setting.language)}. "


# --- what is printed ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands together on a line of one block: the block's number, the page from 0, and what was read."""

    block: int
    page: int
    line: Line

    def is_beside(self, other: Piece) -> bool:
        """Whether both are of one line; a note's number may stand higher than its word."""
        here = (self.block, self.page) == (other.block, other.page)
        return here and abs(self.line.height - other.line.height) <= LEVEL

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
        spaces = [" ", *(_space(before, piece) for before, piece in pairwise(self.pieces))]
        return plain("".join(space + piece.line.text for space, piece in zip(spaces, self.pieces, strict=True)))

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


def _space(before: Piece, piece: Piece) -> str:
    return "" if piece.is_beside(before) else " "


def read(content: bytes) -> Printed:
    """A tagged PDF by PDFium."""
    lines = [lines_of(page) for page in pypdfium2.PdfDocument(content)]
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
        pieces = [Piece(block, page, lines[page][number]) for block, (page, number) in marks if number in lines[page]]
        return Printed(tuple(_signs_returned(pieces)), furniture, dict(_places(pdf, pages)))


def _signs_returned(pieces: Sequence[Piece]) -> list[Piece]:
    """PDFium reads a comma after a note's number as a part of that: here it stands where it was typed."""
    done = list(pieces)
    for place, piece in enumerate(done):
        number = re.fullmatch(r"(\d+)([،,.:]+)", piece.line.text)
        after = next((later for later in range(place + 1, len(done)) if done[later].is_beside(piece)), 0)
        if number and after > place + 1:  # the note itself is tagged between
            done[place] = replace(piece, line=replace(piece.line, text=number[1]))
            done[after] = replace(done[after], line=replace(done[after].line, text=number[2] + done[after].line.text))
    return done


Mark = tuple[int, int]
"""a page from 0, and the number of marked content on it"""


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


# --- what other readers find ----------------------------------------------------------------------------------


def by_pdfium(content: bytes) -> list[str]:
    """The text of each page as one copies it from a browser."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def by_poppler(content: bytes) -> list[str]:
    """The text of each page as one copies it from most readers on Linux."""
    program = shutil.which("pdftotext")
    assert program, "no pdftotext: `make system-tests` tells how to install it"
    done = subprocess.run([program, "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def unread(printed: Printed, page: int, text: str) -> tuple[list[str], list[str]]:
    """What is on a page but not in its text as a reader gives it, and what of that is not on the page.

    Readers may take what a wide gap parts for columns.
    """
    text, lost = f" {plain(text)} ", []
    rows = [_columns(row) for row in printed.rows(page)] + [[one] for one in printed.furniture[page]]
    while rows:  # the longest first: a number may stand in another line as well
        rows.sort(key=lambda row: len(plain(" ".join(row))), reverse=True)
        row = rows.pop(0)
        words = plain(" ".join(row))
        before, found, after = text.partition(f" {words} ")
        if found:
            text = f"{before} \0 {after}"
        elif len(row) > 1:
            rows += [[column] for column in row]
        elif words:
            lost.append(words)
    return lost, [words for part in text.split("\0") if (words := part.strip())]


def _columns(row: Sequence[Piece]) -> list[str]:
    """The text of a line, parted where a wide gap is."""
    parts = [row[0].line.text]
    for before, piece in pairwise(row):
        if piece.is_apart(before):
            parts.append("")
        parts[-1] += piece.line.text
    return parts


# --- a finished file ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proof:
    """A finished PDF, the job that bound it, all that it says as one page of HTML, and how it reads."""

    job: BindJob
    html: str
    content: bytes
    printed: Printed

    @property
    def typed(self) -> str:
        return typed(self.html, self.job.file.language, self.printed.places)

    @property
    def body(self) -> Any:
        """What the PDF was made of, as elements."""
        return markup.document_fromstring(self.html).find("body")

    @property
    def thumb_marks(self) -> set[str]:
        """What may stand at the edge of a page: the numbers of sessions."""
        numbers = (part.number for part in self.job.galleys if part.kind == "session")
        return {digits(number, self.job.file.language) for number in numbers}

    @property
    def running_heads(self) -> set[str]:
        """What may stand at the head or foot of a page besides its number."""
        heads = [self.body.get("data-title"), self.body.get("data-source")]
        return {plain(head) for head in (*heads, *("".join(one.itertext()) for one in self.body.iter("h2")))}
