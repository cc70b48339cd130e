"""A document's style sheet → WeasyPrint's rules, read once for all documents that have the same one. Same bytes.

Every part of a manual has the same style sheet, and to read it takes longer than to set a short part. Leans on the
internals of one version; `engine_lines` switches it on.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

LIMIT = 32
"""How many style sheets are remembered: a language in a profile has three."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet that has been read, and the counter styles that it defines."""

    css: tuple[Any, ...]
    counter_styles: dict[str, Any]


@dataclass(slots=True)
class Sheets:
    """Style sheets by their texts, those that were asked for last."""

    read: OrderedDict[str, Sheet] = field(default_factory=OrderedDict)

    def find(self, text: str) -> Sheet | None:
        if text in self.read:
            self.read.move_to_end(text)
        return self.read.get(text)

    def keep(self, text: str, sheet: Sheet) -> None:
        self.read[text] = sheet
        if len(self.read) > LIMIT:
            self.read.popitem(last=False)


def reading(sheets: Sheets, fonts: Any) -> Iterator[tuple[Any, str, Any]]:
    """What changes in WeasyPrint for documents that are set in these fonts: module, name, and what takes its place."""
    from weasyprint import css

    yield css, "find_stylesheets", _remembering(css.find_stylesheets, sheets, fonts)


def _remembering(find: Callable[..., Iterator[Any]], sheets: Sheets, fonts: Any) -> Callable[..., Iterator[Any]]:
    from weasyprint.css import get_child_text
    from weasyprint.css.counters import CounterStyle

    def find_stylesheets(
        root: Any, media: str, fetcher: Any, base: str, font_config: Any, counters: Any, *rest: Any
    ) -> Iterator[Any]:
        elements = [wrapper.etree_element for wrapper in root.query_all("style", "link")]
        is_plain = len(elements) == 1 and elements[0].tag == "style" and not elements[0].attrib
        if not is_plain or font_config is not fonts:
            yield from find(root, media, fetcher, base, font_config, counters, *rest)
            return
        text = get_child_text(elements[0])
        sheet = sheets.find(text)
        if sheet is None:
            known = CounterStyle(counters)
            with _listening() as said:
                css = tuple(find(root, media, fetcher, base, font_config, known, *rest))
            sheet = Sheet(css, {name: style for name, style in known.items() if counters.get(name) is not style})
            if not said:  # what is wrong with one is told each time
                sheets.keep(text, sheet)
        counters.update(sheet.counter_styles)
        yield from sheet.css

    return find_stylesheets


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint has to say meanwhile."""
    heard: list[logging.LogRecord] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record)

    listener, logger = Listener(logging.WARNING), logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
