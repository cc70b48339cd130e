"""One file to make as a value: a job holds all that its bytes depend on, and can be run in any process."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic
from kitabcha.model import Edition, Language, Place, Quotation
from kitabcha.press.archive import archival, archive_faults
from kitabcha.press.proofreading import scripture_faults
from kitabcha.press.verification import pdf_faults, verse_faults
from kitabcha.resources import fonts_folder

_PACKAGES = ("weasyprint", "pydyf", "pikepdf", "fonttools", "brotli", "tinycss2", "tinyhtml5")
_LIBRARIES = MappingProxyType({"pango-1.0": "pango_version_string", "harfbuzz": "hb_version_string"})


@dataclass(frozen=True)
class Job:
    """A file to make of one edition. `path` is its place under the output folder.

    `pictures` maps src to bytes; `quotations` are what the page quotes of scripture, to hold it against. With `archive`
    a PDF is PDF/A-3u too.
    """

    edition: Edition
    path: str
    format: str
    html: str
    pictures: Mapping[str, bytes]
    quotations: tuple[Quotation, ...]
    language: Language
    languages: Mapping[str, Language]
    archive: bool = False

    @property
    def place(self) -> Place:
        """Where its diagnostics are: in the file that it makes."""
        return Place(self.path)


@dataclass(frozen=True)
class Made:
    """What a job made: the file's bytes (empty when it could not be made), its pages (0 for HTML), what was found."""

    content: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]


def run(job: Job) -> Made:
    """Make the file and verify it. Same job, same bytes."""
    faults = verse_faults(job.html, job.quotations, job.place)
    return Made(b"", 0, tuple(faults)) if faults else _MAKERS[job.format](job)


def _pdf(job: Job) -> Made:
    from kitabcha.press.typesetting import typeset

    done = typeset(job.html, job.pictures, job.language, job.languages, fonts_folder(), job.place)
    content = archival(done.pdf) if done.pdf and job.archive else done.pdf
    faults = tuple(_pdf_faults(content, job)) if content else ()
    return Made(content, done.pages, (*done.diagnostics, *faults))


def _pdf_faults(content: bytes, job: Job) -> Iterator[Diagnostic]:
    yield from pdf_faults(content, job.language, job.place)
    yield from scripture_faults(content, (job.html,), job.quotations, job.place)
    yield from archive_faults(content, job.place) if job.archive else ()


def _html(job: Job) -> Made:
    from kitabcha.press.webpage import webpage

    page, found = webpage(job.html, job.pictures, job.languages, fonts_folder(), job.place)
    faults = verse_faults(page, job.quotations, job.place) if page else ()
    return Made(page.encode(), 0, (*found, *faults))


_MAKERS: Mapping[str, Callable[[Job], Made]] = MappingProxyType({"pdf": _pdf, "html": _html})


def ingredients(job: Job) -> Iterator[str | bytes]:
    """All that can change a job's bytes, for its key in the cache."""
    yield from (job.format, job.html, repr(job.language), repr(job.archive))
    for source in sorted(job.pictures):
        yield from (source, job.pictures[source])
    yield tools()


@cache
def tools() -> str:
    """The press itself: versions of what sets text, our own code for it, and the fonts."""
    digest = hashlib.sha256()
    for file in (*sorted(Path(__file__).parent.glob("*.py")), *sorted(fonts_folder().glob("*.ttf"))):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    packages = (f"{name} {version(name)}" for name in _PACKAGES)
    return "\n".join((*packages, *map(_library, _LIBRARIES), digest.hexdigest()))


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
