"""The checks against translations that are known to be good, or to have one fault: tests/corpus/{good,bad}.LANG.po.

Of each check the run prints its precision (how much of what it finds is a fault) and recall (how many faults it finds).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from kitabcha.languages.catalogues import Entry, parse
from kitabcha.languages.checks.pairs import AgreedTerm, Pair
from kitabcha.languages.checks.table import NAMES, findings
from kitabcha.languages.elements import room
from kitabcha.languages.examination import examined_all
from kitabcha.languages.table import LANGUAGES
from kitabcha.languages.terms import term_finder
from kitabcha.pipeline import open_workshop
from kitabcha.sources.loading import load

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
CODES = ("ur", "ps", "sd")
PROJECT, _ = load(ROOT)
assert PROJECT
GLOSSARY = term_finder(PROJECT.glossary.values())
SINGLE = {"plurals"}
"""Checked in tests/test_examination.py: what it finds is no matter of words."""


@dataclass(frozen=True)
class Specimen:
    """An entry of the corpus; `fault` is the check that is to find something in it (empty: none is)."""

    name: str
    fault: str
    pair: Pair


def specimens(kind, code):
    path = CORPUS / f"{kind}.{code}.po"
    catalogue, found = parse(path.read_bytes(), path.name)
    assert not found
    return [_specimen(entry, path.name, code) for entry in catalogue.entries.values()]


def _specimen(entry: Entry, name: str, code: str) -> Specimen:
    said = dict(re.findall(r"^# (\w+): (.*)$", "\n".join(entry.comments), re.MULTILINE))
    term, _, agreed = said.get("term", "").partition(" = ")
    own_words = entry.context.startswith("interface")
    pair = Pair(
        entry.msgid,
        entry.msgstr[0],
        LANGUAGES["en"],
        LANGUAGES[code],
        own_words=own_words,
        limit=0 if own_words else room(entry.context),
        terms=(AgreedTerm(term, (agreed,)),) if term else (),
        marked=GLOSSARY.marked_in(entry.msgid),
    )
    return Specimen(f"{name}:{entry.line}", said.get("fault", ""), pair)


GOOD = [one for code in CODES for one in specimens("good", code)]
BAD = [one for code in CODES for one in specimens("bad", code)]


def found_in(specimen):
    return {one.check for one in findings(specimen.pair)}


def test_the_corpus_is_large_enough():
    assert len(GOOD) >= 200 and len(BAD) >= 200
    assert {one.fault for one in BAD} == {*NAMES, "markup"} - SINGLE


@pytest.mark.parametrize("specimen", GOOD, ids=lambda one: one.name)
def test_nothing_is_wrong_in_a_good_translation(specimen):
    assert not findings(specimen.pair)


@pytest.mark.parametrize("specimen", BAD, ids=lambda one: f"{one.name} {one.fault}")
def test_the_one_fault_of_a_bad_translation_is_found_and_no_other(specimen):
    assert found_in(specimen) == {specimen.fault}


def test_precision_and_recall(record_property):
    right, false, missed = Counter[str](), Counter[str](), Counter[str]()
    for specimen in (*GOOD, *BAD):
        found = found_in(specimen)
        right.update(found & {specimen.fault})
        false.update(found - {specimen.fault})
        missed.update({specimen.fault} - found - {""})
    for name in sorted({one.fault for one in BAD}):
        precision = right[name] / ((right[name] + false[name]) or 1)
        recall = right[name] / (right[name] + missed[name])
        record_property("figure", f"{name:16} {right[name]:3} found: precision {precision:.2f}, recall {recall:.2f}")
    record_property("figure", f"{len(GOOD)} good and {len(BAD)} bad translations")
    assert not false and not missed


def test_our_own_catalogues_pass_every_check():
    workshop, found = open_workshop(ROOT)
    assert workshop and not found
    for code in ("ur", "ps"):
        assert not list(examined_all(workshop.catalogues[code], workshop.examiners[code]))
