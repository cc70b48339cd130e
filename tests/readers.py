"""A page as readers of PDF give it, and what of its text they lose or add."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from itertools import pairwise

import pypdfium2

from tests.printed import Piece
from tests.proofs import Proof
from tests.typed import plain


def by_pdfium(content: bytes) -> list[str]:
    """The text of each page as one copies it from a browser."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def by_poppler(content: bytes) -> list[str]:
    """The text of each page as one copies it from most readers on Linux."""
    program = shutil.which("pdftotext")
    assert program, "no pdftotext: `make system-tests` tells how to install it"
    done = subprocess.run([program, "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def unread(proof: Proof, page: int, text: str) -> tuple[list[str], list[str]]:
    """What is on a page but not in its text as a reader gives it, and what of that is not on the page.

    Readers may take what a wide gap parts for columns, and the cells of a table's head that stands again.
    """
    text, lost = " \n ".join(["", *map(plain, text.splitlines()), ""]), []
    rows = [_columns(row) for row in proof.printed.rows(page)]
    rows += [proof.cells(line) for line in proof.printed.furniture[page]]
    while rows:  # the longest first: a number may stand in another row as well
        rows.sort(key=lambda row: sum(map(len, row)), reverse=True)
        row = rows.pop(0)
        words = plain(" ".join(row))
        if found := _found(words, text):
            start, end = found
            text = f"{text[:start]} \0 {text[end:]}"
        elif len(row) > 1:
            rows += [[column] for column in row]
        elif words:
            lost.append(words)
    return lost, [words for part in re.split("[\0\n]", text) if (words := part.strip())]


def _found(words: str, text: str) -> tuple[int, int] | None:
    """From where to where a row stands in a reader's text, in one line rather than in several."""
    if (start := text.find(f" {words} ")) >= 0:
        return start, start + len(words) + 2
    over_lines = "( | \n )+".join(map(re.escape, words.split()))
    found = re.search(f" {over_lines} ", text)
    return found and found.span()


def _columns(row: Sequence[Piece]) -> list[str]:
    """The text of a line, parted where a wide gap is."""
    parts = [row[0].line.text]
    for before, piece in pairwise(row):
        if piece.is_apart(before):
            parts.append("")
        parts[-1] += piece.line.text
    return parts
