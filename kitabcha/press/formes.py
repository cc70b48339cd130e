"""Pages of a finished PDF, each placed somewhere on a sheet → a PDF of sheets. A forme is all that prints one side.

The sheets are for the printer alone: text can still be copied, but there are no tags, links or outline, and no claim to
be PDF/UA. Whoever reads with a screen reader has the reading edition.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

MM = 72 / 25.4
"""A millimetre in points."""

UNPRINTABLE = 6.35
"""Millimetres at each edge of a sheet that cheap printers leave white (a quarter of an inch)."""

EDGE = UNPRINTABLE * MM
"""The same in points."""

TICK = 5 * MM
"""The length of a mark to cut by, in points."""

ALMOST = 0.005
"""Pages that miss their place by less than this part are not scaled."""

DUPLEX: Mapping[str, str] = MappingProxyType(
    {"": "/Simplex", "long": "/DuplexFlipLongEdge", "short": "/DuplexFlipShortEdge"}
)
"""The edge over which sheets are turned → how a PDF says so."""

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, from the lower left corner of the sheet."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def lies_across(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A mark: from one point to another; dashed where one cuts along it."""

    start: tuple[float, float]
    end: tuple[float, float]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on a sheet: `box` is its place and clips it, `matrix` (ISO 32000-1 8.3.4) brings it there from where its
    lower left corner is 0, 0."""

    page: int
    box: Box
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Forme:
    """One side of a sheet: its size, its pages and its marks."""

    width: float
    height: float
    pages: tuple[Placed, ...] = ()
    marks: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Originals:
    """An open PDF whose pages are to be placed. `bounds` are those of its pages as they are seen, in points."""

    pdf: Any
    forms: tuple[Any, ...]
    bounds: tuple[Box, ...]
    right_to_left: bool

    def __len__(self) -> int:
        return len(self.forms)

    def fitted(self, page: int, box: Box, shift: float = 0.0) -> Placed:
        """A page in the middle of a box, moved to the right by `shift`: never enlarged, and made smaller only where it
        does not fit. What lies across is turned upright, its head to the side where a reader begins a line."""
        own = self.bounds[page]
        turned = own.lies_across != box.lies_across
        width, height = (own.height, own.width) if turned else (own.width, own.height)
        scale = min(box.width / width, box.height / height)
        scale = 1.0 if scale > 1 - ALMOST else scale
        left = box.left + (box.width - width * scale) / 2 + shift
        bottom = box.bottom + (box.height - height * scale) / 2
        if not turned:
            return Placed(page, box, (scale, 0, 0, scale, left, bottom))
        if self.right_to_left:
            return Placed(page, box, (0, -scale, scale, 0, left, bottom + height * scale))
        return Placed(page, box, (0, scale, -scale, 0, left + width * scale, bottom))

    def printed(self, formes: Iterable[Forme], duplex: str) -> bytes:
        """The formes as a PDF, in order, to be turned over the edge `duplex`: "long", "short" or "" (one side only).

        Same pages and formes, same bytes.
        """
        import pikepdf

        with pikepdf.new() as sheets:
            forms: dict[int, Any] = {}
            for forme in formes:
                for placed in forme.pages:
                    if placed.page not in forms:
                        forms[placed.page] = sheets.copy_foreign(self.forms[placed.page])
                _add_sheet(sheets, forme, forms, self.bounds)
            _describe(sheets, self.pdf, duplex)
            return saved(sheets, self.pdf.pdf_version)


@contextmanager
def originals(content: bytes) -> Iterator[Originals]:
    """A finished PDF, opened to place its pages on sheets."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        forms = tuple(pdf.make_indirect(page.as_form_xobject()) for page in pdf.pages)
        yield Originals(pdf, forms, tuple(map(_bounds, forms)), _reads_right_to_left(pdf))


def _reads_right_to_left(pdf: Any) -> bool:
    return str(pdf.Root.get("/ViewerPreferences", {}).get("/Direction", "")) == "/R2L"


def _bounds(form: Any) -> Box:
    """A form's box as it is seen, turned by its own matrix."""
    left, bottom, right, top = (float(number) for number in form.BBox)
    a, b, c, d, e, f = (float(number) for number in form.get("/Matrix", [1, 0, 0, 1, 0, 0]))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return Box(min(across), min(up), max(across) - min(across), max(up) - min(up))


def saved(pdf: Any, version: str = "") -> bytes:
    """A PDF's bytes, the same each time."""
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True, min_version=version, object_stream_mode=_object_streams())
    return target.getvalue()


def _object_streams() -> Any:
    import pikepdf

    return pikepdf.ObjectStreamMode.generate


def _add_sheet(sheets: Any, forme: Forme, forms: Mapping[int, Any], bounds: Sequence[Box]) -> None:
    import pikepdf

    page = sheets.add_blank_page(page_size=(forme.width, forme.height))
    used = sorted({placed.page for placed in forme.pages})
    page.obj.Resources = pikepdf.Dictionary({"/XObject": pikepdf.Dictionary({_name(one): forms[one] for one in used})})
    content = [_placing(placed, bounds[placed.page]) for placed in forme.pages]
    page.obj.Contents = sheets.make_stream("\n".join([*content, drawing(forme.marks)]).encode())


def _name(page: int) -> str:
    return f"/P{page + 1}"


def _placing(placed: Placed, own: Box) -> str:
    box = placed.box
    clip = numbers(box.left, box.bottom, box.width, box.height)
    origin = numbers(1, 0, 0, 1, -own.left, -own.bottom)
    return f"q {clip} re W n {numbers(*placed.matrix)} cm {origin} cm {_name(placed.page)} Do Q"


def drawing(marks: Sequence[Line]) -> str:
    """Operators that draw marks, as an artifact: half a point wide, which a photocopier still sees."""
    if not marks:
        return ""
    lines = [
        f"{'[4 3]' if mark.dashed else '[]'} 0 d {numbers(*mark.start)} m {numbers(*mark.end)} l S" for mark in marks
    ]
    return "\n".join(["/Artifact BMC q 0 G 0.5 w", *lines, "Q EMC"])


def numbers(*values: float) -> str:
    """Numbers as a PDF writes them: four decimals at most, no exponent, and no minus before nothing."""
    return " ".join(f"{round(value, 4) + 0.0:.4f}".rstrip("0").rstrip(".") for value in values)


def _describe(sheets: Any, original: Any, duplex: str) -> None:
    """What there is to say of a file for the printer: title, language, direction, true size, the edge to turn over."""
    import pikepdf

    for key in ("/Title", "/Author", "/Producer"):
        if key in original.docinfo:
            sheets.docinfo[key] = str(original.docinfo[key])
    if "/Lang" in original.Root:
        sheets.Root.Lang = str(original.Root.Lang)
    direction = "/R2L" if _reads_right_to_left(original) else "/L2R"
    sheets.Root.ViewerPreferences = pikepdf.Dictionary(
        {
            "/DisplayDocTitle": True,
            "/Direction": pikepdf.Name(direction),
            "/Duplex": pikepdf.Name(DUPLEX[duplex]),
            "/PrintScaling": pikepdf.Name("/None"),
        }
    )
