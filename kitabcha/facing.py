"""An edition in two languages → the task of its manual on facing pages, with those of its parts.

The first language stands on the even pages, its counterpart on the page beside. Each part is set in each language as it
is for a manual in that language, but goes on to a new page where the other does. The cover is of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kitabcha.bookwork import Ready, part_job, task_of, title_of
from kitabcha.model import HtmlDocument, Language
from kitabcha.press import galleys
from kitabcha.press.facing_jobs import FacingJob, SpreadJob
from kitabcha.press.galleys import Galley
from kitabcha.press.jobs import BindJob, File, IndexJob, PartJob
from kitabcha.press.profiles import Profile
from kitabcha.press.ties import tied
from kitabcha.workers import Task

_SIDES = {False: ("left", "right"), True: ("right", "left")}
"""Where the even and the odd pages of a book are, by whether it is bound on the right."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """One of the two languages. The cover is among the parts of the first."""

    language: Language
    parts: tuple[Galley, ...]
    jobs: tuple[PartJob, ...]
    furniture: Task


def bound(ready: Ready, profile: Profile, path: str) -> Task | None:
    """A PDF on facing pages; None when the profile prints nothing of the edition."""
    if not ready.contents(profile):
        return None
    file = File(ready.edition, path, "pdf", ready.quotations, ready.language, guard=ready.guard)
    voices = tuple(_voices(ready, profile, file))
    parts = tuple(part.without_html for voice in voices for part in voice.parts)
    job = BindJob(file, parts, title_of(ready), ready.archive, tuple(voice.language for voice in voices))
    return task_of(job, (*_typeset(voices), *(voice.furniture for voice in voices)))


def _voices(ready: Ready, profile: Profile, file: File) -> Iterator[_Voice]:
    cover = [document for document in ready.documents if document.kind == "cover"]
    texts = _tied(*([one for one in alone.documents if one.kind != "cover"] for alone in ready.alone))
    for alone, text, side in zip(ready.alone, texts, _SIDES[ready.language.is_right_to_left], strict=True):
        setting = (alone.numbered, alone.language, alone.languages, alone.interface, profile)
        covers = galleys.galleys(cover, ready.numbered, *setting[1:])
        parts = (*covers, *galleys.galleys(text, *setting, side))
        pictures = alone.pictures((*cover, *text))
        jobs = tuple(_job(part, alone, ready, pictures, file) for part in parts)
        faces = Galley("furniture", "furniture", galleys.furniture(parts, *setting), language=alone.language.code)
        yield _Voice(alone.language, parts, jobs, task_of(_job(faces, alone, ready, {}, file)))
        cover = []


def _tied(
    first: Sequence[HtmlDocument], second: Sequence[HtmlDocument]
) -> tuple[Sequence[HtmlDocument], Sequence[HtmlDocument]]:
    """The parts of both, tied to their counterparts where they have one."""
    others = {document.name: document for document in second}
    pairs = {one.name: tied(one, others[one.name]) for one in first if one.name in others}
    ours, theirs = ({name: pair[which] for name, pair in pairs.items()} for which in range(2))
    return [ours.get(one.name, one) for one in first], [theirs.get(one.name, one) for one in second]


def _job(part: Galley, alone: Ready, ready: Ready, pictures: Mapping[str, bytes], file: File) -> PartJob:
    """A part in one of the languages, to be read in a book that has the direction of the first."""
    job = part_job(part, alone, pictures, file)
    return replace(job, name=f"{job.name} in {alone.language.code}", language=ready.language, in_step=True)


def _typeset(voices: Sequence[_Voice]) -> tuple[Task, ...]:
    """A task for each part of each language, in order. The index of a language, in the order of its own alphabet, is in
    step with no other; it needs all that it names."""
    rows = [(which, *row) for which, voice in enumerate(voices) for row in zip(voice.parts, voice.jobs, strict=True)]
    text = {(which, part.name): job for which, part, job in rows if part.kind != "index"}
    tasks = {key: _in_step(key, text) for key in text}
    known = tuple(part.without_html for which, part, _ in rows if (which, part.name) in tasks)
    return tuple(
        tasks.get((which, part.name)) or task_of(IndexJob(job, known, part.language), tuple(tasks.values()))
        for which, part, job in rows
    )


def _in_step(key: tuple[int, str], text: Mapping[tuple[int, str], PartJob]) -> Task:
    which, name = key
    both = [text[other, name] for other in range(2) if (other, name) in text]
    if len(both) == 1:
        return task_of(text[key])
    return task_of(FacingJob(text[key], which), (task_of(SpreadJob((both[0], both[1]))),))
