"""The parts of one edition in two languages → parts in which each block stands beside its counterpart.

Both are the same templates over the same book, so their HTML has the same elements: one walk over both finds the pairs,
whatever the box. What is the same in both (a verse, an ornament, a picture, a figure in a table) stands once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import takewhile
from types import MappingProxyType

from kitabcha.model import HtmlDocument, Language
from kitabcha.press.counterparts import ENTRY, couples
from kitabcha.press.fragments import Element, Node, elements_of, markup_of, parsed, words_of

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
_ID = re.compile(r'\sid="([^"]*)"')
_NOTE_LINK = re.compile(r'(\shref="#[^"]*---(?:note|call)-\d+)"')
_OWN_TONGUE = re.compile(r'\s(?:lang|dir)="[^"]*"')


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


# --- weaving --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Loom:
    """Weaves one part, of this kind."""

    languages: tuple[Language, Language]
    kind: str

    def nodes(self, first: Sequence[Node], second: Sequence[Node], around: Element | None = None) -> str:
        """What two elements hold, each child of one beside its counterpart in the other."""
        pairs = couples(elements_of(first), elements_of(second))
        return "\n".join(self._couple(one, other, around) for one, other in pairs)

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
        mine, its = map(_pictures, (one, other), self.languages)
        if one.tag == "figure" and mine != its:
            return False
        return all(_holds_blocks(element) for element in (one, other))

    def _held(self, one: Element, other: Element) -> str:
        """An item or a cell: what it says in both languages, then what else is in it."""
        (mine, my_blocks), (its, its_blocks) = _parted(one), _parted(other)
        shared = _shared(mine, its) if one.tag in _CELLS else []
        mine, its = mine[len(shared) :], its[len(shared) :]
        start, said = one.start, "".join(map(str, shared))
        if markup_of(mine) != markup_of(its) or self._language(0, one) != self._language(1, other):
            start = _OWN_TONGUE.sub("", one.start)
            its = _linked_as(mine, its)
            brief = one.tag in _CELLS and all(_FIGURES.fullmatch(words_of(nodes)) for nodes in (mine, its))
            halves = self._half(0, markup_of(mine), one, brief), self._half(1, markup_of(its), other, brief)
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
            rest = "".join(self._alone(one, side) for one in elements_of(blocks))
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


# --- what two elements are to each other ----------------------------------------------------------------------


def _is_same(one: Element, other: Element) -> bool:
    return _ID.sub("", str(one)) == _ID.sub("", str(other))


def _tongue(element: Element) -> tuple[str, str]:
    return element.attributes.get("lang", ""), element.attributes.get("dir", "")


def _holds_blocks(element: Element) -> bool:
    """Whether there is nothing in an element but blocks and pictures."""
    said = any(isinstance(child, str) and child.strip() for child in element.children)
    return (not said and any(child.tag in _BLOCKS for child in element.elements)) or element.tag == "figure"


def _pictures(element: Element, language: Language) -> list[str]:
    """What an element shows: in Urdu, `wells.ur.svg` is the picture `wells.svg`, which need not stand there twice."""
    sources = (child.attributes.get("src", "") for child in element.elements if child.tag == "img")
    return [source.replace(f".{language.code}.", ".") for source in sources]


def _parted(element: Element) -> tuple[list[Node], list[Node]]:
    """The words that an item or cell begins with, and the blocks after them."""
    words = list(takewhile(lambda child: isinstance(child, str) or child.tag not in _BLOCKS, element.children))
    return ([] if not markup_of(words).strip() else words), element.children[len(words) :]


def _shared(mine: Sequence[Node], its: Sequence[Node]) -> list[Node]:
    """What two cells both begin with: a face to mark, a line to sign on."""
    pairs = takewhile(lambda pair: str(pair[0]) == str(pair[1]), zip(mine, its, strict=False))
    return [one for one, _ in pairs]


def _linked_as(mine: Sequence[Node], its: Sequence[Node]) -> list[Node]:
    """An entry of the index leads to the places that its counterpart names: only those have names in the page."""
    entry = ENTRY.search(markup_of(mine))
    return [ENTRY.sub(lambda _: entry[0], markup_of(its))] if entry else list(its)


def _listed_as(one: Element, other: Element) -> Element:
    return replace(other, children=_linked_as(one.children, other.children))
