"""WeasyPrint's drawing of lists, changed so that an item's marker is drawn with its first line, not after all else on
the page: readers that take text in the order of drawing, such as pdfium, then give "1." where it stands. Nothing looks
different. Leans on the internals of one version, as `engine_text` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from kitabcha.press.engine_text import VERSION

_ONE_AT_A_TIME = Lock()


@contextmanager
def markers_in_their_lines() -> Iterator[None]:
    """While it lasts, WeasyPrint draws markers with their lines. Does nothing with another version than the one it
    knows."""
    import weasyprint
    from weasyprint import document

    with _ONE_AT_A_TIME:
        own = document.draw_page

        def draw_page(page: Any, stream: Any) -> Any:
            with _moved(page):
                return own(page, stream)

        if weasyprint.__version__ == VERSION:
            document.draw_page = draw_page
        try:
            yield
        finally:
            document.draw_page = own


@contextmanager
def _moved(page: Any) -> Iterator[None]:
    """A page's boxes with every marker in its line; as they were afterwards, for tags tell a marker from its item."""
    kept = []
    for item in list(page.descendants()):
        if (place := _place_of_marker(item)) is None:
            continue
        words = _lines_in(item.children[place])
        line = next((line for line in _lines_in(item, place) if words and _is_beside(words[0], line)), None)
        if line:
            kept += [(item, item.children), (line, line.children)]
            item.children = [child for child in item.children if child is not item.children[place]]
            line.children = [*words[0].children, *line.children]
    try:
        yield
    finally:
        for box, children in reversed(kept):
            box.children = children


def _place_of_marker(item: Any) -> int | None:
    """Which child of a box is its marker, if one is."""
    children = getattr(item, "children", ())
    return next((place for place, child in enumerate(children) if getattr(child, "is_outside_marker", False)), None)


def _lines_in(box: Any, but: int = -1) -> list[Any]:
    """The lines in a box, but for those of one of its children, in order."""
    from weasyprint.formatting_structure import boxes

    found: list[Any] = []
    for place, child in enumerate(getattr(box, "children", ())):
        if place != but:
            found += [child] if isinstance(child, boxes.LineBox) else _lines_in(child)
    return found


def _is_beside(marker: Any, line: Any) -> bool:
    """Whether a line stands where a marker does."""
    middle: float = marker.position_y + marker.height / 2
    return bool(line.position_y <= middle <= line.position_y + line.height)
