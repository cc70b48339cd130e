"""Jobs without a press, for tests of the work around it: they join words, fail, warn, or end their process."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from kitabcha.cache import content_key
from kitabcha.diagnostics import error, warning
from kitabcha.model import Place
from kitabcha.press.jobs import Job, Made
from kitabcha.workers import Task


@dataclass(frozen=True)
class Join:
    """Joins its word to what it takes, and notes in a file that it ran."""

    name: str
    word: bytes
    ran: Path
    size: int = 1
    finding: str = ""
    """`error` or `warning`: found while it runs."""

    @property
    def place(self) -> Place:
        return Place(self.name)

    def run(self, taken: tuple[Made, ...]) -> Made:
        with self.ran.open("a", encoding="utf-8") as ran:
            ran.write(f"{self.name}\n")
        joined = b"".join((*(made.content for made in taken), self.word))
        pages = sum(made.pages for made in taken) + 1
        if self.finding == "error":
            return Made(b"", (error(self.place, "it cannot be set"),))
        found = (warning(self.place, "it looks odd"),) if self.finding else ()
        return Made(joined, found, {"pages": pages})


@dataclass(frozen=True)
class Raise(Join):
    """Breaks by a mistake of our own."""

    def run(self, taken: tuple[Made, ...]) -> Made:
        super().run(taken)
        raise RuntimeError("a screw is loose")


@dataclass(frozen=True)
class Die(Join):
    """Kills its process: so many times, then it succeeds."""

    times: int = 1

    def run(self, taken: tuple[Made, ...]) -> Made:
        made = super().run(taken)
        if self.ran.read_text("utf-8").split().count(self.name) <= self.times:
            os.kill(os.getpid(), signal.SIGKILL)
        return made


def task(job: Job, *needs: Task) -> Task:
    """The task of a job, under its name and those of its needs."""
    return Task(content_key((job.name, *(need.key for need in needs))), job, needs)
