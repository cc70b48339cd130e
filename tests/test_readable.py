"""Text copies from a PDF as it was typed, in two readers, and the page looks as it would without it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from functools import cache

import pikepdf
import pytest
from rapidfuzz.distance import Levenshtein

from kitabcha.languages.table import LANGUAGES
from kitabcha.lore import scripture
from kitabcha.model import VerseRange
from kitabcha.press import engine_text
from kitabcha.press.reader_orders import RIGHT_TO_LEFT_MARK, pdfium_order, poppler_order
from tests.set_alone import set_alone

PARAGRAPHS = {
    "en": (
        "Peace is more than the absence of war (Galtung 1969): it is the presence of justice.",
        "The session begins at 09:30 and ends at 10:50, after 3 activities.",
        "Office, affinity, waffle, “fjord” – the letters that fonts join.",
        'In Urdu it is called <bdi lang="ur" dir="rtl">امن</bdi> and in Dari <bdi lang="ps" dir="rtl">صلح</bdi> too.',
    ),
    "ur": (
        "کیا گولیاں چلنا بند ہو جائیں تو امن ہو جاتا ہے؟ یوہان گالٹنگ نے جواب دیا: ہاں، ایک قسم کا۔",
        "امن کا <b>مطلب</b> صرف جنگ کا نہ ہونا نہیں، بلکہ انصاف، عزت اور <i>بھروسے</i> کا ہونا ہے۔",
        "یہ سبق (مثال) ۲۲ نومبر ۲۰۲۶ء کو ۰۹:۳۰ سے ۱۰:۵۰ تک ہے، سورۃ الحجرات، آیات ۹–۱۰۔",
        "بیوپاری نے کہا: “مجھے تین دن دیں۔ میں لے آؤں گا۔” اور اس نے کتے سے کچھ نہ کہا۔",
        'دیکھیں <span dir="ltr" lang="en">SIL Open Font License 1.1</span> کے تحت، ورق <span dir="ltr">۲.۱</span> پر۔',
        "اہلِ زبان سے پوچھیں؛ کسی کی مدد، ضرورتوں اور خوشیوں کے لیے براہِ راست بات کریں!",
    ),
    "ps": (
        "د ښځو د ټولنې لپاره د دوو ورځو روزنه، چې سوله پکې زده کوو.",
        "له ۴۲۱ متنونو نه ۴۲۱ ترجمه شوي دي. په دې کې لا ډېر څه پاتې دي (مثال).",
        "سوداګر وویل: “درې ورځې راکړه. رابه یې <b>وړم</b>.” او لاړ، چې ځان وژغوري.",
        'دا کتاب د <span dir="ltr" lang="en">Noto Sans</span> او <b dir="ltr">Noto Serif</b> په تورو دی.',
        'بارلو په “<bdi lang="en" dir="ltr">Oral Tradition</bdi>” (۱۹۰۸) کې لیکلې ده، “<b dir="ltr">x</b>” (هم).',
    ),
    "fr": ("Tous les êtres humains naissent libres et égaux en dignité et en droits (1948) : « article 1 ».",),
    "ar": ("يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق، مادة ١ (١٩٤٨).",),
    "prs": ("تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند، مادهٔ ۱ (۱۹۴۸).",),
    "pnb": ("سارے انسان آزاد تے حقوق تے عزت دے لحاظ نال برابر پیدا ہوندے نیں۔ (۱۹۴۸)",),
    "sd": ("سڀ انسان آزاد ۽ عزت ۽ حقن جي حوالي کان برابر پيدا ٿيا آهن، شق ۱ (۱۹۴۸).",),
}
PAGES = {
    "a proverb and a verse among English": (
        "en",
        "<p>Peace is more than the absence of war, “they say”."
        '<p lang="ps" dir="rtl">غر پر غره نه ورځي، انسان پر ۲ انسان ورځي'
        '<p>And in the Quran:<p lang="ar" dir="rtl">﴿ وَإِن طَآئِفَتَانِ ۝۹ ٱللَّهَ لَعَلَّكُمْ تُرْحَمُونَ ۝۱۰ ﴾'
        '<p lang="ar" dir="rtl">إِلَىٰٓ أَمْرِ ٱللَّهِ',
    ),
    "English among a proverb": (
        "en",
        '<p>“Peace” (1969).<p lang="ps" dir="rtl">غر پر غره نه ورځي، انسان پر ۲ انسان ورځي (مثال).',
    ),
    "Urdu among English works": (
        "ur",
        '<p lang="en" dir="ltr">Galtung, J. (1969). Violence, Peace, and Peace Research.'
        "<p>امن، انصاف (۱۹۶۹) اور ۲ عزت۔<p>۲",
    ),
    "as many letters from either side": (
        "ur",
        '<p lang="en" dir="ltr">Listening is a part of peace and of trust 1.'
        "<p>امن ۲، بابا ۳۔ سب لوگ ایک حلقے میں بیٹھتے ہیں۔",
    ),
    "notes in English": (
        "en",
        "<p>A tolana{0}1{1} belongs to its members{0}2{1}. So says its guest{0}13{1}, a jirga{0}4{1}.",
    ),
    "notes in Urdu": (
        "ur",
        "<p>کہیں کہ ٹولنہ{0}۱{1} اپنے ارکان کی ہوتی ہے{0}۲{1}۔ معاون{0}۱۳{1}، مہمان اور اس کا پڑوسی ہیں{0}۴{1}",
    ),
    "notes in Pashto": ("ps", "<p>ټولنه{0}۱{1} د خپلو غړو وي. روزونکی یې مېلمه{0}۲{1}، لارښود دی{0}۳{1}."),
    "numbers in boxes of their own": (
        "ur",
        "<p>سب لوگ ایک حلقے میں بیٹھتے ہیں۔ سب لوگ ایک دوسرے کی بات سنتے ہیں، اور کوئی کسی کو نہیں ٹوکتا۔"
        '<p><span class="box"><bdi class="box narrow" dir="ltr">۲.۱</bdi> تنازع کا درخت.</span>'
        '<span class="box narrow">۳۳</span>',
    ),
    "Arabic letters in the midst of English": (
        "en",
        '<p>The word امن was known to them, and “<bdi lang="ur" dir="rtl">صلح</bdi>” too. They came back with امن.'
        '<p>They say <bdi lang="ps" dir="rtl">غر پر غره نه ورځي</bdi> (غر پر غره), and go.<p>So: غر پر غره نه ورځي.',
    ),
    "Arabic letters among English works": (
        "ur",
        '<p lang="en" dir="ltr">Galtung, J. (1969). The word <bdi lang="ur" dir="rtl">امن</bdi> and what صلح means.'
        "<p>امن، انصاف (۱۹۶۹) اور ۲ عزت۔<p>۲",
    ),
    "marks before signs": (
        "ur",
        "<p>سورۃ الشوریٰ، آیت ۴۰، مثلاً: سورۃ طٰہٰ، آیت ۴۴۔ وہ <b>فوراً</b>، اکیلے میں، بتائے۔",
    ),
    "a line of verses that ends where it may break": (
        "en",
        '<p>And in the Quran:<p lang="ar" dir="rtl">﴿ <span>وَٱلسَّمَآءَ رَفَعَهَا</span>\xa0<span>۝۷</span> \u200b<br>'
        "<span>وَأَقِيمُوا۟ ٱلْوَزْنَ</span>\xa0<span>۝۹</span>\xa0﴾",
    ),
    "an Urdu line with more Latin words in English": (
        "en",
        "<p>The letters of this book are free for all who would like to print it."
        '<p lang="ur" dir="rtl">فونٹ: Noto Nastaliq Urdu، Scheherazade New، Noto Sans۔',
    ),
    "an Urdu line with as many Latin words in English": (
        "en",
        '<p>The letters of this book are free.<p lang="ur" dir="rtl">قرآن پاک کا متن: Quran Text (Uthmani), Tanzil'
        '<p lang="ur" dir="rtl">(Anderson 1999)۔',
    ),
    "signs between two works": (
        "ur",
        '<p>کتاب “<bdi lang="en" dir="ltr">Tales of the Punjab</bdi>” <span>(<bdi lang="en" dir="ltr">Steel 1894</bdi>)'
        '</span> میں “<bdi lang="en" dir="ltr">The Death of Poor Hen-Sparrow</bdi>” کے نام سے آئی ہے۔',
    ),
    "a cell beside words of two kinds": (
        "ur",
        '<table class="wide"><tr><td>کھلا سوال بنائیں: <b>کیا آپ اداس ہیں؟</b> </td><td>–</td></table>',
    ),
    "lines so short that they could be columns of signs": (
        "ur",
        '<p><span class="box"><bdi class="box narrow" dir="ltr">۲.۱</bdi> کنویں دو، پانی ایک۔</span>'
        '<span class="box narrow">۳۳</span>' * 9,
    ),
}
PAIR = "width: 100%; table-layout: fixed"
VERSES = ((49, 10, 10), (49, 13, 13), (3, 103, 103), (2, 255, 255))
READERS = ["poppler", "pdfium"]
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # poppler puts them around what it turns


@cache
def printed(language, is_readable=True):
    """A page for each paragraph; verses after those in Urdu."""
    style = "@page { size: 105mm 297mm; margin: 10mm } p { break-after: page }"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[language])
    if language == "ur":
        body += "".join(f'<p lang="ar" dir="rtl">{verse}</p>' for verse in verses())
    with pytest.MonkeyPatch.context() as changed:
        if not is_readable:
            changed.setattr(engine_text, "VERSION", "another")
        return set_alone(language, body, style)


CLASSES = """.call { vertical-align: super; font-size: 0.7em; line-height: 0 }
.box { display: inline-block; width: 70% } .narrow { width: 12% } .wide { width: 100% } """


@cache
def page(name):
    language, body = PAGES[name]
    body = body.format('<span class="call">', "</span>")
    return body, typeset_page(language, body)


def typeset_page(language, body):
    return set_alone(language, body, CLASSES)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PAGES)
def test_mixed_pages_read_back_as_typed(name, reader):
    body, pdf = page(name)
    typed = re.sub("<.*?>", "", re.sub("<p|</span><span", r" \g<0>", body))
    assert plain(READ[reader](pdf)[0]) == plain(typed)


@pytest.mark.parametrize("reader", READERS)
def test_what_stands_beside_a_line_is_not_read_in_its_midst(reader):
    cells = ("پیالہ", "جو سمجھا، وہ لوٹاؤں۔", ".....................")
    body = f'<table style="width: 100%"><tr>{"".join(f"<td>{cell} " for cell in cells)}</table>'
    text = plain(READ[reader](typeset_page("ur", body))[0])
    assert all(cell in text for cell in cells)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_two_languages_side_by_side_are_read_apart(language, reader):
    halves = ("We read this by itself.", "یہ الگ پڑھا جاتا ہے۔")
    tongues = 'lang="en" dir="ltr"', 'lang="ur" dir="rtl"'
    cells = "".join(f"<td {tongue}>{half} " for half, tongue in zip(halves, tongues, strict=True))
    text = plain(READ[reader](typeset_page(language, f'<table style="{PAIR}"><tr>{cells}</table>'))[0])
    assert all(half in text for half in halves)


@pytest.mark.parametrize("reader", READERS)
def test_a_note_in_urdu_is_parted_from_its_number_in_english(reader):
    style = ".note { float: footnote } ::footnote-marker { content: counter(footnote); padding-inline-end: 1mm }"
    text = '<p>One.<p lang="ur" dir="rtl">امن<span class="note">انصاف، عزت اور بھروسا۔</span>'
    english = "<p>The letters of this book are free for all who would like to print it."
    pdf = typeset_page("en", f"<style>{style}</style>{text}{english}")
    assert "1 انصاف، عزت اور بھروسا۔" in plain(READ[reader](pdf)[0])


def test_a_head_reads_as_typed_on_a_page_of_the_other_direction():
    """Binding lays it there: as poppler counts letters, such a page is from right to left."""
    urdu = f'<p lang="ur" dir="rtl">{PARAGRAPHS["ur"][0]}'
    heads = typeset_page("en", '<style>@page { @top-left { content: "What is peace?" } }</style>')
    with pikepdf.open(io.BytesIO(typeset_page("en", urdu))) as pdf, pikepdf.open(io.BytesIO(heads)) as head:
        pdf.pages[0].add_overlay(head.pages[0], None)
        made = io.BytesIO()
        pdf.save(made)
    text = plain(read_by_poppler(made.getvalue())[0])
    assert "What is peace?" in text and plain(PARAGRAPHS["ur"][0]) in text


@pytest.mark.parametrize("wide", ["نبی ﷺ نبوت", "شروع: ..................... درېدل", "﴿ ۞ قُلْ"])
def test_no_column_begins_after_what_is_wide(wide):
    assert list(map(plain, read_by_poppler(typeset_page("ur", f"<p>{wide}"))[0].split("\n"))) == [wide, "", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdfium_writes_an_honour_out_in_words(language):
    """It decomposes such signs wherever they stand; poppler does not."""
    pdf = typeset_page(language, "<p>امن ﷺ امن" if LANGUAGES[language].is_right_to_left else "<p>The Prophet ﷺ was.")
    words = "صلى الله عليه وسلم"
    assert f" {words} " in plain(read_by_pdfium(pdf)[0])
    assert plain(read_by_pdfium(pdf)[0]).replace(words, "ﷺ") == plain(read_by_poppler(pdf)[0])


def test_pdfium_gets_the_marks_of_verses_in_their_order():
    """Code point by code point: Unicode's normal forms, which the others are compared in, would hide a change."""
    pages = read_by_pdfium(printed("ur"))[len(PARAGRAPHS["ur"]) :]
    assert [" ".join(UNSEEN.sub("", page).split()) for page in pages] == verses()


def verses():
    return [verse.text for place in VERSES for verse in scripture.corpus().verses(VerseRange("quran", *place))]


def expected(language):
    paragraphs = [re.sub("<.*?>", "", paragraph) for paragraph in PARAGRAPHS[language]]
    return [*paragraphs, *(verses() if language == "ur" else ())]


def read_by_pdfium(pdf):
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def read_by_poppler(pdf):
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("needs pdftotext")
    done = subprocess.run([program, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


READ = {"poppler": read_by_poppler, "pdfium": read_by_pdfium}


def plain(text):
    return " ".join(unicodedata.normalize("NFC", UNSEEN.sub("", text)).split())


def wrong_characters(language, pdf, reader):
    pairs = zip(expected(language), READ[reader](pdf), strict=True)
    return sum(Levenshtein.distance(plain(typed), plain(read)) for typed, read in pairs)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_reads_back_as_typed(language, reader):
    assert list(map(plain, READ[reader](printed(language)))) == list(map(plain, expected(language)))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", ["ur", "ps"])
def test_without_the_layer_it_does_not(language, reader):
    assert wrong_characters(language, printed(language, is_readable=False), reader) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_looks_the_same(language):
    for with_layer, without in zip(pictures(printed(language)), pictures(printed(language, False)), strict=True):
        assert with_layer == without


def pictures(pdf):
    import pypdfium2

    return [page.render(scale=2).to_pil().tobytes() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize(
    ("language", "page", "words"),
    [
        ("ur", 0, "گالٹنگ نے جواب"),
        ("ur", 1, "بھروسے"),
        ("ur", 2, "(مثال)"),
        ("ur", 4, "Open Font License"),
        ("ps", 0, "ښځو د ټولنې"),
        ("ps", 2, "وړم"),
    ],
)
def test_words_are_found(language, page, words):
    import pypdfium2

    text = pypdfium2.PdfDocument(printed(language))[page].get_textpage()
    assert text.search(words).get_next() is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_size_stays_under_one_and_a_half(language):
    assert len(printed(language)) < 1.5 * len(printed(language, is_readable=False))


def test_spans_nest_and_close():
    with pikepdf.open(io.BytesIO(printed("ur"))) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(instruction.operator), 0)
                assert depth >= 0
            assert depth == 0


def test_same_text_same_bytes():
    first = printed("ps")
    printed.cache_clear()
    assert printed("ps") == first


def test_weasyprint_is_given_back_as_it_was():
    from weasyprint import draw, pdf
    from weasyprint.draw import text

    def functions():
        return text.draw_first_line, draw.draw_inline_level, pdf.build_fonts_dictionary

    before = functions()
    with pytest.raises(KeyError), engine_text.readable_text(True):
        assert all(now is not then for now, then in zip(functions(), before, strict=True))
        raise KeyError
    assert functions() == before


def test_poppler_gets_letters_turned_and_numbers_kept():
    assert poppler_order("امن") == "نما"
    assert poppler_order("۱.۲") == RIGHT_TO_LEFT_MARK + "۱.۲"
    assert poppler_order("ہے: ") == " " + RIGHT_TO_LEFT_MARK + ":ےہ"


def test_pdfium_gets_brackets_mirrored_and_numbers_kept():
    assert pdfium_order("(امن)") == "(نما)"
    assert pdfium_order("۱۰۳، ") == " ۱۰۳،"
    assert pdfium_order("Open Font") == "Font Open"
    assert pdfium_order(")۔", before="Galtung") == "۔)"
