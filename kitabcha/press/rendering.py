"""A numbered book and its apparatus become HTML documents: cover, front matter, each session, annexes, back matter."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from jinja2 import Environment
from markupsafe import Markup

from kitabcha import writing
from kitabcha.model import (
    Apparatus,
    Book,
    Directive,
    Figure,
    Heading,
    HtmlDocument,
    Language,
    NumberedBook,
    NumberedSession,
)
from kitabcha.press.annexes import FILLED, annex_titles
from kitabcha.press.blocks import Page
from kitabcha.press.fonts import FALLBACKS, HEADING_FALLBACKS, chain
from kitabcha.press.index import has_terms, index_groups, uses_in
from kitabcha.press.inline_html import Phrases, Setting, term_index
from kitabcha.press.qr import qr_code
from kitabcha.press.templating import environment


@dataclass(frozen=True)
class Desk:
    """All that the parts of one edition are rendered from; `uses` is what its other parts name (`index.uses_in`)."""

    numbered: NumberedBook
    apparatus: Apparatus
    language: Language
    languages: Mapping[str, Language]
    phrases: Phrases
    environment: Environment
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def page(self, part: str, session: str = "") -> Page:
        setting = Setting(
            language=self.language,
            languages=self.languages,
            apparatus=self.apparatus,
            phrases=self.phrases,
            values=self.numbered.book.values,
            labels=self.numbered.labels,
            terms=term_index(self.apparatus.glossary),
            part=part,
            session=session,
        )
        return Page(setting, self.environment)

    def document(self, name: str, kind: str, page: Page, session: str = "", **values: object) -> HtmlDocument:
        book = self.numbered.book
        template = self.environment.get_template(f"parts/{kind}.html")
        edition_name = edition_names(self.phrases)[book.edition.kind]
        body = template.render(page=page, book=book, language=self.language, edition_name=edition_name, **values)
        return HtmlDocument(name, kind, body, MappingProxyType(dict(page.pictures)), session)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. `number` is a session's (0: none), `label` the number of a handout or picture."""

    anchor: str
    title: Markup
    kind: str
    number: int = 0
    label: str = ""
    children: tuple[Entry, ...] = ()


def render(
    numbered: NumberedBook,
    apparatus: Apparatus,
    language: Language,
    languages: Mapping[str, Language],
    interface: Phrases,
) -> tuple[HtmlDocument, ...]:
    """The parts of one edition in the order in which they are bound, each a body's HTML.

    Sessions hold late marks where something depends on the manual; `composition` fills them.
    """
    desk = Desk(numbered, apparatus, language, languages, interface, environment(language, interface))
    sheets_only = numbered.book.edition.kind == "handouts"
    order = _SHEETS_ORDER if sheets_only else _BOOK_ORDER
    made = {part: tuple(PARTS[part](desk)) for part in order if part not in _OF_OTHERS}
    desk = replace(desk, uses=uses_in(document for documents in made.values() for document in documents))
    made |= {part: tuple(PARTS[part](desk)) for part in order if part in _OF_OTHERS}
    return tuple(document for part in order for document in made[part])


def edition_names(phrases: Phrases) -> Mapping[str, str]:
    """What each kind of edition is called on its cover."""
    return {
        "trainer": phrases.gettext("Trainer’s edition"),
        "participant": phrases.gettext("Participants’ edition"),
        "handouts": phrases.gettext("Handouts"),
    }


# --- front matter ---------------------------------------------------------------------------------------------


def _cover(desk: Desk) -> Iterator[HtmlDocument]:
    yield desk.document("cover", "cover", desk.page("part-cover"))


def _imprint(desk: Desk) -> Iterator[HtmlDocument]:
    book, page = desk.numbered.book, desk.page("imprint")
    unreviewed = (passage for passage in book.passages if not passage.reviewed_by)
    quotations = (desk.apparatus.quotations.get(passage.id) for passage in unreviewed)
    source = desk.languages.get(book.source_language)
    families = dict.fromkeys(
        (*chain(desk.language.body_font, FALLBACKS), *chain(desk.language.heading_font, HEADING_FALLBACKS))
    )
    yield desk.document(
        "imprint",
        "imprint",
        page,
        coverage=book.coverage if desk.language.code != book.source_language else None,
        source_language=page.run(source.name if source else book.source_language),
        scripture_notices=desk.apparatus.scripture_notices,
        unreviewed_passages=[_together(page.run(quotation.written)) for quotation in quotations if quotation],
        fonts=list(families),
        code=qr_code(book.publisher.address) if book.publisher.address else None,
        date=writing.joined(_dates(book, desk.language), desk.language),
    )


def _together(reference: Markup) -> Markup:
    return Markup('<span class="verse">{}</span>').format(reference)


def _dates(book: Book, language: Language) -> Iterator[str]:
    """When the version was made, by the calendars that are told."""
    if book.date:
        yield writing.date(datetime.date.fromisoformat(book.date), language)
    if book.hijri_date and language.hijri_date:
        year, month, day = map(int, book.hijri_date.split("-"))
        yield writing.hijri_date(year, month, day, language)


def _heading(desk: Desk) -> Iterator[HtmlDocument]:
    yield desk.document("heading", "heading", desk.page("part-heading"))


SESSIONS_WITH_SECTIONS = 6
"""The contents of a manual with more sessions lists no sections, or they would fill seven pages of Nastaliq. Each
session begins with its plan, which names them, and a PDF's outline has them all."""


def _contents(desk: Desk) -> Iterator[HtmlDocument]:
    page = desk.page("part-contents")
    entries = tuple(_entries(desk, page))
    sheets = tuple(_sheet_entries(desk, page))
    figures = tuple(
        Entry(_anchor(session, figure), page.bare(figure.caption), "figure", label=_numbered(session, figure, desk))
        for session in desk.numbered.sessions
        for figure in session.figures
        if figure.caption and figure.id
    )
    yield desk.document("contents", "contents", page, entries=entries, sheets=sheets, figures=figures)


def _entries(desk: Desk, page: Page) -> Iterator[Entry]:
    book, phrase = desk.numbered.book, desk.phrases.gettext
    sheets_only = book.edition.kind == "handouts"
    if not sheets_only:
        if book.introduction:
            yield Entry("part-introduction", Markup.escape(phrase("How to use this book")), "matter")
        yield Entry("part-agenda", Markup.escape(phrase("Agenda")), "matter")
        sessions = desk.numbered.sessions
        for session in sessions:
            yield _session_entry(session, page, with_sections=len(sessions) <= SESSIONS_WITH_SECTIONS)
    titles = {
        **annex_titles(desk.phrases),
        "glossary": phrase("Glossary"),
        "references": phrase("References"),
        "index": phrase("Index"),
        "imprint": phrase("About this book"),
    }
    for part in (*book.annexes, *_back_matter(desk), *(("imprint",) if sheets_only else ())):
        yield Entry(f"part-{part}", Markup.escape(titles[part]), "matter printed" if part == "index" else "matter")


def _session_entry(one: NumberedSession, page: Page, with_sections: bool) -> Entry:
    key, blocks = one.session.key, one.session.blocks if with_sections else ()
    sections = (block for block in blocks if isinstance(block, Heading) and block.level == 2)
    children = tuple(Entry(f"{key}--{block.id}", page.bare(block.text), "section") for block in sections)
    return Entry(key, page.bare(one.session.title), "session", one.number, children=children)


def _sheet_entries(desk: Desk, page: Page) -> Iterator[Entry]:
    for session in desk.numbered.sessions:
        for sheet in session.handouts:
            title = page.bare(sheet.title) if sheet.title else Markup.escape(desk.phrases.gettext("Before and after"))
            own = _numbered(session, sheet, desk)
            label = own if sheet.name == "handout" else writing.digits(session.number, desk.language)
            if sheet.name == "assessment":  # many lessons call theirs the same
                title = Markup("{} · {}").format(page.bare(session.session.title), title)
            yield Entry(_anchor(session, sheet), title, sheet.name, label=label)


def _anchor(session: NumberedSession, block: Figure | Directive) -> str:
    return f"{session.session.key}--{block.id}"


def _numbered(session: NumberedSession, block: Figure | Directive, desk: Desk) -> str:
    """The number of a picture or handout in the whole manual: 2.1."""
    own = desk.numbered.labels[_anchor(session, block)].number
    return writing.digits(f"{session.number}.{own}", desk.language)


def _back_matter(desk: Desk) -> tuple[str, ...]:
    if desk.numbered.book.edition.kind == "handouts":
        return ()
    present = (
        ("glossary", desk.apparatus.glossary),
        ("references", desk.apparatus.works),
        ("index", has_terms(desk.uses, desk.apparatus)),
    )
    return tuple(name for name, content in present if content)


def _introduction(desk: Desk) -> Iterator[HtmlDocument]:
    if desk.numbered.book.introduction:
        yield desk.document("introduction", "introduction", desk.page("part-introduction"))


def _agenda(desk: Desk) -> Iterator[HtmlDocument]:
    days = [
        {"number": day.number, "title": day.title, "ends": day.ends, "items": [_agenda_row(item) for item in day.items]}
        for day in desk.numbered.days
    ]
    yield desk.document("agenda", "agenda", desk.page("part-agenda"), days=days)


def _agenda_row(item: object) -> Mapping[str, object]:
    return {
        "starts": item.starts,  # type: ignore[attr-defined]
        "ends": item.ends,  # type: ignore[attr-defined]
        "title": getattr(item, "title", None),
        "session": getattr(item, "session", None),
    }


# --- sessions -------------------------------------------------------------------------------------------------


def _sessions(desk: Desk) -> Iterator[HtmlDocument]:
    for one in desk.numbered.sessions:
        yield _session(one, desk)
        for sheet in one.handouts:
            yield _sheet(sheet, one, desk)


def _session(one: NumberedSession, desk: Desk) -> HtmlDocument:
    session, kind, phrase = one.session, desk.numbered.book.edition.kind, desk.phrases.gettext
    facts = (
        (phrase("By the end we can"), session.objectives),
        (phrase("Materials"), session.materials if kind == "trainer" else ()),
        (phrase("Preparation"), session.preparation if kind == "trainer" else ()),
    )
    return desk.document(
        session.key,
        "session",
        _page_of(one, session.key, desk),
        session.key,
        one=one,
        facts=facts,
        steps=one.steps if kind == "trainer" else (),
        sheets_only=kind == "handouts",
    )


def _sheet(sheet: Directive, one: NumberedSession, desk: Desk) -> HtmlDocument:
    """A handout stands alone: it is copied and given away, whatever manual it comes from."""
    name = f"{one.session.key}--{sheet.id}"
    page, lesson = _page_of(one, name, desk), one.session.title
    return desk.document(name, "sheet", page, one.session.key, sheet=sheet, lesson=lesson)


def _page_of(one: NumberedSession, part: str, desk: Desk) -> Page:
    page = desk.page(part, one.session.key)
    own = MappingProxyType({note.label: note for note in one.session.footnotes})
    return replace(page, setting=replace(page.setting, footnotes=own))


# --- annexes and back matter ----------------------------------------------------------------------------------


def _annexes(desk: Desk) -> Iterator[HtmlDocument]:
    for annex in desk.numbered.book.annexes:
        values = FILLED[annex](desk.numbered) if annex in FILLED else {}
        yield desk.document(annex, annex, desk.page(f"part-{annex}"), "", **values)


def _glossary(desk: Desk) -> Iterator[HtmlDocument]:
    if "glossary" in _back_matter(desk):
        page = desk.page("part-glossary")
        page.setting.defined.update(page.setting.terms[name].id for name in page.setting.terms)
        yield desk.document("glossary", "glossary", page, terms=desk.apparatus.glossary)


def _references(desk: Desk) -> Iterator[HtmlDocument]:
    if "references" in _back_matter(desk):
        works = tuple(desk.apparatus.works.values())
        yield desk.document("references", "references", desk.page("part-references"), works=works)


def _index(desk: Desk) -> Iterator[HtmlDocument]:
    if "index" in _back_matter(desk):
        page = desk.page("part-index")
        yield desk.document("index", "index", page, groups=index_groups(desk.uses, page))


Part = Callable[[Desk], Iterator[HtmlDocument]]
PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "cover": _cover,
        "imprint": _imprint,
        "heading": _heading,
        "contents": _contents,
        "introduction": _introduction,
        "agenda": _agenda,
        "sessions": _sessions,
        "annexes": _annexes,
        "glossary": _glossary,
        "references": _references,
        "index": _index,
    }
)
_OF_OTHERS = ("contents", "index")
"""Parts that depend on what is in the others."""

_BOOK_ORDER = tuple(part for part in PARTS if part != "heading")
_SHEETS_ORDER = ("cover", "heading", "contents", "sessions", "annexes", "imprint")
"""Handouts have no cover in print: a heading says what they are."""
