"""Files → the project: what is read, with which places and contexts; and that no text whatever gives a traceback."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitabcha import dialect
from kitabcha.dialect import blocks_in, is_marked
from kitabcha.model import Break, Consent, Figure, Place, Project, SessionPlan, Text, VerseRange
from kitabcha.sources import parsing
from kitabcha.sources.frontmatter import split
from kitabcha.sources.loading import load
from kitabcha.sources.parsing import Owner
from kitabcha.sources.references import read_references
from kitabcha.sources.yaml_files import read_yaml
from kitabcha.walking import texts_in
from tests.cases import read_cases
from tests.sources_project import MINIMAL, changed_project, findings

MEETING = "modules/meeting/module.md"


def read(root: Path) -> Project:
    """A project in which nothing is wrong."""
    loaded, found = load(root)
    assert loaded
    assert not found
    return loaded


@pytest.fixture(scope="module")
def project():
    return read(MINIMAL)


# --- what is read ---------------------------------------------------------------------------------------------


def test_a_lesson_is_read_with_places_contexts_and_catalogue(project):
    lesson = project.lessons["meeting"]
    assert lesson.title == Text("Meeting", Place(MEETING, 2), "meeting/title", "meeting", "en")
    assert lesson.objectives[1] == Text(
        "Name one difference.", Place(MEETING, 10), "meeting/objective", "meeting", "en"
    )
    assert [text.raw for text in lesson.materials] == ["chalk", "paper"]
    assert (lesson.minutes, lesson.themes, lesson.audiences, lesson.requires) == (60, ("trust",), ("community",), ())
    assert [note.label for note in lesson.footnotes] == ["1"]


def test_a_figure_has_the_pictures_of_other_languages(project):
    (figure,) = (block for block in blocks_in(project.lessons["meeting"].blocks) if isinstance(block, Figure))
    assert figure.source == "modules/meeting/tree.svg"
    assert dict(figure.variants) == {"ur": "modules/meeting/tree.ur.svg"}


def test_a_manual_is_read_with_its_days(project):
    manual = project.manuals["first"]
    (day,) = manual.days
    assert (day.starts, day.ends, day.title.raw) == (9 * 60 + 30, 12 * 60 + 30, "Trust")
    session, pause = day.items
    assert session == SessionPlan("meeting", Place("manuals/first.yaml", 19))
    assert isinstance(pause, Break)
    assert (pause.title.raw, pause.minutes, pause.title.context) == ("Tea", 20, "manuals/first/break")
    assert manual.values["venue"].raw == "the hall"
    assert manual.profiles == ("a4",)


def test_the_library_is_read(project):
    assert list(project.stories) == ["one-hand", "the-river", "the-two-wells"]
    assert project.stories["one-hand"].original == "ایک ہاتھ سے تالی نہیں بجتی۔"
    assert project.concepts["contact"].parallel_passages == ("nations",)
    assert project.passages["nations"].reference == VerseRange("quran", 49, 13, 13)
    assert project.renderings["ur"]["quran:49:13"].place == Place("library/renderings/ur.yaml", 4)
    assert project.references["allport1954"].item["publisher"] == "Addison-Wesley"
    assert project.glossary["jirga"].aliases == ("jirgas",)


def test_the_curriculum_is_read(project):
    curriculum = project.curriculum
    assert curriculum.audiences["women"].broader == ("community",)
    assert curriculum.traditions["islam"].scriptures == ("quran",)
    assert curriculum.themes["pluralism"].name.place == Place("curriculum.yaml", 17)
    assert dict(curriculum.scripture) == {"quran": "tanzil-uthmani"}


def test_every_message_has_a_line_a_catalogue_and_a_language(project):
    texts = list(texts_in(project))
    assert {text.catalogue for text in texts} == {"meeting", "library", "manuals"}
    assert all(text.place.line and text.language == "en" for text in texts)
    assert "ایک ہاتھ سے تالی نہیں بجتی۔" not in {text.raw for text in texts}


def test_a_consent_is_kept_with_its_story(tmp_path):
    consent = "{given_on: 2026-03-02, recorded_by: the coordinator, scope: print}"
    change = f"@ library/stories/the-two-wells.md\n-kind: story\n+kind: story\n+living: true\n+consent: {consent}\n"
    loaded = read(changed_project(tmp_path, change))
    assert loaded.stories["the-two-wells"].consent == Consent("2026-03-02", "the coordinator", "print")


def test_a_couplet_keeps_its_lines(tmp_path):
    change = (
        "@ library/stories/one-hand.md\n-original: ایک ہاتھ سے تالی نہیں بجتی۔\n+original: |\n+  ایک ہاتھ\n+  دو ہاتھ\n"
    )
    loaded = read(changed_project(tmp_path, change))
    assert loaded.stories["one-hand"].original == "ایک ہاتھ\nدو ہاتھ"


def test_a_lesson_may_have_another_id_than_its_folder(tmp_path):
    changes = (
        f"@ {MEETING}\n-title: Meeting\n+id: circle\n+title: Meeting\n"
        "@ manuals/first.yaml\n-      - lesson: meeting\n+      - lesson: circle\n"
    )
    loaded = read(changed_project(tmp_path, changes))
    assert loaded.lessons["circle"].title.context == "circle/title"


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path, project):
    root = changed_project(tmp_path, "")
    for path in root.rglob("*.[my][da]*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(root) == (project, [])


def test_a_project_of_one_file(tmp_path):
    (tmp_path / "curriculum.yaml").write_bytes((MINIMAL / "curriculum.yaml").read_bytes())
    loaded = read(tmp_path)
    assert not loaded.lessons


def test_the_broken_is_left_out_and_the_rest_is_read(tmp_path):
    loaded, found = load(changed_project(tmp_path, "@ library/stories/the-river.md\n-kind: poem\n+kin: poem\n"))
    assert loaded
    assert len(found) == 1
    assert "the-river" not in loaded.stories
    assert "meeting" in loaded.lessons


# --- YAML -----------------------------------------------------------------------------------------------------


def test_words_stay_as_written():
    document, found = read_yaml("a: 49:13\nb: 09:30\nc: no\nd: 007\ne: 2026-03-02\nf: ~\n", "x.yaml")
    assert document
    assert not found
    assert document.data == {"a": "49:13", "b": "09:30", "c": "no", "d": "007", "e": "2026-03-02", "f": None}


def test_every_value_knows_its_line():
    document, _ = read_yaml("a:\n  - x\n  -\n    b: y\nc: >\n  long\n  text\nd:\n  late\n", "x.yaml", first_line=10)
    assert document
    assert document.lines == {("a",): 10, ("a", 0): 11, ("a", 1): 13, ("a", 1, "b"): 13, ("c",): 14, ("d",): 18}
    assert document.place("a", 1, "missing") == Place("x.yaml", 13)


@pytest.mark.parametrize(
    ("title", "text", "expected"), read_cases("yaml.md"), ids=[case[0] for case in read_cases("yaml.md")]
)
def test_yaml_that_cannot_be_read(title, text, expected):
    assert "".join(f"{found}\n" for found in read_yaml(text, "x.yaml")[1]) == expected


# --- no text gives a traceback --------------------------------------------------------------------------------

# fmt: off
MARKUP = st.sampled_from((
    ":::", "::::", "{", "}", "[", "]", "(", ")", "---", "*", "**", "_", "`", "```", "~~~", "#", "##", ">", "-", "1.",
    "|", ":", ";", "@", "&", "!", "%", "~", "?", ",", "<", ">", "<b>", "</b>", "<!--", "-->", "{{", "}}", "{.term}",
    "{#a}", "{minutes=1}", "[@a]", "[^1]", "[^1]:", "![a](b.svg)", "[a](#b)", "<quran:1:1>", '""', "\\", "\\u",
    "\\ud800", "title:", "minutes:", "themes:", "id:", "requires:", "only", "story", "scripture", "{theme=trust}",
    "{id=a}", "{ref=a}", "&", "*", "&a", "*a", "!!int", "!a", "-", "?", "|", "|-", ">+", "~", "null", "[]", "{}", "1",
    "۱", "سلام", "\t",
))
# fmt: on
TEXTS = st.lists(st.one_of(MARKUP, st.text(max_size=5), st.sampled_from([" ", "\n", "\n\n", "\n  ", "\n    "]))).map(
    "".join
)
LESSON = (MINIMAL / MEETING).read_text(encoding="utf-8")


OWNER = Owner("modules/a/module.md", "a", "a", "en")
# fmt: off
LINES = st.sampled_from((
    "Word", "Word  ", "Word\t", "word {.term}", "W\\", "ا", " Word", "    Word", "- item", "  Word", "> q", ":", ": x",
    "~ x", "  : x", "1. one", "===", "---", "| a |", "A | b", "-|-", "```", "~~~", "<!--", "-->", "[^1]: n",
    "::: discuss", ":::", "# h", "[a]: #b", "[a]", "<p>", "", "", "", " ", "\t",
))
# fmt: on


MARKS = st.sampled_from(
    ["&amp;", "&#65;", "\\*", "<a@b.org>", "  \n", "`a`", "_a_", "![a](b)", "\0", "{{ a }}", "~a~", "http://a.org"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_a_paragraph_of_one_line_is_read_as_any_other(lines, between):
    body = between.join(lines)
    quick = parsing._parsed.__wrapped__(body, 1, OWNER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "short_paragraph", lambda *_: False)
        assert quick == parsing._parsed.__wrapped__(body, 1, OWNER)


@given(st.lists(st.one_of(MARKUP, MARKS, st.text(max_size=5))).map("".join))
def test_a_text_without_marks_is_read_as_any_other(text):
    if not is_marked(text):
        assert dialect._parsed(text) == dialect._read(text)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, len(LESSON)), st.integers(0, 40))
def test_no_lesson_gives_a_traceback(text, start, length):
    _load_with(MEETING, (LESSON[:start] + text + LESSON[start + length :]).encode("utf-8", "surrogatepass"))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["curriculum.yaml", "manuals/first.yaml", "library/passages.yaml", "library/glossary.yaml",
                        "library/renderings/en.yaml", "library/references.json", "library/stories/one-hand.md"]),
       TEXTS, st.integers(0, 700), st.integers(0, 40))  # fmt: skip
def test_no_file_gives_a_traceback(path, text, start, length):
    before = (MINIMAL / path).read_text(encoding="utf-8")
    _load_with(path, (before[:start] + text + before[start + length :]).encode("utf-8", "surrogatepass"))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([MEETING, "curriculum.yaml", "library/references.json"]), st.binary(max_size=40))
def test_no_bytes_give_a_traceback(path, content):
    _load_with(path, content)


def _load_with(path: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = changed_project(Path(folder), "")
        (root / path).write_bytes(content)
        findings(root).encode()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_stops_the_readers(text):
    read_yaml(text, "x.yaml")
    split("---\n" + text, "x.md")
    read_references(text, "x.json")
    read_references(f"[{text}]", "x.json")


@pytest.mark.parametrize("deep", ["[" * 5000, "- " * 5000, "a:\n " * 5000, "{a: " * 5000, "? " * 5000])
def test_deep_nesting_is_told(deep):
    assert read_yaml(deep, "x.yaml")[1]


def test_deep_references_are_told():
    assert read_references("[" * 100_000, "x.json")[1]
