"""What binding has to know of a typeset part besides its PDF: pages, places, open slots and fonts, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kitabcha.press.readable import Setting


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a page's content that is left open for a number which the manual decides.

    `kind` is what goes there: "session" (the session's number), "page" (the page that `target` is on) or "folio". It
    reaches from `x` to `x + width`, in CSS pixels from the page's top left, with `y` the baseline. `glyphs` and
    `advances` (thousandths of an em) are those of the ten digits in `font`, a name among the page's resources; advances
    hold the `spacing` between letters. `setting` is there when readable text lies under the digits.
    """

    number: int
    kind: str
    target: str
    x: float
    y: float
    width: float
    align: str
    font: str
    size: float
    spacing: float
    digits: str
    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    setting: Setting | None = None


@dataclass(frozen=True, slots=True)
class SetPage:
    """One page of a part: the name of its kind in the style sheets, its size and left margin in points, its slots."""

    name: str
    width: float
    height: float
    left: float
    slots: tuple[Slot, ...] = ()
    leads_to: tuple[str, ...] = ()
    """Anchors elsewhere in the manual that links on this page lead to."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a page of a part: the page's index, and points from the bottom left."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    level: int
    title: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class UsedFont:
    """A font of a part: the SHA-256 of its file ("" for the readable layer's), and its glyphs' widths and texts."""

    sha256: str
    widths: Mapping[int, float]
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """A typeset part. `anchors` and `fonts` are by name."""

    pages: tuple[SetPage, ...]
    anchors: Mapping[str, Spot] = field(default_factory=dict)
    bookmarks: tuple[Bookmark, ...] = ()
    fonts: Mapping[str, UsedFont] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The facts as JSON has them; `facts_from` gives them back."""
        return asdict(self)


def facts_from(data: Mapping[str, Any]) -> Facts:
    """The facts that `Facts.as_data` wrote, before or after they went through JSON."""
    return Facts(
        tuple(_page(row) for row in data["pages"]),
        {name: Spot(**row) for name, row in data["anchors"].items()},
        tuple(Bookmark(row["level"], row["title"], Spot(**row["spot"])) for row in data["bookmarks"]),
        {name: _font(row) for name, row in data["fonts"].items()},
    )


def _page(row: Mapping[str, Any]) -> SetPage:
    return SetPage(**{**row, "slots": tuple(map(_slot, row["slots"])), "leads_to": tuple(row["leads_to"])})


def _slot(row: Mapping[str, Any]) -> Slot:
    setting = Setting(**row["setting"]) if row["setting"] else None
    return Slot(**{**row, "glyphs": tuple(row["glyphs"]), "advances": tuple(row["advances"]), "setting": setting})


def _font(row: Mapping[str, Any]) -> UsedFont:
    widths = {int(glyph): width for glyph, width in row["widths"].items()}
    return UsedFont(row["sha256"], widths, {int(glyph): text for glyph, text in row["texts"].items()})
