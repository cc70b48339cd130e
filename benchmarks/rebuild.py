"""What a build with nothing to do takes, as a share of what importing WeasyPrint takes, both measured in turns.

Run it from the repository: `PYTHONPATH=. .venv/bin/python benchmarks/rebuild.py [EDITIONS]`. Promised: at most 1.0,
with 50 editions. They are the repository's manuals, several times under other names. Besides, a build that has to look
at all because a comment was added, and finds all in the cache. Times are of the processor, for all of a command's
processes, and in brackets of the clock on the wall. The first build takes minutes, unless the repository's cache has
its parts.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.curricula import ROOT, copy
from kitabcha.ledger import CURRICULUM, Wanted
from kitabcha.pipeline import editions_of, load_checked

IMPORT = (sys.executable, "-c", "import weasyprint")
ROUNDS = 7


@dataclass(frozen=True)
class Taken:
    """Seconds of the processor and of the clock on the wall."""

    processor: float
    wall: float

    def __str__(self) -> str:
        return f"{self.processor:.2f} s ({self.wall:.2f})"


def project_of(folder: Path, editions: int) -> int:
    """Copy the repository's curriculum, its manuals as often as it takes; give the number of editions."""
    copy(folder)
    if (ROOT / ".kitabcha").is_dir():
        shutil.copytree(ROOT / ".kitabcha", folder / ".kitabcha")
    manuals, times = sorted((folder / "manuals").glob("*.yaml")), 1
    while (count := _editions(folder)) < editions:
        times += 1
        for manual in manuals:
            shutil.copy(manual, manual.with_stem(f"{manual.stem}-{times}"))
    return count


def _editions(folder: Path) -> int:
    project, found = load_checked(folder)
    assert project, found
    return len(editions_of(project, Wanted()))


def build(project: Path) -> tuple[str, ...]:
    """The command that builds all of a project."""
    return (sys.executable, "build.py", "--project", str(project), "build")


def taken(command: tuple[str, ...], says: str = "") -> Taken:
    """What a command takes, which must say this."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert says in said, said
    return Taken(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def median(times: list[Taken]) -> Taken:
    """The medians of both, each on its own."""
    return Taken(statistics.median(one.processor for one in times), statistics.median(one.wall for one in times))


def looking_at_all(project: Path) -> Taken:
    """What a build takes when a comment was added to the curriculum."""
    curriculum = project / CURRICULUM
    curriculum.write_bytes(curriculum.read_bytes() + b"# another line\n")
    return taken(build(project), says="Nothing to do: ")


def main(editions: str = "50") -> None:
    """Print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        count = project_of(project, int(editions))
        print(f"{count} editions, for the first time: {taken(build(project))}", flush=True)
        turns = [(taken(build(project), "Nothing to do: "), taken(IMPORT)) for _ in range(ROUNDS)]
        nothing, importing = (median(list(times)) for times in zip(*turns, strict=True))
        whole = looking_at_all(project)
    share = nothing.processor / importing.processor
    print(f"nothing to do {nothing}, import weasyprint {importing}, ratio {share:.2f}, at most 1.0")
    print(f"all looked at and found in the cache {whole}, ratio {whole.processor / importing.processor:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
