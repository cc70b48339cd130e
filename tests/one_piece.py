"""A manual's galleys as one page of HTML, set in one piece: what a bound manual is held against, and measured by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kitabcha import writing
from kitabcha.model import Language, NumberedBook
from kitabcha.press.composition import style_sheet, title_of
from kitabcha.press.galleys import ELSEWHERE, HERE, Galley, style_of
from kitabcha.press.index_pages import MARK, with_pages
from kitabcha.press.inline_html import Phrases
from kitabcha.press.pagination import Pagination
from kitabcha.press.profiles import PROFILES, Profile
from kitabcha.press.thumbs import thumb_rule

BODY = re.compile(r"<body>\n(.*)\n</body>", re.DOTALL)
SLOT = re.compile(r'<span class="late slot" data-late="page" data-to="([^"]*)">([^<]*)</span>')
LISTED = 4
"""Digits of a slot in a list, whose width the style sheet says."""
SESSION = re.compile(r'<span class="late" data-late="session">([^<]*)</span>')


def one_piece(
    galleys: Sequence[Galley],
    numbered: NumberedBook,
    language: Language,
    languages: Mapping[str, Language],
    interface: Phrases,
    profile: Profile = PROFILES["a4"],
    pagination: Pagination | None = None,
) -> str:
    """The manual as one page of HTML, heads and folios in the margins by the style sheets.

    `pagination` says on which page an anchor is and how wide its slots are; without it the numbers are left to
    `target-counter`.
    """
    book = numbered.book
    style = "\n".join(
        (
            style_of(language, languages, profile, _margins(language, profile, pagination)),
            "h2 { string-set: section content(text); }\n.imprint h2 { string-set: none; }",
            f".counted::after {{ content: target-counter(attr(data-to), page, {language.list_style}); }}",
        )
    )
    source = f"{title_of(numbered)} · {book.publisher.name.raw} · {book.licence.raw}"
    body = "\n".join(_body(galley, language, pagination) for galley in galleys)
    return (
        f'<!DOCTYPE html><html lang="{language.code}" dir="{language.direction}"><head><meta charset="utf-8">'
        f"<title>{title_of(numbered)}</title><style>{style}</style></head>"
        f'<body data-title="{title_of(numbered)}" data-source="{source}">{body}</body></html>'
    )


def _margins(language: Language, profile: Profile, pagination: Pagination | None) -> str:
    """Heads, folios, and thumb marks, by the pages' numbers: WeasyPrint keeps the space above what begins a page if
    that page has a name."""
    faces = [(placed.folio, placed.face) for placed in pagination.pages] if pagination else []
    marks = (
        thumb_rule(f":nth({folio})", face.side, face.number, language, profile)
        for folio, face in faces
        if face.has_thumb_mark
    )
    return "\n".join((style_sheet("furniture"), _folios(language), *marks))


def _folios(language: Language) -> str:
    counter = f"counter(page, {language.list_style})"
    return "\n".join(f"@page :{side} {{ @bottom-{side} {{ content: {counter}; }} }}" for side in ("left", "right"))


def _body(galley: Galley, language: Language, pagination: Pagination | None) -> str:
    """A part with its session's name and number, and numbers in slots as wide as when they are open."""
    found = BODY.search(_with_pages(galley.html, language, pagination))
    assert found
    body = re.sub(rf'(="#?){HERE}(?="|--)', rf"\1{galley.session}", found[1].replace(f'"{ELSEWHERE}', '"#'))
    widths = _widths(galley, pagination) if pagination else {}

    def page(match: re.Match[str]) -> str:
        anchor, noughts = match.groups()
        if pagination is None:
            return f'<span class="counted" data-to="#{anchor}"></span>'
        number = _in_place_of(noughts, pagination.places[anchor].page + 1)
        # and the room that print.css leaves beside it
        width = f' style="inline-size: calc({widths[anchor].pop(0)}px + 0.24em)"'
        return f'<span class="slot"{"" if len(noughts) == LISTED else width}>{number}</span>'

    return SLOT.sub(page, SESSION.sub(lambda mark: f"<span>{_in_place_of(mark[1], galley.number)}</span>", body))


def _in_place_of(noughts: str, number: int) -> str:
    """A number in the digits that its noughts are of: in two languages side by side each has its own."""
    return "".join(chr(ord(noughts[0]) + int(digit)) for digit in str(number))


def _with_pages(html: str, language: Language, pagination: Pagination | None) -> str:
    """An index with its numbers; by `target-counter` each place has one of its own, for style sheets know no ranges."""
    if pagination:
        return with_pages(html, pagination.numbers(), {language.code: language})
    return MARK.sub(
        lambda mark: writing.joined(
            (f'<span class="counted" data-to="#{anchor}"></span>' for anchor in mark[1].split()), language
        ),
        html,
    )


def _widths(galley: Galley, pagination: Pagination) -> dict[str, list[float]]:
    """By target, of the slots of a part in their order."""
    found: dict[str, list[float]] = {}
    for placed in pagination.pages:
        if placed.part.name == galley.name:
            for slot in placed.page.slots:
                found.setdefault(placed.part.global_name(slot.target), []).append(slot.width)
    return found
