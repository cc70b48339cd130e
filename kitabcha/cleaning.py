"""What a project's builds have left → room on the disk: cached work that nobody used for long, half-written files."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from kitabcha.cache import cache_of
from kitabcha.diagnostics import Diagnostic, error
from kitabcha.files import facts, half_written
from kitabcha.model import Place

HALF_WRITTEN_FOR = 3600
"""Seconds after which nobody is still writing a file."""

_UNITS = MappingProxyType({"h": 3600, "d": 24 * 3600, "w": 7 * 24 * 3600})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was removed and what stays of the cache, in entries and bytes; `halves` are half-written files."""

    entries: int = 0
    halves: int = 0
    freed: int = 0
    left: int = 0
    left_bytes: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def seconds(age: str) -> int | None:
    """An age such as `30d` in seconds: hours, days or weeks; None when it is none."""
    found = re.fullmatch(r"(\d{1,6})([hdw])", age)
    return int(found[1]) * _UNITS[found[2]] if found else None


def clean(root: Path, now: float, unused: float) -> Cleaned:
    """Remove from a project's cache what was not used for so many seconds, and what killed builds left half written.

    `now` is in seconds since 1970. Builds may go on meanwhile: what they miss they make again.
    """
    cache = cache_of(root)
    refused: list[Diagnostic] = []
    gone: list[int] = []
    left: list[int] = []
    for entry in cache.entries():
        drop = entry.used <= now - unused and _removed(partial(cache.drop, entry.key), cache.folder, refused)
        (gone if drop else left).append(entry.size)
    halves = [
        size
        for file, size in _left_behind(root, now - HALF_WRITTEN_FOR)
        if _removed(partial(file.unlink, missing_ok=True), file, refused)
    ]
    return Cleaned(len(gone), len(halves), sum(gone) + sum(halves), len(left), sum(left), tuple(refused))


def _left_behind(root: Path, before: float) -> Iterator[tuple[Path, int]]:
    for folder in (cache_of(root).folder, root / "dist", root / "locales"):
        for file in half_written(folder):
            known = facts(file)
            if known and known.st_mtime <= before:
                yield file, known.st_size


def _removed(remove: Callable[[], None], place: Path, refused: list[Diagnostic]) -> bool:
    try:
        remove()
    except OSError as told:
        refused.append(error(Place(place.as_posix()), f"it cannot be removed: {told.strerror or told}"))
        return False
    return True


def summary(cleaned: Cleaned) -> str:
    """What was done, in a line."""
    left = f"{_counted(cleaned.left, 'entry', 'entries')}, {_size(cleaned.left_bytes)}" if cleaned.left else "nothing"
    gone = [
        _counted(count, *words)
        for count, words in ((cleaned.entries, ("entry", "entries")), (cleaned.halves, _HALVES))
        if count
    ]
    done = f"{' and '.join(gone)} removed, {_size(cleaned.freed)} freed" if gone else "Nothing to remove"
    return f"{done}; in the cache: {left}."


_HALVES = ("half-written file", "half-written files")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{math.ceil(count / 1000)} kB"
