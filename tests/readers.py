"""A page as readers of PDF give it, and what of its text they lose or add."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pypdfium2

from tests.printed import Piece, Printed
from tests.typed import plain

_END = " \n "
"""Between two lines of a reader's text."""


def by_pdfium(content: bytes) -> list[str]:
    """The text of each page as one copies it from a browser."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def by_poppler(content: bytes) -> list[str]:
    """The text of each page as one copies it from most readers on Linux."""
    program = shutil.which("pdftotext")
    assert program, "no pdftotext: `make system-tests` tells how to install it"
    done = subprocess.run([program, "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def unread(printed: Printed, page: int, text: str, heads: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """What is on a page but not in its text as a reader gives it, and what of that is not on the page.

    Readers may take what a wide gap parts for columns. `heads` has the cells of the rows that are repeated where a
    table goes on.
    """
    rows = [_columns(row) for row in printed.rows(page)]
    rows += [list(heads.get(one, [one])) for one in printed.furniture[page]]
    text, rows = _found(rows, _END.join(["", *map(plain, text.splitlines()), ""]))
    text, rows = _found(rows, text.replace(_END, " "))  # a reader that sees columns begins a line in the midst of one
    text, rows = _found([[column] for row in rows for column in row], text)
    lost = [words for row in rows if (words := plain(" ".join(row)))]
    return lost, [words for part in text.split("\0") if (words := part.strip())]


def _found(rows: list[list[str]], text: str) -> tuple[str, list[list[str]]]:
    """A text without the rows that it has, and those that it has not. The longest is looked for first: a number may
    stand in another row as well."""
    missing = []
    for row in sorted(rows, key=lambda row: len(plain(" ".join(row))), reverse=True):
        before, found, after = text.partition(f" {plain(' '.join(row))} ")
        if found:
            text = f"{before} \0 {after}"
        else:
            missing.append(row)
    return text, missing


def _columns(row: Sequence[Piece]) -> list[str]:
    """The text of a line, parted where a wide gap is."""
    parts = [row[0].line.text]
    for before, piece in pairwise(row):
        if piece.is_apart(before):
            parts.append("")
        parts[-1] += piece.line.text
    return parts
