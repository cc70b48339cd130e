"""Every way of printing: its row in the table, its card for whoever stands at the printer, its cards and posters."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from gettext import NullTranslations
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from kitabcha import model
from kitabcha.languages.interface import interface
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import OwnProfile, Place, PrintRoom, Text
from kitabcha.press import composition
from kitabcha.press.cards import CONTENTS, LONG
from kitabcha.press.galleys import PAGE_NAMES, galleys
from kitabcha.press.imposition import IMPOSITIONS
from kitabcha.press.paper import Imposed
from kitabcha.press.print_card import html, print_card, text
from kitabcha.press.print_steps import Order, steps
from kitabcha.press.profiles import BOOK, PROFILES, SHEET_SIZES, idle_profiles, paper_of, profile
from kitabcha.press.proofing import Proof
from kitabcha.press.rendering import Desk
from kitabcha.press.templating import environment
from kitabcha.press.typesetting import typeset
from kitabcha.resources import fonts_folder, templates_folder
from kitabcha.sources.loading import load
from tests import sample_book
from tests.one_piece import one_piece

HERE = Place("curriculum.yaml", 20)
ROOM = PrintRoom(Decimal("7.50"), Text("Rs", HERE, "curriculum/currency", "manuals", "en"))


# --- the table ------------------------------------------------------------------------------------------------


def test_every_profile_that_may_be_named_has_its_row():
    assert tuple(PROFILES) == model.PROFILES
    assert {name for name, row in PROFILES.items() if not row.keeps_its_size} == set(model.ON_SHEETS_OF_THEIR_OWN)
    assert {name for name, row in PROFILES.items() if row.content != BOOK} == set(model.OF_THEIR_OWN_SIZE)
    assert set(model.SHEETS) <= set(SHEET_SIZES)


@pytest.mark.parametrize("row", PROFILES.values(), ids=PROFILES)
def test_what_a_row_names_is_there(row):
    assert row.sheet in SHEET_SIZES and all(composition.style_sheet(f"profiles/{name}") for name in row.style_sheets)
    assert row.imposition in IMPOSITIONS or not row.imposition
    assert row.content in CONTENTS or row.content == BOOK
    assert set(row.kinds) <= set(model.EDITION_KINDS) and row.duplex in ("", "long", "short")
    assert paper_of(row, PrintRoom(paper="letter")).name in ("A4", "A5", "letter")


def test_a_profile_of_the_projects_own_is_another_with_a_size_and_a_sheet(tmp_path):
    own = {"elders": OwnProfile("elders", "large", 20, "a5", HERE), "fold": OwnProfile("fold", "booklet", 12, "", HERE)}
    assert profile("elders", own) == replace(PROFILES["large"], name="elders", sheet="a5", size=20)
    assert profile("fold", own) == replace(PROFILES["booklet"], name="fold", size=12)
    assert profile("grey", own) is PROFILES["grey"]
    book = sample_book.numbered(tmp_path)
    parts = sample_book.documents(book)
    setting = (parts, book, LANGUAGES["en"], LANGUAGES, NullTranslations())
    page = galleys(*setting, profile("elders", own))[0].html
    assert "@page { size: A5; }" in page
    sizes = re.findall(r"^html \{ font-size: calc\((\S+)pt \* var\(--size\)\); \}", page, re.MULTILINE)
    assert sizes == ["9.25", "18", "20"]  # of the sheet, of large print, and the project's own, which holds


def test_a_profile_that_prints_nothing_of_a_manual_is_told(tmp_path):
    sample_book.numbered(tmp_path)
    project, _ = load(tmp_path)
    assert project is not None
    manual = replace(
        project.manuals["wells"], editions=("participant",), profiles=("a4", "booklet", "handouts-2up", "cards")
    )
    assert [str(found) for found in idle_profiles(manual, {})] == [
        "manuals/wells.yaml:1: warning: the profile `handouts-2up` prints nothing of this manual\n"
        "  hint: it is for the edition `handouts`: add it to `editions`, or delete it",
        "manuals/wells.yaml:1: warning: the profile `cards` prints nothing of this manual\n"
        "  hint: it is for the edition `trainer`: add it to `editions`, or delete it",
    ]


# --- print cards ----------------------------------------------------------------------------------------------


def test_nothing_is_printed_behind_a_handout_that_is_a_page_of_its_own():
    assert {name for name, row in PROFILES.items() if row.for_kind("handouts") != row} == {
        name for name, row in PROFILES.items() if not row.imposition
    }
    how = PROFILES["large"].for_kind("handouts")
    card = print_card(replace(order("large", kind="handouts"), profile=how), LANGUAGES["en"], NullTranslations())
    assert "3. Choose one side only.\n" in text(card) and card.turned == ""
    assert PROFILES["large"].for_kind("trainer") is PROFILES["large"]


def order(name, signatures=(), kind="trainer", scale=1.0, parts=("",), proofs=(), right_to_left=False, bleed=None):
    imposed = Imposed({}, 10, 19, signatures, scale)
    names = {part: f"{kind}-{name}{part and '-' + part}.pdf" for part in parts}
    title = "Women who make peace"
    return Order(title, kind, right_to_left, PROFILES[name], names, ROOM, imposed, proofs, bleed)


def test_a_print_card_says_it_all_in_a_terminal():
    proofs = (Proof(2.0, (20, 20, 20, 20)), Proof(9.6, (20, 3, 20, 20)), Proof(0.0, ()))
    card = print_card(order("booklet", (10,), proofs=proofs), LANGUAGES["en"], NullTranslations())
    assert text(card) == (
        "Women who make peace · Trainer’s edition · Booklet\n"
        "File             trainer-booklet.pdf\n"
        "Paper            A4\n"
        "Sheets of paper  10\n"
        "Printed sides    19\n"
        "Sides            both sides, turned over the short edge\n"
        "Cost             Rs 75 (Rs 7.50 a sheet)\n"
        "Ink              6 % of the paper on average, 10 % on the darkest side (2)\n"
        "\n"
        "1. Put A4 paper into the printer.\n"
        "2. Print trainer-booklet.pdf at its actual size (100 %), not fitted to the page.\n"
        "3. Choose both sides, turned over the short edge.\n"
        "4. Leave the sheets in the order in which they come out.\n"
        "5. Fold all sheets together in the middle. With the cover in front, the fold is on the left.\n"
        "6. Staple twice through the fold.\n"
        "7. Cut the edge opposite the fold even, if you can: the inner sheets stand out a little.\n"
        "Many printers leave more than half a centimetre of each edge white. On these sides it may be lost: 2"
    )
    assert card.turned == "across"


ORDERS = (
    order("a4"),
    order("large"),
    order("a5", kind="handouts"),
    order("booklet", (8, 8, 7)),
    order("manual-duplex", parts=("fronts", "backs")),
    order("handouts-2up", kind="handouts"),
    order("cards"),
    order("poster", scale=0.946),
    *(order(name, parts=("crop-marks",), bleed=3.0) for name in ("a5", "cards", "poster")),
)


@pytest.mark.parametrize("language", ["ur", "ps"])
@pytest.mark.parametrize("one", ORDERS, ids=lambda one: one.profile.name)
def test_print_cards_speak_the_manuals_language(one, language):
    """No Latin letter or digit but the names of files and papers, and the currency that was not translated here."""
    card = print_card(
        replace(one, title="", proofs=(Proof(2, (1, 1, 1, 1)),)), LANGUAGES[language], interface(language, {})
    )
    said = " ".join((card.subtitle, *(word for row in card.rows for word in row), *card.steps, *card.warnings))
    for name in (*one.names.values(), "A3", "A4", "A5", "A6", "Rs"):
        said = said.replace(name, "")
    assert not re.findall(r"[A-Za-z0-9{}%]+", said)


@pytest.mark.parametrize(("right_to_left", "side"), [(False, "left"), (True, "right")])
def test_the_fold_and_the_staples_are_where_the_binding_is(right_to_left, side):
    """In whatever language one is told."""
    folded, stapled = order("booklet", (2,), right_to_left=right_to_left), order("a4", right_to_left=right_to_left)
    shop = order("a5", parts=("crop-marks",), right_to_left=right_to_left, bleed=3.0)
    said = [line for one in (folded, stapled, shop) for line in steps(one, LANGUAGES["en"], NullTranslations())]
    assert [line for line in said if "left" in line or "right" in line] == [
        f"Fold all sheets together in the middle. With the cover in front, the fold is on the {side}.",
        f"Staple or bind the sheets along their {side} edge.",
        f"Ask for black on both sides, and for binding on the {side}.",
    ]


def test_what_goes_to_a_print_shop_is_told_by_its_pages():
    card = print_card(order("a5", parts=("crop-marks",), bleed=2.5), LANGUAGES["en"], NullTranslations())
    assert text(card) == (
        "Women who make peace · Trainer’s edition · A5\n"
        "File    trainer-a5-crop-marks.pdf\n"
        "Cut to  A5\n"
        "Bleed   2.5 mm\n"
        "Pages   19\n"
        "\n"
        "1. Give trainer-a5-crop-marks.pdf to the print shop.\n"
        "2. Its pages are to be cut to A5 along the marks. There is 2.5 mm of bleed around them.\n"
        "3. Ask for black on both sides, and for binding on the left."
    )
    assert card.turned == ""


def test_several_signatures_are_told_in_order():
    said = steps(order("booklet", (8, 8, 7)), LANGUAGES["ur"], NullTranslations())
    assert "Part them into ۳ piles, from the first: ۸، ۸، ۷ sheets." in said


@pytest.mark.parametrize("language", ("en", "ur", "ps"))  # the others have no words for it yet
def test_the_longest_print_card_is_one_page(language):
    card = print_card(ORDERS[4], LANGUAGES[language], interface(language, {}))
    page = html(card, LANGUAGES[language], LANGUAGES, interface(language, {}))
    done = typeset(page, {}, LANGUAGES[language], LANGUAGES, fonts_folder(), Place("card.pdf"))
    assert (done.pages, done.diagnostics) == (1, ())


# --- style sheets ---------------------------------------------------------------------------------------------


def table_lines(pdf):
    """How thick the level lines are that are longer than any in an icon, in points."""
    found = set()
    for page in pdf.pages:
        scales, scale, width, start, end = [], 1.0, 1.0, (0.0, 0.0), (0.0, 0.0)
        for step in pikepdf.parse_content_stream(page):
            operands = list(step.operands)
            match str(step.operator):
                case "q":
                    scales.append((scale, width))
                case "Q":
                    scale, width = scales.pop()
                case "cm":
                    scale *= abs(float(operands[3]))
                case "w":
                    width = float(operands[0])
                case "m":
                    start = float(operands[0]), float(operands[1])
                case "l":
                    end = float(operands[0]), float(operands[1])
                case "S" if start[1] == end[1] and end[0] - start[0] > 40:
                    found.add(round(width * scale, 2))
    return found


@pytest.mark.parametrize(("name", "least"), [("a4", 0.5), ("grey", 0.75)])
def test_no_line_of_a_table_is_too_thin_for_photocopies(tmp_path, name, least):
    html_page = sample_book.printed(tmp_path, profile=name)
    pictures = {picture: sample_book.PICTURE.encode() for picture in re.findall(r'src="(picture:[^"]+)"', html_page)}
    done = typeset(html_page, pictures, LANGUAGES["en"], LANGUAGES, fonts_folder(), Place(name))
    with pikepdf.open(BytesIO(done.pdf)) as pdf:
        assert min(table_lines(pdf)) == least


# --- cards and posters ----------------------------------------------------------------------------------------


def set_apart(root, name, language):
    """The sample's cards or posters as a PDF."""
    book = sample_book.numbered(root, language)
    phrases = NullTranslations()
    row, place = PROFILES[name], Place(name)
    own = LANGUAGES[language]
    desk = Desk(book, sample_book.apparatus(book, language), own, LANGUAGES, phrases, environment(own, phrases))
    documents = CONTENTS[row.content](desk)
    setting = (book, own, LANGUAGES, phrases, row)
    page = one_piece(galleys(documents, *setting), *setting)
    pictures = dict.fromkeys(composition.pictures_of(documents), sample_book.PICTURE.encode())
    return typeset(page, pictures, own, LANGUAGES, fonts_folder(), place)


def words_of(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_the_furniture_knows_every_page_that_a_style_sheet_names():
    sheets = [path.read_text("utf-8") for path in (templates_folder() / "css").rglob("*.css")]
    named = {name for sheet in sheets for name in re.findall(r"[{;]\s*page: ([\w-]+)", sheet)}
    assert "poster-picture" in named
    assert named <= {name for names in PAGE_NAMES.values() for name in names}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_poster_of_a_picture_lies_across_and_is_one_page(tmp_path, language):
    done = set_apart(tmp_path, "poster", language)
    with pypdfium2.PdfDocument(done.pdf) as pdf:
        across = [page.get_width() > page.get_height() for page in pdf]
    assert across == [False, True, False, True]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_card_begins_on_a_front_and_its_text_is_behind_it(tmp_path, language):
    done = set_apart(tmp_path, "cards", language)
    pages = words_of(done.pdf)
    numbers = ["1.1", "1.2", "2.1", "2.2"] if language == "en" else ["۱.۱", "۱.۲", "۲.۱", "۲.۲"]
    assert done.diagnostics == () and len(pages) == 8
    assert all(number in page for number, page in zip(numbers, pages[::2], strict=True))
    line = sample_book.WORDS[language]["line"]
    assert all(line in " ".join(page.split()) for page in pages[1::2])


def test_a_long_text_goes_on_to_another_card_and_loses_nothing(tmp_path, monkeypatch):
    line = sample_book.WORDS["en"]["line"]
    longer = sample_book.LORE.replace("{line}[^1]\n", "{line}[^1]\n\n" + " ".join(["{line}"] * 60) + "\n")
    monkeypatch.setattr(sample_book, "LORE", longer)
    assert len(line) * 60 > LONG
    done = set_apart(tmp_path, "cards", "en")
    pages = words_of(done.pdf)
    fronts = [number for number, page in enumerate(pages) if re.search(r"\b[12]\.[12]\b", page)]
    assert len(fronts) == 4 and all(number % 2 == 0 for number in fronts) and len(pages) > 8
    texts = [page for page in pages if "Role play" not in page]
    assert " ".join(" ".join(texts).split()).count(line) >= 2 * 61


def test_no_note_for_the_trainer_is_on_a_card(tmp_path, monkeypatch):
    told = '::: roleplay {{title="{title}"}}\n{line}\n:::\n'
    assert told in sample_book.LESSON
    with_note = '::::roleplay {{title="{title}"}}\n{line}\n\n::: facilitator\nOnly you know.\n:::\n::::\n'
    monkeypatch.setattr(sample_book, "LESSON", sample_book.LESSON.replace(told, with_note))
    assert "Only you know." in sample_book.printed(tmp_path / "book")
    assert "Only you know." not in " ".join(words_of(set_apart(tmp_path / "cards", "cards", "en").pdf))


def test_posters_show_what_a_session_is_for_and_its_pictures(tmp_path):
    done = set_apart(tmp_path, "poster", "en")
    pages = words_of(done.pdf)
    assert done.diagnostics == () and sum("By the end we can" in page for page in pages) == 2
    with pypdfium2.PdfDocument(done.pdf) as pdf:
        assert {tuple(map(round, pdf[number].get_size())) for number in range(len(pdf))} == {(842, 1191), (1191, 842)}
