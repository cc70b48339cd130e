"""What is bound of parts looks, reads and is tagged as if it had been set in one piece."""

from __future__ import annotations

import itertools
import re
import subprocess
from dataclasses import dataclass, replace
from gettext import NullTranslations
from typing import Any

import pikepdf
import pypdfium2
import pytest
from page import validate_pdf_bytes
from PIL import Image, ImageChops

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import galleys
from kitabcha.press.binding import Title, bind
from kitabcha.press.galleys import Galley, faces_of
from kitabcha.press.index_pages import with_pages
from kitabcha.press.pagination import Pagination, Part, paginate
from kitabcha.press.parts import facts_from
from kitabcha.press.surroundings import Furniture
from kitabcha.press.typesetting import typeset
from kitabcha.resources import fonts_folder
from tests import sample_book
from tests.harness import opened
from tests.one_piece import one_piece

BIDI = "\u200e\u200f\u202a\u202b\u202c"
PLACE = Place("wells/trainer.pdf")


@dataclass(frozen=True)
class Both:
    """The sample bound of its parts, and set in one piece."""

    language: str
    galleys: tuple[Galley, ...]
    parts: tuple[Part, ...]
    pagination: Pagination
    bound: bytes
    whole: bytes


def set_alone(galley: Galley, language: str, pictures) -> Part:
    beneath = 0 if galley.kind == "cover" else 1
    done = typeset(galley.html, pictures, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE, beneath)
    assert done.facts and not done.diagnostics
    return Part.of(galley, done.pdf, facts_from(done.facts.as_data()))


def all_set(cut, language, pictures) -> tuple[Part, ...]:
    """Every part by itself; the index, which comes last, when the pages of the others are known."""
    parts: tuple[Part, ...] = ()
    for galley in cut:
        if galley.kind == "index":
            pages = paginate(parts, LANGUAGES[language].is_right_to_left).numbers()
            galley = replace(galley, html=with_pages(galley.html, pages, LANGUAGES))
        parts = (*parts, set_alone(galley, language, pictures))
    return parts


def bound_of(parts, cut, book, language):
    faces = galleys.furniture(cut, book, LANGUAGES[language], LANGUAGES, NullTranslations())
    done = typeset(faces, {}, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE)
    assert done.facts
    furniture = Furniture.of(faces_of(cut), done.pdf, done.facts, LANGUAGES[language])
    return bind(parts, {"": furniture}, Title("Wells", "Someone"), LANGUAGES[language], fonts_folder())


@pytest.fixture(scope="module", params=["en", "ur", "ps"])
def both(request, tmp_path_factory) -> Both:
    language, root = request.param, tmp_path_factory.mktemp("book")
    book, interface = sample_book.numbered(root, language), NullTranslations()
    setting = (book, LANGUAGES[language], LANGUAGES, interface)
    cut = galleys.galleys(sample_book.documents(book, language), *setting)
    pictures = sample_book.pictures(book)
    parts = all_set(cut, language, pictures)
    pagination = paginate(parts, LANGUAGES[language].is_right_to_left)
    html = one_piece(cut, *setting, pagination=pagination)
    whole = typeset(html, pictures, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE)
    assert not whole.diagnostics
    return Both(language, cut, parts, pagination, bound_of(parts, cut, book, language), whole.pdf)


def pictures_of(content: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(content)
    return [page.render(scale=1.5, grayscale=True).to_pil() for page in document]


def blank_late_lines(both: Both, index: int, images) -> None:
    """Nastaliq's digits are not all of one width, so that what follows a session's number stands a hair aside."""
    if both.language != "ur":
        return
    placed = both.pagination.pages[index]
    for slot in placed.page.slots:
        if slot.kind != "folio":
            top, bottom = ((slot.y + side * 2.2 * slot.size) * 0.75 * 1.5 for side in (-1, 1))
            for image in images:
                image.paste(255, (0, int(top), image.width, int(bottom)))


def test_bound_pages_look_like_those_of_one_piece(both):
    bound, whole = pictures_of(both.bound), pictures_of(both.whole)
    assert len(bound) == len(whole) > 15
    for number, (one, other) in enumerate(zip(bound, whole, strict=True), start=1):
        assert one.size == other.size
        blank_late_lines(both, number - 1, (one, other))
        strong = ImageChops.difference(one, other).point(lambda value: 255 if value > 96 else 0)
        assert strong.getbbox() is None, f"page {number}: {strong.getbbox()}"


def by_pdfium(content: bytes) -> list[list[str]]:
    return [words(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(content)]


def by_poppler(content: bytes) -> list[list[str]]:
    """The letters of each page, in no order."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    pages = done.stdout.decode().translate(dict.fromkeys(map(ord, BIDI))).split("\f")
    # The sample is half English: there a hair decides which line is first, and a running head how numbers are parted.
    return [sorted("".join(words(page))) for page in pages]


def words(text: str) -> list[str]:
    """Letters and digits: on a page that is half English a slot decides whether poppler mirrors its signs."""
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("reader", [by_pdfium, by_poppler])
def test_bound_pages_read_like_those_of_one_piece(both, reader):
    assert reader(both.bound) == reader(both.whole)


def tree_of(content: bytes) -> list[tuple[int, str, str, str, str]]:
    """Every element of a tree: its depth, role, language, alternative text and title."""

    def walk(node, depth):
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            return
        texts = (str(node.get(key, "")) for key in ("/Lang", "/Alt", "/T"))
        yield (depth, str(node.S), *texts)
        kids: Any = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from walk(kid, depth + 1)

    with opened(content) as pdf:
        return list(walk(pdf.Root.StructTreeRoot.K[0], 0))


def test_bound_pages_are_tagged_like_those_of_one_piece(both):
    bound, whole = tree_of(both.bound), tree_of(both.whole)
    for one, other in itertools.zip_longest(bound, whole):
        assert one == other


def test_every_mark_has_its_owner(both):
    with opened(both.bound) as pdf:
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owners = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        for page in pdf.pages:
            marks = owners[int(page.obj.StructParents)]
            for one in pikepdf.parse_content_stream(page):
                if str(one.operator) == "BDC" and "/MCID" in one.operands[1]:
                    owner = marks[int(one.operands[1].MCID)]
                    assert owner.S and owner.Pg.objgen
            for annotation in page.obj.get("/Annots", []):
                assert owners[int(annotation.StructParent)].S in ("/Link", "/Reference")


def outline_of(content: bytes) -> list[tuple[str, int]]:
    with opened(content) as pdf, pdf.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}

        def walk(items, depth):
            for item in items:
                target = item.destination[0]
                yield item.title, depth, target + 1 if isinstance(target, int) else numbers[target.objgen]
                yield from walk(item.children, depth + 1)

        return list(walk(outline.root, 0))


def test_the_outline_is_that_of_one_piece(both):
    assert outline_of(both.bound) == outline_of(both.whole)


def links_of(content: bytes) -> list[tuple[int, list[int], str, int]]:
    """Every link: its page, where it is on it, its target's name, and the page that it leads to."""
    with opened(content) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        names = list(pdf.Root.Names.Dests.Names)
        targets = {str(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}
        return [
            (number, [round(float(value)) for value in link.Rect], str(link.Dest), targets[str(link.Dest)])
            for number, page in enumerate(pdf.pages, start=1)
            for link in page.obj.get("/Annots", [])
            if "/Dest" in link
        ]


def test_links_lead_where_those_of_one_piece_do(both):
    bound, whole = links_of(both.bound), links_of(both.whole)
    assert len(bound) > 40
    assert [(page, *targets) for page, _, *targets in bound] == [(page, *targets) for page, _, *targets in whole]
    aside = 5 if both.language == "ur" else 0  # see `blank_late_lines`
    for (_, one, *_), (_, other, *_) in zip(bound, whole, strict=True):
        assert [abs(a - b) <= aside for a, b in zip(one, other, strict=True)] == [True] * 4, (one, other)


def test_every_reference_names_the_page_that_its_link_leads_to(both):
    for placed in both.pagination.pages:
        for slot in placed.page.slots:
            if slot.kind == "page":
                anchor = placed.part.global_name(slot.target)
                assert both.pagination.number_for(slot, placed) == both.pagination.places[anchor].page + 1


def test_bound_manuals_are_pdf_ua(both):
    assert [f"{one.rule_id}: {one.message}" for one in validate_pdf_bytes(both.bound, profile="ua1").failures] == []
    with opened(both.bound) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_each_font_is_there_once(both):
    with opened(both.bound) as pdf:
        names = [str(one.FontName) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        fonts = {page.obj.Resources.Font.objgen for page in pdf.pages}
    assert len(names) == len(set(names)) and len(fonts) == 1
    assert len(both.bound) < 1.1 * len(both.whole)


def test_pages_are_labelled_in_the_languages_digits(both):
    document = pypdfium2.PdfDocument(both.bound)
    expected = {"en": "12", "ur": "۱۲", "ps": "۱۲"}[both.language]
    assert document.get_page_label(11) == expected


def test_a_part_knows_nothing_of_its_manual(both):
    """The sample holds its lesson twice: each part of it is one galley, set once."""
    assert [one.number for one in both.galleys if one.kind == "session"] == [1, 2]
    for kind in ("session", "sheet"):
        first, second = (one for one in both.galleys if one.kind == kind)
        assert first.html == second.html and first.session != second.session


def test_same_parts_same_bytes(both, tmp_path):
    book = sample_book.numbered(tmp_path, both.language)
    assert bound_of(both.parts, both.galleys, book, both.language) == both.bound


def test_facts_survive_json(both):
    import json

    for part in both.parts:
        assert facts_from(json.loads(json.dumps(part.facts.as_data()))) == part.facts
