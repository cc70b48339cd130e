"""Pages become PDF and self-contained HTML: reproducible, told apart by direction, silent, and with every character."""

from __future__ import annotations

import base64
import io
import re

import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import BuiltEdition, Coverage, Place, Printed
from kitabcha.press import fonts, subsetting
from kitabcha.press.typesetting import typeset
from kitabcha.press.webpage import index_page, webpage
from kitabcha.resources import fonts_folder
from tests import sample_book

PLACE = Place("wells/trainer.pdf")
PAGE = (
    '<!DOCTYPE html><html lang="{0}" dir="{1}"><head><title>t</title><style>{2}</style></head><body>{3}</body></html>'
)


def page(body, language="en"):
    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES)
    return PAGE.format(language, LANGUAGES[language].direction, style, body)


def set_page(html, language="en", pictures=None):
    return typeset(html, pictures or {}, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE)


def opened(content):
    import pikepdf

    return pikepdf.open(io.BytesIO(content))


def font_of(content):
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(content))


@pytest.fixture(scope="module", params=["en", "ur", "ps"])
def sample(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("book")
    html = sample_book.printed(root, request.param)
    pictures = sample_book.pictures(sample_book.numbered(root, request.param))
    return request.param, set_page(html, request.param, pictures)


def test_a_manual_is_typeset_without_a_word(sample):
    _, done = sample
    assert [str(found) for found in done.diagnostics] == []
    assert done.pages > 15


def test_viewers_are_told_direction_title_and_true_size(sample):
    language, done = sample
    with opened(done.pdf) as pdf:
        preferences = pdf.Root.ViewerPreferences
        assert preferences.Direction == ("/R2L" if LANGUAGES[language].is_right_to_left else "/L2R")
        assert preferences.DisplayDocTitle
        assert preferences.PrintScaling == "/None" and preferences.Duplex == "/DuplexFlipLongEdge"
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked


def test_the_outline_holds_sessions_and_sections(sample):
    language, done = sample
    title = sample_book.WORDS[language]["title"]
    with opened(done.pdf) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        session = next(item for item in outline.root if item.title == title)
    assert titles.count(title) == 2
    assert session.children[0].title == title


def test_only_our_fonts_are_used(sample):
    _, done = sample
    with opened(done.pdf) as pdf:
        names = {str(one.BaseFont) for one in pdf.objects if is_font(one)}
    assert names and all("Kitabcha" in name for name in names), names


def is_font(one):
    return hasattr(one, "keys") and one.get("/Type") == "/Font"


def test_same_page_same_bytes():
    html = page("<h1>Peace</h1><p>امن</p>".replace("امن", '<bdi lang="ur" dir="rtl">امن</bdi>'))
    assert set_page(html).pdf == set_page(html).pdf


def test_a_character_that_no_font_has_is_an_error():
    done = set_page(page("<p>漢</p>"))
    assert done.pdf == b""
    assert [str(found).splitlines()[0] for found in done.diagnostics] == [
        "wells/trainer.pdf: error: no font for en can show 漢 (U+6F22)"
    ]


def test_a_missing_font_is_an_error(tmp_path):
    found = typeset(page("x"), {}, LANGUAGES["en"], LANGUAGES, tmp_path, PLACE).diagnostics
    assert len(found) == len(fonts.FACES)
    assert str(found[0]) == "fonts/NotoSerif-Regular.ttf: error: the font is missing\n  hint: run `make setup`"


@pytest.mark.parametrize("source", ["file:///etc/hostname", "http://127.0.0.1/x.png", "picture:not-given.svg"])
def test_nothing_else_is_fetched(source):
    done = set_page(page(f'<img src="{source}" alt="x">'))
    assert any("is not a part of this manual" in found.message for found in done.diagnostics)


def test_profiles_set_the_sheet(tmp_path):
    for profile, size in (("a4", (595, 842)), ("a5", (420, 595)), ("letter", (612, 792))):
        html = sample_book.printed(tmp_path, kind="handouts", profile=profile)
        done = set_page(html, pictures=sample_book.pictures(sample_book.numbered(tmp_path, kind="handouts")))
        with opened(done.pdf) as pdf:
            assert tuple(round(float(edge)) for edge in pdf.pages[0].MediaBox[2:]) == size


# --- screens --------------------------------------------------------------------------------------------------


def test_a_web_page_needs_no_other_file(tmp_path):
    html = sample_book.screened(tmp_path, "ur")
    pictures = sample_book.pictures(sample_book.numbered(tmp_path, "ur"))
    whole, found = webpage(html, pictures, LANGUAGES, fonts_folder(), PLACE)
    assert found == []
    assert not re.search(r'(?:src|srcset)="(?!data:)|url\("(?!data:)|@import|<link|<script\s', whole)
    assert whole == webpage(html, pictures, LANGUAGES, fonts_folder(), PLACE)[0]
    assert len(whole) < 900_000


def test_subsets_keep_joining_and_licence_but_no_reserved_name():
    content = subsetting.subset(fonts_folder() / "ScheherazadeNew-Regular.ttf", "سلام")
    font = font_of(content)
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features
    assert set(font.getBestCmap()) == set(map(ord, "سلام"))
    assert {record.nameID for record in font["name"].names} <= set(subsetting.LEGAL_NAMES)


def test_both_ways_of_subsetting_keep_the_same_characters():
    content = (fonts_folder() / "NotoSerif-Regular.ttf").read_bytes()
    letters = frozenset(map(ord, "peace"))
    one, other = (font_of(way(content, letters)) for way in (subsetting._by_harfbuzz, subsetting._by_fonttools))
    assert one.getBestCmap().keys() == other.getBestCmap().keys() == letters


def test_characters_are_counted_by_language():
    found = fonts.characters_by_language('<p lang="en">ab<br>c<bdi lang="ur">ت</bdi></p><style>z</style>')
    assert found == {"en": frozenset("abc"), "ur": frozenset("ت")}


def test_the_index_lists_every_file():
    files = (Printed("m/ur/trainer.pdf", "pdf", 56, 1_400_000), Printed("m/ur/trainer.html", "html", 0, 310_000))
    coverage = Coverage(messages=9, translated=8, unreviewed=7, reviewed=1, stale=1)
    listed = index_page(
        [BuiltEdition("m", "ur", "trainer", "امن", "امن و سکون", coverage, files)], "Peace <1>", LANGUAGES
    )
    for expected in (
        'href="m/ur/trainer.pdf"',
        "56 pages, 1.4 MB",
        "310 kB",
        "<td>draft. 8 of 9 texts<br>",
        "7 not yet reviewed",
        "1 of them has been read by a second person.",
        "1 text has changed since it was translated, and waits for a new translation.",
        '<h2 id="manual-m" lang="ur" dir="rtl">امن</h2>',
        "امن و سکون",
        "<h1>Peace &lt;1&gt;</h1>",
    ):
        assert expected in listed


def test_the_index_calls_no_draft_what_is_none_and_no_translation_the_original():
    done = BuiltEdition("m", "ur", "trainer", "امن", "", Coverage(9, 9, 0, 9, 0))
    written = BuiltEdition("m", "en", "trainer", "Peace", "", None)
    listed = index_page([done, written], "Peace", LANGUAGES)
    assert "<td>9 of 9 texts<br>" in listed and "<td>original</td>" in listed
    assert not any(word in listed for word in ("draft", "changed since", "not yet reviewed"))


def test_embedded_fonts_are_valid_woff2():
    content = base64.b64encode(subsetting.subset(fonts_folder() / "NotoSans-Regular.ttf", "a"))
    assert base64.b64decode(content)[:4] == b"wOF2"
