"""WeasyPrint's breaking of lines, each line broken and shaped once: what it came to is remembered, and a line is drawn
from the very layout that it was measured by. Same bytes. Leans on the internals of one version.

WeasyPrint asks for the same line again wherever it makes a page, a table's column or a line beside a float again: in
Urdu nearly four times. Two pieces: `breaking` remembers, `drawing` keeps the layouts until they are drawn. Three more
pieces are of the same kind, for style sheets (`engine_styles`) and for the values of styles (`engine_values`).
"""

from __future__ import annotations

import atexit
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from threading import Lock
from types import MappingProxyType
from typing import Any

from kitabcha.press.engine_styles import Sheets, reading
from kitabcha.press.engine_values import computing, resolving

VERSION = "70.0"
LIMIT = 20_000
"""How many lines are remembered, about 500 pages; those that were asked for last."""

# All that `split_first_line`, and what it calls, read of a style: text/line_break.py and text/fonts.py.
_PROPERTIES = (
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
    "direction",
    "white_space",
    "word_spacing",
    "letter_spacing",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "overflow_wrap",
    "word_break",
    "tab_size",
)
_values = itemgetter(*_PROPERTIES)
_SEPARATOR = re.compile("[\n\r\u2028\u2029]")
_ONE_AT_A_TIME = Lock()
_Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Line:
    """What a line came to: the state of its layout, where the next line begins, and its measures."""

    layout: Mapping[str, Any]
    measures: tuple[Any, ...]


@dataclass(slots=True)
class Memo:
    """Lines set in the fonts of one configuration, and how often they were asked for."""

    fonts: Any
    lines: OrderedDict[Hashable, Line] = field(default_factory=OrderedDict)
    sheets: Sheets = field(default_factory=Sheets)
    hits: int = 0
    misses: int = 0
    measured: list[Line] = field(default_factory=list)
    """The lines that were measured anew in this document, and may yet have their layouts."""

    def find(self, key: Hashable) -> Line | None:
        line = self.lines.get(key)
        if line is None:
            self.misses += 1
            return None
        self.hits += 1
        self.lines.move_to_end(key)
        return line

    def keep(self, key: Hashable, line: Line) -> None:
        self.lines[key] = line
        self.measured.append(line)
        if len(self.lines) > LIMIT:
            self.lines.popitem(last=False)

    def forget_layouts(self) -> None:
        """Let go of the layouts that nothing was drawn from: they cost twenty times what the rest does."""
        for line in self.measured:
            line.layout.get("kept", []).clear()
        self.measured.clear()


@lru_cache(maxsize=1)
def memo(faces: Hashable) -> Memo:
    """The fonts and lines of documents with the same `faces`: all that tells their fonts, rules and files. Those of the
    last ones only; a font stays loaded from one document to the next."""
    from weasyprint.text.fonts import FontConfiguration

    return Memo(FontConfiguration())


atexit.register(memo.cache_clear)  # while WeasyPrint can still remove the files that it copied


@contextmanager
def remembered_lines(memo: Memo, pieces: frozenset[str] | None = None) -> Iterator[None]:
    """While it lasts, WeasyPrint breaks no line of a document with `memo.fonts` twice. `pieces` is for tests. Does
    nothing with another version than the one it knows."""
    import weasyprint

    chosen = frozenset(_PATCHES) if pieces is None else pieces
    with _ONE_AT_A_TIME:
        changed = _changes(memo, chosen) if weasyprint.__version__ == VERSION else ()
        own = [(module, name, getattr(module, name)) for module, name, _ in changed]
        for module, name, ours in changed:
            setattr(module, name, ours)
        try:
            yield
        finally:
            for module, name, theirs in own:
                setattr(module, name, theirs)
            memo.forget_layouts()


def _changes(memo: Memo, pieces: frozenset[str]) -> Sequence[tuple[Any, str, Any]]:
    return [change for piece, make in _PATCHES.items() if piece in pieces for change in make(memo)]


# --- breaking -------------------------------------------------------------------------------------------------


def _breaking(memo: Memo) -> Iterator[tuple[Any, str, Any]]:
    from weasyprint.layout import inline, preferred
    from weasyprint.text import line_break

    split = _remembering(line_break.split_first_line, memo)
    for module in (line_break, inline, preferred):
        yield module, "split_first_line", split


def _remembering(split: _Function, memo: Memo) -> _Function:
    from weasyprint.text import line_break

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> tuple[Any, ...]:
        asked = (text, style, context, max_width, justification_spacing, is_line_start, minimum)
        values = _read(style) if style.font_config is memo.fonts else None
        if values is None:
            return tuple(split(*asked))
        key = (text, values, max_width, justification_spacing, is_line_start, minimum)
        line = memo.find(key)
        if line is None:
            layout, *measures = split(*asked)
            memo.keep(key, Line(dict(vars(layout)), tuple(measures)))
            return layout, *measures
        layout = line_break.Layout.__new__(line_break.Layout)
        vars(layout).update(line.layout)
        return layout, *line.measures

    return split_first_line


def _read(style: Any) -> Hashable | None:
    """The values that a line depends on; None where one is no value but a sum that reads more of the style."""
    values = (*_values(style), style["text_decoration_line"] == "none")
    try:
        return values if _are_plain(values) else None
    except TypeError:  # a list: the text of a picture
        return None


@lru_cache(maxsize=4096)
def _are_plain(values: tuple[object, ...]) -> bool:
    """Whether they are made of strings and numbers, as all are but `calc()` with what cannot be known yet."""
    return all(_are_plain(value) if isinstance(value, tuple) else _is_plain(value) for value in values)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


# --- drawing --------------------------------------------------------------------------------------------------


def _drawing(memo: Memo) -> Iterator[tuple[Any, str, Any]]:
    from weasyprint.text import line_break

    yield line_break, "Layout", _kept_layout(line_break.Layout)


@cache
def _kept_layout(plain: type[Any]) -> type[Any]:
    """WeasyPrint's layout, which it gives up after measuring, and makes and shapes again for drawing."""
    from weasyprint.text.ffi import ffi, pango

    class Layout(plain):  # type: ignore[misc]
        def set_text(self, text: str, justify: bool = False) -> None:
            # Drawing asks for this mode, and to change it then would mean to shape again.
            pango.pango_layout_set_single_paragraph_mode(self.layout, not _SEPARATOR.search(text))
            super().set_text(text, justify)

        def deactivate(self) -> None:
            if "kept" not in vars(self):
                self.kept = [(_read(self.style), self.layout, self.language)] if self._is_kept() else []
            super().deactivate()

        def _is_kept(self) -> bool:
            """Whether it is as drawing wants it: one line, nothing spread, and no way of breaking of its own."""
            is_plain = not self.justification_spacing and self.style["overflow_wrap"] == "normal"
            is_plain = is_plain and self.style["word_break"] == "normal" and not _SEPARATOR.search(self.text)
            return is_plain and bool(pango.pango_layout_get_line_readonly(self.layout, 1) == ffi.NULL)

        def reactivate(self, style: Any) -> None:
            kept = vars(self).get("kept")
            read, layout, language = kept.pop() if kept else (None, None, None)
            if read is None or read != _read(style):
                super().reactivate(style)
            else:
                self.style, self.layout, self.language = style, layout, language

    return Layout


_PATCHES: Mapping[str, Callable[[Memo], Iterator[tuple[Any, str, Any]]]] = MappingProxyType(
    {
        "breaking": _breaking,
        "drawing": _drawing,
        "reading": lambda memo: reading(memo.sheets, memo.fonts),
        "computing": lambda memo: computing(),
        "resolving": lambda memo: resolving(),
    }
)
