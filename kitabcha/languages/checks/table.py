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


_UNREADABLE: Mapping[str, Check] = MappingProxyType({"markup": Check(markup.unreadable, refuses=True)})
"""Of a text in Markdown, before any other."""

MARKUP: Mapping[str, Check] = MappingProxyType(
    {
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

NAMES = (*MARKUP, *OWN_WORDS, *WORDS)
"""What may be silenced. That a translation cannot be read may not."""


@lru_cache(maxsize=65536)  # editions share their lessons
def findings(pair: Pair) -> tuple[Finding, ...]:
    """All that is wrong in one translation, in the order of the table; of one that cannot be read, nothing else."""
    if pair.own_words:
        return (*_found(OWN_WORDS, pair), *_found(WORDS, pair))
    return tuple(_found(_UNREADABLE, pair)) or (*_found(MARKUP, pair), *_found(WORDS, pair))


def _found(checks: Mapping[str, Check], pair: Pair) -> Iterator[Finding]:
    for name, check in checks.items():
        yield from (Finding(name, message, hint, check.refuses) for message, hint in check.find(pair))
