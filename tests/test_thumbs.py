"""Thumb marks: a tab with its number at the outer edge of each session's pages, lower for each, and none elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import OwnProfile, Place
from kitabcha.press import galleys
from kitabcha.press.formes import MM, UNPRINTABLE
from kitabcha.press.galleys import Face, Galley, faces_of
from kitabcha.press.profiles import PROFILES, Profile, profile
from kitabcha.press.proofing import proofs, too_near
from kitabcha.press.thumbs import PLACES, thumb_rule
from kitabcha.press.typesetting import Typeset, typeset
from kitabcha.resources import fonts_folder
from tests import sample_book
from tests.harness import opened

HERE = Place("curriculum.yaml", 20)
ELDERS = profile("elders", {"elders": OwnProfile("elders", "large", 0, "a5", HERE)})
SESSIONS = tuple(Galley(f"s{number}", "session", "", f"s{number}", number, "Peace") for number in (1, 2, 7, 12, 13))
OTHERS = (
    Galley("sheet", "sheet", "", "s1", 1, "Peace", ("sheet",)),
    Galley("cover", "cover", "", page_names=("cover",)),
    Galley("glossary", "glossary", "", heading="Glossary"),
)


def furniture(root: Path, language: str = "en", how: Profile = PROFILES["a4"]) -> tuple[tuple[Face, ...], Typeset]:
    """The faces of some parts, and the furniture with a page for each."""
    book, parts = sample_book.numbered(root, language), (*SESSIONS, *OTHERS)
    html = galleys.furniture(parts, book, LANGUAGES[language], LANGUAGES, NullTranslations(), how)
    done = typeset(html, {}, LANGUAGES[language], LANGUAGES, fonts_folder(), HERE)
    assert done.diagnostics == () and done.facts
    return faces_of(parts), done


def pages_of(faces: tuple[Face, ...], done: Typeset) -> list[tuple[Face, Image.Image]]:
    """Each face with its page, a millimetre in four points."""
    assert done.facts
    drawn = [page.render(scale=4 / MM, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(done.pdf)]
    return [(face, drawn[done.facts.anchors[f"face-{number}"].page]) for number, face in enumerate(faces)]


def tab_on(face: Face, page: Image.Image) -> tuple[int, int, int, int] | None:
    """What is printed beside the text, at the outer edge: left, top, right, bottom in quarters of millimetres from the
    outer edge and the page's head. Running heads and folios do not reach so far out."""
    width = 14 * 4
    outer = 0 if face.side == "left" else page.width - width
    strip = page.crop((outer, 4 * 16, outer + width, page.height - 4 * 17))
    box = strip.point([255 if grey < 128 else 0 for grey in range(256)]).getbbox()
    if not box:
        return None
    near, far = (box[0], box[2]) if face.side == "left" else (width - box[2], width - box[0])
    return near, box[1], far, box[3]


@pytest.mark.parametrize("how", [*(PROFILES[name] for name in ("a4", "a5", "letter", "large", "easy", "grey")), ELDERS])
def test_only_sessions_have_one_within_what_printers_reach(tmp_path, how):
    faces, done = furniture(tmp_path, how=how)
    found = {face: tab_on(face, page) for face, page in pages_of(faces, done)}
    assert {face for face, tab in found.items() if tab} == {face for face in faces if face.has_thumb_mark}
    assert {face.number for face in faces if face.has_thumb_mark} == {one.number for one in SESSIONS}
    assert all(tab[0] >= UNPRINTABLE * 4 - 1 for tab in found.values() if tab)
    assert not too_near(proofs(done.pdf))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_each_session_has_its_place_on_both_sides_and_the_thirteenth_is_at_the_top_again(tmp_path, language):
    faces, done = furniture(tmp_path, language)
    tabs = {(face.number, face.side): tab_on(face, page) for face, page in pages_of(faces, done) if face.has_thumb_mark}
    tops = {number: tab[1] for (number, _), tab in tabs.items() if tab}
    assert tops[1] < tops[2] < tops[7] < tops[12] and tops[13] == tops[1]
    assert PLACES == 12 and abs((tops[7] - tops[1]) - 6 * (tops[2] - tops[1])) <= 3
    for (number, side), tab in tabs.items():
        other = tabs[number, "left" if side == "right" else "right"]
        assert tab and other and all(abs(here - there) <= 1 for here, there in zip(tab, other, strict=True))


def ink_of(page: Image.Image, face: Face) -> float:
    """How much of a tab is black, from 0 to 1."""
    tab = tab_on(face, page)
    assert tab
    outer = tab[0] if face.side == "left" else page.width - tab[2]
    inside = page.crop((outer, 4 * 16 + tab[1], outer + tab[2] - tab[0], 4 * 16 + tab[3]))
    return sum(inside.histogram()[:128]) / (inside.width * inside.height)


@pytest.mark.parametrize(("name", "least", "most"), [("a4", 0.8, 0.99), ("grey", 0.02, 0.35)])
def test_it_is_black_with_a_white_number_and_an_outline_for_photocopies(tmp_path, name, least, most):
    for face, page in pages_of(*furniture(tmp_path, how=PROFILES[name])):
        if face.has_thumb_mark:
            assert least < ink_of(page, face) < most


@pytest.mark.parametrize(("language", "number"), [("en", "12"), ("ur", "۱۲"), ("ps", "۱۲")])
def test_it_says_the_number_in_the_languages_digits_and_is_no_part_of_the_text(tmp_path, language, number):
    faces, done = furniture(tmp_path, language)
    assert done.facts
    (index,) = {
        done.facts.anchors[f"face-{at}"].page
        for at, face in enumerate(faces)
        if (face.number, face.side) == (12, "left")
    }
    assert number in pypdfium2.PdfDocument(done.pdf)[index].get_textpage().get_text_range().split()
    with opened(done.pdf) as pdf:
        assert "/K" not in pdf.Root.StructTreeRoot.K[0] or not list(pdf.Root.StructTreeRoot.K[0].K)
        begun = [one.operands for one in pikepdf.parse_content_stream(pdf.pages[index]) if str(one.operator) == "BDC"]
        kinds = [dict(operands[1]) for operands in begun if str(operands[0]) == "/Artifact" and len(operands) > 1]
        assert {"/Type": "/Pagination"} in [{key: str(value) for key, value in kind.items()} for kind in kinds]


def test_places_follow_from_the_sheets_height():
    tops = [
        float(re.findall(r"margin-top: ([\d.]+)mm", thumb_rule("x", "left", number, LANGUAGES["en"], how))[0])
        for how in (PROFILES["a4"], replace(PROFILES["a4"], sheet="a5"))
        for number in (1, 2, 12, 13, 26)
    ]
    assert tops == [0.0, 20.58, 226.42, 0.0, 20.58, 0.0, 13.33, 146.67, 0.0, 13.33]
