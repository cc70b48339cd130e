"""Typeset parts and the furniture of their pages → the manual: one PDF with folios, links, outline and one tree."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from warnings import catch_warnings, simplefilter

from kitabcha import writing
from kitabcha.model import Language
from kitabcha.press import late, shared_fonts
from kitabcha.press.galleys import ELSEWHERE, Face
from kitabcha.press.metadata import describe
from kitabcha.press.pagination import Pagination, Part, PlacedPage, paginate
from kitabcha.press.parts import Bookmark, Facts
from kitabcha.press.structure_binding import Trees


@dataclass(frozen=True)
class Furniture:
    """The typeset faces of pages: page `index` of the PDF for each."""

    content: bytes
    facts: Facts
    faces: Mapping[Face, int]

    @classmethod
    def of(cls, faces: Sequence[Face], content: bytes, facts: Facts) -> Furniture:
        """What `galleys.furniture` wrote of these faces, typeset."""
        places = {face: facts.anchors[f"face-{number}"].page for number, face in enumerate(faces)}
        return cls(content, facts, places)


@dataclass(frozen=True)
class Title:
    """What a PDF says of itself: title and author as plain text."""

    title: str
    author: str


def bind(parts: Sequence[Part], furniture: Furniture, title: Title, language: Language, fonts_folder: Path) -> bytes:
    """The manual of these parts in this order. Same input, same bytes."""
    import pikepdf

    pagination = paginate(parts, language.is_right_to_left)
    written = io.BytesIO()
    with ExitStack() as opened:
        sources = [opened.enter_context(pikepdf.open(io.BytesIO(part.content))) for part in parts]
        faces = opened.enter_context(pikepdf.open(io.BytesIO(furniture.content)))
        pdf = opened.enter_context(pikepdf.new())
        binder = _Binder(pdf, pagination, furniture, faces, language.code)
        for part, source in zip(parts, sources, strict=True):
            binder.add(part, source)
        binder.share_resources([*sources, faces], [*(part.facts for part in parts), furniture.facts], fonts_folder)
        binder.dress()
        binder.add_links()
        binder.add_outline(parts)
        binder.trees.close()
        _label(pdf, language)
        describe(pdf, title.title, title.author, language)
        pdf.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
    return written.getvalue()


def _label(pdf: Any, language: Language) -> None:
    """Pages are called by their folios, in the language's digits: a label may be any text (ISO 32000-1 12.4.2)."""
    from pikepdf import Array, Dictionary, Name, String

    if language.digits.isascii():
        nums = [0, Dictionary(S=Name.D)]
    else:
        labels = (writing.digits(folio, language) for folio in range(1, len(pdf.pages) + 1))
        nums = [item for index, label in enumerate(labels) for item in (index, Dictionary(P=String(label)))]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


class _Binder:
    """The manual while it grows: `placed` are its pages, with the PDF's page objects beside them in `pdf.pages`."""

    def __init__(self, pdf: Any, pagination: Pagination, furniture: Furniture, faces: Any, language: str) -> None:
        self.pdf, self.pagination, self.furniture, self.faces = pdf, pagination, furniture, faces
        self.trees = Trees(pdf, language)
        self.face_contents: dict[Face, bytes] = {}
        self.openings: dict[float, Any] = {}

    def add(self, part: Part, source: Any) -> None:
        """A part's pages and its tree."""
        from pikepdf.exceptions import PageCopyWarning

        first = len(self.pdf.pages)
        with catch_warnings():
            simplefilter("ignore", PageCopyWarning)  # names and links are bound by us
            self.pdf.pages.extend(source.pages)
        placed = self.pagination.pages[first : first + len(source.pages)]
        shifts = [self._shift(page) for page in placed]
        pages = [self.pdf.pages[first + index].obj for index in range(len(placed))]
        self.trees.add(part.name, source, pages, shifts)

    def share_resources(self, sources: Sequence[Any], facts: Sequence[Facts], folder: Path) -> None:
        """One dictionary of fonts for all, and for each part's pages the states that the furniture needs."""
        samples: dict[str, Any] = {}
        for source in sources:
            for name, font in source.pages[0].Resources.Font.items():
                samples.setdefault(name.removeprefix("/"), font)
        fonts = shared_fonts.share(self.pdf, samples, shared_fonts.united(facts), folder)
        states = self.pdf.copy_foreign(self.faces.pages[0].Resources).ExtGState
        seen: set[tuple[int, int]] = set()
        for page in self.pdf.pages:
            for resources in _resources(page.obj.Resources, seen):
                resources.Font = fonts
            for name, state in states.items():
                if name not in page.obj.Resources.ExtGState:
                    page.obj.Resources.ExtGState[name] = state

    def dress(self) -> None:
        """Fill the slots of every page, and put its face around it."""
        from pikepdf import Array

        for placed, page in zip(self.pagination.pages, self.pdf.pages, strict=True):
            body = page.obj.Contents
            if placed.page.slots:
                body = self.pdf.make_stream(self._filled(body.read_bytes(), placed, placed.page.slots))
            shift = self._shift(placed)
            if shift not in self.openings:
                self.openings[shift] = self.pdf.make_stream(f"q 1 0 0 1 {shift:.6f} 0 cm".encode())
            face = self.pdf.make_stream(b"Q\n" + self._face(placed))
            page.obj.Contents = Array([self.openings[shift], body, face])

    def _filled(self, content: bytes, placed: PlacedPage, slots: Sequence[Any]) -> bytes:
        texts = {slot.number: late.operators(slot, self.pagination.number_for(slot, placed)) for slot in slots}
        return late.filled(content, lambda number: texts[number])

    def _face(self, placed: PlacedPage) -> bytes:
        index = self.furniture.faces[placed.face]
        if placed.face not in self.face_contents:
            self.face_contents[placed.face] = self.faces.pages[index].Contents.read_bytes()
        return self._filled(self.face_contents[placed.face], placed, self.furniture.facts.pages[index].slots)

    def _shift(self, placed: PlacedPage) -> float:
        """How far a page's text moves, in points, since the inner margin is the wider one."""
        return round(self.furniture.facts.pages[self.furniture.faces[placed.face]].left - placed.page.left, 6)

    def add_links(self) -> None:
        """Lead every link to its place, wherever in the manual that is."""
        from pikepdf import Array, Dictionary, Name, String

        parts = [anchor for anchor in self.pagination.places if "--" not in anchor]
        wanted: dict[str, Any] = {anchor: self._destination(anchor) for anchor in parts}
        for placed, page in zip(self.pagination.pages, self.pdf.pages, strict=True):
            shift = self._shift(placed)
            for annotation in page.obj.get("/Annots", ()):
                if shift:
                    x1, y1, x2, y2 = (float(value) for value in annotation.Rect)
                    annotation.Rect = Array([round(x1 + shift, 3), y1, round(x2 + shift, 3), y2])
                if target := _target(annotation):
                    anchor = placed.part.global_name(target)
                    annotation.Dest = String(anchor)
                    if "/A" in annotation:
                        del annotation["/A"]
                    wanted.setdefault(anchor, self._destination(anchor))
        names = sorted((bytes(String(anchor)), anchor) for anchor in wanted)
        pairs = [item for _, anchor in names for item in (String(anchor), wanted[anchor])]
        self.pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(pairs)))
        self.pdf.Root.PageMode = Name.UseOutlines

    def _destination(self, anchor: str) -> Any:
        from pikepdf import Array, Name

        spot = self.pagination.places[anchor]
        placed = self.pagination.pages[spot.page]
        x = round(spot.x + self._shift(placed), 3)
        return Array([self.pdf.pages[spot.page].obj, Name.XYZ, x, spot.y, 0])

    def add_outline(self, parts: Sequence[Part]) -> None:
        from pikepdf import OutlineItem

        with self.pdf.open_outline() as outline:
            open_items: list[tuple[int, list[Any]]] = [(0, outline.root)]
            for bookmark, page in _bookmarks(parts):
                while open_items[-1][0] >= bookmark.level:
                    open_items.pop()
                left = bookmark.spot.x + self._shift(self.pagination.pages[page])
                item = OutlineItem(bookmark.title, page, "XYZ", left=round(left, 3), top=bookmark.spot.y)
                open_items[-1][1].append(item)
                open_items.append((bookmark.level, item.children))


def _resources(resources: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    """A page's resources and those of all that it draws, each once."""
    if resources.objgen in seen and resources.objgen != (0, 0):
        return
    seen.add(resources.objgen)
    yield resources
    for kind in ("/XObject", "/Pattern"):
        for drawn in resources.get(kind, {}).values():
            if "/Resources" in drawn:
                yield from _resources(drawn.Resources, seen)


def _target(annotation: Any) -> str:
    """The anchor in the manual that a link leads to; "" for the world outside."""
    if "/Dest" in annotation:
        return str(annotation.Dest)
    address = str(annotation.get("/A", {}).get("/URI", ""))
    return unquote(address.removeprefix(ELSEWHERE)) if address.startswith(ELSEWHERE) else ""


def _bookmarks(parts: Sequence[Part]) -> Iterator[tuple[Bookmark, int]]:
    first = 0
    for part in parts:
        for bookmark in part.facts.bookmarks:
            yield bookmark, first + bookmark.spot.page
        first += len(part.facts.pages)
