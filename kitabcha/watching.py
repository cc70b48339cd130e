"""A project that is being written → what each edition of a manual looks like now, and what is wrong, at every save."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from threading import Condition, Lock
from types import MappingProxyType

from kitabcha import pipeline
from kitabcha.diagnostics import Diagnostic, Misused, has_errors, in_order, own_bug
from kitabcha.ledger import Wanted
from kitabcha.model import Edition, Language, Place, Quotation
from kitabcha.pipeline import Workshop
from kitabcha.press import composition, fonts
from kitabcha.press.verification import faults_of_verses, verses_in
from kitabcha.press.webpage import linked_page
from kitabcha.proofing import Proof, ProofPress
from kitabcha.resources import fonts_folder

FONTS, PICTURES = "/fonts/", "/pictures/"
"""What the addresses of a page's fonts and pictures begin with."""


@dataclass(frozen=True, slots=True)
class Page:
    """An edition on the screen. `pictures` maps the names that its pictures are served by to their bytes."""

    html: str
    pictures: Mapping[str, bytes]

    @property
    def fingerprint(self) -> str:
        return _fingerprint(self.html.encode())


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to see of an edition. `page` is the last good one, and None when there never was one.

    `is_old` tells that today's sources have errors, so that the page is from before; there is no `proof` then.
    """

    edition: Edition | None
    editions: tuple[Edition, ...]
    page: Page | None
    is_old: bool
    diagnostics: tuple[Diagnostic, ...]
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    """The sources as they are since the save of that number."""

    number: int
    workshop: Workshop | None = None
    found: tuple[Diagnostic, ...] = ()


@dataclass
class Session:
    """A manual that is being written, from the folder `root`; `out` takes its PDFs.

    `first` names the manual, and says which of its editions is shown when none is asked for.
    """

    root: Path
    out: Path
    first: Wanted
    saves: int = 1
    news: int = 1
    _opened: _Opened = _Opened(0)
    _sights: dict[Edition, tuple[int, Sight]] = field(default_factory=dict)
    _good: dict[Edition, Page] = field(default_factory=dict)
    _editions: tuple[Edition, ...] = ()
    _chosen: Edition | None = None
    _bell: Condition = field(default_factory=Condition)
    _desk: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._press = ProofPress(self.root, self.out, self.ring)

    def saved(self) -> None:
        """Something in the sources is another than before."""
        with self._bell:
            self.saves += 1
        self.ring()

    def ring(self) -> None:
        """There is something new to look at: a save, or a PDF."""
        with self._bell:
            self.news += 1
            self._bell.notify_all()

    def wait(self, heard: int, seconds: float) -> int:
        """Wait until there is something newer than the number `heard`, but no longer; the number of the newest."""
        with self._bell:
            self._bell.wait_for(lambda: self.news != heard, seconds)
            return self.news

    def close(self) -> None:
        self._press.close()

    def open(self) -> None:
        """Read the sources. Raises `Misused` when the manual, language or kind to begin with is nobody's."""
        with self._desk:
            if workshop := self._workshop():
                pipeline.editions_of(workshop.project, self.first)

    def look(self, name: str = "") -> Sight:
        """What there is to see of the edition that is called so (`MANUAL/LANG/KIND`), or else of the first one.

        A name that is nobody's, or was taken away since, is told as a command would tell it.
        """
        with self._desk:
            workshop = self._workshop()
            edition = _edition(name) or self._chosen
            if workshop is None:
                return self._blocked(edition, self._opened.found)
            try:
                editions = pipeline.editions_of(workshop.project, Wanted(self.first.manuals))
                self._chosen = pipeline.editions_of(workshop.project, self.first)[0]
                self._editions = tuple(dict.fromkeys((*editions, self._chosen)))
                edition = _edition(name) or self._chosen
                pipeline.editions_of(workshop.project, _only(edition))
            except Misused as misused:
                return self._blocked(edition, (*self._opened.found, *misused.diagnostics))
            sight = self._sight(workshop, edition)
            return sight if sight.is_old else replace(sight, proof=self._press.ask(edition, self._opened.number))

    def picture(self, name: str) -> bytes | None:
        """One of the pictures of the pages that are shown."""
        return next((page.pictures[name] for page in list(self._good.values()) if name in page.pictures), None)

    def proof(self, path: str) -> bytes | None:
        """One of the PDFs that were made in this session, by its path under the output folder."""
        return (self.out / path).read_bytes() if path in self._press.made and (self.out / path).is_file() else None

    def _workshop(self) -> Workshop | None:
        if self._opened.number != self.saves:
            self._opened = _open(self.root, self.saves)
        return self._opened.workshop

    def _sight(self, workshop: Workshop, edition: Edition) -> Sight:
        number, kept = self._sights.get(edition, (0, None))
        if kept is None or number != self._opened.number:
            page, found = see(workshop, edition)
            found = [*self._opened.found, *found]
            if page is None:
                return self._blocked(edition, found)
            self._good[edition] = page
            kept = Sight(edition, self._editions, page, False, tuple(in_order(found)))
            self._sights[edition] = self._opened.number, kept
        return kept

    def _blocked(self, edition: Edition | None, found: Iterable[Diagnostic]) -> Sight:
        page = self._good.get(edition) if edition else None
        return Sight(edition, self._editions, page, True, tuple(in_order(found)))


def _edition(name: str) -> Edition | None:
    parts = name.split("/")
    return Edition(*parts) if len(parts) == 3 else None


def _only(edition: Edition) -> Wanted:
    return Wanted((edition.manual,), (edition.language,), (edition.kind,))


def _open(root: Path, number: int) -> _Opened:
    try:
        workshop, found = pipeline.open_workshop(root)
    except Exception as broken:
        return _Opened(number, None, (own_bug(Place(""), broken),))
    return _Opened(number, workshop, tuple(found))


def see(workshop: Workshop, edition: Edition) -> tuple[Page | None, list[Diagnostic]]:
    """An edition as its page on the screen, with what is wrong in it; None when any of that is an error."""
    try:
        prepared = pipeline.prepare(workshop, edition)
        found = list(prepared.diagnostics)
        if prepared.numbered is None or prepared.apparatus is None or has_errors(found):
            return None, found
        language = edition.languages[0]
        setting = (workshop.languages[language], workshop.languages, workshop.interfaces[language])
        html = composition.for_screen(prepared.documents, prepared.numbered, *setting)
        page = _page(html, workshop.root, composition.pictures_of(prepared.documents))
        parts = [f'<body lang="{language}">{document.body}</body>' for document in prepared.documents]
        quotations = tuple(prepared.apparatus.quotations.values())
        found += _faults(parts, quotations, workshop.languages, Place(f"{edition}.html"))
    except Exception as broken:
        return None, [own_bug(Place(str(edition)), broken)]
    return (None if has_errors(found) else page), found


def _faults(
    parts: Iterable[str], quotations: tuple[Quotation, ...], languages: Mapping[str, Language], place: Place
) -> list[Diagnostic]:
    """What a build refuses to write a page for, so that the screen does not show what is never printed."""
    read = [_read(part) for part in parts]
    verses = (verse for one in read for verse in one.verses)
    characters = dict.fromkeys((code, shown) for one in read for code, shown in one.characters)
    faults = fonts.missing(fonts_folder()) or [
        fault for code, shown in characters for fault in _unshown(code, shown, languages.get(code), place)
    ]
    return [*faults, *faults_of_verses(verses, quotations, place)]


@lru_cache(maxsize=1024)
def _unshown(code: str, shown: frozenset[str], row: Language | None, place: Place) -> tuple[Diagnostic, ...]:
    return tuple(fonts.faults_of_characters({code: shown}, fonts_folder(), {code: row} if row else {}, place))


@dataclass(frozen=True, slots=True)
class _Read:
    """What a part of a page shows: its verses, and its characters by language."""

    verses: tuple[tuple[str, str], ...]
    characters: tuple[tuple[str, frozenset[str]], ...]


@lru_cache(maxsize=1024)
def _read(part: str) -> _Read:
    """Reading a whole page takes half as long as making it, and most parts of it are as they were."""
    return _Read(verses_in(part), tuple(fonts.characters_by_language(part).items()))


def _page(html: str, root: Path, sources: Mapping[str, str]) -> Page:
    contents = {source: (root / path).read_bytes() for source, path in sources.items()}
    names = {source: f"{_fingerprint(content)}{PurePosixPath(source).suffix}" for source, content in contents.items()}
    addresses = {source: f"{PICTURES}{name}" for source, name in names.items()}
    pictures = {names[source]: content for source, content in contents.items()}
    return Page(linked_page(html, addresses, FONTS), MappingProxyType(pictures))


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
