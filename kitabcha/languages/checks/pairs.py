"""A text and its translation → what the checks look at: the words that a reader sees, in the language of the page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from kitabcha.dialect import inline
from kitabcha.model import (
    Citation,
    CodeSpan,
    Emphasis,
    ForeignSpan,
    Inline,
    Language,
    LineBreak,
    Link,
    NoteMark,
    TermUse,
    Value,
    VerseReference,
    Word,
)

Fault: TypeAlias = tuple[str, str]
"""what is wrong, and how to mend it"""

HOLE = "\ufffc"
"""Stands in a text for what is none of its words: a value, a verse, code, words of another language."""

_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+|\S+@\S+\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?", re.ASCII)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")


@dataclass(frozen=True, slots=True)
class AgreedTerm:
    """A glossary term: what it is called in the source, and the forms in which a translation may have it."""

    name: str
    translations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A message and its translation, or one of its plural forms.

    `own_words` marks the words that Kitabcha itself prints: they have placeholders, and no Markdown. `limit` is how
    many characters there is room for (0: enough), `terms` what of the glossary is in the message, and `marked` the ids
    of the terms that are marked there. `forms` is how many plural forms the translation has (0: the message has none).
    """

    source: str
    translation: str
    original: Language
    language: Language
    own_words: bool = False
    limit: int = 0
    terms: tuple[AgreedTerm, ...] = ()
    marked: tuple[str, ...] = ()
    forms: int = 0

    @property
    def source_shown(self) -> str:
        return shown(self.source, self.own_words)

    @property
    def shown(self) -> str:
        return shown(self.translation, self.own_words)


@lru_cache(maxsize=65536)
def shown(raw: str, own_words: bool) -> str:
    """The words of a text, with a hole for whatever else stands between them."""
    text = _PLACEHOLDER.sub(HOLE, raw) if own_words else "".join(map(_shown, inline(raw)))
    return _ADDRESS.sub(HOLE, text)


def _shown(node: Inline) -> str:
    match node:
        case Word(content):
            return content
        case LineBreak():
            return "\n"
        case CodeSpan() | ForeignSpan() | Value() | VerseReference() | Citation():
            return HOLE
        case NoteMark():
            return ""
        case Emphasis() | Link() | TermUse():
            return "".join(map(_shown, node.children))


@cache
def script_of(character: str) -> str:
    """Arab, Latn, Grek, Cyrl … for a letter or a mark on letters; empty for what is neither."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    return _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0], "")


_SCRIPTS = {"ARABIC": "Arab", "LATIN": "Latn", "GREEK": "Grek", "CYRILLIC": "Cyrl", "DEVANAGARI": "Deva"}


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text: letters with the marks on them, and the joiners between them."""
    return tuple(_WORD.findall(text))


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d'’-])*")


def named(character: str) -> str:
    """A character with its number, for two that look alike."""
    return f"{character} (U+{ord(character):04X})"
