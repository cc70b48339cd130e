"""The runs of glyphs of a line → its pieces: words and phrases in their places, in the order that each reader wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from kitabcha.press.reader_orders import (
    LEFT_TO_RIGHT_MARK,
    RIGHT_TO_LEFT_MARK,
    begins_at_the_right,
    follows_right_to_left,
    goes_on,
    pdfium_kind,
    pdfium_order,
    poppler_kind,
    poppler_line,
    poppler_order,
)

_SPACES = MappingProxyType({0xA0: " ", 0x202F: " "})
"""pdfium takes spaces that don't break for a part of the number beside them."""

BREAK = "\u200b"
"""Where a line may break: no text, and least of all the end of a line."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one direction as typed, and from where to where each character reaches, in units of the page."""

    text: str
    edges: tuple[tuple[float, float], ...]
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with the space after it, or a phrase against the line's direction: as typed, and as each reader wants
    it. Where `is_line`, poppler gets the whole line with it and nothing with the others. So many signs of what pdfium
    gets as `leftwards` stand to its left, in the place of the piece that they were taken from."""

    text: str
    left: float
    right: float
    poppler: str
    pdfium: str
    is_line: bool = False
    leftwards: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a box of text stands: the direction of the document, of most letters of the page, of its line and its own,
    and the line's text before and after it, as typed."""

    in_right_to_left: bool
    on_right_to_left_page: bool
    on_right_to_left: bool
    is_right_to_left: bool
    before: str = ""
    after: str = ""

    def is_line_for_poppler(self, text: str) -> bool:
        """Whether poppler would read the line of this text in a wrong order if it had it word by word."""
        if self.on_right_to_left_page or not self.on_right_to_left:
            return False
        kinds = [poppler_kind(character) for character in (self.before + text + self.after).rstrip()]
        return "ltr" in kinds or kinds[-1:] != ["rtl"]


def pieces(runs: Sequence[Run], setting: Setting) -> list[Piece]:
    """The pieces of a box of text from left to right. `runs` are in logical order."""
    text = "".join(run.text for run in runs).translate(_SPACES)
    front, back = (part.translate(_SPACES).replace(BREAK, "") for part in (setting.before, setting.after))
    edges = [edge for run in runs for edge in run.edges]
    turned = [run.is_right_to_left for run in runs for _ in run.text]
    found = []
    for start, end in _cuts(text, turned, setting):
        left, right = (pick(edges[start:end]) for pick in (_leftmost, _rightmost))
        around = replace(setting, before=front + text[:start], after=text[end:] + back)
        found.append(_piece(text[start:end], left, right, any(turned[start:end]), around))
    # not by place: signs above a word are words of their own and stand anywhere
    return found[::-1] if setting.on_right_to_left else sorted(found, key=lambda piece: piece.left)


def _piece(text: str, left: float, right: float, is_turned: bool, setting: Setting) -> Piece:
    poppler, pdfium = _orders(text, is_turned, setting)
    signs = setting.on_right_to_left and pdfium_kind(text[-1]) == "neutral"
    leftwards = max(0, len(pdfium) - len(text)) if signs else 0
    if not setting.is_line_for_poppler(text):
        return Piece(text, left, right, poppler, pdfium, leftwards=leftwards)
    is_last = not setting.after.strip()
    return Piece(text, left, right, poppler_line(setting.before + text) if is_last else "", pdfium, True, leftwards)


def _leftmost(edges: Sequence[tuple[float, float]]) -> float:
    return min(left for left, _ in edges)


def _rightmost(edges: Sequence[tuple[float, float]]) -> float:
    return max(right for _, right in edges)


def _cuts(text: str, turned: Sequence[bool], setting: Setting) -> Iterator[tuple[int, int]]:
    """From where to where each piece is. On a line from right to left, words in that direction, and what else spaces
    part from them: signs after a word from left to right stay with it, as pdfium takes them for a part of it. On
    others, whatever is of one direction."""

    def parts(place: int) -> bool:
        blank, here = text[place - 1].isspace(), text[place].isspace()
        changes = turned[place] != turned[place - 1]
        if not setting.on_right_to_left:
            return changes
        if changes:
            return blank or here
        return turned[place] and blank and not here and follows_right_to_left(setting.before + text[:place])

    return pairwise([0, *filter(parts, range(1, len(text))), len(text)])


def _orders(text: str, is_turned: bool, setting: Setting) -> tuple[str, str]:
    """A piece as poppler and as pdfium want it."""
    poppler = _for_poppler(text, setting)
    if not setting.on_right_to_left:
        poppler = _ended_for_poppler(poppler if is_turned else text, is_turned)
    return poppler, _for_pdfium(text, setting)


def _ended_for_poppler(order: str, is_turned: bool) -> str:
    """With a mark, unless it ends from left to right: poppler turns round what follows up to the next such letter. The
    mark stands before a blank, or by a hair it could come after what the next box begins with."""
    if not is_turned and poppler_kind(order.rstrip()[-1:] or " ") == "ltr":
        return order
    said = order.rstrip(" ") or order
    return said + LEFT_TO_RIGHT_MARK + order[len(said) :]


def _for_poppler(text: str, setting: Setting) -> str:
    """Without a mark between two boxes that are read on from left to right."""
    order = poppler_order(text)
    goes_on = not setting.is_right_to_left and poppler_kind(setting.before[-1:] or " ") == "ltr"
    return order.removeprefix(RIGHT_TO_LEFT_MARK) if goes_on else order


def _for_pdfium(text: str, setting: Setting) -> str:
    """Where pdfium begins the line at the wrong end, the whole line comes with its first piece."""
    at_the_right = begins_at_the_right(setting.before + text + setting.after, setting.in_right_to_left)
    if at_the_right != setting.on_right_to_left:
        return "" if setting.before else pdfium_order(text + setting.after, is_right_to_left=at_the_right)
    if at_the_right:
        return _with_what_goes_on(text, setting)
    return pdfium_order(text, setting.before, is_right_to_left=False)


def _with_what_goes_on(text: str, setting: Setting) -> str:
    """With all of a number, or of signs, that goes on in the next box: in the order in which both are drawn, pdfium
    would take its end for its beginning."""
    before, after = setting.before, setting.after
    own = text[goes_on(before, text) :]
    more = goes_on(before + text, after) if own else 0
    return pdfium_order(own + after[:more], before)
