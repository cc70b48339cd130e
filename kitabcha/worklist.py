"""An edition that is ready for the press → the tasks that make its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kitabcha.cache import content_key
from kitabcha.dialect import inline, plain
from kitabcha.languages.interface import Interface
from kitabcha.model import Apparatus, Edition, HtmlDocument, Language, NumberedBook, PrintRoom, Quotation
from kitabcha.press import composition, galleys
from kitabcha.press.binding import Title
from kitabcha.press.cards import CONTENTS
from kitabcha.press.galleys import Galley
from kitabcha.press.imposition import parts_of
from kitabcha.press.jobs import BindJob, File, IndexJob, PageJob, PartJob
from kitabcha.press.print_jobs import CARD, CROP_MARKS, CardJob, ImposeJob
from kitabcha.press.print_steps import Order
from kitabcha.press.profiles import BOOK, Profile, paper_of
from kitabcha.press.rendering import Desk, edition_names
from kitabcha.press.templating import environment
from kitabcha.workers import Task

BENEATH_THE_TITLE = 1
"""Headings of parts stand one level below the manual's title."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An edition's parts and all that they are set with, below the project's folder `root`. `profiles` are those of its
    manual, the most important first; `room` has the currency in the edition's language."""

    root: Path
    edition: Edition
    numbered: NumberedBook
    apparatus: Apparatus
    documents: tuple[HtmlDocument, ...]
    language: Language
    languages: Mapping[str, Language]
    interface: Interface
    profiles: tuple[Profile, ...]
    room: PrintRoom
    archive: bool

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        return tuple(self.apparatus.quotations.values())

    @property
    def usual(self) -> Profile | None:
        """How the edition is set to be read and printed from one file; None when it is only printed in other ways."""
        return next((one for one in self.profiles if one.content == BOOK and self.edition.kind in one.kinds), None)

    def contents(self, profile: Profile) -> tuple[HtmlDocument, ...]:
        """What of the edition a profile prints."""
        if self.edition.kind not in profile.kinds:
            return ()
        if profile.content == BOOK:
            return self.documents
        if len(self.edition.languages) > 1:
            return ()
        words = environment(self.language, self.interface)
        desk = Desk(self.numbered, self.apparatus, self.language, self.languages, self.interface, words)
        return CONTENTS[profile.content](desk)

    def pictures(self, documents: tuple[HtmlDocument, ...]) -> Mapping[str, bytes]:
        """What every picture of these documents is, by its src."""
        paths = composition.pictures_of(documents)
        return {source: (self.root / path).read_bytes() for source, path in paths.items()}


@dataclass(frozen=True)
class Printing:
    """An edition printed in one way: the tasks of its files, in the order of `order.names`, and of its print card."""

    edition: Edition
    order: Order
    files: tuple[Task, ...]
    card: Task

    @property
    def tasks(self) -> tuple[Task, ...]:
        return (*self.files, self.card)


def tasks_of(ready: Ready, formats: tuple[str, ...]) -> Iterator[Task]:
    """The files of an edition: the page for screens, a PDF to read and to print, and for every other way of printing
    its files and its print card."""
    if "html" in formats:
        yield _page(ready)
    if "pdf" not in formats:
        return
    usual = ready.usual
    if usual and (bound := _bound(ready, usual, f"{ready.edition}.pdf")):
        yield bound
    for profile in ready.profiles:
        if (profile != usual or profile.imposition) and (found := printing(ready, profile)):
            yield from found.tasks


def _page(ready: Ready) -> Task:
    html = composition.for_screen(ready.documents, ready.numbered, ready.language, ready.languages, ready.interface)
    file = File(ready.edition, f"{ready.edition}.html", "html", ready.quotations, ready.language)
    job = PageJob(file, html, ready.pictures(ready.documents), ready.languages)
    return Task(content_key(job.ingredients()), job)


# --- bound manuals --------------------------------------------------------------------------------------------


def _bound(ready: Ready, profile: Profile, path: str) -> Task | None:
    """A PDF, bound of parts that other manuals and editions may share; None when the profile prints nothing of it."""
    documents = ready.contents(profile)
    if not documents:
        return None
    setting = (ready.numbered, ready.language, ready.languages, ready.interface, profile)
    parts = galleys.galleys(documents, *setting)
    quoted = tuple(one for one in ready.quotations if profile.content == BOOK or _holds(parts[0], one))
    file = File(ready.edition, path, "pdf", quoted, ready.language)
    pictures = ready.pictures(documents)
    typeset = _typeset(parts, ready, pictures, file)
    faces = Galley("furniture", "furniture", galleys.furniture(parts, *setting))
    needs = (*typeset, _task(_part(faces, ready, {}, file)))
    publisher = plain(inline(ready.numbered.book.publisher.name.raw))
    job = BindJob(file, tuple(part.without_html for part in parts), Title(_title(ready), publisher), ready.archive)
    return _task(job, needs)


def _title(ready: Ready) -> str:
    """What the PDF is called in a list of files: the manual and the edition."""
    name = edition_names(ready.interface)[ready.edition.kind]
    return f"{composition.titles_of(ready.numbered)} – {name}"


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


def _task(job: PartJob | IndexJob | BindJob | ImposeJob | CardJob, needs: tuple[Task, ...] = ()) -> Task:
    return Task(content_key((*job.ingredients(), *(need.key for need in needs))), job, needs)


def _part(part: Galley, ready: Ready, pictures: Mapping[str, bytes], file: File) -> PartJob:
    used = {source: pictures[source] for source in part.pictures}
    quoted = tuple(quotation for quotation in ready.quotations if _holds(part, quotation))
    name = f"{file.path}: {part.name}"
    beneath = 0 if "<h1" in part.html else BENEATH_THE_TITLE
    return PartJob(name, part.html, used, quoted, ready.language, ready.languages, beneath, file.place)


def _holds(part: Galley, quotation: Quotation) -> bool:
    reference = quotation.reference
    first = quotation.verses[0].number
    return f'data-reference="{reference.scripture}:{reference.chapter}:{first}"' in part.html


# --- for the printer ------------------------------------------------------------------------------------------


def printing(ready: Ready, profile: Profile, bleed: float | None = None) -> Printing | None:
    """An edition printed in one way; None when that prints nothing of it.

    With `bleed`, in millimetres, its pages are for a print shop: with crop marks, and not laid on sheets.
    """
    parts = (CROP_MARKS,) if bleed is not None else parts_of(profile.imposition)
    bound = _bound(ready, profile, _file(ready, profile, "").path)
    if bound is None:
        return None
    paper = paper_of(profile, ready.room)
    jobs = [ImposeJob(_file(ready, profile, part), profile, paper, bleed) for part in parts]
    order = Order(
        title=composition.title_of(ready.numbered),
        kind=ready.edition.kind,
        right_to_left=ready.language.is_right_to_left,
        profile=profile,
        names={job.file.part: PurePosixPath(job.file.path).name for job in jobs},
        room=ready.room,
        bleed=bleed,
    )
    files = tuple(_task(job, (bound,)) for job in jobs)
    phrases = replace(ready.interface, phrases=dict(ready.interface.phrases))  # a read-only view cannot travel
    kept = _file(ready, profile, CARD if bleed is None else f"{CROP_MARKS}-{CARD}")
    return Printing(ready.edition, order, files, _task(CardJob(kept, order, ready.languages, phrases), files))


def _file(ready: Ready, profile: Profile, part: str) -> File:
    """A file for the printer. The way in which an edition is usually set has one name, however it is asked for."""
    if profile == ready.usual and not profile.imposition and not part:
        return File(ready.edition, f"{ready.edition}.pdf", "pdf", (), ready.language)
    name = "-".join((str(ready.edition), profile.name, *([part] if part else [])))
    return File(ready.edition, f"{name}.pdf", "pdf", (), ready.language, profile.name, part)
