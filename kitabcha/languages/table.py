"""The table of languages: what is particular to each, one row a language. A new language begins with a row here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kitabcha.model import Language

_EASTERN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"

_ENGLISH = Language(
    code="en",
    name="English",
    direction="ltr",
    digits="0123456789",
    list_separator=", ",
    full_stop=".",
    quotes=("“", "”"),
    list_style="decimal",
    body_font="Noto Serif",
    heading_font="Noto Sans",
    line_height=1.5,
    alphabet="a b c d e f g h i j k l m n o p q r s t u v w x y z",
    date="{day} {month} {year}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    verse_pattern="Quran {chapter_number}:{verses}",
)

# Alphabet, months and quotes after CLDR; the opening quote has the shape that Urdu papers open with.
_URDU = Language(
    code="ur",
    name="اردو",
    direction="rtl",
    digits=_EASTERN_DIGITS,
    list_separator="، ",
    full_stop="۔",
    quotes=("”", "“"),
    list_style="persian",
    body_font="Noto Nastaliq Urdu",
    heading_font="Noto Nastaliq Urdu",
    line_height=2.4,
    alphabet=(
        "ا=أ آ ب بھ پ پھ ت تھ ٹ ٹھ ث ج جھ چ چھ ح خ د دھ ڈ ڈھ ذ ر رھ ڑ ڑھ ز ژ س ش ص ض ط ظ ع غ ف ق ک کھ گ گھ "
        "ل لھ م مھ ن نھ ں ںھ و=ؤ وھ ہ=ۂ ھ ۃ ء ی=ئ یھ ے=ۓ"
    ),
    hours=12,
    date="{day} {month} {year}ء",
    months=(
        "جنوری",
        "فروری",
        "مارچ",
        "اپریل",
        "مئی",
        "جون",
        "جولائی",
        "اگست",
        "ستمبر",
        "اکتوبر",
        "نومبر",
        "دسمبر",
    ),
    verse_pattern="سورۃ {chapter}، آیت {verses}",
    verses_pattern="سورۃ {chapter}، آیات {verses}",
)

# Alphabet after CLDR, but و stands before ه, as Pashto's alphabet has it: CLDR leaves those two in Unicode's order.
_PASHTO = Language(
    code="ps",
    name="پښتو",
    direction="rtl",
    digits=_EASTERN_DIGITS,
    list_separator="، ",
    full_stop=".",
    quotes=("«", "»"),
    list_style="persian",
    body_font="Scheherazade New",
    heading_font="Scheherazade New",
    line_height=1.9,
    alphabet=(
        "آ ا=أ=ٱ=إ ء ب پ ت ټ=ٹ ث ج ځ چ څ ح خ د ډ=ڈ ذ ر ړ=ڑ ز ژ ږ س ش ښ ص ض ط ظ ع غ ف ق ک=ڪ=ك ګ=گ ل م ن ں ڼ=ڻ "
        "و=ؤ ه=ۀ=ہ=ھ=ة=ۃ ی=ى=ے=ي=ې=ۍ=ئ"
    ),
    hours=12,
    date="{day} {month} {year}",
    months=(
        "جنوري",
        "فبروري",
        "مارچ",
        "اپریل",
        "مۍ",
        "جون",
        "جولای",
        "اګست",
        "سېپتمبر",
        "اکتوبر",
        "نومبر",
        "دسمبر",
    ),
    verse_pattern="د {chapter} سورت، {verses} آیت",
    verses_pattern="د {chapter} سورت، {verses} آیتونه",
)

LANGUAGES: Mapping[str, Language] = MappingProxyType({row.code: row for row in (_ENGLISH, _URDU, _PASHTO)})
