"""One page of HTML becomes a PDF by WeasyPrint: a pure function of the HTML, the pictures and the fonts."""

from __future__ import annotations

import logging
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import Any

from kitabcha.diagnostics import Diagnostic, error, has_errors, warning
from kitabcha.model import Language, Place
from kitabcha.press import engine, engine_breaks, engine_lines, engine_spreads, fonts
from kitabcha.press.engine_markers import markers_in_their_lines
from kitabcha.press.engine_spaces import spaces_at_ends_hang
from kitabcha.press.engine_text import readable_text
from kitabcha.press.parts import Facts
from kitabcha.press.pictures import media_type, sized
from kitabcha.press.shared_fonts import foreign_texts
from kitabcha.press.spreads import Side
from kitabcha.press.verification import OURS

VARIANT = "pdf/ua-1"
A_FEW_LINES = 0.2
"""How full a last page is, at most, that is not worth its paper."""
CLOSER = (
    ("close", engine_breaks.QUARTER),
    ("close closest", engine_breaks.QUARTER),
    ("close closest", engine_breaks.TENTH),
)
"""How a part is set anew to save its last page, one way after the other until one does: closer as print.css has it, and
then also with less of its pages empty, which parts more of its boxes."""
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF (empty when a font or a character is missing), its pages, all that WeasyPrint had to say, and what binding
    has to know of it (None when there is no PDF)."""

    pdf: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    facts: Facts | None = None


def typeset(
    html: str,
    pictures: Mapping[str, bytes],
    language: Language,
    languages: Mapping[str, Language],
    fonts_folder: Path,
    place: Place,
    beneath: int = 0,
    without_fonts: bool = False,
    may_be_closer: bool = False,
) -> Typeset:
    """Typeset a page of HTML: a part of a manual. `pictures` maps every src to the file's bytes; `place` names the
    manual in diagnostics; `beneath` is how many levels of headings stand above the page's own. Late marks are left
    open; with `without_fonts` the fonts are too, which binding puts in once for all. With `may_be_closer` it is set in
    a way of `CLOSER` if that saves a last page of a few lines. Same input, same bytes."""
    faults = fonts.missing(fonts_folder)
    faults = faults or fonts.missing_characters(html, fonts_folder, languages, place)
    if has_errors(faults):
        return Typeset(b"", 0, tuple(faults))
    digits = {code: row.digits for code, row in languages.items()}
    memo, writing = engine_lines.memo(_faces(html, fonts_folder)), engine.Writing(beneath, without_fonts)
    with (
        _heard(place) as said,
        _lines_broken(memo),
        readable_text(language.is_right_to_left, digits) as slots,
        markers_in_their_lines(),
    ):
        setting = (pictures, memo.fonts, fonts_folder)
        document = _laid_out(html, *setting)
        if may_be_closer and _ends_with_a_few_lines(document):
            document = _with_a_page_saved(document, html, *setting)
        pdf = engine.write(document, writing=writing, finisher=_finisher(language), pdf_variant=VARIANT)
    facts = engine.facts(document, writing, slots)
    if foreign := foreign_texts(facts, fonts_folder):
        told = f"typesetting took a font of this machine, not ours, for {' '.join(foreign)}"
        return Typeset(b"", 0, (*faults, *said, error(place, told, OURS)))
    return Typeset(pdf, len(document.pages), (*faults, *said), facts)


def facing(pages: Sequence[tuple[str, Mapping[str, bytes]]], fonts_folder: Path, place: Place) -> tuple[Side, ...]:
    """Where two pages of HTML with ties, each with its pictures, are parted so that their pages can face each other.

    Nothing is typeset yet; what there is to say of them is said then. Every font has to be there.
    """
    memo = engine_lines.memo(_faces(pages[0][0], fonts_folder))
    with _heard(place), _lines_broken(memo):
        return engine_spreads.facing([_page(*page, fonts_folder) for page in pages], memo.fonts)


def load(fonts_folder: Path) -> None:
    """Have WeasyPrint and our fonts at hand for the pages to come."""
    html = f"<style>{fonts.faces_css(lambda face: f'font:{face.file}')}</style>"
    memo = engine_lines.memo(_faces(html, fonts_folder))
    with _lines_broken(memo):
        _laid_out(html, {}, memo.fonts, fonts_folder)


def _laid_out(
    html: str, pictures: Mapping[str, bytes], font_config: Any, folder: Path, most_empty: float = engine_breaks.QUARTER
) -> Any:
    with engine_breaks.filled_pages(most_empty):
        return _page(html, pictures, folder).render(font_config=font_config, pdf_variant=VARIANT)


@contextmanager
def _lines_broken(memo: engine_lines.Memo) -> Iterator[None]:
    """While it lasts, WeasyPrint breaks lines as we want them, each once."""
    with spaces_at_ends_hang(), engine_lines.remembered_lines(memo):
        yield


def _with_a_page_saved(document: Any, html: str, pictures: Mapping[str, bytes], font_config: Any, folder: Path) -> Any:
    """The document in the first way of `CLOSER` that saves its last page, or as it is."""
    for name, most_empty in CLOSER:
        closer_html = html.replace("<html ", f'<html class="{name}" ', 1)
        closer = _laid_out(closer_html, pictures, font_config, folder, most_empty)
        if len(closer.pages) < len(document.pages):
            return closer
    return document


def _ends_with_a_few_lines(document: Any) -> bool:
    return len(document.pages) > 1 and 0 < engine_breaks.last_page_filled(document) < A_FEW_LINES


def _page(html: str, pictures: Mapping[str, bytes], folder: Path) -> Any:
    import weasyprint

    return weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=_fetcher(pictures, folder))


def _faces(html: str, folder: Path) -> Hashable:
    """What tells the fonts of a page: its rules, and the files as they are now."""
    files = ((folder / face.file).stat() for face in fonts.FACES)
    return tuple(_FACE.findall(html)), folder, tuple((file.st_size, file.st_mtime_ns) for file in files)


def _fetcher(pictures: Mapping[str, bytes], folder: Path) -> Any:
    """Serves the pictures given and our fonts, and nothing else: no network, no other file."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    files = {f"font:{face.file}": folder / face.file for face in fonts.FACES}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            if url in files:
                return URLFetcherResponse(url, files[url].read_bytes(), {"Content-Type": "font/ttf"})
            if url in pictures:
                return URLFetcherResponse(url, sized(pictures[url]), {"Content-Type": media_type(url)})
            raise ValueError(f"{url} is not a part of this manual")

    return Fetcher()


def _finisher(language: Language) -> Any:
    """Tells viewers the reading direction, to show the title, to print at true size, and which edge to turn over."""

    def finish(document: object, pdf: Any) -> None:
        import pydyf

        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(
            {
                "DisplayDocTitle": "true",
                "Direction": "/R2L" if language.is_right_to_left else "/L2R",
                "Duplex": "/DuplexFlipLongEdge",
                "PrintScaling": "/None",
            }
        )

    return finish


@contextmanager
def _heard(place: Place) -> Iterator[list[Diagnostic]]:
    """What WeasyPrint logs meanwhile in this thread, each record once, as warnings."""
    heard: list[Diagnostic] = []
    listener = _Listener(heard, place)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield heard
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


class _Listener(logging.Handler):
    def __init__(self, heard: list[Diagnostic], place: Place) -> None:
        super().__init__(logging.WARNING)
        self.heard, self.place, self.thread = heard, place, get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        found = warning(self.place, f"typesetting: {record.getMessage()}")
        if record.thread == self.thread and found not in self.heard:
            self.heard.append(found)
