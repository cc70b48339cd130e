"""PDF objects, one by one → a file: object streams, streams and a cross-reference stream (ISO 32000-1 7.5.7, 7.5.8).

What has been written is let go at once, so that a manual takes no more memory than its bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_TOGETHER = 100
"""How many objects an object stream holds: a reader takes in all of them for one."""

_FREE, _PLAIN, _PACKED = 0, 1, 2
_PLACEHOLDER = "/Kitabcha.Object."
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>|\b(\d+) 0 R\b|/Kitabcha\.Object\.(\d+)", re.DOTALL)
"""A string, in which nothing is a reference; a reference as the PDF has it that it comes from; one to this file."""


def reference(number: int) -> Any:
    """What stands in an opened PDF for an object of the file that is written: a name that `Graft` puts in its place."""
    from pikepdf import Name

    return Name(f"{_PLACEHOLDER}{number}")


class PdfFile:
    """A PDF while it is written. Objects are known by their numbers, which may be reserved before they are written."""

    def __init__(self) -> None:
        self._written = io.BytesIO()
        self._digest = hashlib.sha256()
        self._entries: list[tuple[int, int, int]] = [(_FREE, 0, 0)]
        self._shelves: dict[str, list[tuple[int, bytes]]] = {}
        self._write(_HEADER)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._entries.append((_FREE, 0, 0))
        return len(self._entries) - 1

    def put(self, number: int, body: bytes, shelf: str = "") -> None:
        """Write an object. Those on one shelf come together, so that a reader of some need not take in the others."""
        held = self._shelves.setdefault(shelf, [])
        held.append((number, body))
        if len(held) == _TOGETHER:
            self._pack(shelf)

    def put_stream(self, number: int, content: bytes, entries: bytes = b"") -> None:
        """Write a stream; `entries` are those of its dictionary but for its length."""
        head = b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, entries, len(content))
        self._entries[number] = (_PLAIN, self._written.tell(), 0)
        self._write(head, content, b"\nendstream\nendobj\n")

    def put_deflated(self, number: int, content: bytes, entries: bytes = b"") -> None:
        """Write a stream that is yet to be compressed."""
        self.put_stream(number, zlib.compress(content), entries + b" /Filter /FlateDecode")

    def close(self, root: int, info: int) -> bytes:
        """The whole file; its catalogue and what it says of itself are objects of these numbers."""
        for shelf in tuple(self._shelves):
            self._pack(shelf)
        number, start = self.reserve(), self._written.tell()
        self._entries[number] = (_PLAIN, start, 0)
        table = b"".join(b"%c%s%c" % (kind, at.to_bytes(4, "big"), place) for kind, at, place in self._entries)
        identity = self._digest.hexdigest()[:32].encode()
        entries = b"/Type /XRef /Size %d /W [ 1 4 1 ] /Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ]"
        self.put_deflated(number, table, entries % (len(self._entries), root, info, identity, identity))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._written.getvalue()

    def _pack(self, shelf: str) -> None:
        """Write what is on a shelf as an object stream."""
        held, stream = self._shelves.pop(shelf), self.reserve()
        places, bodies = [], b""
        for place, (number, body) in enumerate(held):
            self._entries[number] = (_PACKED, stream, place)
            places.append(b"%d %d" % (number, len(bodies)))
            bodies += body + b"\n"
        head = b" ".join(places) + b"\n"
        self.put_deflated(stream, head + bodies, b"/Type /ObjStm /N %d /First %d" % (len(held), len(head)))

    def _write(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._written.write(piece)
            self._digest.update(piece)


@dataclass(slots=True)
class Graft:
    """Objects of an opened PDF that go into the file, each once, with all that they refer to.

    `numbers` are those under which the file knows them; whoever reserves one for an object before it is written notes
    it here.
    """

    file: PdfFile
    source: Any
    numbers: dict[int, int] = field(default_factory=dict)
    _waiting: list[int] = field(default_factory=list)

    def number(self, original: int) -> int:
        """The number in the file of an object that is to be taken along."""
        if original not in self.numbers:
            self.numbers[original] = self.file.reserve()
            self._waiting.append(original)
        return self.numbers[original]

    def reserve(self, original: int, number: int) -> None:
        """Take an object along under a number that is known already."""
        self.numbers[original] = number
        self._waiting.append(original)

    def text(self, value: Any) -> bytes:
        """A value as the file has it."""
        return _REFERENCE.sub(self._renumbered, value.unparse(resolved=True))

    def write(self, shelf_of: Callable[[int], str] = lambda _: "") -> None:
        """Write all that was asked for, and what that refers to."""
        while self._waiting:
            original = self._waiting.pop()
            self._write(original, self.numbers[original], shelf_of(original))

    def _write(self, original: int, number: int, shelf: str) -> None:
        from pikepdf import Stream

        found = self.source.get_object(original, 0)
        if not isinstance(found, Stream):
            self.file.put(number, self.text(found), shelf)
            return
        entries, raw = found.stream_dict, found.read_raw_bytes()
        if "/Length" in entries:
            del entries.Length
        put = self.file.put_stream if "/Filter" in entries else self.file.put_deflated
        put(number, raw, self.text(entries)[2:-2].strip())

    def _renumbered(self, match: re.Match[bytes]) -> bytes:
        own, other = match.groups()
        if own:
            return b"%d 0 R" % self.number(int(own))
        return b"%s 0 R" % other if other else match[0]
