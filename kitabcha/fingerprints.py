"""Files and folders as they are now → lines that say all that is in them. Only content counts: clocks lie."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG


def hash_of(file: Path) -> str:
    """The SHA-256 of what is in a file, in hexadecimal. Raises `OSError` when it cannot be read."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def contents(top: Path, name: str = "", skipped: Container[str] = ()) -> Iterator[bytes]:
    """A line for `name` in the folder `top` and for all that it holds, in order: kind, path, hash of what is in it.

    That there is nothing of this name is a line as well. `top` is absolute and without links. Raises `OSError` for what
    cannot be read, and for what is not certain: a link to a folder or out of `top`, a pipe, a device.
    """
    path = top / name
    if not os.path.lexists(path):
        yield b"nothing " + os.fsencode(name)
        return
    kind = path.lstat().st_mode
    if S_ISREG(kind):
        yield b"file %s: %s" % (os.fsencode(name), hash_of(path).encode())
    elif S_ISDIR(kind):
        yield b"folder " + os.fsencode(name)
        with os.scandir(path) as inside:
            names = sorted(entry.name for entry in inside if entry.name not in skipped)
        for inner in names:
            yield from contents(top, os.path.join(name, inner), skipped)  # noqa: PTH118 - a path as text is quick
    else:
        yield _linked(top, name)


def _linked(top: Path, name: str) -> bytes:
    """A link to a file: what is in that file, and where it is, for a link that leads elsewhere may not be followed."""
    file = (top / name).resolve(strict=True)
    if not file.is_relative_to(top) or not file.is_file():
        raise OSError(f"{name} is neither a file nor a folder")
    where = os.fsencode(file.relative_to(top))
    return b"file %s at %s: %s" % (os.fsencode(name), where, hash_of(file).encode())
