"""The structure trees of several parts → one tree, with every page, link and note known in it (ISO 32000-1 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kitabcha.press.galleys import HERE


class Trees:
    """The manual's tree while parts are added to it."""

    def __init__(self, pdf: Any, language: str) -> None:
        from pikepdf import Array, Dictionary, Name, String

        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, Lang=String(language), K=Array())
        )
        self.parents: list[Any] = []
        self.ids: list[tuple[bytes, str, Any]] = []
        self.next_key = 0

    def add(self, name: str, source: Any, pages: Sequence[Any], shifts: Sequence[float]) -> None:
        """A part's tree; `pages` are its pages as the manual has them, each moved by so many points."""
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K[0].K:
            element.P = self.document
            self.document.K.append(element)
        self._add_parents(tree.ParentTree.Nums)
        for page in pages:
            page.StructParents = self.next_key + int(page.StructParents)
            for annotation in page.get("/Annots", ()):
                annotation.StructParent = self.next_key + int(annotation.StructParent)
        self.next_key += int(tree.ParentTreeNextKey)
        if "/IDTree" in tree:
            moved = {page.objgen: shift for page, shift in zip(pages, shifts, strict=True) if shift}
            self._add_ids(name, tree.IDTree.Names, moved)

    def _add_parents(self, nums: Any) -> None:
        for key, owners in zip(nums[0::2], nums[1::2], strict=True):
            self.parents += (self.next_key + int(key), owners)

    def _add_ids(self, name: str, names: Any, moved: dict[tuple[int, int], float]) -> None:
        from pikepdf import String

        for element in names[1::2]:
            element.ID = String(f"{name}-{str(element.ID).removeprefix(f'{HERE}-')}")
            self.ids.append((bytes(element.ID), str(element.ID), element))
            if moved and (shift := moved.get(element.Pg.objgen)) and "/BBox" in element.get("/A", {}):
                left, bottom, right, top = (float(value) for value in element.A.BBox)
                element.A.BBox = [round(left + shift, 3), bottom, round(right + shift, 3), top]

    def close(self) -> None:
        """Put the tree into the PDF."""
        from pikepdf import Array, Dictionary, String

        self.root.K = Array([self.document])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.parents)))
        self.root.ParentTreeNextKey = self.next_key
        if self.ids:
            ordered = sorted(self.ids, key=lambda item: item[0])
            pairs = [item for _, identity, element in ordered for item in (String(identity), element)]
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(pairs)))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
