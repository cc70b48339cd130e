"""Figures in a text and in its translation, compared as numbers: ۱۲ is 12, and 5:8 is not ۵:۹."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kitabcha.dialect import inline, walk
from kitabcha.languages.checks.markup import differing
from kitabcha.languages.checks.pairs import Fault, Pair
from kitabcha.model import Language, VerseReference
from kitabcha.writing import EN_DASH

_REFERENCE = re.compile(r"(?<![\d:])(\d{1,3}) ?: ?(\d{1,3})(?: ?[-–] ?(\d{1,3}))?(?![\d:])")
_TOKEN = re.compile(r"\d+(?:[.,٫٬،\u00a0\u202f]\d+)*|[^\W\d_]+|[^\w\s-]")
_JOINING = frozenset({"and", "et", "و", "اور", "او", "۽"})


def references(pair: Pair) -> Iterator[Fault]:
    """Verses, and whatever else is written as 5:8; on a clock of twelve hours 13:30 is 1:30, and 18:00 may be six."""
    before, after = _verses(pair.source), _verses(pair.translation)
    old, new = _written(pair.source_shown), _written(pair.shown)
    if pair.language.hours == 12:
        old = [_twelve(one) if one not in new and _twelve(one) in new else one for one in old]
    said, told = _figures(pair.shown, pair.language), _figures(pair.source_shown, pair.original)
    old = [one for one in old if one in new or not _hours([one]) & (said.told | said.said)]
    new = [one for one in new if one in old or not _hours([one]) & (told.told | told.said)]
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


def _hours(times: Iterable[str]) -> set[str]:
    """What full hours are called without their minutes: 18:00 is 18, or 6."""
    full = (int(time.partition(":")[0]) for time in times if time.endswith(":00"))
    return {str(name) for hour in full for name in (hour, (hour - 1) % 12 + 1)}


def numbers(pair: Pair) -> Iterator[Fault]:
    """A number may be written in words on either side. Plural forms count, and so one of them may say “one”."""
    if pair.forms:
        return
    before, after = _figures(pair.source_shown, pair.original), _figures(pair.shown, pair.language)
    lost, added = before.told - after.told - after.said, after.told - before.told - before.said
    lost, added = lost - _hours(_written(pair.shown)), added - _hours(_written(pair.source_shown))
    yield from differing(_ordered(lost), _ordered(added), "write the same number, in digits of your language")


def _ordered(numbers: Iterable[str]) -> list[str]:
    return sorted(numbers, key=float)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The numbers of a text: those `told` with digits, and those `said` in words, alone or together."""

    told: frozenset[str]
    said: frozenset[str]


def _figures(text: str, language: Language) -> _Figures:
    told: set[str] = set()
    said: set[str] = set()
    for run in _runs(_REFERENCE.sub(" . ", text), language):
        values, by_digits = [value for value, _ in run], [value for value, in_digits in run if in_digits]
        whole = _composed(values)
        multiplied = len(run) > 1 and any(value >= 100 for value, in_digits in run if not in_digits)
        told.update({_plain(whole)} if by_digits and multiplied else map(_plain, by_digits))
        said.update(map(_plain, (*values, whole)))
    return _Figures(frozenset(told), frozenset(said))


def _runs(text: str, language: Language) -> Iterator[list[tuple[float, bool]]]:
    """Numbers that follow each other, each with whether it is in digits: `5 lakh`, `twenty-five`."""
    known = _number_words(language.number_words)
    run: list[tuple[float, bool]] = []
    for token in _TOKEN.findall(text.casefold().translate(_WESTERN)):
        in_digits = token[0].isdecimal()
        numbers = _read(token, language) if in_digits else [known[token]] if token in known else []
        if run and (in_digits or not numbers) and token not in _JOINING:
            yield run
            run = []
        run = [*run, *((number, in_digits) for number in numbers)]
    yield run


def _composed(values: list[float]) -> float:
    """Five, hundred, two → 502."""
    whole, part = 0.0, 0.0
    for value in values:
        if value < 100:
            part += value
        elif value == 100:
            part = (part or 1) * value
        else:
            whole, part = whole + (part or 1) * value, 0.0
    return whole + part


def _read(written: str, language: Language) -> list[float]:
    """`1,250` is one number, and so are `1.5` and `1,00,000`; `2،3` are two, and `3.5.2026` are three."""
    thousands, decimal = f"[{re.escape(language.thousands)},٬،]", f"[{re.escape(language.decimal)}٫.]"
    if re.fullmatch(rf"\d{{1,3}}(?:{thousands}\d{{2,3}})*{thousands}\d{{3}}", written):
        return [float(re.sub(r"\D", "", written))]
    if re.fullmatch(rf"\d+{decimal}\d+", written):
        return [float(re.sub(r"\D", ".", written))]
    return [float(part) for part in re.findall(r"\d+", written)]


def _plain(number: float) -> str:
    return f"{number:g}" if number % 1 else str(int(number))


@lru_cache(maxsize=64)
def _number_words(pairs: tuple[tuple[str, str], ...]) -> dict[str, float]:
    return {word: float(number) for number, forms in pairs for word in forms.casefold().split()}
