"""Text → verses that somebody has typed into it, exactly or nearly, instead of naming them.

Compared are the bare letters: people leave marks out, and keyboards of Urdu and Pashto have other letters for the same.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kitabcha.lore.scripture import EDITIONS, corpus
from kitabcha.model import VerseRange

_SEED, _LEAST, _FEWEST_WORDS = 7, 16, 4
"""Letters that must be alike in a row, letters that a quotation has at least, and its words. Shorter runs are in the
languages of many: names, greetings, phrases."""

_EVERY = 3
"""How many letters lie between seeds of an edition: all would take three times as much memory."""

_ALSO_NEAR = 3
"""Letters that must be alike after one that is not."""

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_RUN = re.compile("[^A-Za-z\u00c0-\u024f]+")
_LETTERS = str.maketrans(
    {
        **dict.fromkeys(
            "اٱءآأإ\u0670", None
        ),  # the editions of the Quran write the long a in other ways than keyboards
        **dict.fromkeys("يىېۍۓے", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةہھۀۃە", "ه"),
    }
)
_LONG_A = re.compile("و(?=\\W?\u0670)")


_ARABIC_EDITIONS = tuple(name for name, file in EDITIONS.items() if file.language == "ar")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Verses whose words stand in a text; `exact` when they are those of the edition, mark for mark."""

    reference: VerseRange
    exact: bool


@dataclass(frozen=True, slots=True)
class _Index:
    """An edition as one row of letters: where each verse begins, and where each seed stands."""

    letters: str
    starts: tuple[int, ...]
    verses: tuple[tuple[int, int], ...]
    seeds: Mapping[str, tuple[int, ...]]
    words: str


@lru_cache(maxsize=1 << 16)  # a session that looks at a project again and again reads only what changed
def quoted(text: str) -> tuple[Quoted, ...]:
    """The verses that are typed into a text, in their order."""
    if len(_ARABIC.findall(text)) < _LEAST:
        return ()
    runs = (run[0] for run in _RUN.finditer(text) if len(run[0]) >= _LEAST)
    return tuple(found for run in runs for name in _ARABIC_EDITIONS for found in _in_run(run, name))


def _in_run(run: str, edition: str) -> Iterator[Quoted]:
    letters, index, after = _bare(run), _index(edition), 0
    for at in range(len(letters) - _SEED + 1):
        places = index.seeds.get(letters[at : at + _SEED])
        if not places or at < after:
            continue
        stretches = [_stretch(letters, at, index.letters, place) for place in places]
        start, end, first, last = max(stretches, key=lambda one: one[1] - one[0])
        if end - start < _LEAST or any(letters[start:end] in formula for formula in _formulas()):
            continue
        words = _words(run, start, end)
        if len(words.split()) >= _FEWEST_WORDS:
            yield Quoted(_range(edition, index, first, last), _plain(words) in index.words)
            after = end


def _stretch(text: str, at: int, whole: str, place: int) -> tuple[int, int, int, int]:
    """How far both agree around a seed, but for a letter here and there: from and to in each."""
    end, last = _agree(text, at, whole, place, 1)
    start, first = _agree(text, at - 1, whole, place - 1, -1)
    return start + 1, end, first + 1, last


def _agree(text: str, at: int, whole: str, place: int, step: int) -> tuple[int, int]:
    """Where two texts that agree before `at` and `place` agree no more, in the direction of `step`."""
    while True:
        while 0 <= at < len(text) and 0 <= place < len(whole) and text[at] == whole[place]:
            at, place = at + step, place + step
        for skipped, left_out in ((1, 1), (1, 0), (0, 1)):
            there, other = at + skipped * step, place + left_out * step
            if all(_same(text, there + i * step, whole, other + i * step) for i in range(_ALSO_NEAR)):
                at, place = there, other
                break
        else:
            return at, place


def _same(text: str, at: int, whole: str, place: int) -> bool:
    return 0 <= at < len(text) and 0 <= place < len(whole) and text[at] == whole[place]


def _range(edition: str, index: _Index, first: int, last: int) -> VerseRange:
    """The verses from one letter to another, of the chapter in which they begin."""
    chapter, begin = index.verses[bisect_right(index.starts, first) - 1]
    other, end = index.verses[bisect_right(index.starts, last - 1) - 1]
    return VerseRange(EDITIONS[edition].scripture, chapter, begin, end if other == chapter else begin)


def _words(run: str, start: int, end: int) -> str:
    """What stands in a text from one of its bare letters to before another, up to the end of a word with its marks."""
    places = [place for place, letter in enumerate(_LONG_A.sub("ا", run)) for _ in _bare(letter)]
    last = next((at for at in range(places[end - 1], len(run)) if run[at].isspace()), len(run))
    return run[places[start] : last]


@lru_cache
def _index(edition: str) -> _Index:
    letters, starts, verses, words, length = [], list[int](), list[tuple[int, int]](), list[str](), 0
    for chapter, those in enumerate(corpus(edition).chapters, start=1):
        for verse in those:
            starts.append(length)
            verses.append((chapter, verse.number))
            words.append(_plain(verse.text))
            letters.append(_bare(verse.text))
            length += len(letters[-1])
    whole = "".join(letters)
    seeds: dict[str, list[int]] = {}
    for place in range(0, len(whole) - _SEED + 1, _EVERY):
        seeds.setdefault(whole[place : place + _SEED], []).append(place)
    frozen = MappingProxyType({seed: tuple(places) for seed, places in seeds.items()})
    return _Index(whole, tuple(starts), tuple(verses), frozen, " ".join(words))


def _bare(text: str) -> str:
    """The bare letters of a text."""
    return _LONG_A.sub("ا", text).translate(_BARE)


class _Bareness(dict[int, str]):
    """What is left of a character: nothing of a mark or a sign, several letters of a ligature."""

    def __missing__(self, code: int) -> str:
        parted = unicodedata.normalize("NFKD", chr(code)).translate(_LETTERS)
        self[code] = "".join(letter for letter in parted if unicodedata.category(letter) == "Lo")
        return self[code]


_BARE = _Bareness()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache
def _formulas() -> tuple[str, ...]:
    """What people say every day, whoever they are, without quoting anything."""
    said = (
        "بسم الله الرحمن الرحيم",
        "الحمد لله رب العالمين",
        "إنا لله وإنا إليه راجعون",
        "ما شاء الله لا قوة إلا بالله",
        "امر بالمعروف و نہی عن المنکر",
        "الأمر بالمعروف والنهي عن المنكر",
        "لا حول ولا قوة إلا بالله العلي العظيم",
    )
    return tuple(_bare(one) for one in said)
