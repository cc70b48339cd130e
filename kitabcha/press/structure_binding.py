"""The structure trees of several parts → one tree, with every page, link and note known in it (ISO 32000-1 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kitabcha.press.galleys import HERE
from kitabcha.press.pdf_file import Graft, reference


class Trees:
    """The manual's tree while parts are added to it; `framed` takes along what belongs to no part."""

    def __init__(self, framed: Graft, language: str) -> None:
        from pikepdf import Dictionary, Name, String

        self.framed, self.file, self.pdf = framed, framed.file, framed.source
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, Lang=String(language))
        )
        self.branches: list[Any] = []
        self.parents: list[Any] = []
        self.ids: list[tuple[bytes, str, int]] = []
        self.next_key = 0

    def add(self, name: str, graft: Graft, pages: Sequence[Any], shifts: Sequence[float], language: str = "") -> None:
        """A part's tree, to be written with the part; each of its pages is moved by so many points. `language` is that
        of the part where it may be another than the manual's."""
        from pikepdf import String

        tree = graft.source.Root.StructTreeRoot
        trunk = reference(self.framed.number(self.document.objgen[0]))
        for element in tree.K[0].K:
            element.P = trunk
            if language and "/Lang" not in element:
                element.Lang = String(language)
            self.branches.append(reference(graft.number(element.objgen[0])))
        self._add_parents(graft, tree.ParentTree.Nums)
        for page in pages:
            page.StructParents = self.next_key + int(page.StructParents)
            for annotation in page.get("/Annots", ()):
                annotation.StructParent = self.next_key + int(annotation.StructParent)
        self.next_key += int(tree.ParentTreeNextKey)
        if "/IDTree" in tree:
            moved = {page.objgen: shift for page, shift in zip(pages, shifts, strict=True) if shift}
            self._add_ids(name, graft, tree.IDTree.Names, moved)

    def _add_parents(self, graft: Graft, nums: Any) -> None:
        """Whose what stands on a page is, and whose a link is. Lists are written at once: they are long."""
        for key, owners in zip(nums[0::2], nums[1::2], strict=True):
            number = graft.number(owners.objgen[0]) if owners.objgen[0] else self.file.reserve()
            if not owners.objgen[0]:
                self.file.put(number, graft.text(owners))
            self.parents += (self.next_key + int(key), reference(number))

    def _add_ids(self, name: str, graft: Graft, names: Any, moved: dict[tuple[int, int], float]) -> None:
        from pikepdf import String

        for element in names[1::2]:
            element.ID = String(f"{name}-{str(element.ID).removeprefix(f'{HERE}-')}")
            self.ids.append((bytes(element.ID), str(element.ID), graft.number(element.objgen[0])))
            if moved and (shift := moved.get(element.Pg.objgen)) and "/BBox" in element.get("/A", {}):
                left, bottom, right, top = (float(value) for value in element.A.BBox)
                element.A.BBox = [round(left + shift, 3), bottom, round(right + shift, 3), top]

    def close(self) -> None:
        """Put the tree into the PDF."""
        from pikepdf import Array, Dictionary, String

        self.document.K = Array(self.branches)
        self.root.K = Array([self.document])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.parents)))
        self.root.ParentTreeNextKey = self.next_key
        if self.ids:
            ordered = sorted(self.ids)
            pairs = [item for _, identity, number in ordered for item in (String(identity), reference(number))]
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(pairs)))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
