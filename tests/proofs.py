"""What this repository prints, with what it was made of: for tests that hold the one against the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from lxml import html as markup

from kitabcha import pipeline, worklist
from kitabcha.cache import cache_of
from kitabcha.ledger import Wanted
from kitabcha.model import Edition
from kitabcha.press.galleys import galleys
from kitabcha.press.index_pages import with_pages
from kitabcha.press.jobs import BindJob, Made, parts_of
from kitabcha.press.pagination import paginate
from kitabcha.workers import Task
from kitabcha.writing import digits
from tests.harness import ROOT, SHORT
from tests.one_piece import one_piece
from tests.printed import Printed, read
from tests.typed import plain, typed


@dataclass(frozen=True)
class Proof:
    """A finished PDF, the job that bound it, all that it says as one page of HTML, and how it reads."""

    job: BindJob
    html: str
    content: bytes
    capitals: bool = True
    """whether its labels are in capitals: in large print they are as they were typed"""

    @cached_property
    def printed(self) -> Printed:
        return read(self.content)

    @property
    def typed(self) -> str:
        return typed(self.html, self.job.file.language, self.printed.places, self.capitals)

    @cached_property
    def body(self) -> Any:
        """What the PDF was made of, as elements."""
        return markup.document_fromstring(self.html).find("body")

    @cached_property
    def thumb_marks(self) -> set[str]:
        """What may stand at the edge of a page: the numbers of sessions."""
        numbers = (part.number for part in self.job.galleys if part.kind == "session")
        return {digits(number, self.job.file.language) for number in numbers}

    @cached_property
    def running_heads(self) -> set[str]:
        """What may stand at the head or foot of a page besides its number."""
        heads = [self.body.get("data-title"), self.body.get("data-source")]
        return {plain(head) for head in (*heads, *("".join(one.itertext()) for one in self.body.iter("h2")))}

    @cached_property
    def _heads_of_tables(self) -> list[str]:
        """The cells of the heads of tables, which stand again where a table goes on; in two languages, their halves."""
        cells = [part for cell in self.body.xpath("//thead//th") for part in cell.find_class("half") or [cell]]
        return [f" {plain(''.join(cell.itertext()))} " for cell in cells]

    def cells(self, line: str) -> list[str]:
        """A line of furniture as what it has of each cell, in whatever order PDFium has them, if it is of a table's
        head; else as it is."""
        words, found = line.split(), list[str]()
        while words:
            parts = (" ".join(words[:count]) for count in range(len(words), 0, -1))
            part = next((part for part in parts if any(f" {part} " in cell for cell in self._heads_of_tables)), None)
            if part is None:
                return [line]
            found.append(part)
            words = words[len(part.split()) :]
        return found

    def is_of_table(self, line: str) -> bool:
        """Whether a line of furniture is of a table's head."""
        return bool(line) and all(
            any(f" {part} " in cell for cell in self._heads_of_tables) for part in self.cells(line)
        )


@cache
def workshop() -> pipeline.Workshop:
    """This repository's own sources, read once."""
    opened, found = pipeline.open_workshop(ROOT)
    assert opened and not found, found
    return opened


BESIDE = Wanted((SHORT,), ("en+ur",), ("participant", "handouts"), ("pdf",))
"""Two languages side by side, as they are printed when they are asked for. In the trainers' book, the numbers of
sessions in the list of materials stand in two languages in one line, and are read from the left."""

EACH_TIME = (
    Wanted((SHORT, "peace-in-pictures"), formats=("pdf",)),
    Wanted((SHORT,), ("en+ur",), ("participant",), ("pdf",)),
    Wanted(("training-of-trainers",), ("ur",), ("trainer",), ("pdf",)),
)
"""What every run of the tests reads: a short manual and the book of pictures in all editions, two languages side by
side, and every lesson in the language that is hardest to set. The rest of what this repository prints is read in
`make soak`."""


def editions() -> tuple[Edition, ...]:
    """All that this repository prints, whatever manuals there are, and what it may print besides."""
    project = workshop().project
    return tuple(one for wanted in (Wanted(), BESIDE) for one in pipeline.editions_of(project, wanted))


def read_each_time() -> frozenset[Edition]:
    """The editions that are wanted each time."""
    return frozenset(one for wanted in EACH_TIME for one in pipeline.editions_of(workshop().project, wanted))


def proof_of(edition: Edition, folder: Path) -> Proof:
    """An edition as it lies in a folder that all were built into."""
    ready = pipeline.ready_for_press(workshop(), pipeline.prepare(workshop(), edition))
    (task,) = worklist.tasks_of(ready, ("pdf",))
    setting = (ready.numbered, ready.language, ready.languages, ready.interface)
    pages = _pages(task)
    parts = [
        replace(part, html=with_pages(part.html, pages, ready.languages)) if part.kind == "index" else part
        for part in galleys(ready.documents, *setting)
    ]
    capitals = workshop().project.manuals[edition.manual].profiles[0] not in ("large", "easy")
    return Proof(
        cast(BindJob, task.job), one_piece(parts, *setting), (folder / f"{edition}.pdf").read_bytes(), capitals
    )


def _pages(task: Task) -> Mapping[str, int]:
    """The page of every anchor in a manual that has been built, by its parts as the cache has them."""
    job, made = cast(BindJob, task.job), []
    for need in task.needs[:-1]:  # the last is the furniture
        kept = cache_of(ROOT).find(need.key)
        assert kept, need.job.name
        made.append(Made(kept.content, (), kept.about))
    return paginate(parts_of(job.galleys, made), job.file.language.is_right_to_left).numbers()
