"""The page boxes of a laid-out document → one structure tree, as PDF/UA-1 wants it.

An HTML element is one node of the tree however many lines and pages it is spread over. Of a box this reads only what
WeasyPrint's boxes have in common: `element`, `element_tag`, `children`, `link_annotation`, `content_box_x()`,
`content_box_y()`, `width` and `height` in CSS pixels, and, where it has them, `text` and `at_keyword`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kitabcha.press.elements import Known, made
from kitabcha.press.structure import GROUPING, Annotated, Mark, Node, Structure

_FURNITURE = MappingProxyType({"@top": "Header", "@bottom": "Footer", "@left": "Pagination", "@right": "Pagination"})
_MAY_BE_EMPTY = frozenset({"Document", "TD", "TH"})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: the page, the node that holds what comes, and what all of it is if it is an artifact."""

    page: int
    node: Node
    artifact: str | None = None


@dataclass(slots=True)
class _Tagger:
    """The walk's memory: `marks` and `artifacts` of the page at hand, the rest of all pages so far."""

    known: Known = field(default_factory=Known)
    first_pages: dict[Any, int] = field(default_factory=dict)
    marks: Mapping[Any, int] = field(default_factory=dict)
    artifacts: dict[int, str] = field(default_factory=dict)


def structure(pages: Iterable[Any], marks: Sequence[Mapping[Any, int]], language: str, beneath: int = 0) -> Structure:
    """The tree of a document. `pages` are its page boxes; `marks` has each page's numbers of its boxes' content;
    `beneath` is how many levels of headings stand above it: 0 for a whole book, 1 for a part under the book's title."""
    root = Node("Document", None, language)
    tagger = _Tagger(Known(beneath=beneath))
    artifacts = []
    for page, (page_box, tagger.marks) in enumerate(zip(pages, marks, strict=True)):
        tagger.artifacts = {}
        _walk(page_box, _Place(page, root), tagger)
        artifacts.append(tagger.artifacts)
    _finish(root)
    return Structure(root, tuple(artifacts))


def _walk(box: Any, place: _Place, tagger: _Tagger) -> None:
    box = getattr(box, "_box", box)  # what is positioned stands behind a placeholder
    place = _entered(box, place, tagger)
    if box.link_annotation:
        _link_of(place.node).kids.append(Annotated(place.page, box.link_annotation))
    if box in tagger.marks:
        _mark(box, place, tagger)
    for child in getattr(box, "children", ()):
        _walk(child, place, tagger)


def _entered(box: Any, place: _Place, tagger: _Tagger) -> _Place:
    """The place inside a box: the node of its element, which is made where the box is the element's first."""
    if place.artifact is not None:
        return place
    if keyword := getattr(box, "at_keyword", ""):
        return _Place(place.page, place.node, _FURNITURE[keyword.partition("-")[0]])
    if box.element is None or hasattr(box, "text"):
        return place
    if _is_repeated(box.element, place.page, tagger):
        return _Place(place.page, place.node, "")
    key = (box.element, box.element_tag.partition("::")[2])
    if key not in tagger.known.nodes:
        tagger.known.nodes[key] = made(box, place.node, tagger.known)
    node = tagger.known.nodes[key]
    return _Place(place.page, node) if node else _Place(place.page, place.node, "")


def _is_repeated(element: Any, page: int, tagger: _Tagger) -> bool:
    """Whether it is a table's head or foot that an earlier page has had already."""
    return element.tag in {"thead", "tfoot"} and tagger.first_pages.setdefault(element, page) != page


def _mark(box: Any, place: _Place, tagger: _Tagger) -> None:
    number = tagger.marks[box]
    if place.artifact is not None:
        tagger.artifacts[number] = place.artifact
    elif not getattr(box, "text", "x").strip() and place.node.role in GROUPING and not place.node.open_paragraph:
        tagger.artifacts[number] = ""  # a blank between blocks
    else:
        place.node.phrasing.kids.append(Mark(place.page, number))


def _link_of(node: Node) -> Node:
    """The link that a node is or stands in."""
    around: Node | None = node
    while around and around.role != "Link":
        around = around.parent
    return around or node.phrasing.add("Link")


def _finish(node: Node) -> None:
    """Leave out what holds nothing, and make a span of a link that leads nowhere."""
    for kid in node.kids:
        if isinstance(kid, Node):
            _finish(kid)
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or kid.kids or kid.role in _MAY_BE_EMPTY]
    if node.role == "Link" and not any(isinstance(kid, Annotated) for kid in node.kids):
        node.role = "Span"
