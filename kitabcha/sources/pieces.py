"""What has been read, file by file, before names are looked up across files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.model import Block, Footnote, Text
from kitabcha.sources.yaml_files import Document
from kitabcha.walking import texts_in


@dataclass(frozen=True, slots=True)
class Piece:
    """One file that people wrote: its kind ("lesson", "passages" …), its id, its facts as written, and its body.

    `built` is what the model has of it: None, or fewer entries, when something in its facts is wrong. Names are looked
    up in pieces rather than in the model, so that one mistake does not hide another.
    """

    kind: str
    id: str
    document: Document
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    built: object = None
    readable: bool = True

    def texts(self) -> Iterator[Text]:
        return texts_in((self.blocks, self.footnotes) if self.built is None else self.built)


def unread(kind: str, id_: str, path: str) -> Piece:
    """Stands for a file that is there but cannot be read."""
    return Piece(kind, id_, Document(path, {}, MappingProxyType({})), readable=False)


def of_kind(pieces: Iterable[Piece], kind: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.kind == kind)
