"""A language's file, languages/CODE.toml → its row in the table of languages, and all that is wrong in the file.

The sections of a file are for people; no two hold a field of the same name, and the row is flat.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any, TypeAlias

from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.model import BOOKS, Language, Place

_Rule: TypeAlias = tuple[Callable[[Any], bool], str]
"""whether a value will do, and what would"""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _are_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _are_words(value: Any) -> bool:
    return _are_pairs(value) and all(key.isdecimal() for key in value)


def _months(value: Any) -> bool:
    return _are_texts(value) and len(value) == 12


def _digits(value: Any) -> bool:
    return isinstance(value, str) and [unicodedata.decimal(digit, -1) for digit in value] == list(range(10))


def _pattern(*names: str) -> _Rule:
    def fits(value: Any) -> bool:
        return _is_text(value) and set(re.findall(r"\{(.*?)\}", value)) <= set(names)

    return fits, f"a text in which {' '.join(f'{{{name}}}' for name in names)} stand"


def _one_of(*values: object) -> _Rule:
    return (lambda value: value in values), " or ".join(f"`{value}`" for value in values)


_TEXT: _Rule = (_is_text, "a text in quotes")
_TEXTS: _Rule = (_are_texts, "a list of texts in quotes")
_PAIRS: _Rule = (_are_pairs, 'pairs of texts: { "wrong" = "right" }')
_TWELVE: _Rule = (_months, "twelve names, in quotes")
_VERSES = _pattern("chapter", "chapter_number", "verses")
_DATE = _pattern("day", "month", "year")

SECTIONS: Mapping[str, Mapping[str, _Rule]] = MappingProxyType(
    {
        "": {"name": _TEXT, "script": _TEXT, "direction": _one_of("ltr", "rtl")},
        "print": {
            "body_font": _TEXT,
            "heading_font": _TEXT,
            "line_height": (lambda value: isinstance(value, int | float) and 1 <= value <= 4, "a number from 1 to 4"),
            "list_style": _TEXT,
        },
        "numbers": {
            "digits": (_digits, "the ten digits from nought to nine"),
            "decimal": _TEXT,
            "thousands": _TEXT,
            "number_words": (_are_words, 'words for each number: 2 = "two second both"'),
            "plural_forms": _one_of(1, 2, 3, 4, 5, 6),
            "plural_rule": _TEXT,
        },
        "punctuation": {
            "full_stop": _TEXT,
            "list_separator": _TEXT,
            "quotes": (lambda value: _are_texts(value) and len(value) == 2, "two texts: what opens and what closes"),
            "close_marks": _TEXT,
            "marks_instead": _PAIRS,
        },
        "letters": {"alphabet": _TEXT, "letters": _TEXT, "letters_instead": _PAIRS, "endings": _TEXTS},
        "dates": {
            "hours": _one_of(12, 24),
            "date": _DATE,
            "months": _TWELVE,
            "hijri_date": _DATE,
            "hijri_months": _TWELVE,
        },
        "scripture": {
            "verse_pattern": _VERSES,
            "verses_pattern": _VERSES,
            "part_pattern": _pattern("reference"),
            "chapter_letters": _PAIRS,
            "chapters": (lambda value: _are_texts(value) and len(value) == 114, "the 114 names, in quotes"),
            "books": (lambda value: _are_texts(value) and len(value) == len(BOOKS), "the 66 names, in quotes"),
            "honoured": _TEXTS,
            "honorifics": _TEXTS,
        },
    }
)
_OPTIONAL = frozenset(field.name for field in fields(Language) if field.default is not MISSING)


def parse_language(text: str, code: str, path: str) -> tuple[Language | None, list[Diagnostic]]:
    """The language of a file; None, and all that is wrong in it, when it cannot be used."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        place = Place(path, int(line[1]) if line else text.count("\n"))
        return None, [error(place, f"this is not TOML: {fault}", 'a text stands in quotes: name = "اردو"')]
    sections = {"": {key: value for key, value in written.items() if key not in SECTIONS}}
    sections |= {key: value if isinstance(value, dict) else {} for key, value in written.items() if key in SECTIONS}
    found = [error(Place(path, _line(text, section, key)), *told) for section, key, told in _faults(sections)]
    if found:
        return None, found
    values = {key: _frozen(value) for section in sections.values() for key, value in section.items()}
    return Language(code=code, **values), []


def _faults(sections: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Each field that is wrong, by its section and name, with what is wrong and what to do."""
    for section, rules in SECTIONS.items():
        there = sections.get(section, {})
        for key, value in there.items():
            if key not in rules:
                yield section, key, (f"unknown field `{key}`", _where(key, rules))
            elif not rules[key][0](value):
                yield section, key, (f"`{key}` cannot be {value!r}", f"write {rules[key][1]}")
        for key, (_, hint) in rules.items():
            if key not in there and key not in _OPTIONAL:
                yield section, "", (f"`{key}` is missing{f' in [{section}]' if section else ''}", f"write {hint}")


def _where(key: str, rules: Mapping[str, _Rule]) -> str:
    elsewhere = next((section for section, others in SECTIONS.items() if key in others), None)
    if elsewhere is not None:
        return f"it belongs in [{elsewhere}]" if elsewhere else "it belongs above the first [section]"
    return did_you_mean(key, [*rules, *(() if "name" not in rules else SECTIONS)], "fields")


def _line(text: str, section: str, key: str) -> int:
    """The line on which a field of a section stands, or the section; 0 when neither does."""
    begins = re.search(rf"^\[{section}\]", text, re.MULTILINE) if section else None
    after = begins.end() if begins else 0
    name = re.escape(key)
    found = (
        re.compile(rf"^(?:\[(?:\w+\.)?{name}\]|\"?{name}\"?\s*=)", re.MULTILINE).search(text, after) if key else begins
    )
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value
