"""Figures in a text and in its translation, compared as numbers: ۱۲ is 12, and 5:8 is not ۵:۹."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kitabcha.dialect import inline, walk
from kitabcha.languages.checks.markup import differing
from kitabcha.languages.checks.pairs import Fault, Pair, words
from kitabcha.model import Language, VerseReference
from kitabcha.writing import EN_DASH

_REFERENCE = re.compile(r"(?<![\d:])(\d{1,3}) ?: ?(\d{1,3})(?: ?[-–] ?(\d{1,3}))?(?![\d:])")
_NUMBER = re.compile(r"\d+(?:[.,٫٬،’ \u00a0\u202f]\d+)*")
_SEPARATOR = re.compile(r"[.,٫٬،’ \u00a0\u202f]")


def references(pair: Pair) -> Iterator[Fault]:
    """Verses, and whatever else is written as 5:8; on a clock of twelve hours 13:30 is 1:30."""
    before, after = _verses(pair.source), _verses(pair.translation)
    old, new = _written(pair.source_shown), _written(pair.shown)
    if pair.language.hours == 12:
        old = [_twelve(one) if one not in new and _twelve(one) in new else one for one in old]
    hint = "a wrong reference misleads: write chapter and verse as the original has them, in your digits"
    yield from differing([*before, *old], [*after, *new], hint)


def _verses(raw: str) -> list[str]:
    return [f"<{node.reference}>" for node in walk(inline(raw)) if isinstance(node, VerseReference)]


def _written(text: str) -> list[str]:
    """References in Western digits, a range with an en dash."""
    return [
        f"{int(first)}:{second.translate(_WESTERN)}" + (f"{EN_DASH}{int(last)}" if last else "")
        for first, second, last in _REFERENCE.findall(text)
    ]


_WESTERN = {zero + value: str(value) for zero in (0x660, 0x6F0) for value in range(10)}


def _twelve(time: str) -> str:
    hour, _, minute = time.partition(":")
    return f"{int(hour) - 12}:{minute}" if 12 < int(hour) < 24 and len(minute) == 2 else time


def numbers(pair: Pair) -> Iterator[Fault]:
    """A number may be written in words on either side. Plural forms count, and so one of them may say “one”."""
    if pair.forms:
        return
    before, after = (_numbers(text, row) for text, row in _sides(pair))
    lost = before - after - _in_words(pair.shown, pair.language)
    added = after - before - _in_words(pair.source_shown, pair.original)
    yield from differing(_ordered(lost), _ordered(added), "write the same number, in digits of your language")


def _sides(pair: Pair) -> Iterator[tuple[str, Language]]:
    yield pair.source_shown, pair.original
    yield pair.shown, pair.language


def _ordered(numbers: Iterable[str]) -> list[str]:
    return sorted(numbers, key=float)


def _numbers(text: str, language: Language) -> set[str]:
    rest = _REFERENCE.sub(" ", text).translate(_WESTERN)
    return {number for match in _NUMBER.finditer(rest) for number in _read(match[0], language)}


def _read(written: str, language: Language) -> Iterator[str]:
    """`1,250` is one number, and so is `1.5`; `2،3` are two."""
    parts, signs = _SEPARATOR.split(written), _SEPARATOR.findall(written)
    number = parts[0]
    for sign, part in zip(signs, parts[1:], strict=True):
        whole = "." not in number
        if whole and len(parts[0]) <= 3 == len(part) and sign in f"{language.thousands},٬،":
            number += part
        elif whole and sign in f"{language.decimal}.٫":
            number += f".{part}"
        else:
            yield _plain(number)
            number = part
    yield _plain(number)


def _plain(number: str) -> str:
    whole, _, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return f"{int(whole)}.{fraction}" if fraction else str(int(whole))


def _in_words(text: str, language: Language) -> set[str]:
    values = _number_words(language.number_words)
    return {values[word] for word in words(text.casefold()) if word in values}


@lru_cache(maxsize=64)
def _number_words(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {word: number for number, forms in pairs for word in forms.casefold().split()}
