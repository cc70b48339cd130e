"""A book and the catalogues of its language → the book in that language, as far as it is translated.

A translation that loses or adds a reference is not printed: a wrong verse or number can do harm, and nobody would see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.dialect import inline, inline_faults, walk
from kitabcha.languages.catalogues import Catalogue, Entry
from kitabcha.languages.messages import is_translatable
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import (
    Book,
    Citation,
    Coverage,
    Inline,
    Link,
    NoteMark,
    Place,
    PrintRoom,
    TermUse,
    Text,
    Value,
    VerseReference,
)
from kitabcha.walking import map_texts, texts_in
from kitabcha.writing import digits

UNTIL_MENDED = "until it is mended, the text is printed untranslated"

_NUMBERS = re.compile(r"[\d\s.,:;/()%+–-]+")
"""A text of figures and their signs alone: it takes the language's digits."""

_Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one message: its translation, if there is one to print, and whether that is unreviewed."""

    translation: str | None = None
    draft: bool = False
    diagnostic: Diagnostic | None = None


def translate(book: Book, catalogues: Mapping[str, Catalogue]) -> tuple[Book, list[Diagnostic]]:
    """The book with every text translated that can be, and its coverage; a text that cannot keeps its language.

    A book in its source language stays as it is. What is numbers, values or references alone is in any language.
    """
    language = book.edition.language
    if language == book.source_language:
        return book, []
    texts = {_key(text): text for text in texts_in(book) if is_translatable(text.raw)}
    outcomes = {key: _outcome(text, catalogues.get(text.catalogue)) for key, text in texts.items()}
    translated = map_texts(book, lambda text: _translated(text, outcomes.get(_key(text)), language))
    found = [outcome.diagnostic for outcome in outcomes.values() if outcome.diagnostic]
    return replace(translated, coverage=_coverage(outcomes.values())), found


def print_room(room: PrintRoom, source: str, language: str, catalogues: Mapping[str, Catalogue]) -> PrintRoom:
    """What printing costs, the currency in a language as far as it is translated; `source` is the curriculum's own."""
    if room.currency is None or language == source:
        return room
    outcome = _outcome(room.currency, catalogues.get(room.currency.catalogue))
    return replace(room, currency=_translated(room.currency, outcome, language))


def _key(text: Text) -> _Key:
    return text.catalogue, text.context, text.raw


def _translated(text: Text, outcome: _Outcome | None, language: str) -> Text:
    if outcome is None:
        raw = digits(text.raw, LANGUAGES[language]) if _NUMBERS.fullmatch(text.raw) else text.raw
        return replace(text, raw=raw, language=language)
    return text if outcome.translation is None else replace(text, raw=outcome.translation, language=language)


def _coverage(outcomes: Iterable[_Outcome]) -> Coverage:
    printed = [(outcome.translation is not None, outcome.draft) for outcome in outcomes]
    return Coverage(len(printed), sum(there for there, _ in printed), sum(draft for _, draft in printed))


def _outcome(text: Text, catalogue: Catalogue | None) -> _Outcome:
    entry = catalogue.entries.get((text.context, text.raw)) if catalogue else None
    if not (catalogue and entry and entry.is_published):
        return _Outcome()
    if fault := _fault(text.raw, entry):
        place = Place(catalogue.path, entry.line)
        return _Outcome(diagnostic=warning(place, fault, UNTIL_MENDED))
    return _Outcome(entry.msgstr[0], entry.draft)


# --- what a translation must keep -----------------------------------------------------------------------------


def _fault(source: str, entry: Entry) -> str:
    """Why a translation cannot be printed, in words; empty when it can."""
    translation = entry.msgstr[0]
    if faults := inline_faults(translation):
        return f"the translation cannot be read: {'; '.join(faults)}"
    before, after = inline(source), inline(translation)
    lost, added = _differences(before, after)
    if not (lost or added):
        return ""
    changes = [f"{verb} {_listed(names)}" for verb, names in (("loses", lost), ("adds", added)) if names]
    return f"the translation {' and '.join(changes)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _differences(before: tuple[Inline, ...], after: tuple[Inline, ...]) -> tuple[list[str], list[str]]:
    """What of references the translation has lost, and what it has added, as they are written."""
    old, new = _references(before), _references(after)
    lost, added = [name for name in old if name not in new], [name for name in new if name not in old]
    old_terms, new_terms = _terms(before), _terms(after)
    return lost + _lost_terms(old_terms, new_terms), added + _lost_terms(new_terms, old_terms)


def _references(nodes: tuple[Inline, ...]) -> list[str]:
    written = [name for node in walk(nodes) if (write := _WRITTEN.get(type(node))) for name in write(node)]
    return list(dict.fromkeys(written))


_WRITTEN: Mapping[type, Callable[..., Iterable[str]]] = MappingProxyType(
    {
        Citation: lambda node: (f"@{key}" for key, _ in node.works),
        Value: lambda node: (f"{{{{ {node.name} }}}}",),
        NoteMark: lambda node: (f"[^{node.label}]",),
        VerseReference: lambda node: (f"<{node.reference}>",),
        Link: lambda node: (node.target,),
    }
)


def _terms(nodes: tuple[Inline, ...]) -> list[str]:
    return [node.term for node in walk(nodes) if isinstance(node, TermUse)]


def _lost_terms(old: list[str], new: list[str]) -> list[str]:
    """Glossary terms in `old` that `new` lacks. A use whose own words name it (no `of=`) may stand for any `of=`."""
    if len(old) > len(new):
        return ["{.term}"]
    named = [f"of={name}" for name in dict.fromkeys(old) if name and name not in new]
    return named[new.count("") :]
