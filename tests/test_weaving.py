"""Two languages side by side: every block beside its counterpart, each in its own direction, in print and on screen."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import html
from page import validate_pdf_bytes

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import HtmlDocument
from kitabcha.press.weaving import SEPARATOR, weave
from tests.harness import ProjectTest, opened

PAIRS = [("en", "ur"), ("ur", "en")]
PAIRED = "two languages stand side by side: write, for example, `en+ur`"
TRANSLATED = {"Form groups.": "گروہ بنائیں۔", "Talk.": "بات کریں۔", "Only for the trainer.": "صرف تربیت کار کے لیے۔"}
"""What the minimal project says, and what it means in Urdu."""


@pytest.fixture(scope="session")
def both_ways(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    """The minimal project with its trainers' edition built in both orders, and participants' and handouts in one."""
    project = ProjectTest.minimal(tmp_path_factory.mktemp("bilingual") / "project")
    project.run("messages", "update").leaves_with(0)
    for said, means in TRANSLATED.items():
        project.change(
            "locales/ur/LC_MESSAGES/meeting.po", f'msgid "{said}"\nmsgstr ""', f'msgid "{said}"\nmsgstr "{means}"'
        )
    project.run("build", "-l", "en+ur").leaves_with(0)
    return project.run("build", "-l", "ur+en", "-e", "trainer").leaves_with(0)


@pytest.fixture
def built(both_ways: ProjectTest, tmp_path: Path) -> ProjectTest:
    return ProjectTest.copy_of(both_ways.root, tmp_path / "project")


def woven(first: str, second: str, languages: tuple[str, str] = ("en", "ur"), kind: str = "session") -> str:
    """What two bodies come to."""
    parts = [HtmlDocument("s", kind, body) for body in (first, second)]
    (part,) = weave(parts[:1], parts[1:], (LANGUAGES[languages[0]], LANGUAGES[languages[1]]))
    return " ".join(part.body.split())


def halves(page: html.HtmlElement) -> list[tuple[html.HtmlElement, html.HtmlElement]]:
    """Both sides of every pair."""
    return [tuple(pair.find_class("half")[:2]) for pair in page.find_class("pair")]


# --- weaving --------------------------------------------------------------------------------------------------


def test_a_paragraph_stands_beside_its_counterpart_each_in_its_direction() -> None:
    assert woven("<p>Peace.</p>", "<p>امن۔</p>") == (
        '<div class="pair of-p"><div class="half" lang="en" dir="ltr"><p>Peace.</p></div> '
        '<div class="half" lang="ur" dir="rtl"><p>امن۔</p></div></div>'
    )


def test_the_first_language_comes_first_in_reading() -> None:
    said = woven("<p>امن۔</p><p>سلام۔</p>", "<p>Peace.</p><p>Salam.</p>", ("ur", "en"))
    assert re.findall(r'lang="(\w+)" dir="(\w+)"><p>(.*?)</p>', said) == [
        ("ur", "rtl", "امن۔"),
        ("en", "ltr", "Peace."),
        ("ur", "rtl", "سلام۔"),
        ("en", "ltr", "Salam."),
    ]


def test_what_is_the_same_in_both_stands_once() -> None:
    verse = '<p lang="ar" dir="rtl">سَلَام</p>'
    assert woven(verse, verse) == verse


def test_a_list_stays_one_list_of_pairs() -> None:
    said = woven("<ol><li>One</li><li>Two</li></ol>", "<ol><li>ایک</li><li>دو</li></ol>")
    page = html.fromstring(said)
    assert page.tag == "ol" and len(page.findall("li")) == 2
    assert [[half.text_content() for half in pair] for pair in halves(page)] == [["One", "ایک"], ["Two", "دو"]]


def test_a_heading_is_in_the_outline_once_in_both_languages() -> None:
    said = woven('<h3 id="a">Peace &amp; home</h3>', '<h3 id="a">امن</h3>')
    assert f'data-outline="Peace &amp; home{SEPARATOR}امن"' in said
    assert said.count('id="a"') == 1


def test_what_has_no_counterpart_leaves_the_other_side_open() -> None:
    said = woven("<p>One.</p><h3>Two</h3>", "<p>ایک۔</p>")
    assert said.endswith('<h3>Two</h3></div> <div class="half" lang="ur" dir="rtl"></div></div>')


# --- what is built --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_every_paragraph_is_there_in_both_languages_in_order(both_ways: ProjectTest, first: str, second: str) -> None:
    page = html.fromstring(both_ways.text(f"dist/first/{first}+{second}/trainer.html"))
    assert (page.get("lang"), page.get("dir")) == (first, LANGUAGES[first].direction)
    pairs = halves(page)
    assert len(pairs) > 40
    said = [tuple((half.get("lang"), half.text_content()) for half in pair) for pair in pairs]
    places = []
    for english, urdu in TRANSLATED.items():
        each = {"en": english, "ur": urdu}
        places.append(said.index(((first, each[first]), (second, each[second]))))
    assert places == sorted(places)
    for half in (half for pair in pairs for half in pair):
        assert half.get("dir") == LANGUAGES[half.get("lang")].direction


def test_nothing_that_one_language_says_is_lost(both_ways: ProjectTest, tmp_path: Path) -> None:
    """Each paragraph, item and heading of both plain editions is in the bilingual one, and in the same order."""
    project = ProjectTest.copy_of(both_ways.root, tmp_path / "project")
    project.run("build", "-e", "trainer", "--format", "html").leaves_with(0)
    page = html.fromstring(project.text("dist/first/en+ur/trainer.html")).find(".//main")
    for language in ("en", "ur"):
        plain = html.fromstring(project.text(f"dist/first/{language}/trainer.html")).find(".//main")
        together = " ".join(page.text_content().split())
        for said in plain.xpath(".//section[contains(@class, 'session')]//*[self::p or self::h2 or self::h3]"):
            words = " ".join(said.text_content().split())
            assert words in together, words


@pytest.mark.parametrize("edition", ["en+ur/trainer", "en+ur/participant", "en+ur/handouts", "ur+en/trainer"])
def test_every_bilingual_edition_is_pdf_ua(both_ways: ProjectTest, edition: str) -> None:
    content = (both_ways.root / "dist" / "first" / f"{edition}.pdf").read_bytes()
    found = validate_pdf_bytes(content, profile="ua1").failures
    assert [f"{one.rule_id}: {one.message}" for one in found] == []
    with opened(content) as pdf:
        assert str(pdf.Root.Lang) == edition[:2]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_both_languages_read_back(both_ways: ProjectTest) -> None:
    import subprocess

    path = both_ways.root / "dist" / "first" / "en+ur" / "trainer.pdf"
    said = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert all(text in said for text in TRANSLATED)
    assert all(text in said for text in TRANSLATED.values())


def test_pairs_are_built_only_when_asked_for_and_then_listed(built: ProjectTest) -> None:
    shutil.rmtree(built.root / "dist")
    built.run("build", "-e", "handouts", "--format", "html").leaves_with(0)
    assert not any("+" in path for path in built.files())
    built.run("build", "-e", "handouts", "--format", "html", "-l", "en+ur").leaves_with(0)
    assert 'href="first/en+ur/handouts.html"' in built.text("dist/index.html")
    assert 'href="first/en/handouts.html"' in built.text("dist/index.html")


def test_a_second_build_has_nothing_to_do(built: ProjectTest) -> None:
    built.run("build", "-l", "ur+en", "-e", "trainer").leaves_with(0)
    assert built.last.out == "Nothing to do: all 2 files are up to date.\n"


def test_a_pair_may_stand_beside_a_plain_language(built: ProjectTest) -> None:
    built.run("build", "-l", "en+ur", "-l", "ur", "-e", "handouts", "--format", "html").leaves_with(0)
    assert {"first/en+ur/handouts.html", "first/ur/handouts.html"} <= built.files().keys()


# --- what is no pair ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "message", "hint"),
    [
        ("en+u", "unknown language `u`", "did you mean `ur`?"),
        ("en+ps", "unknown language `ps`", "the languages known here: `en`, `ur`"),
        ("en-ur", "unknown language `en-ur`", "the languages known here: `en`, `ur`"),
        ("en+en", "`en+en` names a language twice", PAIRED),
        ("en+", "`en+` lacks a language", PAIRED),
        ("+ur", "`+ur` lacks a language", PAIRED),
        ("en+ur+en", "`en+ur+en` is more than two languages", PAIRED),
    ],
)
def test_what_is_no_pair_is_misuse(tmp_path: Path, pair: str, message: str, hint: str) -> None:
    project = ProjectTest.minimal(tmp_path / "project").run("build", "-l", pair).leaves_with(2)
    assert f"{project.last.out}{project.last.err}" == (f"curriculum.yaml: error: {message}\n  hint: {hint}\n1 error\n")
