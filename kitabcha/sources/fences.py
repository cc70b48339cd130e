"""The fences of boxes: which `:::` line opens what and where it closes, found before any Markdown is parsed.

Markdown parsers close a box early, or at the end of the file, without a word; an author needs to be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_FENCE = re.compile(r"\s*(:{3,})\s*(.*?)\s*:*\s*")
_CODE = re.compile(r"\s*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Fence:
    """A box up to its closing line, counted from 0; `info` is what stands behind the colons of its opening."""

    info: str
    closes: int


@dataclass(frozen=True, slots=True)
class FenceFault:
    """A fence that is wrong; `line` is counted from 0."""

    line: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Fences:
    """The boxes of a text by their opening lines, the lines that are wrong, and why."""

    boxes: Mapping[int, Fence]
    faults: tuple[FenceFault, ...]


@dataclass(slots=True)
class _Open:
    colons: int
    info: str
    line: int


@dataclass(slots=True)
class _Scan:
    open: list[_Open] = field(default_factory=list)
    boxes: dict[int, Fence] = field(default_factory=dict)
    faults: list[FenceFault] = field(default_factory=list)

    def close(self, line: int) -> None:
        box = self.open.pop()
        self.boxes[box.line] = Fence(box.info, line)

    def close_unclosed(self, line: int, before: str) -> None:
        box = self.open[-1]
        self.faults.append(
            FenceFault(
                box.line,
                f"the box `{':' * box.colons} {box.info}` is not closed{before}",
                f"write `{':' * box.colons}` alone on the line where it ends",
            )
        )
        self.close(line)

    def closing(self, colons: int, line: int, first_line: int) -> None:
        if not any(box.colons == colons for box in self.open):
            self.faults.append(self._stray(colons, line, first_line))
            return
        while self.open[-1].colons != colons:
            self.close_unclosed(line, f" before the box around it ends in line {first_line + line}")
        self.close(line)

    def _stray(self, colons: int, line: int, first_line: int) -> FenceFault:
        if not self.open:
            return FenceFault(line, f"this `{':' * colons}` closes no box", "delete the line, or open a box above it")
        box = self.open[-1]
        wanted = ":" * box.colons
        message = f"this `{':' * colons}` does not close `{wanted} {box.info}` of line {first_line + box.line}"
        return FenceFault(line, message, f"a box closes with as many colons as it opens with: `{wanted}`")


def find_fences(lines: list[str], first_line: int) -> Fences:
    """The boxes of a body whose first line is line `first_line` of its file (for the messages)."""
    scan = _Scan()
    code = ""
    for number, line in enumerate(lines):
        if code or _CODE.match(line):
            code = _code_after(code, line)
        elif match := _FENCE.fullmatch(line):
            colons, info = len(match[1]), match[2]
            if info:
                scan.open.append(_Open(colons, info, number))
            else:
                scan.closing(colons, number, first_line)
    while scan.open:
        scan.close_unclosed(len(lines), "")
    return Fences(MappingProxyType(scan.boxes), tuple(scan.faults))


def _code_after(code: str, line: str) -> str:
    """The fence that is open after this line: the one before, a new one, or none."""
    match = _CODE.match(line)
    if not code:
        return match[1] if match else ""
    closed = match and match[1].startswith(code) and not line.strip(" \t`~")
    return "" if closed else code


def box_rule(fences: Fences, outside: list[int]) -> object:
    """A block rule of markdown-it that makes tokens `box_open` and `box_close` of the fences.

    Lines within a box that its list item no longer holds are added to `outside`: Markdown would drop them.
    """

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if start not in fences.boxes or state.sCount[start] < state.blkIndent:
            return False
        if silent:
            return True
        box = fences.boxes[start]
        state.push("box_open", "div", 1).map = [start, box.closes]
        parent, line_max = state.parentType, state.lineMax
        state.parentType, state.lineMax = "box", box.closes
        state.md.block.tokenize(state, start + 1, box.closes)
        outside.extend(line for line in range(max(state.line, start + 1), box.closes) if not state.isEmpty(line))
        state.parentType, state.lineMax = parent, line_max
        state.push("box_close", "div", -1)
        state.line = box.closes + 1
        return True

    return rule


def use_boxes(parser: MarkdownIt, fences: Fences, outside: list[int]) -> None:
    """Teach a block parser the boxes that `find_fences` found."""
    interrupts = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    parser.block.ruler.before("fence", "box", box_rule(fences, outside), interrupts)  # type: ignore[arg-type]
