"""What the parts of a manual name, and where → the entries of its index: terms, scripture, folklore, each in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from kitabcha.dialect import verse_range
from kitabcha.model import BOOKS, Apparatus, HtmlDocument, VerseRange
from kitabcha.press.blocks import Page
from kitabcha.press.inline_html import story_key, term_key, verse_key

_NOT_INDEXED = frozenset({"contents", "glossary"})
"""Kinds of part that list what is elsewhere."""

_USE = re.compile(r'\sid="([^"]*?---use-\d+-([^"]*))"')


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the index; `attributes` are those of a text in another language, `anchors` all places that name it."""

    text: Markup
    attributes: Markup
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    heading: str
    entries: tuple[IndexEntry, ...]


def uses_in(documents: Iterable[HtmlDocument]) -> Mapping[str, tuple[str, ...]]:
    """The key of whatever the parts name (see `inline_html.Setting.use`) → the anchors of its places, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for document in documents:
        if document.kind not in _NOT_INDEXED:
            for anchor, key in _USE.findall(document.body):
                found[key] = (*found.get(key, ()), anchor)
    return MappingProxyType(found)


def has_terms(uses: Mapping[str, tuple[str, ...]], apparatus: Apparatus) -> bool:
    """Whether there is anything to make an index of: it is one of terms, and what else it lists comes besides."""
    return any(term_key(term.id) in uses for term in apparatus.glossary)


def index_groups(uses: Mapping[str, tuple[str, ...]], page: Page) -> tuple[IndexGroup, ...]:
    """The groups of an index that have entries. Terms and folklore stand as the apparatus has sorted them, scripture
    in the order of its text."""
    apparatus, phrases = page.setting.apparatus, page.setting.phrases
    terms = ((term_key(term.id), page.bare(term.term), page.lang(term.term)) for term in apparatus.glossary)
    verses = ((verse_key(verses), page.run(written), Markup("")) for verses, written in _scripture(apparatus))
    stories = ((story_key(one.id), page.bare(one.title), page.lang(one.title)) for one in apparatus.stories)
    groups = (
        (phrases.gettext("Terms"), terms),
        (phrases.pgettext("index", "Scripture"), verses),
        (phrases.gettext("Stories, proverbs and poems"), stories),
    )
    made = (IndexGroup(heading, tuple(_entries(rows, uses))) for heading, rows in groups)
    return tuple(group for group in made if group.entries)


def _entries(rows: Iterable[tuple[str, Markup, Markup]], uses: Mapping[str, tuple[str, ...]]) -> Iterator[IndexEntry]:
    return (IndexEntry(text, attributes, uses[key]) for key, text, attributes in rows if key in uses)


def _scripture(apparatus: Apparatus) -> list[tuple[VerseRange, str]]:
    """All verses that the book quotes or names, and how its language writes them, in the order of the text."""
    named = ((verse_range(reference), written) for reference, written in apparatus.verse_names.items())
    written = {verses: words for verses, words in named if verses}
    written |= {quotation.reference: quotation.written for quotation in apparatus.quotations.values()}
    return sorted(written.items(), key=lambda row: _in_text(row[0]))


def _in_text(verses: VerseRange) -> tuple[str, int, int, int, int, tuple[int, int]]:
    book = BOOKS.index(verses.book) if verses.book else 0
    return verses.scripture, book, verses.chapter, verses.first, verses.last, verses.words or (0, 0)
