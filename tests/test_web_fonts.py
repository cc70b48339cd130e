"""Pages hold the usual part of each font they show, made once; what they show besides is never missing from it."""

import shutil
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from kitabcha.languages.table import LANGUAGES
from kitabcha.press import web_fonts
from kitabcha.press.fonts import FACES, shows
from kitabcha.press.web_fonts import USUAL, make_all, web_font
from kitabcha.resources import fonts_folder

SERIF = next(face for face in FACES if face.file == "NotoSerif-Regular.ttf")


@pytest.fixture(autouse=True)
def _forgotten():
    web_fonts._usual.cache_clear()


def letters_of(content: bytes) -> set[str]:
    with TTFont(BytesIO(content)) as font:
        return {chr(code) for code in font.getBestCmap()}


@pytest.mark.parametrize("code", ["en", "ur", "ps"])
def test_every_letter_of_our_manuals_is_usual(code):
    signs = LANGUAGES[code].alphabet + LANGUAGES[code].digits
    letters = {letter for letter in signs if not letter.isspace() and letter != "="}
    assert letters <= set("".join(USUAL.values()))


def test_a_usual_page_takes_what_was_made_at_set_up(tmp_path, monkeypatch):
    shutil.copyfile(fonts_folder() / SERIF.file, tmp_path / SERIF.file)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(web_fonts, "_make", lambda folder, face: b"made before")
        make_all(tmp_path)
    assert web_font(tmp_path, SERIF, "peace") == b"made before"


def test_what_was_made_for_other_letters_is_not_taken(tmp_path, monkeypatch):
    shutil.copyfile(fonts_folder() / SERIF.file, tmp_path / SERIF.file)
    with monkeypatch.context() as before:
        before.setattr(web_fonts, "_make", lambda folder, face: b"made before")
        before.setattr(web_fonts, "USUAL", dict.fromkeys(USUAL, "abc"))
        make_all(tmp_path)
    assert web_font(tmp_path, SERIF, "peace") == web_font(fonts_folder(), SERIF, "peace")


def test_what_was_made_at_set_up_is_what_is_made_on_the_spot(tmp_path):
    shutil.copyfile(fonts_folder() / SERIF.file, tmp_path / SERIF.file)
    assert web_font(tmp_path, SERIF, "peace") == web_font(fonts_folder(), SERIF, "other words")


def test_an_unusual_letter_comes_with_the_usual_ones():
    letters = letters_of(web_font(fonts_folder(), SERIF, "ṣulḥ"))
    assert {*"ṣḥ", *"sul"} <= letters
    assert {letter for letter in USUAL[SERIF.family] if shows(fonts_folder() / SERIF.file, letter)} <= letters


def test_blanks_alone_take_no_font():
    assert web_font(fonts_folder(), SERIF, " \u00a0") == b""
    assert web_font(fonts_folder(), SERIF, "صلح") == b""  # which this font cannot show


def test_all_are_made_at_set_up_and_older_ones_go(tmp_path, monkeypatch):
    monkeypatch.setattr(web_fonts, "_make", lambda folder, face: face.file.encode())
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "NotoSerif-Regular.woff2").write_bytes(b"of an older Kitabcha")
    make_all(tmp_path)
    assert sorted(file.read_text() for file in (tmp_path / "web").iterdir()) == sorted(face.file for face in FACES)
