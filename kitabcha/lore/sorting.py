"""Texts → keys that sort them as a language's dictionaries do: by its alphabet, then by marks, then by capitals.

The three levels are those of the Unicode Collation Algorithm (UTS #10), with the alphabet from the table of languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from kitabcha.model import Language

SortKey: TypeAlias = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[bool, ...], str]
_Letters: TypeAlias = Mapping[str, tuple[int, int]]

_SPACE, _PUNCTUATION, _DIGIT, _LETTER, _FOREIGN = range(5)
_MARKS = "ْ\u064e\u0650\u064f\u0670\u0656\u0657\u064b\u064d\u064c\u0654\u0651\u0658\u0653"
_UNHEARD = ("Mn", "Cf")


def sort_key(text: str, language: Language) -> SortKey:
    """Compares first by letters, then by the forms and marks of letters, then small before capital."""
    letters, pattern = _alphabet(language.alphabet)
    units = pattern.findall(_composed(text, letters))
    primary = tuple(_primary(unit, letters) for unit in units if not _is_unheard(unit))
    secondary = tuple(_secondary(unit, letters) for unit in units if unicodedata.category(unit[0]) != "Cf")
    return primary, secondary, tuple(char.isupper() for char in text), text


@lru_cache
def _alphabet(alphabet: str) -> tuple[_Letters, re.Pattern[str]]:
    """Each form → (rank of its letter, rank among the letter's forms), and what cuts a text into letters."""
    letters = {
        form: (rank, variant)
        for rank, group in enumerate(alphabet.split())
        for variant, form in enumerate(group.split("="))
    }
    longest_first = sorted(letters, key=len, reverse=True)
    return letters, re.compile("|".join((*map(re.escape, longest_first), ".")), re.DOTALL)


def _composed(text: str, letters: _Letters) -> str:
    """NFC, small; marks are parted from every letter that the alphabet doesn't list with them: é, but not آ."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return "".join(char if char in letters else unicodedata.normalize("NFKD", char) for char in composed)


def _is_unheard(unit: str) -> bool:
    return unicodedata.category(unit[0]) in _UNHEARD


def _primary(unit: str, letters: _Letters) -> tuple[int, int]:
    if unit in letters:
        return _LETTER, letters[unit][0]
    if unit.isspace():
        return _SPACE, 0
    if unit.isdecimal():
        return _DIGIT, unicodedata.decimal(unit)
    return (_FOREIGN if unit.isalpha() else _PUNCTUATION), ord(unit)


def _secondary(unit: str, letters: _Letters) -> int:
    """0 for a plain letter, then its other forms, then the marks in CLDR's order."""
    if unit in letters:
        return letters[unit][1]
    if unit in _MARKS:
        return 100 + _MARKS.index(unit)
    return ord(unit) if _is_unheard(unit) else 0
