"""Finished pieces of work under the hash of everything that can change them; nothing tracks what depends on what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kitabcha.files import write_beside


def content_key(parts: Iterable[str | bytes]) -> str:
    """The key of a piece of work: a hash over its parts, each with its length so that none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of finished bytes, each with a number that belongs to it (a PDF's pages)."""

    folder: Path

    def find(self, key: str) -> tuple[bytes, int] | None:
        """The bytes and the number kept under a key; None when there are none, or they are not what was kept."""
        try:
            kept = json.loads(self._about(key).read_text("utf-8"))
            content = self._content(key).read_bytes()
            return (content, int(kept["number"])) if kept["sha256"] == hashlib.sha256(content).hexdigest() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, content: bytes, number: int) -> None:
        """Keep bytes and their number under a key. A disk that refuses them costs time, and no more."""
        about = {"number": number, "sha256": hashlib.sha256(content).hexdigest()}
        with suppress(OSError):
            write_beside(self._content(key), content)
            write_beside(self._about(key), json.dumps(about).encode())

    def _content(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _about(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
