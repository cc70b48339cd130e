import datetime
import re
import unicodedata

import pytest
from babel import Locale

from kitabcha.languages.checks.letters import kashida, letters, look_alikes
from kitabcha.languages.checks.pairs import Pair
from kitabcha.languages.table import LANGUAGES
from kitabcha.lore.chapters import chapter_name
from kitabcha.writing import apostrophes, clock, date, digits, hijri_date, joined, span

ENGLISH, URDU, PASHTO = (LANGUAGES[code] for code in ("en", "ur", "ps"))


def test_digits_are_the_language_s_own():
    assert digits(1089, ENGLISH) == "1089"
    assert digits(1089, URDU) == digits("1089", PASHTO) == "۱۰۸۹"
    assert digits("2 × 3, ch. 16", URDU) == "۲ × ۳, ch. ۱۶"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Umm Salama's counsel", "Umm Salama’s counsel"),
        ("the speakers' table, O'Neill's", "the speakers’ table, O’Neill’s"),
        ("say 'peace' aloud", "say 'peace' aloud"),
        ("5' by 6'", "5' by 6'"),
    ],
)
def test_an_apostrophe_is_printed_as_one_and_a_quotation_mark_left(typed, printed):
    assert apostrophes(typed) == printed


@pytest.mark.parametrize(
    ("minutes", "english", "urdu"),
    [(0, "00:00", "۱۲:۰۰"), (570, "09:30", "۹:۳۰"), (810, "13:30", "۱:۳۰"), (1445, "00:05", "۱۲:۰۵")],
)
def test_clock_times_are_minutes_after_midnight(minutes, english, urdu):
    assert clock(minutes, ENGLISH) == english
    assert clock(minutes, URDU) == urdu


def test_lists_are_parted_by_the_language_s_comma():
    assert joined(["markers", "bowls", "rope"], ENGLISH) == "markers, bowls, rope"
    assert joined(["مارکر", "پیالے"], URDU) == "مارکر، پیالے"
    assert joined([], PASHTO) == ""


def test_dates_have_the_month_by_its_name():
    day = datetime.date(2026, 3, 2)
    assert date(day, ENGLISH) == "2 March 2026"
    assert date(day, URDU) == "۲ مارچ ۲۰۲۶ء"
    assert date(day, PASHTO) == "۲ مارچ ۲۰۲۶"


def test_hijri_dates_have_the_month_by_its_name():
    assert hijri_date(1448, 6, 11, ENGLISH) == "11 Jumada II 1448 AH"
    assert hijri_date(1448, 6, 11, URDU) == "۱۱ جمادی الثانی ۱۴۴۸ھ"
    assert hijri_date(1448, 9, 1, LANGUAGES["ar"]) == "١ رمضان ١٤٤٨ هـ"


def test_spans_have_an_en_dash_which_bidirectional_text_does_not_turn_round():
    assert span(9, 10, ENGLISH) == "9–10"
    assert span(9, 10, URDU) == "۹–۱۰"
    assert span(13, 13, PASHTO) == "۱۳"
    assert unicodedata.bidirectional("–") == "ON"


CLDR = {"prs": "fa_AF", "pnb": "pa_Arab"}
"""Languages that CLDR has as a kind of another; it calls them otherwise."""
OTHERWISE = {"ar": {"list_separator"}, "pnb": {"name", "months", "list_separator"}, "prs": {"name", "list_separator"}}
"""What differs from CLDR: lists have a و, a hidden mark or a Latin comma there, and Punjabi's May is cut short."""


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda row: row.code)
def test_the_table_agrees_with_cldr(language):
    locale = Locale.parse(CLDR.get(language.code, language.code))
    middle = locale.list_patterns["standard"]["middle"]
    cldr = {
        "name": locale.display_name,
        "is_right_to_left": locale.character_order == "right-to-left",
        "months": tuple(locale.months["format"]["wide"][number] for number in range(1, 13)),
        "list_separator": middle.replace("{0}", "").replace("{1}", ""),
    }
    assert {name for name in cldr if getattr(language, name) != cldr[name]} == OTHERWISE.get(language.code, set())


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda row: row.code)
def test_every_row_of_the_table_is_whole(language):
    assert [unicodedata.decimal(digit) for digit in language.digits] == list(range(10))
    forms = [form for group in language.alphabet.split(" ") for form in group.split("=")]
    assert all(forms) and len(forms) == len(set(forms))
    assert all(unicodedata.is_normalized("NFC", form) for form in forms)
    for pattern in filter(None, (language.verse_pattern, language.verses_pattern)):
        assert pattern.format(chapter="C", chapter_number="49", verses="9").count("9") >= 1
    assert language.part_pattern.format(reference="49:9").startswith("49:9 (")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda row: row.code)
def test_the_table_spells_with_the_language_s_letters(language):
    written = " ".join(
        (
            *(language.name, language.verse_pattern, language.verses_pattern, language.part_pattern),
            *(language.date, language.hijri_date),
            *(
                *language.months,
                *language.hijri_months,
                *language.endings,
                *language.honoured,
                *language.honorifics[1:2],
            ),
            *(words for _, words in language.number_words),
            *(right for _, right in language.letters_instead),
        )
    )
    pair = Pair("", re.sub(r"\{\w+\}", "", written), ENGLISH, language, own_words=True)
    assert not list(letters(pair)) and not list(look_alikes(pair)) and not list(kashida(pair))
    assert not {wrong for wrong, _ in language.letters_instead} & set(language.letters)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda row: row.code)
def test_every_letter_has_its_place_in_the_alphabet(language):
    forms = {form for group in language.alphabet.split() for form in group.split("=")}
    assert set(language.letters) <= set("".join(forms))


@pytest.mark.parametrize(
    "language", [row for row in LANGUAGES.values() if row.script == "Arab"], ids=lambda row: row.code
)
def test_the_quran_s_chapters_are_named_in_the_language_s_letters(language):
    names = " ".join(chapter_name(number, language) for number in range(1, 115))
    assert not list(letters(Pair("", names, ENGLISH, language, own_words=True)))
    assert len(names.split()) > 114
