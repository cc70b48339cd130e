"""Blocks fall into a body and the sheets to photocopy, which are printed apart from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kitabcha.dialect import map_blocks
from kitabcha.model import Block, Directive

SHEETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "trainer": frozenset({"handout"}),
        "participant": frozenset({"handout"}),
        "handouts": frozenset({"handout", "assessment"}),
    }
)
"""The boxes that are sheets, for each kind of edition."""


def detached(blocks: tuple[Block, ...], kind: str) -> tuple[tuple[Block, ...], tuple[Directive, ...]]:
    """The body, where a box without blocks points to each sheet, and the sheets in order."""
    sheets: list[Directive] = []

    def change(block: Block) -> Block:
        if isinstance(block, Directive) and block.name in SHEETS[kind]:
            sheets.append(block)
            return replace(block, blocks=())
        return block

    body = map_blocks(blocks, change)
    return body, tuple(sheets)
