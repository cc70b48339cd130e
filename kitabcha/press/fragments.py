"""A part's HTML → its elements, each as it was written: what is taken apart and put together again is the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from kitabcha.press.fonts import VOID

_TAG = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class Element:
    """An element of a part: its tag, its start as it was written, its attributes, and what is in it, as written."""

    tag: str
    start: str
    attributes: Mapping[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def inside(self) -> str:
        return "".join(map(str, self.children))

    def __str__(self) -> str:
        return self.start if self.tag in VOID else f"{self.start}{self.inside}</{self.tag}>"

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def words(self) -> str:
        """What it says, as one line without markup."""
        return words_of(self.children)


Node = Element | str


def parsed(body: str) -> list[Node]:
    """A part's HTML as elements. It is our own templates', so every element is closed."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return reader.open[0].children


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open = [Element("", "", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, self.get_starttag_text() or "", {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_entityref(self, name: str) -> None:
        self.open[-1].children.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.open[-1].children.append(f"&#{name};")


def elements_of(nodes: Sequence[Node]) -> list[Element]:
    return [node for node in nodes if isinstance(node, Element)]


def markup_of(nodes: Sequence[Node]) -> str:
    return "".join(map(str, nodes))


def words_of(nodes: Sequence[Node]) -> str:
    """What nodes say, as one line without markup."""
    return " ".join(unescape(_TAG.sub("", markup_of(nodes))).split())
