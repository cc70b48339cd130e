"""The structure tree of a document as values: elements, and what on the pages belongs to each (ISO 32000-1 14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Index", "TOCI"})
"""What holds blocks and no text of its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked content: the page's index, and the content's number on it."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotation (as the engine has it) on a page."""

    page: int
    annotation: Any


@dataclass(eq=False, slots=True)
class Node:
    """A structure element: its type, what it holds, the language it is in, and its attributes.

    `language` is what holds for the element, inherited or not; `box` is in CSS pixels from the top left of the page:
    left, top, right, bottom. `words` is the text of a link, the name of a region or the summary of a table; `title`
    is the reference of a verse.
    """

    role: str
    parent: Node | None
    language: str
    tag: str = ""
    kids: list[Node | Mark | Annotated] = field(default_factory=list)
    attributes: dict[str, str | int] = field(default_factory=dict)
    alt: str = ""
    id: str = ""
    box: tuple[float, float, float, float] | None = None
    words: str = ""
    title: str = ""

    @property
    def own_language(self) -> str:
        """The language, where it is another than that around."""
        return "" if self.parent and self.parent.language == self.language else self.language

    @property
    def open_paragraph(self) -> Node | None:
        """The paragraph at the end that was made for text without one."""
        last = self.kids[-1] if self.kids else None
        return last if isinstance(last, Node) and last.role == "P" and not last.tag else None

    @property
    def phrasing(self) -> Node:
        """Where text and what runs with it goes: what groups blocks holds none itself."""
        return self if self.role not in GROUPING else self.open_paragraph or self.add("P")

    def add(self, role: str, tag: str = "", language: str = "") -> Node:
        """A new last child."""
        child = Node(role, self, language or self.language, tag)
        self.kids.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


@dataclass(frozen=True, slots=True)
class Structure:
    """A document's tree, and for each page the marked content that is no part of it.

    `artifacts` maps the number of a mark to what it is: "Header", "Footer" or, at the sides, "Pagination" in the
    margins, else "".
    """

    root: Node
    artifacts: tuple[Mapping[int, str], ...]
