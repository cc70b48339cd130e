"""Jobs for pages that face each other: where both languages of a part begin a new one, and a part that is parted so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kitabcha.diagnostics import error
from kitabcha.model import Place
from kitabcha.press import fonts, spreads
from kitabcha.press.jobs import Made, OfPart, PartJob
from kitabcha.press.ties import TIE
from kitabcha.press.verification import OURS
from kitabcha.resources import fonts_folder


@dataclass(frozen=True)
class SpreadJob:
    """A part in two languages, both with ties, to be parted in step."""

    parts: tuple[PartJob, PartJob]

    @property
    def name(self) -> str:
        return f"{self.parts[0].name} with its counterpart"

    @property
    def place(self) -> Place:
        """Where its diagnostics are."""
        return self.parts[0].place

    @property
    def size(self) -> int:
        """As much work as to typeset both."""
        return sum(part.size for part in self.parts)

    def run(self, taken: tuple[Made, ...] = ()) -> Made:
        """Lay both out, page by page."""
        from kitabcha.press.typesetting import facing

        if faults := fonts.missing(fonts_folder()):
            return Made(b"", tuple(faults))
        pages = [(part.html, part.pictures) for part in self.parts]
        return Made(spreads.written(facing(pages, fonts_folder(), self.place)))

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change what it comes to, for its key in the cache."""
        yield "spreads"
        for part in self.parts:
            yield from part.ingredients()


@dataclass(frozen=True)
class FacingJob(OfPart):
    """A part in one of two languages to typeset, the first (0) or the second (1): it takes what the `SpreadJob` of both
    has made."""

    which: int

    def run(self, taken: tuple[Made, ...]) -> Made:
        """Part it where its counterpart is parted, and typeset it."""
        (parted,) = taken
        side = spreads.read(parted.content)[self.which]
        made = replace(self.part, html=_with_breaks(self.part.html, side.breaks)).run()
        if made.content and made.pages != side.pages:
            told = f"{self.part.name} was to face its counterpart with {side.pages} pages, and has {made.pages}"
            return Made(b"", (*made.diagnostics, error(self.place, told, OURS)))
        return replace(made, about={**made.about, "blanks": list(side.blanks)})

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change its bytes besides where it is parted, for its key in the cache."""
        yield from ("facing", str(self.which), *self.part.ingredients())


def _with_breaks(html: str, ties: tuple[str, ...]) -> str:
    """A page that is parted before these ties, whatever else the style sheets say."""
    if not ties:
        return html
    places = ", ".join(f'[{TIE}="{tie}"]' for tie in ties)
    return html.replace("</style>", f"{places} {{ break-before: page !important; }}\n</style>", 1)
