"""Bilingual editions: each block beside its counterpart, each in its own language and direction, in print, on screen
and in the tags; what is asked for and cannot be had is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from kitabcha.diagnostics import has_errors
from kitabcha.languages.table import LANGUAGES
from kitabcha.ledger import Wanted
from kitabcha.model import BESIDE
from kitabcha.watching import Session
from tests.harness import ProjectTest, opened
from tests.printed import read
from tests.readers import by_pdfium, by_poppler
from tests.tags import failures
from tests.typed import plain

PAIRS = [("en", "ur"), ("ur", "en")]
PAIRED = "two languages stand side by side: write, for example, `en+ur`"
TRANSLATED = {
    "paper": "کاغذ",
    "Form groups.": "گروہ بنائیں۔",
    "Talk.": "بات کریں۔",
    "Only for the trainer.": "صرف تربیت کار کے لیے۔",
}
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


def halves(page: html.HtmlElement) -> list[tuple[html.HtmlElement, html.HtmlElement]]:
    """Both sides of every pair."""
    return [tuple(pair.find_class("half")[:2]) for pair in page.find_class("pair")]


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
    assert failures(content) == []
    with opened(content) as pdf:
        assert str(pdf.Root.Lang) == edition[:2]
        said = {str(one.Lang) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
        assert said >= {"en", "ur"}


@pytest.mark.parametrize("reader", [by_pdfium, by_poppler])
def test_both_languages_read_back(both_ways: ProjectTest, reader) -> None:
    said = " ".join(reader((both_ways.root / "dist/first/en+ur/trainer.pdf").read_bytes()))
    assert all(text in said for text in (*TRANSLATED, *TRANSLATED.values()))


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


def test_names_in_the_page_are_unique_and_every_link_leads_somewhere(both_ways: ProjectTest) -> None:
    page = both_ways.text("dist/first/en+ur/trainer.html")
    names = re.findall(r'\sid="([^"]*)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r'<a\b[^>]*\shref="#([^"]*)"', page)) <= set(names)


@pytest.mark.parametrize("pair", PAIRS)
def test_no_number_is_left_open_for_those_who_copy(both_ways: ProjectTest, pair: tuple[str, str]) -> None:
    pages = by_pdfium((both_ways.root / f"dist/first/{BESIDE.join(pair)}/trainer.pdf").read_bytes())
    assert not [text for text in pages if re.search("0000|۰۰۰۰", text)]


@pytest.mark.parametrize("pair", PAIRS)
def test_tags_tell_it_pair_by_pair(both_ways: ProjectTest, pair: tuple[str, str]) -> None:
    said = read((both_ways.root / f"dist/first/{BESIDE.join(pair)}/trainer.pdf").read_bytes()).text
    for english, urdu in TRANSLATED.items():
        each = {"en": english, "ur": urdu}
        assert said.index(each[pair[0]]) < said.index(each[pair[1]])


@pytest.mark.parametrize("pair", PAIRS)
def test_a_list_of_materials_is_no_longer_than_in_one_language(both_ways: ProjectTest, pair: tuple[str, str]) -> None:
    pieces = read((both_ways.root / f"dist/first/{BESIDE.join(pair)}/trainer.pdf").read_bytes()).pieces
    english, urdu = ([piece for piece in pieces if plain(piece.line.text) == word][-1] for word in ("paper", "کاغذ"))
    assert english.page == urdu.page and abs(english.line.height - urdu.line.height) < 10
    assert english.line.right < urdu.line.left


def test_a_pair_is_watched_as_it_is_built(built: ProjectTest) -> None:
    sight = Session(built.root, built.root / "dist", Wanted(("first",), ("ur+en",), ("trainer",))).look()
    assert not has_errors(sight.diagnostics)
    assert str(sight.edition) == "first/ur+en/trainer" and sight.edition in sight.editions
    assert sight.page is not None and 'class="half"' in sight.page.html


def test_a_profile_for_one_language_is_told(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    project.run("print", "first", "-l", "en+ur", "-p", "cards").leaves_with(2)
    assert project.last.err == (
        "manuals/first.yaml:1: error: the profile `cards` has no room for two languages\n"
        "  hint: print it in each: `-l en` or `-l ur`\n1 error\n"
    )


def test_sheets_are_printed_in_both(built: ProjectTest) -> None:
    built.run("print", "first", "-l", "ur+en", "-p", "handouts-2up").leaves_with(0)
    assert "dist/first/ur+en/handouts-handouts-2up.pdf" in built.last.out


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
