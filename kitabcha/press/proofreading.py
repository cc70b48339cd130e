"""A finished PDF → diagnostics: every verse in it is read back and held against its pinned edition, mark for mark; and
nothing that may lead to a person is read on any of its pages.

A verse is found by its tag, whose title is the verse's reference (`elements`), so that running heads, folios, notes and
whatever else stands between its lines is left out. Its characters are those that PDFium, the reader of most screens,
finds on the page. They are compared in Unicode's form NFC: PDFium puts the marks of a letter into that order.
"""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from threading import Lock
from typing import Any

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import verse_range
from kitabcha.model import ELLIPSIS, Place, Quotation
from kitabcha.press.verification import OURS, pinned_verses
from kitabcha.privacy.guard import Guard

_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SIGN = re.compile(r"\s*(?:\u06dd|\()(\d+)(?!\d)")
"""What follows a verse: the sign with its number, or in other scripts the number in brackets."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_ONE_AT_A_TIME = Lock()  # PDFium's rule for threads

_AT_ONCE = 100
"""How many branches of a tree are read before the file is opened anew."""

_ROW = 0.5
"""How far apart, in points, the baselines of one row are at most."""

_Mark = tuple[int, int]
"""A page from 0, and the number of marked content on it."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A verse as the structure tree has it: its reference, its marked content in order, and what comes after."""

    reference: str
    marks: tuple[_Mark, ...]
    after: tuple[_Mark, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(page for page, _ in self.marks))


@dataclass(frozen=True, slots=True)
class Line:
    """Marked content, a line or a part of one, as it was read: its characters, its baseline's height and its ends in
    points from the page's lower left corner."""

    text: str
    height: float
    left: float
    right: float

    def follows(self, other: Line) -> bool:
        """Whether it stands further on in the row of another, below it, or in a column beside it."""
        if abs(self.height - other.height) < _ROW:
            further = other.left + other.right - self.left - self.right
            return further > 0 if _RIGHT_TO_LEFT.search(other.text + self.text) else further < 0
        return self.height < other.height or self.left >= other.right or self.right <= other.left


def faults_as_read(
    content: bytes, wanted: Sequence[str], quotations: Iterable[Quotation], guard: Guard, place: Place
) -> list[Diagnostic]:
    """An error for each verse of a PDF that is missing, too much, out of its order, or not its edition's; and for what
    the guard finds on a page, whose lines it reads as one.

    `wanted` are the references of the verses that are to be printed, in their order; `quotations` what the corpus has
    of its passages.
    """
    tagged = tagged_verses(content) if wanted else []
    pages, lines = _read(content, {mark for verse in tagged for mark in (*verse.marks, *verse.after)})
    return [*_scripture_faults(wanted, tagged, lines, quotations, place), *_disclosed(pages, guard, place)]


def _disclosed(pages: Sequence[str], guard: Guard, place: Place) -> Iterator[Diagnostic]:
    for number, text in enumerate(pages, start=1):
        for fault in dict.fromkeys(guard.faults(" ".join(text.split()), "", 0)):
            yield replace(fault, place=place, message=f"page {number}: {fault.message}")


def _scripture_faults(
    wanted: Sequence[str],
    tagged: Sequence[Tagged],
    lines: Mapping[_Mark, Line],
    quotations: Iterable[Quotation],
    place: Place,
) -> list[Diagnostic]:
    pinned = pinned_verses(quotations)
    faults = [*_misplaced(wanted, tagged)]
    for verse in tagged:
        if fault := _misread(verse, lines, pinned.get(verse.reference, "")):
            faults.append(f"{_where(verse)}: the verse {verse.reference} {fault}")
    return [error(place, fault, OURS) for fault in dict.fromkeys(faults)]


def _where(verse: Tagged) -> str:
    pages = [page + 1 for page in verse.pages]
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}–{pages[-1]}" if pages else "no page"


# --- what is there --------------------------------------------------------------------------------------------


def _misplaced(wanted: Sequence[str], tagged: Sequence[Tagged]) -> Iterator[str]:
    found = [verse.reference for verse in tagged]
    lost, surplus = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    for reference in dict.fromkeys(wanted):
        if lost[reference]:
            yield f"the verse {reference} is not printed {_times(Counter(wanted)[reference])}"
    for verse in tagged:
        if surplus[verse.reference]:
            yield f"{_where(verse)}: the verse {verse.reference} is printed once more than it should be"
    if not lost and not surplus:
        for reference, verse in zip(wanted, tagged, strict=True):
            if verse.reference != reference:
                yield f"{_where(verse)}: the verse {verse.reference} stands where {reference} should"


def _times(count: int) -> str:
    return "at all" if count == 1 else f"{count} times"


def _misread(verse: Tagged, lines: Mapping[_Mark, Line], pinned: str) -> str:
    """What is wrong with a verse as it was read; an empty string when nothing is."""
    reference = verse_range(verse.reference)
    number = reference.first if reference else 0
    read = [mark for mark in verse.marks if mark in lines]
    text, edition = _plain(" ".join(lines[mark].text for mark in read)), _plain(pinned)
    sign = _SIGN.match("".join(lines[mark].text for mark in verse.after if mark in lines))
    if not text:
        return "cannot be read: nothing of it is on the page"
    if text != edition:
        return f"differs from its pinned edition: {_difference(edition.split(), text.split())}"
    if not all(_goes_on(first, second, lines) for first, second in pairwise(read)):
        return "has its lines out of order"
    if sign is None or int(sign[1]) != number:
        return f"is not followed by its sign and the number {number}"
    return ""


def _goes_on(first: _Mark, second: _Mark, lines: Mapping[_Mark, Line]) -> bool:
    """Whether a line stands where one reads on after another: on a later page, below it, or in another column."""
    return second[0] > first[0] or (second[0] == first[0] and lines[second].follows(lines[first]))


def _difference(pinned: Sequence[str], read: Sequence[str]) -> str:
    """The first difference, in words from 1 and code points: a terminal shows marks badly."""
    kind, first, last, start, end = _first_change(pinned, read)
    if kind == "delete":
        return f"word {first + 1} is missing" if last == first + 1 else f"words {first + 1} to {last} are missing"
    if kind == "insert":
        return f"too much after word {first}: {_points(' '.join(read[start:end]))}"
    return f"word {first + 1} {_deviation(pinned[first], read[start])}"


def _deviation(pinned: str, read: str) -> str:
    kind, first, last, start, end = _first_change(pinned, read)
    wrong, right = _points(read[start:end]), _points(pinned[first:last])
    return {
        "delete": f"lacks {right}",
        "insert": f"has {wrong} too much",
        "replace": f"has {wrong} where the edition has {right}",
    }[kind]


def _first_change(pinned: Sequence[str], read: Sequence[str]) -> tuple[str, int, int, int, int]:
    """What is to be done to one to get the other, from where to where in each."""
    from rapidfuzz.distance import Levenshtein

    change = next(one for one in Levenshtein.opcodes(pinned, read) if one.tag != "equal")
    return change.tag, change.src_start, change.src_end, change.dest_start, change.dest_end


def _points(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text)


def _plain(text: str) -> str:
    """As both are compared. PDFium gives three points for an ellipsis."""
    return " ".join(unicodedata.normalize("NFC", _CONTROLS.sub("", text)).replace("...", ELLIPSIS).split())


# --- reading --------------------------------------------------------------------------------------------------


def _read(content: bytes, marks: Set[_Mark]) -> tuple[list[str], Mapping[_Mark, Line]]:
    """The text of each page as PDFium reads it, and the marked content of these numbers; what of that has no characters
    is left out. Each page is read once."""
    import pypdfium2

    wanted: dict[int, set[int]] = {}
    for page, number in marks:
        wanted.setdefault(page, set()).add(number)
    pages, found = list[str](), dict[_Mark, Line]()
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            for number in range(len(document)):
                sheet = document[number]
                text = sheet.get_textpage()
                pages.append(text.get_text_range())
                if number in wanted:
                    found |= {(number, mark): line for mark, line in lines_of(text, wanted[number]).items()}
                text.close()
                sheet.close()
        finally:
            document.close()
    return pages, found


def lines_of(page: Any, wanted: Set[int] | None = None) -> Mapping[int, Line]:
    """Every number of marked content in the text of a page, or only those wanted → what is in it. What has none is told
    apart by its baseline."""
    from pypdfium2 import raw

    text = page.raw
    found: dict[int, _Growing] = {}
    number, x, y, last = -1, ctypes.c_double(), ctypes.c_double(), None
    box = tuple(ctypes.c_double() for _ in range(4))
    for index in range(raw.FPDFText_CountChars(text)):
        if shown := raw.FPDFText_GetTextObject(text, index):
            if (address := ctypes.addressof(shown.contents)) != last:  # an object's characters mostly come together
                last, marked = address, raw.FPDFPageObj_GetMarkedContentID(shown)
                raw.FPDFText_GetCharOrigin(text, index, x, y)
                number = marked if marked >= 0 or wanted is not None else -1 - round(y.value)
            if wanted is not None and marked not in wanted:
                continue
            raw.FPDFText_GetCharBox(text, index, *box)
            line = found.setdefault(number, _Growing(y.value, box[0].value, box[1].value))
            line.left, line.right = min(line.left, box[0].value), max(line.right, box[1].value)
        if number in found:  # PDFium adds blanks of its own
            found[number].text.append(chr(raw.FPDFText_GetUnicode(text, index)))
    return {number: line.grown() for number, line in found.items()}


@dataclass(slots=True)
class _Growing:
    """A line while it is read."""

    height: float
    left: float
    right: float
    text: list[str] = field(default_factory=list)

    def grown(self) -> Line:
        return Line("".join(self.text), self.height, self.left, self.right)


def tagged_verses(content: bytes) -> list[Tagged]:
    """The verses of a PDF in the order of its structure tree.

    The file is opened anew after every so many branches, since what has been read of an open one stays in memory.
    """
    import pikepdf

    found: list[Tagged] = []
    start, branches = 0, 1
    while start < branches:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = {objgen: number for number, objgen in enumerate(_pages(pdf.Root.Pages))}
            trunk = _trunk(pdf.Root.get("/StructTreeRoot", {}))
            branches = len(_kids(trunk))
            found += _verses(trunk, pages, start, start + _AT_ONCE)
        start += _AT_ONCE
    return found


def _pages(node: Any) -> Iterator[tuple[int, int]]:
    """The pages below a node of the page tree. A list of pages alone is not looked into: that would keep them all."""
    kids = node.Kids
    if len(kids) == int(node.Count):
        yield from (kid.objgen for kid in kids)
        return
    for kid in kids:
        if "/Kids" in kid:
            yield from _pages(kid)
        else:
            yield kid.objgen


def _trunk(root: Any) -> Any:
    """The element whose kids are the branches of a tree: the document, or the root of a tree that begins otherwise."""
    kids = _kids(root)
    return kids[0] if len(kids) == 1 and _is_element(kids[0]) and kids[0].S == "/Document" else root


def _verses(
    element: Any, pages: Mapping[tuple[int, int], int], start: int = 0, end: int | None = None
) -> Iterator[Tagged]:
    """The verses below some kids of an element, in reading order. What comes after one is as long as a blank and a
    sign."""
    kids = _kids(element)
    for place, kid in islice(enumerate(kids), start, end):
        if not _is_element(kid):
            continue
        if verse_range(title := str(kid.get("/T", ""))):
            after = (mark for other in kids[place + 1 : place + 4] for mark in _marks(other, element, pages))
            yield Tagged(title, tuple(_marks_below(kid, pages)), tuple(after))
        else:
            yield from _verses(kid, pages)


def _marks_below(element: Any, pages: Mapping[tuple[int, int], int]) -> Iterator[_Mark]:
    for kid in _kids(element):
        if _is_element(kid):
            yield from _marks_below(kid, pages)
        else:
            yield from _marks(kid, element, pages)


def _marks(kid: Any, element: Any, pages: Mapping[tuple[int, int], int]) -> Iterator[_Mark]:
    """The marked content that a kid of an element is, if it is any and on a page of the file."""
    if _is_element(kid):
        return
    own = element.get("/Pg")
    page, number = (own, kid) if isinstance(kid, int) else (kid.get("/Pg", own), kid.get("/MCID"))
    if page is not None and number is not None and page.objgen in pages:
        yield pages[page.objgen], int(number)


def _kids(element: Any) -> Sequence[Any]:
    import pikepdf

    held = element.get("/K", ())
    return tuple(held) if isinstance(held, pikepdf.Array) else (held,) if held != () else ()


def _is_element(kid: Any) -> bool:
    import pikepdf

    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid
