"""A printer's paper, and what is laid on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.press.formes import MM


@dataclass(frozen=True, slots=True)
class Paper:
    """A printer's paper: width and height as it stands upright and thickness of one sheet, all in millimetres."""

    name: str
    width: float
    height: float
    thickness: float = 0.1

    @property
    def upright(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.width * MM, self.height * MM

    @property
    def across(self) -> tuple[float, float]:
        return self.height * MM, self.width * MM


PAPERS: Mapping[str, Paper] = MappingProxyType(
    {
        "A3": Paper("A3", 297, 420),
        "A4": Paper("A4", 210, 297),
        "A5": Paper("A5", 148, 210),
        "letter": Paper("letter", 215.9, 279.4),
    }
)
"""Paper of 80 g/m², a tenth of a millimetre thick."""


@dataclass(frozen=True)
class Imposed:
    """What goes to the printer. `files` maps "" to the one PDF, or "fronts" and "backs" to two.

    `sheets` counts sheets of paper, `sides` those of their sides that are printed on; `signatures` are the sheets of
    each part of a booklet; `scale` is 1 where everything has its true size.
    """

    files: Mapping[str, bytes]
    sheets: int
    sides: int
    signatures: tuple[int, ...] = ()
    scale: float = 1.0
