"""Verses are read back from finished PDFs: whatever is changed, lost, moved or added is told with its page."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pypdfium2
import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.lore.scripture import corpus
from kitabcha.model import Edition, Place, Quotation, VerseRange
from kitabcha.press import fonts
from kitabcha.press.binding import Title
from kitabcha.press.blocks import END_OF_AYAH, Page
from kitabcha.press.galleys import Galley
from kitabcha.press.jobs import BindJob, File
from kitabcha.press.proofreading import faults_as_read, lines_of, tagged_verses
from kitabcha.press.typesetting import typeset
from kitabcha.press.verification import verses_in
from kitabcha.privacy.disclosures import key_of
from kitabcha.privacy.guard import WITHOUT_LIST, Guard
from kitabcha.privacy.names import name_list
from kitabcha.resources import fonts_folder
from tests.harness import opened

PLACE = Place("wells/trainer.pdf")
PASSAGES = (VerseRange("quran", 49, 9, 10), VerseRange("quran", 2, 255, 255), VerseRange("quran", 3, 103, 103))
QUOTATIONS = tuple(Quotation(passage, corpus().verses(passage), str(passage), None) for passage in PASSAGES)
STYLE = """.held { white-space: nowrap } .footnote { float: footnote } .columns { columns: 2 }
@page { size: A6; margin: 12mm; @top-left { content: "امن" } @bottom-left { content: counter(page) } }
"""
PAGE = '<!DOCTYPE html><html lang="{}" dir="{}"><head><title>t</title><style>{}</style></head><body>{}</body></html>'


def quoted(quotation):
    verses = " ".join(
        f'<span class="ayah" data-reference="{reference}">'
        f"{Page.verse(None, verse.printed)}</span>"  # type: ignore[arg-type]  # it asks nothing of its page
        f"&nbsp;<span>{END_OF_AYAH}{verse.number}</span>"
        for reference, verse in quotation.by_reference
    )
    return f'<blockquote class="arabic" lang="ar" dir="rtl"><p>﴿ {verses}&nbsp;﴾</p></blockquote>'


def page(language, *quotations):
    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES) + STYLE
    first, *others = map(quoted, quotations)
    note = '<p>1<span class="footnote">2</span></p>'
    body = f'<h1>3</h1>{note}{first}{note}<div class="columns">{"".join(others)}</div>'
    return PAGE.format(language, LANGUAGES[language].direction, style, body)


@cache
def printed(language="ur", quotations=QUOTATIONS):
    done = typeset(page(language, *quotations), {}, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE)
    assert not done.diagnostics
    return done.pdf


def printed_text(language, body):
    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES) + STYLE
    html = PAGE.format(language, LANGUAGES[language].direction, style, body)
    return typeset(html, {}, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE).pdf


def faults(content, html="", quotations=QUOTATIONS, guard=WITHOUT_LIST):
    wanted = [reference for reference, _ in verses_in(html or page("ur", *QUOTATIONS))]
    return [str(found) for found in faults_as_read(content, wanted, quotations, guard, PLACE)]


def told(*messages):
    hint = "\n  hint: this is our mistake, not yours: please report it; nothing was written"
    return [f"wells/trainer.pdf: error: {message}{hint}" for message in messages]


def saved(pdf):
    content = io.BytesIO()
    pdf.save(content)
    return content.getvalue()


PART = Quotation(reference := VerseRange("quran", 2, 255, 255, (14, 26)), corpus().verses(reference), "", None)
"""Words of a verse that is cut at both ends."""


# --- what leads to a person ---

LETTER = """<h1>A letter</h1><p>Ask {}</p><p style="width: 9em">As the elder brother of Zarghuna
Bibi said, call 0300 1234 567 in the evening.</p>"""


@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_leads_to_a_person_is_told_with_its_page(language):
    guard = Guard(names=name_list(["Zarghuna Bibi"], b"salt"))
    content = printed_text(language, '<div style="break-after: page">One</div>' + LETTER)
    found = [str(one).split("\n")[0] for one in faults_as_read(content, [], (), guard, PLACE)]
    assert found == [
        "wells/trainer.pdf: error: page 2: what looks like a telephone number stands here: •••• •••• •67",
        "wells/trainer.pdf: error: page 2: a name on your organisation's list stands here",
    ]
    published = Guard(frozenset({key_of("0300-1234567")}))
    assert faults_as_read(content, [], (), published, PLACE) == []


def test_pages_of_verses_lead_to_nobody():
    assert faults(printed(), guard=Guard(names=name_list(["Zarghuna Bibi"], b"salt"))) == []


# --- changing what is printed ---------------------------------------------------------------------------------


# What only poppler reads follows its BDC at once.
FOR_PDFIUM = re.compile(r"(?<!BDC )<((?:[0-9a-f]{4})+)>(?=Tj|-?\d*\]TJ)")
PLACE_OF_LAYER = re.compile(r"(?<=EMC )1 0 0 -1 .*? Tm")


def shown(pdf, number):
    """A page's content as text, and where in it the content of each mark begins and ends."""
    page = pdf.pages[number]
    page.contents_coalesce()
    content = page.Contents.read_bytes().decode("latin-1")
    begins = [(match.start(), int(match[1])) for match in re.finditer(r"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC", content)]
    ends = [start for start, _ in begins[1:]] + [len(content)]
    return content, {mark: (start, end) for (start, mark), end in zip(begins, ends, strict=True)}


def with_content(content, number, change):
    """A PDF where `change(text of the page, its marks)` is the content of a page."""
    with opened(content) as pdf:
        changed = change(*shown(pdf, number))
        pdf.pages[number].Contents = pdf.make_stream(changed.encode("latin-1"))
        return saved(pdf)


def verse(reference, content=None):
    return next(one for one in tagged_verses(content or printed()) if one.reference == reference)


def letters_of(reference, content=None):
    """Where on its first page each character of a verse stands in the content: page, place, code."""
    found = verse(reference, content)
    number = found.pages[0]
    with opened(content or printed()) as pdf:
        content, marks = shown(pdf, number)
    for page, mark in found.marks:
        if page == number:
            start, end = marks[mark]
            for string in re.finditer(FOR_PDFIUM, content[start:end]):
                for place in range(start + string.start(1), start + string.end(1), 4):
                    yield number, place, content[place : place + 4]


MARKS = {f"{code:04x}" for code in (*range(0x64B, 0x653), 0x670, *range(0x6D6, 0x6DD), *range(0x6DF, 0x6E9))}


def replaced(place, code):
    return lambda content, marks: content[:place] + code + content[place + 4 :]


def test_what_is_right_is_right():
    assert faults(printed()) == []
    assert faults(printed("en"), page("en", *QUOTATIONS)) == []


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
def test_a_part_of_a_verse_is_right_with_both_its_ellipses(language):
    content = printed(language, (PART,))
    assert PART.verses[0].printed.count("…") == 2
    assert faults(content, page(language, PART), (PART,)) == []
    (verse,) = PART.verses
    for wrong in (replace(verse, is_cut_before=False), replace(verse, is_cut_after=False)):
        (fault,) = faults(content, page(language, PART), (replace(PART, verses=(wrong,)),))
        assert "the verse quran:2:255:14-26 differs from its pinned edition: too much after word" in fault
        assert "U+2026" in fault


def test_a_changed_mark_of_a_part_is_told():
    content = printed("ur", (PART,))
    places = [place for place in letters_of("quran:2:255:14-26", content) if place[2] == "064e"]
    for number, place, _ in places:
        (fault,) = faults(with_content(content, number, replaced(place, "064f")), page("ur", PART), (PART,))
        assert "has U+064F where the edition has U+064E" in fault
    assert len(places) > 10


def test_the_sample_is_as_hard_as_it_gets():
    assert [verse.reference for verse in tagged_verses(printed())] == [
        "quran:49:9",
        "quran:49:10",
        "quran:2:255",
        "quran:3:103",
    ]
    assert [len(verse.pages) for verse in tagged_verses(printed())] != [1] * 4


def test_one_changed_mark_is_told():
    number, place, _ = next(one for one in letters_of("quran:2:255") if one[2] == "064e")
    fault = "word 2 has U+064F where the edition has U+064E"
    assert faults(with_content(printed(), number, replaced(place, "064f"))) == told(
        f"pages 2–3: the verse quran:2:255 differs from its pinned edition: {fault}"
    )


@pytest.mark.parametrize("reference", ["quran:49:9", "quran:49:10", "quran:2:255", "quran:3:103"])
def test_any_changed_mark_is_told(reference):
    chance = random.Random(reference)
    letters = [one for one in letters_of(reference) if one[2] in MARKS]
    for number, place, code in chance.sample(letters, 6):
        other = chance.choice(sorted(MARKS - {code}))
        (fault,) = faults(with_content(printed(), number, replaced(place, other)))
        assert f"the verse {reference} differs from its pinned edition" in fault
        assert f"page {number + 1}" in fault or f"pages {number + 1}" in fault


def with_layer_saying(code, meant):
    """The PDF where readers take one code of the invisible text for another."""
    with opened(printed()) as pdf:
        (layer,) = {
            font.objgen: font
            for page in pdf.pages
            for font in page.Resources.Font.values()
            if "Layer" in str(font.BaseFont)
        }.values()
        mapping = layer.ToUnicode.read_bytes()
        extra = f"1 beginbfchar\n<{code}> <{meant}>\nendbfchar\nendcmap\n".encode()
        layer.ToUnicode = pdf.make_stream(mapping.replace(b"endcmap\n", extra))
        return saved(pdf)


def test_another_meaning_of_a_code_is_told():
    assert faults(with_layer_saying("06ea", "064e")) == []
    differs = "differs from its pinned edition: word {} has U+064F where the edition has U+064E"
    found = {"quran:49:9": ("pages 1–2", 1), "quran:49:10": ("page 2", 1)}
    found |= {"quran:2:255": ("pages 2–3", 1), "quran:3:103": ("pages 4–5", 1)}
    assert faults(with_layer_saying("064e", "064f")) == told(
        *(f"{where}: the verse {one} {differs.format(word)}" for one, (where, word) in found.items())
    )


def without(mark):
    return lambda content, marks: content[: marks[mark][0]] + "/Artifact BMC EMC\n" + content[marks[mark][1] :]


def test_a_lost_line_is_told():
    (number, mark), *_ = reversed(verse("quran:49:10").marks)
    cut = with_content(printed(), number, without(mark))
    (fault,) = faults(cut)
    assert fault.startswith("wells/trainer.pdf: error: page 2: the verse quran:49:10 differs from its pinned edition: ")
    assert " missing" in fault


def test_a_verse_without_ink_is_told():
    (only,) = {page for page, _ in verse("quran:49:10").marks}
    content = printed()
    for _, mark in verse("quran:49:10").marks:
        content = with_content(content, only, silenced(mark))
    assert faults(content) == told("page 2: the verse quran:49:10 cannot be read: nothing of it is on the page")


def silenced(mark):
    def change(content, marks):
        start, end = marks[mark]
        return content[:start] + re.sub(FOR_PDFIUM, "<>", content[start:end]) + content[end:]

    return change


def swapped(first, second):
    """Gives two marks each other's place on the page."""

    def change(content, marks):
        places = [re.findall(PLACE_OF_LAYER, content[slice(*marks[mark])])[0] for mark in (first, second)]
        for mark, place in zip((first, second), reversed(places), strict=True):
            start, end = marks[mark]
            shown = re.sub(PLACE_OF_LAYER, place, content[start:end])
            assert len(shown) == end - start
            content = content[:start] + shown + content[end:]
        return content

    return change


def test_lines_that_changed_places_are_told():
    (number, first), (_, second), *_ = verse("quran:49:9").marks[1:]
    changed = with_content(printed(), number, swapped(first, second))
    assert faults(changed) == told("pages 1–2: the verse quran:49:9 has its lines out of order")


def test_parts_of_a_line_that_changed_places_are_told():
    """A word with a sign of recitation is a part of its own."""
    marks = verse("quran:49:9").marks
    with pypdfium2.PdfDocument(printed()) as pdf:
        heights = [lines_of(pdf[page].get_textpage(), {number})[number].height for page, number in marks]
    one = next(index for index, (first, second) in enumerate(pairwise(heights)) if abs(first - second) < 0.5)
    (page_number, first), (_, second) = marks[one : one + 2]
    changed = with_content(printed(), page_number, swapped(first, second))
    assert faults(changed) == told("pages 1–2: the verse quran:49:9 has its lines out of order")


def test_a_number_that_is_another_verse_s_is_told():
    numbers = f"{END_OF_AYAH}10&nbsp;", f"{END_OF_AYAH}9</span>"
    html = page("ur", QUOTATIONS[0]).replace(f"{END_OF_AYAH}10<", f"{END_OF_AYAH}9<")
    assert numbers[1] in html
    content = typeset(html, {}, LANGUAGES["ur"], LANGUAGES, fonts_folder(), PLACE).pdf
    assert faults(content, html) == told("page 2: the verse quran:49:10 is not followed by its sign and the number 10")


def test_verses_that_are_lost_or_too_much_are_told():
    one, throne, rope = QUOTATIONS
    assert faults(printed("ur", (one, rope))) == told("the verse quran:2:255 is not printed at all")
    assert faults(printed(), page("ur", one, rope)) == told(
        "pages 2–3: the verse quran:2:255 is printed once more than it should be"
    )
    assert faults(printed(), page("ur", *QUOTATIONS, throne)) == told("the verse quran:2:255 is not printed 2 times")


def test_verses_that_changed_places_are_told():
    one, throne, rope = QUOTATIONS
    assert faults(printed("ur", (one, rope, throne))) == told(
        "pages 2–3: the verse quran:3:103 stands where quran:2:255 should",
        "pages 3–5: the verse quran:2:255 stands where quran:3:103 should",
    )


def test_a_verse_that_is_read_but_not_tagged_is_told():
    with opened(printed()) as pdf:
        for element in pdf.objects:
            if hasattr(element, "keys") and element.get("/T") == "quran:49:10":
                del element.T
        assert faults(saved(pdf)) == told("the verse quran:49:10 is not printed at all")


def test_every_build_reads_its_verses_back():
    number, place, _ = next(one for one in letters_of("quran:3:103") if one[2] == "064e")
    file = File(Edition("wells", "ur", "trainer"), PLACE.path, "pdf", QUOTATIONS, LANGUAGES["ur"])
    verses = tuple(reference for reference, _ in verses_in(page("ur", *QUOTATIONS)))
    job = BindJob(file, (Galley("meeting", "session", "", verses=verses),), Title("Wells", "Someone"))
    whole, changed = printed(), with_content(printed(), number, replaced(place, "064f"))
    found = [[fault.message for fault in job.faults(content)] for content in (whole, changed)]
    assert found[0] == []
    assert [message for message in found[1] if "quran:3:103" in message]
