"""An edition that is ready for the press, in one way of printing → the task of its bound manual, with those of its
parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kitabcha.cache import content_key
from kitabcha.dialect import inline, plain
from kitabcha.languages.interface import Interface
from kitabcha.model import Apparatus, Edition, HtmlDocument, Language, NumberedBook, PrintRoom, Quotation
from kitabcha.press import composition, galleys
from kitabcha.press.binding import Title
from kitabcha.press.cards import CONTENTS
from kitabcha.press.galleys import Galley
from kitabcha.press.jobs import BindJob, File, IndexJob, Job, PartJob
from kitabcha.press.profiles import BOOK, Profile, is_one_sided
from kitabcha.press.rendering import Desk, edition_names
from kitabcha.press.templating import environment
from kitabcha.privacy.guard import WITHOUT_LIST, Guard
from kitabcha.privacy.pictures import bare
from kitabcha.workers import Task

BENEATH_THE_TITLE = 1
"""Headings of parts stand one level below the manual's title."""


class Keyed(Job, Protocol):
    """A job that tells what its key in the cache is made of."""

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change what it makes, besides what it takes."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An edition's parts and all that they are set with, below the project's folder `root`. `profiles` are those of its
    manual, the most important first; `room` has the currency in the edition's language; `alone` is the same edition in
    each of the languages of one in two; `guard` knows what must not be printed."""

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
    alone: tuple[Ready, ...] = ()
    guard: Guard = WITHOUT_LIST

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        return tuple(self.apparatus.quotations.values())

    @property
    def usual(self) -> Profile | None:
        """How the edition is set to be read and printed from one file; None when it is only printed in other ways."""
        return next((one for one in self.profiles if one.content == BOOK and self._suits(one)), None)

    def _suits(self, profile: Profile) -> bool:
        return self.edition.kind in profile.kinds and profile.has_room_for(len(self.edition.languages))

    def contents(self, profile: Profile) -> tuple[HtmlDocument, ...]:
        """What of the edition a profile prints."""
        if not self._suits(profile):
            return ()
        if profile.content == BOOK:
            return self.documents
        words = environment(self.language, self.interface)
        desk = Desk(self.numbered, self.apparatus, self.language, self.languages, self.interface, words)
        return CONTENTS[profile.content](desk)

    def pictures(self, documents: tuple[HtmlDocument, ...]) -> Mapping[str, bytes]:
        """What every picture of these documents is, by its src, without what it tells of its making."""
        paths = composition.pictures_of(documents)
        return {source: _bare(self.root / path) for source, path in paths.items()}


def _bare(picture: Path) -> bytes:
    return bare(picture.read_bytes(), picture.suffix.lower())


def bound(ready: Ready, profile: Profile, path: str) -> Task | None:
    """A PDF, bound of parts that other manuals and editions may share; None when the profile prints nothing of it."""
    documents = ready.contents(profile)
    if not documents:
        return None
    setting = (ready.numbered, ready.language, ready.languages, ready.interface, profile)
    parts = galleys.galleys(documents, *setting)
    quoted = tuple(one for one in ready.quotations if profile.content == BOOK or _holds(parts[0], one))
    file = File(ready.edition, path, "pdf", quoted, ready.language, guard=ready.guard)
    pictures = ready.pictures(documents)
    typeset = _typeset(parts, ready, pictures, file)
    faces = Galley("furniture", "furniture", galleys.furniture(parts, *setting))
    needs = (*typeset, task_of(part_job(faces, ready, {}, file)))
    job = BindJob(file, tuple(part.without_html for part in parts), title_of(ready), ready.archive)
    return task_of(job, needs)


def title_of(ready: Ready) -> Title:
    """What the PDF is called in a list of files: the manual and the edition."""
    name = edition_names(ready.interface)[ready.edition.kind]
    publisher = plain(inline(ready.numbered.book.publisher.name.raw))
    title = f"{composition.titles_of(ready.numbered)} – {name}"
    return Title(title, publisher, is_one_sided(ready.edition.kind))


def _typeset(parts: Sequence[Galley], ready: Ready, pictures: Mapping[str, bytes], file: File) -> tuple[Task, ...]:
    """A task for each part; the index, which is the last one, needs all others."""
    tasks: tuple[Task, ...] = ()
    for part in parts:
        job = part_job(part, ready, pictures, file)
        if part.kind == "index":
            before = tuple(one.without_html for one in parts[: len(tasks)])
            tasks = (*tasks, task_of(IndexJob(job, before), tasks))
        else:
            tasks = (*tasks, task_of(job))
    return tasks


def task_of(job: Keyed, needs: tuple[Task, ...] = ()) -> Task:
    """A job as a task that needs others."""
    return Task(content_key((*job.ingredients(), *(need.key for need in needs))), job, needs)


def part_job(part: Galley, ready: Ready, pictures: Mapping[str, bytes], file: File) -> PartJob:
    """A galley of an edition as a job for one of its files; `pictures` are those of all its parts."""
    used = {source: pictures[source] for source in part.pictures}
    quoted = tuple(quotation for quotation in ready.quotations if _holds(part, quotation))
    name = f"{file.path}: {part.name}"
    beneath = 0 if "<h1" in part.html else BENEATH_THE_TITLE
    return PartJob(name, part.html, used, quoted, ready.language, ready.languages, beneath, file.place)


def _holds(part: Galley, quotation: Quotation) -> bool:
    return f'data-reference="{quotation.reference.of_verses[0]}"' in part.html
