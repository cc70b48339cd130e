"""The table of checks: each by the name that a translator silences it with, and whether what it finds is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kitabcha.languages.checks import figures, letters, markup, spacing, wording
from kitabcha.languages.checks.pairs import Fault, Pair


@dataclass(frozen=True, slots=True)
class Check:
    """One check. A translation in which it `refuses` something is not printed; with others it is, with a warning."""

    find: Callable[[Pair], Iterator[Fault]]
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found."""

    check: str
    message: str
    hint: str
    refused: bool


MARKUP: Mapping[str, Check] = MappingProxyType(
    {
        "markup": Check(markup.unreadable, refuses=True),
        "citations": Check(markup.citations, refuses=True),
        "values": Check(markup.values, refuses=True),
        "footnotes": Check(markup.footnotes, refuses=True),
        "links": Check(markup.links, refuses=True),
        "terms": Check(markup.terms, refuses=True),
        "code": Check(markup.code, refuses=True),
        "foreign": Check(markup.foreign),
        "emphasis": Check(markup.emphasis),
        "line-breaks": Check(markup.line_breaks),
    }
)
"""Of texts in Markdown."""

OWN_WORDS: Mapping[str, Check] = MappingProxyType(
    {"placeholders": Check(markup.placeholders, refuses=True), "plurals": Check(markup.plurals)}
)
"""Of the words that Kitabcha itself prints."""

WORDS: Mapping[str, Check] = MappingProxyType(
    {
        "references": Check(figures.references, refuses=True),
        "numbers": Check(figures.numbers),
        "letters": Check(letters.letters),
        "look-alikes": Check(letters.look_alikes),
        "digits": Check(letters.digits),
        "bidi": Check(letters.bidi),
        "isolates": Check(letters.isolates),
        "kashida": Check(letters.kashida),
        "joiners": Check(letters.joiners),
        "spaces": Check(spacing.spaces),
        "space-before": Check(spacing.space_before),
        "punctuation": Check(spacing.punctuation),
        "untranslated": Check(wording.untranslated),
        "half-translated": Check(wording.half_translated),
        "latin": Check(wording.latin),
        "length": Check(wording.length),
        "honorifics": Check(wording.honorifics),
        "glossary": Check(wording.glossary),
    }
)
"""Of all."""

NAMES = tuple(name for name in (*MARKUP, *OWN_WORDS, *WORDS) if name != "markup")
"""What may be silenced: all but a translation that cannot be read."""


@lru_cache(maxsize=65536)  # editions share their lessons
def findings(pair: Pair) -> tuple[Finding, ...]:
    """All that is wrong in one translation, in the order of the table."""
    checks = {**(OWN_WORDS if pair.own_words else MARKUP), **WORDS}
    return tuple(
        Finding(name, message, hint, check.refuses)
        for name, check in checks.items()
        for message, hint in check.find(pair)
    )
