"""A numbered book → what its annexes are called, and what stands in those that it fills itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.dialect import blocks_in
from kitabcha.model import Directive, NumberedBook, Text
from kitabcha.press.inline_html import Phrases
from kitabcha.questions import questions


@dataclass(frozen=True, slots=True)
class Counted:
    """A question whose answers are counted, and whether it is asked before the training, after a lesson, or both."""

    text: Text
    before: bool
    after: bool


def annex_titles(phrases: Phrases) -> Mapping[str, str]:
    """What each annex is called in the contents."""
    phrase = phrases.gettext
    return {
        "materials": phrase("Materials for the whole training"),
        "security": phrase("The trainer’s security checklist"),
        "energisers": phrase("Energisers"),
        "recap": phrase("Each morning and each evening"),
        "tally": phrase("Before and after: the answers counted"),
        "attendance": phrase("Attendance"),
        "evaluation": phrase("What did you think of the training?"),
        "change-story": phrase("A story of change"),
        "certificate": phrase("Certificate"),
    }


def _materials(numbered: NumberedBook) -> list[tuple[Text, list[str]]]:
    """Every material of the training once, in order, with the numbers of the sessions that need it."""
    needed: dict[str, tuple[Text, list[str]]] = {}
    for one in numbered.sessions:
        for material in one.session.materials:
            numbers = needed.setdefault(material.raw, (material, []))[1]
            if str(one.number) not in numbers:
                numbers.append(str(one.number))
    return list(needed.values())


def _questions(numbered: NumberedBook) -> list[Counted]:
    """Every question of the training once, in order: one that is asked before and after can be compared."""
    asked: dict[str, tuple[Text, set[str]]] = {}
    for one in numbered.sessions:
        for box in blocks_in(one.session.blocks):
            if isinstance(box, Directive) and box.name == "assessment":
                for question in questions(box):
                    asked.setdefault(question.text.raw, (question.text, set()))[1].update(box.words("when"))
    return [Counted(text, "pre" in when, "post" in when) for text, when in asked.values()]


FILLED: Mapping[str, Callable[[NumberedBook], Mapping[str, object]]] = MappingProxyType(
    {
        "materials": lambda numbered: {"materials": _materials(numbered)},
        "tally": lambda numbered: {"questions": _questions(numbered)},
        "recap": lambda numbered: {"days": numbered.days},
        "attendance": lambda numbered: {"days": numbered.days},
    }
)
"""What each annex's template takes besides the book; the others take nothing."""
