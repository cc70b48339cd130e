"""Who does the work: jobs → futures of what they made, by processes of this computer or by a cluster's."""

from __future__ import annotations

import gc
import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType
from typing import Protocol, Self

from kitabcha.press.jobs import Job, Made, get_ready


class Staff(Protocol):
    """Where work is done. It may be lost there, when the process that does it is killed; whoever asked tries again."""

    @property
    def workers(self) -> int:
        """How many jobs are done at the same time."""

    @property
    def advice(self) -> str:
        """What to do when a job's process ends again and again."""

    def begin(self, typesetting: bool) -> None:
        """Get ready: there will be work soon, some of it `typesetting`."""

    def submit(self, job: Job, taken: tuple[Made, ...]) -> Future[Made]:
        """Have a job done; what it raises is raised by the future."""

    def was_lost(self, broken: BaseException) -> bool:
        """Whether a future raised this because its process ended, and not because the job itself raised it."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class Pool:
    """Processes of this computer, started when there is work for them. Use it in a `with`."""

    workers: int = field(default_factory=processors)
    _crew: _Crew | None = None

    @property
    def advice(self) -> str:
        return "most likely memory ran out: close other programs, or build with `--jobs 1`; other files go on"

    def begin(self, typesetting: bool) -> None:
        """Start the processes, and let them load what they need."""
        if self._crew is None:
            self._crew = _Crew(self.workers)
            for _ in range(self.workers):
                self._crew.executor.submit(get_ready, typesetting)

    def submit(self, job: Job, taken: tuple[Made, ...]) -> Future[Made]:
        """Have a job done, by new processes when those that there were have been killed."""
        if self._crew is None:
            self._crew = _Crew(self.workers)
        try:
            return self._crew.executor.submit(_done, job, taken)
        except BrokenProcessPool:
            self._crew.dismiss()
            self._crew = _Crew(self.workers)
            return self._crew.executor.submit(_done, job, taken)

    def was_lost(self, broken: BaseException) -> bool:
        return isinstance(broken, BrokenProcessPool)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: object, traceback: TracebackType | None) -> None:
        if self._crew:
            if kind:
                self._crew.dismiss()
            self._crew.end()
            self._crew = None


class _Crew:
    """The processes of one executor, and the pipe that holds them: they end when its other end is closed."""

    def __init__(self, workers: int) -> None:
        theirs, self._ours = Pipe(duplex=False)
        # Threads and fork don't mix, and a fresh process each would import WeasyPrint each time.
        self.executor = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_end_with_build, initargs=(theirs,)
        )

    def dismiss(self) -> None:
        """End the processes in the middle of their work."""
        self._ours.close()

    def end(self) -> None:
        """Wait until what is begun is done, or given up, and the processes have ended."""
        self.executor.shutdown(wait=True, cancel_futures=True)
        self._ours.close()


def _end_with_build(pipe: Connection) -> None:
    """Let this process end when the build that started it is gone: a killed build cannot tell it to.

    Control-C reaches every process of a terminal; it is the build's to answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait() -> None:
        try:
            pipe.recv_bytes()
        except (EOFError, OSError):
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _done(job: Job, taken: tuple[Made, ...]) -> Made:
    """Do a job in this process, whose garbage is collected between jobs and not during one: a tenth of the time goes
    there, for a page laid out is hundreds of thousands of objects that are in use."""
    gc.disable()
    try:
        return job.run(taken)
    finally:
        gc.collect()
        if not gc.get_freeze_count():
            gc.freeze()  # what is loaded by now stays, and need not be looked at again
        gc.enable()


def hired(processes: int | None, address: str | None) -> AbstractContextManager[Staff]:
    """The Dask cluster at an address, else so many processes of this computer, by default one for each processor.

    Raises `Misused` when there is no such cluster, or it cannot do our work.
    """
    if address:
        from kitabcha.cluster import Cluster

        return Cluster(address)
    return Pool(processes) if processes else Pool()
