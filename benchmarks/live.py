"""A manual of lessons that are known, and a changed sentence in one of them, against setting them anew: in a program
that is running, as `watch` is, so that neither pays for starting.

`PYTHONPATH=. .venv/bin/python benchmarks/live.py PROJECT LANG ROUNDS`; the project has the manual of every lesson. In
each round, in turns: the manual under another title, with all that is verified of it; the same in one piece by
WeasyPrint as it comes; the manual with a changed sentence; that lesson typeset alone. Prints JSON: seconds of each.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.curricula import NEW, change_sentence, write_manual
from benchmarks.pieces import sessions_of, task_of
from benchmarks.rivals import weasyprint
from kitabcha import pipeline
from kitabcha.ledger import Wanted
from kitabcha.progress import Progress
from kitabcha.staff import Pool, Staff

PROFILE = "a5"
"""Pages of this size: the lessons fill some three hundred."""


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def build(project: Path, language: str, staff: Staff) -> None:
    """Build the manual; all must be well."""
    wanted = Wanted((NEW,), (language,), ("trainer",), ("pdf",))
    report = pipeline.build(project, project / "dist", wanted, False, _listen, staff)
    assert report.changed and not report.diagnostics, report


def _listen(_: Progress) -> None:
    pass


def lesson_alone(project: Path, language: str, staff: Staff) -> float:
    """Seconds to typeset the last lesson and nothing else."""
    last = sessions_of(task_of(project, language))[-1]
    return seconds(lambda: staff.submit(last.job, ()).result())


def main(project: str, language: str, rounds: str) -> None:
    """Print the seconds of every round."""
    folder = Path(project)
    taken: dict[str, list[float]] = {name: [] for name in ("new", "piece", "edit", "lesson")}
    with Pool() as staff:
        for number in range(int(rounds) + 1):  # the first one gets ready, and is not counted
            write_manual(folder, language, PROFILE, title=f"Manual {number}")
            new = seconds(lambda: build(folder, language, staff))
            piece = seconds(lambda: weasyprint(folder, folder, NEW, language, "trainer"))
            change_sentence(folder, f"in round {number}")
            edit = seconds(lambda: build(folder, language, staff))
            change_sentence(folder, f"once more in round {number}")
            lesson = lesson_alone(folder, language, staff)
            if number:
                for name, one in zip(taken, (new, piece, edit, lesson), strict=True):
                    taken[name].append(one)
    print(json.dumps(taken))


if __name__ == "__main__":
    main(*sys.argv[1:])
