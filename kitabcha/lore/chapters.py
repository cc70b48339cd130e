"""The Quran's chapters by number, as readers in Pakistan call them, in the letters that a language's file says."""

from __future__ import annotations

import re
from functools import cache

from kitabcha.model import Language

# As the mushafs printed in Pakistan head them: 17 is بنی اسرائیل, 40 المؤمن, 41 حٰم السجدہ, 76 الدہر, 94 الم نشرح.
# fmt: off
NAMES = (
    "الفاتحہ", "البقرہ", "آل عمران", "النساء", "المائدہ", "الانعام", "الاعراف", "الانفال",
    "التوبہ", "یونس", "ہود", "یوسف", "الرعد", "ابراہیم", "الحجر", "النحل",
    "بنی اسرائیل", "الکہف", "مریم", "طٰہٰ", "الانبیاء", "الحج", "المؤمنون", "النور",
    "الفرقان", "الشعراء", "النمل", "القصص", "العنکبوت", "الروم", "لقمان", "السجدہ",
    "الاحزاب", "سبا", "فاطر", "یٰسین", "الصافات", "ص", "الزمر", "المؤمن",
    "حٰم السجدہ", "الشوریٰ", "الزخرف", "الدخان", "الجاثیہ", "الاحقاف", "محمد", "الفتح",
    "الحجرات", "ق", "الذاریات", "الطور", "النجم", "القمر", "الرحمٰن", "الواقعہ",
    "الحدید", "المجادلہ", "الحشر", "الممتحنہ", "الصف", "الجمعہ", "المنافقون", "التغابن",
    "الطلاق", "التحریم", "الملک", "القلم", "الحاقہ", "المعارج", "نوح", "الجن",
    "المزمل", "المدثر", "القیامہ", "الدہر", "المرسلات", "النبا", "النازعات", "عبس",
    "التکویر", "الانفطار", "المطففین", "الانشقاق", "البروج", "الطارق", "الاعلیٰ", "الغاشیہ",
    "الفجر", "البلد", "الشمس", "اللیل", "الضحیٰ", "الم نشرح", "التین", "العلق",
    "القدر", "البینہ", "الزلزال", "العادیات", "القارعہ", "التکاثر", "العصر", "الہمزہ",
    "الفیل", "قریش", "الماعون", "الکوثر", "الکافرون", "النصر", "اللہب", "الاخلاص",
    "الفلق", "الناس",
)
# fmt: on


def chapter_name(number: int, language: Language) -> str:
    """The name of a chapter (1 to 114) as the language's file has it, or in the letters that it says."""
    return language.chapters[number - 1] if language.chapters else _respelt(NAMES[number - 1], language.chapter_letters)


@cache
def _respelt(name: str, letters: tuple[tuple[str, str], ...]) -> str:
    """`$` after a letter: at the end of a word."""
    for ours, theirs in letters:
        name = re.sub(rf"{ours[:-1]}(?=\s|$)" if ours.endswith("$") else ours, theirs, name)
    return name
