import json
import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from kitabcha import reviewing
from kitabcha.languages.catalogues import DRAFT, Catalogue, parse
from kitabcha.languages.history import Change, changes
from kitabcha.languages.messages import Message
from kitabcha.languages.reviews import note, review_of, seal_of, state_of
from kitabcha.languages.status import Stale, Tally, addressed, since, tally, words_in
from kitabcha.model import Place
from tests.harness import ProjectTest

PO = "locales/ur/LC_MESSAGES/meeting.po"
SOURCE = "modules/meeting/module.md"


def entry_of(lines):
    catalogue, found = parse(f"{lines}\n".encode(), PO)
    assert not found
    return next(iter(catalogue.entries.values()))


SALT = 'msgid "salt"\nmsgstr "نمک"'
SEAL = seal_of(entry_of(SALT))

STATES = [
    ('msgid "salt"\nmsgstr ""', "missing"),
    (f"#, fuzzy\n{SALT}", "fuzzy"),
    (f"{DRAFT}\n{SALT}", "unreviewed"),
    (SALT, "translated"),
    (f"# reviewed: AB 2026-11-29\n{SALT}", "reviewed"),
    (f"# reviewed: ن 2026-11-29 {SEAL}\n{SALT}", "reviewed"),
    (f"#reviewed: AB 2026-11-29 {SEAL}\n# another remark\n{SALT}", "reviewed"),
    (f"# reviewed: AB 2026-11-29 {SEAL}\n{SALT.replace('نمک', 'مرچ')}", "translated"),
    (f"# reviewed: AB 2026-11-29 {SEAL}\n{DRAFT}\n{SALT}", "unreviewed"),
    (f"# reviewed: AB 2026-11-29 {SEAL}\n#, fuzzy\n{SALT}", "fuzzy"),
    (f"# reviewed: Abdulghaffar 2026-11-29\n{SALT}", "translated"),
    (f"# reviewed: AB yesterday\n{SALT}", "translated"),
]


@pytest.mark.parametrize(("lines", "state"), STATES)
def test_the_state_of_an_entry(lines, state):
    assert state_of(entry_of(lines)) == state


def test_what_is_not_there_is_missing():
    assert state_of(None) == "missing"


# --- noting reviews -------------------------------------------------------------------------------------------

FILE = f"""\
# A file's remark.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

{DRAFT}
# a remark
#: modules/meeting/module.md
msgid "salt"
msgstr "نمک"

# reviewed: XY 2025-01-01 00000000
msgid "a long "
"text"
msgstr "لمبا متن"

#, fuzzy
msgid "pepper"
msgstr "مرچ"

msgid "bread"
msgstr ""

#~ msgid "old"
#~ msgstr "پرانا"
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_review_of_a_whole_file_is_noted_at_what_is_printed(newline):
    noted = note(FILE.replace("\n", newline).encode(), PO, {0}, "AB", "2026-11-29")
    assert (noted.count, noted.diagnostics) == (2, ())
    long = seal_of(entry_of('msgid "a long text"\nmsgstr "لمبا متن"'))
    expected = FILE.replace(f"{DRAFT}\n", f"# reviewed: AB 2026-11-29 {SEAL}\n")
    expected = expected.replace("# reviewed: XY 2025-01-01 00000000", f"# reviewed: AB 2026-11-29 {long}")
    assert noted.content.decode() == expected.replace("\n", newline)


def test_a_review_of_one_entry_by_any_of_its_lines():
    for line in (6, 7, 9, 10):
        noted = note(FILE.encode(), PO, {line}, "AB", "2026-11-29")
        assert noted.count == 1
        assert noted.content.decode() == FILE.replace(f"{DRAFT}\n", f"# reviewed: AB 2026-11-29 {SEAL}\n")


def test_what_is_not_printed_cannot_be_reviewed():
    noted = note(FILE.encode(), PO, {2, 11, 19, 21, 25, 99}, "AB", "2026-11-29")
    assert [str(fault) for fault in noted.diagnostics] == [
        f"{PO}:{line}: error: nothing here can be reviewed\n"
        "  hint: give a line of a translation that is printed: neither empty nor fuzzy"
        for line in (2, 11, 19, 21, 25, 99)
    ]


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")
def test_a_review_outlasts_gettexts_own_tools(tmp_path):
    noted = note(FILE.encode(), PO, {0}, "AB", "2026-11-29").content
    for tool in (["msgcat", "-"], ["msgattrib", "--no-fuzzy", "-"], ["msgcat", "--width=40", "-"]):
        done = subprocess.run(tool, input=noted, capture_output=True, check=True)
        kept, found = parse(done.stdout, PO)
        assert not found
        assert state_of(kept.entries["", "salt"]) == state_of(kept.entries["", "a long text"]) == "reviewed"


def test_the_command_that_notes_reviews(tmp_path):
    project = ProjectTest.minimal(tmp_path / "project").write(PO, FILE)
    project.run("messages", "review", f"{PO}:9", "--by", "AB", "--on", "2026-11-29").leaves_with(0)
    project.says(f"{PO}: 1 reviewed by AB\n")
    review = review_of(parse(project.text(PO).encode(), PO)[0].entries["", "salt"])
    assert review and (review.initials, review.day, review.seal) == ("AB", "2026-11-29", SEAL)


def test_what_is_wrong_with_a_review_is_told_and_nothing_written(tmp_path):
    project = ProjectTest.minimal(tmp_path / "project").write(PO, FILE)
    project.run("messages", "review", "locales/ur/LC_MESSAGES/meting.po", PO, "--by", "AB").leaves_with(1)
    assert project.last.err == (
        f"locales/ur/LC_MESSAGES/meting.po: error: there is no such file\n  hint: did you mean `{PO}`?\n1 error\n"
    )
    project.run("messages", "review", PO, "--by", "Gul Khan").leaves_with(2)
    assert project.last.err == (
        "--by: error: `Gul Khan` are no initials\n"
        "  hint: write one to six letters, such as `AB`: no names stand in catalogues\n1 error\n"
    )
    assert project.text(PO) == FILE


def test_a_file_that_somebody_saves_while_a_review_is_noted_is_theirs(tmp_path, monkeypatch):
    project = ProjectTest.minimal(tmp_path / "project").write(PO, FILE)
    theirs = FILE.replace("نمک", "لون")

    def note_while_saving(*given):
        project.write(PO, theirs)
        return note(*given)

    monkeypatch.setattr("kitabcha.reviewing.note", note_while_saving)
    told, found = reviewing.review(project.root, [PO], "AB", "2026-11-29")
    assert told == [] and [str(fault.place) for fault in found] == [PO]
    assert project.text(PO) == theirs


# --- counting -------------------------------------------------------------------------------------------------


def test_a_tally_counts_every_state_and_the_words_that_are_left():
    texts = ("One.", "Two *words*{.term}.", "Three", "Four", "Five words are left here.")
    known = addressed({"x": tuple(Message("c", text, (Place("m.md", 3),)) for text in texts)})
    lines = [
        'msgctxt "c"\nmsgid "One."\nmsgstr "ایک"',
        f'{DRAFT}\nmsgctxt "c"\nmsgid "Two *words*{{.term}}."\nmsgstr "دو"',
        '# reviewed: AB 2026-11-29\nmsgctxt "c"\nmsgid "Three"\nmsgstr "تین"',
        '#, fuzzy\n#| msgctxt "c"\n#| msgid "For"\nmsgctxt "c"\nmsgid "Four"\nmsgstr "چار"',
    ]
    catalogue, _ = parse("\n\n".join(lines).encode(), "x.po")
    counted = tally(known, known, {"x": catalogue})
    assert replace(counted, stale=()) == Tally(5, translated=3, fuzzy=1, unreviewed=1, reviewed=1, words_left=6)
    assert counted.missing == 1
    assert counted.stale == (Stale(Place("x.po", 20), "Four", "For", Place("m.md", 3)),)
    assert tally(known, known, {}) == Tally(5, 0, 0, 0, 0, words_left=10)
    assert tally(known, known, {"x": Catalogue("x.po", {})}).missing == 5


def test_words_are_those_that_a_reader_sees():
    assert words_in("See <quran:49:13>, the *elders*{.term} [@allport1954] of our well-known village.") == 7


def test_stale_since_the_oldest_change():
    stale = [Stale(Place("x.po", line), "a", "b", Place("m.md", line)) for line in (1, 2, 3)]
    known = {Place("m.md", 1): Change("b" * 9, "2026-03-02", "x"), Place("m.md", 2): Change("a" * 9, "2026-01-02", "y")}
    assert since(stale, known) == "2026-01-02"
    assert since(stale, {}) == since([], known) == ""


# --- Git's memory ---------------------------------------------------------------------------------------------


def git(folder, *words, day="2026-03-02"):
    moment = f"{day}T10:00:00+0000"
    own = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_GLOBAL": os.devnull}
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *names, *words], cwd=folder, env=os.environ | own, check=True, capture_output=True)


def commit(folder, subject, day):
    git(folder, "add", "-A")
    git(folder, "commit", "-m", subject, day=day)


def test_each_text_knows_its_last_change(tmp_path):
    file = tmp_path / "m.md"
    git(tmp_path, "init")
    file.write_text("first\n\nsecond\nand more\n\n- one\n- two\n", "utf-8")
    commit(tmp_path, "Begin", "2026-01-02")
    file.write_text("first\n\nsecond\nand much more\n\n- one\n- three\n", "utf-8")
    commit(tmp_path, "Say more", "2026-02-03")
    file.write_text("first!\n\nsecond\nand much more\n\n- one\n- three\n", "utf-8")
    found = changes(tmp_path, [Place("m.md", line) for line in (1, 3, 6, 7)])
    told = [(found[Place("m.md", line)].day, found[Place("m.md", line)].subject) for line in (1, 3, 6, 7)]
    assert told == [("", ""), ("2026-02-03", "Say more"), ("2026-01-02", "Begin"), ("2026-02-03", "Say more")]
    assert not found[Place("m.md", 1)].commit and len(found[Place("m.md", 3)].commit) == 9


def test_without_git_nothing_is_said(tmp_path, monkeypatch):
    (tmp_path / "m.md").write_text("first\n", "utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert changes(tmp_path, [Place("m.md", 1)]) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert changes(tmp_path, [Place("m.md", 1)]) == {}


# --- the command ----------------------------------------------------------------------------------------------


def stale_project(folder):
    project = ProjectTest.minimal(folder)
    git(folder, "init")
    commit(folder, "Begin", "2026-01-02")
    project.run("messages", "update", "-l", "ur").leaves_with(0)
    project.change(PO, 'msgid "Meeting"\nmsgstr ""', 'msgid "Meeting"\nmsgstr "ملاقات"')
    project.change(SOURCE, "title: Meeting", "title: Meetings")
    commit(folder, "Meet more than once", "2026-02-03")
    return project.run("messages", "update", "-l", "ur").leaves_with(0)


def test_what_is_stale_is_told_with_its_change(tmp_path):
    project = stale_project(tmp_path / "project").run("messages", "status", "--stale", "-l", "ur").leaves_with(0)
    first, *rest = project.last.out.splitlines()
    assert first.startswith(f"{PO}:") and first.endswith(" Meet more than once")
    assert "stale since 2026-02-03: " in first
    assert rest == ["  was: Meeting", "  is:  Meetings"]


def test_the_table_and_the_data_agree(tmp_path):
    project = stale_project(tmp_path / "project")
    table = project.run("messages", "status", "-l", "ur").leaves_with(0).last.out.splitlines()
    row = next(line.split() for line in table if " meeting " in line)
    data = json.loads(project.run("messages", "status", "--json").leaves_with(0).last.out)
    both = next(one for one in data if (one["scope"], one["name"], one["language"]) == ("lesson", "meeting", "ur"))
    found = both["now"]
    names = ("messages", "translated", "fuzzy", "missing", "unreviewed", "reviewed", "words_left")
    assert row == ["meeting", *(str(found[name]) for name in names), "2026-02-03"]
    assert found["fuzzy"] == 1 and found["missing"] == found["messages"] - 1
    (stale,) = found["stale"]
    assert (stale["was"], stale["message"]) == ("Meeting", "Meetings")
    assert (stale["change"]["day"], stale["change"]["subject"]) == ("2026-02-03", "Meet more than once")
    assert {one["scope"] for one in data} == {"lesson", "manual", "edition"}


def test_what_an_update_would_bring_is_told_before_it(tmp_path):
    project = stale_project(tmp_path / "project")
    before = project.text(PO)
    project.change(SOURCE, "title: Meetings", "title: Many meetings")
    now = json.loads(project.run("messages", "status", "--json", "-l", "ur").leaves_with(0).last.out)
    meeting = next(one for one in now if one["name"] == "meeting")
    assert (meeting["now"]["fuzzy"], meeting["after_update"]["fuzzy"]) == (0, 1)
    (stale,) = meeting["after_update"]["stale"]
    assert stale["change"] == {"commit": "", "day": "", "subject": ""}
    project.run("messages", "status", "-l", "ur", "--stale", "--after-update").leaves_with(0)
    first, *rest = project.last.out.splitlines()
    assert first.endswith(": stale since a change that is not committed yet")
    assert rest == ["  was: Meeting", "  is:  Many meetings"]
    assert project.run("messages", "status", "--stale").last.out == "No translation is stale.\n"
    table = project.run("messages", "status", "--after-update", "-l", "ur").last.out.splitlines()
    fuzzy = [line.split()[3] for line in table if " meeting " in line]
    assert fuzzy == ["1"] and project.text(PO) == before


def test_a_manual_counts_each_message_of_its_editions_once(tmp_path):
    data = json.loads(ProjectTest.minimal(tmp_path / "project").run("messages", "status", "--json").last.out)
    counts = {(one["scope"], one["name"]): one["now"]["messages"] for one in data if one["language"] == "ur"}
    manual, *editions = [name for scope, name in counts if scope != "lesson"]
    assert max(counts["edition", name] for name in editions) <= counts["manual", manual]
    assert counts["manual", manual] <= sum(counts["edition", name] for name in editions)


def test_a_language_that_nobody_knows(tmp_path):
    project = ProjectTest.minimal(tmp_path / "project").run("messages", "status", "-l", "urd").leaves_with(2)
    project.complains("error: unknown language `urd`", "did you mean `ur`?")
