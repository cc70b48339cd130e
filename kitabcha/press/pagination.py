"""Typeset parts in their order → which page each is on, its side and folio, and where every anchor is. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kitabcha.press.galleys import HERE, Face, Galley
from kitabcha.press.parts import Facts, SetPage, Slot, Spot


@dataclass(frozen=True)
class Part:
    """A typeset part in its place in a manual; `session`, `number`, `heading`, `language` and `side` are those of its
    `Galley`. `blanks` are which of its pages, counted from 0 with them, are blank: they are none of `content`."""

    name: str
    content: bytes
    facts: Facts
    session: str = ""
    number: int = 0
    heading: str = ""
    language: str = ""
    side: str = ""
    blanks: tuple[int, ...] = ()

    @classmethod
    def of(cls, galley: Galley, content: bytes, facts: Facts, blanks: Iterable[int] = ()) -> Part:
        """A galley, typeset."""
        about = (galley.session, galley.number, galley.heading, galley.language, galley.side)
        return cls(galley.name, content, facts, *about, tuple(blanks))

    @property
    def key(self) -> str:
        """What tells it from all other parts of the manual."""
        return f"{self.language}-{self.name}" if self.language else self.name

    @property
    def leaves(self) -> tuple[int | None, ...]:
        """Its pages in order, by their index in `content`; None for a blank one."""
        indices = iter(range(len(self.facts.pages)))
        count = len(self.facts.pages) + len(self.blanks)
        return tuple(None if place in self.blanks else next(indices) for place in range(count))

    def global_name(self, anchor: str) -> str:
        """An anchor as the whole manual knows it: a session's part calls its own session `here`, and on facing pages
        both languages have anchors of the same names."""
        if anchor == HERE or anchor.startswith(f"{HERE}--"):
            anchor = self.session + anchor.removeprefix(HERE)
        return _named(anchor, self.language)


@dataclass(frozen=True)
class PlacedPage:
    """A page in its place. `index` is that in its part's content, None of a blank page; `folio` counts from 1."""

    part: Part
    index: int | None
    folio: int
    side: str

    @property
    def page(self) -> SetPage:
        """The page as it was set; of a blank one, the last that its part has."""
        return self.part.facts.pages[-1 if self.index is None else self.index]

    @property
    def face(self) -> Face:
        return Face.of(self.page.name, self.part.heading, self.part.number, self.side, bool(self.part.side))

    @property
    def has_face(self) -> bool:
        """Whether anything stands in its margins: nothing does beside a part that has no counterpart."""
        return self.part.side in ("", self.side)


@dataclass(frozen=True)
class Pagination:
    """A manual's pages in order; where those of each part are among them, by the part's key, blank ones apart; and for
    every anchor the spot where it is."""

    pages: tuple[PlacedPage, ...]
    of_parts: Mapping[str, Sequence[int]]
    blanks: Mapping[str, Sequence[int]]
    places: Mapping[str, Spot]

    def numbers(self, language: str = "") -> Mapping[str, int]:
        """On which page of the manual every anchor is, counted from 1; on facing pages, those of a language."""
        start = _named("", language)
        return {
            anchor.removeprefix(start): spot.page + 1
            for anchor, spot in self.places.items()
            if anchor.startswith(start)
        }

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
    """The first page of a book is a right one; of one that is bound on the right, a left one.

    Parts on facing pages come one language after the other; their pages, in turns, the first on even ones.
    """
    odd, even = ("left", "right") if is_right_to_left else ("right", "left")
    pages = tuple(
        PlacedPage(part, index, folio, odd if folio % 2 else even)
        for folio, (part, index) in enumerate(_all_pages(parts, (even, odd)), start=1)
    )
    of_parts, blanks = ({part.key: list[int]() for part in parts} for _ in range(2))
    for place, placed in enumerate(pages):
        (blanks if placed.index is None else of_parts)[placed.part.key].append(place)
    places: dict[str, Spot] = {}
    for part in parts:
        for anchor, spot in part.facts.anchors.items():
            places.setdefault(part.global_name(anchor), Spot(of_parts[part.key][spot.page], spot.x, spot.y))
    return Pagination(pages, of_parts, blanks, places)


def _all_pages(parts: Sequence[Part], sides: tuple[str, str]) -> Iterator[tuple[Part, int | None]]:
    facing: dict[str, list[Part]] = {}
    folio = 0
    for part in parts:
        if part.side:
            facing.setdefault(part.name, []).append(part)
            continue
        for index in part.leaves:
            folio += 1
            yield part, index
    if facing and folio % 2 == 0:
        yield parts[0], None  # the first even page is yet to come
    for counterparts in facing.values():
        yield from _in_turns(counterparts, sides)


def _in_turns(counterparts: Sequence[Part], sides: tuple[str, str]) -> Iterator[tuple[Part, int | None]]:
    """The pages of a part in two languages; where one has less, blank ones."""
    by_side = {part.side: (part, part.leaves) for part in counterparts}
    for place in range(max(len(leaves) for _, leaves in by_side.values())):
        for side in sides:
            part, leaves = by_side.get(side, (counterparts[0], ()))
            yield part, leaves[place] if place < len(leaves) else None


def _named(anchor: str, language: str) -> str:
    return f"{language}:{anchor}" if language else anchor
