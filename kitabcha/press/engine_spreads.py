"""Pages of HTML in two languages → where both begin a new page (`spreads`). Leans on WeasyPrint's internals, of the one
version that `engine` checks: its pages are made one by one, and made again with a break where the other language has
one. Nothing is drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kitabcha.press import engine
from kitabcha.press.spreads import End, Seam, Side, in_step
from kitabcha.press.ties import TIE

_Path = tuple[int, ...]
"""A place in a tree of boxes: which child of which child. Noughts at the end are left out: a box begins where its first
child does."""


def facing(pages: Sequence[Any], fonts: Any) -> tuple[Side, ...]:
    """The sides of pages of HTML, as WeasyPrint reads them, with ties (`ties.tied`)."""
    engine.check_version()
    texts = [_Text.of(page, fonts) for page in pages]
    names = [name for name in texts[0].ties if all(name in text.ties for text in texts)]
    for text in texts:
        text.paths = [text.ties[name].path for name in names]
        text.boxes = [text.ties[name].box for name in names]
    seams = [max(text.ties[name].seam for text in texts) for name in names]
    return in_step(texts, names, seams)


# --- ties -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tie:
    path: _Path
    box: Any
    seam: Seam


def _ties(root: Any) -> Mapping[str, _Tie]:
    """Every tie before which WeasyPrint can end a page, by its name. Of such as begin in one place only the outermost
    is one."""
    found: dict[str, _Tie] = {}
    taken: set[_Path] = {()}
    for path, box in _boxes(root, ()):
        name, place = box.element.get(TIE) if box.element is not None else None, _without_noughts(path)
        if name and name not in found and place not in taken:
            taken.add(place)
            found[name] = _Tie(place, box, _seam(root, place))
    return found


def _boxes(parent: Any, path: _Path) -> Iterator[tuple[_Path, Any]]:
    """The boxes below one that pages can be parted between, each with its place."""
    from weasyprint.formatting_structure import boxes

    for index, box in enumerate(parent.children):
        here = (*path, index)
        if not box.is_in_normal_flow() or isinstance(box, boxes.LineBox):
            continue
        yield here, box
        is_in_columns = box.style["column_count"] != "auto" or box.style["column_width"] != "auto"
        if isinstance(box, boxes.BlockBox | boxes.TableBox | boxes.TableRowGroupBox) and not is_in_columns:
            yield from _boxes(box, here)


def _seam(root: Any, place: _Path) -> Seam:
    from weasyprint.layout.block import block_level_page_break

    around = [root]
    for index in place[:-1]:
        around.append(around[-1].children[index])
    before, after = around[-1].children[place[-1] - 1 : place[-1] + 1]
    if block_level_page_break(before, after).startswith("avoid"):
        return Seam.KEPT
    return Seam.INSIDE if any(box.style["break_inside"].startswith("avoid") for box in around) else Seam.FREE


def _without_noughts(path: _Path) -> _Path:
    while path and path[-1] == 0:
        path = path[:-1]
    return path


# --- pages ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Text:
    """A `Setter` of a page of HTML; `paths` and `boxes` are those of the ties that both texts have."""

    page: Any
    context: Any
    root: Any
    ties: Mapping[str, _Tie]
    paths: list[_Path] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    pages: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)
    """What the context held before the page that is tried."""

    @classmethod
    def of(cls, page: Any, fonts: Any) -> _Text:
        """As WeasyPrint begins to lay out a document (`Document._render`, `layout_document`)."""
        from weasyprint import DEFAULT_OPTIONS
        from weasyprint.css.counters import CounterStyle
        from weasyprint.document import Document
        from weasyprint.formatting_structure.build import build_formatting_structure
        from weasyprint.layout import initialize_page_maker

        counters = CounterStyle()
        context = Document._build_layout_context(page, fonts, counters, {}, dict(DEFAULT_OPTIONS))
        about = (context.style_for, context.get_image_from_uri, page.base_url, context.target_collector)
        root = build_formatting_structure(page.etree_element, *about, counters, context.footnotes)
        initialize_page_maker(context, root)
        context.rendered_notes = []
        return cls(page, context, root, _ties(root))

    @property
    def is_done(self) -> bool:
        return self.pages > 0 and self._resume_at is None and not self.context.reported_footnotes

    @property
    def _resume_at(self) -> Any:
        return self.context.page_maker[self.pages][0]

    def try_page(self) -> End:
        if self.is_done:
            return End(len(self.paths))
        self.before = {name: getattr(self.context, name).copy() for name in _STATE}
        return self._set()

    def end_before(self, tie: int) -> None:
        if tie < len(self.paths):
            self.leave()
            box = self.boxes[tie]
            box.style = box.style.copy()  # boxes that look the same share theirs
            box.style["break_before"] = "page"
            assert self._set() == End(tie), f"no page can end before this {box.element_tag}"
        self.keep()

    def keep(self) -> None:
        self.pages += 1

    def leave(self) -> None:
        for name, value in self.before.items():
            setattr(self.context, name, value.copy())

    def _set(self) -> End:
        """Set the next page; how far it reaches."""
        from weasyprint.layout.page import remake_page

        _, resume_at = remake_page(self.pages, self.context, self.root, self.page)
        if resume_at is None:
            return End(len(self.paths) - 1, True) if self.context.reported_footnotes else End(len(self.paths))
        place = _place(resume_at)
        tie = bisect_right(self.paths, place) - 1
        return End(tie, tie < 0 or self.paths[tie] != place)


_STATE = ("footnotes", "reported_footnotes", "page_footnotes", "broken_out_of_flow", "rendered_notes")
"""What of a context a page changes for the pages after it."""


def _place(resume_at: Any) -> _Path:
    path: list[int] = []
    while resume_at:
        index, resume_at = list(resume_at.items())[-1]
        path.append(index)
    return _without_noughts(tuple(path))
