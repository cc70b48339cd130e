"""Slots that typesetting left open in a page's content → the operators that fill them with the manual's numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from kitabcha.press import layer
from kitabcha.press.parts import Slot
from kitabcha.press.readable import Run, pieces

FOLIO_WIDTH = 3
"""How many noughts stand for a folio in the margins of a page."""

_BEFORE, _AFTER = 0.27, 0.1
"""How far a long number in the running text may reach over the beginning and the end of its slot, in ems: into the room
that print.css leaves there, and a little of the space before it."""

_FREE = 0.06
"""How much room print.css leaves at the end of such a slot, in ems."""

_HAIR = 0.01
_ONWARD: Mapping[str, int] = MappingProxyType({"left": -1, "center": 0, "right": 1})
"""Alignment → where what follows a number lies, to its right (1) or to its left."""

_NO_COLUMN = 1.0
"""Ems of a slot that a number may leave free and still be read with what stands beside it: under the number, readable
text takes all of the slot with what is free at its end, and no more, since poppler sees a column behind a gap that is
wider than 0.7 em, and no space where a number reaches into it."""

_MARKER = re.compile(rb"/Late <</Slot (\d+)>> DP")
_PIXEL = 0.75


def marker(number: int) -> bytes:
    """What stands in a page's content where slot `number` is open: a marked-content point."""
    return b"/Late <</Slot %d>> DP" % number


def filled(content: bytes, text_of: Callable[[int], bytes]) -> bytes:
    """A page's content with operators in the place of each marker; `text_of` gives those of a slot's number."""
    return _MARKER.sub(lambda match: text_of(int(match[1])), content)


def operators(slot: Slot, number: int) -> bytes:
    """The operators that write a number into its slot, inside of a text object; y grows downwards.

    A number too wide for its slot is set narrower.
    """
    places = [int(digit) for digit in str(number)]
    em, onward = slot.size / 1000, _ONWARD[slot.align]
    natural = sum(slot.advances[place] for place in places) * em
    is_long = slot.kind == "page" and natural > slot.width + _HAIR
    narrow = min(1.0, (slot.width + (_BEFORE + _AFTER) * slot.size) / natural) if is_long else 1.0
    spare, over = slot.width - natural * narrow, _AFTER * slot.size if is_long else 0.0
    x = slot.x + spare * (1 + onward) / 2 + over * onward
    glyphs = "".join(f"{slot.glyphs[place]:04x}" for place in places)
    scale, back = (f"{narrow * 100:.2f} Tz ", " 100 Tz") if narrow < 1 else ("", "")
    if slot.spacing:
        scale, back = f"{scale}{slot.spacing:.6f} Tc ", f"{back} 0 Tc"
    shown = f"/{slot.font} {slot.size:.6f} Tf 1 0 0 -1 {x:.6f} {slot.y:.6f} Tm {scale}<{glyphs}> Tj{back}"
    if slot.setting is None:
        return shown.encode()
    if slot.width - natural < _NO_COLUMN * slot.size:
        free = _FREE * slot.size * onward if slot.kind == "page" else 0.0
        x, narrow = slot.x + min(0.0, free), 1.0
        em *= (slot.width + abs(free)) / natural
    return f"{layer.SILENT} {shown} EMC {_layer(slot, places, x, em * narrow)}".encode()


def _layer(slot: Slot, places: list[int], x: float, em: float) -> str:
    """The readable text under the digits."""
    assert slot.setting is not None
    edges, at = [], 0.0
    for place in places:
        edges.append((at, at + slot.advances[place] * em))
        at = edges[-1][1]
    text = "".join(slot.digits[place] for place in places)
    line = pieces([Run(text, tuple(edges), False)], slot.setting)
    size = round(slot.size * _PIXEL, 2)
    return f"/{layer.FONT} {size} Tf {layer.operators(line, x, slot.y, size)}"
