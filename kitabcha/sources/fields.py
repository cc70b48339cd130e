"""Words as written in YAML → the values that the formats ask for: text, whole numbers, times, dates, ids, verses."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Annotated, NoReturn

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from kitabcha.dialect import verse_range
from kitabcha.model import VerseRange

ID = re.compile(r"(?=.{1,60}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""Ids become names of files and of messages' contexts: short, and the same on every file system."""
ID_HINT = "write lower-case Latin words joined by hyphens, such as `living-with-difference`"
LONGEST = 24 * 60
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_POINTS = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})?)(?: ?pt)?")
SMALLEST, LARGEST = 8, 36
"""Points: smaller text cannot be read once it is photocopied, and of larger too little fits a page."""

_PRICE = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,2})?")
_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")
LONGEST_ADDRESS = 150
"""Characters of an address whose QR code, printed 30 mm wide, a plain phone still reads."""
_HIJRI_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|30)")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def refuse(what: str, value: object, hint: str = "") -> NoReturn:
    """Tell that a value is not `what`; the field's name and place are put before it later."""
    raise PydanticCustomError("refused", "{what}, not {shown}", {"what": what, "shown": shown(value), "hint": hint})


def shown(value: object) -> str:
    """A wrong value, short enough for a message."""
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"`{line[:40]}…`" if len(line) > 40 else f"`{line}`"
    return "a list" if isinstance(value, list) else "keys and values"


def word(value: object) -> str:
    """Any text; refused when it is empty, a list or a mapping."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise PydanticCustomError("refused", "is empty", {"hint": "write a value, or take it away"})
    if not isinstance(value, str):
        refuse("must be text", value, "put text that holds `: `, or begins with `[` or `{`, in quotation marks")
    return value.strip()


def _line(value: object) -> str:
    return " ".join(word(value).split())


def _minutes(value: object) -> int:
    text = word(value)
    if re.fullmatch(r"-[0-9]+|0+", text):
        refuse("must be 1 or more", text)
    if not re.fullmatch(r"[0-9]+", text):
        refuse("must be a whole number", text, "write minutes in plain digits, such as `90`")
    if len(text) > 4 or int(text) > LONGEST:
        refuse(f"must be {LONGEST} (a whole day) at most", text)
    return int(text)


def _number(value: object) -> int:
    text = word(value)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        refuse("must be a whole number", text, "write plain digits, such as `0`")
    return int(text)


def _percent(value: object) -> int:
    number = _number(value)
    if number > 100:
        refuse("must be 100 at most", word(value), "write per cent in plain digits, such as `100`")
    return number


def _flag(value: object) -> bool:
    text = word(value)
    if text not in {"true", "false"}:
        refuse("must be `true` or `false`", text)
    return text == "true"


def _time(value: object) -> int:
    text = word(value)
    if not (match := _TIME.fullmatch(text)):
        refuse("must be a time of day", text, 'write hours and minutes with a colon, such as `"09:30"`')
    return int(match[1]) * 60 + int(match[2])


def _date(value: object) -> str:
    text = word(value)
    try:
        return datetime.date.fromisoformat(text if len(text) == len("2026-03-02") else "").isoformat()
    except ValueError:
        refuse("must be a date", text, "write year, month and day, such as `2026-03-02`")


def _hijri_date(value: object) -> str:
    if not _HIJRI_DATE.fullmatch(text := word(value)):
        refuse("must be a date of the Hijri calendar", text, "write year, month and day, such as `1447-09-12`")
    return text


def _points(value: object) -> float:
    text = word(value)
    if not (match := _POINTS.fullmatch(text)) or not SMALLEST <= float(match[1]) <= LARGEST:
        refuse(f"must be a size of letters, from {SMALLEST}pt to {LARGEST}pt", text, "write points, such as `20pt`")
    return float(match[1])


def _price(value: object) -> Decimal:
    text = word(value)
    if not _PRICE.fullmatch(text):
        refuse("must be a price", text, "write digits, with a point before parts of one, such as `5` or `7.50`")
    return Decimal(text)


def _address(value: object) -> str:
    text = word(value)
    if not _ADDRESS.fullmatch(text):
        refuse("must be a web address", text, "write it whole, such as `https://www.example.org`")
    if len(text) > LONGEST_ADDRESS:
        refuse(f"must have {LONGEST_ADDRESS} characters at most", text, "a longer one makes a QR code too fine to scan")
    return text


def _id(value: object) -> str:
    text = word(value)
    if not ID.fullmatch(text):
        refuse("must be an id", text, ID_HINT)
    return text


def _name(value: object) -> str:
    text = word(value)
    if not _NAME.fullmatch(text):
        refuse("must be a name", text, "write Latin letters, digits and `_`, such as `group_name`")
    return text


def _language(value: object) -> str:
    text = word(value)
    if not LANGUAGE.fullmatch(text):
        refuse("must be a language's code", text, "write two or three Latin letters, such as `ur`")
    return text


def _verses(value: object) -> VerseRange:
    text = word(value)
    if not (found := verse_range(text)):
        hint = "write scripture, chapter and verse, such as `quran:49:13`; words 1 to 9 of it are `quran:49:13:1-9`"
        refuse("must be a reference to verses", text, hint)
    return found


Line = Annotated[str, BeforeValidator(_line)]
Lines = Annotated[str, BeforeValidator(word)]
Minutes = Annotated[int, BeforeValidator(_minutes)]
Number = Annotated[int, BeforeValidator(_number)]
Percent = Annotated[int, BeforeValidator(_percent)]
Flag = Annotated[bool, BeforeValidator(_flag)]
TimeOfDay = Annotated[int, BeforeValidator(_time)]
Date = Annotated[str, BeforeValidator(_date)]
HijriDate = Annotated[str, BeforeValidator(_hijri_date)]
Points = Annotated[float, BeforeValidator(_points)]
Price = Annotated[Decimal, BeforeValidator(_price)]
Address = Annotated[str, BeforeValidator(_address)]
Id = Annotated[str, BeforeValidator(_id)]
ValueName = Annotated[str, BeforeValidator(_name)]
LanguageCode = Annotated[str, BeforeValidator(_language)]
Verses = Annotated[VerseRange, BeforeValidator(_verses)]
