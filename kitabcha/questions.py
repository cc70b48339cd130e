"""A box of questions before or after → each question, and the objective that it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from kitabcha.model import Directive, ItemList, Paragraph, Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an `assessment`, and the numbers of the lesson's objectives that it asks for, as written."""

    number: int
    text: Text
    objectives: tuple[str, ...]


def questions(box: Directive) -> tuple[Question, ...]:
    """The questions of an `assessment`: the items of the numbered lists that stand directly in it."""
    lists = (block for block in box.blocks if isinstance(block, ItemList) and block.ordered)
    firsts = (item[0] for one in lists for item in one.items if item)
    texts = [first.text for first in firsts if isinstance(first, Paragraph)]
    asked = dict(enumerate(map(several, box.words("asks")), start=1))
    return tuple(Question(number, text, asked.get(number, ())) for number, text in enumerate(texts, start=1))


def several(word: str) -> tuple[str, ...]:
    """The objectives in one word of `asks`: `3+4` are two, 0 is none."""
    return tuple(number for number in word.split("+") if number != "0")
