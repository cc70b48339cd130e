"""A web address → its QR code, as a drawing for an inline SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

QUIET = 4
"""How many modules of white must surround a code (ISO/IEC 18004, 5.3.8)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A drawing `size` modules wide and high, its quiet zone included; `path` fills the black ones (SVG path data).

    One path, so that no renderer leaves hairlines of white between modules.
    """

    address: str
    size: int
    path: str


def qr_code(address: str) -> QrCode:
    """The code of an address, which a scanner reads though 15 % of it be worn or stained (error correction M)."""
    import segno

    matrix = segno.make_qr(address, error="m", boost_error=False).matrix
    path = "".join(_bar(*run) for run in _runs(matrix))
    return QrCode(address, len(matrix) + 2 * QUIET, path)


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    """Column, row and length of each line of black modules."""
    for row, modules in enumerate(matrix):
        for black, run in groupby(range(len(modules)), modules.__getitem__):
            if black:
                columns = list(run)
                yield columns[0], row, len(columns)


def _bar(column: int, row: int, length: int) -> str:
    return f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z"
