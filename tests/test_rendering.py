"""Numbered books become HTML: blocks, boxes, notes, late marks, foreign runs, links, digits, headings, both media."""

from __future__ import annotations

import re
import typing
from collections import Counter
from dataclasses import replace
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from kitabcha import model
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Apparatus, CitedWork, Place, Text
from kitabcha.press import composition, fonts, rendering
from kitabcha.press.blocks import WRITERS, Page
from kitabcha.press.fonts import VOID
from kitabcha.press.galleys import galleys
from kitabcha.press.inline_html import Setting, direction, html
from kitabcha.press.pictures import sized
from kitabcha.press.rendering import render
from kitabcha.press.templating import digits, environment
from kitabcha.press.verification import verses_in
from tests import sample_book


class Outline(HTMLParser):
    """What a page holds, and whether every element is closed."""

    def __init__(self, html):
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links, self.headings, self.open, self.faults = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if identity := attributes.get("id"):
            self.ids[identity] += 1
        if tag == "a" and attributes.get("href", "").startswith("#"):
            self.links.append(attributes["href"][1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return sample_book.numbered(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def parts(book):
    return {part.name: part for part in sample_book.documents(book)}


def setting_of(page):
    return Setting(
        language=LANGUAGES[page],
        languages=LANGUAGES,
        apparatus=Apparatus({}, {}, {}, (), ()),
        phrases=NullTranslations(),
        values={},
        labels={},
        terms={},
        part="part",
    )


def inline(raw, language="en", page="en", **changes):
    return html(Text(raw, Place("x.md"), "x", "x", language), replace(setting_of(page), **changes))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("*a* **b**", "<em>a</em> <strong>b</strong>"),
        ("`<b>`", '<code dir="ltr">&lt;b&gt;</code>'),
        ("a\\\nb", "a<br>b"),
        ('[t](https://x.org/"q)', '<a href="https://x.org/&#34;q">t</a>'),
        ("[سلام]{lang=ar}", '<bdi lang="ar" dir="rtl">سلام</bdi>'),
        ("{{ nothing }}", ""),
        ("One: ……… … <", 'One: <span class="to-write-on">………</span> … &lt;'),
        ("[@x, p. 3]", '<span class="citation">(<a class="ref" href="#ref-x"><bdi dir="ltr">x</bdi></a>, '
         '<bdi dir="ltr">p. 3</bdi>)</span>'),
        ("<quran:1:1>", '<bdi class="verse" dir="ltr" id="part---use-1-verse-quran-1-1">quran:1:1</bdi>'),
    ],
)  # fmt: skip
def test_inline(raw, expected):
    assert inline(raw) == expected


@pytest.mark.parametrize(("raw", "tag"), [("Then say these words:", '<p class="leads">'), ("Then say it.", "<p>")])
def test_a_sentence_that_leads_on_says_so(raw, tag):
    block = model.Paragraph(Text(raw, Place("x.md"), "x", "x", "en"))
    page = Page(setting_of("en"), environment(LANGUAGES["en"], NullTranslations()))
    assert page.blocks((block,), 1) == f"{tag}{raw}</p>"


def test_foreign_words_in_emphasis_say_their_direction():
    assert inline("دیکھو **Microsoft** اب", "ur", "ur") == (
        'دیکھو <strong dir="ltr"><bdi lang="en" dir="ltr">Microsoft</bdi></strong> اب'
    )


@pytest.mark.parametrize(
    ("page", "expected"), [("en", "United Nations\u00a02000"), ("ur", "United\u00a0Nations\u00a02000")]
)
def test_a_name_is_never_parted_from_its_year(page, expected):
    works = {"un": CitedWork("un", "United Nations 2000", "", "en")}
    assert expected in inline("[@un]", page, page, apparatus=Apparatus({}, {}, works, (), ()))


def test_an_untranslated_text_stands_in_its_own_language():
    assert inline("Welcome", "en", "ur") == '<bdi lang="en" dir="ltr">Welcome</bdi>'


def test_digits_leave_tags_and_entities_alone():
    assert digits(Markup('<a id="s-1">12 &#39;3&#39;</a>'), LANGUAGES["ur"]) == '<a id="s-1">۱۲ &#39;۳&#39;</a>'


def test_every_kind_of_block_has_a_writer():
    kinds = {getattr(kind, "__forward_arg__", "") or kind.__name__ for kind in typing.get_args(model.Block)}
    assert kinds == {kind.__name__ for kind in WRITERS} | {"Heading"}


def test_the_parts_of_each_edition(book, tmp_path):
    assert [part.kind for part in sample_book.documents(book)] == [
        "cover", "imprint", "contents", "introduction", "agenda", "session", "sheet", "session", "sheet",
        "materials", "security", "energisers", "recap", "tally", "attendance", "evaluation", "change-story",
        "certificate", "glossary", "references", "index",
    ]  # fmt: skip
    sheets = sample_book.documents(sample_book.numbered(tmp_path, kind="handouts"))
    assert [part.kind for part in sheets] == [
        "cover", "heading", "contents", "session", "sheet", "sheet", "session", "sheet", "sheet",
        "attendance", "evaluation", "change-story", "certificate", "imprint",
    ]  # fmt: skip


def test_questions_that_are_a_sheet_name_their_lesson(tmp_path):
    handouts = sample_book.numbered(tmp_path, kind="handouts")
    lesson = handouts.sessions[0].session.title.raw
    parts = sample_book.documents(handouts)
    contents = next(part.body for part in parts if part.kind == "contents")
    questions, *_ = (part.body for part in parts if part.kind == "sheet")
    assert f"{lesson} · Before and after" in contents
    assert f'<p class="timing">{lesson}</p>' in questions


def test_the_contents_of_a_long_manual_list_no_sections(book, monkeypatch):
    def sections():
        contents = next(one.body for one in sample_book.documents(book) if one.kind == "contents")
        return contents.count("<ol>")

    assert sections() == len(book.sessions)
    monkeypatch.setattr(rendering, "SESSIONS_WITH_SECTIONS", len(book.sessions) - 1)
    assert sections() == 0


def test_a_session_does_not_know_its_manual(book, parts):
    title, body = book.book.title.raw, parts["meeting"].body
    assert title not in body and "09:30" not in body
    assert body == parts["meeting-2"].body.replace("meeting-2", "meeting")


def test_only_trainers_get_plan_materials_and_notes(book, tmp_path):
    theirs = sample_book.printed(tmp_path, kind="participant")
    for word in ("Session plan", "Preparation", 'class="box facilitator"'):
        assert word not in theirs


def test_a_term_is_defined_once_a_session(parts):
    body = parts["meeting"].body
    assert body.count("<b>jirga</b>: Everyone sits") == 1
    assert body.count('href="#term-jirga"') == 2


def test_scripture_is_printed_mark_for_mark(book, parts):
    quotations = sample_book.apparatus(book).quotations["nations"]
    found = verses_in(parts["meeting"].body)
    assert list(found) == [(f"quran:49:{verse.number}", verse.text) for verse in quotations.verses]
    assert "\u06dd۹" in parts["meeting"].body
    assert "Our own rendering of the meaning" in parts["meeting"].body
    assert "not yet been reviewed by a scholar" in parts["meeting"].body


@pytest.mark.parametrize(
    ("verse", "held"),
    [
        ("مِّنْهَا ۗ كَذَٰلِكَ", ["مِّنْهَا ۗ"]),  # a line broken before a pause once left a word alone on the line above
        ("۞ وَٱعْبُدُوا۟ ٱللَّهَ", ["۞ وَٱعْبُدُوا۟"]),
        ("وَيَسْجُدُونَ ۩", ["وَيَسْجُدُونَ ۩"]),
        ("فِيهِ ۛ هُدًى", ["فِيهِ ۛ"]),
        ("ٱلرَّحْمَـٰنُ عَلَّمَ", []),
    ],
)
def test_signs_of_recitation_stay_with_their_word(verse, held):
    marked = Page.verse(None, verse)  # type: ignore[arg-type]  # it asks nothing of its page
    assert re.findall('<span class="held">(.*?)</span>', marked) == held
    assert marked.striptags() == verse


def test_the_imprint_tells_how_much_is_translated(book):
    urdu = replace(book, book=replace(book.book, coverage=sample_book.COVERAGE))
    parts = render(urdu, sample_book.apparatus(book), LANGUAGES["ur"], LANGUAGES, NullTranslations())
    imprint = next(part.body for part in parts if part.kind == "imprint")
    assert "۱۰ of ۱۲ texts are translated." in imprint
    assert "۴ of them have not yet been reviewed by a native speaker." in imprint
    assert 'What is not translated stands in <bdi dir="ltr">English</bdi>.' in imprint


def test_the_imprint_has_the_dates_that_are_told(book):
    dated = replace(book, book=replace(book.book, date="2026-11-22", hijri_date="1448-06-11"))
    parts = render(dated, sample_book.apparatus(book), LANGUAGES["ur"], LANGUAGES, NullTranslations())
    imprint = next(part.body for part in parts if part.kind == "imprint")
    assert "<dd>۲۲ نومبر ۲۰۲۶ء، ۱۱ جمادی الثانی ۱۴۴۸ھ</dd>" in imprint


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
@pytest.mark.parametrize("kind", ["trainer", "participant", "handouts"])
@pytest.mark.parametrize("medium", [sample_book.printed, sample_book.screened])
def test_pages_are_sound(language, kind, medium, tmp_path):
    page = medium(tmp_path, language, kind)
    outline = Outline(page)
    assert not outline.faults and not outline.open
    assert [name for name, count in outline.ids.items() if count > 1] == []
    assert [link for link in outline.links if link not in outline.ids] == []
    assert "data-late" not in page
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))


def test_print_has_footnotes_and_page_references(tmp_path):
    page = sample_book.printed(tmp_path)
    assert '<span class="footnote">Everyone sits in one circle. &amp; more.</span>' in page
    number = '<span class="counted" data-to="#meeting--sheet"></span>'
    assert f'<a class="page" href="#meeting--sheet" aria-label="page"> (page {number})</a>' in page
    assert 'class="notes"' not in page


@pytest.mark.parametrize(("says", "room"), [("", True), ("name=yes ", True), ("name=no ", False)])
def test_a_handout_has_room_for_a_name_unless_it_says_no(says, room, tmp_path, monkeypatch):
    lesson = sample_book.LESSON.replace("handout {{#sheet ", f"handout {{{{#sheet {says}")
    monkeypatch.setattr(sample_book, "LESSON", lesson)
    for page in (sample_book.printed(tmp_path), sample_book.screened(tmp_path)):
        assert ('class="name-line"' in page) is room


def test_screens_have_notes_at_the_end_and_no_page_references(tmp_path):
    page = sample_book.screened(tmp_path)
    assert 'id="meeting---note-1"' in page and 'href="#meeting---call-1"' in page
    assert 'class="footnote"' not in page and 'class="page"' not in page


def test_late_numbers_are_filled_in_the_languages_digits(tmp_path):
    assert '<span class="session-number">۲</span>' in sample_book.screened(tmp_path, "ur")


def test_pictures_are_named_for_the_pipeline(book):
    parts = sample_book.documents(book)
    assert composition.pictures_of(parts) == {"picture:modules/meeting/tree.svg": "modules/meeting/tree.svg"}


def test_a_link_to_what_this_edition_leaves_out_is_plain_words(book):
    session = next(part for part in sample_book.documents(book) if part.kind == "session")
    (galley,) = galleys([session], book, LANGUAGES["en"], LANGUAGES, NullTranslations())
    page = galley.html
    assert "#ref-galtung1969" not in page and "Galtung\u00a01969" in page


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("کتاب Tales of the Punjab (1894) میں", 'کتاب <bdi lang="en" dir="ltr">Tales of the Punjab</bdi> (1894) میں'),
        (
            "متن: Quran Text (Uthmani), tanzil.net۔",
            'متن: <bdi lang="en" dir="ltr">Quran Text (Uthmani), tanzil.net</bdi>۔',
        ),
        ("(WHO) کا", '(<bdi lang="en" dir="ltr">WHO</bdi>) کا'),
        ("CC BY-SA 4.0", '<bdi lang="en" dir="ltr">CC BY-SA 4.0</bdi>'),
        ("سلام", "سلام"),
    ],
)
def test_latin_words_in_urdu_keep_together(raw, expected):
    assert inline(raw, "ur", "ur") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (b'<svg viewBox="0 0 40 20"><path/></svg>', b'<svg width="40" height="20" viewBox="0 0 40 20"><path/></svg>'),
        (b'<?xml?><svg viewBox="0,0,4.5,2"/>', b'<?xml?><svg width="4.5" height="2" viewBox="0,0,4.5,2"/>'),
        (b'<svg width="3" viewBox="0 0 40 20"/>', b'<svg width="3" viewBox="0 0 40 20"/>'),
        (b"<svg/>", b"<svg/>"),
        (b"\x89PNG", b"\x89PNG"),
    ],
)
def test_a_drawing_says_how_large_it_is(given, expected):
    assert sized(given) == expected


def test_languages_that_no_manual_is_in_are_quoted_in_a_font_that_has_their_letters():
    rules = fonts.language_css(LANGUAGES).splitlines()
    named = {code: rule for code in ("ar", "sd", "fa", "skr") for rule in rules if rule.startswith(f"[lang={code}] {{")}
    naskh, nastaliq = '"Kitabcha Naskh", "Kitabcha Serif"', '"Kitabcha Nastaliq", "Kitabcha Serif", "Kitabcha Naskh"'
    assert {code: rule.partition(";")[0].partition("--body: ")[2] for code, rule in named.items()} == {
        "ar": naskh,
        "sd": naskh,
        "fa": nastaliq,
        "skr": nastaliq,
    }


@pytest.mark.parametrize(
    ("code", "expected"), [("ar", "rtl"), ("pnb", "rtl"), ("sd", "rtl"), ("skr", "rtl"), ("de", "ltr"), ("ur", "rtl")]
)
def test_the_direction_of_languages_beyond_the_table(code, expected):
    assert direction(code, LANGUAGES) == expected


@pytest.mark.parametrize(
    ("first_cells", "checked", "numbered"),
    [
        (("She may say no.", "The family agrees."), True, False),
        (("………", "………"), False, False),
        (("1", "2"), False, True),
        (("۵", "۲۵ الف"), False, True),
        (("5", "5 minutes or more"), False, False),
    ],
)
def test_the_first_column_of_a_table_is_wide_for_texts_and_narrow_for_numbers(first_cells, checked, numbered):
    """Of the others every column is as wide; some are left blank to write in."""
    place = Place("x.md")
    step, done, one = (Text(raw, place, "", "lesson", "en") for raw in ("Step", "Done", "1"))
    rows = tuple((replace(step, raw=cell), one) for cell in first_cells)
    table = model.Table((step, done), rows, ("", ""), place)
    page = typing.cast(Page, None)
    assert (Page.is_checked(page, table), Page.is_numbered(page, table)) == (checked, numbered)
