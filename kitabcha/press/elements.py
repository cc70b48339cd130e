"""An HTML element, by its first box → its node in the structure tree.

What a node's type is and where it stands follows PDF/UA-1 (ISO 14289-1) and the types of ISO 32000-1 14.8.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kitabcha.press.structure import Node

_SVG = "{http://www.w3.org/2000/svg}"

_ROLES: Mapping[str, str] = MappingProxyType(
    {
        "div": "Div",
        "figure": "Div",
        "header": "Div",
        "footer": "Div",
        "section": "Sect",
        "nav": "Sect",
        "main": "Part",
        "article": "Art",
        "p": "P",
        "pre": "P",
        "blockquote": "BlockQuote",
        "q": "Quote",
        "code": "Code",
        "caption": "Caption",
        "figcaption": "Caption",
    }
)

_DOCUMENT_ROLES: Mapping[str, str] = MappingProxyType({"doc-index": "Index"})
"""What a part is by DPUB-ARIA, where the structure tree has a type for it."""

_TABLE_PARTS: Mapping[str, str] = MappingProxyType({"thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR"})

_INLINE = frozenset({"Span", "Quote", "Code", "Link", "Reference", "Note"})
_NUMBERING: Mapping[str, str] = MappingProxyType({"ol": "Decimal", "ul": "Disc", "dl": "None"})


@dataclass(slots=True)
class Known:
    """What the elements so far have come to.

    `nodes` has by element and pseudo-element the node that holds what is in it, None for decoration; `headings` are
    those that the next one may stand under: their level in HTML and their level in the tree, all deeper than
    `beneath`. `names` has by id what a heading says, `heading` what the last one did; `notes` counts those of the
    `part` at hand, whose id is kept.
    """

    nodes: dict[tuple[Any, str], Node | None] = field(default_factory=dict)
    headings: list[tuple[int, int]] = field(default_factory=list)
    beneath: int = 0
    names: dict[str, str] = field(default_factory=dict)
    heading: str = ""
    part: str = ""
    notes: int = 0


def made(box: Any, parent: Node, known: Known) -> Node | None:
    """The node of an element or pseudo-element: its parent's where it adds nothing, None where it is decoration."""
    element, pseudo = box.element, box.element_tag.partition("::")[2]
    if pseudo:
        return _PSEUDO.get(pseudo, _transparent)(box, parent, known)
    if element.get("aria-hidden") == "true" or (element.tag == "img" and not element.get("alt")):
        return None
    if "part" in (element.get("class") or "").split():
        known.part, known.notes = element.get("id") or "", 0
    return _MAKERS.get(element.tag, _plain)(box, parent, known)


def _transparent(box: Any, parent: Node, known: Known) -> Node:
    return parent


def _plain(box: Any, parent: Node, known: Known) -> Node:
    element = box.element
    language = element.get("lang") or parent.language
    verse = element.get("data-reference") or ""
    role = _DOCUMENT_ROLES.get(element.get("role")) or _ROLES.get(element.tag, "")
    role = role or ("Span" if verse or language != parent.language else "")
    if element.tag in {"html", "body"} or not role or (role == "Div" and parent.role == "L"):
        return parent
    node = (parent.phrasing if role in _INLINE else parent).add(role, element.tag, language)
    node.title, node.words = verse, _name(element, known) if element.get("role") == "region" else ""
    return node


def _name(element: Any, known: Known) -> str:
    """What an element is called by itself or by the headings before it that it names."""
    headings = (element.get("aria-labelledby") or "").split()
    return element.get("aria-label") or _line(" ".join(known.names.get(heading, "") for heading in headings))


def _heading(box: Any, parent: Node, known: Known) -> Node:
    """A heading one level below the one that it stands under, whatever its own number: none is skipped."""
    own = int(box.element.tag[1])
    while known.headings and known.headings[-1][0] >= own:
        known.headings.pop()
    level = (known.headings[-1][1] if known.headings else known.beneath) + 1
    known.headings.append((own, level))
    known.heading = known.names[box.element.get("id") or ""] = _line(box.element.itertext())
    return parent.add(f"H{level}", box.element.tag, box.element.get("lang") or "")


def _list(box: Any, parent: Node, known: Known) -> Node:
    tag = box.element.tag
    if parent.tag == "nav" or parent.role == "TOCI":
        return parent.add("TOC", tag)
    node = parent.add("L", tag, box.element.get("lang") or "")
    node.attributes = {"O": "/List", "ListNumbering": f"/{_NUMBERING[tag]}"}
    return node


def _item(box: Any, parent: Node, known: Known) -> Node:
    """An item's body; its marker will stand before it."""
    language = box.element.get("lang") or ""
    if parent.role == "TOC":
        return parent.add("TOCI", "li", language)
    return parent.add("LI", "li", language).add("LBody", "li")


def _marker(box: Any, parent: Node, known: Known) -> Node | None:
    item = parent.parent
    if parent.role != "LBody" or item is None:
        return parent
    label = Node("Lbl", item, item.language, "::marker")
    item.kids.insert(0, label)
    return label


def _term(box: Any, parent: Node, known: Known) -> Node:
    return parent.add("LI", "dt").add("Lbl", "dt", box.element.get("lang") or "")


def _description(box: Any, parent: Node, known: Known) -> Node:
    """In the item of the term before it."""
    last = parent.kids[-1] if parent.kids else None
    item = last if isinstance(last, Node) and last.role == "LI" else parent.add("LI", "dd")
    return item.add("LBody", "dd", box.element.get("lang") or "")


def _link(box: Any, parent: Node, known: Known) -> Node:
    is_entry = parent.role == "TOCI"
    around = parent if is_entry else parent.phrasing
    if is_entry or _is_in_index(parent):
        around = around.add("Reference")
    node = around.add("Link", "a", box.element.get("lang") or "")
    node.words = _link_words(box)
    return node


def _is_in_index(node: Node | None) -> bool:
    while node and node.role != "Index":
        node = node.parent
    return node is not None


def _link_words(box: Any) -> str:
    """What a link says. A page's number is no text of the element: the style sheet makes it, in brackets."""
    words = box.element.get("aria-label") or _line(box.element.itertext()) or _line(_texts(box)).strip("()")
    return words or box.element.get("href") or ""


def _line(texts: Iterable[str]) -> str:
    """Texts as one line, without the soft hyphens in them."""
    return " ".join("".join(texts).replace("\u00ad", "").split())


def _texts(box: Any) -> Iterator[str]:
    yield getattr(box, "text", "")
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _figure(box: Any, parent: Node, known: Known) -> Node:
    node = parent.add("Figure", box.element.tag, box.element.get("lang") or "")
    node.alt = box.element.get("alt") or box.element.findtext(f"{_SVG}title") or ""
    left, top = box.content_box_x(), box.content_box_y()
    node.box = (left, top, left + box.width, top + box.height)
    return node


def _table(box: Any, parent: Node, known: Known) -> Node:
    """A table, summed up by its name, that of the region that it is in, or the heading before it."""
    element = box.element
    role = "Div" if element.get("role") == "presentation" else "Table"
    node = parent.add(role, "table", element.get("lang") or "")
    if role == "Table":
        node.words = _name(element, known) or parent.words or known.heading
    return node


def _table_part(box: Any, parent: Node, known: Known) -> Node:
    return parent if parent.role == "Div" else parent.add(_TABLE_PARTS[box.element.tag], box.element.tag)


def _cell(box: Any, parent: Node, known: Known) -> Node:
    element = box.element
    if parent.role == "Div":
        return parent.add("Div", element.tag, element.get("lang") or "")
    node = parent.add(element.tag.upper(), element.tag, element.get("lang") or "")
    spans = {name: int(element.get(name.lower(), 1)) for name in ("ColSpan", "RowSpan")}
    node.attributes = {name: count for name, count in spans.items() if count > 1}
    if element.tag == "th":
        node.attributes["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
    if node.attributes:
        node.attributes["O"] = "/Table"
    return node


def _note_call(box: Any, parent: Node, known: Known) -> Node:
    """The call, and straight after it the note, wherever on the page or the next that is set."""
    around = parent.phrasing
    call = around.add("Reference", "::footnote-call").add("Lbl", "::footnote-call")
    note = around.add("Note", box.element.tag, box.element.get("lang") or "")
    known.notes += 1
    note.id = f"{known.part}-note-{known.notes}" if known.part else f"note-{known.notes}"
    known.nodes[box.element, ""] = note
    return call


def _note_marker(box: Any, parent: Node, known: Known) -> Node:
    return parent.add("Lbl", "::footnote-marker")


_Maker = Callable[[Any, Node, Known], Node | None]

_MAKERS: Mapping[str, _Maker] = MappingProxyType(
    {
        "a": _link,
        "dd": _description,
        "dl": _list,
        "dt": _term,
        "img": _figure,
        "li": _item,
        "ol": _list,
        "table": _table,
        "td": _cell,
        "th": _cell,
        "ul": _list,
        f"{_SVG}svg": _figure,
        **dict.fromkeys(_TABLE_PARTS, _table_part),
        **{f"h{level}": _heading for level in range(1, 7)},
    }
)

_PSEUDO: Mapping[str, _Maker] = MappingProxyType(
    {"footnote-call": _note_call, "footnote-marker": _note_marker, "marker": _marker}
)
