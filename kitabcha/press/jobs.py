"""A piece of work as a value: a job holds all that its bytes depend on, and can be run in any process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from kitabcha.diagnostics import Diagnostic
from kitabcha.equipment import libraries
from kitabcha.model import Edition, Language, Place, Quotation
from kitabcha.press.archive import archival, archive_faults
from kitabcha.press.binding import Title, bind
from kitabcha.press.galleys import Galley, faces_of
from kitabcha.press.index_pages import with_pages
from kitabcha.press.pagination import Part, paginate
from kitabcha.press.parts import facts_from
from kitabcha.press.proofreading import faults_as_read
from kitabcha.press.surroundings import Furniture
from kitabcha.press.verification import pdf_faults, verse_faults
from kitabcha.privacy.guard import WITHOUT_LIST, Guard
from kitabcha.resources import fonts_folder

_PACKAGES = ("weasyprint", "pydyf", "pikepdf", "fonttools", "brotli", "tinycss2", "tinyhtml5", "pypdfium2", "pillow")


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
class File:
    """A file of an edition that is to be made. `path` is its place under the output folder; `quotations` are what it
    quotes of scripture, to hold it against; `guard` knows what must not be read in it. `profile` and `part` are those
    of `model.Printed`."""

    edition: Edition
    path: str
    format: str
    quotations: tuple[Quotation, ...]
    language: Language
    profile: str = ""
    part: str = ""
    guard: Guard = WITHOUT_LIST

    @property
    def place(self) -> Place:
        """Where its diagnostics are: in the file."""
        return Place(self.path)


class FileJob(Job, Protocol):
    """A job that makes a file."""

    @property
    def file(self) -> File:
        """What it makes."""


@dataclass(frozen=True)
class PageJob:
    """A page for screens, as one file. `pictures` maps src to bytes."""

    file: File
    html: str
    pictures: Mapping[str, bytes]
    languages: Mapping[str, Language]

    @property
    def name(self) -> str:
        return self.file.path

    @property
    def place(self) -> Place:
        return self.file.place

    @property
    def size(self) -> int:
        """Characters of HTML."""
        return len(self.html)

    def run(self, taken: tuple[Made, ...] = ()) -> Made:
        """Put fonts and pictures into the page; hold its verses against the corpus before and after."""
        from kitabcha.press.webpage import webpage

        faults = verse_faults(self.html, self.file.quotations, self.place)
        if faults:
            return Made(b"", tuple(faults))
        page, found = webpage(self.html, self.pictures, self.languages, fonts_folder(), self.place)
        faults = verse_faults(page, self.file.quotations, self.place) if page else []
        return Made(page.encode(), (*found, *faults))

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change its bytes, for its key in the cache."""
        yield from ("page", self.html, repr(self.file.language), repr(sorted(self.languages.items())))
        yield from (*_named(self.pictures), tools())


@dataclass(frozen=True)
class PartJob:
    """A part of a manual to typeset. `quotations` are those that it holds; `beneath` is how many levels of headings
    stand above its own; a part `in_step` has the pages that its counterpart has, and is never set closer to save one.
    Nothing here is of the manual but `place`, which changes no byte."""

    name: str
    html: str
    pictures: Mapping[str, bytes]
    quotations: tuple[Quotation, ...]
    language: Language
    languages: Mapping[str, Language]
    beneath: int
    place: Place
    in_step: bool = False

    @property
    def size(self) -> int:
        """Characters of HTML; a printed one takes some fifty times as long as one on a screen."""
        return len(self.html) * 50

    def run(self, taken: tuple[Made, ...] = ()) -> Made:
        """Hold its verses against the corpus and typeset it."""
        from kitabcha.press.typesetting import typeset

        if faults := verse_faults(self.html, self.quotations, self.place):
            return Made(b"", tuple(faults))
        folder, beneath = fonts_folder(), self.beneath
        setting = (self.html, self.pictures, self.language, self.languages, folder, self.place, beneath)
        done = typeset(*setting, without_fonts=True, may_be_closer=not self.in_step)
        about = {"pages": done.pages, "facts": done.facts.as_data()} if done.facts else {}
        return Made(done.pdf, done.diagnostics, about)

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change its bytes, for its key in the cache."""
        yield from ("part", self.html, repr(self.language), repr(sorted(self.languages.items())))
        yield from (str(self.beneath), repr(self.in_step))
        yield from (*_named(self.pictures), tools())


@dataclass(frozen=True)
class OfPart:
    """What a job is called, told and sized that typesets a part with what others have made."""

    part: PartJob

    @property
    def name(self) -> str:
        return self.part.name

    @property
    def place(self) -> Place:
        """Where its diagnostics are."""
        return self.part.place

    @property
    def size(self) -> int:
        """As that of the part alone."""
        return self.part.size


@dataclass(frozen=True)
class IndexJob(OfPart):
    """The index to typeset, the last part of a manual: it takes all parts before it, in order, whose pages it names; on
    facing pages, those of its language."""

    galleys: tuple[Galley, ...]
    its_language: str = ""

    def run(self, taken: tuple[Made, ...]) -> Made:
        """Put the numbers of pages into it and typeset it."""
        part = self.part
        pages = paginate(parts_of(self.galleys, taken), part.language.is_right_to_left)
        return replace(part, html=with_pages(part.html, pages.numbers(self.its_language), part.languages)).run()

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change its bytes besides the parts before it, for its key in the cache."""
        yield from ("index", self.its_language, *self.part.ingredients())
        for galley in self.galleys:
            yield repr((galley.name, galley.session, galley.language, galley.side))


@dataclass(frozen=True)
class BindJob:
    """A manual to bind of its parts, which it takes in order, and after them the furniture of their pages: of facing
    ones that of each of the `languages`."""

    file: File
    galleys: tuple[Galley, ...]
    title: Title
    archive: bool = False
    """Whether the PDF is to be one for archives too, PDF/A-3u."""
    languages: tuple[Language, ...] = ()

    @property
    def name(self) -> str:
        return self.file.path

    @property
    def place(self) -> Place:
        return self.file.place

    @property
    def size(self) -> int:
        """As many parts as it has, each as much work as a hundred characters on a screen."""
        return len(self.galleys) * 100

    def run(self, taken: tuple[Made, ...]) -> Made:
        """Bind the parts and verify what comes out."""
        typeset, faces = taken[: len(self.galleys)], taken[len(self.galleys) :]
        parts = parts_of(self.galleys, typeset)
        furniture = {code: self._furniture(code, made) for code, made in zip(self._codes, faces, strict=True)}
        content = bind(parts, furniture, self.title, self.file.language, fonts_folder())
        content = archival(content) if self.archive else content
        return Made(
            content,
            tuple(self.faults(content)),
            {"pages": len(paginate(parts, self.file.language.is_right_to_left).pages)},
        )

    @property
    def _codes(self) -> tuple[str, ...]:
        return tuple(language.code for language in self.languages) or ("",)

    def _furniture(self, code: str, made: Made) -> Furniture:
        faces = faces_of(galley for galley in self.galleys if galley.language == code)
        languages = {language.code: language for language in self.languages}
        return Furniture.of(
            faces, made.content, facts_from(made.about["facts"]), languages.get(code, self.file.language)
        )

    def faults(self, content: bytes) -> Iterator[Diagnostic]:
        """What is wrong with the finished PDF."""
        verses = [verse for galley in self.galleys for verse in galley.verses]
        yield from pdf_faults(content, self.file.language, self.place)
        yield from faults_as_read(content, verses, self.file.quotations, self.file.guard, self.place)
        yield from archive_faults(content, self.place) if self.archive else ()

    def ingredients(self) -> Iterator[str | bytes]:
        """All that can change its bytes besides its parts, for its key in the cache."""
        yield from (
            "bind",
            self.file.guard.key,
            repr(self.title),
            repr(self.archive),
            repr(self.file.language),
            repr(self.languages),
            tools(),
        )
        for galley in self.galleys:
            about = (galley.name, galley.session, galley.number, galley.heading, galley.verses)
            yield repr((*about, galley.language, galley.side))


def parts_of(galleys: Sequence[Galley], typeset: Sequence[Made]) -> list[Part]:
    """The parts of a manual, of its galleys and what was made of each, both in order."""
    return [
        Part.of(galley, made.content, facts_from(made.about["facts"]), made.about.get("blanks", ()))
        for galley, made in zip(galleys, typeset, strict=True)
    ]


def get_ready(typesetting: bool) -> None:
    """Load into this process what its jobs need, which takes longest for `typesetting`."""
    if typesetting:
        from kitabcha.press.typesetting import load

        load(fonts_folder())


def _named(pictures: Mapping[str, bytes]) -> Iterator[str | bytes]:
    for source in sorted(pictures):
        yield from (source, pictures[source])


@cache
def tools() -> str:
    """The press itself, a line each: versions of what sets text, our own code for it with the fonts."""
    digest = hashlib.sha256()
    press = Path(__file__).parent
    for file in (press.parent / "writing.py", *sorted(press.glob("*.py")), *sorted(fonts_folder().glob("*.ttf"))):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    packages = (f"{name} {version(name)}" for name in _PACKAGES)
    return "\n".join((*packages, *libraries(), f"press {digest.hexdigest()}"))
