"""How long `--help` takes, as a share of what importing WeasyPrint takes, both measured in one run, in turns.

Run it from the repository: `.venv/bin/python benchmarks/startup.py`. Promised: well under one half.
"""

import statistics
import subprocess
import sys
import time

HELP = [sys.executable, "build.py", "--help"]
IMPORT = [sys.executable, "-c", "import weasyprint"]
ROUNDS = 7


def seconds(command: list[str]) -> float:
    """Wall clock of one command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the medians and their ratio."""
    pairs = [(seconds(HELP), seconds(IMPORT)) for _ in range(ROUNDS)]
    helping, importing = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"--help {helping:.2f} s, import weasyprint {importing:.2f} s, ratio {helping / importing:.2f}")


if __name__ == "__main__":
    main()
