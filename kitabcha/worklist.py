"""An edition that is ready for the press → the tasks that make its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitabcha.cache import content_key
from kitabcha.dialect import inline, plain
from kitabcha.languages.interface import Interface
from kitabcha.model import Apparatus, Edition, HtmlDocument, Language, NumberedBook, Quotation
from kitabcha.press import composition, galleys
from kitabcha.press.binding import Title
from kitabcha.press.galleys import Galley
from kitabcha.press.jobs import BindJob, File, IndexJob, PageJob, PartJob
from kitabcha.press.profiles import Profile
from kitabcha.press.rendering import edition_names
from kitabcha.workers import Task

BENEATH_THE_TITLE = 1
"""Headings of parts stand one level below the manual's title."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An edition's parts and all that they are set with; `profiles` are those of its manual, the usual one first."""

    edition: Edition
    numbered: NumberedBook
    apparatus: Apparatus
    documents: tuple[HtmlDocument, ...]
    language: Language
    languages: Mapping[str, Language]
    interface: Interface
    profiles: tuple[Profile, ...]
    archive: bool

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        return tuple(self.apparatus.quotations.values())

    def file(self, path: str, form: str) -> File:
        return File(self.edition, path, form, self.quotations, self.language)


def tasks_of(ready: Ready, root: Path, formats: tuple[str, ...]) -> Iterator[Task]:
    """The files of an edition: the page for screens, and a PDF for each press profile. `root` is the project's."""
    paths = composition.pictures_of(ready.documents)
    pictures = {source: (root / path).read_bytes() for source, path in paths.items()}
    if "html" in formats:
        yield _page(ready, pictures)
    usual, *others = ready.profiles
    for profile in (usual, *others) if "pdf" in formats else ():
        name = f"{ready.edition}.pdf" if profile == usual else f"{ready.edition}-{profile.name}.pdf"
        yield _manual(ready, pictures, name, profile)


def _page(ready: Ready, pictures: Mapping[str, bytes]) -> Task:
    html = composition.for_screen(ready.documents, ready.numbered, ready.language, ready.languages, ready.interface)
    job = PageJob(ready.file(f"{ready.edition}.html", "html"), html, pictures, ready.languages)
    return Task(content_key(job.ingredients()), job)


def _manual(ready: Ready, pictures: Mapping[str, bytes], path: str, profile: Profile) -> Task:
    """A PDF, bound of parts that other manuals and editions may share."""
    setting = (ready.numbered, ready.language, ready.languages, ready.interface, profile)
    parts = galleys.galleys(ready.documents, *setting)
    file = ready.file(path, "pdf")
    typeset = _typeset(parts, ready, pictures, file)
    faces = Galley("furniture", "furniture", galleys.furniture(parts, *setting))
    needs = (*typeset, _task(_part(faces, ready, {}, file)))
    publisher = plain(inline(ready.numbered.book.publisher.name.raw))
    job = BindJob(file, tuple(part.without_html for part in parts), Title(_title(ready), publisher), ready.archive)
    return _task(job, needs)


def _title(ready: Ready) -> str:
    """What the PDF is called in a list of files: the manual and the edition."""
    name = edition_names(ready.interface)[ready.edition.kind]
    return f"{composition.title_of(ready.numbered)} – {name}"


def _typeset(parts: Sequence[Galley], ready: Ready, pictures: Mapping[str, bytes], file: File) -> tuple[Task, ...]:
    """A task for each part; the index, which is the last one, needs all others."""
    tasks: tuple[Task, ...] = ()
    for part in parts:
        job = _part(part, ready, pictures, file)
        if part.kind == "index":
            before = tuple(one.without_html for one in parts[: len(tasks)])
            tasks = (*tasks, _task(IndexJob(job, before), tasks))
        else:
            tasks = (*tasks, _task(job))
    return tasks


def _task(job: PartJob | IndexJob | BindJob, needs: tuple[Task, ...] = ()) -> Task:
    return Task(content_key((*job.ingredients(), *(need.key for need in needs))), job, needs)


def _part(part: Galley, ready: Ready, pictures: Mapping[str, bytes], file: File) -> PartJob:
    used = {source: pictures[source] for source in part.pictures}
    quoted = tuple(quotation for quotation in ready.quotations if _holds(part, quotation))
    name = f"{file.path}: {part.name}"
    beneath = 0 if part.kind == "cover" else BENEATH_THE_TITLE
    return PartJob(name, part.html, used, quoted, ready.language, ready.languages, beneath, file.place)


def _holds(part: Galley, quotation: Quotation) -> bool:
    reference = quotation.reference
    first = quotation.verses[0].number
    return f'data-reference="{reference.scripture}:{reference.chapter}:{first}"' in part.html
