"""Writing files so that a build that is killed leaves the last good one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HALF_WRITTEN = ".part"


def write_beside(path: Path, content: bytes, durably: bool = False) -> bool:
    """Write a file beside its place and rename it there, unless it holds these bytes; tell whether it changed.

    With `durably`, the bytes are on the disk before the old ones are let go, so that power may fail at any moment.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    with _beside(path, content) as written:
        if durably:
            _sync(written)
        written.replace(path)
    return True


def replace_beside(path: Path, before: bytes | None, content: bytes) -> bool:
    """Write a file beside its place and rename it there if it still holds `before` (None: there is none yet).

    Tell whether it did: somebody else may have changed the file meanwhile. A link stays a link, the file's mode stays,
    and the bytes are on the disk before the old ones are let go, so that power may fail at any moment.
    """
    place = path.resolve()
    with _beside(place, content) as written:
        if place.is_file():
            shutil.copymode(place, written)
        _sync(written)
        if (place.read_bytes() if place.is_file() else None) != before:
            return False
        written.replace(place)
    return True


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """A file with these bytes beside the place where it may go; it is removed if it went nowhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=HALF_WRITTEN, dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.chmod(0o644)
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def half_written(folder: Path) -> Iterator[Path]:
    """The files in a folder and below it that `write_beside` is writing now, or was when its process was killed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names) if name[0] == "." and name.endswith(HALF_WRITTEN))


def facts(file: Path) -> os.stat_result | None:
    """A file's size, times and the like; None when there is none, or no longer."""
    try:
        return file.lstat()
    except OSError:
        return None
