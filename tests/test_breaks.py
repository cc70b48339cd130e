"""Boxes are whole where that leaves no more than a quarter of a page empty, and parts end on no page of a few lines."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import fonts
from kitabcha.press.composition import style_sheet
from kitabcha.press.typesetting import typeset
from kitabcha.resources import fonts_folder

LINE = 5
"""Millimetres; a page has twenty lines."""

STYLE = """
@page { size: 100mm; margin: 0; }
* { margin: 0; padding: 0 } body { font-size: 8pt; line-height: 5mm; orphans: 2; widows: 2 }
.wish { break-inside: avoid-page } .order { break-inside: avoid } .new { break-before: page }
h3 { break-after: avoid; font-size: 1em; line-height: inherit } li:last-child { break-before: avoid-page }
"""


def lines(count, **attributes):
    about = "".join(f' {name.strip("_")}="{value}"' for name, value in attributes.items())
    return f"<p{about}>{'<br>'.join(f'line {number}' for number in range(count))}</p>"


def wish(inside, name="box", kind="wish"):
    return f'<div class="{kind}" id="{name}">{inside}</div>'


def set_page(body, may_be_closer=False, style=STYLE):
    faces = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES)
    head = f'<html lang="en" dir="ltr"><title>t</title><style>{faces}{style}</style>'
    html = f"<!DOCTYPE html>{head}<body>{body}</body></html>"
    english, place = LANGUAGES["en"], Place("a")
    done = typeset(html, {}, english, LANGUAGES, fonts_folder(), place, may_be_closer=may_be_closer)
    assert done.facts and not done.diagnostics
    return done


def page_of(done, name="box"):
    return done.facts.anchors[name].page


@pytest.mark.parametrize(("before", "page"), [(8, 0), (14, 0), (15, 1), (18, 1)])
def test_a_box_is_whole_where_that_leaves_a_quarter_of_the_page_at_most(before, page):
    done = set_page(lines(before) + wish(lines(14)))
    assert page_of(done) == page
    assert done.pages == 2


def test_a_box_that_fits_is_whole():
    assert set_page(lines(8) + wish(lines(12))).pages == 1


def test_what_is_ordered_to_be_whole_is_whole():
    assert page_of(set_page(lines(8) + wish(lines(14), kind="order"))) == 1


def test_a_heading_goes_with_the_box_that_is_let_go():
    done = set_page(lines(8) + '<h3 id="head">Head</h3>' + wish(lines(14)))
    assert page_of(done, "head") == page_of(done) == 0


@pytest.mark.parametrize(("before", "page"), [(16, 1), (15, 1), (14, 0), (10, 0)])
def test_what_is_to_stay_with_what_follows_does_unless_the_page_needs_it(before, page):
    start = lines(2, id="start", style="break-after: avoid-page")
    assert page_of(set_page(lines(before) + start + wish(lines(10), kind="order")), "start") == page


@pytest.mark.parametrize(("length", "page"), [(20, 1), (21, 0), (50, 0)])
def test_a_box_that_no_page_can_hold_begins_at_once(length, page):
    done = set_page(lines(16) + '<h3 id="head">Head</h3>' + wish(lines(length - (length < 21))))
    assert page_of(done, "head") == page_of(done) == page


def test_a_box_that_the_next_page_can_hold_waits_for_it():
    done = set_page(lines(16) + wish(lines(15)) + f"<p>{'long ' * 300}</p>")
    assert page_of(done) == 1


def test_of_a_box_in_a_box_the_inner_one_is_let_go_too_where_the_page_needs_it():
    inner = wish(lines(14), "inner")
    short, long = (set_page(lines(before) + wish(lines(4) + inner)) for before in (12, 6))
    assert (page_of(short), page_of(short, "inner")) == (0, 1)
    assert (page_of(long), page_of(long, "inner")) == (0, 0)


def test_the_last_item_of_a_list_stands_alone_where_the_page_needs_it():
    items = f"<ul><li>{lines(4)}</li><li id='last'>{lines(14, class_='order')}</li></ul>"
    assert page_of(set_page(lines(8) + wish(items))) == 0


@pytest.mark.parametrize(("length", "pages"), [(2, [0, 0, 0, 1, 1]), (3, [0, 0, 0, 0, 1])])
def test_the_last_item_of_a_list_has_company_where_little_is_lost_by_it(length, pages):
    items = "".join(f"<li id='item{number}'>{lines(length, class_='order')}</li>" for number in range(5))
    done = set_page(lines(19 - 4 * length) + wish(f"<ul>{items}</ul>"))
    assert [page_of(done, f"item{number}") for number in range(5)] == pages


def frame_of(done):
    """Where the frame of a box ends that goes on overleaf, in lines."""
    page = pypdfium2.PdfDocument(done.pdf)[0]
    ends = [thing.get_bounds()[1] for thing in page.get_objects() if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    return round((page.get_height() - min(ends)) / 72 * 25.4 / LINE)


def test_the_frame_of_a_box_that_goes_on_ends_below_what_stands_in_it():
    style = STYLE + ".wish { border: 1pt solid black; padding: 2mm }"
    done = set_page(lines(8) + wish(lines(9) + lines(14, class_="order")), style=style)
    assert (page_of(done), done.pages, frame_of(done)) == (0, 2, 17)


def test_what_makes_no_page_fuller_stays_whole():
    done = set_page(lines(8) + wish(lines(14, class_="order"), "first") + wish(lines(14), "second"))
    assert (page_of(done, "first"), page_of(done, "second")) == (1, 1)  # 6 lines would be left: more than a quarter
    done = set_page(lines(8) + wish(lines(16, class_="order"), "first") + wish(lines(14), "second"))
    assert (page_of(done, "first"), page_of(done, "second")) == (1, 2)


def test_a_page_that_a_style_sheet_ends_stays_as_it_is():
    done = set_page(lines(8) + wish(lines(14), kind="wish new"))
    assert (page_of(done), done.pages) == (1, 2)


def test_notes_are_as_good_as_text():
    note = f'<p>line<span style="float: footnote">{lines(8)}</span></p>'
    done = set_page(lines(8) + note + wish(lines(14)))
    assert page_of(done) == 1


CLOSE = STYLE + "p.space { margin-bottom: 10mm } .close p.space { margin-bottom: 0 }"


def spaced(count, after):
    return "".join(lines(4, class_="space") for _ in range(count)) + lines(after, id="end")


def test_a_last_page_of_a_few_lines_is_saved_where_that_can_be():
    body = spaced(3, 3)  # 21 lines with their space, 15 without
    assert (set_page(body, style=CLOSE).pages, set_page(body, True, CLOSE).pages) == (2, 1)


def test_a_last_page_that_is_worth_its_paper_is_left():
    body = spaced(3, 8)
    assert set_page(body, True, CLOSE).pdf == set_page(body, style=CLOSE).pdf


def test_what_saves_no_page_changes_nothing():
    body = lines(20) + lines(3)
    assert set_page(body, True, CLOSE).pdf == set_page(body, style=CLOSE).pdf


CLOSEST = STYLE + "p.space { margin-bottom: 10mm } .closest p.space { margin-bottom: 0 }"


def test_what_one_way_does_not_save_the_next_one_does():
    assert set_page(spaced(3, 3), True, CLOSEST).pages == 1
    assert set_page(lines(20) + lines(3), True, CLOSEST).pages == 2


def test_the_pages_of_our_style_sheet_are_closer_by_three_hundredths_or_six():
    found = re.findall(
        r"^\.(close|closest) \{ line-height: calc\(var\(--leading\) \* (.*?)\); \}$", style_sheet("print"), re.M
    )
    assert found == [("close", "0.97"), ("closest", "0.94")]
