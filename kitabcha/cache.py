"""Finished pieces of work under the hash of everything that can change them; nothing tracks what depends on what.

Any number of processes may read, write and drop at once: every file is renamed into its place whole, and what is read
is held against its checksum.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitabcha.files import facts, write_beside

_KEY = re.compile(r"[0-9a-f]{64}")


def content_key(parts: Iterable[str | bytes]) -> str:
    """The key of a piece of work: a hash over its parts, each with its length so that none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """What the cache has under a key: bytes, and the facts that belong to them (a PDF's pages)."""

    content: bytes
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the cache: its key, when it was last kept or read (seconds since 1970), its bytes on the disk."""

    key: str
    used: float
    size: int


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of finished bytes, and beside each a JSON file about it."""

    folder: Path

    def __contains__(self, key: str) -> bool:
        """Whether something lies under the key. It may yet be damaged, or gone when it is read."""
        return self._about(key).is_file() and self._content(key).is_file()

    def find(self, key: str) -> Kept | None:
        """What is kept under a key; None when there is nothing, or it is not what was kept. Notes that it was used."""
        try:
            kept = json.loads(self._about(key).read_text("utf-8"))
            content, about = self._content(key).read_bytes(), kept["about"]
            if not isinstance(about, dict) or kept["sha256"] != hashlib.sha256(content).hexdigest():
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self.note_use((key,))
        return Kept(content, about)

    def keep(self, key: str, content: bytes, about: Mapping[str, Any]) -> bool:
        """Keep bytes and facts about them; tell whether they are. A disk that refuses them costs time, and no more."""
        record = {"about": dict(about), "sha256": hashlib.sha256(content).hexdigest()}
        try:
            write_beside(self._content(key), content)
            write_beside(self._about(key), json.dumps(record).encode())
        except OSError:
            return False
        self.note_use((key,))
        return True

    def entries(self) -> Iterator[Entry]:
        """All that is kept, whole or not, by key."""
        for shelf in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for key in sorted({stem for name in _names(shelf) if _KEY.fullmatch(stem := name.removesuffix(".json"))}):
                known = [found for file in (self._content(key), self._about(key)) if (found := facts(file))]
                if known:
                    yield Entry(key, max(one.st_mtime for one in known), sum(one.st_size for one in known))

    def drop(self, key: str) -> None:
        """Remove what is kept under a key, if anything is. Raises `OSError` when the disk refuses."""
        self._about(key).unlink(missing_ok=True)
        self._content(key).unlink(missing_ok=True)
        with suppress(OSError):
            self._about(key).parent.rmdir()  # only when it was the last

    def note_use(self, keys: Iterable[str]) -> None:
        """Let what lies under the keys count as used now, as far as it is there."""
        for key in keys:
            with suppress(OSError):  # another process has dropped it, or it is not ours to touch
                os.utime(self._about(key))

    def _content(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _about(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def cache_of(root: Path) -> Cache:
    """A project's cache."""
    return Cache(root / ".kitabcha" / "cache")


def _names(folder: Path) -> list[str]:
    """The names in a folder; none when it is gone meanwhile."""
    try:
        return [file.name for file in folder.iterdir()]
    except OSError:
        return []
