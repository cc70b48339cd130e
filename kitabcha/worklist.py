"""An edition that is ready for the press → the tasks that make its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from kitabcha import bookwork, facing
from kitabcha.bookwork import Ready, task_of
from kitabcha.model import Edition
from kitabcha.press import composition
from kitabcha.press.imposition import parts_of
from kitabcha.press.jobs import File, PageJob
from kitabcha.press.print_jobs import CARD, CROP_MARKS, CardJob, ImposeJob
from kitabcha.press.print_steps import Order
from kitabcha.press.profiles import Profile, paper_of
from kitabcha.workers import Task


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
    return task_of(job)


def _bound(ready: Ready, profile: Profile, path: str) -> Task | None:
    """A PDF; None when the profile prints nothing of the edition."""
    bound = facing.bound if profile.is_facing else bookwork.bound
    return bound(ready, profile, path)


# --- for the printer ------------------------------------------------------------------------------------------


def printing(ready: Ready, profile: Profile, bleed: float | None = None) -> Printing | None:
    """An edition printed in one way; None when that prints nothing of it.

    With `bleed`, in millimetres, its pages are for a print shop: with crop marks, and not laid on sheets.
    """
    parts = (CROP_MARKS,) if bleed is not None else parts_of(profile.imposition)
    bound = _bound(ready, profile, _file(ready, profile, "").path)
    if bound is None:
        return None
    paper, how = paper_of(profile, ready.room), profile.for_kind(ready.edition.kind)
    jobs = [ImposeJob(_file(ready, profile, part), how, paper, bleed) for part in parts]
    order = Order(
        title=composition.title_of(ready.numbered),
        kind=ready.edition.kind,
        right_to_left=ready.language.is_right_to_left,
        profile=how,
        names={job.file.part: PurePosixPath(job.file.path).name for job in jobs},
        room=ready.room,
        bleed=bleed,
    )
    files = tuple(task_of(job, (bound,)) for job in jobs)
    phrases = replace(ready.interface, phrases=dict(ready.interface.phrases))  # a read-only view cannot travel
    kept = _file(ready, profile, CARD if bleed is None else f"{CROP_MARKS}-{CARD}")
    return Printing(ready.edition, order, files, task_of(CardJob(kept, order, ready.languages, phrases), files))


def _file(ready: Ready, profile: Profile, part: str) -> File:
    """A file for the printer. The way in which an edition is usually set has one name, however it is asked for."""
    if profile == ready.usual and not profile.imposition and not part:
        return File(ready.edition, f"{ready.edition}.pdf", "pdf", (), ready.language)
    name = "-".join((str(ready.edition), profile.name, *([part] if part else [])))
    return File(ready.edition, f"{name}.pdf", "pdf", (), ready.language, profile.name, part)
