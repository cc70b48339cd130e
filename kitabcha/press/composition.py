"""The parts of a manual become one HTML page for the screen, their late marks filled; and what print shares of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from kitabcha import writing
from kitabcha.dialect import inline, plain
from kitabcha.model import Edition, HtmlDocument, Language, NumberedBook
from kitabcha.press import fonts
from kitabcha.press.inline_html import Phrases
from kitabcha.press.rendering import edition_names
from kitabcha.press.templating import environment
from kitabcha.press.weaving import SEPARATOR
from kitabcha.resources import scripts_folder, templates_folder
from kitabcha.writing import apostrophes

RESULTS = 20
"""How many places the search of a page lists at most."""

SESSION_NUMBER = re.compile(r'<span data-late="session-number" data-in="([^"]*)"></span>')
PAGE_MARK = re.compile(
    r'<span data-late="page" data-in="([^"]*)" data-to="([^"]*)" data-before="([^"]*)" data-after="([^"]*)"></span>'
)
NOTES = re.compile(r'<section class="notes".*?</section>', re.DOTALL)
_PRINTED = re.compile(r'<li class="matter printed">.*?</li>\n', re.DOTALL)
_REFERENCE = re.compile(r'<a class="ref([^"]*)" href="#([^"]*)">(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')


def for_screen(
    documents: Iterable[HtmlDocument],
    numbered: NumberedBook,
    language: Language,
    languages: Mapping[str, Language],
    interface: Phrases,
) -> str:
    """The whole manual as one page of HTML for the screen; `webpage` puts fonts and pictures into it."""
    parts = list(documents)
    contents = [document for document in parts if document.kind == "contents"]
    masthead = [document for document in parts if document.kind == "cover"]
    rest = [document for document in parts if document.kind not in {"contents", "cover", "heading", "imprint", "index"}]
    rest += [document for document in parts if document.kind == "imprint"]
    known = anchors_of(parts)
    style = "\n".join(
        (
            fonts.language_css(languages),
            style_variables(language),
            own_sheet("shared", language, languages),
            own_sheet("screen", language, languages),
            *pair_styles(numbered.book.edition, languages, "screen"),
        )
    )
    body = _body(rest, numbered, languages, known)
    return _page(
        "screen.html",
        body,
        style,
        numbered,
        language,
        interface,
        contents=_PRINTED.sub("", _body(contents, numbered, languages, known)),
        masthead=_body(masthead, numbered, languages, known),
        is_draft=_is_draft(numbered, language),
        engine=(scripts_folder() / "minisearch.js").read_text(encoding="utf-8"),
        search="\n".join(map(script, ("folding", "search"))),
        results=RESULTS,
    )


def _is_draft(numbered: NumberedBook, language: Language) -> bool:
    coverage = numbered.book.coverage
    return bool(coverage and coverage.is_draft) and language.code != numbered.book.source_language


def pictures_of(documents: Iterable[HtmlDocument]) -> Mapping[str, str]:
    """Every picture of the parts: its src → its path from the project's root."""
    return {source: path for document in documents for source, path in document.pictures.items()}


def style_sheet(name: str) -> str:
    """One of the style sheets that Kitabcha brings along."""
    return (templates_folder() / "css" / f"{name}.css").read_text(encoding="utf-8")


def own_sheet(name: str, language: Language, languages: Mapping[str, Language]) -> str:
    """The same for a page in one language: if it is not named there, it follows the rules of one set in its font."""
    css = style_sheet(name)
    named = [code for code in languages if f"[lang={code}]" in css]
    like = [code for code in named if languages[code].body_font == language.body_font]
    if language.code in named or not like:
        return css
    return css.replace(f"[lang={like[0]}]", f":is([lang={like[0]}], [lang={language.code}])")


def script(name: str) -> str:
    """One of the scripts that Kitabcha brings along."""
    return (templates_folder() / "js" / f"{name}.js").read_text(encoding="utf-8")


def style_variables(language: Language) -> str:
    """What the style sheets ask of the language: how large its letters are set, and how lists and pages are counted."""
    return f":root {{ --size: {fonts.size_of(language):.3f}; }}\nol {{ list-style-type: {language.list_style}; }}"


def pair_styles(edition: Edition, languages: Mapping[str, Language], *sheets: str) -> Iterator[str]:
    """How the halves of a bilingual edition look: nothing for one in one language. `sheets` are those of the medium."""
    if len(edition.languages) == 1:
        return
    yield from (style_sheet(f"pairs/{name}") for name in ("shared", *sheets))
    for one in edition.languages:
        half, style = f".half[lang={one}]", languages[one].list_style
        yield f"{half} ol, ol:not(.entries, .entries ol) > li > .pair > {half} > .item {{ list-style-type: {style}; }}"
        yield f"{half} ::footnote-call, {half} ::footnote-marker {{ content: counter(footnote, {style}); }}"
        for inner in sorted({*languages, "ar"} - {one}):
            yield f"{half} [lang={inner}] {{ font-size: {fonts.size_beside(inner, one, languages):.3f}em; }}"


def _page(
    template: str,
    body: str,
    style: str,
    numbered: NumberedBook,
    language: Language,
    interface: Phrases,
    **values: str | int,
) -> str:
    book = numbered.book
    page = environment(language, interface).get_template(template)
    return page.render(
        title=titles_of(numbered),
        edition_name=edition_names(interface)[book.edition.kind],
        kind=book.edition.kind,
        language=language,
        publisher=plain(inline(book.publisher.name.raw)),
        licence=plain(inline(book.licence.raw)),
        body=Markup(body),
        style=Markup(style),
        **{name: Markup(value) if isinstance(value, str) else value for name, value in values.items()},
    )


def title_of(numbered: NumberedBook) -> str:
    """The manual's title without any markup."""
    return apostrophes(plain(inline(numbered.book.title.raw)))


def titles_of(numbered: NumberedBook) -> str:
    """The manual's title in each language of the edition."""
    beside = numbered.book.title_beside
    return SEPARATOR.join(dict.fromkeys((title_of(numbered), *([plain(inline(beside.raw))] if beside else []))))


# --- late marks -----------------------------------------------------------------------------------------------


def _body(
    documents: Iterable[HtmlDocument], numbered: NumberedBook, languages: Mapping[str, Language], known: frozenset[str]
) -> str:
    numbers = numbers_of(numbered)
    return "\n".join(with_links(with_number(document, numbers, languages), known) for document in documents)


def anchors_of(documents: Iterable[HtmlDocument]) -> frozenset[str]:
    """All that links within these parts can lead to."""
    return frozenset(anchor for document in documents for anchor in _ID.findall(document.body))


def numbers_of(numbered: NumberedBook) -> Mapping[str, int]:
    """The number of each session, by its key."""
    return {one.session.key: one.number for one in numbered.sessions}


def with_number(document: HtmlDocument, numbers: Mapping[str, int], languages: Mapping[str, Language]) -> str:
    """A part with its session's number, and no page named."""

    def number(mark: re.Match[str]) -> str:
        written = writing.digits(numbers.get(document.session, 0), languages[mark[1]])
        return f'<span class="session-number">{written}</span>'

    return PAGE_MARK.sub("", SESSION_NUMBER.sub(number, document.body))


def with_links(body: str, known: frozenset[str]) -> str:
    """Links to what is in this manual and edition; to anything else plain words."""

    def reference(match: re.Match[str]) -> str:
        kind, anchor, words = match.groups()
        return f'<a class="ref{kind}" href="#{anchor}">{words}</a>' if anchor in known else words

    return _REFERENCE.sub(reference, body)
