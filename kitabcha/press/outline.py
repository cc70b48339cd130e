"""Bookmarks in the order of reading → the outline that viewers show beside the pages (ISO 32000-1 12.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kitabcha.press.parts import Bookmark


def add_outline(pdf: Any, bookmarks: Iterable[tuple[Bookmark, Any]]) -> None:
    """Give a PDF its outline: each bookmark with its destination, below the last one of a lesser level."""
    from pikepdf import Dictionary, Name, String

    root = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=0))
    above: list[tuple[int, Any]] = [(0, root)]
    for bookmark, destination in bookmarks:
        while above[-1][0] >= bookmark.level:
            above.pop()
        item = pdf.make_indirect(Dictionary(Title=String(bookmark.title), Dest=destination))
        _hang(item, above[-1][1])
        for _, parent in above:
            parent.Count = int(parent.get("/Count", 0)) + 1
        above.append((bookmark.level, item))
    pdf.Root.Outlines = root


def _hang(item: Any, parent: Any) -> None:
    """Make an item the last one below another."""
    item.Parent = parent
    if "/Last" in parent:
        item.Prev, parent.Last.Next = parent.Last, item
    else:
        parent.First = item
    parent.Last = item
