"""The parts of one edition in two languages → parts in which each block stands beside its counterpart.

Both are the same templates over the same book, so their HTML has the same elements: one walk over both finds the pairs,
whatever the box. What is the same in both (a verse, an ornament, a picture, a figure in a table) stands once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from html import escape, unescape
from html.parser import HTMLParser
from itertools import takewhile
from types import MappingProxyType

from kitabcha.model import HtmlDocument, Language
from kitabcha.press.fonts import VOID

SEPARATOR = " · "
"""Between the two languages of a line that has room for no columns: titles, the outline, what a picture shows."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HOLDERS = frozenset({"li", "dt", "dd", "td", "th", "figcaption"})
"""What a list, table or picture must hold itself: the pair stands inside."""

_CELLS = frozenset({"td", "th"})
_BLOCKS = (
    _HEADINGS
    | _HOLDERS
    | frozenset(
        {
            *("blockquote", "div", "dl", "figure", "nav", "ol", "p", "pre", "section"),
            *("table", "tbody", "thead", "tr", "ul"),
        }
    )
)
_KEPT_WHOLE = frozenset({("cover", "dl"), ("imprint", "dl"), ("notes", "ol")})
"""Lists that stand whole beside each other: those of a few words, and notes, whose order is each language's own."""

_FIGURES = re.compile(r"[\d.,،–-]{1,6}( [\d.,،–-]{1,6}){0,3}")
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r'\sid="([^"]*)"')
_NOTE_LINK = re.compile(r'(\shref="#[^"]*---(?:note|call)-\d+)"')
_OWN_TONGUE = re.compile(r'\s(?:lang|dir)="[^"]*"')
_ENTRY = re.compile(r'data-of="([^"]*)"')
_USED = re.compile(r"---use-\d+-(\S+)")


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
        return _words(self.children)


Node = Element | str


def weave(
    first: Sequence[HtmlDocument], second: Sequence[HtmlDocument], languages: tuple[Language, Language]
) -> tuple[HtmlDocument, ...]:
    """The parts of the first edition, each with that of the same name in the second; the book is the first's."""
    others = {document.name: document for document in second}
    return tuple(_woven(document, others.get(document.name), languages) for document in first)


def _woven(first: HtmlDocument, second: HtmlDocument | None, languages: tuple[Language, Language]) -> HtmlDocument:
    if second is None:
        return first
    loom = _Loom(languages, first.kind)
    body = loom.nodes(parsed(first.body), [_renamed(node, languages[1].code) for node in parsed(second.body)])
    pictures = {**second.pictures, **first.pictures}
    used = {source: path for source, path in pictures.items() if f'src="{source}"' in body}
    return replace(first, body=body, pictures=MappingProxyType(used))


def _renamed(node: Node, language: str) -> Node:
    """What stands beside has no name of its own in the page, but for notes and their calls, which are not the first's.
    `attributes` keep the name: by it counterparts are found."""
    if isinstance(node, str):
        return node

    def name(match: re.Match[str]) -> str:
        is_note = "---note-" in match[1] or "---call-" in match[1]
        return f' id="{match[1]}-{language}"' if is_note else ""

    start = _NOTE_LINK.sub(rf'\1-{language}"', _ID.sub(name, node.start))
    return Element(node.tag, start, node.attributes, [_renamed(child, language) for child in node.children])


# --- reading --------------------------------------------------------------------------------------------------


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


# --- weaving --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Loom:
    """Weaves one part, of this kind."""

    languages: tuple[Language, Language]
    kind: str

    def nodes(self, first: Sequence[Node], second: Sequence[Node], around: Element | None = None) -> str:
        """What two elements hold, each child of one beside its counterpart in the other."""
        couples = _couples(_elements(first), _elements(second))
        return "\n".join(self._couple(one, other, around) for one, other in couples)

    def _couple(self, one: Element | None, other: Element | None, around: Element | None) -> str:
        if one and other:
            return self._both(one, other, around)
        return self._alone(one or other or Element("", "", {}), 0 if one else 1)

    def _both(self, one: Element, other: Element, around: Element | None) -> str:
        if _is_same(one, other) or one.tag == "svg":
            return str(one)
        if one.tag == "img":
            return _pictured(one, other)
        if one.tag in _HOLDERS:
            return self._held(one, other)
        if self._is_container(one, other, around):
            return f"{one.start}\n{self.nodes(one.children, other.children, one)}\n</{one.tag}>"
        return self._pair(one, _listed_as(one, other))

    def _is_container(self, one: Element, other: Element, around: Element | None) -> bool:
        """Whether two elements are woven inside rather than set beside each other."""
        names = (self.kind, *(around.classes if around else ()))
        if any((name, one.tag) in _KEPT_WHOLE for name in names) or _tongue(one) != _tongue(other):
            return False
        if one.tag == "figure" and _pictures(one) != _pictures(other):
            return False
        return all(_holds_blocks(element) for element in (one, other))

    def _held(self, one: Element, other: Element) -> str:
        """An item or a cell: what it says in both languages, then what else is in it."""
        (mine, my_blocks), (its, its_blocks) = _parted(one), _parted(other)
        shared = _shared(mine, its) if one.tag in _CELLS else []
        mine, its = mine[len(shared) :], its[len(shared) :]
        start, said = one.start, "".join(map(str, shared))
        if _markup(mine) != _markup(its) or self._language(0, one) != self._language(1, other):
            start = _OWN_TONGUE.sub("", one.start)
            its = _linked_as(mine, its)
            brief = one.tag in _CELLS and all(_FIGURES.fullmatch(_words(nodes)) for nodes in (mine, its))
            halves = self._half(0, _markup(mine), one, brief), self._half(1, _markup(its), other, brief)
            said += "".join(halves) if one.tag in _CELLS else _paired(*halves)
        else:
            said += "".join(map(str, mine))
        return f"{start}{said}{self.nodes(my_blocks, its_blocks, one)}</{one.tag}>"

    def _pair(self, one: Element, other: Element) -> str:
        if one.tag in _HEADINGS:
            label = escape(SEPARATOR.join(dict.fromkeys((one.words, other.words))))
            one = replace(one, start=f'{one.start[:-1]} data-outline="{label}">')
        return _paired(self._half(0, str(one)), self._half(1, str(other)), one)

    def _alone(self, element: Element, side: int) -> str:
        """What has no counterpart: its own side of a pair, and the other left open."""
        if element.tag in _HOLDERS:
            words, blocks = _parted(element)
            half = self._half(side, "".join(map(str, words)), element)
            inside = half if element.tag in _CELLS else _paired(*self._beside(half, side))
            rest = "".join(self._alone(one, side) for one in _elements(blocks))
            return f"{_OWN_TONGUE.sub('', element.start)}{inside}{rest}</{element.tag}>"
        if element.tag in {"tr", "thead", "tbody"} or any(child.tag == "dt" for child in element.elements):
            inside = "".join(self._alone(child, side) for child in element.elements)
            return f"{element.start}{inside}</{element.tag}>"
        return _paired(*self._beside(self._half(side, str(element)), side), element)

    def _beside(self, half: str, side: int) -> tuple[str, str]:
        return (half, self._half(1, "")) if side == 0 else (self._half(0, ""), half)

    def _language(self, side: int, element: Element) -> str:
        return _tongue(element)[0] or self.languages[side].code

    def _half(self, side: int, content: str, holder: Element | None = None, brief: bool = False) -> str:
        """One side of a pair, in its language: the edition's, or that of the text in it. What is brief needs no line of
        its own."""
        row = self.languages[side]
        language, direction = _tongue(holder) if holder and _tongue(holder)[0] else (row.code, row.direction)
        said = f'<div class="item">{content}</div>' if holder and holder.tag == "li" else content
        name = "half brief" if brief else "half"
        return f'<div class="{name}" lang="{language}" dir="{direction or row.direction}">{said}</div>'


def _paired(first: str, second: str, of: Element | None = None) -> str:
    names = " ".join(f"of-{name}" for name in (of.tag, *of.classes)) if of else "of-item"
    return f'<div class="pair {names}">{first}\n{second}</div>'


def _pictured(one: Element, other: Element) -> str:
    """A picture that is the same in both, with what it shows in both."""
    shows = escape(SEPARATOR.join(dict.fromkeys((one.attributes.get("alt", ""), other.attributes.get("alt", "")))))
    return re.sub(r'\salt="[^"]*"', lambda _: f' alt="{shows}"', _OWN_TONGUE.sub("", one.start))


# --- counterparts ---------------------------------------------------------------------------------------------


def _couples(first: Sequence[Element], second: Sequence[Element]) -> Iterator[tuple[Element | None, Element | None]]:
    """Every element with its counterpart, None where it has none, in the order of the first."""
    second = _in_order_of(first, second)
    matcher = SequenceMatcher(None, list(map(_kind, first)), list(map(_kind, second)), autojunk=False)
    for change, start, end, other_start, other_end in matcher.get_opcodes():
        if change == "equal":
            yield from zip(first[start:end], second[other_start:other_end], strict=True)
        else:
            yield from ((one, None) for one in first[start:end])
            yield from ((None, other) for other in second[other_start:other_end])


def _in_order_of(first: Sequence[Element], second: Sequence[Element]) -> Sequence[Element]:
    """Entries of a list that each language sorts by its own alphabet, as the first has them."""
    places = {_name(one): place for place, one in enumerate(first)}
    if "" in places or not all(map(_name, second)):
        return second
    return sorted(second, key=lambda other: places.get(_name(other), len(places)))


def _name(element: Element) -> str:
    """What an element is called in both languages; an empty string when it has no name."""
    if entry := _ENTRY.search(element.inside) if element.tag == "li" else None:
        used = _USED.search(entry[1].split()[0])
        return used[1] if used else ""
    own = element.attributes.get("id", "")
    return "" if "---use-" in own else own


def _kind(element: Element) -> tuple[str, str, str]:
    return element.tag, " ".join(element.classes), _name(element)


def _is_same(one: Element, other: Element) -> bool:
    return _ID.sub("", str(one)) == _ID.sub("", str(other))


def _markup(nodes: Sequence[Node]) -> str:
    return "".join(map(str, nodes))


def _words(nodes: Sequence[Node]) -> str:
    return " ".join(unescape(_TAG.sub("", _markup(nodes))).split())


def _tongue(element: Element) -> tuple[str, str]:
    return element.attributes.get("lang", ""), element.attributes.get("dir", "")


def _elements(nodes: Sequence[Node]) -> list[Element]:
    return [node for node in nodes if isinstance(node, Element)]


def _holds_blocks(element: Element) -> bool:
    """Whether there is nothing in an element but blocks and pictures."""
    said = any(isinstance(child, str) and child.strip() for child in element.children)
    return (not said and any(child.tag in _BLOCKS for child in element.elements)) or element.tag == "figure"


def _pictures(element: Element) -> list[str]:
    return [child.attributes.get("src", "") for child in element.elements if child.tag == "img"]


def _parted(element: Element) -> tuple[list[Node], list[Node]]:
    """The words that an item or cell begins with, and the blocks after them."""
    words = list(takewhile(lambda child: isinstance(child, str) or child.tag not in _BLOCKS, element.children))
    return ([] if not _markup(words).strip() else words), element.children[len(words) :]


def _shared(mine: Sequence[Node], its: Sequence[Node]) -> list[Node]:
    """What two cells both begin with: a face to mark, a line to sign on."""
    pairs = takewhile(lambda pair: str(pair[0]) == str(pair[1]), zip(mine, its, strict=False))
    return [one for one, _ in pairs]


def _linked_as(mine: Sequence[Node], its: Sequence[Node]) -> list[Node]:
    """An entry of the index leads to the places that its counterpart names: only those have names in the page."""
    entry = _ENTRY.search(_markup(mine))
    return [_ENTRY.sub(lambda _: entry[0], _markup(its))] if entry else list(its)


def _listed_as(one: Element, other: Element) -> Element:
    return replace(other, children=_linked_as(one.children, other.children))
