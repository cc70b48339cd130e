"""Typeset parts and the furniture of their pages → the manual: one PDF with folios, links, outline and one tree."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kitabcha import writing
from kitabcha.model import Language
from kitabcha.press import late, shared_fonts
from kitabcha.press.galleys import ELSEWHERE, Face
from kitabcha.press.metadata import describe
from kitabcha.press.outline import add_outline
from kitabcha.press.pagination import Pagination, Part, PlacedPage, paginate
from kitabcha.press.parts import Bookmark, Facts, Spot
from kitabcha.press.pdf_file import Graft, PdfFile, reference
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
    with pikepdf.open(io.BytesIO(furniture.content)) as faces, pikepdf.new() as frame:
        binder = _Binder(pagination, furniture, faces, frame, language.code)
        for part in parts:
            with pikepdf.open(io.BytesIO(part.content)) as source:
                binder.add(part, source)
        binder.share_fonts([*(part.facts for part in parts), furniture.facts], fonts_folder)
        binder.name_places()
        add_outline(frame, _bookmarks(parts, binder.destination))
        _label(frame, len(pagination.pages), language)
        describe(frame, title.title, title.author, language)
        return binder.close()


def _label(pdf: Any, pages: int, language: Language) -> None:
    """Pages are called by their folios, in the language's digits: a label may be any text (ISO 32000-1 12.4.2)."""
    from pikepdf import Array, Dictionary, Name, String

    if language.digits.isascii():
        nums = [0, Dictionary(S=Name.D)]
    else:
        labels = (writing.digits(folio, language) for folio in range(1, pages + 1))
        nums = [item for index, label in enumerate(labels) for item in (index, Dictionary(P=String(label)))]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


class _Binder:
    """The manual while it grows: `file` is what is written of it, `frame` holds what belongs to no part of it, until
    the end."""

    def __init__(self, pagination: Pagination, furniture: Furniture, faces: Any, frame: Any, language: str) -> None:
        self.pagination, self.furniture, self.faces, self.frame = pagination, furniture, faces, frame
        self.file = PdfFile()
        self.framed = Graft(self.file, frame)
        self.trees = Trees(self.framed, language)
        self.pages = [self.file.reserve() for _ in pagination.pages]
        self.root, self.fonts = self.file.reserve(), self.file.reserve()
        self.states = self._states()
        self.samples: dict[str, Any] = {}
        self.face_contents: dict[Face, bytes] = {}
        self.openings: dict[float, int] = {}
        self.wanted = {anchor for anchor in pagination.places if "--" not in anchor}
        self.placed = 0
        self._sample(faces)

    def _states(self) -> Mapping[str, Any]:
        """The graphics states that furniture needs."""
        states = self.frame.copy_foreign(self.faces.pages[0].Resources).ExtGState
        made = {name: self.frame.make_indirect(state) for name, state in states.items()}
        return {name: reference(self.framed.number(state.objgen[0])) for name, state in made.items()}

    def _sample(self, source: Any) -> None:
        """Keep each font as one of the parts has it."""
        for name, font in source.pages[0].Resources.Font.items():
            if (plain := name.removeprefix("/")) not in self.samples:
                self.samples[plain] = self.frame.copy_foreign(font)

    def add(self, part: Part, source: Any) -> None:
        """Write a part: its pages, and its branch of the tree."""
        self._sample(source)
        graft, pages = Graft(self.file, source), [page.obj for page in source.pages]
        first, self.placed = self.placed, self.placed + len(pages)
        placed = self.pagination.pages[first : self.placed]
        originals = {page.objgen[0] for page in pages}
        seen: set[tuple[int, int]] = set()
        for page, place, number in zip(pages, placed, self.pages[first : self.placed], strict=True):
            graft.reserve(page.objgen[0], number)
            self._equip(page, seen)
            self._lead_links(page, place)
            self._dress(page, place)
        self.trees.add(part.name, graft, pages, [self._shift(place) for place in placed])
        graft.write(lambda original: "pages" if original in originals else "")

    def _equip(self, page: Any, seen: set[tuple[int, int]]) -> None:
        """Give a page the fonts of all, and the states that the furniture needs."""
        page.Parent = reference(self.root)
        for resources in _resources(page.Resources, seen):
            resources.Font = reference(self.fonts)
        for name, state in self.states.items():
            if name not in page.Resources.ExtGState:
                page.Resources.ExtGState[name] = state

    def _dress(self, page: Any, placed: PlacedPage) -> None:
        """Fill the slots of a page, and put its face around it."""
        from pikepdf import Array

        body = page.Contents
        if placed.page.slots:
            body = self._stream(self._filled(body.read_bytes(), placed, placed.page.slots))
        shift = self._shift(placed)
        if shift not in self.openings:
            self.openings[shift] = self.file.reserve()
            self.file.put_deflated(self.openings[shift], f"q 1 0 0 1 {shift:.6f} 0 cm".encode())
        face = self._stream(b"Q\n" + self._face(placed))
        page.Contents = Array([reference(self.openings[shift]), body, face])

    def _stream(self, content: bytes) -> Any:
        number = self.file.reserve()
        self.file.put_deflated(number, content)
        return reference(number)

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

    def _lead_links(self, page: Any, placed: PlacedPage) -> None:
        """Lead every link of a page to its place, wherever in the manual that is."""
        from pikepdf import Array, String

        shift = self._shift(placed)
        for annotation in page.get("/Annots", ()):
            if shift:
                x1, y1, x2, y2 = (float(value) for value in annotation.Rect)
                annotation.Rect = Array([round(x1 + shift, 3), y1, round(x2 + shift, 3), y2])
            if target := _target(annotation):
                anchor = placed.part.global_name(target)
                annotation.Dest = String(anchor)
                if "/A" in annotation:
                    del annotation["/A"]
                self.wanted.add(anchor)

    def share_fonts(self, facts: Sequence[Facts], folder: Path) -> None:
        """One dictionary of fonts for all pages."""
        fonts = shared_fonts.share(self.frame, self.samples, shared_fonts.united(facts), folder)
        self.framed.reserve(fonts.objgen[0], self.fonts)

    def name_places(self) -> None:
        """Give every place that a link leads to its name, and each part of the manual."""
        from pikepdf import Array, Dictionary, Name, String

        names = sorted((bytes(String(anchor)), anchor) for anchor in self.wanted)
        pairs = [item for _, anchor in names for item in (String(anchor), self._place(anchor))]
        self.frame.Root.Names = self.frame.make_indirect(Dictionary(Dests=Dictionary(Names=Array(pairs))))
        self.frame.Root.PageMode = Name.UseOutlines

    def _place(self, anchor: str) -> Any:
        spot = self.pagination.places[anchor]
        return self.destination(spot.page, spot)

    def destination(self, page: int, spot: Spot) -> Any:
        """A spot on a page of the manual, for a viewer to go to."""
        from pikepdf import Array, Name

        x = round(spot.x + self._shift(self.pagination.pages[page]), 3)
        return Array([reference(self.pages[page]), Name.XYZ, x, spot.y, 0])

    def close(self) -> bytes:
        """Write what is left, and give the file."""
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self.file.put(self.root, b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(self.pages), kids))
        self.trees.close()
        self.frame.Root.Pages = reference(self.root)
        root, info = (self.framed.number(one.objgen[0]) for one in (self.frame.Root, self.frame.docinfo))
        # Who looks for the tree need not take in all places, bookmarks and owners of marks.
        trunk = {one.objgen[0] for one in (self.frame.Root, self.trees.root, self.trees.document)}
        self.framed.write(lambda original: "trunk" if original in trunk else "frame")
        return self.file.close(root, info)


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


def _bookmarks(parts: Sequence[Part], destination: Callable[[int, Spot], Any]) -> Iterator[tuple[Bookmark, Any]]:
    first = 0
    for part in parts:
        for bookmark in part.facts.bookmarks:
            yield bookmark, destination(first + bookmark.spot.page, bookmark.spot)
        first += len(part.facts.pages)
