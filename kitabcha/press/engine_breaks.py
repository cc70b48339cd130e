"""A page that would stay emptier than it need → the same page, fuller: what is kept together is let go there, and only
there. Leans on the internals of one version.

What a style sheet says is either an order or a wish. `avoid` is an order: what it is said of is never parted, as a
picture. `avoid-page` is a wish: a box is whole, or stays with the one after it, unless that would leave too much of a
page empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

WISH = "avoid-page"

QUARTER, TENTH = 0.25, 0.1
"""How much of a page may stay empty for the sake of what begins the next one: usually, and to save a page."""

_WORTH = 0.12
"""How much more of a page is filled, at least, where steps are parted that would rather stay together."""

_LITTLE, _MUCH = 0.08, 0.7
"""How much of a page is worth the look whether a box that begins the next one would be parted there as well; and how
much of a page's letters a box has to hold for that."""

_HEADING = 120
"""How many letters a heading has at most."""

_TRIED = 4
"""How many boxes are let go, one within the other or one after the other, to see whether the page gets fuller."""

_SIDES = ("break_before", "break_after")
_OF_A_PAGE = ("footnotes", "reported_footnotes", "page_footnotes", "broken_out_of_flow", "rendered_notes")
"""What of WeasyPrint's context a page changes for the pages after it."""


@contextmanager
def filled_pages(most: float) -> Iterator[None]:
    """While it lasts, no page that WeasyPrint makes has more than this share of it empty, if a wish is all that stands
    against it. No two threads may do so at the same time."""
    from weasyprint.layout import page

    own = page.remake_page
    page.remake_page = _filling(own, most)
    try:
        yield
    finally:
        page.remake_page = own


def last_page_filled(document: Any) -> float:
    """How much of its last page a laid-out document fills, from 0 to 1."""
    return 1 - _emptiness(document.pages[-1]._page_box)


def _filling(remake: Callable[..., Any], most: float) -> Callable[..., Any]:
    """Takes the place of `weasyprint.layout.page.remake_page`."""

    def remake_page(index: int, context: Any, root: Any, html: Any) -> Any:
        made = _Maker(lambda number: remake(number, context, root, html), index, context, root).best(most)
        if made.resume_at is not None:
            _end_with_their_last(made.page.children[0], made.resume_at)
        return made.page, made.resume_at

    return remake_page


class _Made(NamedTuple):
    """A page, and where the next one begins (None after the last)."""

    page: Any
    resume_at: Any

    @property
    def emptiness(self) -> float:
        return _emptiness(self.page)


class _Maker:
    """A page that may be made again with some boxes let go: what there was before, and the `styles` of the boxes."""

    def __init__(self, remake: Callable[[int], Any], index: int, context: Any, root: Any) -> None:
        self.remake, self.index, self.context, self.root = remake, index, context, root
        self.held = _held(context)
        self.styles: list[tuple[Any, Any]] = []

    def best(self, most: float) -> _Made:
        """The page that keeps the wishes, or what stands against `most` of it being empty let go."""
        made = _Made(*self.remake(self.index))
        while made.emptiness > most and not self._is_ended(made):
            fuller = self._fuller(made, most)
            if fuller is None:
                made = self._as_it_was() if self.styles else made
                break
            made = fuller
        if made.emptiness > _LITTLE and not self._is_ended(made):
            made = self._parted_once(made)
        return made

    def _fuller(self, made: _Made, most: float) -> _Made | None:
        """The page with a box let go; None where that brings nothing. What in the box would rather stay together is
        parted only where too much of the page would be empty otherwise."""
        for box in _wishes(self.root, made.resume_at):
            self._let_go(box)
            its_own = len(self.styles)
            self._let_go_inside(box)
            again = self._again()
            if again.emptiness >= made.emptiness:
                continue
            if len(self.styles) > its_own:
                self._restore(its_own)
                together = self._again()
                if together.emptiness <= min(most, again.emptiness + _WORTH):
                    again = together
                else:
                    self._let_go_inside(box)
                    again = self._again()
            self.styles.clear()
            return again
        return None

    def _parted_once(self, made: _Made) -> _Made:
        """The page with the box let go that begins the next one, if that page cannot hold it."""
        box = _first_wish(self.root, made.resume_at)
        if box is None or _letters(box) < _MUCH * _letters(made.page) / (1 - made.emptiness):
            return made
        after, known = _held(self.context), len(self.context.page_maker)
        _, goes_on = self.remake(self.index + 1)
        del self.context.page_maker[known:]
        _hold(self.context, after)
        if not _is_still_at(box, self.root, goes_on):
            return made
        self._let_go(box)
        again = self._again()
        return again if again.emptiness < made.emptiness else self._as_it_was()

    def _is_ended(self, made: _Made) -> bool:
        """Whether it is the last page, or a style sheet wants the one that follows, by what WeasyPrint knows of it."""
        if made.resume_at is None:
            return True
        _, begins, *_ = self.context.page_maker[self.index + 1]
        return begins["break"] != "any" or bool(begins["page"])

    def _let_go(self, box: Any) -> None:
        """Let the page end in a box, where nothing in it would rather stay together."""
        if box.style["break_inside"] == WISH:
            self._change(box, "break_inside")

    def _let_go_inside(self, box: Any) -> None:
        """Let the page end between all that a box holds; what in it is a box of its own stays whole."""
        for inner in box.descendants():
            for side in _SIDES:
                if inner.style[side] == WISH:
                    self._change(inner, side)

    def _change(self, box: Any, name: str) -> None:
        self.styles.append((box, box.style))
        box.style = box.style.copy()  # boxes that look the same share theirs
        box.style[name] = "auto"

    def _again(self) -> _Made:
        _hold(self.context, self.held)
        return _Made(*self.remake(self.index))

    def _as_it_was(self) -> _Made:
        """The page with nothing let go but what has made it fuller."""
        self._restore(0)
        return self._again()

    def _restore(self, first: int) -> None:
        """Give the boxes their styles back, from this place on in `styles`."""
        for box, style in reversed(self.styles[first:]):
            box.style = style
        del self.styles[first:]


def _held(context: Any) -> dict[str, Any]:
    return {name: getattr(context, name).copy() for name in _OF_A_PAGE}


def _hold(context: Any, held: dict[str, Any]) -> None:
    for name, value in held.items():
        setattr(context, name, value.copy())


def _letters(box: Any) -> int:
    return sum(len(inner.text) for inner in box.descendants() if hasattr(inner, "text"))


def _is_still_at(box: Any, parent: Any, resume_at: Any) -> bool:
    """Whether a page begins with a box, or within it."""
    from weasyprint.formatting_structure.boxes import ParentBox

    while resume_at and isinstance(parent, ParentBox):  # within a text it is letters that are counted
        index, resume_at = next(iter(resume_at.items()))
        parent = parent.children[index]
        if parent is box:
            return True
    return False


def _emptiness(page: Any) -> float:
    """How much of a page is empty below the last that stands on it, from 0 to 1; notes are as good as text."""
    from weasyprint.formatting_structure import boxes

    notes = sum(area.margin_height() for area in page.children if isinstance(area, boxes.FootnoteAreaBox))
    room = page.height - notes
    return float(1 - (_bottom(page.children[0]) - page.content_box_y()) / room) if room > 0 else 0.0


def _bottom(box: Any) -> float:
    """Where what is in a box ends: a box that goes on is drawn to the foot of its page."""
    from weasyprint.formatting_structure import boxes

    inside = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    if not inside or isinstance(box, boxes.LineBox | boxes.TableCellBox):
        return float(box.position_y + box.height)
    return max(map(_bottom, inside))


def _end_with_their_last(fragment: Any, resume_at: Any) -> None:
    """Have every box that goes on end below the last that stands in it, not at the foot of the page: the frame of one
    whose next line is overleaf is no empty room to write in."""
    from weasyprint.formatting_structure import boxes

    inside = [child for child in fragment.children if child.is_in_normal_flow()]
    if not inside:
        return
    last, rest = inside[-1], next(iter(resume_at.values()))
    if isinstance(last, boxes.BlockBox) and not _begins(rest):
        _end_with_their_last(last, rest)
    if isinstance(fragment, boxes.BlockBox):
        end = last.position_y + (last.height if isinstance(last, boxes.LineBox) else last.margin_height())
        fragment.height = min(fragment.height, end - fragment.content_box_y())


def _wishes(root: Any, resume_at: Any) -> Iterator[Any]:
    """The boxes that begin where a page goes on, or later: some that would rather be whole, the outer before the inner;
    then one that would rather stay with what is after it."""
    boxes = list(_boxes_from(root, resume_at))
    for name, count in (("break_inside", _TRIED), ("break_after", 1)):
        yield from islice((box for box in boxes if box.style[name] == WISH), count)


def _first_wish(root: Any, resume_at: Any) -> Any:
    """The box that begins where a page goes on, below its heading if it has one, and would rather be whole; or None."""
    letters = 0
    for box in _boxes_from(root, resume_at):
        if box.style["break_inside"] == WISH:
            return box
        letters += len(getattr(box, "text", ""))
        if letters > _HEADING:
            return None
    return None


def _boxes_from(parent: Any, resume_at: Any) -> Iterator[Any]:
    first, rest = next(iter(resume_at.items())) if resume_at else (0, None)
    for index, box in enumerate(parent.children[first:], first):
        goes_on = rest if index == first else None
        if not _begins(goes_on):
            pass  # it began on a page before
        elif box.is_in_normal_flow():
            yield box
        if hasattr(box, "children"):
            yield from _boxes_from(box, goes_on)


def _begins(resume_at: Any) -> bool:
    return not resume_at or all(index == 0 and _begins(rest) for index, rest in resume_at.items())
