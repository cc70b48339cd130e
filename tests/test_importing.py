"""Translations from PO files of elsewhere, taken by the text of their messages: `messages import`."""

from pathlib import Path

import pytest

from kitabcha.keeping import import_messages
from kitabcha.languages.replacing import replaced
from tests.harness import ProjectTest

LESSON = "modules/meeting/module.md"
PO = "locales/ur/LC_MESSAGES/meeting.po"

BOOK = """\
msgid ""
msgstr ""
"Language: ur_PK\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# Asked an elder of ours.
#: src/trust.md:12
msgid "Form groups."
msgstr "گروہ بنائیں۔"

#: src/trust.md:14
msgid ""
"See [the picture](#tree) and "
"<quran:49:13>.[^1]"
msgstr "[تصویر](#tree) اور <quran:49:13> دیکھیں۔[^1]"

#: src/trust.md:15
msgid "We meet in {{ venue }}, as in a _jirga_{.term}. Allport calls this contact \\\\[@allport1954, ch. 16\\\\]."
msgstr "نہیں"

#: src/trust.md:16
#, fuzzy
#| msgid "Speak."
msgid "Talk."
msgstr "بولیں۔"

#: src/trust.md:17
msgid "Listen."
msgstr ""

#: src/trust.md:18
msgid "![A tree with two birds](tree.svg \\"The tree\\")"
msgstr "![ایک درخت پر دو پرندے](tree.svg \\"درخت\\")"

#: src/trust.md:19
msgid "Words of another book."
msgstr "کسی اور کتاب کے الفاظ۔"

#~ msgid "Everyone feels safe."
#~ msgstr "سب محفوظ ہوں۔"
"""


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project").write("../book.po", BOOK.replace('\\\\"', '\\"'))


def take(project: ProjectTest, *words: str) -> ProjectTest:
    return project.run("messages", "import", str(project.root.parent / "book.po"), *words)


def entry(project: ProjectTest, msgid: str) -> str:
    """An entry without the lines that explain it."""
    (found,) = (part for part in project.text(PO).split("\n\n") if f'msgid "{msgid}"' in part)
    return "\n".join(line for line in found.strip().split("\n") if not line.startswith("#. "))


def test_a_book_is_carried_over(project: ProjectTest) -> None:
    assert take(project).leaves_with(0).last.out == (
        "locales/ur/LC_MESSAGES/library.po: 17 new\n"
        "locales/ur/LC_MESSAGES/manuals.po: 17 new\n"
        f"{PO}: 17 new, 6 imported\n"
        "ur: 6 taken; 2 of 8 texts in the file fit none here\n"
    )
    assert entry(project, "Form groups.") == (
        f'# Asked an elder of ours.\n#: {LESSON}\nmsgctxt "meeting/item"\nmsgid "Form groups."\nmsgstr "گروہ بنائیں۔"'
    )
    assert entry(project, "Talk.") == (
        f'#: {LESSON}\n#, fuzzy\n#| msgid "Speak."\nmsgctxt "meeting/item"\nmsgid "Talk."\nmsgstr "بولیں۔"'
    )
    assert entry(project, "A tree with two birds").endswith('msgstr "ایک درخت پر دو پرندے"')
    assert entry(project, "The tree").endswith('msgstr "درخت"')
    assert entry(project, "Everyone feels safe.").endswith('msgstr "سب محفوظ ہوں۔"')
    assert entry(project, "Listen.").endswith('msgstr ""')
    assert project.run("messages", "update").last.out == "Nothing to do: all catalogues are up to date.\n"


def test_what_is_untranslated_takes_and_what_is_translated_keeps_its_own(project: ProjectTest) -> None:
    project.run("messages", "update")
    project.change(PO, 'msgid "Form groups."\nmsgstr ""', 'msgid "Form groups."\nmsgstr "ٹولیاں بنائیں۔"')
    project.change(PO, 'msgid "Everyone feels safe."\nmsgstr ""', 'msgid "Everyone feels safe."\nmsgstr "سب خوش ہوں۔"')
    project.write(PO, project.text(PO).replace('msgctxt "meeting/goal"', '#, fuzzy\nmsgctxt "meeting/goal"'))
    before = project.text(PO)
    assert take(project).leaves_with(0).last.out == (
        f"{PO}: 4 imported\n"
        "ur: 4 taken; 2 left, for there is a translation already; 2 of 8 texts in the file fit none here\n"
    )
    assert entry(project, "Form groups.").endswith('msgstr "ٹولیاں بنائیں۔"')
    assert '#, fuzzy\nmsgctxt "meeting/goal"' in project.text(PO)
    after = project.text(PO).splitlines()
    assert [line for line in before.splitlines() if line not in after] == []
    assert take(project).last.out == (
        "ur: 0 taken; 6 left, for there is a translation already; 2 of 8 texts in the file fit none here\n"
    )


def test_of_several_translations_the_one_in_the_same_place_is_taken(project: ProjectTest) -> None:
    several = "".join(
        f'\nmsgctxt "{context}"\nmsgid "Talk."\nmsgstr "{msgstr}"\n'
        for context, msgstr in (("old/heading", "گفتگو"), ("old/item", "بات کریں۔"), ("old/title", "بات"))
    )
    project.write("../book.po", BOOK.split("\n\n")[0] + "\n" + several)
    take(project).leaves_with(0)
    assert entry(project, "Talk.").endswith('msgstr "بات کریں۔"')


def test_a_remark_of_ours_stays(project: ProjectTest) -> None:
    project.run("messages", "update")
    project.change(PO, 'msgctxt "meeting/item"\nmsgid "Form', '# Five in a group?\nmsgctxt "meeting/item"\nmsgid "Form')
    take(project)
    assert entry(project, "Form groups.").startswith("# Five in a group?\n# Asked an elder of ours.\n#: ")


def test_the_language_may_be_named(project: ProjectTest) -> None:
    project.write("../book.po", BOOK.replace('"Language: ur_PK\\n"\n', ""))
    path = (project.root.parent / "book.po").as_posix()
    assert take(project).leaves_with(1).last.err == (
        f"{path}: error: its header does not tell its language\n  hint: name it: --language ur\n1 error\n"
    )
    assert not (project.root / PO).exists()
    take(project, "-l", "ur").leaves_with(0)
    take(project, "-l", "urdu").leaves_with(2)
    assert "unknown language `urdu`" in project.last.err


WORDS = (
    BOOK.split("\n\n")[0]
    + """

msgid "Contents"
msgstr "مندرجات"

msgctxt "contents"
msgid "Handouts"
msgstr "ورق"

msgid "Form groups."
msgstr "نہیں"
"""
)
INTERFACE = "locales/ur/LC_MESSAGES/interface.po"


def test_words_of_the_interface_come_from_a_file_of_that_name(project: ProjectTest) -> None:
    project.run("messages", "update").write("../interface.po", WORDS)
    project.run("messages", "import", (project.root.parent / "interface.po").as_posix()).leaves_with(0)
    assert project.last.out.startswith(f"{INTERFACE}: ") and project.last.out.endswith(
        "new, 3 imported\nur: 3 taken; 1 of 3 texts in the file fit none here\n"
    )
    assert 'msgid "Contents"\nmsgstr "مندرجات"' in project.text(INTERFACE)
    assert 'msgctxt "contents"\nmsgid "Handouts"\nmsgstr "ورق"' in project.text(INTERFACE)
    assert entry(project, "Form groups.").endswith('msgstr ""')
    project.write("../book.po", WORDS.replace("مندرجات", "فہرست").replace('msgid "Handouts"', 'msgid "Pictures"'))
    take(project).leaves_with(0).says(f"{PO}: 1 imported\nur: 1 taken; 2 of 3 texts in the file fit none here\n")
    assert project.run("messages", "update").last.out == "Nothing to do: all catalogues are up to date.\n"


def test_a_broken_file_changes_nothing(project: ProjectTest) -> None:
    project.write("../book.po", BOOK.replace('msgstr "بولیں۔"', "msgstr بولیں۔"))
    assert "msgstr is not followed by a text in quotes" in take(project).leaves_with(1).last.err
    assert not (project.root / PO).exists()


def test_what_somebody_saves_while_a_file_is_imported_is_theirs(project: ProjectTest, monkeypatch) -> None:
    project.run("messages", "update")
    project.change(PO, 'msgid "Form groups."\nmsgstr ""', 'msgid "Form groups."\nmsgstr "ٹولیاں بنائیں۔"')
    theirs = project.text(PO).replace("ٹولیاں", "گروپ")

    def replace_while_saving(before, name, entries):
        if name == PO:
            project.write(PO, theirs)
        return replaced(before, name, entries)

    monkeypatch.setattr("kitabcha.keeping.replaced", replace_while_saving)
    book = BOOK.replace('msgid "Form groups."', 'msgctxt "meeting/item"\nmsgid "Form groups."')
    project.write("../book.po", book)
    _, found = import_messages(project.root, (project.root.parent / "book.po",), None, True)
    assert [str(fault).partition("\n")[0] for fault in found] == [
        f"{PO}: error: this file was changed by somebody else meanwhile, and nothing in it was replaced"
    ]
    assert 'msgid "Form groups."\nmsgstr "گروپ بنائیں۔"' in project.text(PO)
