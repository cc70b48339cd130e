"""A book and the catalogues of its language → the book in that language, as far as it is translated.

A translation that loses or changes a reference is not printed: a wrong verse can do harm, and nobody would see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.languages.catalogues import Catalogue
from kitabcha.languages.examination import Examiner, with_name
from kitabcha.languages.messages import is_message
from kitabcha.languages.reviews import FUZZY, MISSING, REVIEWED, UNREVIEWED, state_of
from kitabcha.model import Book, Coverage, Language, Place, PrintRoom, Text
from kitabcha.walking import map_texts, texts_in
from kitabcha.writing import digits

UNTIL_MENDED = "until it is mended, the text is printed untranslated"

_NUMBERS = re.compile(r"[\d\s.,:;/()%+–-]+")
"""A text of figures and their signs alone: it takes the language's digits."""

_Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one message: its translation, if there is one to print, and how far that is."""

    translation: str | None = None
    state: str = MISSING
    diagnostics: tuple[Diagnostic, ...] = ()


def translate(book: Book, catalogues: Mapping[str, Catalogue], by: Examiner) -> tuple[Book, list[Diagnostic]]:
    """The book with every text translated that can be, and its coverage; a text that cannot keeps its language.

    A book in its source language stays as it is. What is numbers, values or references alone is in any language; what
    translators were told to leave alone stays in its own.
    """
    language = book.edition.language
    if language == book.source_language:
        return book, []
    texts = {_key(text): text for text in texts_in(book) if is_message(text)}
    outcomes = {key: _outcome(text, catalogues.get(text.catalogue), by) for key, text in texts.items()}
    translated = map_texts(book, lambda text: _translated(text, outcomes.get(_key(text)), by.language))
    found = [diagnostic for outcome in outcomes.values() for diagnostic in outcome.diagnostics]
    return replace(translated, coverage=_coverage(outcomes.values())), found


def print_room(room: PrintRoom, catalogues: Mapping[str, Catalogue], by: Examiner) -> PrintRoom:
    """What printing costs, the currency in a language as far as it is translated."""
    if room.currency is None or by.language == by.original:
        return room
    outcome = _outcome(room.currency, catalogues.get(room.currency.catalogue), by)
    return replace(room, currency=_translated(room.currency, outcome, by.language))


def _key(text: Text) -> _Key:
    return text.catalogue, text.context, text.raw


def _translated(text: Text, outcome: _Outcome | None, language: Language) -> Text:
    if not text.catalogue:
        return text
    if outcome is None:
        raw = digits(text.raw, language) if _NUMBERS.fullmatch(text.raw) else text.raw
        return replace(text, raw=raw, language=language.code)
    return text if outcome.translation is None else replace(text, raw=outcome.translation, language=language.code)


def _coverage(outcomes: Iterable[_Outcome]) -> Coverage:
    states = Counter(outcome.state for outcome in outcomes)
    printed = states.total() - states[MISSING] - states[FUZZY]
    return Coverage(states.total(), printed, states[UNREVIEWED], states[REVIEWED], states[FUZZY])


def _outcome(text: Text, catalogue: Catalogue | None, by: Examiner) -> _Outcome:
    entry = catalogue.entries.get((text.context, text.raw)) if catalogue else None
    if not (catalogue and entry and entry.is_published):
        return _Outcome(state=state_of(entry))
    found = by.findings(entry)
    refused = any(one.refused for one in found)
    told = tuple(
        warning(Place(catalogue.path, entry.line), one.message, UNTIL_MENDED if one.refused else with_name(one))
        for one in found
    )
    return _Outcome(diagnostics=told) if refused else _Outcome(entry.msgstr[0], state_of(entry), told)
