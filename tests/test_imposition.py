"""Pages are laid on sheets so that, folded, stacked or cut as the print card says, they read from the first to the
last: folios are read back from the sheets."""

from __future__ import annotations

import io
from itertools import pairwise

import pypdfium2
import pytest

from kitabcha.model import Place
from kitabcha.press.cropping import with_crop_marks
from kitabcha.press.cutting import cards, twice
from kitabcha.press.formes import MM, UNPRINTABLE
from kitabcha.press.imposition import IMPOSITIONS, booklet, fronts_and_backs, impose, parts_of
from kitabcha.press.laid_pages import cropped_page_faults, laid_page_faults
from kitabcha.press.paper import PAPERS
from kitabcha.press.proofing import outside_margin, proofs
from kitabcha.press.signatures import signature_sizes
from kitabcha.press.tiling import OVERLAP, poster
from tests.harness import opened

A3, A4, A5, A6 = (297, 420), (210, 297), (148, 210), (105, 148)
ACROSS = (210, 148)
EVERYWHERE = PAPERS["A4"]


def pages(*drawings, size=A5, right_to_left=False, sizes=None):
    """A tagged PDF, each page with some operators; /F is a font, in which folios are written."""
    import pikepdf

    with pikepdf.new() as pdf:
        font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1))
        font.BaseFont = pikepdf.Name.Helvetica
        for number, operators in enumerate(drawings):
            width, height = (sizes or {}).get(number, size)
            page = pdf.add_blank_page(page_size=(width * MM, height * MM))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.obj.Contents = pdf.make_stream(operators.encode())
            page.obj.StructParents = number
        pdf.docinfo["/Title"] = "The two wells"
        pdf.Root.Lang = "ur"
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        direction = pikepdf.Name("/R2L" if right_to_left else "/L2R")
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=direction)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def folios(count, **options):
    """Pages that bear their numbers, from 1."""
    return pages(*(f"BT /F 40 Tf 150 300 Td ({number}) Tj ET" for number in range(1, count + 1)), **options)


def cells(content, columns=1, rows=1):
    """What each cell of each sheet's side says, row by row from the top: 0 for a blank."""
    found = []
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            width, height = page.get_width() / columns, page.get_height() / rows
            text = page.get_textpage()
            boxes = [(x * width, y * height) for y in reversed(range(rows)) for x in range(columns)]
            words = (text.get_text_bounded(x, y, x + width, y + height).strip() for x, y in boxes)
            found.append(tuple(int(word or 0) for word in words))
    return found


def runs_of(content):
    """The left edges of the texts of each side, in millimetres, from left to right."""
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            text = page.get_textpage()
            yield sorted(text.get_rect(number)[0] / MM for number in range(text.count_rects()))


# --- booklets -------------------------------------------------------------------------------------------------


def folded(sides, sizes, right_to_left):
    """The folios in reading order once each signature is folded, and the signatures are laid on one another.

    Turned over its short edge, a sheet shows behind its front's right half its back's left half.
    """
    order, at = [], 0
    for size in sizes:
        sheets = [(sides[at + 2 * number], sides[at + 2 * number + 1]) for number in range(size)]
        at += 2 * size
        first, second = (0, 1) if right_to_left else (1, 0)
        for front, back in sheets:
            order += [front[first], back[second]]
        for front, back in reversed(sheets):
            order += [back[first], front[second]]
    return order


@pytest.mark.parametrize("right_to_left", [False, True], ids=["left to right", "right to left"])
def test_booklets_of_1_to_64_pages_read_in_order_with_blanks_at_the_end(right_to_left):
    for count in range(1, 65):
        made = booklet(folios(count, right_to_left=right_to_left), EVERYWHERE)
        sides = cells(made.files[""], columns=2)
        assert made.signatures == (made.sheets,) and len(sides) == 2 * made.sheets == -(-count // 4) * 2
        blanks = [0] * (4 * made.sheets - count)
        assert folded(sides, made.signatures, right_to_left) == [*range(1, count + 1), *blanks]


@pytest.mark.parametrize("right_to_left", [False, True], ids=["left to right", "right to left"])
@pytest.mark.parametrize("count", [65, 97, 130])
def test_thicker_booklets_are_several_signatures_of_almost_one_size(count, right_to_left):
    made = booklet(folios(count, right_to_left=right_to_left), EVERYWHERE)
    assert len(made.signatures) > 1 and max(made.signatures) <= 8 and max(made.signatures) - min(made.signatures) <= 1
    read = folded(cells(made.files[""], columns=2), made.signatures, right_to_left)
    assert read == [*range(1, count + 1), *[0] * (4 * made.sheets - count)]


def test_signatures_grow_until_a_stapler_gives_up():
    assert signature_sizes(1) == (1,) and signature_sizes(64) == (16,)
    assert signature_sizes(65) == (6, 6, 5) and signature_sizes(96) == (8, 8, 8)


def test_page_1_of_a_right_to_left_booklet_is_on_the_left_with_its_fold_on_the_right():
    assert cells(booklet(folios(8, right_to_left=True), EVERYWHERE).files[""], columns=2)[0] == (1, 8)
    assert cells(booklet(folios(8), EVERYWHERE).files[""], columns=2)[0] == (8, 1)


@pytest.mark.parametrize("right_to_left", [False, True], ids=["left to right", "right to left"])
def test_pages_of_inner_sheets_move_to_the_fold_by_the_papers_thickness(right_to_left):
    same = pages(*["BT /F 40 Tf 150 300 Td (8) Tj ET"] * 64, right_to_left=right_to_left)
    fronts = list(runs_of(booklet(same, EVERYWHERE).files[""]))[::2]
    lefts, rights = zip(*fronts, strict=True)  # from the outermost sheet to the innermost
    assert [after - before for before, after in pairwise(lefts)] == pytest.approx([0.1] * 15, abs=0.001)
    assert [after - before for before, after in pairwise(rights)] == pytest.approx([-0.1] * 15, abs=0.001)


def bar(width, height):
    """A thick bar along the head of a page."""
    return f"0 g 20 {height * MM - 60:.2f} {width * MM - 40:.2f} 30 re f"


@pytest.mark.parametrize("right_to_left", [False, True], ids=["left to right", "right to left"])
def test_a_page_that_lies_across_is_turned_with_its_head_where_lines_begin(right_to_left):
    drawn = pages("", bar(*ACROSS), sizes={1: ACROSS}, right_to_left=right_to_left)
    left, top, right, bottom = proofs(booklet(drawn, EVERYWHERE).files[""])[1].edges
    half = 297 / 2
    # on the back of the only sheet, in its left half, or in a right-to-left booklet in its right half
    assert (right if right_to_left else left) == pytest.approx(30 / MM, abs=1)
    assert (left if right_to_left else right) == pytest.approx(2 * half - 60 / MM, abs=1)
    assert (top, bottom) == pytest.approx((20 / MM, 20 / MM), abs=1)


def test_larger_pages_are_made_smaller_and_keep_their_place():
    proof = proofs(booklet(pages(bar(*A4), "", size=A4), EVERYWHERE).files[""])[0]
    assert proof.edges[0] == pytest.approx(297 / 2 + 20 / MM / 2**0.5, abs=1)
    assert proof.edges[2] == pytest.approx(20 / MM / 2**0.5, abs=1)


# --- fronts and backs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 8, 11])
def test_fronts_and_backs_meet_when_the_stack_is_put_back_as_it_lies(count):
    made = fronts_and_backs(folios(count, size=A4), EVERYWHERE)
    stack: list[int] = []
    for (front,) in cells(made.files["fronts"]):
        stack.insert(0, front)  # each sheet is laid face down on those before it
    sheets = zip(stack, (back for (back,) in cells(made.files["backs"])), strict=True)  # the uppermost is drawn first
    book = [page for front, back in reversed(list(sheets)) for page in (front, back)]
    assert book == [*range(1, count + 1), *([0] if count % 2 else [])]
    assert made.sheets == -(-count // 2) and made.sides == count


def test_pages_that_lie_across_keep_lying_in_a_stack():
    made = fronts_and_backs(folios(3, size=A4, sizes={2: (297, 210)}), EVERYWHERE)
    with opened(made.files["fronts"]) as pdf:
        shapes = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
    assert shapes == [False, True]


# --- to be cut ------------------------------------------------------------------------------------------------


def test_each_handout_stands_twice_on_its_sheet_beside_a_line_to_cut():
    made = twice(folios(3), EVERYWHERE)
    assert cells(made.files[""], columns=2) == [(1, 1), (2, 2), (3, 3)]
    assert b"[4 3] 0 d 420.9449 18 m 420.9449" in operators(made.files[""], 0)


def operators(content, page):
    with opened(content) as pdf:
        return pdf.pages[page].obj.Contents.read_bytes()


@pytest.mark.parametrize("right_to_left", [False, True], ids=["left to right", "right to left"])
@pytest.mark.parametrize("count", [2, 7, 10, 16])
def test_a_cards_back_is_behind_its_front(count, right_to_left):
    drawn = pages(
        *(f"BT /F 40 Tf 100 150 Td ({number}) Tj ET" for number in range(1, count + 1)),
        size=A6,
        right_to_left=right_to_left,
    )
    made = cards(drawn, EVERYWHERE)
    sides = cells(made.files[""], columns=2, rows=2)
    pairs = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        behind = (back[1], back[0], back[3], back[2])  # turned over the long edge of an upright sheet
        pairs += [pair for pair in zip(front, behind, strict=True) if any(pair)]
    assert sorted(pairs) == [(n, n + 1 if n < count else 0) for n in range(1, count + 1, 2)]
    assert made.sheets == -(-count // 8)
    assert sides[0].index(1) == (1 if right_to_left else 0)


def test_cards_that_are_too_large_for_the_paper_are_made_smaller_and_say_so():
    assert cards(folios(2, size=A3), EVERYWHERE).scale == pytest.approx(2**-0.5, abs=0.001)
    assert cards(folios(2, size=A6), EVERYWHERE).scale == 1


# --- posters --------------------------------------------------------------------------------------------------


def test_a_poster_is_on_two_sheets_that_overlap_and_lose_nothing():
    """Bars down a page of A3 that fall on the seam too: laid on each other, the sheets show each of them whole."""
    bars = " ".join(f"0 g 60 {100 + 55 * number} 700 20 re f" for number in range(20))
    made = poster(pages(bars, size=A3), EVERYWHERE)
    assert made.sheets == 2 and made.scale == pytest.approx(0.946, abs=0.001)
    with opened(made.files[""]) as pdf:
        shapes = {tuple(round(float(number) / MM) for number in page.mediabox[2:]) for page in pdf.pages}
    assert shapes == {(297, 210)}
    assert all(min(proof.edges) >= UNPRINTABLE - 0.4 for proof in proofs(made.files[""]))
    step = 210 * MM - 2 * UNPRINTABLE * MM - OVERLAP
    upper, lower = (black_rows(made.files[""], side) for side in (0, 1))
    seen = sorted({*lower, *(round(row + step) for row in upper)})
    begin = [seen[0], *(after for before, after in pairwise(seen) if after - before > 2)]
    assert [after - before for before, after in pairwise(begin)] == pytest.approx([55 * made.scale] * 19, abs=2)
    assert len(seen) == pytest.approx(20 * 20 * made.scale, abs=25)


def black_rows(content, page):
    """The rows of points, from the foot, that are black in the sheet's middle, where no mark is."""
    with pypdfium2.PdfDocument(content) as pdf:
        image = pdf[page].render(scale=1, grayscale=True).to_pil()
    rows = [image.height - 1 - y for y in range(image.height) if image.getpixel((image.width // 2, y)) < 64]
    return [row for row in rows if row - 1 in rows or row + 1 in rows]


def test_a_page_of_the_papers_size_is_one_sheet():
    assert poster(folios(1, size=A4), EVERYWHERE).sheets == 1


# --- for the printer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "edge"),
    [
        ("booklet", "/DuplexFlipShortEdge"),
        ("manual-duplex", "/Simplex"),
        ("handouts-2up", "/Simplex"),
        ("cards", "/DuplexFlipLongEdge"),
        ("poster", "/Simplex"),
    ],
)
def test_sheets_say_how_to_print_them_and_claim_no_tags(name, edge):
    for file in IMPOSITIONS[name](folios(3, size=A6, right_to_left=True), EVERYWHERE).files.values():
        with opened(file) as pdf:
            preferences = pdf.Root.ViewerPreferences
            assert (preferences.Duplex, preferences.PrintScaling, preferences.Direction) == (edge, "/None", "/R2L")
            assert str(pdf.docinfo["/Title"]) == "The two wells" and str(pdf.Root.Lang) == "ur"
            assert not {"/StructTreeRoot", "/MarkInfo", "/Metadata", "/Outlines"} & set(pdf.Root.keys())
            assert not any(
                "/StructParents" in form for page in pdf.pages for form in page.resources.get("/XObject", {}).values()
            )


@pytest.mark.parametrize("name", sorted(IMPOSITIONS))
def test_same_pages_same_sheets(name):
    drawn = folios(9, right_to_left=True)
    assert impose(name, drawn, EVERYWHERE) == impose(name, drawn, EVERYWHERE)


@pytest.mark.parametrize("name", sorted(filter(None, IMPOSITIONS)))
def test_a_page_that_is_changed_on_its_way_to_the_sheet_is_told(name):
    drawn, place = folios(10, size=A6), Place("a/ur/trainer-booklet.pdf")
    for sheets in impose(name, drawn, EVERYWHERE).files.values():
        assert laid_page_faults(sheets, drawn, place) == []
        with opened(sheets) as pdf:
            form = next(iter(pdf.pages[0].resources.XObject.values()))
            form.write(form.read_bytes().replace(b" Tj", b" Tj "))
            pdf.save(changed := io.BytesIO())
        told = {fault.message for fault in laid_page_faults(changed.getvalue(), drawn, place)}
        assert "sheet 1: a page on it is not as it was bound" in told


def test_a_page_that_is_changed_under_its_crop_marks_is_told():
    drawn, place = folios(3), Place("a/ur/trainer-crop-marks.pdf")
    marked = with_crop_marks(drawn)
    assert cropped_page_faults(marked, drawn, place) == []
    with opened(marked) as pdf:
        contents = pdf.pages[1].obj.Contents[1]
        contents.write(contents.read_bytes().replace(b"(2)", b"(7)"))
        pdf.save(changed := io.BytesIO())
    assert [fault.message for fault in cropped_page_faults(changed.getvalue(), drawn, place)] == [
        "sheet 2: a page on it is not as it was bound"
    ]


def test_what_is_not_imposed_stays_byte_for_byte():
    drawn = folios(5, size=A4)
    made = impose("", drawn, EVERYWHERE)
    assert made.files == {"": drawn} and made.sheets == 3 and made.sides == 5
    assert impose("", drawn, EVERYWHERE, duplex="").sheets == 5


def test_a_page_is_kept_once_however_often_it_is_printed():
    one = IMPOSITIONS["handouts-2up"](folios(1), EVERYWHERE).files[""]
    with opened(one) as pdf:
        assert len([thing for thing in pdf.objects if getattr(thing, "Subtype", "") == "/Form"]) == 1


def test_a_print_shop_gets_room_for_bleed_and_marks_outside_of_it():
    drawn = folios(2)
    marked = with_crop_marks(drawn, 3)
    with opened(marked) as pdf:
        page = pdf.pages[0]
        trim, bleed, media = ([float(n) / MM for n in box] for box in (page.trimbox, page.bleedbox, page.mediabox))
        assert trim == pytest.approx([0, 0, *A5]) and bleed == pytest.approx([-3, -3, A5[0] + 3, A5[1] + 3], abs=0.01)
        assert media == pytest.approx([-8, -8, A5[0] + 8, A5[1] + 8], abs=0.01)
        assert "/StructTreeRoot" in pdf.Root
    blank = proofs(with_crop_marks(pages("", size=A5), 3))[0]
    assert blank.edges == pytest.approx((0, 0, 0, 0), abs=0.4)
    with pypdfium2.PdfDocument(with_crop_marks(pages(""), 3)) as pdf:
        image = pdf[0].render(scale=1, grayscale=True).to_pil()
    within = image.crop(
        [round(5.5 * MM), round(5.5 * MM), image.width - round(5.5 * MM), image.height - round(5.5 * MM)]
    )
    assert within.getextrema() == (255, 255)
    assert marked == with_crop_marks(drawn, 3)


# --- proofs ---------------------------------------------------------------------------------------------------


def test_ink_is_none_on_white_all_on_black_and_half_on_half():
    white, black, half = proofs(pages("", "0 g 0 0 1000 1000 re f", "0 g 0 0 1000 297.64 re f"))
    assert (white.ink, black.ink) == (0, 100) and half.ink == pytest.approx(50, abs=0.2)
    assert white.edges == ()


def test_a_hairline_too_near_the_edge_is_told_with_its_sheet_and_edge():
    near = f"0.25 w {3 * MM:.3f} 200 m {3 * MM:.3f} 300 l S"
    good = f"0.25 w {6.5 * MM:.3f} {6.5 * MM:.3f} {135 * MM:.3f} {197 * MM:.3f} re S"
    found = outside_margin(proofs(pages(good, near, "")), Place("wells/booklet.pdf"))
    assert [str(one) for one in found] == [
        "wells/booklet.pdf: warning: on page 2 something stands 2.8 mm from the left edge\n"
        "  hint: many printers leave 6.35 mm at each edge white: move it, or make it smaller"
    ]
    (several,) = outside_margin(proofs(pages(good, near, near, good, near)), Place("wells/booklet.pdf"))
    told = "on page 2 something stands 2.8 mm from the left edge, and too near to an edge on these: 3, 5"
    assert several.message == told


@pytest.mark.parametrize("name", ["", *IMPOSITIONS])
def test_what_files_an_imposition_gives_is_known_before(name):
    assert tuple(impose(name, folios(3), EVERYWHERE).files) == parts_of(name)
