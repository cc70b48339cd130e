"""One mark of a verse changed anywhere on its way is always told: of some verses here, of all in `make soak`."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from html import escape

import pytest

from kitabcha.lore.scripture import corpus
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
            if guard(reference, chapter, verse, verse.text) or not guard(reference, chapter, verse, wrong):
                yield f"{guard.__name__} {reference}"


def _told_of_page(reference: str, chapter: int, verse: Verse, text: str) -> bool:
    """Whether the guard of pages says that this text is wrong."""
    page = f'<p lang="ar"><span data-reference="{reference}">{escape(text)}</span></p>'
    quotation = Quotation(VerseRange("quran", chapter, verse.number, verse.number), (verse,), "", None)
    return bool(verse_faults(page, [quotation], PLACE))


def _told_of_pdf(reference: str, chapter: int, verse: Verse, text: str) -> bool:
    """Whether the guard of PDFs says so, when this is what is read from a page, in two lines."""
    words = text.split()
    half = (len(words) + 1) // 2
    lines = {(0, 1): _line(" ".join(words[:half]), 40), (0, 3): _line(f"\u06dd{verse.number}", 10)}
    if words[half:]:
        lines[0, 2] = _line(" ".join(words[half:]), 20)
    tagged = Tagged(reference, ((0, 1), (0, 2)), ((0, 3),))
    return bool(proofreading._misread(tagged, lines, verse.text))


def _line(text: str, height: float) -> Line:
    return Line(text, height, 0, 100)


def test_a_changed_mark_of_any_verse_is_told(record_property: Note) -> None:
    chance, some = random.Random(6236), 400
    assert list(missed(chance.sample(VERSES, some), chance)) == []
    record_property("figure", f"{some} verses, a mark changed in each, in a page and as read from a PDF: all told")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_a_changed_mark_of_every_verse_is_told(seed: int, record_property: Note) -> None:
    assert len(VERSES) == 6236
    assert list(missed(VERSES, random.Random(seed))) == []
    record_property("figure", f"{len(VERSES):,} verses, a mark changed in each: all told")
