"""A file for the printer → diagnostics: what its sheets show is, byte for byte and with its fonts, what pages of the
bound manual show, whose verses and words have been read back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place
from kitabcha.press.verification import OURS


def laid_page_faults(sheets: bytes, bound: bytes, place: Place) -> list[Diagnostic]:
    """An error for each sheet on which anything is laid that is no page of the manual."""
    import pikepdf

    with pikepdf.open(io.BytesIO(bound)) as pdf:
        known = {_print_of(pdf.make_indirect(page.as_form_xobject())) for page in pdf.pages}
    with pikepdf.open(io.BytesIO(sheets)) as pdf:
        laid = [[_print_of(form) for form in _dictionary(page.obj, "/Resources", "/XObject")] for page in pdf.pages]
    return _told([not known.issuperset(prints) for prints in laid], place)


def cropped_page_faults(marked: bytes, bound: bytes, place: Place) -> list[Diagnostic]:
    """An error for each page with crop marks that shows anything but these and the page of the manual."""
    import pikepdf

    with pikepdf.open(io.BytesIO(bound)) as pdf:
        known = [_contents(page.obj) for page in pdf.pages]
    with pikepdf.open(io.BytesIO(marked)) as pdf:
        found = [_contents(page.obj)[1:-1] for page in pdf.pages]  # before and after it stand the marks
    return _told([one != other for one, other in zip(found, known, strict=True)], place)


def _told(changed: list[bool], place: Place) -> list[Diagnostic]:
    told = "sheet {}: a page on it is not as it was bound"
    return [error(place, told.format(number), OURS) for number, one in enumerate(changed, start=1) if one]


def _contents(page: Any) -> list[bytes]:
    import pikepdf

    held = page.Contents
    return [one.read_bytes() for one in (held if isinstance(held, pikepdf.Array) else (held,))]


def _print_of(form: Any) -> str:
    """The hash of what a page shows, and of the fonts that it shows it with."""
    digest = hashlib.sha256(form.read_bytes())
    for font in _dictionary(form, "/Resources", "/Font"):
        for part in _files(font):
            digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _dictionary(thing: Any, *keys: str) -> list[Any]:
    """What a dictionary below some keys holds, in the order of its names; nothing when there is none."""
    for key in keys:
        thing = thing.get(key)
        if thing is None:
            return []
    return [thing[name] for name in sorted(thing.keys())]


def _files(font: Any) -> Iterator[bytes]:
    """The glyphs of a font, and what text they stand for."""
    if "/ToUnicode" in font:
        yield font["/ToUnicode"].read_bytes()
    for inner in font.get("/DescendantFonts", [font]):
        descriptor = inner.get("/FontDescriptor", {})
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in descriptor:
                yield descriptor[key].read_bytes()
