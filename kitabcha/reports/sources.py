"""Lessons, books and the library → what each cites, who cites each work, and what is not accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.dialect import blocks_in, inline, walk
from kitabcha.model import Book, Citation, Lesson, LoreBlock, Project, Reference, Session, Story
from kitabcha.reports.sessions import sessions_of
from kitabcha.reports.tables import Report, Table
from kitabcha.walking import texts_in

_WANTED: Mapping[str, tuple[str, ...]] = MappingProxyType({"author": ("author", "editor"), "date": ("issued",)})
"""What a reader needs to find a work, besides its title: its name here, and the fields of CSL-JSON that may hold it."""


def sources(project: Project, books: tuple[Book, ...]) -> Report:
    """Works, verses and folklore by lesson and by manual; and by work, who cites it."""
    citing = _citing(project)
    return Report(
        "sources",
        (
            Table("lessons", ("lesson", "works"), tuple((one.id, _works(one)) for one in project.lessons.values())),
            Table("manuals", ("manual", "works", "scripture", "folklore"), tuple(map(_of_manual, books))),
            Table("works", ("work", "cited in"), tuple((key, tuple(paths)) for key, paths in citing.items())),
        ),
        tuple(_gaps(project, citing)),
    )


def _works(held: object) -> tuple[str, ...]:
    """The keys of the works that are cited in a lesson, a book or the like, each once and in order."""
    nodes = (node for text in texts_in(held) for node in walk(inline(text.raw)))
    return tuple(dict.fromkeys(key for node in nodes if isinstance(node, Citation) for key, _ in node.works))


def _of_manual(book: Book) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    works = tuple(work.key for work in book.references)
    verses = dict.fromkeys((*(str(one.reference) for one in book.passages), *book.verse_references))
    folklore = dict.fromkeys(story.id for session in sessions_of(book) for story in _stories(session))
    return book.edition.manual, works, tuple(verses), tuple(folklore)


def _stories(session: Session) -> Iterator[Story]:
    items = (block.item for block in blocks_in(session.blocks) if isinstance(block, LoreBlock))
    return (item for item in items if isinstance(item, Story))


def _citing(project: Project) -> Mapping[str, list[str]]:
    """Key of a work → the files that cite it."""
    citing: dict[str, list[str]] = {key: [] for key in project.references}
    everything = (project.lessons, project.concepts, project.stories, project.passages, project.glossary)
    for one in (one for shelf in everything for one in shelf.values()):
        for key in _works(one):
            if one.place.path not in citing[key]:
                citing[key].append(one.place.path)
    return citing


def _gaps(project: Project, citing: Mapping[str, list[str]]) -> Iterator[Diagnostic]:
    for lesson in project.lessons.values():
        yield from _without_works(lesson)
    for work in project.references.values():
        yield from _unfinished(work)
        if not citing[work.key]:
            yield warning(work.place, f"nothing cites `{work.key}`", f"cite it as `[@{work.key}]`, or take it out")
    for passage in project.passages.values():
        if not passage.reviewed_by:
            told = f"no scholar has reviewed the use of `{passage.id}` ({passage.reference})"
            yield warning(passage.place, told, "show it to a scholar whom the community trusts; then say `reviewed_by`")


def _without_works(lesson: Lesson) -> Iterator[Diagnostic]:
    if not _works(lesson):
        yield warning(lesson.place, f"the lesson `{lesson.id}` cites no work", "name its source, as `[@galtung1969]`")


def _unfinished(work: Reference) -> Iterator[Diagnostic]:
    for name, fields in _WANTED.items():
        if not any(work.item.get(field) for field in fields):
            yield warning(work.place, f"the work `{work.key}` has no {name}", "fill it in in Zotero, and export again")
