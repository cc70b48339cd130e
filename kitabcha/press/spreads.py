"""Two languages, each set page by page → where both begin a new page, so that every spread begins with the same block.

A block with its counterpart in the other language is a tie (`ties`). Whichever language gets less far on a page decides
where both go on. A block that has no room on one page is continued on the next, and the language that had room for it
waits beside it, on a blank page if need be. This is arithmetic: `engine_spreads` sets the pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Protocol


class Seam(IntEnum):
    """What stands against a page that begins with a tie: nothing, a box around it that is not to be parted, or what is
    before it and is to stay with it."""

    FREE = 0
    INSIDE = 1
    KEPT = 2


@dataclass(frozen=True, slots=True, order=True)
class End:
    """How far a page reaches: to just before a tie, or into it. Ties are counted from 0; after the last comes the end
    of the text."""

    tie: int
    is_inside: bool = False


class Setter(Protocol):
    """A text that is set page by page."""

    def try_page(self) -> End:
        """Set the next page as full as it gets. One of the others says what becomes of it."""

    def end_before(self, tie: int) -> None:
        """Let the page end before a tie."""

    def keep(self) -> None:
        """Let the page be as it is."""

    def leave(self) -> None:
        """Set no page this time."""


@dataclass(frozen=True, slots=True)
class Side:
    """The pages of one language: the names of the ties before which a new one begins, how many have text, and which of
    all, counted from 0, are blank."""

    breaks: tuple[str, ...]
    pages: int
    blanks: tuple[int, ...]


def written(sides: Sequence[Side]) -> bytes:
    """Sides as JSON; `read` gives them back."""
    return json.dumps([asdict(side) for side in sides]).encode()


def read(content: bytes) -> tuple[Side, ...]:
    rows = json.loads(content)
    return tuple(Side(tuple(row["breaks"]), row["pages"], tuple(row["blanks"])) for row in rows)


@dataclass(slots=True)
class _Run:
    """A language on its way; `is_inside` says whether its next page begins inside of a tie."""

    setter: Setter
    breaks: list[int] = field(default_factory=list)
    pages: int = 0
    blanks: list[int] = field(default_factory=list)
    is_inside: bool = False

    def go_to(self, tie: int, at: int) -> None:
        """Let the page end before a tie; be it there already, wait."""
        if tie == at and not self.is_inside:
            self.setter.leave()
            self.blanks.append(self.pages + len(self.blanks))
            return
        self.setter.end_before(tie)
        self.breaks.append(tie)
        self.pages, self.is_inside = self.pages + 1, False

    def go_on(self) -> None:
        """Let the page be full, and the tie be continued on the next."""
        self.setter.keep()
        self.pages, self.is_inside = self.pages + 1, True


def in_step(setters: Sequence[Setter], names: Sequence[str], seams: Sequence[Seam]) -> tuple[Side, ...]:
    """The pages of texts that have ties of these names, in this order, with these seams before them."""
    runs = tuple(map(_Run, setters))
    at, last = -1, len(names)
    while at < last or any(run.is_inside for run in runs):
        ends = [run.setter.try_page() for run in runs]
        low, first = min(ends), at if any(run.is_inside for run in runs) else at + 1
        stop = _stop(first, low, seams)
        for run, end in zip(runs, ends, strict=True):
            if stop is None and end == low:
                run.go_on()
            else:
                run.go_to(low.tie + 1 if stop is None else stop, at)
        at = low.tie + 1 if stop is None else stop
    return tuple(
        Side(tuple(names[tie] for tie in run.breaks if tie < last), run.pages, tuple(run.blanks)) for run in runs
    )


def _stop(first: int, low: End, seams: Sequence[Seam]) -> int | None:
    """The tie before which pages end that reach so far, from the first one on that they may end before; None where all
    that they hold is one tie, or parts of what is kept together."""
    if low.tie == len(seams):
        return low.tie
    for seam in (Seam.FREE, Seam.INSIDE):
        for tie in range(low.tie, first - 1, -1):
            if seams[tie] == seam:
                return tie
    return None if low.is_inside or low.tie < first else low.tie
