import shutil
import string
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kitabcha.languages.catalogues import parse, parse_sheet, plain_sheet, read_sheet
from kitabcha.languages.faults import _incomplete, _unreadable, is_plain
from kitabcha.languages.joining import Joined, join
from kitabcha.languages.memory import Memory, Pool
from kitabcha.languages.merging import header, update
from kitabcha.languages.messages import Message
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place

NAME = "locales/ur/LC_MESSAGES/trust-circle.po"

GNU = """\
# Urdu messages.
# Someone <someone@example.org>, 2026.
#
msgid ""
msgstr ""
"Project-Id-Version: Peace begins at home\\n"
"X-Zebra: kept, and before the others\\n"
"PO-Revision-Date: 2026-03-02 10:00+0500\\n"
"Last-Translator: Someone <someone@example.org>\\n"
"Language-Team: Urdu\\n"
"Language: ur\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# A translator's remark.
#. The title of the lesson.
#: modules/trust-circle/module.md
msgctxt "trust-circle/title"
msgid "Circle of trust"
msgstr "اعتماد کا حلقہ"

# draft: not reviewed by a native speaker
#: modules/trust-circle/module.md
msgctxt "trust-circle/paragraph"
msgid ""
"Ask each person to say their name, and one thing that they brought with them "
"today that nobody can see."
msgstr ""
"ہر ایک سے کہیں کہ اپنا نام بتائے، اور ایک ایسی چیز جو وہ آج ساتھ لایا ہے اور "
"جو کسی کو دکھائی نہیں دیتی۔"

#: modules/trust-circle/module.md
#, fuzzy
#| msgctxt "trust-circle/paragraph"
#| msgid "Sit in a ring."
msgctxt "trust-circle/paragraph"
msgid "Sit in a circle on the floor."
msgstr "گول بیٹھیں۔"

#: modules/trust-circle/module.md
msgctxt "trust-circle/item"
msgid "clay bowls"
msgstr ""

#~ msgctxt "trust-circle/item"
#~ msgid "flip chart"
#~ msgstr "فلپ چارٹ"

#, fuzzy
#~| msgid "old words"
#~ msgid "older words"
#~ msgstr "پرانے الفاظ"
"""

POEDIT = (
    GNU.replace("X-Zebra", "X-Poedit-SourceCharset").replace(
        '"Language: ur', '"X-Generator: Poedit 3.4\\n"\n"Language: ur'
    )
    + "\n\n# a comment that stands alone\n"
)
UNTIDY = (
    GNU.replace("#: modules", "#:  modules")
    .replace("\n\n#", "\n\n\n#")
    .replace('msgstr "گول', 'msgstr  "گول')
    .rstrip("\n")
)

SHAPES = {
    "gnu": GNU,
    "poedit": POEDIT,
    "windows": GNU.replace("\n", "\r\n"),
    "untidy, without a last line end": UNTIDY,
    "byte order mark": "\ufeff" + GNU,
    "blank lines first": "\n\n" + GNU,
}


def message(msgid, context="trust-circle/paragraph", **more):
    return Message(context, msgid, (Place("modules/trust-circle/module.md", 7),), **more)


TITLE = message("Circle of trust", "trust-circle/title", note="The title of the lesson.")
ASK = message("Ask each person to say their name, and one thing that they brought with them today that nobody can see.")
SIT = message("Sit in a circle on the floor.")
BOWLS = message("clay bowls", "trust-circle/item")
TODAY = (TITLE, ASK, SIT, BOWLS)


def updated(text, messages, elsewhere=()):
    return update(
        text.encode(), NAME, messages, LANGUAGES["ur"], "Peace begins at home", Memory(elsewhere=Pool(elsewhere))
    )


def entry_of(content, msgid):
    return next(entry for (_, there), entry in parse(content, NAME)[0].entries.items() if there == msgid)


def changed_lines(before, after):
    """Lines that are in only one of the two, as a diff would show them."""
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


def accepted_by_gettext(content):
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed")
    done = subprocess.run(["msgfmt", "-c", "-o", "-", "-"], input=content, capture_output=True)
    return done.returncode == 0 and not done.stderr


# --- reading --------------------------------------------------------------------------------------------------


def test_what_a_catalogue_says():
    catalogue, found = parse(GNU.encode(), NAME)
    assert not found
    assert catalogue.plural_forms == "nplurals=2; plural=(n != 1);"
    assert [msgid for _, msgid in catalogue.entries] == [entry.msgid for entry in TODAY]
    ask = entry_of(GNU.encode(), ASK.msgid)
    assert ask.msgstr[0].startswith("ہر ایک سے کہیں کہ") and ask.msgstr[0].endswith(
        "چیز جو وہ آج ساتھ لایا ہے اور جو کسی کو دکھائی نہیں دیتی۔"
    )
    assert ask.draft and ask.is_published
    assert GNU.splitlines()[ask.line - 1] == 'msgstr ""'
    sit = entry_of(GNU.encode(), SIT.msgid)
    assert sit.fuzzy and not sit.is_published and sit.previous == ("trust-circle/paragraph", "Sit in a ring.")
    assert not entry_of(GNU.encode(), BOWLS.msgid).is_translated


FAULTS = {
    'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n': ["1: error: this msgid has no msgstr"],
    'msgctxt "a"\n\nmsgctxt "b"\nmsgid "x"\nmsgstr ""\n': ["1: error: this msgctxt has no msgid"],
    'msgid "a"\nmsgstr "b\n': ["2: error: the text in quotes does not end on its line"],
    'msgid "a"\nmsgstr b\n': ["2: error: msgstr is not followed by a text in quotes"],
    'msgid "a"\nmsgstr "say "b""\n': ["2: error: a quote or a backslash inside the text is not escaped"],
    'msgid "a"\n# why?\nmsgstr "b"\n': ["2: error: a comment stands between msgid and its translation"],
    'msgstr "b"\n': ["1: error: msgstr is out of place here"],
    '"b"\n': ["1: error: a text without msgid or msgstr before it"],
    'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n': ["3: error: msgstr is out of place here"],
    'msgid "a"\nmsgid_plural "b"\n': ["2: error: the file ends after msgid_plural, before its translation"],
    'mgsid "a"\nmsgid "b"\nmsgstr "c"\n': ['1: error: `mgsid "a"` has no meaning in a PO file'],
    '<<<<<<< ours\nmsgid "a"\nmsgstr ""\n=======\n': [
        "1: error: a merge conflict is left here",
        "4: error: a merge conflict is left here",
    ],
    'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n': ["5: error: `a` is here twice"],
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=windows-1256\\n"\n': [
        "2: error: the header says charset=windows-1256"
    ],
    '#| nothing\nmsgid "a"\nmsgstr "b"\n': ["2: error: this is not how a PO file is written"],
    '# x\r\nmsgid "a"\r\nmsgstr "b"\r\n\r\nmsgid "c"\nmsgstr "d"\n': [" error: the lines of this file end in two ways"],
}


@pytest.mark.parametrize("text", FAULTS)
def test_every_fault_is_told_with_its_line(text):
    catalogue, found = parse(text.encode(), NAME)
    assert not catalogue.entries
    assert [str(fault).splitlines()[0] for fault in found] == [f"{NAME}:{fault}" for fault in FAULTS[text]]


def test_a_file_that_is_not_utf8():
    _, (fault,) = parse(GNU.encode().replace("اعتماد".encode(), "اعتماد".encode("cp1256")), NAME)
    assert str(fault) == f"{NAME}:22: error: this is not UTF-8\n  hint: save the file as UTF-8"


def test_a_broken_file_is_left_alone():
    broken = 'msgid "a"\n'
    done = updated(broken, TODAY)
    assert done.content == broken.encode() and done.diagnostics


@given(st.binary())
def test_no_bytes_give_a_traceback(content):
    parse(content, NAME)


PO_LINES = ["#", "#.", "#: a", "#, fuzzy", '#| msgid "a"', "#|", "#~", "#~|", '#~ msgid "a"', '#~ msgstr "b"', '#~ "c"',
            'msgctxt "c"', 'msgid "a"', 'msgid ""', 'msgid_plural "as"', 'msgstr "b"', 'msgstr[0] "b"', '"_: x\\n"',
            '"x"', ""]  # fmt: skip


@given(st.lists(st.sampled_from(PO_LINES)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_order_of_lines_is_read_or_refused(lines, newline):
    content = newline.join(lines).encode()
    sheet, found = parse_sheet(content, NAME)
    assert bool(sheet) != bool(found)
    assert not (is_plain(newline.join(lines)) and [*_unreadable(content.decode()), *_incomplete(content.decode())])
    if sheet:
        rebuilt = sheet.start + "".join(record.lines + record.gap for record in sheet.records)
        assert rebuilt.encode() == content


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def assert_read_alike(text):
    """What is read at once is what the PO library reads, to the byte; True if it could be."""
    plain = plain_sheet(text)
    if plain:
        sheet, found = read_sheet(text, NAME)
        assert not found and plain == sheet
        assert [str(record.unit) for record in plain.records] == [str(record.unit) for record in sheet.records]
    return plain is not None


ENTRY_LINES = [
    st.sampled_from(["", "# a remark\n", "# draft: not reviewed by a native speaker\n", "#\n", "#a\n# b\n"]),
    st.sampled_from(["", "#. note  \n#.\n"]),
    st.sampled_from(["", "#: a.md b.md\n", "#:a.md\n", "#: a\n#: b\n"]),
    st.sampled_from(["", "#, fuzzy\n", "#,fuzzy, python-format\n", "#| msgid \"old\"\n", "#= x\n"]),
    st.sampled_from(["", 'msgctxt "c"\n', 'msgctxt ""\n"c\\"d"\n']),
    st.sampled_from(['msgid "a"\n', 'msgid ""\n"a b "\n"c\\n"\n', 'msgid "\\\\n\\t"\n',
                     'msgid "_: kde\\n"\n"a"\n', 'msgid  "a"\n']),
    st.sampled_from(['msgstr "b"\n', 'msgstr ""\n', 'msgstr ""\n"پ "\n"ت"\n', 'msgid_plural "as"\nmsgstr[0] "b"\n',
                     'msgstr "charset=koi8-r"\n', 'msgstr "b" \n', 'msgstr "\\r"\n']),
    st.sampled_from(["\n", "", "\n\n"]),
]  # fmt: skip


@given(
    st.lists(st.tuples(*ENTRY_LINES).map("".join) | st.sampled_from(['#~ msgid "o"\n#~ msgstr "p"\n\n']), max_size=5)
)
def test_plain_entries_are_read_as_the_library_reads_them(entries):
    assert_read_alike("".join([HEAD, *entries]))


@given(st.lists(st.sampled_from(PO_LINES)))
def test_no_lines_are_read_otherwise_than_the_library_reads_them(lines):
    assert_read_alike("\n".join([*lines, ""]))


OURS = sorted((Path(__file__).parent.parent / "locales").glob("*/LC_MESSAGES/*.po"))


def test_our_own_catalogues_are_plain():
    assert len(OURS) > 30 and all(assert_read_alike(file.read_text("utf-8")) for file in OURS)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_msgfmt_finds_nothing_to_say_of_our_own_catalogues():
    for file in OURS:
        done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", file], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


# --- updating -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_new_changes_no_byte(shape):
    done = updated(SHAPES[shape], TODAY)
    assert done.content == SHAPES[shape].encode()
    assert (done.new, done.changed, done.gone, done.back) == (0, 0, 0, 0)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_changed_message_changes_only_its_entry(shape):
    text = SHAPES[shape]
    done = updated(text, (replace(TITLE, msgid="Circle of great trust"), ASK, SIT, BOWLS))
    lost, added = changed_lines(text, done.content.decode())
    end = "\r" if shape == "windows" else ""
    lost = [line for line in lost if not line.startswith("#:  ")]  # untidy: its own reference line is tidied
    assert lost == [f'msgid "Circle of trust"{end}']
    assert [line for line in added if not line.startswith("#: ")] == [
        f'#| msgctxt "trust-circle/title"{end}',
        f'#| msgid "Circle of trust"{end}',
        f'msgid "Circle of great trust"{end}',
    ]
    assert done.changed == 1
    entry = entry_of(done.content, "Circle of great trust")
    assert entry.fuzzy and entry.msgstr == ("اعتماد کا حلقہ",)


def test_the_order_in_an_entry():
    done = updated(GNU, (replace(TITLE, msgid="Circle of great trust"), ASK, SIT, BOWLS))
    assert done.content.decode().split("\n\n")[1] == (
        "# A translator's remark.\n"
        "#. The title of the lesson.\n"
        "#: modules/trust-circle/module.md\n"
        "#, fuzzy\n"
        '#| msgctxt "trust-circle/title"\n'
        '#| msgid "Circle of trust"\n'
        'msgctxt "trust-circle/title"\n'
        'msgid "Circle of great trust"\n'
        'msgstr "اعتماد کا حلقہ"'
    )


def test_a_fuzzy_entry_that_changes_again_keeps_what_its_translation_was_made_from():
    done = updated(GNU, (TITLE, ASK, replace(SIT, msgid="Sit in a circle on the clean floor."), BOWLS))
    entry = entry_of(done.content, "Sit in a circle on the clean floor.")
    assert entry.fuzzy and entry.previous == ("trust-circle/paragraph", "Sit in a ring.")


@pytest.mark.parametrize("shape", SHAPES)
def test_words_that_come_back_make_the_translation_valid_again(shape):
    text = SHAPES[shape].replace("#:  modules", "#: modules")
    changed = (replace(TITLE, msgid="Circle of great trust"), ASK, SIT, BOWLS)
    done = updated(updated(text, changed).content.decode(), TODAY)
    assert done.content.decode() == text
    assert done.back == 1


def test_a_translators_own_mark_of_fuzzy_stays_when_words_change_and_come_back():
    text = GNU.replace('#, fuzzy\n#| msgctxt "trust-circle/paragraph"\n#| msgid "Sit in a ring."\n', "#, fuzzy\n")
    changed = (TITLE, ASK, replace(SIT, msgid="Sit in a circle on the clean floor."), BOWLS)
    there = updated(text, changed)
    assert '#| msgid "Sit in a circle on the floor."\n' in there.content.decode()
    assert not there.rewordings
    assert entry_of(updated(there.content.decode(), TODAY).content, SIT.msgid).fuzzy


@pytest.mark.parametrize("shape", SHAPES)
def test_a_new_message_stands_after_the_one_before_it(shape):
    text = SHAPES[shape]
    now = (TITLE, message("Entirely new words"), ASK, SIT, BOWLS, message("Last words of all"))
    done = updated(text, now)
    lost, _ = changed_lines(text, done.content.decode())
    assert not lost and (done.new, done.changed) == (2, 0)
    entries = list(parse(done.content, NAME)[0].entries)
    assert [msgid for _, msgid in entries][:3] == ["Circle of trust", "Entirely new words", ASK.msgid]
    assert entries[-1] == ("trust-circle/paragraph", "Last words of all")
    assert updated(done.content.decode(), now).content == done.content


def test_what_is_gone_becomes_obsolete_and_comes_back():
    gone = updated(GNU, (TITLE, SIT, BOWLS))
    assert gone.gone == 1
    assert gone.content.decode().endswith(
        "# draft: not reviewed by a native speaker\n"
        '#~ msgctxt "trust-circle/paragraph"\n'
        '#~ msgid ""\n'
        '#~ "Ask each person to say their name, and one thing that they brought with them "\n'
        '#~ "today that nobody can see."\n'
        '#~ msgstr ""\n'
        '#~ "ہر ایک سے کہیں کہ اپنا نام بتائے، اور ایک ایسی چیز جو وہ آج ساتھ لایا ہے اور "\n'
        '#~ "جو کسی کو دکھائی نہیں دیتی۔"\n'
    )
    back = updated(gone.content.decode(), TODAY)
    assert back.back == 1 and back.content.decode() == GNU


def test_a_fuzzy_translation_comes_back_fuzzy():
    gone = updated(GNU, (TITLE, ASK, BOWLS)).content.decode()
    assert entry_of(updated(gone, TODAY).content, SIT.msgid).fuzzy


def test_an_untranslated_message_leaves_no_trace():
    assert "clay bowls" not in updated(GNU, (TITLE, ASK, SIT)).content.decode()


def test_a_translation_elsewhere_is_offered():
    moved = message("Sit in a circle on the floors.", "what-is-peace/paragraph")
    done = updated("", [moved], [replace(entry_of(GNU.encode(), SIT.msgid), fuzzy=False, previous=None, draft=True)])
    entry = entry_of(done.content, moved.msgid)
    assert (entry.fuzzy, entry.draft, entry.msgstr) == (True, True, ("گول بیٹھیں۔",))
    assert entry.previous == ("trust-circle/paragraph", SIT.msgid)
    assert (done.new, done.changed) == (0, 1)


def test_a_note_and_a_reference_are_kept_current():
    done = updated(GNU, (replace(TITLE, note="What the lesson is called."), ASK, SIT, BOWLS))
    assert changed_lines(GNU, done.content.decode()) == (
        ["#. The title of the lesson."],
        ["#. What the lesson is called."],
    )
    with_lines = GNU.replace("#: modules/trust-circle/module.md", "#: modules/trust-circle/module.md:12")
    assert updated(with_lines, TODAY).content.decode() == GNU


def test_plural_forms():
    minutes = message("%(n)s minute", "", plural="%(n)s minutes", flags=("python-format",))
    done = updated("", [minutes])
    assert done.content.decode().endswith(
        "#: modules/trust-circle/module.md\n"
        "#, python-format\n"
        'msgid "%(n)s minute"\n'
        'msgid_plural "%(n)s minutes"\n'
        'msgstr[0] ""\n'
        'msgstr[1] ""\n'
    )
    text = done.content.decode().replace('[0] ""', '[0] "%(n)s منٹ"').replace('[1] ""', '[1] "%(n)s منٹ"')
    renamed = updated(text, [replace(minutes, msgid="%(n)s  minute")])
    assert entry_of(renamed.content, "%(n)s  minute").msgstr == ("%(n)s منٹ", "%(n)s منٹ")
    assert accepted_by_gettext(renamed.content)


@pytest.mark.parametrize("language", ["ur", "ps", "sd", "ar"])
def test_a_new_file_is_complete(language):
    content = update(b"", NAME, TODAY, LANGUAGES[language], 'A "title"').content
    assert content.startswith(header(LANGUAGES[language], 'A "title"'))
    assert f'"Language: {language}\\n"' in content.decode()
    assert accepted_by_gettext(content)
    assert update(b"", NAME, TODAY, LANGUAGES[language], 'A "title"').content == content


WORDS = st.text(string.ascii_letters + ' "\\*{}[]%_:\tءآباﷺ\u200c\u2028', min_size=1)
SEVERAL = st.lists(
    st.builds(message, WORDS, st.sampled_from(["", "a/item", "a/paragraph"]), note=WORDS | st.just("")),
    unique_by=lambda made: (made.context, made.msgid),
    max_size=8,
)


@example([], [message("_: once a comment")], "\n")
@given(SEVERAL, SEVERAL, st.sampled_from(["\n", "\r\n"]))
def test_an_update_holds_exactly_the_messages(first, second, newline):
    text = updated("", first).content.decode().replace("\n", newline).replace('\nmsgstr ""', '\nmsgstr "ت"')
    done = updated(text, second)
    catalogue, found = parse(done.content, NAME)
    assert not found
    assert set(catalogue.entries) == {(wanted.context, wanted.msgid) for wanted in second}
    assert updated(done.content.decode(), second).content == done.content


@given(SEVERAL)
def test_gettext_reads_what_we_write(several):
    content = updated("", several).content
    done = subprocess.run(["msgfmt", "-o", "/dev/null", "-"], input=content, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("options", [["--width=40"], ["--no-wrap"], ["--sort-output"], ["--indent"]])
def test_what_gnu_gettext_writes_keeps_its_bytes(options):
    if not shutil.which("msgcat"):
        pytest.skip("gettext is not installed")
    written = subprocess.run(["msgcat", *options, "-"], input=GNU.encode(), capture_output=True, check=True).stdout
    assert updated(written.decode(), TODAY).content == written


# --- joining two versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_of_two_versions_the_one_that_changed_has_its_way(shape):
    before = SHAPES[shape].encode()
    after = updated(SHAPES[shape], (replace(TITLE, msgid="Circle of great trust"), ASK, SIT)).content
    assert join(before, before, before, NAME).content == before
    assert join(before, after, before, NAME).content == after
    assert join(before, before, after, NAME) == join(before, after, after, NAME) == Joined(after)


@given(st.sets(st.integers(0, 3)), st.sets(st.integers(0, 3)), st.sampled_from(["\n", "\r\n"]))
def test_what_two_sides_change_in_different_entries_is_joined(mine, others, newline):
    head, *entries = GNU.split("\n\n")[:5]

    def version(ours, theirs):
        marked = [("# one\n" * (at in ours)) + ("# other\n" * (at in theirs)) + one for at, one in enumerate(entries)]
        return ("\n\n".join([head, *marked]) + "\n").encode()

    others -= mine
    theirs = version((), others).replace(b"\n", newline.encode())
    assert join(version((), ()), version(mine, ()), theirs, NAME) == Joined(version(mine, others))
    torn = join(version((), ()), version(mine, ()), version((), mine), NAME).torn
    assert len(torn) == len(mine)
