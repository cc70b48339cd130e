"""WeasyPrint's layout → a PDF with our own structure tree. All that leans on WeasyPrint's internals is here.

Three pieces, each of which can be left out: `tags` writes our tree (`tagging`) instead of WeasyPrint's own, which it
makes page by page; `links` keeps one annotation for each line of a link instead of one more for each element in it;
`characters` maps glyphs that stand for nothing of their own to a zero-width space instead of to nothing, which PDF/UA-1
does not allow (WeasyPrint's issue 2841).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from threading import Lock
from types import MappingProxyType
from typing import Any

from kitabcha.press import tagging
from kitabcha.press.layer import FONT
from kitabcha.press.parts import Bookmark, Facts, SetPage, Slot, Spot, UsedFont
from kitabcha.press.structure import Annotated, Mark, Node

VERSION = "70.0"
"""The one version whose internals we know."""

PIXEL = 0.75
"""A CSS pixel in points."""

_ONE_AT_A_TIME = Lock()
_NOTHING = "\u200b"


class WrongEngine(RuntimeError):
    """Another WeasyPrint is installed than the one that this file was written for."""


@dataclass(slots=True)
class Writing:
    """What is known of a document while it is written: how many levels of headings stand above its own, and whether
    its fonts are put in later; then its pages' streams, and its fonts by their resource names."""

    beneath: int = 0
    without_fonts: bool = False
    streams: list[Any] = field(default_factory=list)
    fonts: dict[str, UsedFont] = field(default_factory=dict)


def write(document: Any, pieces: frozenset[str] | None = None, writing: Writing | None = None, **options: Any) -> bytes:
    """A laid-out document as PDF. `options` are those of WeasyPrint's `write_pdf`; `pieces` is for tests.

    Raises `WrongEngine` if WeasyPrint isn't the version that `pyproject.toml` pins.
    """
    check_version()
    chosen = frozenset(_PATCHES) | {"links"} if pieces is None else pieces
    if "links" in chosen:
        _keep_whole_links(document)
    with _patched(chosen, writing or Writing()):
        content: bytes = document.write_pdf(**options)
    return content


def facts(document: Any, writing: Writing, slots: Sequence[tuple[Any, Slot]]) -> Facts:
    """What binding has to know of a document that has been written, with the slots left open on its pages' streams."""
    return Facts(
        tuple(
            _set_page(page, [slot for owner, slot in slots if owner is stream])
            for page, stream in zip_longest(document.pages, writing.streams)  # without our tags no stream is known
        ),
        {
            name: _spot(page, index, place[0], place[1])
            for index, page in reversed(list(enumerate(document.pages)))
            for name, place in page.anchors.items()
        },
        tuple(
            Bookmark(level, label, _spot(page, index, x, y))
            for index, page in enumerate(document.pages)
            for level, label, (x, y), _ in page.bookmarks
        ),
        writing.fonts,
    )


def _set_page(page: Any, slots: Sequence[Slot]) -> SetPage:
    box = page._page_box
    leads = dict.fromkeys(target for kind, target, *_ in page.links if kind == "external")
    return SetPage(
        box.page_type.name or "",
        round(page.width * PIXEL, 4),
        round(page.height * PIXEL, 4),
        round(box.margin_left * PIXEL, 6),
        tuple(slots),
        tuple(leads),
    )


def _spot(page: Any, index: int, x: float, y: float) -> Spot:
    return Spot(index, round(x * PIXEL, 4), round((page.height - y) * PIXEL, 4))


def check_version() -> None:
    import weasyprint

    if weasyprint.__version__ != VERSION:
        raise WrongEngine(f"WeasyPrint is {weasyprint.__version__}, not {VERSION}: run `make setup`")


@contextmanager
def _patched(pieces: frozenset[str], writing: Writing) -> Iterator[None]:
    """WeasyPrint with our functions in the place of its own. It has no hooks there, and its modules are global: no two
    threads may write at the same time."""
    from weasyprint import pdf

    with _ONE_AT_A_TIME:
        own = {name: getattr(pdf, name) for name, _ in _PATCHES.values()}
        for piece in _PATCHES.keys() & pieces:
            name, make = _PATCHES[piece]
            setattr(pdf, name, make(own[name], writing))
        try:
            yield
        finally:
            for name, function in own.items():
                setattr(pdf, name, function)


def _keep_whole_links(document: Any) -> None:
    """Of a link's boxes only those of the element that is the link: what is inside them is within their rectangles."""
    for page in document.pages:
        page.links = [link for link in page.links if link[3].link]


# --- characters -----------------------------------------------------------------------------------------------


def _with_every_glyph_mapped(build: Callable[..., Any], writing: Writing) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, *rest: Any) -> Any:
        for font in filter(None, fonts.values()):
            font.to_unicode = {glyph: text or _NOTHING for glyph, text in font.to_unicode.items()}
            writing.fonts[font.hash] = _used(font, writing.fonts.get(font.hash))
            if writing.without_fonts:
                font.file_content, font.clean = b"", _leave
        if FONT in fonts:
            writing.fonts[FONT] = UsedFont("", {}, {})
        return build(pdf, fonts, *rest)

    return build_fonts_dictionary


def _leave(*_: object) -> None:
    """Takes the place of a font's cutting out of its unused glyphs."""


def _used(font: Any, before: UsedFont | None) -> UsedFont:
    """A font's file and glyphs, with those of the same file that came before."""
    digest = hashlib.sha256(font.file_content).hexdigest()
    texts = (before.texts if before else {}) | font.to_unicode
    return UsedFont(digest, (before.widths if before else {}) | font.widths, dict(sorted(texts.items())))


# --- tags -----------------------------------------------------------------------------------------------------


def _with_our_tags(add: Callable[..., Any], writing: Writing) -> Callable[..., Any]:
    def add_tags(pdf: Any, document: Any, pdf_version: object, page_streams: Sequence[Any]) -> None:
        writing.streams = list(page_streams)
        _add_tags(pdf, document, page_streams, writing.beneath)

    return add_tags


def _add_tags(pdf: Any, document: Any, page_streams: Sequence[Any], beneath: int) -> None:
    """Takes the place of weasyprint.pdf.add_tags."""
    import pydyf

    marks = [{box: tag["mcid"] for box, tag in stream._tags.items()} for stream in page_streams]
    boxes = [page._page_box for page in document.pages]
    tree = tagging.structure(boxes, marks, document.metadata.lang or "", beneath)
    for stream, artifacts in zip(page_streams, tree.artifacts, strict=True):
        stream.stream = _with_artifacts(stream.stream, artifacts)
    pdf.catalog["StructTreeRoot"] = _tree(pdf, tree.root, [page.height for page in document.pages])
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _with_artifacts(stream: Sequence[Any], artifacts: Mapping[int, str]) -> list[Any]:
    """A page's operators, where the marked content that is no part of the tree begins as an artifact."""
    import pydyf

    operators = list(stream)
    for index, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in artifacts:
            operators[index - 1 : index + 1] = ["/Artifact", _kind_of_artifact(artifacts[item["MCID"]])]
    return operators


def _kind_of_artifact(kind: str) -> Any:
    """What PDF/UA-1 7.8 wants of running heads, folios and thumb marks; all else is there for its looks."""
    import pydyf

    if kind in ("", "Pagination"):
        return pydyf.Dictionary({"Type": f"/{kind or 'Layout'}"})
    return pydyf.Dictionary({"Type": "/Pagination", "Subtype": f"/{kind}"})


class _Writer:
    """Puts the nodes of a tree into a PDF, and remembers whose each mark and each annotation is."""

    def __init__(self, pdf: Any, heights: Sequence[float]) -> None:
        self.pdf, self.heights = pdf, heights
        self.owners: list[dict[int, Any]] = [{} for _ in heights]
        self.annotated: list[Any] = []
        self.ids: list[tuple[str, Any]] = []

    def write(self, node: Node, parent: Any) -> Any:
        """The reference to a node that is written with all below it."""
        import pydyf

        page = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self.pdf.add_object(element)
        if page is not None:
            element["Pg"] = self.pdf.page_references[page]
        if node.box:  # so that binding finds it
            node.id = node.id or f"figure-{len(self.ids) + 1}"
        element.update(self._described(node, page))
        element["K"] = pydyf.Array(self._kid(kid, node, page, element.reference) for kid in node.kids)
        if node.id:
            self.ids.append((node.id, element.reference))
        return element.reference

    def _described(self, node: Node, page: int | None) -> dict[str, Any]:
        import pydyf

        texts = {"Lang": node.own_language, "Alt": node.alt, "ID": node.id, "T": node.title}
        found: dict[str, Any] = {key: pydyf.String(text) for key, text in texts.items() if text}
        if node.box and page is not None:
            left, top, right, bottom = node.box
            height = self.heights[page]
            box = (left * PIXEL, (height - bottom) * PIXEL, right * PIXEL, (height - top) * PIXEL)
            found["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(box)})
        elif node.attributes:
            found["A"] = pydyf.Dictionary(node.attributes)
        elif node.role == "Table" and node.words:
            found["A"] = pydyf.Dictionary({"O": "/Table", "Summary": pydyf.String(node.words)})
        return found

    def _kid(self, kid: Node | Mark | Annotated, node: Node, page: int | None, reference: Any) -> Any:
        match kid:
            case Node():
                return self.write(kid, reference)
            case Mark():
                self.owners[kid.page][kid.number] = reference
                return kid.number if kid.page == page else self._on_page(kid.page, "MCR", "MCID", kid.number)
            case Annotated():
                self._describe(kid.annotation, node, reference)
                return self._on_page(kid.page, "OBJR", "Obj", kid.annotation.reference)

    def _on_page(self, page: int, kind: str, key: str, value: Any) -> Any:
        import pydyf

        return pydyf.Dictionary({"Type": f"/{kind}", "Pg": self.pdf.page_references[page], key: value})

    def _describe(self, annotation: Any, node: Node, reference: Any) -> None:
        import pydyf

        annotation["Contents"] = pydyf.String(node.words)
        annotation["StructParent"] = len(self.heights) + len(self.annotated)
        self.annotated.append(reference)

    def parents(self) -> Iterator[Any]:
        """The number tree's pairs: for a page the owner of each of its marks, for an annotation its one owner."""
        import pydyf

        for page, owners in enumerate(self.owners):
            yield from (page, pydyf.Array(owners.get(number, "null") for number in range(max(owners, default=-1) + 1)))
        for number, owner in enumerate(self.annotated, start=len(self.heights)):
            yield from (number, owner)


def _tree(pdf: Any, root: Node, heights: Sequence[float]) -> Any:
    """The reference to the structure tree's root, written with all that belongs to it. `heights` are in CSS pixels."""
    import pydyf

    top, parents = pydyf.Dictionary({"Type": "/StructTreeRoot"}), pydyf.Dictionary()
    pdf.add_object(top)
    pdf.add_object(parents)
    writer = _Writer(pdf, heights)
    top["K"] = pydyf.Array([writer.write(root, top.reference)])
    parents["Nums"] = pydyf.Array(writer.parents())
    top["ParentTree"], top["ParentTreeNextKey"] = parents.reference, len(heights) + len(writer.annotated)
    if writer.ids:
        pairs = [item for name, element in sorted(writer.ids) for item in (pydyf.String(name), element)]
        top["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
    return top.reference


_PATCHES: Mapping[str, tuple[str, Callable[[Callable[..., Any], Writing], Callable[..., Any]]]] = MappingProxyType(
    {
        "characters": ("build_fonts_dictionary", _with_every_glyph_mapped),
        "tags": ("add_tags", _with_our_tags),
    }
)
