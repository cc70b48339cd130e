"""Blocks become those that one manual keeps: `only` boxes are decided and dissolved, trainers' notes kept or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.model import Block, Definitions, Directive, Edition, ItemList, Manual, Named, Project, Quote

Setting: TypeAlias = Mapping[str, frozenset[str]]
"""What is true of a manual: attribute of `only` → the words that fit. What is not in it is undecided, and fits."""


def distances(name: str, table: Mapping[str, Named]) -> Mapping[str, int]:
    """`name` and all that is broader, nearest first, with the steps there: swat 0, khyber-pakhtunkhwa 1, pakistan 2."""
    found: dict[str, int] = {}
    ring = [name]
    while ring:
        found.update(dict.fromkeys(ring, max(found.values(), default=-1) + 1))
        wider = dict.fromkeys(broad for near in ring if near in table for broad in table[near].broader)
        ring = [broad for broad in wider if broad not in found]
    return MappingProxyType(found)


def setting_of(project: Project, manual: Manual) -> Setting:
    """What is true in all editions and languages of a manual."""
    curriculum = project.curriculum
    return {
        "audience": frozenset(distances(manual.audience, curriculum.audiences)),
        "region": frozenset(distances(manual.region, curriculum.regions)),
        "tradition": frozenset({manual.tradition}),
        "literacy": frozenset({manual.literacy}),
    }


def setting_in(setting: Setting, edition: Edition) -> Setting:
    """What is true in one edition."""
    return {**setting, "edition": frozenset({edition.kind}), "language": frozenset(edition.languages)}


def kept(blocks: tuple[Block, ...], setting: Setting) -> tuple[Block, ...]:
    """The blocks that fit; a box, list item or quotation of which nothing is left goes too."""
    return tuple(one for block in blocks for one in _kept(block, setting))


def _kept(block: Block, setting: Setting) -> tuple[Block, ...]:
    """What is left of a block. Each is looked at once: to look ahead would take twice as long with every level."""
    match block:
        case Directive(name="only"):
            return kept(block.blocks, setting) if _fits(block, setting) else ()
        case Directive(name="facilitator") if not _trainer(setting):
            return ()
        case Directive() | Quote():
            inside = kept(block.blocks, setting)
            return (replace(block, blocks=inside),) if inside or not block.blocks else ()
        case ItemList():
            items = tuple(inside for item in block.items if (inside := kept(item, setting)))
            return (replace(block, items=items),) if items else ()
        case Definitions():
            return (replace(block, entries=tuple((term, kept(body, setting)) for term, body in block.entries)),)
        case _:
            return (block,)


def _fits(only: Directive, setting: Setting) -> bool:
    return all(not setting[name].isdisjoint(only.words(name)) for name in only.attributes if name in setting)


def _trainer(setting: Setting) -> bool:
    return "trainer" in setting.get("edition", {"trainer"})
