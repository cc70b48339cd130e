"""One piece of work of a manual, run alone in a process: how long it takes, and the most memory that it needs.

`PYTHONPATH=. .venv/bin/python benchmarks/pieces.py WHICH PROJECT LANG`, where WHICH is `bind` (the manual of every
lesson from its finished parts), or `largest` (its largest session). Its parts must be in the
project's cache. Prints JSON: seconds of the job, megabytes of its process, pages.
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.curricula import NEW
from kitabcha import pipeline
from kitabcha.cache import cache_of
from kitabcha.ledger import Wanted
from kitabcha.press.jobs import Made, get_ready
from kitabcha.workers import Task
from kitabcha.worklist import tasks_of


def task_of(project: Path, language: str) -> Task:
    """The task that binds the manual of every lesson."""
    workshop, found = pipeline.open_workshop(project)
    assert workshop, found
    edition, *_ = pipeline.editions_of(workshop.project, Wanted((NEW,), (language,), ("trainer",)))
    prepared = pipeline.prepare(workshop, edition)
    return next(iter(tasks_of(pipeline.ready_for_press(workshop, prepared), ("pdf",))))


def sessions_of(bound: Task) -> list[Task]:
    """The tasks that typeset a manual's sessions, in order."""
    return [need for need in bound.needs if '<section class="part session"' in getattr(need.job, "html", "")]


def chosen(which: str, project: Path, language: str) -> tuple[Task, tuple[Made, ...]]:
    """A task, and what it takes from the cache."""
    bound = task_of(project, language)
    if which == "bind":
        cache = cache_of(project)
        kept = [cache.find(need.key) for need in bound.needs]
        assert all(kept), "build it first"
        return bound, tuple(Made(one.content, (), one.about) for one in kept if one)
    return max(sessions_of(bound), key=lambda session: len(session.job.html)), ()


def main(which: str, project: str, language: str) -> None:
    """Run it in a process that has done nothing else, but for what every worker loads."""
    if which == "-":
        job, taken = pickle.load(sys.stdin.buffer)
        get_ready(typesetting=True)
        start = time.perf_counter()
        made = job.run(taken)
        seconds = time.perf_counter() - start
        assert made.content, made.diagnostics
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "memory": memory, "pages": made.pages, "name": job.name}))
        return
    task, taken = chosen(which, Path(project), language)
    subprocess.run([sys.executable, __file__, "-", "-", "-"], input=pickle.dumps((task.job, taken)), check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
