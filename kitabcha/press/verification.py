"""What came out → diagnostics: verses mark for mark, and a PDF's language, direction, outline and fonts.

A fault here is our own; what has one is not written.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Language, Place, Quotation
from kitabcha.press.page_tree import page_tree

OURS = "this is our mistake, not yours: please report it; nothing was written"
_REFERENCE = "data-reference"
"""The attribute by which an element says which verse it is."""


# --- scripture in a page of HTML ------------------------------------------------------------------------------


def verse_faults(html: str, quotations: Iterable[Quotation], place: Place) -> list[Diagnostic]:
    """An error for each verse of a page that is not its edition's, mark for mark, or that nobody asked for.

    `html` is the page as it goes to the printer or onto the screen, `quotations` what the corpus has of its passages.
    """
    return faults_of_verses(verses_in(html), quotations, place)


def verses_in(html: str) -> tuple[tuple[str, str], ...]:
    """The reference and the text of every verse in HTML, in order."""
    if _REFERENCE not in html:
        return ()  # most parts of a manual quote nothing
    verses = page_tree(html).iterfind(f".//*[@{_REFERENCE}]")
    return tuple((verse.get(_REFERENCE), "".join(verse.itertext())) for verse in verses)


def pinned_verses(quotations: Iterable[Quotation]) -> Mapping[str, str]:
    """Reference ("quran:49:13") → the verse's text in its edition; of a part, with its ellipses."""
    return {reference: verse.printed for quotation in quotations for reference, verse in quotation.by_reference}


def faults_of_verses(
    found: Iterable[tuple[str, str]], quotations: Iterable[Quotation], place: Place
) -> list[Diagnostic]:
    """`verse_faults` of a page with these verses."""
    found, pinned = dict.fromkeys(found), pinned_verses(quotations)
    faults = [
        error(place, f"the verse {reference} differs from its pinned edition", OURS)
        for reference, text in found
        if pinned.get(reference) != text
    ]
    lost = pinned.keys() - {reference for reference, _ in found}
    return faults + [error(place, f"the verse {reference} is not printed", OURS) for reference in sorted(lost)]


# --- a PDF ----------------------------------------------------------------------------------------------------


def pdf_faults(content: bytes, language: Language, place: Place) -> list[Diagnostic]:
    """What a finished PDF lacks of what every one of ours has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [error(place, f"the PDF {fault}", OURS) for fault in _faults(pdf, language)]


def _faults(pdf: Any, language: Language) -> Iterator[str]:
    root = pdf.Root
    direction = "/R2L" if language.is_right_to_left else "/L2R"
    if not pdf.pages:
        yield "has no page"
    if str(root.get("/Lang", "")) != language.code:
        yield f"does not say that it is in {language.code}"
    if str(root.get("/ViewerPreferences", {}).get("/Direction", "")) != direction:
        yield f"does not say that it reads {direction}"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "is not tagged"
    if "/First" not in root.get("/Outlines", {}):
        yield "has no outline"
    unembedded = sorted({name for page in pdf.pages for name in _unembedded(page)})
    if unembedded:
        yield f"does not hold its fonts: {', '.join(unembedded)}"


def _unembedded(page: Any) -> Iterator[str]:
    fonts: Mapping[str, Any] = page.get("/Resources", {}).get("/Font", {})
    for font in fonts.values():
        for descendant in font.get("/DescendantFonts", [font]):
            descriptor = descendant.get("/FontDescriptor", {})
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield str(descendant.get("/BaseFont", "a font"))
