"""How long a saved lesson takes to be HTML on the screen, in milliseconds, and as a share of loading all anew.

Run it from the repository: `PYTHONPATH=. .venv/bin/python benchmarks/watch.py [MANUAL] [LANG]`. Promised: under
300 ms. The save is timed until the new page has come through the browser's door, with the PDF being made at the same
time, as in life.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from benchmarks.curricula import ROOT, copy

STARTS, SAVES = 5, 9


@contextmanager
def watching(project: Path, manual: str, language: str) -> Iterator[tuple[str, Iterator[dict[str, str]]]]:
    """A `watch` that runs: its address, and what it tells of the first edition."""
    command = [sys.executable, "build.py", "--project", str(project), "watch", manual, "-l", language, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        found = re.search(r"(http://\S+)/", process.stdout.readline())
        assert found, "watch did not begin"
        with urlopen(f"{found[1]}/events?edition=") as stream:
            yield found[1], (json.loads(line[6:]) for line in stream if line.startswith(b"data: "))
        process.terminate()


def page(address: str, told: Iterator[dict[str, str]], before: str = "") -> str:
    """Wait for another page than before, fetch it, and give its fingerprint."""
    news = next(one for one in told if one["page"] != before)
    with urlopen(f"{address}/pages/{news['edition']}") as answer:
        answer.read()
    return news["page"]


def start(project: Path, manual: str, language: str) -> float:
    """Seconds from the command to the first page."""
    begun = time.perf_counter()
    with watching(project, manual, language) as (address, told):
        page(address, told)
        return time.perf_counter() - begun


def saves(project: Path, manual: str, language: str) -> Iterator[float]:
    """Seconds from each save of a lesson to its new page."""
    held = re.search(r"lesson: (\S+)", (project / "manuals" / f"{manual}.yaml").read_text("utf-8"))
    assert held, "the manual holds no lesson"
    lesson = project / "modules" / held[1] / "module.md"
    text = lesson.read_text("utf-8")
    with watching(project, manual, language) as (address, told):
        shown = page(address, told)
        for number in range(SAVES):
            begun = time.perf_counter()
            lesson.write_text(f"{text}\nSaved {number + 1} times.\n", "utf-8")
            shown = page(address, told, shown)
            yield time.perf_counter() - begun


def main(manual: str = "women-tolana", language: str = "ur") -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy(Path(folder))
        loading = statistics.median(start(project, manual, language) for _ in range(STARTS))
        saving = statistics.median(saves(project, manual, language))
    print(f"{manual} in {language}: a save is shown after {saving * 1000:.0f} ms, at most 300; ", end="")
    print(f"from the command to the first page {loading * 1000:.0f} ms, ratio {saving / loading:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
