"""A late element of the layout → an open slot in the page's content, and what is needed to fill it. Leans on
WeasyPrint's internals, of the one version that `engine` checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitabcha.press.late import FOLIO_WIDTH, marker
from kitabcha.press.layer import FONT
from kitabcha.press.parts import Slot
from kitabcha.press.readable import Setting


def late_kind(textbox: Any, digits: Mapping[str, str]) -> str:
    """What a text is a late mark for: "session", "page", "folio"; "" for any other."""
    if textbox.element is not None:
        return str(textbox.element.get("data-late") or "")
    noughts = digits.get(textbox.style["lang"] or "", "0")[0] * FOLIO_WIDTH
    return "folio" if textbox.text == noughts else ""  # margin boxes have no element


def opened(stream: Any, textbox: Any, kind: str, number: int, digits: str, setting: Setting | None, draw: Any) -> Slot:
    """Leave a marker where the text would be shown. `draw` shows text on the stream, which we take back: it makes the
    font hold all ten digits."""
    x, y = textbox.position_x, textbox.position_y + textbox.baseline
    written, font_before = len(stream.stream), stream._current_font
    # one more at either end, where Pango leaves half of the space between letters out
    textbox.pango_layout.set_text(digits[-1] + digits + digits[0])
    draw()
    (font, size), shown = stream._current_font, textbox.pango_layout
    glyphs, advances = _glyphs(shown, size)
    del stream.stream[written:]
    stream.stream.append(marker(number))
    stream._current_font = None if font_before else font_before
    if setting:
        stream._fonts.setdefault(FONT, None)
    target = textbox.element.get("data-to", "") if textbox.element is not None else ""
    return Slot(
        number,
        kind,
        target,
        round(x, 6),
        round(y, 6),
        round(textbox.width, 6),
        _align(textbox.style),
        font,
        size,
        _spacing(textbox.style),
        digits,
        glyphs[1:-1],
        advances[1:-1],
        setting,
    )


def _glyphs(layout: Any, size: float) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The digits' glyphs and advances in thousandths of an em."""
    from weasyprint.text.ffi import FROM_UNITS, ffi

    line, _ = layout.get_first_line()
    node, found = line.runs[0], []
    while node != ffi.NULL:
        glyphs = node.data.glyphs
        for glyph in glyphs.glyphs[0 : glyphs.num_glyphs]:
            found.append((int(glyph.glyph), round(glyph.geometry.width * FROM_UNITS / size * 1000, 3)))
        node = node.next
    return tuple(glyph for glyph, _ in found), tuple(advance for _, advance in found)


def _spacing(style: Any) -> float:
    said = style["letter_spacing"]
    return 0.0 if said == "normal" else round(said, 6)


def _align(style: Any) -> str:
    """To which side a slot's text keeps: that of its block."""
    turned = style["direction"] == "rtl"
    start, end = ("right", "left") if turned else ("left", "right")
    written = str(style["text_align_all"])
    return {"start": start, "end": end, "justify": start}.get(written, written)
