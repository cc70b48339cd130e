"""Blocks become those that one manual keeps: `only` boxes are decided and dissolved, trainers' notes kept or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.dialect import map_blocks
from kitabcha.model import Block, Directive, Edition, ItemList, Manual, Named, Project, Quote

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

    def change(block: Block) -> Block | tuple[Block, ...] | None:
        if isinstance(block, Directive) and block.name == "only":
            return block.blocks if _fits(block, setting) else None
        if isinstance(block, Directive) and block.name == "facilitator" and not _trainer(setting):
            return None
        if isinstance(block, Directive | Quote):
            return block if kept(block.blocks, setting) or not block.blocks else None
        if isinstance(block, ItemList):
            items = tuple(item for item in block.items if kept(item, setting))
            return replace(block, items=items) if items else None
        return block

    return map_blocks(blocks, change)


def _fits(only: Directive, setting: Setting) -> bool:
    return all(not setting[name].isdisjoint(only.words(name)) for name in only.attributes if name in setting)


def _trainer(setting: Setting) -> bool:
    return "trainer" in setting.get("edition", {"trainer"})
