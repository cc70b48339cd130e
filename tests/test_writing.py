import datetime
import unicodedata

import pytest
from babel import Locale

from kitabcha.languages.table import LANGUAGES
from kitabcha.writing import clock, date, digits, joined, span

ENGLISH, URDU, PASHTO = (LANGUAGES[code] for code in ("en", "ur", "ps"))


def test_digits_are_the_language_s_own():
    assert digits(1089, ENGLISH) == "1089"
    assert digits(1089, URDU) == digits("1089", PASHTO) == "۱۰۸۹"
    assert digits("2 × 3, ch. 16", URDU) == "۲ × ۳, ch. ۱۶"


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


def test_spans_have_an_en_dash_which_bidirectional_text_does_not_turn_round():
    assert span(9, 10, ENGLISH) == "9–10"
    assert span(9, 10, URDU) == "۹–۱۰"
    assert span(13, 13, PASHTO) == "۱۳"
    assert unicodedata.bidirectional("–") == "ON"


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=str)
def test_the_table_agrees_with_cldr(language):
    locale = Locale(language.code)
    assert language.name == locale.display_name
    assert language.is_right_to_left == (locale.character_order == "right-to-left")
    assert list(language.months) == [locale.months["format"]["wide"][number] for number in range(1, 13)]
    assert language.list_separator == locale.list_patterns["standard"]["middle"].replace("{0}", "").replace("{1}", "")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=str)
def test_every_row_of_the_table_is_whole(language):
    assert [unicodedata.decimal(digit) for digit in language.digits] == list(range(10))
    forms = [form for group in language.alphabet.split(" ") for form in group.split("=")]
    assert all(forms) and len(forms) == len(set(forms))
    assert all(unicodedata.is_normalized("NFC", form) for form in forms)
    for pattern in filter(None, (language.verse_pattern, language.verses_pattern)):
        assert pattern.format(chapter="C", chapter_number="49", verses="9").count("9") >= 1


@pytest.mark.parametrize(("language", "wrong"), [(URDU, "يكهىة"), (PASHTO, "")], ids=str)
def test_the_table_spells_with_the_language_s_letters(language, wrong):
    written = "".join((language.name, language.alphabet, *language.months, language.verse_pattern, language.date))
    assert not set(written) & set(wrong)
