"""A piece of work as a value: a job holds all that its bytes depend on, and can be run in any process."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from kitabcha.diagnostics import Diagnostic
from kitabcha.model import Edition, Language, Place, Quotation
from kitabcha.press.verification import pdf_faults, verse_faults
from kitabcha.resources import fonts_folder

_PACKAGES = ("weasyprint", "pydyf", "fonttools", "brotli", "tinycss2", "tinyhtml5")
_LIBRARIES = MappingProxyType({"pango-1.0": "pango_version_string", "harfbuzz": "hb_version_string"})


@dataclass(frozen=True)
class Made:
    """What a job made: bytes (none when it could not be made), what was found, and JSON-able facts about the bytes.

    `about` is a plain dict inside, so that it can travel to another process.
    """

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages a PDF has; 0 for what has no pages."""
        return int(self.about.get("pages", 0))


class Job(Protocol):
    """A piece of work. Every kind is a frozen dataclass that can travel to another process.

    It may say its `size`, a guess in any unit: the largest are begun first, and the time left is told by it.
    """

    @property
    def name(self) -> str:
        """What it makes, for people: `women-tolana/ur/trainer.pdf`."""

    @property
    def place(self) -> Place:
        """Where its diagnostics are."""

    def run(self, taken: tuple[Made, ...]) -> Made:
        """Do it. `taken` is what the tasks that it needs have made, in order. Same job, same bytes."""


@dataclass(frozen=True)
class FileJob:
    """A file to make of one edition. `path` is its place under the output folder.

    `pictures` maps src to bytes; `quotations` are what the page quotes of scripture, to hold it against.
    """

    edition: Edition
    path: str
    format: str
    html: str
    pictures: Mapping[str, bytes]
    quotations: tuple[Quotation, ...]
    language: Language
    languages: Mapping[str, Language]

    @property
    def name(self) -> str:
        """The file's path."""
        return self.path

    @property
    def place(self) -> Place:
        """Where its diagnostics are: in the file that it makes."""
        return Place(self.path)

    @property
    def size(self) -> int:
        """Its HTML's characters; a PDF takes some fifty times as long as a page for screens."""
        return len(self.html) * (50 if self.format == "pdf" else 1)

    def run(self, taken: tuple[Made, ...] = ()) -> Made:
        """Make the file and verify it."""
        faults = verse_faults(self.html, self.quotations, self.place)
        return Made(b"", tuple(faults)) if faults else _MAKERS[self.format](self)


def _pdf(job: FileJob) -> Made:
    from kitabcha.press.typesetting import typeset

    done = typeset(job.html, job.pictures, job.language, job.languages, fonts_folder(), job.place)
    faults = pdf_faults(done.pdf, job.language, job.place) if done.pdf else ()
    return Made(done.pdf, (*done.diagnostics, *faults), {"pages": done.pages})


def _html(job: FileJob) -> Made:
    from kitabcha.press.webpage import webpage

    page, found = webpage(job.html, job.pictures, job.languages, fonts_folder(), job.place)
    faults = verse_faults(page, job.quotations, job.place) if page else ()
    return Made(page.encode(), (*found, *faults))


_MAKERS: Mapping[str, Callable[[FileJob], Made]] = MappingProxyType({"pdf": _pdf, "html": _html})


def ingredients(job: FileJob) -> Iterator[str | bytes]:
    """All that can change a job's bytes, for its key in the cache."""
    yield from (job.format, job.html, repr(job.language))
    for source in sorted(job.pictures):
        yield from (source, job.pictures[source])
    yield tools()


@cache
def tools() -> str:
    """The press itself, a line each: versions of what sets text, our own code for it with the fonts."""
    digest = hashlib.sha256()
    for file in (*sorted(Path(__file__).parent.glob("*.py")), *sorted(fonts_folder().glob("*.ttf"))):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    packages = (f"{name} {version(name)}" for name in _PACKAGES)
    return "\n".join((*packages, *map(_library, _LIBRARIES), f"press {digest.hexdigest()}"))


def _names(library: str) -> Iterator[str | None]:
    yield from (f"lib{library}.so.0", f"lib{library}.0.dylib")
    yield ctypes.util.find_library(library)  # starts compilers to ask them: only when the rest has failed


def _library(name: str) -> str:
    """The version of a shared library as it says itself; it is loaded by every build that sets text anyway."""
    for file in _names(name):
        try:
            say = getattr(ctypes.CDLL(file), _LIBRARIES[name]) if file else None
        except (OSError, AttributeError):
            continue
        if say:
            say.restype = ctypes.c_char_p
            return f"{name} {say().decode()}"
    return f"{name} unknown"
