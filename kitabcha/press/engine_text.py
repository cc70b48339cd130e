"""WeasyPrint's drawing of text, changed so that what it draws reads back. Leans on the internals of one version."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from threading import Lock
from typing import Any

from kitabcha.press import layer
from kitabcha.press.engine_late import late_kind, opened
from kitabcha.press.layer_font import layer_font
from kitabcha.press.parts import Slot
from kitabcha.press.readable import BREAK, Run, Setting, pieces
from kitabcha.press.reader_orders import begins_at_the_right, poppler_kind, surplus

VERSION = "70.0"

_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")


_FURNITURE = 400
"""How many letters binding may add to a page, in heads and folios: where they are of the other direction, the page is
held against so many."""

_MARKS = 3
"""How many marks a line from right to left gets at most on a page from left to right, on average. Poppler counts them
as letters, and so may change its mind; of marks from left to right it takes no notice."""

_PARTING = 8.0
"""How high the blanks are that part lines for pdfium, in CSS pixels."""

_RAISED = 0.5
"""CSS pixels by which a baseline differs that is another."""

_ONE_AT_A_TIME = Lock()
_Function = Callable[..., Any]
_Level = tuple[float, float]
"""A baseline from the top of the page, and a size of letters, in CSS pixels."""


@contextmanager
def readable_text(is_right_to_left: bool, digits: Mapping[str, str] | None = None) -> Iterator[list[tuple[Any, Slot]]]:
    """While it lasts, WeasyPrint lays readable text under every line that has Arabic letters, under what is raised
    above its line, and under every line of a document or page from right to left. Does nothing with another version
    than the one it knows.

    With `digits`, those of every language, late marks are left open: each stream with its slots is in the list.
    """
    import weasyprint

    known = _Known(is_right_to_left, digits or {})
    with _ONE_AT_A_TIME:
        kept = _changed(known) if weasyprint.__version__ == VERSION else []
        try:
            yield known.slots
        finally:
            for module, name, function in kept:
                setattr(module, name, function)


def _changed(known: _Known) -> list[tuple[Any, str, _Function]]:
    """Put our functions in the place of WeasyPrint's, and give those back."""
    from weasyprint import document, draw, pdf
    from weasyprint.draw import text

    kept: list[tuple[Any, str, _Function]] = [
        (document, "draw_page", document.draw_page),
        (text, "draw_first_line", text.draw_first_line),
        (draw, "draw_inline_level", draw.draw_inline_level),
        (pdf, "build_fonts_dictionary", pdf.build_fonts_dictionary),
    ]
    own = text.draw_first_line
    document.draw_page = _with_direction(document.draw_page, known)
    text.draw_first_line = _laid_under(own, known)
    if known.digits:
        text.draw_first_line = _left_open(own, text.draw_first_line, known)
    draw.draw_inline_level = _from_the_left(draw.draw_inline_level, known)
    pdf.build_fonts_dictionary = _with_font(pdf.build_fonts_dictionary)
    return kept


@dataclass(slots=True)
class _Known:
    """What drawing has to know: the direction of the document and that of most letters of the page at hand, by how many
    letters and marks from left to right that has more than others as poppler counts, where each box of text stands,
    the levels of lines with boxes that are raised above them, the slots left open so far, each with its stream, and the
    line drawn last."""

    is_right_to_left: bool
    digits: Mapping[str, str]
    on_right_to_left_page: bool = False
    surplus: int = 0
    settings: dict[Any, Setting] = field(default_factory=dict)
    levels: dict[Any, _Level] = field(default_factory=dict)
    slots: list[tuple[Any, Slot]] = field(default_factory=list)
    last: Any = None


def _with_direction(draw: _Function, known: _Known) -> _Function:
    """Counts a page's letters before it is drawn, as poppler does. Should the marks of the layer make it change its
    mind, more marks in a corner of the page hold it."""

    def draw_page(page: Any, stream: Any) -> Any:
        from weasyprint.formatting_structure import boxes

        inside = list(page.descendants())
        known.surplus = surplus("".join(box.text for box in inside if isinstance(box, boxes.TextBox)))
        turned = [box for box in inside if isinstance(box, boxes.LineBox) and box.style["direction"] == "rtl"]
        known.on_right_to_left_page = known.surplus < _MARKS * len(turned) or _has_late(turned, known)
        known.last = None
        draw(page, stream)
        stream._fonts.setdefault(layer.FONT, None)
        at = page.content_box_x(), page.width, page.margin_height()
        stream.stream.append(layer.spread(*at).encode())
        is_mixed = 0 < len(turned) < sum(isinstance(box, boxes.LineBox) for box in inside)
        beyond = _FURNITURE if is_mixed and known.on_right_to_left_page != known.is_right_to_left else 0
        if marks := layer.missing(known.surplus, known.on_right_to_left_page, beyond):
            stream.stream.append(layer.held(marks, page.margin_height()).encode())

    return draw_page


def _has_late(lines: list[Any], known: _Known) -> bool:
    """Whether a late mark is in a line from right to left. On a page from left to right poppler would get that line
    as a whole, which cannot be written before the number is known."""
    return any(late_kind(box, known.digits) for line in lines for box, _ in _texts(line))


def _laid_under(draw: _Function, known: _Known) -> _Function:
    """Silences the glyphs that `draw` shows, and shows readable text instead, which nobody sees. What is raised gets
    the level of its line: readers begin a new one where the baseline or the size changes."""

    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        if not _wants_layer(textbox, known):
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.stream.append(layer.SILENT.encode())
        emojis = draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.end_marked_content()
        setting = known.settings.get(textbox) or _alone(textbox, known)
        line = pieces(_runs(textbox.pango_layout), setting)
        known.surplus += layer.marks(line)
        _, _, _, _, x, y = matrix.values
        y, font_size = known.levels.get(textbox, (y, textbox.style["font_size"]))
        size = round(font_size * 0.75, 2)
        stream._fonts.setdefault(layer.FONT, None)
        stream.set_font_size(layer.FONT, size)
        stream.stream.append(layer.operators(line, x, y, size).encode())
        return emojis

    return draw_first_line


def _left_open(show: _Function, draw: _Function, known: _Known) -> _Function:
    """Leaves the place of late marks open; draws all else."""

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        kind = late_kind(textbox, known.digits)
        if not kind:
            return draw(stream, textbox, *rest)
        setting = known.settings.get(textbox) or _alone(textbox, known)
        under = setting if _wants_layer(textbox, known) else None
        ten = known.digits.get(textbox.style["lang"] or "", "0123456789")
        slot = opened(stream, textbox, kind, len(known.slots), ten, under, lambda: show(stream, textbox, *rest))
        known.slots.append((stream, slot))
        return []

    return draw_first_line


def _wants_layer(textbox: Any, known: _Known) -> bool:
    text, size = textbox.text, textbox.style["font_size"]
    setting = known.settings.get(textbox) or _alone(textbox, known)
    is_turned = known.is_right_to_left or known.on_right_to_left_page or _is_open_head(textbox)
    wanted = is_turned or textbox in known.levels or _ARABIC.search(setting.before + text + setting.after)
    return bool(wanted and text.replace(BREAK, "").strip() and size >= 1e-6 and not _BEYOND.search(text))


def _is_open_head(textbox: Any) -> bool:
    """Whether a text is of a margin, which has no element, and ends with a sign: binding puts it on pages of either
    direction, where poppler would turn that sign round."""
    return textbox.element is None and poppler_kind(textbox.text.rstrip()[-1:] or "x") != "ltr"


def _runs(layout: Any) -> list[Run]:
    """The runs of the layout's first line in logical order."""
    from weasyprint.text.ffi import FROM_UNITS, ffi

    encoded = layout.text.encode()
    line, _ = layout.get_first_line()
    found: dict[int, Run] = {}
    node, x = line.runs[0], 0.0
    while node != ffi.NULL:
        item, glyphs = node.data.item, node.data.glyphs
        reach: dict[int, tuple[float, float]] = {}
        for glyph, cluster in zip(
            glyphs.glyphs[0 : glyphs.num_glyphs], glyphs.log_clusters[0 : glyphs.num_glyphs], strict=True
        ):
            left, x = x, x + glyph.geometry.width * FROM_UNITS
            before = reach.get(cluster, (left, x))
            reach[cluster] = min(before[0], left), max(before[1], x)
        text = encoded[item.offset : item.offset + item.length].decode()
        turned = bool(item.analysis.level % 2)
        found[item.offset] = Run(text, tuple(_edges(text, reach, turned)), turned)
        node = node.next
    return [found[offset] for offset in sorted(found)]


def _edges(
    text: str, reach: Mapping[int, tuple[float, float]], is_right_to_left: bool
) -> Iterator[tuple[float, float]]:
    """Where each character begins and ends: those of one cluster share it evenly. `reach` is by byte."""
    shared: list[list[str]] = []
    place = 0
    for character in text:
        if place in reach or not shared:
            shared.append([])
        shared[-1].append(character)
        place += len(character.encode())
    for (left, right), characters in zip((reach[start] for start in sorted(reach)), shared, strict=True):
        step = (right - left) / len(characters)
        for i in range(len(characters)):
            yield (
                (right - (i + 1) * step, right - i * step)
                if is_right_to_left
                else (left + i * step, left + (i + 1) * step)
            )


def _from_the_left(draw: _Function, known: _Known) -> _Function:
    """Draws the boxes of a line from right to left beginning at the left: pdfium reads them in this order. Before
    that it notes where each stands."""

    def draw_inline_level(stream: Any, page: Any, box: Any, *rest: Any, **named: Any) -> None:
        from weasyprint.formatting_structure import boxes

        if isinstance(box, boxes.LineBox):
            if _is_read_apart(box, known):
                stream._fonts.setdefault(layer.FONT, None)
                stream.stream.append(layer.parting(_PARTING, len(known.settings)).encode())
            _note(known.settings, _settings(box, known))
            _note(known.levels, _levels(box))
        logical = getattr(box, "children", ())
        turned = isinstance(box, (boxes.InlineBox, boxes.LineBox)) and box.style["direction"] == "rtl"
        if not turned or len(logical) < 2:
            draw(stream, page, box, *rest, **named)
            return
        box.children = sorted(logical, key=_place)
        try:
            draw(stream, page, box, *rest, **named)
        finally:
            box.children = logical

    return draw_inline_level


def _is_read_apart(line: Any, known: _Known) -> bool:
    """Whether a line stands beside the one drawn before it, and is of the other direction: in two languages side by
    side pdfium would take both for one line. Of several boxes from right to left pdfium may end a line between two,
    where the glyphs of Nastaliq stand high and low: what stands beside would come into its midst."""
    if any(box in known.settings for box, _ in _texts(line)):
        return False  # it is part of a line that was noted
    last, known.last = known.last, line
    if last is None or not _are_beside(last, line):
        return False
    direction = last.style["direction"]
    return bool(direction != line.style["direction"] or (direction == "rtl" and len(_texts(last)) > 1))


def _are_beside(one: Any, other: Any) -> bool:
    above, below = sorted((one, other), key=lambda line: line.position_y)
    return bool(below.position_y < above.position_y + above.height)


def _note(noted: dict[Any, Any], found: Iterator[tuple[Any, Any]]) -> None:
    """Keep what is new: a line in a line is known already."""
    for box, value in found:
        noted.setdefault(box, value)


def _place(child: Any) -> float:
    place: float = getattr(child, "box", child).position_x
    return place


def _alone(box: Any, known: _Known) -> Setting:
    turned = box.style["direction"] == "rtl"
    return Setting(known.is_right_to_left, known.on_right_to_left_page, turned, turned)


def _levels(line: Any) -> Iterator[tuple[Any, _Level]]:
    """The boxes of a line that don't stand on the baseline of its longest, and that one's baseline and size."""
    found = [box for box, _ in _texts(line)]
    if not found:
        return
    common = _level(max(found, key=lambda box: len(box.text)))
    yield from ((box, common) for box in found if abs(_level(box)[0] - common[0]) > _RAISED)


def _level(box: Any) -> _Level:
    return box.position_y + box.baseline, box.style["font_size"]


def _texts(line: Any) -> list[tuple[Any, str]]:
    """The boxes of what one reads as one line, and their texts: those of a block in it with blanks around, if it has no
    other line, and the number of a note with the blank after it, which the style sheet makes."""
    from weasyprint.formatting_structure import boxes

    found: list[tuple[Any, str]] = []
    for child in line.children:
        inner = getattr(child, "box", child)
        inside: Any = getattr(inner, "children", ())
        if isinstance(inner, boxes.TextBox):
            found.append((inner, inner.text))
        elif isinstance(inner, boxes.InlineBox):
            blank = " " if inner.element_tag.endswith("::footnote-marker") else ""
            found += ((box, text + blank) for box, text in _texts(inner))
        elif len(inside) == 1 and isinstance(inside[0], boxes.LineBox):
            found += ((box, f" {text} ") for box, text in _texts(inside[0]))
    return found


def _settings(line: Any, known: _Known) -> Iterator[tuple[Any, Setting]]:
    on_right_to_left = line.style["direction"] == "rtl"
    page = known.on_right_to_left_page
    texts = _texts(line)
    at_the_right = begins_at_the_right("".join(text for _, text in texts), known.is_right_to_left)
    for found in _stretches(texts, known, at_the_right != on_right_to_left):
        for place, (box, _) in enumerate(found):
            before, after = ("".join(text for _, text in part) for part in (found[:place], found[place + 1 :]))
            turned = box.style["direction"] == "rtl"
            yield box, Setting(known.is_right_to_left, page, on_right_to_left, turned, before, after)


def _stretches(found: list[tuple[Any, str]], known: _Known, is_whole: bool) -> list[list[tuple[Any, str]]]:
    """What of a line is written together. Where that is the whole line, it cannot hold a number that is still open: a
    late mark stands by itself."""
    if not (is_whole and known.digits):
        return [found]
    parts = groupby(found, lambda one: id(one[0]) if late_kind(one[0], known.digits) else 0)
    return [list(part) for _, part in parts]


def _with_font(build: _Function) -> _Function:
    """Adds the layer's font when a page uses it."""

    def build_fonts_dictionary(pdf: Any, fonts: Any, compress: bool, subset: bool, options: Any) -> Any:
        is_used = layer.FONT in fonts
        fonts.pop(layer.FONT, None)
        built = build(pdf, fonts, compress, subset, options)
        if is_used:
            built[layer.FONT] = layer_font(pdf)
        return built

    return build_fonts_dictionary
