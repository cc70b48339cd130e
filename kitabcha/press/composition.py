"""The parts of a manual become one HTML page, for print or for the screen, their late marks filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from markupsafe import Markup

from kitabcha import writing
from kitabcha.dialect import inline, plain
from kitabcha.model import HtmlDocument, Language, NumberedBook
from kitabcha.press import fonts
from kitabcha.press.inline_html import Phrases
from kitabcha.press.rendering import edition_names
from kitabcha.press.templating import environment
from kitabcha.resources import scripts_folder, templates_folder

RESULTS = 20
"""How many places the search of a page lists at most."""

SHEET_SIZES: Mapping[str, str] = MappingProxyType({"a4": "A4", "a5": "A5", "letter": "letter"})

_SESSION_NUMBER = re.compile(r'<span data-late="session-number"></span>')
_PAGE = re.compile(r'<span data-late="page" data-to="([^"]*)" data-before="([^"]*)" data-after="([^"]*)"></span>')
_REFERENCE = re.compile(r'<a class="ref([^"]*)" href="#([^"]*)">(.*?)</a>', re.DOTALL)
_CALL = re.compile(r'<a class="note-call" id="([^"]*)" href="#([^"]*)" role="doc-noteref">\d+</a>')
_NOTES = re.compile(r'<section class="notes".*?</section>', re.DOTALL)
_NOTE = re.compile(r'<li id="([^"]*)">(.*?) <a class="back"[^>]*>.*?</a></li>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')


def for_print(
    documents: Iterable[HtmlDocument],
    numbered: NumberedBook,
    language: Language,
    languages: Mapping[str, Language],
    interface: Phrases,
    profile: str = "a4",
) -> str:
    """The whole manual as one page of HTML for typesetting on sheets of one profile: a4, a5 or letter.

    Fonts are addressed as `font:FILE` and pictures as `picture:PATH`; typesetting resolves them.
    """
    kind = numbered.book.edition.kind
    left_out = {"cover"} if kind == "handouts" else set()
    parts = [document for document in documents if document.kind not in left_out]
    body = _body(parts, numbered, language, printed=True)
    style = "\n".join(
        (
            fonts.faces_css(lambda face: f"font:{face.file}"),
            fonts.language_css(languages),
            _variables(language),
            style_sheet("shared"),
            style_sheet("print"),
            _counting(language),
            _sheet(SHEET_SIZES[profile]),
            style_sheet(f"profiles/{profile}"),
        )
    )
    return _page("print.html", body, style, numbered, language, interface)


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
    rest = [document for document in parts if document.kind not in {"contents", "cover", "imprint"}]
    rest += [document for document in parts if document.kind == "imprint"]
    known = _anchors(parts)
    style = "\n".join(
        (fonts.language_css(languages), _variables(language), style_sheet("shared"), style_sheet("screen"))
    )
    body = _body(rest, numbered, language, printed=False, known=known)
    return _page(
        "screen.html",
        body,
        style,
        numbered,
        language,
        interface,
        contents=_body(contents, numbered, language, printed=False, known=known),
        masthead=_body(masthead, numbered, language, printed=False, known=known),
        engine=(scripts_folder() / "minisearch.js").read_text(encoding="utf-8"),
        search="\n".join(map(script, ("folding", "search"))),
        results=RESULTS,
    )


def pictures_of(documents: Iterable[HtmlDocument]) -> Mapping[str, str]:
    """Every picture of the parts: its src → its path from the project's root."""
    return {source: path for document in documents for source, path in document.pictures.items()}


def style_sheet(name: str) -> str:
    """One of the style sheets that Kitabcha brings along."""
    return (templates_folder() / "css" / f"{name}.css").read_text(encoding="utf-8")


def script(name: str) -> str:
    """One of the scripts that Kitabcha brings along."""
    return (templates_folder() / "js" / f"{name}.js").read_text(encoding="utf-8")


def _variables(language: Language) -> str:
    """What the style sheets ask of the language: how large its letters are set, and how lists and pages are counted."""
    return f":root {{ --size: {fonts.size_of(language):.3f}; }}\nol {{ list-style-type: {language.list_style}; }}"


def _sheet(size: str) -> str:
    return f"@page {{ size: {size}; }}\n@page certificate {{ size: {size} landscape; }}"


def _counting(language: Language) -> str:
    """Page numbers and notes in the language's digits."""
    style = language.list_style
    page, target = f"counter(page, {style})", f"target-counter(attr(href), page, {style})"
    return "\n".join(
        (
            f"@page :left {{ @bottom-left {{ content: {page}; }} }}",
            f"@page :right {{ @bottom-right {{ content: {page}; }} }}",
            f".contents a::after {{ content: {target}; }}",
            f".page::after {{ content: attr(data-before) {target} attr(data-after); }}",
            f"::footnote-call, ::footnote-marker {{ content: counter(footnote, {style}); }}",
        )
    )


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
        title=title_of(numbered),
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
    return plain(inline(numbered.book.title.raw))


# --- late marks -----------------------------------------------------------------------------------------------


def _body(
    documents: Iterable[HtmlDocument],
    numbered: NumberedBook,
    language: Language,
    printed: bool,
    known: frozenset[str] = frozenset(),
) -> str:
    documents = tuple(documents)
    known = known or _anchors(documents)
    numbers = {one.session.key: one.number for one in numbered.sessions}
    bodies = []
    for document in documents:
        body = _numbered(document, numbers, language)
        body = _with_footnotes(body) if printed else _with_note_numbers(body, language)
        bodies.append(_linked(body, known, printed))
    return "\n".join(bodies)


def _anchors(documents: Iterable[HtmlDocument]) -> frozenset[str]:
    return frozenset(anchor for document in documents for anchor in _ID.findall(document.body))


def _numbered(document: HtmlDocument, numbers: Mapping[str, int], language: Language) -> str:
    number = writing.digits(numbers.get(document.name, 0), language)
    return _SESSION_NUMBER.sub(f'<span class="session-number">{number}</span>', document.body)


def _linked(body: str, known: frozenset[str], printed: bool) -> str:
    """Links to what is in this manual and edition; to anything else plain words."""

    def page(match: re.Match[str]) -> str:
        anchor, before, after = match.groups()
        if not printed or anchor not in known:
            return ""
        return f'<a class="page" href="#{anchor}" data-before="{before}" data-after="{after}"></a>'

    def reference(match: re.Match[str]) -> str:
        kind, anchor, words = match.groups()
        return f'<a class="ref{kind}" href="#{anchor}">{words}</a>' if anchor in known else words

    return _REFERENCE.sub(reference, _PAGE.sub(page, body))


def _with_footnotes(body: str) -> str:
    """Each note in the place of its mark: print floats it to the foot of the page."""
    notes = dict(_NOTE.findall(body))
    return _CALL.sub(lambda mark: f'<span class="footnote">{notes[mark.group(2)]}</span>', _NOTES.sub("", body))


def _with_note_numbers(body: str, language: Language) -> str:
    return re.sub(
        r'(role="doc-noteref">)(\d+)', lambda mark: mark.group(1) + writing.digits(mark.group(2), language), body
    )
