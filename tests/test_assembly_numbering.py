"""From the books of a small project to numbered books: times, steps, anchors, labels and sheets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kitabcha.assembly.explanation import explain
from kitabcha.assembly.numbering import number
from kitabcha.assembly.selection import select
from kitabcha.dialect import blocks_in
from kitabcha.model import Edition, Figure, Heading, TimedBreak
from tests.assembly_project import (
    PICTURES,
    SLOT,
    STORIES,
    TWO_DAYS,
    WITH_SHEETS,
    choose,
    lesson,
    make_project,
    manual,
    told,
)


def numbered(selected):
    assert selected.book is not None, told(selected)
    book, faults = number(selected.book)
    assert not faults
    return book


def test_clock_times_steps_labels_and_sheets(tmp_path):
    book = numbered(choose(tmp_path, WITH_SHEETS, PICTURES, days=TWO_DAYS.rstrip()))
    first, second = book.days
    assert [(item.starts, item.ends) for item in first.items] == [(570, 630), (630, 650)]
    assert isinstance(first.items[1], TimedBreak)
    assert (second.number, second.starts, second.ends) == (2, 600, 720)
    one = second.items[0]
    assert (one.number, one.day) == (2, 2)
    assert [(step.offset, step.minutes, step.kind, step.target) for step in one.steps] == [
        (0, 10, "section", "trust--welcome"),
        (10, 5, "assessment", "trust--assessment-1"),
        (15, 15, "activity", "trust--activity-1"),
    ]
    (sheet,) = one.handouts
    pointer = next(block for block in blocks_in(one.session.blocks) if getattr(block, "name", "") == "handout")
    assert pointer == replace(sheet, blocks=()) and sheet.blocks
    assert [figure.id for figure in one.figures] == ["rings", "figure-2"]


def test_labels_name_every_anchor_in_order(tmp_path):
    book = numbered(choose(tmp_path, WITH_SHEETS, PICTURES))
    assert [(anchor, label.kind, label.number) for anchor, label in book.labels.items()] == [
        ("trust", "session", 1),
        ("trust--welcome", "section", 0),
        ("trust--rings", "figure", 1),
        ("trust--assessment-1", "assessment", 0),
        ("trust--activity-1", "activity", 1),
        ("trust--sheet", "handout", 1),
        ("trust--figure-2", "figure", 2),
    ]
    assert book.labels["trust--figure-2"].title.raw == "Wells"


@pytest.mark.parametrize(("literacy", "sheets"), [("high", ["assessment", "handout"]), ("low", ["handout"])])
def test_in_handouts_assessments_are_sheets_too_for_those_who_read(tmp_path, literacy, sheets):
    (one,) = numbered(choose(tmp_path, WITH_SHEETS, PICTURES, kind="handouts", literacy=literacy)).sessions
    assert [sheet.name for sheet in one.handouts] == sheets
    assert all(not block.blocks for block in one.session.blocks)


def test_anchors_of_lore_give_way_to_the_lessons(tmp_path):
    body = "::: concept {id=contact}\n:::\n\n## Ours {#four}\n\n### Story {#figure-1}\n"
    book = numbered(choose(tmp_path, body))
    ids = [block.id for block in blocks_in(book.sessions[0].session.blocks) if isinstance(block, Heading | Figure)]
    assert ids == ["four-2", "four", "figure-1"]
    assert book.labels["trust--concept-1"].title.raw == "The contact hypothesis"


@pytest.mark.parametrize(
    ("starts", "ends", "message"),
    [
        (
            "09:30",
            "10:05",
            "day 1 runs 25 minutes past 10:05, until 10:30\n"
            '  hint: shorten a break, move a session to another day, or write `ends: "10:30"`',
        ),
        (
            "23:01",
            "23:59",
            "day 1 runs 1 minute past midnight\n  hint: let it start earlier, or move a session to another day",
        ),
    ],
)
def test_a_day_that_is_too_long_is_told_in_minutes(tmp_path, starts, ends, message):
    days = f'[{{title: First, starts: "{starts}", ends: "{ends}", sessions: [{{lesson: trust}}]}}]'
    faults = number(choose(tmp_path, "Talk.", days=days.rstrip()).book)[1]
    assert [str(fault).split(": error: ")[1] for fault in faults] == [message.replace("23:01", starts)]
    assert faults[0].place.path == "manuals/women.yaml"


def test_steps_that_take_longer_than_their_lesson_are_told(tmp_path):
    body = "## One {minutes=40}\n\n::: story {theme=trust minutes=25}\n:::\n"
    faults = number(choose(tmp_path, body, STORIES).book)[1]
    assert list(map(str, faults)) == [
        "modules/trust/module.md:1: error: the steps of `trust` take 65 minutes, and the lesson has 60\n"
        "  hint: shorten a step, or write `minutes: 65`"
    ]


def test_explanation_says_which_lore_went_where_and_why(tmp_path):
    made = make_project(tmp_path, {"modules/trust/module.md": lesson(SLOT), "manuals/women.yaml": manual(), **STORIES})
    edition = Edition("women", "en", "trainer")
    assert explain(made, edition, select(made, edition).choices) == (
        "women/en/trainer: Women who make peace\n"
        "for women, from swat, in the tradition of islam\n"
        "\n"
        "trust: Trust\n"
        "  story theme=trust at modules/trust/module.md:12\n"
        "    near: A story of swat\n"
        "    of swat itself; not used elsewhere in this manual; 2 others fit: women, wide\n"
    )
