"""Writing files so that a build that is killed leaves the last good one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

HALF_WRITTEN = ".part"


def write_beside(path: Path, content: bytes) -> bool:
    """Write a file beside its place and rename it there, unless it holds these bytes; tell whether it changed."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", suffix=HALF_WRITTEN, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return True


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
