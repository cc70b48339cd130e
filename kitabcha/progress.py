"""How far a build is → words about it: one line that is written over on a terminal, plain lines elsewhere."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is. `done` of `total` tasks are made; what came from the cache is counted apart, in `kept`.

    `share` is the part of the work that is done, 0 to 1, by the tasks' sizes. `last` is what has just been made, empty
    while the first tasks are only begun.
    """

    done: int
    total: int
    kept: int
    running: int
    share: float
    last: str = ""


Tell = Callable[[Progress], None]
"""Told whenever a task is begun or made."""

_WRITE_OVER = "\r\033[2K"


def line(progress: Progress, elapsed: float) -> str:
    """All that is known, in one line; `elapsed` is in seconds since the work began."""
    known = (
        f"{progress.kept} from cache" if progress.kept else "",
        f"{progress.running} running" if progress.running else "",
        _left(elapsed * (1 - progress.share) / progress.share) if progress.share else "",
    )
    said = ", ".join(part for part in known if part)
    return f"[{progress.done}/{progress.total}] {': '.join(part for part in (said, progress.last) if part)}"


def _left(seconds: float) -> str:
    if seconds <= 0:
        return ""
    if seconds > 55:
        return f"about {math.ceil(seconds / 60)} min left"
    return f"about {5 * math.ceil(seconds / 5)} s left"


@contextmanager
def shown(stream: TextIO, clock: Callable[[], float]) -> Iterator[Tell]:
    """A `Tell` that writes to a stream while the work goes on; `clock` gives seconds since any moment."""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda progress: _write_plainly(stream, progress)
        return
    begun: list[float] = []

    def write_over(progress: Progress) -> None:
        now = clock()
        if not begun:
            begun.append(now)
        room = shutil.get_terminal_size().columns - 1  # a line that wraps cannot be written over
        stream.write(_WRITE_OVER + line(progress, now - begun[0])[:room])
        stream.flush()

    try:
        yield write_over
    finally:
        if begun:
            stream.write(_WRITE_OVER)
            stream.flush()


def _write_plainly(stream: TextIO, progress: Progress) -> None:
    if progress.last:
        stream.write(f"[{progress.done}/{progress.total}] {progress.last}\n")
        stream.flush()
