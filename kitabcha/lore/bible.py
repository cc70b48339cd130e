"""The Bible's books, and the file that holds the King James Version → its verses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from kitabcha.model import BOOKS, Language, Verse

Chapters = tuple[tuple[Verse, ...], ...]

NAMES: Mapping[str, str] = MappingProxyType(
    {book: " ".join(word if word == "of" else word.capitalize() for word in book.split("-")) for book in BOOKS}
)
"""What the books are called in English: `song-of-solomon` is Song of Solomon, `1-john` 1 John."""

_TEXT = re.compile(r'"""(.*?)"""', re.DOTALL)
_PLACE = re.compile(r"\b(\d{1,2})(\d{3})(\d{3}): (\d+),")


def book_name(book: str, language: Language) -> str:
    """What a language calls a book, or English."""
    return language.books[BOOKS.index(book)] if language.books else NAMES[book]


def read_bible(content: bytes) -> Mapping[str, Chapters]:
    """Book → its chapters, of a module of `pythonbible`: the text of all verses, then where in it each begins, by book,
    chapter and verse, then where each ends. It is read as data, and never run. Spaces count as one."""
    module = content.decode("utf-8")
    found = _TEXT.search(module)
    assert found  # the file is the one that was pinned
    text = found[1]
    places = [tuple(map(int, match)) for match in _PLACE.findall(module, found.end())]
    begins, ends = places[: len(places) // 2], places[len(places) // 2 :]
    books: dict[str, list[list[Verse]]] = {book: [] for book in BOOKS}
    for (book, chapter, number, start), (*_, end) in zip(begins, ends, strict=True):
        chapters = books[BOOKS[book - 1]]
        if chapter > len(chapters):
            chapters.append([])
        chapters[chapter - 1].append(Verse(number, " ".join(text[start:end].split())))
    return MappingProxyType({book: tuple(map(tuple, chapters)) for book, chapters in books.items()})
