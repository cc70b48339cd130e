"""Names that an organisation never prints → a list of salted hashes, and texts → the lines that hold one of them.

The list does not show its names, but whoever has it can try out names that they think of: keep it as one keeps a key.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.equipment import NAMES
from kitabcha.files import write_beside
from kitabcha.model import Place

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("يىۍې", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ھہەةۀ", "ه"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ؤ": "و",
        "ـ": None,
    }
)
SALT, _SIZE = 16, 16
"""Bytes of the salt, and of a hash."""


class ListDamaged(Exception):
    """The list is missing or cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class NameList:
    """The hashes of names under one salt; `lengths` are how many words the names have."""

    salt: bytes
    hashes: frozenset[bytes]
    lengths: tuple[int, ...]

    def lines_with_names(self, text: str) -> tuple[int, ...]:
        """The lines of a text, from 0, in which a name on the list begins."""
        return _lines_with_names(self, text)


def words_of(text: str) -> list[str]:
    """The words of a name or text as they are compared: without case and marks, letters that look alike as one."""
    parted = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text)).translate(_ALIKE)
    bare = "".join(letter for letter in parted if not unicodedata.category(letter).startswith(("M", "Cf")))
    return _WORD.findall(bare.casefold())


@lru_cache(maxsize=1 << 16)  # a session that looks at a project again and again reads only what changed
def _lines_with_names(names: NameList, text: str) -> tuple[int, ...]:
    words = [(word, number) for number, line in enumerate(text.split("\n")) for word in words_of(line)]
    found = (
        words[at][1]
        for length in names.lengths
        for at in range(len(words) - length + 1)
        if _hash(names.salt, tuple(word for word, _ in words[at : at + length])) in names.hashes
    )
    return tuple(sorted(set(found)))


@lru_cache(maxsize=1 << 20)  # most words of a curriculum come again
def _hash(salt: bytes, words: tuple[str, ...]) -> bytes:
    return hashlib.blake2b(" ".join(words).encode(), key=salt, digest_size=_SIZE).digest()


def name_list(names: Iterable[str], salt: bytes) -> NameList:
    """The list of some names, each a line of words; what has none is left out."""
    split = [tuple(words) for name in names if (words := words_of(name))]
    hashes = frozenset(_hash(salt, words) for words in split)
    return NameList(salt, hashes, tuple(sorted({len(words) for words in split})))


def written(names: NameList) -> str:
    """The list as its file holds it; the order of the hashes is not that of the names."""
    hashes = sorted(one.hex() for one in names.hashes)
    return json.dumps({"salt": names.salt.hex(), "lengths": names.lengths, "hashes": hashes}, indent=0) + "\n"


def read_names(content: bytes) -> NameList:
    """The list that a file holds; `ListDamaged` when it is none."""
    try:
        row = json.loads(content)
        salt, lengths = bytes.fromhex(row["salt"]), tuple(map(int, row["lengths"]))
        return NameList(salt, frozenset(map(bytes.fromhex, row["hashes"])), lengths)
    except (ValueError, KeyError, TypeError) as fault:
        raise ListDamaged("it is no list that `names` has made") from fault


def listed_names() -> NameList | None:
    """The list that the environment names; None when it names none. Raises `ListDamaged`."""
    place = os.environ.get(NAMES)
    if not place:
        return None
    try:
        return read_names(Path(place).expanduser().read_bytes())
    except OSError as fault:
        raise ListDamaged(f"it cannot be read: {fault.strerror}") from fault


def make_list(root: Path, source: Path, out: Path) -> tuple[list[str], list[Diagnostic]]:
    """Make the list `out` of the names in a file, one on each line; a list that is there keeps its salt. Neither file
    may lie in the project `root`, which others see. Gives what to tell, and what is wrong."""
    shared = [path for path in (source, out) if path.resolve().is_relative_to(root.resolve())]
    if shared:
        told = "names that must not be printed do not belong in the project's folder"
        return [], [error(Place(path.as_posix()), told, "keep them on a disk that is not shared") for path in shared]
    try:
        salt = read_names(out.read_bytes()).salt if out.exists() else os.urandom(SALT)
        names = name_list(source.read_text("utf-8").splitlines(), salt)
        write_beside(out, written(names).encode())
    except (OSError, UnicodeDecodeError, ListDamaged) as fault:
        return [], [error(Place(source.as_posix()), f"no list can be made: {fault}")]
    count = len(names.hashes)
    return [f"{out.as_posix()}: {count} name{'' if count == 1 else 's'}", f"Use it: export {NAMES}={out.resolve()}"], []
