"""Jobs for the press → what they made, from the cache or by as many processes as there are processors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context, parent_process
from threading import Thread

from kitabcha.cache import Cache, content_key
from kitabcha.diagnostics import own_bug
from kitabcha.press.jobs import Job, Made, ingredients, run

Tell = Callable[[int, int, str], None]
"""Told of progress: how many files are made, of how many, and what the last one was."""


def run_all(jobs: Sequence[Job], cache: Cache, tell: Tell) -> Iterator[tuple[Job, Made]]:
    """Every job with what it made: from the cache, or by as many processes as there are processors."""
    keys = {job.path: content_key(ingredients(job)) for job in jobs}
    waiting: list[Job] = []
    for job in jobs:
        if kept := cache.find(keys[job.path]):
            yield job, Made(*kept, ())
        else:
            waiting.append(job)
    with _executor(len(waiting)) as executor:
        running = {executor.submit(run, job): job for job in waiting}
        for count, future in enumerate(as_completed(running), 1):
            job = running[future]
            made = _outcome(job, future)
            if made.content and not made.diagnostics:
                cache.keep(keys[job.path], made.content, made.pages)
            tell(count, len(waiting), job.path + (f", {made.pages} pages" if made.pages else ""))
            yield job, made


def _executor(count: int) -> ProcessPoolExecutor:
    # Threads and fork don't mix, and a fresh process each would import WeasyPrint each time.
    workers = max(1, min(count, os.cpu_count() or 1))
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_parent)


def end_with_parent() -> None:
    """Let this process end when the build that started it is gone: a killed build cannot tell it to."""

    def wait() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _outcome(job: Job, future: Future[Made]) -> Made:
    """What a job made; when it broke, that is our own bug, and is told with the name of what was being made."""
    broken = future.exception()
    return Made(b"", 0, (own_bug(job.place, broken),)) if broken else future.result()
