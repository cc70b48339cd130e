"""Lessons and the questions in them → questions that ask for objectives which their lesson has not."""

from __future__ import annotations

from collections.abc import Iterator

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import blocks_in
from kitabcha.model import Directive, Lesson
from kitabcha.questions import questions, several
from kitabcha.sources.pieces import Piece, of_kind

HINT = 'for each question write the number of its objective, 0 for none, 1+2 for two, as `asks="2 0 1+2"`'


def objectives_asked(pieces: tuple[Piece, ...]) -> Iterator[Diagnostic]:
    """What `asks` says of objectives that there are not, and of more or fewer questions than there are."""
    for piece in of_kind(pieces, "lesson"):
        if isinstance(piece.built, Lesson):
            for box in blocks_in(piece.blocks):
                if isinstance(box, Directive) and "asks" in box.attributes:
                    yield from _faults(box, piece.built)


def _faults(box: Directive, lesson: Lesson) -> Iterator[Diagnostic]:
    words, there = box.words("asks"), len(questions(box))
    if len(words) != there:
        yield error(box.place, f"`asks` speaks of {len(words)} questions, and this box has {there}", HINT)
    known = {str(number) for number in range(1, len(lesson.objectives) + 1)}
    for number in (number for word in words for number in several(word)):
        if number not in known:
            told = f"`asks` names the objective `{number}`, and `{lesson.id}` has {len(lesson.objectives)}"
            yield error(box.place, told, HINT)
