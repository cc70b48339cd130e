"""This repository's own manuals, read back as a reader has them: nothing is lost, clipped, misnumbered or misquoted."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kitabcha import pipeline, reviewing
from kitabcha.dialect import inline, plain
from kitabcha.languages import catalogues
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Edition, NumberedBook
from kitabcha.writing import digits
from tests.harness import ROOT, SHORT, opened

WRITTEN = ("en", "ur", "ps")
DOTS_PER_INCH = 36
MILLIMETRE = 72 / 25.4
"""in points"""
UNPRINTABLE = 6.35
"""Millimetres at every edge where cheap printers print nothing (a quarter of an inch)."""


@pytest.fixture(scope="session")
def books() -> dict[str, NumberedBook]:
    """Language → the trainers' edition before the press."""
    workshop, found = pipeline.open_workshop(ROOT)
    assert workshop and not found, found
    prepared = {code: pipeline.prepare(workshop, Edition(SHORT, code, "trainer")) for code in WRITTEN}
    return {code: one.numbered for code, one in prepared.items() if one.numbered}


@pytest.fixture(scope="session")
def pdfs(manuals: Path) -> dict[str, Path]:
    """What is read back: three trainers' editions and the sheets in Urdu."""
    trainers = {code: manuals / f"{SHORT}/{code}/trainer.pdf" for code in WRITTEN}
    return {**trainers, "ur handouts": manuals / f"{SHORT}/ur/handouts.pdf"}


PDFS = (*WRITTEN, "ur handouts")


# --- before the press -----------------------------------------------------------------------------------------


def test_nothing_is_wrong_in_any_edition() -> None:
    found, editions = pipeline.check(ROOT)
    assert [str(one) for one in found] == []
    assert editions >= 12


def test_every_message_is_translated() -> None:
    status, found = reviewing.status(ROOT, ())
    assert status and found == []
    rows = [row for row in status.rows if row.scope == reviewing.LESSON]
    assert {row.language for row in rows} == {"ur", "ps"}
    assert {row.name for row in rows} >= {"library", "manuals", "interface", "trust-circle"}
    assert [row for row in rows if row.now.translated != row.now.messages] == []


KEPT = re.compile(r"@[\w:-]+|<[a-z]+:[^>]+>|\{\{.*?\}\}|\]\(#[^)]*\)|\[\^[^\]]+\]|%\(\w+\)[sd]")
"""What a translation may not lose: works, verses, values, links, notes, placeholders."""


@pytest.mark.parametrize("language", ["ur", "ps"])
def test_translations_keep_what_they_point_to(language: str) -> None:
    read, found = catalogues.read_all(ROOT, language)
    assert found == []
    entries = [entry for name in read for entry in read[name].entries.values() if name != "interface"]
    assert len(entries) > 300
    for entry in entries:
        for text in entry.msgstr:
            assert Counter(KEPT.findall(text)) == Counter(KEPT.findall(entry.msgid)), entry.msgid


# --- PDF: what viewers are told -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PDFS)
def test_viewers_are_told_language_direction_and_title(pdfs: dict[str, Path], name: str) -> None:
    language = LANGUAGES[name[:2]]
    with opened(pdfs[name].read_bytes()) as pdf:
        viewer = pdf.Root.ViewerPreferences
        assert str(pdf.Root.Lang) == language.code
        assert str(viewer.Direction) == ("/R2L" if language.is_right_to_left else "/L2R")
        assert (bool(viewer.DisplayDocTitle), str(viewer.PrintScaling)) == (True, "/None")
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"
            assert str(pdf.docinfo["/Title"]) == metadata["dc:title"]


@pytest.mark.parametrize("language", WRITTEN)
def test_the_outline_holds_every_session_in_order(
    pdfs: dict[str, Path], books: dict[str, NumberedBook], language: str
) -> None:
    titles = [plain(inline(one.session.title.raw)) for one in books[language].sessions]
    with opened(pdfs[language].read_bytes()) as pdf, pdf.open_outline() as outline:
        top = [item.title for item in outline.root]
        pages = [pdf.pages.index(item.destination[0]) for item in _items(outline.root)]
    assert [title for title in top if title in titles] == titles
    # Sheets hang in the session that they belong to, so pages never go back.
    assert all(one <= other for one, other in pairwise(pages))


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children)


@pytest.mark.parametrize("language", WRITTEN)
def test_every_link_leads_somewhere(pdfs: dict[str, Path], language: str) -> None:
    with opened(pdfs[language].read_bytes()) as pdf:
        places = _places(pdf)
        links = [link for page in pdf.pages for link in _links(page)]
        lost = [str(link.Dest) for link in links if "/Dest" in link and str(link.Dest) not in places]
        addresses = [str(link.A.URI) for link in links if "/A" in link]
    assert len(links) > 100
    assert lost == []
    assert all(address.startswith("https://") for address in addresses)


def _links(page: Any) -> list[Any]:
    return [note for note in page.get("/Annots", []) if note.get("/Subtype") == "/Link"]


def _places(pdf: Any) -> dict[str, int]:
    """Name of a destination → the number of its page, from 1."""
    import pikepdf

    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    return {str(name): numbers[place[0].objgen] for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


# --- PDF: what is on the pages --------------------------------------------------------------------------------


@cache
def _document(path: Path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(path)


@cache
def _text(path: Path, number: int, *box: float) -> str:
    """The text of a page (from 1), or of a box on it: left, bottom, right, top in points."""
    return str(_document(path)[number - 1].get_textpage().get_text_bounded(*box))


def _folio(path: Path, number: int) -> str:
    """The digits at the foot of a page, outside of its text."""
    width, _ = _document(path)[number - 1].get_size()
    return "".join(letter for letter in _text(path, number, 0, 0, width, 20 * MILLIMETRE) if letter.isdigit())


@pytest.mark.parametrize("language", WRITTEN)
def test_contents_name_the_pages_that_readers_find(pdfs: dict[str, Path], language: str) -> None:
    path, row = pdfs[language], LANGUAGES[language]
    with opened(path.read_bytes()) as pdf:
        places, entries = _places(pdf), list(_contents(pdf))
    assert len(entries) > 30
    for number, name, (left, bottom, right, top) in entries:
        narrow = 0.12 * (right - left)
        box = (left, bottom, left + narrow, top) if row.is_right_to_left else (right - narrow, bottom, right, top)
        assert _text(path, number, *box).strip() == digits(places[name], row), name


@pytest.mark.parametrize("language", WRITTEN)
def test_pages_carry_their_number(pdfs: dict[str, Path], books: dict[str, NumberedBook], language: str) -> None:
    path = pdfs[language]
    with opened(path.read_bytes()) as pdf:
        places = _places(pdf)
    starts = [places[one.session.key] for one in books[language].sessions]
    assert starts == sorted(starts)
    for start in (*starts, places["part-agenda"], places["part-contents"]):
        assert _folio(path, start) == digits(start, LANGUAGES[language])


CONTROLS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c"))


@pytest.mark.parametrize(("name", "sides"), [("en", "/DuplexFlipLongEdge"), ("ur handouts", "/Simplex")])
def test_nothing_is_printed_behind_a_handout(pdfs: dict[str, Path], name: str, sides: str) -> None:
    with opened(pdfs[name].read_bytes()) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == sides


@pytest.mark.parametrize("language", WRITTEN)
def test_a_page_reference_is_read_without_a_gap(pdfs: dict[str, Path], language: str) -> None:
    path = pdfs[language]
    pdfium = " ".join(_text(path, number, 0, 0, *_document(path)[number - 1].get_size()) for number in range(1, 30))
    poppler = subprocess.run(["pdftotext", "-l", "29", path, "-"], capture_output=True, check=True).stdout.decode()
    for text in (pdfium, poppler):
        found = re.findall(r"\((?:page|صفحہ|مخ)\b[^()]*\)", text.translate(CONTROLS))
        assert len(found) > 3
        assert all(re.fullmatch(r"\(\w+ \d+\)", one) for one in found), found


def _contents(pdf: Any) -> Iterator[tuple[int, str, tuple[float, ...]]]:
    """Each line of the contents: the page it stands on, the name it leads to, its box."""
    first = _places(pdf)["part-contents"]
    after = _places(pdf)["part-introduction"]
    for number in range(first, after):
        for name, links in groupby(_links(pdf.pages[number - 1]), key=lambda link: str(link.Dest)):
            left, top, right, bottom = (float(side) for side in next(links).Rect)  # then its parts follow
            yield number, name, (left, min(top, bottom), right, max(top, bottom))


def test_english_text_can_be_found(pdfs: dict[str, Path], books: dict[str, NumberedBook]) -> None:
    with opened(pdfs["en"].read_bytes()) as pdf:
        places = _places(pdf)
    for one in books["en"].sessions:
        text = " ".join(_text(pdfs["en"], places[one.session.key]).split())
        assert plain(inline(one.session.title.raw)) in text
        assert plain(inline(one.session.summary.raw)) in text


def test_pashto_words_can_be_found(pdfs: dict[str, Path], books: dict[str, NumberedBook]) -> None:
    with opened(pdfs["ps"].read_bytes()) as pdf:
        places = _places(pdf)
    for one in books["ps"].sessions:
        found = set(map(_letters, _text(pdfs["ps"], places[one.session.key]).split()))
        assert set(map(_letters, plain(inline(one.session.title.raw)).split())) <= found
    words = [word for text in books["ps"].book.introduction for word in text.raw.split()]
    found = set(map(_letters, _text(pdfs["ps"], places["part-introduction"]).split()))
    assert sum(_letters(word) in found for word in words) > 0.9 * len(words)


def _letters(word: str) -> str:
    """A word's letters in one order: ligatures of lam and alef read back turned around, and alef madda as two."""
    return "".join(sorted(letter for letter in word if letter.isalpha() and letter not in "اآ"))


@pytest.mark.parametrize("name", PDFS)
def test_no_letter_is_missing_from_its_font(pdfs: dict[str, Path], name: str) -> None:
    import pikepdf

    drawn = 0
    with opened(pdfs[name].read_bytes()) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for drawing in pikepdf.parse_content_stream(page, "TJ Tj"):
                operands: Any = drawing.operands
                texts = operands[0] if str(drawing.operator) == "TJ" else operands
                codes = b"".join(bytes(text) for text in texts if isinstance(text, pikepdf.String))
                drawn += len(codes) // 2
                assert b"\0\0" not in {codes[at : at + 2] for at in range(0, len(codes), 2)}, f"page {number}"
    assert drawn > 1000


@pytest.mark.parametrize("name", PDFS)
def test_nothing_stands_where_printers_cannot_print(pdfs: dict[str, Path], name: str) -> None:
    edge = int(UNPRINTABLE / 25.4 * DOTS_PER_INCH)
    for number, page in enumerate(_document(pdfs[name]), 1):
        picture = page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
        wide, high = picture.size
        assert picture.getextrema()[0] < 128, f"page {number} is blank"
        for box in (
            (0, 0, wide, edge),
            (0, high - edge, wide, high),
            (0, 0, edge, high),
            (wide - edge, 0, wide, high),
        ):
            assert picture.crop(box).getextrema()[0] > 250, f"page {number}"


def test_lengths_are_plausible(pdfs: dict[str, Path]) -> None:
    lengths = {name: len(_document(path)) for name, path in pdfs.items()}
    assert 40 < lengths["en"] < lengths["ps"] < lengths["ur"] < 100
    assert 4 < lengths["ur handouts"] < lengths["ur"] / 2


# --- HTML -----------------------------------------------------------------------------------------------------

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
UNSEEN = frozenset({"style", "script"})
LABELS = ("alt", "aria-label", "title")


class _Reader(HTMLParser):
    """Every piece of text with the elements that it stands in, outermost first: tag and attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[tuple[str, dict[str, str]], ...], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        for label in LABELS:
            if label in element[1]:
                self.texts.append(((*self.open, element), element[1][label]))
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's element that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1][0] if self.open else 'nothing'}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] not in UNSEEN and data.strip():
            self.texts.append((tuple(self.open), data))


@cache
def _texts(path: Path) -> list[tuple[tuple[tuple[str, dict[str, str]], ...], str]]:
    reader = _Reader()
    reader.feed(path.read_text("utf-8"))
    reader.close()
    assert reader.open == []
    return reader.texts


def _nearest(elements: tuple[tuple[str, dict[str, str]], ...], attribute: str) -> str:
    return next((attrs[attribute] for _, attrs in reversed(elements) if attribute in attrs), "")


@pytest.fixture(scope="session")
def corpus() -> dict[str, str]:
    """Reference → verse, read without our own code."""
    file = resources.files("quran_validator").joinpath("data/quran-verses.min.json")
    return {f"quran:{row['surah']}:{row['ayah']}": row["text"] for row in json.loads(file.read_bytes())}


@pytest.mark.parametrize("kind", ["trainer", "participant"])
@pytest.mark.parametrize("language", WRITTEN)
def test_every_verse_is_printed_mark_for_mark(manuals: Path, corpus: dict[str, str], language: str, kind: str) -> None:
    printed: list[tuple[str, str]] = []
    for elements, text in _texts(manuals / f"{SHORT}/{language}/{kind}.html"):
        if reference := _nearest(elements, "data-reference"):
            assert _nearest(elements, "lang") == "ar"
            before = printed.pop()[1] if printed and printed[-1][0] == reference else ""
            printed.append((reference, before + text))
    assert [text for _, text in printed] == [corpus[reference] for reference, _ in printed]
    assert len(printed) >= 3


LATIN_RUN = re.compile(r"[A-Za-z][\w.,()/\s–-]*", re.ASCII)


@pytest.mark.parametrize("kind", ["trainer", "participant"])
@pytest.mark.parametrize("language", ["ur", "ps"])
def test_numbers_are_written_in_the_languages_digits(manuals: Path, language: str, kind: str) -> None:
    western = [
        text
        for elements, text in _texts(manuals / f"{SHORT}/{language}/{kind}.html")
        if _nearest(elements, "lang") == language and _nearest(elements, "dir") == "rtl"
        if re.search("[0-9]", LATIN_RUN.sub("", text))
    ]
    assert western == []


@pytest.mark.parametrize("language", WRITTEN)
def test_arabic_letters_never_stand_in_english(manuals: Path, language: str) -> None:
    for elements, text in _texts(manuals / f"{SHORT}/{language}/trainer.html"):
        if _nearest(elements, "lang") == "en":
            assert not re.search("[\u0620-\u06ff]", text), text


@pytest.mark.parametrize("language", ["ur", "ps"])
def test_the_imprint_says_what_nobody_has_reviewed(
    manuals: Path, books: dict[str, NumberedBook], language: str
) -> None:
    coverage = books[language].book.coverage
    assert coverage and coverage.translated == coverage.messages
    page = " ".join(text for _, text in _texts(manuals / f"{SHORT}/{language}/trainer.html"))
    assert not coverage.unreviewed or digits(coverage.unreviewed, LANGUAGES[language]) in page
