"""What is to be printed → its print card: file, paper, sheets, edge to turn over, cost and steps, as values; and those
as a page of HTML in the manual's language, or as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from kitabcha import writing
from kitabcha.dialect import inline, plain
from kitabcha.model import Language
from kitabcha.press import fonts
from kitabcha.press.composition import own_sheet
from kitabcha.press.inline_html import Phrases
from kitabcha.press.print_steps import Order, millimetres, percent, steps
from kitabcha.press.profiles import paper_of, profile_names
from kitabcha.press.proofing import too_near
from kitabcha.press.rendering import edition_names
from kitabcha.press.templating import environment

_DRAWINGS: Mapping[str, str] = {"long": "upright", "short": "across", "": ""}


@dataclass(frozen=True, slots=True)
class PrintCard:
    """A print card, each text and number in one language. `rows` are names and what stands beside them; `turned` is
    how the sheet lies in the drawing of turning it over: "upright", "across", or empty for one side only."""

    title: str
    subtitle: str
    rows: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    warnings: tuple[str, ...]
    turned: str


def print_card(order: Order, language: Language, phrases: Phrases) -> PrintCard:
    """The card of an order, in a language."""
    names = profile_names(phrases)
    profile = names.get(order.profile.name, order.profile.name)
    return PrintCard(
        title=order.title,
        subtitle=f"{edition_names(phrases)[order.kind]} · {profile}",
        rows=tuple(_rows(order, language, phrases)),
        steps=steps(order, language, phrases),
        warnings=tuple(_warnings(order, language, phrases)),
        turned=_DRAWINGS[order.profile.duplex] if order.bleed is None else "",
    )


def _rows(order: Order, language: Language, phrases: Phrases) -> Iterator[tuple[str, str]]:
    yield phrases.gettext("File"), writing.joined(order.names.values(), language)
    if order.bleed is None:
        yield from _rows_of_sheets(order, language, phrases)
    else:
        yield from _rows_of_pages(order, order.bleed, language, phrases)


def _rows_of_pages(order: Order, bleed: float, language: Language, phrases: Phrases) -> Iterator[tuple[str, str]]:
    phrase = phrases.gettext
    yield phrase("Cut to"), order.cut_to
    yield phrase("Bleed"), millimetres(bleed, language, phrases)
    yield phrase("Pages"), writing.digits(order.imposed.sides, language)


def _rows_of_sheets(order: Order, language: Language, phrases: Phrases) -> Iterator[tuple[str, str]]:
    phrase, imposed = phrases.gettext, order.imposed
    yield phrase("Paper"), paper_of(order.profile, order.room).name
    yield phrase("Sheets of paper"), writing.digits(imposed.sheets, language)
    yield phrase("Printed sides"), writing.digits(imposed.sides, language)
    yield phrase("Sides"), _sides(order, phrases)
    if order.room.price is not None and order.room.currency is not None:
        yield (
            phrase("Cost"),
            _cost(order.room.price, imposed.sheets, plain(inline(order.room.currency.raw)), language, phrases),
        )
    if order.proofs:
        yield phrase("Ink"), _ink(order, language, phrases)


def _sides(order: Order, phrases: Phrases) -> str:
    phrase = phrases.gettext
    if order.profile.imposition == "manual-duplex":
        return phrase("the fronts, then the backs")
    return {
        "": phrase("one side only"),
        "long": phrase("both sides, turned over the long edge"),
        "short": phrase("both sides, turned over the short edge"),
    }[order.profile.duplex]


def _cost(price: Decimal, sheets: int, currency: str, language: Language, phrases: Phrases) -> str:
    phrase = phrases.gettext
    told = phrase("{total} ({price} a sheet)")
    return told.format(
        total=_money(price * sheets, currency, language, phrases), price=_money(price, currency, language, phrases)
    )


def _money(amount: Decimal, currency: str, language: Language, phrases: Phrases) -> str:
    phrase = phrases.gettext
    written = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
    return phrase("{currency} {amount}").format(currency=currency, amount=writing.digits(written, language))


def _ink(order: Order, language: Language, phrases: Phrases) -> str:
    """In whole per cent, and at least one: what is less cannot be told from none."""
    phrase, inks = phrases.gettext, [proof.ink for proof in order.proofs]
    printed = [ink for ink in inks if ink] or [0.0]
    told = phrase("{average} of the paper on average, {most} on the darkest side ({side})")
    average, most = (max(1.0, value) for value in (sum(printed) / len(printed), max(printed)))
    return told.format(
        average=percent(average, language, phrases),
        most=percent(most, language, phrases),
        side=writing.digits(inks.index(max(inks)) + 1, language),
    )


def _warnings(order: Order, language: Language, phrases: Phrases) -> Iterator[str]:
    phrase = phrases.gettext
    if near := too_near(order.proofs):
        told = phrase(
            "Many printers leave more than half a centimetre of each edge white. On these sides it may be lost: {sides}"
        )
        yield told.format(sides=writing.joined((writing.digits(number, language) for number in near), language))


# --- as a page and as lines -----------------------------------------------------------------------------------


def html(card: PrintCard, language: Language, languages: Mapping[str, Language], phrases: Phrases) -> str:
    """The card as a page of HTML for typesetting on one sheet of A4."""
    style = "\n".join(
        (
            fonts.faces_css(lambda face: f"font:{face.file}"),
            fonts.language_css(languages),
            f":root {{ --size: {fonts.size_of(language):.3f}; }}\nol {{ list-style-type: {language.list_style}; }}",
            own_sheet("print-card", language, languages),
        )
    )
    template = environment(language, phrases).get_template("print-card.html")
    return template.render(card=card, language=language, style=Markup(style))


def text(card: PrintCard) -> str:
    """The card as lines for a terminal."""
    width = max(len(name) for name, _ in card.rows)
    rows = [f"{name:<{width}}  {value}" for name, value in card.rows]
    listed = [f"{number}. {step}" for number, step in enumerate(card.steps, start=1)]
    return "\n".join((f"{card.title} · {card.subtitle}", *rows, "", *listed, *card.warnings))
