"""The typeset furniture of pages → what binding lays around each: head and foot, as operators with open slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kitabcha.model import Language
from kitabcha.press.galleys import Face
from kitabcha.press.pagination import PlacedPage
from kitabcha.press.parts import Facts, SetPage


@dataclass(frozen=True)
class Furniture:
    """The typeset faces of pages in a language: page `index` of the PDF for each."""

    content: bytes
    facts: Facts
    faces: Mapping[Face, int]
    language: Language

    @classmethod
    def of(cls, faces: Sequence[Face], content: bytes, facts: Facts, language: Language) -> Furniture:
        """What `galleys.furniture` wrote of these faces, typeset."""
        places = {face: facts.anchors[f"face-{number}"].page for number, face in enumerate(faces)}
        return cls(content, facts, places, language)


class Surroundings:
    """The furniture of a manual with its PDFs, opened: by language on facing pages, else under an empty string."""

    def __init__(self, furniture: Mapping[str, Furniture], opened: Mapping[str, Any]) -> None:
        self.furniture, self.opened = furniture, opened
        self._contents: dict[tuple[str, int], bytes] = {}

    @property
    def samples(self) -> Iterator[Any]:
        """A page of each PDF, for the fonts and graphics states that all of its pages know."""
        return (pdf.pages[0] for pdf in self.opened.values())

    def language(self, placed: PlacedPage) -> Language:
        """The language of what stands around a page."""
        return self.furniture[placed.part.language].language

    def face(self, placed: PlacedPage) -> SetPage:
        """The empty page that has what stands around a page."""
        return self.furniture[placed.part.language].facts.pages[self._index(placed)]

    def content(self, placed: PlacedPage) -> bytes:
        """The operators of a page's face, its slots open."""
        key = placed.part.language, self._index(placed)
        if key not in self._contents:
            self._contents[key] = self.opened[key[0]].pages[key[1]].Contents.read_bytes()
        return self._contents[key]

    def shift(self, placed: PlacedPage) -> float:
        """How far a page's text moves, in points, since the inner margin is the wider one."""
        return round(self.face(placed).left - placed.page.left, 6)

    def _index(self, placed: PlacedPage) -> int:
        return self.furniture[placed.part.language].faces[placed.face]
