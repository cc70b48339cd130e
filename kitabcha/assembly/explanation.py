"""The choices of an edition become text that says, session by session, which lore fills which slot, and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kitabcha.assembly.slots import SHELVES
from kitabcha.dialect import inline, plain
from kitabcha.model import Choice, Directive, Edition, Project, Text


def explain(project: Project, edition: Edition, choices: tuple[Choice, ...]) -> str:
    """Plain text for the person who composes the manual, in the language of the sources."""
    lines = [*_head(project, edition)]
    for lesson, group in groupby(choices, key=lambda choice: choice.lesson):
        lines += ["", f"{lesson}: {_words(project.lessons[lesson].title)}"]
        for choice in group:
            lines += _choice(project, choice)
    return "\n".join(lines) + "\n"


def _head(project: Project, edition: Edition) -> Iterator[str]:
    manual = project.manuals[edition.manual]
    yield f"{edition}: {_words(manual.title)}"
    yield f"for {manual.audience}, from {manual.region}, in the tradition of {manual.tradition}"


def _choice(project: Project, choice: Choice) -> Iterator[str]:
    item = SHELVES[choice.slot.name](project)[choice.item]
    yield f"  {_asked(choice.slot)} at {choice.slot.place}"
    yield f"    {item.id}: {_words(item.title)}"
    yield f"    {choice.why}" + (f": {', '.join(choice.others)}" if choice.others else "")


def _asked(slot: Directive) -> str:
    wanted = [f"{name}={slot.attributes[name]}" for name in ("id", "ref", "theme") if name in slot.attributes]
    return " ".join([slot.name, *wanted])


def _words(text: Text) -> str:
    return plain(inline(text.raw))
