"""Words that changed and meaning that did not, as a designer says it: `messages update --unchanged-meaning`."""

from pathlib import Path

import pytest

from kitabcha.languages.catalogues import read_all
from kitabcha.languages.reviews import FUZZY, REVIEWED, state_of
from tests.harness import ProjectTest

LESSON = "modules/meeting/module.md"
PO = "locales/ur/LC_MESSAGES/meeting.po"


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    """A project whose sentence on listening was translated and reviewed, and then mended."""
    made = ProjectTest.minimal(tmp_path / "project")
    made.change(LESSON, "- Listen.", "- Listen to eveyone, 2 minutes each.").run("messages", "update").leaves_with(0)
    translate(made, "Listen to eveyone, 2 minutes each.", "سب کی بات سنیں، ہر ایک کی ۲ منٹ۔")
    return made


def translate(project: ProjectTest, msgid: str, msgstr: str) -> None:
    project.change(PO, f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')


def mend(project: ProjectTest, *words: str) -> ProjectTest:
    return project.change(LESSON, "eveyone", "everyone").run("messages", "update", *words)


def entry(project: ProjectTest) -> str:
    """The sentence's entry, without the lines that explain it."""
    (found,) = (part for part in project.text(PO).split("\n\n") if "سب کی بات" in part)
    return "\n".join(line for line in found.strip().split("\n") if not line.startswith("#. "))


AS_IT_WAS = """\
#: modules/meeting/module.md
msgctxt "meeting/item"
msgid "Listen to eveyone, 2 minutes each."
msgstr "سب کی بات سنیں، ہر ایک کی ۲ منٹ۔\""""
VALID = AS_IT_WAS.replace("eveyone", "everyone")
WAITING = """\
#: modules/meeting/module.md
#, fuzzy
#| msgctxt "meeting/item"
#| msgid "Listen to eveyone, 2 minutes each."
msgctxt "meeting/item"
msgid "Listen to everyone, 2 minutes each."
msgstr "سب کی بات سنیں، ہر ایک کی ۲ منٹ۔\""""


def test_what_changed_is_shown_with_the_way_to_keep_it(project: ProjectTest) -> None:
    assert entry(project) == AS_IT_WAS
    assert mend(project).leaves_with(0).last.out == (
        f"{PO}: 1 changed\n"
        "Changed, and waiting for translators:\n"
        f"{LESSON}:52\n"
        "  was: Listen to eveyone, 2 minutes each.\n"
        "  now: Listen to everyone, 2 minutes each.\n"
        "If only the spelling changed, keep the translations: "
        f"messages update --unchanged-meaning {LESSON}:52\n"
    )
    assert entry(project) == WAITING


@pytest.mark.parametrize("name", [f"{LESSON}:52", f"./{LESSON}:52", LESSON, "listen to everyone"])
def test_a_translation_stays_valid(project: ProjectTest, name: str) -> None:
    assert mend(project, "--unchanged-meaning", name).leaves_with(0).last.out == f"{PO}: 1 kept\n"
    assert entry(project) == VALID


def test_a_translation_becomes_valid_again(project: ProjectTest) -> None:
    mend(project).run("messages", "update", "--unchanged-meaning", "to everyone").leaves_with(0)
    assert project.last.out == f"{PO}: 1 kept\n"
    assert entry(project) == VALID


def test_a_remark_stays_too(project: ProjectTest) -> None:
    lines = project.text(PO).split("\n")
    first = next(
        at for at in range(lines.index('msgid "Listen to eveyone, 2 minutes each."'), 0, -1) if not lines[at - 1]
    )
    project.write(PO, "\n".join([*lines[:first], "# Read aloud by two trainers.", *lines[first:]]))
    mend(project, "--unchanged-meaning", LESSON)
    assert entry(project) == f"# Read aloud by two trainers.\n{VALID}"


def test_a_review_holds_on(project: ProjectTest) -> None:
    project.run("messages", "review", PO, "--by", "AB", "--on", "2026-11-29").leaves_with(0)
    assert state(project) == REVIEWED
    mend(project, "--unchanged-meaning", LESSON)
    assert state(project) == REVIEWED
    project.change(LESSON, "each.", "for each.").run("messages", "update")
    assert state(project) == FUZZY


def test_a_review_goes_along_to_another_lesson(project: ProjectTest) -> None:
    project.run("messages", "review", PO, "--by", "AB", "--on", "2026-11-29").leaves_with(0)
    lesson = project.text(LESSON)
    project.write("modules/parting/tree.svg", project.text("modules/meeting/tree.svg"))
    project.write("modules/parting/module.md", lesson.replace("title: Meeting", "title: Parting"))
    project.change(LESSON, "- Listen to eveyone, 2 minutes each.", "- Be kind.")
    project.run("messages", "update").leaves_with(0)
    assert state(project, "parting") == REVIEWED


def state(project: ProjectTest, lesson: str = "meeting") -> str:
    entries = read_all(project.root, "ur")[0][lesson].entries
    return next(state_of(entry) for (_, msgid), entry in entries.items() if "minutes" in msgid)


def test_what_was_stale_before_stays_so(project: ProjectTest) -> None:
    project.change(LESSON, "Listen to eveyone", "Listen well to eveyone").run("messages", "update")
    mend(project, "--unchanged-meaning", LESSON).leaves_with(0)
    assert project.last.out.startswith(f"{PO}: 1 changed\nChanged, and waiting for translators:\n")
    assert '#| msgid "Listen to eveyone, 2 minutes each."' in entry(project)
    assert "#, fuzzy" in entry(project)


def test_a_draft_for_a_new_message_is_none_of_them(project: ProjectTest) -> None:
    project.change(LESSON, "- Listen", "- Listen to eveyone, three minutes each.\n- Listen")
    project.run("messages", "update", "--unchanged-meaning", "three minutes").leaves_with(2)
    assert project.last.err == (
        "--unchanged-meaning: error: no changed message is at `three minutes` or has these words\n"
        "  hint: there are no changed messages yet\n"
        "1 error\n"
    )


REFUSED = {
    "another number": ("2 minutes", "3 minutes", "`2` became `3`"),
    "a number less": ("2 minutes each", "each in turn", "`2` went"),
    "a verse more": ("each.", "each <quran:49:13>.", "`<quran:49:13>` came"),
    "a value": ("minutes each", "minutes in {{ venue }}", "`{{ venue }}` came"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_more_than_spelling_is_refused(project: ProjectTest, case: str) -> None:
    old, new, told = REFUSED[case]
    before = project.text(PO)
    project.change(LESSON, old, new).run("messages", "update", "--unchanged-meaning", LESSON).leaves_with(2)
    assert project.last.err == (
        f"{LESSON}:52: error: more than the spelling changed: {told}\n"
        "  hint: a translator must see this: leave it out of --unchanged-meaning\n"
        "1 error\n"
    )
    assert project.text(PO) == before


def test_words_of_several_messages_are_not_enough(project: ProjectTest) -> None:
    translate(project, "Only for the trainer.", "صرف تربیت کار کے لیے۔")
    project.change(LESSON, "Only for the trainer.", "Only for every trainer.")
    before = project.text(PO)
    mend(project, "--unchanged-meaning", "every").leaves_with(2)
    assert project.last.err == (
        "--unchanged-meaning: error: `every` stands in several changed messages\n"
        f"  hint: name one: {LESSON}:28, {LESSON}:52\n"
        "1 error\n"
    )
    assert project.text(PO) == before
    assert project.run("messages", "update", "--unchanged-meaning", LESSON).last.out == f"{PO}: 2 kept\n"


def test_a_place_with_nothing_changed(project: ProjectTest) -> None:
    mend(project, "--unchanged-meaning", f"{LESSON}:75").leaves_with(2)
    assert project.last.err == (
        f"--unchanged-meaning: error: no changed message is at `{LESSON}:75` or has these words\n"
        f"  hint: did you mean `{LESSON}:52`?\n"
        "1 error\n"
    )
