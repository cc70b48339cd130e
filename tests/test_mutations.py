"""One mark of a verse changed anywhere on its way is always told: of some verses here, of all in `make soak`."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from html import escape

import pytest

from kitabcha.dialect import verse_range
from kitabcha.lore.scripture import corpus, words_of
from kitabcha.model import Place, Quotation, Verse, VerseRange
from kitabcha.press import proofreading
from kitabcha.press.proofreading import Line, Tagged
from kitabcha.press.verification import verse_faults
from tests.figures import Note

PLACE = Place("a/en/trainer.html")
VERSES = [(chapter, verse) for chapter, verses in enumerate(corpus().chapters, start=1) for verse in verses]
MARKS = sorted({letter for _, verse in VERSES for letter in verse.text if unicodedata.category(letter) == "Mn"})


def mutated(text: str, chance: random.Random) -> str:
    """The text with one mark lost, too much, or another than before."""
    at = chance.choice([place for place, letter in enumerate(text) if letter in MARKS] or [1])
    other = chance.choice([mark for mark in MARKS if mark != text[at]])
    return chance.choice(
        [text[:at] + text[at + 1 :], text[:at] + other + text[at:], text[:at] + other + text[at + 1 :]]
    )


def missed(verses: list[tuple[int, Verse]], chance: random.Random) -> Iterator[str]:
    """Where a guard says nothing of a changed mark, or something of a verse that is right."""
    for chapter, verse in verses:
        reference = f"quran:{chapter}:{verse.number}"
        wrong = mutated(verse.text, chance)
        assert unicodedata.normalize("NFC", wrong) != unicodedata.normalize("NFC", verse.text)
        for guard in (_told_of_page, _told_of_pdf):
            if guard(reference, verse, verse.text) or not guard(reference, verse, wrong):
                yield f"{guard.__name__} {reference}"


def _told_of_page(reference: str, verse: Verse, text: str) -> bool:
    """Whether the guard of pages says that this text is wrong."""
    page = f'<p lang="ar"><span data-reference="{reference}">{escape(text)}</span></p>'
    named = verse_range(reference)
    assert named
    quotation = Quotation(named, (verse,), "", None)
    return bool(verse_faults(page, [quotation], PLACE))


def _told_of_pdf(reference: str, verse: Verse, text: str) -> bool:
    """Whether the guard of PDFs says so, when this is what is read from a page, in two lines."""
    words = text.split()
    half = (len(words) + 1) // 2
    lines = {(0, 1): _line(" ".join(words[:half]), 40), (0, 3): _line(f"\u06dd{verse.number}", 10)}
    if words[half:]:
        lines[0, 2] = _line(" ".join(words[half:]), 20)
    tagged = Tagged(reference, ((0, 1), (0, 2)), ((0, 3),))
    return bool(proofreading._misread(tagged, lines, verse.printed))


def _line(text: str, height: float) -> Line:
    return Line(text, height, 0, 100)


def test_a_changed_mark_of_any_verse_is_told(record_property: Note) -> None:
    chance, some = random.Random(6236), 400
    assert list(missed(chance.sample(VERSES, some), chance)) == []
    record_property("figure", f"{some} verses, a mark changed in each, in a page and as read from a PDF: all told")


def test_a_changed_mark_or_a_lost_ellipsis_of_any_part_is_told(record_property: Note) -> None:
    chance, some = random.Random(256), 400
    for chapter, verse in chance.sample([one for one in VERSES if len(words_of(one[1])) > 3], some):
        count = len(words_of(verse))
        first = chance.randint(1, count - 1)
        words = (first, chance.randint(first, count - 1))
        named = VerseRange("quran", chapter, verse.number, verse.number, words)
        (part,) = corpus().verses(named)
        wrong = [mutated(part.printed, chance), part.text, part.printed.strip("…\u00a0") + " …" * (first > 1)]
        for guard in (_told_of_page, _told_of_pdf):
            assert not guard(str(named), part, part.printed), named
            assert all(guard(str(named), part, text) for text in wrong), (guard.__name__, named)
    record_property("figure", f"{some} parts of verses, a mark changed or an ellipsis lost in each: all told")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_a_changed_mark_of_every_verse_is_told(seed: int, record_property: Note) -> None:
    assert len(VERSES) == 6236
    assert list(missed(VERSES, random.Random(seed))) == []
    record_property("figure", f"{len(VERSES):,} verses, a mark changed in each: all told")
