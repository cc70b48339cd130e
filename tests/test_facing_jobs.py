"""A part in two languages is laid out page by page, parted in step, and typeset as it was laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import fonts, spreads
from kitabcha.press.composition import style_sheet
from kitabcha.press.facing_jobs import FacingJob, SpreadJob
from kitabcha.press.jobs import Made, PartJob
from kitabcha.press.spreads import Side
from kitabcha.press.verification import OURS
from tests.readers import by_pdfium

PLACE = Place("first/en+ur/trainer-facing.pdf")
STYLE = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES) + style_sheet("print")
A5 = "@page { size: A5; } p { margin: 0; }"
PAGE = '<!DOCTYPE html><html lang="en" dir="ltr"><head><title>t</title><style>{}</style></head><body>{}</body></html>'


def part(*blocks: str) -> PartJob:
    """A part of these blocks, all tied but the first."""
    tied = "".join(re.sub("^<([a-z0-9]+)", rf'<\1 data-tie="{tie}"', block) for tie, block in enumerate(blocks))
    html = PAGE.format(STYLE + A5, tied.replace(' data-tie="0"', ""))
    return PartJob("way", html, {}, (), LANGUAGES["en"], LANGUAGES, 1, PLACE)


def both(first: PartJob, second: PartJob) -> list[tuple[Side, list[str]]]:
    """The sides of two parts, and the text of their pages."""
    parted = SpreadJob((first, second)).run()
    done = [FacingJob(one, which).run((parted,)) for which, one in enumerate((first, second))]
    assert [made.diagnostics for made in done] == [(), ()]
    sides = spreads.read(parted.content)
    assert [made.about["blanks"] for made in done] == [list(side.blanks) for side in sides]
    return [(side, by_pdfium(made.content)) for side, made in zip(sides, done, strict=True)]


def words(name: str, count: int) -> str:
    return " ".join([name, *["word"] * count])


def numbered(sizes: Iterable[int], note: str = "") -> list[str]:
    return [f"<p>{words(f'Block {number}.', size)}{note.format(number)}</p>" for number, size in enumerate(sizes)]


def found(pages: list[str], name: str) -> list[list[str]]:
    return [re.findall(rf"{name} (\d+)\.", page) for page in pages]


def test_both_languages_begin_their_pages_with_the_same_block() -> None:
    (first, ours), (second, theirs) = both(part(*numbered([40, 90] * 12)), part(*numbered([80, 50] * 12)))
    assert first.breaks == second.breaks and len(ours) == len(theirs) > 3
    assert found(ours, "Block") == found(theirs, "Block")
    assert [page[0] for page in found(ours, "Block")[1:]] == list(first.breaks)


@pytest.mark.parametrize("beside", [[90, 60] * 12, [150] * 4 + [1] * 20])
def test_notes_go_with_the_blocks_that_call_them(beside: list[int]) -> None:
    note = '<span class="footnote">Note {}. ' + "word " * 60 + "</span>"
    (_, ours), (_, theirs) = both(part(*numbered([20] * 24, note)), part(*numbered(beside)))
    assert found(ours, "Note") == found(ours, "Block") == found(theirs, "Block")
    assert len(ours) > 3


def test_a_row_that_is_higher_than_a_page_is_continued() -> None:
    rows = [f"<tr data-tie='r{row}'><td>{words(f'Row {row}.', size)}</td></tr>" for row, size in enumerate([9, 900, 9])]
    short = [re.sub("( word)+", " word", row) for row in rows]
    tables = (f"<table><tbody>{''.join(one)}</tbody></table>" for one in (rows, short))
    (first, ours), (second, theirs) = both(*(part("<p>Before.</p>", table, "<p>After.</p>") for table in tables))
    assert first.blanks == () and len(ours) == first.pages
    assert second.pages + len(second.blanks) == first.pages and second.blanks
    places = [next(place for place, page in enumerate(pages) if "Row 2." in page) for pages in (ours, theirs)]
    assert places[0] == places[1] + len(second.blanks)


def test_headings_stay_with_what_they_head() -> None:
    blocks = [block for number in range(12) for block in (f"<h3>Head {number}.</h3>", f"<p>{words('Text', 95)}</p>")]
    (side, ours), (_, theirs) = both(part(*blocks), part(*(re.sub("( word)+", " word", block) for block in blocks)))
    assert found(ours, "Head") == found(theirs, "Head")
    assert all(int(tie) % 2 == 0 for tie in side.breaks) and len(ours) > 2


def test_pages_that_come_out_otherwise_are_told() -> None:
    plan = Made(spreads.written([Side((), 3, ())] * 2))
    made = FacingJob(part("<p>One.</p>"), 0).run((plan,))
    told = "way was to face its counterpart with 3 pages, and has 1"
    assert made.content == b"" and [(fault.message, fault.hint) for fault in made.diagnostics] == [(told, OURS)]


@pytest.mark.parametrize("which", [0, 1])
def test_either_language_can_change_where_both_are_parted(which: int) -> None:
    parts = [part(*numbered([30] * 3)), part(*numbered([40] * 3))]
    before = list(SpreadJob((parts[0], parts[1])).ingredients())
    parts[which] = part(*numbered([31] * 3))
    assert list(SpreadJob((parts[0], parts[1])).ingredients()) != before
