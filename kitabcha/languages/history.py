"""Which change a text came with: places in the sources → the commit that Git remembers for each.

A project that is not kept in Git, or a computer without it, has no such memory: then nothing is said.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kitabcha.model import Place

NOT_COMMITTED = "0" * 40
_HEAD = re.compile(r"([0-9a-f]{40}) \d+ (\d+)")


@dataclass(frozen=True, slots=True)
class Change:
    """A commit: its short name, its day as 2026-11-29 and what it says of itself. One that is only in the working
    folder has none of them."""

    commit: str = ""
    day: str = ""
    subject: str = ""


def changes(root: Path, places: Iterable[Place]) -> Mapping[Place, Change]:
    """The last change to the lines of the text that begins at each place."""
    found: dict[Place, Change] = {}
    by_path: dict[str, list[Place]] = {}
    for place in dict.fromkeys(places):
        by_path.setdefault(place.path, []).append(place)
    for path, those in by_path.items():
        lines = _blamed(root, path)
        for place in those:
            if last := [lines[number] for number in _lines_of(root / path, place.line) if number in lines]:
                found[place] = max(last, key=lambda change: (not change.commit, change.day))
    return found


def _lines_of(path: Path, first: int) -> Iterator[int]:
    """The numbers of the lines from the first up to a blank one."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines[first - 1 :], start=first):
        if not line.strip():
            return
        yield number
        if line.lstrip().startswith(("-", "*", "|", "#", ":::")):  # each of these is a text by itself
            return


def _blamed(root: Path, path: str) -> Mapping[int, Change]:
    """Every line of a file with its last change."""
    command = ["git", "-C", str(root), "blame", "--line-porcelain", "--", path]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return {}
    lines: dict[int, Change] = {}
    commit, number, facts = "", 0, dict[str, str]()
    for line in done.stdout.decode(errors="replace").split("\n"):
        if head := _HEAD.match(line):
            commit, number = head[1], int(head[2])
        elif line.startswith("\t"):
            lines[number] = _change(commit, facts)
        else:
            name, _, value = line.partition(" ")
            facts[name] = value
    return lines


def _change(commit: str, facts: Mapping[str, str]) -> Change:
    if commit == NOT_COMMITTED:
        return Change()
    day = datetime.fromtimestamp(int(facts["author-time"]), UTC).date().isoformat()
    return Change(commit[:9], day, facts.get("summary", ""))
