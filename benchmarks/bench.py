"""What the press promises, beside what it is held against, all measured in one run: `make bench`.

Every figure is the median of some rounds in which ours and the other take turns, by the clock on the wall, and a ratio
that of two medians. Commands are timed whole, from start to end; rows that say "running" are measured in a program that
has started and has built before (`live.py`). The curriculum is the repository's own. Where a row needs more pages than
it has, its lessons are held again, and the row says so.

`PYTHONPATH=. .venv/bin/python benchmarks/bench.py [--rounds N] [--picture FILE.svg] [ROW ...]`, without rows all.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from benchmarks import rebuild
from benchmarks.curricula import NEW, ROOT, copy, every_lesson, write_manual
from benchmarks.picture import Share, picture
from kitabcha.files import write_beside

LANGUAGES = ("en", "ur")
LONG = (125, 250, 500, 1000, 2000)
"""Pages of the manuals by which the cost of binding is fitted; the last one's memory is measured."""


@dataclass(frozen=True, slots=True)
class Row:
    """A promise: `ours` is at most `target` times `theirs`."""

    name: str
    ours: float
    theirs: float
    target: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        verdict = "reached" if self.ratio <= self.target else "not reached"
        figures = f"{self.ours:.2f} to {self.theirs:.2f} {self.unit}"
        return f"| {self.name} | {figures} | {self.ratio:.2f} | {self.target:.2f} | {verdict} |"


def run(*command: str | Path) -> str:
    """What a command of Python prints; it must end well."""
    words = [sys.executable, *map(str, command)]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, f"{words}: {done.stderr[-2000:]}"
    return done.stdout


def build(project: Path, *words: str) -> None:
    """Build something of a project."""
    run("build.py", "--project", project, "build", *words)


def rival(which: str, project: Path, folder: Path) -> None:
    """What others do."""
    run("benchmarks/rivals.py", which, project, folder)


def in_turns(rounds: int, *ways: Callable[[], object]) -> list[float]:
    """The median seconds of each way, tried one after another in every round."""
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, times in zip(ways, taken, strict=True):
            start = time.perf_counter()
            way()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


# --- the rows -------------------------------------------------------------------------------------------------


def manuals(rounds: int, room: Path) -> Iterator[Row]:
    """All manuals from nothing, against one piece and against Chromium."""
    project, pages = copy(room / "manuals"), room / "pages"
    pages.mkdir()
    rival("pages", project, pages)

    def ours() -> None:
        build(copy(project), "--format", "pdf", "--jobs", "2")

    pieces, chromium = partial(rival, "weasyprint", project, room), partial(rival, "chromium", project, pages)
    mine, whole, printed = in_turns(rounds, ours, pieces, chromium)
    yield Row("all manuals, empty cache, 2 jobs, to one-piece WeasyPrint one after another", mine, whole, 0.20)
    yield Row("the same, to Chromium printing the same HTML", mine, printed, 1.0)


def live(rounds: int, room: Path) -> Iterator[Row]:
    """A new manual of known lessons, and a changed sentence."""
    for language in LANGUAGES:
        project = every_lesson(room / f"live-{language}", language)
        found = json.loads(run("benchmarks/live.py", project, language, str(rounds)))
        taken = {name: statistics.median(times) for name, times in found.items()}
        pages = f"{pages_of(project, language)} pages"
        new = f"a new manual of known lessons, {pages} ({language}, running), to its one piece"
        yield Row(new, taken["new"], taken["piece"], 0.03)
        edit = f"one sentence of it changed ({language}, running), to typesetting that lesson alone"
        yield Row(edit, taken["edit"], taken["lesson"], 1.5)


def nothing(rounds: int, room: Path) -> Iterator[Row]:
    """A build that has nothing to do."""
    project = room / "nothing"
    project.mkdir()
    editions = rebuild.project_of(project, 50)
    build(project)
    importing = partial(run, "-c", "import weasyprint")
    mine, theirs = in_turns(rounds, partial(build, project), importing)
    yield Row(f"nothing changed, {editions} editions, to importing WeasyPrint", mine, theirs, 1.0)


def long_manuals(rounds: int, room: Path) -> Iterator[Row]:
    """The memory of a manual of 2,000 pages; and how the cost of binding grows, which is printed."""
    project = every_lesson(room / "long", "en")
    times, points = 1, []
    for wanted in LONG:
        build(project, NEW, "--format", "pdf")
        times = max(1, round(times * wanted / pages_of(project, "en")))
        write_manual(project, "en", times=times)
        build(project, NEW, "--format", "pdf")
        bound = [json.loads(run("benchmarks/pieces.py", "bind", project, "en")) for _ in range(rounds)]
        points.append((bound[0]["pages"], statistics.median(one["seconds"] for one in bound)))
    print(_fit(points), flush=True)
    largest = [json.loads(run("benchmarks/pieces.py", "largest", project, "en")) for _ in range(rounds)]
    peak, part = (statistics.median(one["memory"] for one in some) for some in (bound, largest))
    name = f"peak memory of binding {points[-1][0]} pages (lessons held again), to its largest part"
    yield Row(name, peak, part, 3.0, "MB")


def _fit(points: list[tuple[int, float]]) -> str:
    pages, times = zip(*points, strict=True)
    slope, start = statistics.linear_regression(pages, times)
    share = statistics.correlation(pages, times) ** 2
    measured = ", ".join(f"{count} pages {seconds:.2f} s" for count, seconds in points)
    return f"Binding and verifying takes {start:.2f} s + {slope * 1000:.2f} ms a page (R² {share:.4f}): {measured}."


def sphinx(rounds: int, room: Path) -> Iterator[Row]:
    """HTML of all manuals, against Sphinx."""
    project, texts = copy(room / "html"), room / "texts"
    texts.mkdir()
    rival("texts", project, texts)

    def ours() -> None:
        build(copy(project), "--format", "html")

    mine, theirs = in_turns(rounds, ours, partial(rival, "sphinx", project, texts))
    yield Row("HTML of all manuals in all languages, to Sphinx with gettext catalogues", mine, theirs, 0.2)


def messages(rounds: int, room: Path) -> Iterator[Row]:
    """20,000 messages of which 100 have changed, against msgmerge on the same file."""
    run("benchmarks/catalogues.py", "make", room)
    project, before = room / "project", (room / "before.po").read_bytes()
    files = ("--output-file", room / "theirs.po", room / "before.po", room / "today.pot")

    def whole() -> None:
        write_beside(project / "locales/ur/LC_MESSAGES/many.po", before)
        run("build.py", "--project", project, "messages", "update")

    def theirs() -> None:
        subprocess.run(["msgmerge", "--quiet", "--previous", *files], check=True)

    merge = partial(run, "benchmarks/catalogues.py", "update", room)
    merging, updating, msgmerge = in_turns(rounds, merge, whole, theirs)
    yield Row("20,000 messages, 100 changed: merged into their catalogue, to msgmerge", merging, msgmerge, 1.5)
    yield Row("the same with reading and checking the sources first: `messages update`", updating, msgmerge, 1.5)


def pages_of(project: Path, language: str) -> int:
    """How many pages the manual of every lesson has."""
    import pikepdf

    with pikepdf.open(project / "dist" / NEW / language / "trainer.pdf") as pdf:
        return len(pdf.pages)


ROWS: Mapping[str, Callable[[int, Path], Iterator[Row]]] = MappingProxyType(
    {one.__name__: one for one in (manuals, live, nothing, long_manuals, sphinx, messages)}
)


def main() -> None:
    """Print the table, and draw where the time goes."""
    words = argparse.ArgumentParser(description="Measure what the press promises.")
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--picture", type=Path, help="draw where the time of a build goes into this file")
    words.add_argument("rows", nargs="*", choices=[[], *ROWS])
    asked = words.parse_args()
    print(f"Medians of {asked.rounds} rounds.\n\n| | ours to theirs | ratio | at most | |\n|---|---|---|---|---|")
    for name in asked.rows or ROWS:
        with tempfile.TemporaryDirectory() as room:
            for row in ROWS[name](asked.rounds, Path(room)):
                print(row, flush=True)
    if asked.picture:
        shares = [Share(name, seconds) for name, seconds in json.loads(run("benchmarks/shares.py")).items()]
        asked.picture.write_text(picture(shares), "utf-8")


if __name__ == "__main__":
    main()
