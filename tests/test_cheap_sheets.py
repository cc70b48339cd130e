"""What is printed asks WeasyPrint for nothing that costs it many times as much as plain paragraphs, in any profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations

import pytest
import tinycss2

from kitabcha.languages.table import LANGUAGES
from kitabcha.press.composition import style_sheet
from kitabcha.press.galleys import furniture, galleys
from kitabcha.press.profiles import PROFILES
from tests import sample_book

DEAR = re.compile(
    r"\b(?:leader|target-counters?|target-text|element|running)\(|"  # a box for each dot; pages made again
    r"^(?:inline-)?(?:flex|grid)$"
)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pytest.fixture(scope="module", params=sorted(sample_book.WORDS))
def pages(request, tmp_path_factory):
    """All that is set of the sample, in every profile of books: parts, and what is in their margins."""
    book = sample_book.numbered(tmp_path_factory.mktemp("book"), request.param)
    documents, phrases = sample_book.documents(book, request.param), NullTranslations()
    found = []
    for profile in PROFILES.values():
        setting = (book, LANGUAGES[request.param], LANGUAGES, phrases, profile)
        parts = galleys(documents, *setting)
        found += [*(part.html for part in parts), furniture(parts, *setting)]
    return found


@pytest.fixture(scope="module")
def sheets(pages):
    return {*(found for page in pages for found in STYLE.findall(page)), style_sheet("print-card")}


def rules(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every rule of a style sheet, those within others too: its selector and its declarations."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        yield from _within(rule)


def _within(rule) -> Iterator[tuple[str, dict[str, str]]]:
    name = f"@{rule.at_keyword}" if rule.type == "at-rule" else ""
    inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    said = {one.name: tinycss2.serialize(one.value).strip() for one in inside if one.type == "declaration"}
    yield f"{name} {tinycss2.serialize(rule.prelude)}".strip(), said
    for one in inside:
        if one.type in ("at-rule", "qualified-rule"):
            yield from _within(one)


@pytest.mark.parametrize(
    "value", ["leader('.')", "'p. ' target-counter(attr(href), page)", "element(head)", "inline-flex"]
)
def test_what_is_dear_is_seen(value):
    sheet = f"@media print {{ a {{ b: {value} }} }} @page {{ @top-left {{ content: {value} }} }}"
    assert [bool(DEAR.search(one)) for _, said in rules(sheet) for one in said.values()] == [True, True]


def test_nothing_dear_is_asked_for(sheets):
    for sheet in sheets:
        found = list(rules(sheet))
        assert len(found) > 15
        dear = [(name, key) for name, said in found for key, value in said.items() if DEAR.search(value)]
        assert dear == []


def test_every_table_is_as_wide_as_it_is_told(sheets):
    for sheet in sheets:
        found = list(rules(sheet))
        assert any(name == "table" and said.get("table-layout") == "fixed" for name, said in found)
        of_tables = [said.get("table-layout") for _, said in found if said.get("display") == "table"]
        assert [said for said in of_tables if said != "fixed"] == []
        assert not [name for name, said in found if said.get("table-layout", "fixed") != "fixed"]


def test_fonts_are_not_packed(sheets):
    """A TTF is read a hundred times as fast as a WOFF2."""
    files = {said["src"] for sheet in sheets for name, said in rules(sheet) if name == "@font-face"}
    assert len(files) > 10
    assert [file for file in files if not re.fullmatch(r'url\("?font:[\w-]+\.ttf"?\).*', file)] == []


def test_no_element_has_a_dear_style_of_its_own(pages):
    for page in pages:
        assert not re.search(r'style="[^"]*(?:flex|grid|leader|target-)', page)
