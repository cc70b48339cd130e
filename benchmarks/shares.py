"""Where the time of a build goes, piece by piece, in one process: `PYTHONPATH=. .venv/bin/python benchmarks/shares.py`.

Prints JSON: what is done → seconds of the processor, for all manuals of the repository from nothing.
"""

from __future__ import annotations

import json
import time
from collections import Counter

from benchmarks.curricula import ROOT
from kitabcha import pipeline
from kitabcha.ledger import Wanted
from kitabcha.press.jobs import BindJob, IndexJob, Made, get_ready
from kitabcha.workers import Task
from kitabcha.worklist import tasks_of

READING, WRITING, FURNITURE, INDEX, BINDING = (
    "reading sources",
    "assembling, rendering",
    "heads and folios",
    "indexes",
    "binding, verifying",
)
SESSIONS, SHEETS, MATTER = "sessions", "handouts and tests", "covers, contents, annexes …"


def main() -> None:
    """Do all that a build does, one after another, and print what each kind of work took."""
    taken: Counter[str] = Counter()
    get_ready(typesetting=True)
    start = time.process_time()
    workshop, found = pipeline.open_workshop(ROOT)
    assert workshop, found
    editions = pipeline.editions_of(workshop.project, Wanted())
    taken[READING] = time.process_time() - start
    start = time.process_time()
    tasks: list[Task] = []
    for edition in editions:
        tasks += tasks_of(pipeline.ready_for_press(workshop, pipeline.prepare(workshop, edition)), ("pdf",))
    taken[WRITING] = time.process_time() - start
    made: dict[str, Made] = {}
    for task in tasks:
        _do(task, made, taken)
    print(json.dumps(taken))


def _do(task: Task, made: dict[str, Made], taken: Counter[str]) -> Made:
    if task.key not in made:
        needed = tuple(_do(need, made, taken) for need in task.needs)
        start = time.process_time()
        made[task.key] = task.job.run(needed)
        taken[_kind(task)] += time.process_time() - start
    return made[task.key]


def _kind(task: Task) -> str:
    job = task.job
    if isinstance(job, BindJob):
        return BINDING
    if isinstance(job, IndexJob):
        return INDEX
    if job.name.endswith(": furniture"):
        return FURNITURE
    if '<section class="part session"' in getattr(job, "html", ""):
        return SESSIONS
    return SHEETS if "--" in job.name else MATTER


if __name__ == "__main__":
    main()
