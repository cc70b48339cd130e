"""A picture's bytes → what in it would make a build slow, or large, or do more than show a picture; else nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

MOST_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
MOST_ELEMENTS = 50_000
"""Of a drawing, those counted again that it uses again."""

DEEPEST = 100

_ACTIVE = ("script", "foreignObject", "iframe", "audio", "video", "handler")
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_SAVE_PLAIN = "save it as plain SVG from your drawing program"
_SAVE_SMALLER = "save it smaller: 4000 pixels at its longer side are enough for a whole page"
_SIMPLIFY = "simplify it in your drawing program, or save it as PNG"

Fault = tuple[str, str]
"""What is wrong with the picture, to follow its name, and how to mend it."""


def picture_fault(content: bytes, suffix: str) -> Fault | None:
    """The first thing that is wrong with a picture; `suffix` says what kind of file it is, as `.png`."""
    if len(content) > MOST_BYTES:
        return f"has {len(content) // 1_000_000} megabytes", _SAVE_SMALLER
    return _drawing_fault(content) if suffix == ".svg" else _photograph_fault(content)


def _photograph_fault(content: bytes) -> Fault | None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None  # what cannot be opened is told by what sets it
    if width * height > MOST_PIXELS:
        return f"is {width} × {height} pixels large", _SAVE_SMALLER
    return None


def _drawing_fault(content: bytes) -> Fault | None:
    if _ENTITY.search(content):
        return "defines entities", _SAVE_PLAIN
    try:
        root = _root(content)
    except ElementTree.ParseError as fault:
        return f"is no SVG that can be read: {fault}", _SAVE_PLAIN
    except _TooDeep:
        return f"has elements more than {DEEPEST} deep in each other", _SIMPLIFY
    if active := next(_active(root), ""):
        return f"holds {active}", _SAVE_PLAIN
    drawn = _Drawn({one.attrib["id"]: one for one in root.iter() if "id" in one.attrib})
    if drawn.count(root) > MOST_ELEMENTS:
        return f"draws more than {MOST_ELEMENTS:,} elements", _SIMPLIFY
    return None


class _TooDeep(Exception):
    pass


def _root(content: bytes) -> ElementTree.Element:
    """The drawing's outermost element. Raises `ElementTree.ParseError`, or `_TooDeep` as soon as that is certain."""
    depth = 0
    for event, _ in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise _TooDeep
    return ElementTree.fromstring(content)


def _active(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name in _ACTIVE:
            yield f"`<{name}>`"
        for key, value in element.attrib.items():
            if key.startswith("on"):
                yield f"`{key}=`"
            if key in _HREFS and re.match(r"\s*javascript:", value, re.IGNORECASE):
                yield "a link to a script"


class _Drawn:
    """Counts what a drawing draws; what is over the limit is not counted to its end."""

    def __init__(self, named: dict[str, ElementTree.Element]) -> None:
        self.named = named
        self.known: dict[ElementTree.Element, int] = {}

    def count(self, element: ElementTree.Element) -> int:
        if element in self.known:
            return self.known[element]
        self.known[element] = MOST_ELEMENTS + 1  # whatever uses what it is in has no end
        count = 1 + sum(map(self.count, element))
        if element.tag.endswith("}use") and (used := self._used(element)) is not None:
            count += self.count(used)
        self.known[element] = min(count, MOST_ELEMENTS + 1)
        return self.known[element]

    def _used(self, element: ElementTree.Element) -> ElementTree.Element | None:
        href = next((element.attrib[key] for key in _HREFS if key in element.attrib), "")
        return self.named.get(href.removeprefix("#"))
