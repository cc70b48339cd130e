"""What a build with nothing to do takes, as a share of one from an empty cache, both of one manual in one run.

Run it from the repository: `.venv/bin/python benchmarks/rebuild.py [MANUAL]`.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("curriculum.yaml", "modules", "library", "manuals", "locales")


def seconds(project: Path, manual: str) -> float:
    """Wall clock of one build."""
    start = time.perf_counter()
    command = [sys.executable, "build.py", "--project", str(project), "build", manual]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def main(manual: str = "women-tolana") -> None:
    """Print both times and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, Path(folder) / name)
        first, second = seconds(Path(folder), manual), seconds(Path(folder), manual)
    print(f"{manual}: from nothing {first:.1f} s, nothing to do {second:.1f} s, ratio {second / first:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
