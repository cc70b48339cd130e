"""Books → every verse in them, with its page, edition, rendering, permission and reviewer: the sheet that an auditor
signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.dialect import inline, plain
from kitabcha.model import Book, Passage, Project
from kitabcha.reports.tables import Cell, Report, Table

Pages: TypeAlias = Mapping[tuple[str, str, str], tuple[int, ...]]
"""manual, language, verse (quran:49:13) → the pages that it stands on in the book as it was built last"""

OURS = "our rendering"
ITSELF = "the text itself"
NOT_BUILT = "not built"


def scripture(project: Project, books: tuple[Book, ...], pages: Pages, languages: Mapping[str, str]) -> Report:
    """The passages of each manual and what they are used for; how each language renders them; verses only named.
    `languages` are those of the scriptures' texts: who reads one of them needs no rendering of it."""
    unreviewed = {one.id: one for book in books for one in book.passages if not one.reviewed_by}
    gaps = (*map(_unreviewed, unreviewed.values()), *_unrendered(project, books, languages))
    return Report(
        "scripture",
        (
            Table("passages", ("manual", "verses", "text", "reviewed by", "used for"), _passages(project, books)),
            Table(
                "renderings",
                ("manual", "verses", "language", "page", "rendering", "translator", "permission", "reviewed by"),
                tuple(row for book in books for row in _renderings(project, book, pages, languages)),
            ),
            Table("named", ("manual", "verses"), tuple((book.edition.manual, book.verse_references) for book in books)),
        ),
        tuple(dict.fromkeys(gaps)),
    )


def _passages(project: Project, books: tuple[Book, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            *(book.edition.manual, str(one.reference)),
            project.curriculum.scripture.get(one.reference.scripture, ()),
            *(one.reviewed_by or (), plain(inline(one.context.raw))),
        )
        for book in books
        for one in book.passages
    )


def _renderings(project: Project, book: Book, pages: Pages, languages: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    manual = project.manuals[book.edition.manual]
    for passage in book.passages:
        for language in manual.languages:
            page = _pages(manual.id, language, passage, pages)
            rendering = _rendering(project, passage, language)
            if not rendering[0] and languages.get(passage.reference.scripture) == language:
                rendering = ITSELF, project.curriculum.scripture[passage.reference.scripture], "", ""
            yield manual.id, str(passage.reference), language, page, *rendering


def _pages(manual: str, language: str, passage: Passage, pages: Pages) -> str:
    verses = passage.reference.of_verses
    found = sorted({page for verse in verses for page in pages.get((manual, language, verse), ())})
    return ", ".join(map(str, found)) or NOT_BUILT


def _rendering(project: Project, passage: Passage, language: str) -> tuple[Cell, Cell, Cell, Cell]:
    rendering = project.renderings.get(language, {}).get(str(passage.reference))
    if not rendering:
        return (), (), (), ()
    edition = rendering.edition
    translator = ", ".join(filter(None, (edition.translator, edition.title, edition.year)))
    permission = edition.permission or (OURS if edition.ours else ())
    return rendering.text, translator, permission, rendering.reviewed_by or ()


def _unreviewed(passage: Passage) -> Diagnostic:
    told = f"no scholar has reviewed the use of `{passage.id}` ({passage.reference})"
    return warning(passage.place, told, "show it to a scholar whom the community trusts; then say `reviewed_by`")


def _unrendered(project: Project, books: tuple[Book, ...], languages: Mapping[str, str]) -> Iterator[Diagnostic]:
    for book in books:
        for language in project.manuals[book.edition.manual].languages:
            for passage in book.passages:
                is_read = languages.get(passage.reference.scripture) == language
                if not is_read and str(passage.reference) not in project.renderings.get(language, {}):
                    told = f"the passage `{passage.id}` has no rendering in {language}"
                    hint = f"add `{passage.reference}` under `verses` in library/renderings/{language}.yaml"
                    yield warning(passage.place, told, hint)
