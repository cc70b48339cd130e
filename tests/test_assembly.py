"""From a small project to the books of its editions: conditions, editions, references, the manual's order."""

from __future__ import annotations

import pytest

from kitabcha.model import ItemList
from tests.assembly_project import (
    PICTURES,
    TWO_DAYS,
    WITH_SHEETS,
    choose,
    lesson,
    manual,
    outline,
    session,
    told,
)


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ("audience=women", True),
        ("audience=community", True),
        ("audience=youth", False),
        ("audience=girls", False),
        ('audience="youth women"', True),
        ("region=swat", True),
        ("region=pakistan", True),
        ("region=punjab", False),
        ("tradition=islam", True),
        ("tradition=none", False),
        ("literacy=low", True),
        ("literacy=high", False),
        ("edition=trainer", True),
        ('edition="participant handouts"', False),
        ("language=en", True),
        ("language=ur", False),
        ("audience=women literacy=high", False),
        ("audience=women literacy=low", True),
    ],
)
def test_only_is_decided_and_dissolved(tmp_path, condition, fits):
    selected = choose(tmp_path, f"Talk.\n\n::: only {{{condition}}}\nSome.\n:::\n")
    assert outline(selected) == (["Talk.", "Some."] if fits else ["Talk."])


def test_an_audience_with_two_broader_ones_gets_what_is_for_either(tmp_path):
    body = "::: only {audience=women}\nA.\n:::\n\n::: only {audience=youth}\nB.\n:::\n"
    assert outline(choose(tmp_path, body, audience="girls")) == ["A.", "B."]


def test_nested_conditions_and_notes_are_decided_inside_out(tmp_path):
    body = """
        :::: activity {title="Game"}
        ::: facilitator
        Mind the time.
        :::

        Play.
        ::::

        :::: discuss
        ::: only {literacy=high}
        Write.
        :::
        ::::
        """
    assert outline(choose(tmp_path, body)) == ["::: activity", "::: facilitator", "Mind the time.", "Play."]
    assert outline(choose(tmp_path, body, kind="participant")) == ["::: activity", "Play."]


def test_a_list_item_of_which_nothing_is_left_goes(tmp_path):
    body = """
        1. One.
        2.

            ::: facilitator
            Two.
            :::
        """
    (items,) = session(choose(tmp_path, body, kind="participant")).blocks
    assert isinstance(items, ItemList) and len(items.items) == 1


def test_what_is_dropped_cannot_dangle(tmp_path):
    body = "Talk.\n\n::: only {audience=youth}\nSee [there](#nowhere-here).\n:::\n"
    assert told(choose(tmp_path, body)) == []


def test_handouts_are_sheets_alone_and_keep_the_manuals_numbers(tmp_path):
    book = choose(tmp_path, WITH_SHEETS, PICTURES, kind="handouts", literacy="high", days=TWO_DAYS.rstrip()).book
    (day,) = book.days
    (only,) = day.items
    assert (day.number, only.number, only.key) == (2, 2, "trust")
    assert [block.name for block in only.blocks] == ["assessment", "handout"]
    assert [note.label for note in only.footnotes] == ["1"]
    assert (only.goal, only.objectives, only.materials, book.introduction) == (None, (), (), ())
    assert book.annexes == ("attendance", "evaluation", "certificate")


def test_participants_get_neither_preparation_nor_annexes(tmp_path):
    selected = choose(tmp_path, WITH_SHEETS, PICTURES, kind="participant")
    assert session(selected).preparation == ()
    assert session(selected).objectives
    assert selected.book.annexes == ()
    assert choose(tmp_path, WITH_SHEETS, PICTURES).book.annexes == (
        "materials",
        "attendance",
        "evaluation",
        "certificate",
    )


def test_what_a_book_refers_to_comes_in_the_order_of_first_use(tmp_path):
    body = """
        In {{ venue }}, two *Jirgas*{.term} met at <quran:49:13>.

        ::: concept {id=contact}
        :::

        ::: scripture {id=nations}
        :::
        """
    book = choose(tmp_path, body).book
    assert [term.id for term in book.glossary] == ["jirga", "tribe", "elder"]
    assert [work.key for work in book.references] == ["allport1954", "noelle1997"]
    assert book.verse_references == ("quran:49:13",)
    assert list(book.values) == ["venue"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Call {{ phone }}.", "`women` has no value `phone`\n  hint: add `phone: …` to `values` in manuals/women.yaml"),
        (
            "See [it](#nowhere-here).",
            "the link leads to the lesson `nowhere-here`, which `women` does not hold\n"
            "  hint: add `- lesson: nowhere-here` to manuals/women.yaml, "
            "or put this sentence into a fitting `::: only`",
        ),
        (
            "See [it](#write).\n\n::: only {literacy=high}\n## Write {#write}\n:::\n",
            "the link leads to `#write`, which `women` leaves out\n"
            "  hint: put this sentence into the same `::: only` as what it leads to",
        ),
    ],
)
def test_what_this_manual_lacks_is_told(tmp_path, body, message):
    others = manual().replace("host: our hosts", "phone: our telephone").replace("literacy: low", "literacy: high")
    files = {"manuals/others.yaml": others}
    assert told(choose(tmp_path, body, files)) == [f"modules/trust/module.md:12: error: {message}"]


def test_a_link_to_what_another_edition_holds_is_no_fault(tmp_path):
    body = "See [it](#note).\n\n::: facilitator {#note}\nNote.\n:::\n"
    assert told(choose(tmp_path, body, kind="participant")) == []


def test_a_lesson_for_others_is_told_at_its_line(tmp_path):
    files = {"modules/nowhere-here/module.md": lesson(audiences="youth, girls")}
    assert told(choose(tmp_path, "Talk.", files, days=TWO_DAYS)) == [
        "manuals/women.yaml:12: error: the lesson `nowhere-here` is for youth, girls, not for women\n"
        "  hint: take it out, or add `women` to `audiences` in modules/nowhere-here/module.md",
        "manuals/women.yaml:13: error: the lesson `nowhere-here` is for youth, girls, not for women\n"
        "  hint: take it out, or add `women` to `audiences` in modules/nowhere-here/module.md",
    ]
