"""The project's files → what in them may lead to a person: names of files, lines, words and places in pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place
from kitabcha.privacy.guard import Guard
from kitabcha.privacy.pictures import tells_where, words_in
from kitabcha.sources.files import Files
from kitabcha.sources.pictures import SUFFIXES

TOP = ("curriculum.yaml", "modules", "library", "manuals", "locales")
"""What of a project's folder is written to be printed."""

WRITTEN = (".md", ".markdown", ".yaml", ".yml", ".json", ".bib", ".po", ".pot", ".txt", ".csv")
CATALOGUES = (".po", ".pot")
_CREDITS = re.compile(r'(?m)^(?:"(?:Last-Translator|Language-Team|Report-Msgid-Bugs-To):|# ).*@.*$')
"""Lines by which translators and their programs sign catalogues; no output holds any of them."""

_MEND_PLACE = "save it without its data on place and camera, as photo editors offer when they export"


def disclosed(files: Files, guard: Guard) -> Iterator[Diagnostic]:
    """An error for each thing in the project's files that may lead to a person, in comments and headers as well."""
    for path in (path for top in TOP for path in _below(files, top)):
        yield from guard.faults(path, path, 0)
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in WRITTEN:
            text, _ = files.text(path)
            yield from guard.faults(_CREDITS.sub("", text or "") if suffix in CATALOGUES else text or "", path)
        elif suffix in SUFFIXES:
            yield from _told_by_picture(files, path, guard)


def _below(files: Files, path: str) -> Iterator[str]:
    if files.is_file(path):
        yield path
    for name in files.names(path):
        yield from _below(files, f"{path}/{name}")


def _told_by_picture(files: Files, path: str, guard: Guard) -> Iterator[Diagnostic]:
    content, _ = files.content(path)
    words, is_placed = _read(content or b"", PurePosixPath(path).suffix.lower())
    yield from dict.fromkeys(guard.faults(words, path, 0))
    if is_placed:
        yield error(Place(path), "this picture tells where on the earth it was taken", _MEND_PLACE)


@lru_cache(maxsize=512)  # a session that looks at a project again and again reads only what changed
def _read(content: bytes, suffix: str) -> tuple[str, bool]:
    return words_in(content, suffix), tells_where(content, suffix)
