"""What a language or a region tells in its own way: the files beside a lesson or a story → what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.dialect import blocks_in
from kitabcha.model import Block, Directive, Figure, Footnote, Lesson, Place
from kitabcha.sources.files import Files
from kitabcha.walking import texts_in

GIVE_ITS_ID = "give it the id of the box or picture that it replaces, such as {#circle}"


def beside(files: Files, folder: str, stem: str) -> Iterator[tuple[str, str]]:
    """The name and path of each file `STEM.NAME.md` in a folder: module.ps.md is (“ps”, its path)."""
    for name in files.names(folder):
        parts = name.split(".")
        if len(parts) == 3 and parts[0] == stem and parts[2] == "md":
            yield parts[1], f"{folder}/{name}"


def is_beside(name: str) -> bool:
    """Whether a file's name is that of an adaptation: ID.NAME.md."""
    return name.count(".") == 2


def name_faults(name: str, path: str, source: str, known: Collection[str], what: str) -> Iterator[Diagnostic]:
    """What is wrong with the name between the dots; `known` are those that are right, `what` they are together."""
    base = PurePosixPath(path).name.split(".")[0]
    if name == source:
        yield error(Place(path), f"`{name}` is the language of the sources", f"write it in {base}.md")
    elif name not in known:
        yield error(Place(path), f"`{name}` is none of the {what}", did_you_mean(name, known, what))


def block_faults(lesson: Lesson, blocks: tuple[Block, ...], notes: tuple[Footnote, ...]) -> Iterator[Diagnostic]:
    """Blocks that replace nothing in the lesson, or another time than the lesson has; footnotes that it has too."""
    boxes = (block for block in blocks_in(lesson.blocks) if isinstance(block, Directive | Figure))
    there = {box.id: box for box in boxes if box.id}
    for block in blocks:
        place = place_of(block)
        if not isinstance(block, Directive | Figure) or not block.id:
            yield error(place, "this replaces nothing in the lesson", GIVE_ITS_ID)
        elif block.id not in there:
            told = f"`{lesson.id}` has no box or picture `#{block.id}`"
            yield error(place, told, did_you_mean(block.id, there, "boxes and pictures with an id"))
        elif (old := _minutes(there[block.id])) and (new := _minutes(block)) and old != new:
            told = f"`#{block.id}` takes {new} minutes, and what it replaces takes {old}"
            yield error(place, told, "leave `minutes` out: the agenda is the same in all languages and regions")
    taken = {note.label for note in lesson.footnotes}
    for note in notes:
        if note.label in taken:
            yield error(note.place, f"the lesson has a footnote `[^{note.label}]` too", "give this one another label")


def place_of(block: Block) -> Place:
    """Where a block begins."""
    return next(place for place in _places(block))


def _places(block: object) -> Iterator[Place]:
    if isinstance(place := getattr(block, "place", None), Place):
        yield place
    yield from (text.place for text in texts_in(block))


def _minutes(block: Block) -> int:
    return block.minutes if isinstance(block, Directive) else 0
