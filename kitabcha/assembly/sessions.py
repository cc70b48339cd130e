"""A planned session becomes the session of one edition: conditions decided, slots filled, footnotes gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from kitabcha.assembly.anchors import Anchors, anchors_in, link_faults, notes_used
from kitabcha.assembly.conditions import Setting, kept
from kitabcha.assembly.planning import Planned
from kitabcha.assembly.sheets import detached
from kitabcha.assembly.slots import Filling, Item, Spot, is_slot, slots_of
from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import blocks_in, map_blocks
from kitabcha.model import (
    Block,
    Choice,
    Concept,
    Directive,
    Edition,
    LoreBlock,
    Manual,
    Parallel,
    Passage,
    Place,
    Project,
    Session,
    Story,
)
from kitabcha.walking import texts_in

WithNotes = TypeVar("WithNotes", bound=Session | Story | Concept)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all sessions of an edition share. `setting` is the edition's; in `wide` edition and language are open."""

    project: Project
    manual: Manual
    edition: Edition
    setting: Setting
    wide: Setting
    allotted: Mapping[Spot, Filling | Diagnostic]
    held: frozenset[str]
    """the lessons that the manual holds"""


@dataclass(frozen=True, slots=True)
class Made:
    """A session, how its slots were filled, and what is wrong in it and in the lore that fills them."""

    session: Session
    choices: tuple[Choice, ...]
    faults: tuple[Diagnostic, ...]


def make_session(one: Planned, frame: Frame) -> Made:
    """The session in this edition. A slot that nothing fits stays as it is, with a fault."""
    blocks = kept(one.lesson.blocks, frame.setting)
    if frame.edition.kind == "handouts":
        blocks = _to_give_away(detached(blocks, "handouts")[1], frame.setting)
    anchors = _anchors(frame, one.blocks, one.lesson.blocks, frame.held)
    bare, faults = _noted(_bare(one, blocks, frame.edition.kind), frame, anchors)
    found = [frame.allotted[asking.spot] for asking in slots_of(one.key, one.lesson.id, blocks)]
    faults += [filling for filling in found if isinstance(filling, Diagnostic)]
    fillings = [filling for filling in found if isinstance(filling, Filling)]
    items: dict[Place, Item] = {}
    for filling in fillings:
        items[filling.choice.slot.place], lore_faults = _lent(filling.item, frame)
        faults += lore_faults
    session = replace(bare, blocks=_filled(blocks, items, frame))
    return Made(session, tuple(filling.choice for filling in fillings), tuple(faults))


def _to_give_away(sheets: tuple[Directive, ...], setting: Setting) -> tuple[Block, ...]:
    """The sheets of a session. Those who read little answer the questions with their hands: on paper they get none."""
    by_hand = "low" in setting["literacy"]
    return tuple(sheet for sheet in sheets if not (by_hand and sheet.name == "assessment"))


def _bare(one: Planned, blocks: tuple[Block, ...], kind: str) -> Session:
    """The lesson as a session, with what this kind of edition prints: preparation and materials are the trainer's,
    and sheets need no more than a title."""
    lesson = one.lesson
    session = Session(
        one.key,
        lesson.id,
        lesson.title,
        lesson.summary,
        lesson.goal,
        lesson.minutes,
        lesson.objectives,
        lesson.materials,
        lesson.preparation,
        blocks,
        lesson.footnotes,
        lesson.place,
        one.number,
    )
    if kind != "trainer":
        session = replace(session, materials=(), preparation=())
    return replace(session, goal=None, objectives=()) if kind == "handouts" else session


def _filled(blocks: tuple[Block, ...], items: Mapping[Place, Item], frame: Frame) -> tuple[Block, ...]:
    def change(block: Block) -> Block:
        if not (is_slot(block) and block.place in items):
            return block
        item = items[block.place]
        return LoreBlock(block, item, _parallels(item, frame) if isinstance(item, Concept) else ())

    return map_blocks(blocks, change)


def _parallels(concept: Concept, frame: Frame) -> tuple[Parallel, ...]:
    """What the concept names beside itself in the other strands, as far as the manual holds it, in the order named."""
    held = [filling.item for filling in frame.allotted.values() if isinstance(filling, Filling)]
    stories = {item.id: item for item in held if isinstance(item, Story)}
    passages = {item.id: item for item in held if isinstance(item, Passage)}
    return (
        *(Parallel(stories[id_].kind, id_, stories[id_].title) for id_ in concept.parallel_stories if id_ in stories),
        *(Parallel("scripture", id_, passages[id_].title) for id_ in concept.parallel_passages if id_ in passages),
    )


def _lent(item: Item, frame: Frame) -> tuple[Item, list[Diagnostic]]:
    """An item of lore as this edition prints it. A link from it may lead to any lesson: it is plain where none is."""
    anywhere = frozenset(frame.project.lessons)
    if isinstance(item, Passage):
        return item, list(link_faults(texts_in(item), _anchors(frame, (), (), anywhere)))
    anchors = _anchors(frame, kept(item.blocks, frame.wide), item.blocks, anywhere)
    noted, faults = _noted(replace(item, blocks=kept(item.blocks, frame.setting)), frame, anchors)
    return noted, [*faults, *(_slot_in_lore(block) for block in blocks_in(noted.blocks) if is_slot(block))]


def _slot_in_lore(slot: Directive) -> Diagnostic:
    message = f"the slot `{slot.name}` stands in the library, where no manual can fill it"
    return error(slot.place, message, "put slots into lessons only")


def _anchors(frame: Frame, here: tuple[Block, ...], all_blocks: tuple[Block, ...], held: frozenset[str]) -> Anchors:
    kept_somewhere = anchors_in(here)
    dropped = anchors_in(all_blocks) - kept_somewhere
    return Anchors(frame.manual, kept_somewhere, dropped, held)


def _noted(holder: WithNotes, frame: Frame, anchors: Anchors) -> tuple[WithNotes, list[Diagnostic]]:
    """The holder with the footnotes that its own texts mark, and what is wrong with its links."""
    texts = tuple(texts_in(replace(holder, footnotes=())))
    written = tuple(replace(note, blocks=kept(note.blocks, frame.setting)) for note in holder.footnotes)
    notes = notes_used(texts, written)
    return replace(holder, footnotes=notes), list(link_faults((*texts, *texts_in(notes)), anchors))
