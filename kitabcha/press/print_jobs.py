"""Jobs for the printer: a bound manual → its sheets, proved; and those → the print card that lies beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kitabcha.model import Language, Place
from kitabcha.press import print_card
from kitabcha.press.composition import style_sheet
from kitabcha.press.cropping import with_crop_marks
from kitabcha.press.imposition import impose
from kitabcha.press.inline_html import Phrases
from kitabcha.press.jobs import File, Made, tools
from kitabcha.press.laid_pages import cropped_page_faults, laid_page_faults
from kitabcha.press.paper import Imposed, Paper
from kitabcha.press.print_steps import Order
from kitabcha.press.profiles import Profile
from kitabcha.press.proofing import Proof, outside_margin, proofs
from kitabcha.press.verification import pdf_faults
from kitabcha.resources import fonts_folder, templates_folder

CARD, CROP_MARKS = "card", "crop-marks"


@dataclass(frozen=True)
class ImposeJob:
    """A file for the printer, of the bound manual that it takes: one of those that the profile's imposition gives, the
    one called `file.part`. With `bleed`, in millimetres, the pages with crop marks instead, for a print shop."""

    file: File
    profile: Profile
    paper: Paper
    bleed: float | None = None

    @property
    def name(self) -> str:
        return f"{self.file.path} for the printer"

    @property
    def place(self) -> Place:
        return self.file.place

    @property
    def size(self) -> int:
        """As much work as a short part on a screen."""
        return 5000

    def run(self, taken: tuple[Made, ...]) -> Made:
        """Lay its pages on sheets, and prove every side."""
        (bound,) = taken
        if self.bleed is not None:
            about = _about(Imposed({}, 0, bound.pages), (), bound.pages)
            marked = with_crop_marks(bound.content, self.bleed)
            return Made(marked, tuple(cropped_page_faults(marked, bound.content, self.place)), about)
        imposed = impose(self.profile.imposition, bound.content, self.paper, self.profile.duplex)
        content = imposed.files[self.file.part]
        proved = proofs(content)
        found = outside_margin(proved, self.place)
        if self.profile.imposition:
            found += laid_page_faults(content, bound.content, self.place)
        return Made(content, tuple(found), _about(imposed, proved, len(proved)))

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change its bytes besides the bound manual, for its key in the cache."""
        yield from ("impose", self.profile.imposition, self.profile.duplex, self.file.part)
        yield from (repr(self.paper), repr(self.bleed), tools())


@dataclass(frozen=True)
class CardJob:
    """The print card of an order, which takes its files. `phrases` can travel to another process."""

    file: File
    order: Order
    languages: Mapping[str, Language]
    phrases: Phrases

    @property
    def name(self) -> str:
        return self.file.path

    @property
    def place(self) -> Place:
        return self.file.place

    @property
    def size(self) -> int:
        """Of a printed part with so many characters."""
        return 1000 * 50

    def run(self, taken: tuple[Made, ...]) -> Made:
        """Write the card and typeset it."""
        from kitabcha.press.typesetting import typeset

        language = self.file.language
        card = print_card.print_card(fulfilled(self.order, taken), language, self.phrases)
        html = print_card.html(card, language, self.languages, self.phrases)
        done = typeset(html, {}, language, self.languages, fonts_folder(), self.place)
        faults = pdf_faults(done.pdf, language, self.place) if done.pdf else []
        return Made(done.pdf, (*done.diagnostics, *faults), {"pages": done.pages})

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change its bytes besides the files, for its key in the cache."""
        order, room = self.order, self.order.room
        yield from ("card", order.title, order.kind, repr(order.right_to_left), repr(order.profile), repr(order.bleed))
        yield from (repr(sorted(order.names.items())), repr(room.price), room.paper)
        yield from (room.currency.raw if room.currency else "", repr(self.file.language), repr(self.phrases))
        yield from (style_sheet("print-card"), (templates_folder() / "print-card.html").read_text("utf-8"), tools())


# --- what is known of the files -------------------------------------------------------------------------------


def fulfilled(order: Order, files: Sequence[Made]) -> Order:
    """An order with what came of it: `files` are what its `ImposeJob`s have made, in the order of its `names`."""
    about = files[0].about
    imposed = Imposed({}, about["sheets"], about["sides"], tuple(about["signatures"]), about["scale"])
    proved = tuple(Proof(ink, tuple(edges)) for file in files for ink, edges in file.about["proofs"])
    return replace(order, imposed=imposed, proofs=proved)


def _about(imposed: Imposed, proved: Sequence[Proof], pages: int) -> dict[str, Any]:
    """The facts about a file as JSON has them, for `fulfilled`."""
    return {
        "pages": pages,
        "sheets": imposed.sheets,
        "sides": imposed.sides,
        "signatures": list(imposed.signatures),
        "scale": imposed.scale,
        "proofs": [[proof.ink, list(proof.edges)] for proof in proved],
    }
