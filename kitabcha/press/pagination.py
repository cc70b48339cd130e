"""Typeset parts in their order → which page each is on, its side and folio, and where every anchor is. Plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kitabcha.press.galleys import HERE, Face, Galley
from kitabcha.press.parts import Facts, SetPage, Slot, Spot


@dataclass(frozen=True)
class Part:
    """A typeset part in its place in a manual; `session`, `number` and `heading` are those of its `Galley`."""

    name: str
    content: bytes
    facts: Facts
    session: str = ""
    number: int = 0
    heading: str = ""

    @classmethod
    def of(cls, galley: Galley, content: bytes, facts: Facts) -> Part:
        """A galley, typeset."""
        return cls(galley.name, content, facts, galley.session, galley.number, galley.heading)

    def global_name(self, anchor: str) -> str:
        """An anchor as the whole manual knows it: a session's part calls its own session `here`."""
        if anchor == HERE or anchor.startswith(f"{HERE}--"):
            return self.session + anchor.removeprefix(HERE)
        return anchor


@dataclass(frozen=True)
class PlacedPage:
    """A page in its place. `folio` counts from 1."""

    part: Part
    index: int
    folio: int
    side: str

    @property
    def page(self) -> SetPage:
        return self.part.facts.pages[self.index]

    @property
    def face(self) -> Face:
        return Face.of(self.page.name, self.part.heading, self.part.number, self.side)


@dataclass(frozen=True)
class Pagination:
    """A manual's pages in order, and for every anchor in it the spot where it is."""

    pages: tuple[PlacedPage, ...]
    places: Mapping[str, Spot]

    @property
    def numbers(self) -> Mapping[str, int]:
        """On which page of the manual every anchor is, counted from 1."""
        return {anchor: spot.page + 1 for anchor, spot in self.places.items()}

    def number_for(self, slot: Slot, placed: PlacedPage) -> int:
        """What goes into a slot."""
        match slot.kind:
            case "session":
                return placed.part.number
            case "folio":
                return placed.folio
            case _:
                return self.places[placed.part.global_name(slot.target)].page + 1


def paginate(parts: Sequence[Part], is_right_to_left: bool) -> Pagination:
    """The first page of a book is a right one; of one that is bound on the right, a left one."""
    odd, even = ("left", "right") if is_right_to_left else ("right", "left")
    pages = tuple(
        PlacedPage(part, index, folio, odd if folio % 2 else even)
        for folio, (part, index) in enumerate(_all_pages(parts), start=1)
    )
    places: dict[str, Spot] = {}
    first = 0
    for part in parts:
        for anchor, spot in part.facts.anchors.items():
            places.setdefault(part.global_name(anchor), Spot(first + spot.page, spot.x, spot.y))
        first += len(part.facts.pages)
    return Pagination(pages, places)


def _all_pages(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    for part in parts:
        for index in range(len(part.facts.pages)):
            yield part, index
