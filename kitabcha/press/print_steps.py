"""What is to be printed, and how it was imposed → the steps of printing it, in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kitabcha import writing
from kitabcha.model import Language, PrintRoom
from kitabcha.press.inline_html import Phrases
from kitabcha.press.paper import Imposed
from kitabcha.press.profiles import CARDS, POSTERS, SHEET_SIZES, Profile, paper_of
from kitabcha.press.proofing import Proof

TRIMMED = 6
"""From so many sheets in one fold on, their edges stand out far enough to be worth trimming."""


@dataclass(frozen=True)
class Order:
    """What is to be printed: the manual's `title`, the kind of its edition, the side that it is bound on, the profile
    and what came of it.

    `names` are the files' names by their part, as `imposed.files` has them; `room` has the paper and the price of a
    sheet; `proofs` are those of every side, file after file (empty: not proved). `bleed` is in millimetres, where pages
    go to a print shop with crop marks and are not imposed.
    """

    title: str
    kind: str
    right_to_left: bool
    profile: Profile
    names: Mapping[str, str]
    room: PrintRoom
    imposed: Imposed = field(default_factory=lambda: Imposed({}, 0, 0))
    proofs: tuple[Proof, ...] = ()
    bleed: float | None = None

    @property
    def cut_to(self) -> str:
        """The size of a page in words that are the same everywhere: A5."""
        return SHEET_SIZES[self.profile.sheet]


@dataclass(frozen=True, slots=True)
class Steps:
    """Writes the steps of an order in a language."""

    order: Order
    language: Language
    phrases: Phrases

    def number(self, value: int) -> str:
        return writing.digits(value, self.language)

    def name(self, part: str = "") -> str:
        return self.order.names[part]


def steps(order: Order, language: Language, phrases: Phrases) -> tuple[str, ...]:
    """What to do, in order, one sentence or three a step; numbers in the language's digits."""
    if order.bleed is not None:
        return tuple(_print_shop(Steps(order, language, phrases)))
    phrase = phrases.gettext
    paper = paper_of(order.profile, order.room).name
    first = phrase("Put {paper} paper into the printer.").format(paper=paper)
    if order.profile.imposition == "cards":
        first = phrase("Put {paper} paper into the printer, as thick as it takes.").format(paper=paper)
    return (first, *_STEPS[order.profile.imposition](Steps(order, language, phrases)))


def millimetres(value: float, language: Language, phrases: Phrases) -> str:
    """A length, with as many decimals as it has, in the language's digits."""
    phrase = phrases.gettext
    return phrase("{number} mm").format(number=writing.digits(f"{value:g}", language))


def percent(value: float, language: Language, phrases: Phrases) -> str:
    """A part of a hundred, whole, in the language's digits."""
    phrase = phrases.gettext
    return phrase("{number} %").format(number=writing.digits(round(value), language))


def _true_size(one: Steps, part: str = "") -> str:
    phrase = one.phrases.gettext
    told = phrase("Print {file} at its actual size ({percent}), not fitted to the page.")
    return told.format(file=one.name(part), percent=percent(100, one.language, one.phrases))


def _turned(one: Steps) -> str:
    phrase = one.phrases.gettext
    return {
        "": phrase("Choose one side only."),
        "long": phrase("Choose both sides, turned over the long edge."),
        "short": phrase("Choose both sides, turned over the short edge."),
    }[one.order.profile.duplex]


def _as_it_is(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    yield _true_size(one)
    yield _turned(one)
    if one.order.kind == "handouts":
        yield phrase("Every handout begins on a page of its own: photocopy as many of each as you need.")
    else:
        yield _stapled(one)


def _stapled(one: Steps) -> str:
    phrase = one.phrases.gettext
    if one.order.right_to_left:
        return phrase("Staple or bind the sheets along their right edge.")
    return phrase("Staple or bind the sheets along their left edge.")


def _booklet(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    yield _true_size(one)
    yield _turned(one)
    yield phrase("Leave the sheets in the order in which they come out.")
    yield from _folded_once(one) if len(one.order.imposed.signatures) == 1 else _folded_in_parts(one)
    if max(one.order.imposed.signatures) >= TRIMMED:
        yield phrase("Cut the edge opposite the fold even, if you can: the inner sheets stand out a little.")


def _fold_side(one: Steps) -> str:
    phrase = one.phrases.gettext
    if one.order.right_to_left:
        return phrase("With the cover in front, the fold is on the right.")
    return phrase("With the cover in front, the fold is on the left.")


def _folded_once(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    folded = phrase("Fold all sheets together in the middle.")
    yield f"{folded} {_fold_side(one)}"
    yield phrase("Staple twice through the fold.")


def _folded_in_parts(one: Steps) -> Iterator[str]:
    phrase, sizes = one.phrases.gettext, one.order.imposed.signatures
    listed = writing.joined(map(one.number, sizes), one.language)
    told = phrase("Part them into {count} piles, from the first: {sizes} sheets.")
    yield told.format(count=one.number(len(sizes)), sizes=listed)
    folded = phrase("Fold each pile by itself in the middle.")
    yield f"{folded} {_fold_side(one)}"
    yield phrase("Lay the folded piles on one another in order, and sew or glue them along the folds.")


def _manual_duplex(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    yield phrase("Try all of this with the first three sheets before you print the rest.")
    yield f"{_true_size(one, 'fronts')} {_turned(one)}"
    yield phrase(
        "Take the whole pile as it lies, its printed side down. Put it back into the printer so that the white side is "
        "printed now, the heads of the pages the same way as before. Change nothing in its order."
    )
    told = phrase("Print {file} in the same way. It begins with the back of the last sheet.")
    yield told.format(file=one.name("backs"))
    told = phrase(
        "If page {second} is not behind page {first}, your printer lays its sheets the other way: print the backs in "
        "reverse order. If it is upside down, turn the pile round."
    )
    yield told.format(first=one.number(1), second=one.number(2))
    yield _stapled(one)


def _handouts(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    yield _true_size(one)
    yield _turned(one)
    yield phrase("Each sheet is the same handout twice: for twenty people print it ten times.")
    yield phrase("Cut every sheet in two along the dashed line.")


def _cards(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    yield _true_size(one)
    yield _turned(one)
    yield phrase("Hold the first sheet against the light: each text must stand behind its title.")
    yield phrase("Cut along the marks.")


def _poster(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    yield _true_size(one)
    yield _turned(one)
    yield phrase(
        "Lay the sheets of a poster side by side. Where a sheet has a dashed line, cut the white edge off along it."
    )
    yield phrase(
        "Put glue on the edge of the sheet beside it, as far as its short marks. Lay the cut edge on the marks."
    )
    if one.order.imposed.scale < 1:
        told = phrase("No printer reaches the edges of the paper, so a poster is {percent} of its full size.")
        yield told.format(percent=percent(one.order.imposed.scale * 100, one.language, one.phrases))


def _print_shop(one: Steps) -> Iterator[str]:
    phrase = one.phrases.gettext
    yield phrase("Give {file} to the print shop.").format(file=one.name("crop-marks"))
    told = phrase("Its pages are to be cut to {paper} along the marks. There is {bleed} of bleed around them.")
    yield told.format(paper=one.order.cut_to, bleed=millimetres(one.order.bleed or 0.0, one.language, one.phrases))
    if one.order.profile.content == POSTERS:
        yield phrase("Ask for black on one side.")
    elif one.order.profile.content == CARDS:
        yield phrase("Ask for thick paper and black on both sides. Every second page is the back of the one before it.")
    elif one.order.right_to_left:
        yield phrase("Ask for black on both sides, and for binding on the right.")
    else:
        yield phrase("Ask for black on both sides, and for binding on the left.")


_STEPS: Mapping[str, Callable[[Steps], Iterator[str]]] = MappingProxyType(
    {
        "": _as_it_is,
        "booklet": _booklet,
        "manual-duplex": _manual_duplex,
        "handouts-2up": _handouts,
        "cards": _cards,
        "poster": _poster,
    }
)
