"""What is looked up where it stands, in one lesson or item of lore: anchors that links lead to, and footnotes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import blocks_in, inline, walk
from kitabcha.model import Block, Directive, Figure, Footnote, Heading, Link, Manual, NoteMark, Place, Text
from kitabcha.walking import texts_in


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where links may lead. `here`: anchors that this manual keeps in some edition; `dropped`: those that it leaves
    out; `held`: the lessons that may be named."""

    manual: Manual
    here: frozenset[str]
    dropped: frozenset[str]
    held: frozenset[str]


def anchors_in(blocks: tuple[Block, ...]) -> frozenset[str]:
    """The anchors that a link in the same lesson or item of lore may name."""
    with_anchor = (block for block in blocks_in(blocks) if isinstance(block, Heading | Figure | Directive))
    return frozenset(block.id for block in with_anchor if block.id)


def link_faults(texts: Iterable[Text], anchors: Anchors) -> Iterator[Diagnostic]:
    """Links to what this manual lacks. What another of its editions holds is no fault: the press prints plain words."""
    for text in texts:
        for name in _targets(text):
            if name not in anchors.here | anchors.held:
                yield _astray(text.place, name, anchors)


def _targets(text: Text) -> list[str]:
    links = (node.target for node in walk(inline(text.raw)) if isinstance(node, Link))
    return [target.removeprefix("#") for target in links if target.startswith("#")]


def _astray(place: Place, name: str, anchors: Anchors) -> Diagnostic:
    manual = anchors.manual
    if name in anchors.dropped:
        hint = "put this sentence into the same `::: only` as what it leads to"
        return error(place, f"the link leads to `#{name}`, which `{manual.id}` leaves out", hint)
    hint = f"add `- lesson: {name}` to {manual.place.path}, or put this sentence into a fitting `::: only`"
    return error(place, f"the link leads to the lesson `{name}`, which `{manual.id}` does not hold", hint)


def notes_used(texts: Iterable[Text], footnotes: tuple[Footnote, ...]) -> tuple[Footnote, ...]:
    """The footnotes that are marked in the texts, or in turn in such a footnote."""
    notes = {note.label: note for note in footnotes}
    used: set[str] = set()
    waiting = deque(texts)
    while waiting:
        for label in _marks(waiting.popleft()) - used:
            used.add(label)
            waiting.extend(texts_in(notes[label]))
    return tuple(note for note in footnotes if note.label in used)


def _marks(text: Text) -> set[str]:
    return {node.label for node in walk(inline(text.raw)) if isinstance(node, NoteMark)}
