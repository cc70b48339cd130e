"""What `report` says of a curriculum, to the letter, and what it says is missing."""

import json
from pathlib import Path

import pytest

from kitabcha.errands import _REPORTS
from kitabcha.model import REPORTS
from kitabcha.reports.tables import Report, Table, as_text
from tests.harness import ROOT, ProjectTest

LESSON = "modules/meeting/module.md"
CHAPTER = "library/passages.yaml:1: warning: no scholar has reviewed the use of `nations` (quran:49:13)\n"
SHOW_IT = "  hint: show it to a scholar whom the community trusts; then say `reviewed_by`\n1 warning\n"
QUESTIONS = """
:::: assessment {when="pre post" asks="2 0 1+2"}
1. People who differ can live together.
2. The tea was good.
3. Name a *difference* that you like.
::::
"""


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def with_questions(project: ProjectTest) -> ProjectTest:
    lesson = project.root / LESSON
    return project.write(LESSON, lesson.read_text("utf-8") + QUESTIONS)


def test_every_report_can_be_asked_for() -> None:
    assert tuple(_REPORTS) == REPORTS


def test_strands_by_lesson_and_by_manual(project: ProjectTest) -> None:
    assert project.run("report", "strands").last.err == ""
    assert project.last.out == (
        "lesson   theory                folklore          scripture\n"
        "meeting  concept on pluralism  story on trust    quran:49:13\n"
        "         @allport1954          proverb on trust\n"
        "                               the-river\n"
        "\n"
        "manual  session  theory        folklore       scripture\n"
        "first   meeting  contact       the-two-wells  quran:49:13\n"
        "                 @allport1954  one-hand\n"
        "                               the-river\n"
    )


def test_a_lesson_without_a_strand_is_told_once(project: ProjectTest) -> None:
    slots = '::: scripture {ref="quran:49:13"}\n:::\n\n'
    project.change(LESSON, slots, "").change(LESSON, " and <quran:49:13>", "").run("report", "strands").leaves_with(0)
    assert "meeting  concept on pluralism  story on trust    none\n" in project.last.out
    assert project.last.err == (
        f"{LESSON}:1: warning: the lesson `meeting` holds no scripture\n"
        "  hint: add a `scripture` box, or name verses as `<quran:49:13>`\n1 warning\n"
    )


def test_a_manual_that_loses_a_strand_is_told(project: ProjectTest) -> None:
    slot = '::: scripture {ref="quran:49:13"}\n:::\n'
    project.change(LESSON, slot, f":::: only {{literacy=high}}\n{slot}::::\n")
    project.change(LESSON, " and <quran:49:13>", "").run("report", "strands").leaves_with(0)
    assert project.last.err == (
        "manuals/first.yaml:1: warning: `meeting` holds no scripture in `first`\n"
        "  hint: the lesson has it in `only` boxes for others: take it out of them\n1 warning\n"
    )


def test_objectives_with_the_questions_that_ask_for_them(project: ProjectTest) -> None:
    with_questions(project).run("report", "objectives").leaves_with(0)
    assert project.last.err == ""
    assert project.last.out == (
        "lesson   number  objective                      questions\n"
        "meeting  1       Say one thing about yourself.  pre and post 3: Name a difference that you\n"
        "                                                  like.\n"
        "         2       Name one difference.           pre and post 1: People who differ can live\n"
        "                                                  together.\n"
        "                                                pre and post 3: Name a difference that you\n"
        "                                                  like.\n"
    )


def test_an_objective_that_no_question_asks_for_is_told(project: ProjectTest) -> None:
    with_questions(project).change(LESSON, 'asks="2 0 1+2"', 'asks="2 0 2"').run("report", "objectives").leaves_with(0)
    assert "meeting  1       Say one thing about yourself.  none\n" in project.last.out
    assert project.last.err == (
        f"{LESSON}:9: warning: no question of `meeting` asks for objective 1\n"
        "  hint: add a question, and write 1 for it in `asks`\n1 warning\n"
    )


def test_a_lesson_without_questions_is_told(project: ProjectTest) -> None:
    project.run("report", "objectives").leaves_with(0)
    assert project.last.err == (
        f"{LESSON}:1: warning: the lesson `meeting` has no `assessment`\n  hint: add one with `when=post`\n1 warning\n"
    )


def test_materials_by_day(project: ProjectTest) -> None:
    assert project.run("report", "materials").last.err == ""
    assert project.last.out == (
        "manual  day  material  sessions\nfirst   1    chalk     meeting\n             paper     meeting\n"
    )


def test_a_lesson_without_materials_is_told(project: ProjectTest) -> None:
    project.change(LESSON, "materials: [chalk, paper]\n", "").run("report", "materials").leaves_with(0)
    assert project.last.err == (
        f"{LESSON}:1: warning: the lesson `meeting` lists no materials\n"
        "  hint: write them as `materials: [chalk, paper]`\n1 warning\n"
    )


def test_sources_by_lesson_by_manual_and_by_work(project: ProjectTest) -> None:
    project.run("report", "sources").leaves_with(0)
    assert project.last.err == CHAPTER + SHOW_IT
    assert project.last.out == (
        "lesson   works\nmeeting  allport1954\n\n"
        "manual  works        scripture    folklore\n"
        "first   allport1954  quran:49:13  the-two-wells\n"
        "                                  one-hand\n"
        "                                  the-river\n\n"
        "work         cited in\n"
        "allport1954  modules/meeting/module.md\n"
        "             library/concepts/contact.md\n"
    )


def test_what_is_not_accounted_for_is_told(project: ProjectTest) -> None:
    uncited = '{"id": "x", "type": "book", "title": "X", "author": [{"literal": "X"}], "issued": {"raw": "1999"}}'
    unfinished = '{"id": "allport1954", "type": "book", "title": "The Nature of Prejudice"}'
    project.write("library/references.json", f"[{unfinished},\n{uncited}]")
    project.change(LESSON, " [@allport1954, ch. 16]", "").run("report", "sources").leaves_with(0)
    assert project.last.err == (
        CHAPTER
        + SHOW_IT.replace("1 warning\n", "")
        + "library/references.json:1: warning: the work `allport1954` has no author\n"
        "  hint: fill it in in Zotero, and export again\n"
        "library/references.json:1: warning: the work `allport1954` has no date\n"
        "  hint: fill it in in Zotero, and export again\n"
        "library/references.json:2: warning: nothing cites `x`\n"
        "  hint: cite it as `[@x]`, or take it out\n"
        f"{LESSON}:1: warning: the lesson `meeting` cites no work\n"
        "  hint: name its source, as `[@galtung1969]`\n5 warnings\n"
    )


def test_programs_get_rows_and_gaps(project: ProjectTest) -> None:
    project.run("report", "objectives", "--json").leaves_with(0)
    assert project.last.err == ""
    assert json.loads(project.last.out) == {
        "report": "objectives",
        "objectives": [
            {"lesson": "meeting", "number": 1, "objective": "Say one thing about yourself.", "questions": []},
            {"lesson": "meeting", "number": 2, "objective": "Name one difference.", "questions": []},
        ],
        "gaps": [
            {
                "place": f"{LESSON}:1",
                "message": "the lesson `meeting` has no `assessment`",
                "hint": "add one with `when=post`",
            }
        ],
    }


def test_sources_with_errors_are_not_reported_on(project: ProjectTest) -> None:
    project.change(LESSON, "themes: [trust]", "themes: [trst]").run("report", "strands").leaves_with(1)
    assert project.last.out == ""
    assert "unknown theme `trst`" in project.last.err


def test_manuals_with_errors_are_not_reported_on(project: ProjectTest) -> None:
    project.change(LESSON, "::: proverb {theme=trust}", "::: proverb {theme=pluralism}").run(
        "report", "strands"
    ).leaves_with(1)
    assert project.last.out == ""
    assert "no proverb on `pluralism` fits `first`" in project.last.err


def test_a_report_that_there_is_not_is_misuse(project: ProjectTest) -> None:
    project.run("report", "strand").leaves_with(2)
    assert "'strand' is not one of 'strands', 'objectives', 'materials', 'sources'" in project.last.err


def test_what_the_row_above_says_is_not_said_again() -> None:
    table = Table("t", ("a", "b", "c"), (("x", 1, "p"), ("x", 1, "q"), ("y", 1, ()), ("y", 1, ())))
    assert as_text(Report("t", (table,), ())) == "a  b  c\nx  1  p\n      q\ny  1  none\ny  1  none"


def test_every_lesson_of_ours_has_its_three_strands_and_its_questions() -> None:
    ours = ProjectTest(ROOT)
    assert json.loads(ours.run("report", "strands", "--json").last.out)["gaps"] == []
    gaps = json.loads(ours.run("report", "objectives", "--json").last.out)["gaps"]
    assert [gap for gap in gaps if "has no `assessment`" in gap["message"]] == []


def test_every_verse_with_its_page_translator_and_permission(project: ProjectTest) -> None:
    """Page, edition, rendering, translator, permission, reviewers, context note: all that an auditor asks."""
    project.change("library/renderings/en.yaml", "nations and tribes so", "nations so")
    project.change("library/renderings/en.yaml", "edition: ours, text", "edition: ours, reviewed_by: Ustad A., text")
    project.run("build", "-e", "trainer", "-l", "en", "--format", "pdf").leaves_with(0)
    project.run("report", "scripture", "first", "--json").leaves_with(0)
    told = json.loads(project.last.out)
    assert [(row["language"], row["page"]) for row in told["renderings"]] == [("en", "7"), ("ur", "not built")]
    assert [(row["verses"], row["text"]) for row in told["passages"]] == [("quran:49:13", "tanzil-uthmani")]
    assert [row["permission"] for row in told["renderings"]] == ["our rendering"] * 2
    assert [row["reviewed by"] for row in told["renderings"]] == ["Ustad A.", []]
    assert told["renderings"][0]["rendering"].startswith("O people! We made you nations so")
    assert {row["translator"] for row in told["renderings"]} == {"the authors of this test"}
    ((reviewer, context),) = [(row["reviewed by"], row["used for"]) for row in told["passages"]]
    assert (reviewer, context) == ([], "It speaks to all people.")
    assert [gap["place"] for gap in told["gaps"]] == ["library/passages.yaml:1"]


def test_a_report_of_an_unknown_manual_is_misuse(project: ProjectTest) -> None:
    project.run("report", "scripture", "frist").leaves_with(2).complains(
        "unknown manual `frist`\n  hint: did you mean `first`?"
    )
