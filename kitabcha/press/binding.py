"""Typeset parts and the furniture of their pages → the manual: one PDF with folios, links, outline and one tree."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kitabcha import writing
from kitabcha.model import Language
from kitabcha.press import late, shared_fonts
from kitabcha.press.galleys import ELSEWHERE
from kitabcha.press.metadata import describe
from kitabcha.press.outline import add_outline
from kitabcha.press.pagination import Pagination, Part, PlacedPage, paginate
from kitabcha.press.parts import Bookmark, Facts, Spot
from kitabcha.press.pdf_file import Graft, PdfFile, reference
from kitabcha.press.structure_binding import Trees
from kitabcha.press.surroundings import Furniture, Surroundings


@dataclass(frozen=True)
class Title:
    """What a PDF says of itself: title and author as plain text, and whether its pages are printed on one side only."""

    title: str
    author: str
    is_one_sided: bool = False


def bind(
    parts: Sequence[Part], furniture: Mapping[str, Furniture], title: Title, language: Language, fonts_folder: Path
) -> bytes:
    """The manual of these parts in this order. `furniture` is by its language on facing pages, whose parts come one
    language after the other, else under an empty string. Same input, same bytes."""
    import pikepdf

    pagination = paginate(parts, language.is_right_to_left)
    with ExitStack() as opened, pikepdf.new() as frame:
        faces = {name: opened.enter_context(pikepdf.open(io.BytesIO(one.content))) for name, one in furniture.items()}
        around = Surroundings(furniture, faces)
        binder = _Binder(pagination, around, frame, language.code)
        for part in parts:
            with pikepdf.open(io.BytesIO(part.content)) as source:
                binder.add(part, source)
        facts = (*(part.facts for part in parts), *(one.facts for one in furniture.values()))
        binder.share_fonts(facts, fonts_folder)
        binder.name_places()
        add_outline(frame, _bookmarks(parts, pagination, furniture, binder.destination))
        _label(frame, [(placed.folio, around.language(placed)) for placed in pagination.pages])
        is_facing = any(part.side for part in parts)
        describe(frame, title.title, title.author, language, is_facing, title.is_one_sided)
        return binder.close()


def _label(pdf: Any, folios: Sequence[tuple[int, Language]]) -> None:
    """Pages are called by their folios, in the language's digits: a label may be any text (ISO 32000-1 12.4.2)."""
    from pikepdf import Array, Dictionary, Name, String

    if all(language.digits.isascii() for _, language in folios):
        nums = [0, Dictionary(S=Name.D)]
    else:
        labels = (writing.digits(folio, language) for folio, language in folios)
        nums = [item for index, label in enumerate(labels) for item in (index, Dictionary(P=String(label)))]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


class _Binder:
    """The manual while it grows: `file` is what is written of it, `frame` holds what belongs to no part of it, until
    the end."""

    def __init__(self, pagination: Pagination, around: Surroundings, frame: Any, language: str) -> None:
        self.pagination, self.around, self.frame = pagination, around, frame
        self.file = PdfFile()
        self.framed = Graft(self.file, frame)
        self.trees = Trees(self.framed, language)
        self.pages = [self.file.reserve() for _ in pagination.pages]
        self.root, self.fonts = self.file.reserve(), self.file.reserve()
        self.states = self._states()
        self.samples: dict[str, Any] = {}
        self.openings: dict[float, int] = {}
        self.wanted = {anchor for anchor in pagination.places if "--" not in anchor}
        for page in around.samples:
            self._sample(page)

    def _states(self) -> Mapping[str, Any]:
        """The graphics states that furniture needs."""
        found = [self.frame.copy_foreign(page.Resources).ExtGState for page in self.around.samples]
        made = {name: self.frame.make_indirect(state) for states in found for name, state in states.items()}
        return {name: reference(self.framed.number(state.objgen[0])) for name, state in made.items()}

    def _sample(self, page: Any) -> None:
        """Keep each font as one of the parts has it."""
        for name, font in page.Resources.Font.items():
            if (plain := name.removeprefix("/")) not in self.samples:
                self.samples[plain] = self.frame.copy_foreign(font)

    def add(self, part: Part, source: Any) -> None:
        """Write a part: its pages, and its branch of the tree."""
        self._sample(source.pages[0])
        graft, pages = Graft(self.file, source), [page.obj for page in source.pages]
        places = self.pagination.of_parts[part.key]
        placed = [self.pagination.pages[place] for place in places]
        originals = {page.objgen[0] for page in pages}
        seen: set[tuple[int, int]] = set()
        for page, one, place in zip(pages, placed, places, strict=True):
            graft.reserve(page.objgen[0], self.pages[place])
            self._equip(page, seen)
            self._lead_links(page, one)
            self._dress(page, one)
        self.trees.add(part.key, graft, pages, list(map(self.around.shift, placed)), part.language)
        graft.write(lambda original: "pages" if original in originals else "")
        for place in self.pagination.blanks[part.key]:
            self._leave_blank(place)

    def _leave_blank(self, place: int) -> None:
        """A page without text, with what stands around it."""
        from pikepdf import Array, Dictionary, Name

        placed = self.pagination.pages[place]
        page = Dictionary(
            Type=Name.Page,
            Parent=reference(self.root),
            MediaBox=Array([0, 0, placed.page.width, placed.page.height]),
            Resources=Dictionary(Font=reference(self.fonts), ExtGState=Dictionary(self.states)),
            Contents=self._stream(self._face(placed) if placed.has_face else b""),
        )
        self.framed.reserve(self.frame.make_indirect(page).objgen[0], self.pages[place])

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
        shift = self.around.shift(placed)
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
        return self._filled(self.around.content(placed), placed, self.around.face(placed).slots)

    def _lead_links(self, page: Any, placed: PlacedPage) -> None:
        """Lead every link of a page to its place, wherever in the manual that is."""
        from pikepdf import Array, String

        shift = self.around.shift(placed)
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

        x = round(spot.x + self.around.shift(self.pagination.pages[page]), 3)
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


def _bookmarks(
    parts: Sequence[Part],
    pagination: Pagination,
    furniture: Mapping[str, Furniture],
    destination: Callable[[int, Spot], Any],
) -> Iterator[tuple[Bookmark, Any]]:
    """The bookmarks of all parts. Where a book is in two languages, one after the other, they stand below its name."""
    language = ""
    for part in parts:
        pages = pagination.of_parts[part.key]
        if part.language != language:
            language, top = part.language, Spot(0, 0, part.facts.pages[0].height)
            yield Bookmark(1, furniture[language].language.name, top), destination(pages[0], top)
        for bookmark in part.facts.bookmarks:
            level = bookmark.level + 1 if language else bookmark.level
            yield replace(bookmark, level=level), destination(pages[bookmark.spot.page], bookmark.spot)
