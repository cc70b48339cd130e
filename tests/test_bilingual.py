"""Bilingual editions: each block beside its counterpart, each in its own language and direction, in one sound PDF."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest

from kitabcha.diagnostics import has_errors
from kitabcha.ledger import Wanted
from kitabcha.press.fonts import VOID
from kitabcha.watching import Session
from tests.harness import ProjectTest
from tests.reading import by_pdfium, read
from tests.tags import failures

PAIR = "first/en+ur/trainer"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    """The minimal project, its lesson's title and one paragraph put into Urdu, built as a pair."""
    project = ProjectTest.minimal(tmp_path_factory.mktemp("pair") / "project")
    project.run("messages", "update")
    catalogue = project.root / "locales/ur/LC_MESSAGES/meeting.po"
    text = catalogue.read_text("utf-8")
    for said, put in TRANSLATED.items():
        text, count = re.subn(rf'(msgid "{re.escape(said)}"\nmsgstr )""', rf'\1"{put}"', text)
        assert count, said
    catalogue.write_text(text, "utf-8")
    return project.run("build", "first", "-l", "en+ur", "-e", "trainer").leaves_with(0)


TRANSLATED = {"Meeting": "ملاقات"}


class Halves(HTMLParser):
    """The halves of every pair: language, direction, words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if "half" in (about.get("class") or "").split():
            self.found.append([about.get("lang") or "", about.get("dir") or "", ""])
            self.open.append(tag)
        elif self.open and tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[-1][2] += data


def page_of(project: ProjectTest, edition: str) -> str:
    return (project.root / f"dist/{edition}.html").read_text("utf-8")


def test_each_half_says_its_language_and_direction(built):
    halves = Halves(page_of(built, PAIR)).found
    assert {(language, direction) for language, direction, _ in halves} == {("en", "ltr"), ("ur", "rtl")}
    words = [(language, " ".join(said.split())) for language, _, said in halves]
    assert ("en", "Meeting") in words and ("ur", "ملاقات") in words
    assert words.index(("ur", "ملاقات")) == words.index(("en", "Meeting")) + 1


def test_the_pdf_is_sound_in_both_languages(built):
    content = (built.root / f"dist/{PAIR}.pdf").read_bytes()
    assert failures(content) == []
    with pikepdf.open(built.root / f"dist/{PAIR}.pdf") as pdf:
        languages = {str(one.Lang) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
        assert str(pdf.Root.Lang) == "en" and {"en", "ur"} <= languages


@pytest.mark.parametrize("words", ["Meeting", "ملاقات"])
def test_both_languages_read_back(built, words):
    path = built.root / f"dist/{PAIR}.pdf"
    said = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
    assert words in re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", said)


def test_it_is_listed_and_found_again(built):
    assert f'href="{PAIR}.pdf"' in (built.root / "dist/index.html").read_text("utf-8")
    built.run("build", "first", "-l", "en+ur", "-e", "trainer").leaves_with(0)
    assert built.last.out.startswith("Nothing to do")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "en+us",
            "curriculum.yaml: error: unknown language `us`\n  hint: the languages known here: `en`, `ur`\n1 error\n",
        ),
        (
            "ur+ur",
            "curriculum.yaml: error: `ur+ur` names a language twice\n"
            "  hint: two languages stand side by side: write, for example, `en+ur`\n1 error\n",
        ),
        (
            "en+",
            "curriculum.yaml: error: `en+` lacks a language\n"
            "  hint: two languages stand side by side: write, for example, `en+ur`\n1 error\n",
        ),
        (
            "en+ur+en",
            "curriculum.yaml: error: `en+ur+en` is more than two languages\n"
            "  hint: two languages stand side by side: write, for example, `en+ur`\n1 error\n",
        ),
    ],
)
def test_what_is_no_pair_is_told(tmp_path: Path, words: str, said: str) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    project.run("build", "first", "-l", words).leaves_with(2)
    assert project.last.err == said


def test_names_in_the_page_are_unique_and_every_link_leads_somewhere(built: ProjectTest) -> None:
    page = page_of(built, PAIR)
    names = re.findall(r'\sid="([^"]*)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r'<a\b[^>]*\shref="#([^"]*)"', page)) <= set(names)


@pytest.mark.parametrize("pair", ["en+ur", "ur+en"])
def test_no_number_is_left_open_for_those_who_copy(built: ProjectTest, pair: str) -> None:
    built.run("build", "first", "-l", pair, "-e", "trainer", "--format", "pdf").leaves_with(0)
    pages = by_pdfium((built.root / f"dist/first/{pair}/trainer.pdf").read_bytes())
    assert not [text for text in pages if re.search("0000|۰۰۰۰", text)]


@pytest.mark.parametrize("pair", ["en+ur", "ur+en"])
def test_tags_tell_it_pair_by_pair(built: ProjectTest, pair: str) -> None:
    first, second = pair.split("+")
    words = {"en": "Meeting", "ur": "ملاقات"}
    built.run("build", "first", "-l", pair, "-e", "trainer", "--format", "pdf").leaves_with(0)
    said = read((built.root / f"dist/first/{pair}/trainer.pdf").read_bytes()).text
    assert said.index(words[first]) < said.index(words[second])


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
