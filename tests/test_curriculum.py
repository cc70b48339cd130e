"""What this repository's own curriculum promises: whole lessons, and manuals with their days, tools and pictures."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kitabcha import pipeline
from kitabcha.dialect import blocks_in
from kitabcha.languages import catalogues
from kitabcha.model import (
    Break,
    Directive,
    Edition,
    Figure,
    Lesson,
    LoreBlock,
    Manual,
    NumberedBook,
    Project,
    SessionPlan,
    Story,
)
from kitabcha.reports.objectives import objectives
from kitabcha.reports.sources import sources
from kitabcha.reports.strands import strands
from kitabcha.sources.loading import load
from kitabcha.walking import texts_in
from tests.harness import ROOT

PICTURES = "peace-in-pictures"
DAYS = {
    "women-tolana": 5,
    "youth-tolana": 4,
    "mediators": 3,
    "religious-leaders-and-teachers": 3,
    "returnee-families": 2,
    "parliamentarians": 1,
    "training-of-trainers": 6,
    PICTURES: 1,
}
REGIONS = ("swat", "peshawar", "hazara", "waziristan", "quetta", "sindh", "southern-punjab")
PARTICIPATORY = ("activity", "energiser", "roleplay", "theatre", "radio")
PICTURED = {"tree", "triangle", "rings", "jirga", "wells", "seating", "steps"}
TOOLS = {"security", "energisers", "recap", "tally", "attendance", "evaluation", "change-story", "certificate"}


def _read() -> Project:
    project, found = load(ROOT)
    assert project and not found, found
    return project


PROJECT = _read()
LESSONS = sorted(set(PROJECT.lessons) - {PICTURES})


def boxes(lesson: Lesson, *names: str) -> list[Directive]:
    return [one for one in blocks_in(lesson.blocks) if isinstance(one, Directive) and one.name in names]


def words(held: object) -> str:
    return " ".join(text.raw for text in texts_in(held))


def narrowed(lesson: Lesson, name: str) -> Iterator[str]:
    """The readers for whom a part of a lesson is: of `audience`, `literacy` or the like."""
    for box in boxes(lesson, "only"):
        yield from box.words(name)


# --- lessons --------------------------------------------------------------------------------------------------


def test_there_are_fifteen_lessons_and_a_picture_of_each() -> None:
    assert len(LESSONS) == 15
    handouts = boxes(PROJECT.lessons[PICTURES], "handout")
    assert all(any(isinstance(block, Figure) for block in one.blocks) for one in handouts)
    assert len(handouts) == len(LESSONS) + 1, "one picture for each lesson, and an empty frame"


def test_what_is_explained_most_often_is_drawn() -> None:
    figures = [one for name in LESSONS for one in blocks_in(PROJECT.lessons[name].blocks) if isinstance(one, Figure)]
    assert {Path(one.source).stem for one in figures} >= PICTURED
    assert [one.source for one in figures if len(one.alt.raw) < 20 or not one.caption] == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_all_that_a_trainer_needs(name: str) -> None:
    lesson = PROJECT.lessons[name]
    assert lesson.goal and lesson.materials and lesson.preparation
    assert len(lesson.objectives) >= 3
    assert len(boxes(lesson, *PARTICIPATORY)) >= 3
    assert boxes(lesson, "safety") and boxes(lesson, "handout")
    assert [box for box in boxes(lesson, "facilitator") if box.title], "no difficult moment is named"
    assert {"low", "high"} <= set(narrowed(lesson, "literacy"))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_serves_rooms_of_women_and_people_with_disabilities(name: str) -> None:
    lesson = PROJECT.lessons[name]
    assert "women" in {*narrowed(lesson, "audience"), *lesson.themes} or "room of women" in words(lesson)
    for sense in ("see", "hear"):
        assert re.search(rf"\b(?:not|cannot|hard to) {sense}\b|\b{sense} (?:badly|poorly|with)", words(lesson)), sense


def test_every_lesson_has_its_strands_and_asks_for_each_objective() -> None:
    assert [str(gap) for gap in strands(PROJECT, ()).gaps] == []
    assert [str(gap) for gap in objectives(PROJECT, ()).gaps] == []


def test_every_work_is_cited_and_complete() -> None:
    gaps = [str(gap) for gap in sources(PROJECT, ()).gaps]
    assert [gap for gap in gaps if "no scholar has reviewed" not in gap] == []


# --- library --------------------------------------------------------------------------------------------------


def test_folklore_comes_from_every_region_and_says_whence() -> None:
    assert len(PROJECT.stories) >= 20
    assert {region for one in PROJECT.stories.values() for region in one.regions} >= set(REGIONS)
    assert [one.id for one in PROJECT.stories.values() if not one.source.raw] == []


def test_concepts_have_parallels_in_both_other_strands() -> None:
    assert len(PROJECT.concepts) >= 15
    found = {one.id: (one.parallel_stories, one.parallel_passages) for one in PROJECT.concepts.values()}
    assert [name for name, parallels in found.items() if not all(parallels)] == []


def test_passages_have_their_context_and_terms_their_translations() -> None:
    assert len(PROJECT.passages) >= 30
    assert [one.id for one in PROJECT.passages.values() if len(one.context.raw) < 100] == []
    assert len(PROJECT.glossary) >= 60
    for language in ("ur", "ps"):
        library = catalogues.read_all(ROOT, language)[0]["library"]
        terms = {entry.context: entry.msgstr for entry in library.entries.values()}
        assert [one for one in PROJECT.glossary if not all(terms[f"glossary/{one}/term"])] == []


# --- manuals --------------------------------------------------------------------------------------------------


def test_every_manual_has_its_days_and_every_lesson_its_manual() -> None:
    assert {one.id: len(one.days) for one in PROJECT.manuals.values()} == DAYS
    held = {item.lesson for item in items(*PROJECT.manuals.values()) if isinstance(item, SessionPlan)}
    assert held == set(PROJECT.lessons)


@pytest.mark.parametrize("name", sorted(DAYS))
def test_every_day_leaves_time_for_tea_and_prayer(name: str) -> None:
    for day in PROJECT.manuals[name].days:
        breaks = [item for item in day.items if isinstance(item, Break)]
        assert any("Tea" in one.title.raw and one.minutes >= 15 for one in breaks), day.title.raw
        assert any("rayer" in one.title.raw and one.minutes >= 45 for one in breaks), day.title.raw


@pytest.mark.parametrize("name", sorted(set(DAYS) - {PICTURES}))
def test_every_training_has_its_tools_and_tests_before_and_after(name: str) -> None:
    manual = PROJECT.manuals[name]
    assert set(manual.annexes) >= TOOLS
    lessons = [PROJECT.lessons[item.lesson] for item in items(manual) if isinstance(item, SessionPlan)]
    tests = [one for lesson in lessons for one in boxes(lesson, "assessment")]
    assert {when for one in tests for when in one.words("when")} == {"pre", "post"}


@pytest.fixture(scope="module")
def books() -> dict[str, NumberedBook]:
    """Manual → its trainers' edition in English, before the press."""
    workshop, found = pipeline.open_workshop(ROOT)
    assert workshop and not found
    prepared = {name: pipeline.prepare(workshop, Edition(name, "en", "trainer")) for name in DAYS}
    return {name: one.numbered for name, one in prepared.items() if one.numbered}


@pytest.mark.parametrize("name", sorted(DAYS))
def test_the_steps_of_every_session_fill_its_minutes(books: dict[str, NumberedBook], name: str) -> None:
    for one in books[name].sessions:
        assert sum(step.minutes for step in one.steps) == one.session.minutes, one.session.lesson


@pytest.mark.parametrize("name", sorted(DAYS))
def test_no_training_tells_a_story_twice(books: dict[str, NumberedBook], name: str) -> None:
    blocks = [block for one in books[name].sessions for block in blocks_in(one.session.blocks)]
    told = [one.item.id for one in blocks if isinstance(one, LoreBlock) and isinstance(one.item, Story)]
    assert [story for story, times in Counter(told).items() if times > 1] == []


def items(*manuals: Manual) -> Iterator[SessionPlan | Break]:
    for manual in manuals:
        for day in manual.days:
            yield from day.items
