"""Numbers, times, dates and lists as a language writes them: plain values in, text in its digits out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from kitabcha.model import Language

_WESTERN = "0123456789"
EN_DASH = "–"
LATIN = "A-Za-zÀ-ɏ"
"""Latin letters, for a set in a pattern."""

_TYPED = re.compile(rf"(?<=[{LATIN}])'(?=[{LATIN}])|(?<=[sS])'(?=\s)")


def digits(value: int | str, language: Language) -> str:
    """A number, or a text with Western digits in it, in the language's digits."""
    return str(value).translate(str.maketrans(_WESTERN, language.digits))


def apostrophes(text: str) -> str:
    """A text with the apostrophe of print where a keyboard's stands within a word or after the s of many owners. Where
    it may be a quotation mark, it is left."""
    return _TYPED.sub("’", text) if "'" in text else text


def clock(minutes: int, language: Language) -> str:
    """A time of day, given in minutes after midnight, as the language reads the clock: 810 → "13:30", "۱:۳۰"."""
    hour, minute = divmod(minutes, 60)
    if language.hours == 12:
        return digits(f"{hour % 12 or 12}:{minute:02}", language)
    return digits(f"{hour % 24:02}:{minute:02}", language)


def joined(items: Iterable[str], language: Language) -> str:
    """A list in the running text, parted by the language's comma."""
    return language.list_separator.join(items)


def date(day: datetime.date, language: Language) -> str:
    """A date of the common calendar, the month by its name."""
    month = language.months[day.month - 1]
    return digits(language.date.format(day=day.day, month=month, year=day.year), language)


def hijri_date(year: int, month: int, day: int, language: Language) -> str:
    """A date of the Hijri calendar, the month (from 1) by its name. It is told, never reckoned: where a month begins
    when its moon is sighted, no table knows it."""
    name = language.hijri_months[month - 1]
    return digits(language.hijri_date.format(day=day, month=name, year=year), language)


def span(first: int, last: int, language: Language) -> str:
    """Numbers from `first` to `last`; one number when they are the same.

    With an en dash: a hyphen between digits turns the two round in right-to-left text (UAX #9, class ES).
    """
    return digits(first if first == last else f"{first}{EN_DASH}{last}", language)
