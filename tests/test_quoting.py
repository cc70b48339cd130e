"""Verses that are typed instead of named are found, names without their words of honour too; phrases of every day are
left alone."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kitabcha import pipeline
from kitabcha.lore.honorifics import bare_names
from kitabcha.lore.quoting import Quoted, quoted
from kitabcha.lore.scripture import corpus
from kitabcha.model import Honorific, VerseRange
from kitabcha.walking import texts_in
from tests.figures import Note
from tests.harness import ROOT, ProjectTest

VERSES = [(chapter, verse) for chapter, verses in enumerate(corpus().chapters, start=1) for verse in verses]
TYPED = "إن الله يأمر بالعدل والإحسان وإيتاء ذي القربى"
"""Of quran:16:90, as a keyboard has it."""


def _typed(text: str) -> str:
    """A verse as people type it in Urdu: without marks, with the letters of that keyboard."""
    letters = "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")
    return letters.translate(str.maketrans("ٱيكهى", "اےکہی"))


def _long(text: str) -> bool:
    return len(text.split()) >= 6 and sum(map(str.isalpha, _typed(text))) >= 32


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TYPED, [("quran:16:90", False)]),
        (f"We read: “{TYPED}” and talk.", [("quran:16:90", False)]),
        ("يا أيها الناس إنا خلقناكم من ذكر وأنثى وجعلناكم شعوبا", [("quran:49:13", False)]),
        ("وأقيموا الصلاة وآتوا الزكاة واركعوا مع الراكعين", [("quran:2:43", False)]),
        (corpus().chapters[48][12].text, [("quran:49:13", True)]),
        (f"{corpus().chapters[48][12].text} اور یہ بھی: {TYPED}", [("quran:49:13", True), ("quran:16:90", False)]),
    ],
)
def test_verses_are_found(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(str(one.reference), one.exact) for one in quoted(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "بسم اللہ الرحمن الرحیم",
        "الحمد لله رب العالمين",
        "انا للہ و انا الیہ راجعون",
        "امر بالمعروف و نہی عن المنکر",
        "السلام علیکم ورحمۃ اللہ وبرکاتہ",
        "اللہ تعالیٰ ہمیں صراط مستقیم پر چلنے کی توفیق دے، اور جو ایمان لائے اور نیک عمل کیے",
        "د سولې خبره نورو ته رسول او د جرګې په منځ کې خبرې کول",
        "This is no Arabic.",
        "",
    ],
)
def test_phrases_of_every_day_are_left_alone(text: str) -> None:
    assert quoted(text) == ()


@given(st.sampled_from(VERSES), st.randoms(use_true_random=False))
def test_a_verse_is_found_though_a_letter_is_wrong(verse, chance: random.Random) -> None:
    chapter, (number, text) = verse[0], (verse[1].number, verse[1].text)
    assume(_long(text))
    typed = _typed(text)
    at = chance.randrange(len(typed))
    changed = chance.choice([typed[:at] + typed[at + 1 :], typed[:at] + "ب" + typed[at + 1 :]])
    assert quoted(f"کہا گیا ہے کہ {changed} اور یہ بات سچ ہے"), (chapter, number)
    assert quoted(text)[0].exact


def test_our_own_texts_type_none(record_property: Note) -> None:
    """No false alarm in what this repository has in three languages."""
    workshop, _ = pipeline.open_workshop(ROOT)
    assert workshop
    texts = [text.raw for text in texts_in(workshop.project)]
    entries = [
        entry for those in workshop.catalogues.values() for one in those.values() for entry in one.entries.values()
    ]
    translations = [form for entry in entries for form in entry.msgstr]
    renderings = [one.text for those in workshop.project.renderings.values() for one in those.values()]
    assert len(translations) > 2000 and len(renderings) > 60
    assert [text for text in (*texts, *translations, *renderings) if quoted(text)] == []
    count = len(texts) + len(translations) + len(renderings)
    record_property("figure", f"no false alarm in {count:,} texts, translations and renderings of this repository")


def test_a_range_is_named_as_one() -> None:
    two = " ".join(verse.text for verse in corpus().chapters[48][8:10])
    assert quoted(two) == (Quoted(VerseRange("quran", 49, 9, 10), True),)


HONOUR = (Honorific(("the Prophet", "the Prophet Muhammad"), ("ﷺ", "peace be upon him")),)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Prophet said", ["the Prophet"]),
        ("the Prophet Muhammad said", ["the Prophet Muhammad"]),
        ("of the Prophet ﷺ, of the Prophet (peace be upon him)", []),
        ("the Prophet's ﷺ mosque, *the Prophet* ﷺ", []),
        ("the Prophets", []),
    ],
)
def test_names_want_their_words_of_honour(text: str, names: list[str]) -> None:
    assert [name for name, _ in bare_names(text, HONOUR)] == names


# --- in a project ---------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def test_a_typed_verse_is_told_with_its_place(project: ProjectTest) -> None:
    project.change("modules/meeting/module.md", "Draw it.", f"Draw it. {TYPED}.")
    entry = (
        f'msgid ""\nmsgstr ""\n\nmsgctxt "meeting/title"\nmsgid "Meeting"\nmsgstr "{corpus().chapters[48][12].text}"\n'
    )
    project.write("locales/ur/LC_MESSAGES/meeting.po", entry).run("check").leaves_with(1)
    name = '  hint: name it: `<{0}>` in a sentence, `::: scripture {{ref="{0}"}}` where it is to be read\n'
    project.complains(
        "locales/ur/LC_MESSAGES/meeting.po:6: error: quran:49:13 is typed here\n" + name.format("quran:49:13"),
        "modules/meeting/module.md:48: error: quran:16:90 is typed here, and not as its edition has it\n"
        + name.format("quran:16:90"),
    )


def test_the_policy_on_words_of_honour_is_checked(project: ProjectTest) -> None:
    policy = "policies: {honorifics: [{after: [the Prophet], write: [ﷺ]}]}\nscripture:\n"
    project.change("curriculum.yaml", "scripture:\n", policy)
    project.change("modules/meeting/module.md", "Draw it.", "Draw it, as the Prophet drew.").run("check").leaves_with(0)
    assert project.last.err == (
        "modules/meeting/module.md:48: warning: `the Prophet` stands here without words of honour\n"
        "  hint: write `the Prophet ﷺ`\n1 warning\n"
    )
