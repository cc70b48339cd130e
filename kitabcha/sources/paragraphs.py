"""Paragraphs of one line, which most are, read without asking every other rule of Markdown whether it is theirs."""

from __future__ import annotations

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock

_EXPLAINS = (":", "~")
"""What a line begins with that makes the one above a word with its explanation."""


def short_paragraph(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A rule of markdown-it: a line that begins with a letter at the edge of the page, and an empty one after it.

    No other block begins so, but for a word that is explained below.
    """
    start = state.bMarks[line]
    if silent or state.blkIndent or state.parentType != "root" or state.tShift[line] or state.sCount[line]:
        return False
    if not state.src[start : start + 1].isalpha() or not state.isEmpty(line + 1):
        return False
    below = state.skipEmptyLines(line + 1)
    if below < end and state.src.startswith(_EXPLAINS, state.bMarks[below] + state.tShift[below]):
        return False
    place = [line, line + 1]
    state.line = line + 1
    state.push("paragraph_open", "p", 1).map = place
    words = state.push("inline", "", 0)
    words.content, words.map, words.children = mdTrim(state.src[start : state.eMarks[line]]), place, []
    state.push("paragraph_close", "p", -1)
    return True
