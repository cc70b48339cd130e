import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kitabcha.languages import exchange
from kitabcha.languages.catalogues import DRAFT, parse, read
from kitabcha.languages.exchange import Parcel
from kitabcha.languages.replacing import replaced
from kitabcha.languages.reviews import state_of
from kitabcha.languages.table import LANGUAGES
from kitabcha.press import proof_sheet
from tests.harness import ROOT, ProjectTest

PO = "locales/ur/LC_MESSAGES/meeting.po"
LIBRARY = "locales/ur/LC_MESSAGES/library.po"
ENTRIES = f"""
{DRAFT}
msgctxt "a/title"
msgid "Trust"
msgstr "بھروسا"

# reviewed: AB 2026-11-29
msgctxt "a/heading"
msgid "Trust"
msgstr "اعتماد"

#, fuzzy
msgctxt "a/paragraph"
msgid "=1+1, \\"quoted\\"; two\\\\\\nlines <quran:5:8> & {{{{ venue }}}}"
msgstr "=۱+۱، ”اقتباس“\\\\\\nدو <quran:5:8> {{{{ venue }}}}"

msgctxt "a/item"
msgid "salt"
msgstr ""

msgid "%(num)s page"
msgid_plural "%(num)s pages"
msgstr[0] "%(num)s صفحہ"
msgstr[1] "%(num)s صفحے"
"""
WRITERS = {".xlf": exchange.xliff, ".csv": exchange.csv, ".tmx": lambda parcel: exchange.tmx([parcel])}


def parcel_of(entries):
    notes = {entry.key: f'Lesson “{entry.msgid}”\nRead by: "everyone", all' for entry in entries}
    return Parcel("a", "en", "ur", entries, notes)


def sample():
    catalogue, found = parse(ENTRIES.encode(), PO)
    assert not found
    return list(catalogue.entries.values())


def told(entry):
    return entry.context, entry.msgid, entry.plural, entry.msgstr, entry.fuzzy, entry.draft


@pytest.mark.parametrize("suffix", [".xlf", ".csv"])
def test_what_goes_out_comes_back(suffix):
    entries = sample()
    found, language, faults = exchange.read(WRITERS[suffix](parcel_of(entries)), f"a{suffix}")
    assert not faults and language == ("ur" if suffix == ".xlf" else "")
    assert list(map(told, found)) == [told(entry) for entry in entries if entry.is_translated]


def test_a_memory_holds_what_is_printed():
    found, language, faults = exchange.read(WRITERS[".tmx"](parcel_of(sample())), "a.tmx")
    assert (language, faults) == ("ur", [])
    assert [(entry.context, entry.msgid, entry.msgstr[0]) for entry in found] == [
        ("a/title", "Trust", "بھروسا"),
        ("a/heading", "Trust", "اعتماد"),
        ("", "%(num)s page", "%(num)s صفحہ"),
        ("", "%(num)s pages", "%(num)s صفحے"),
    ]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and text.strip()
)


@settings(max_examples=30, deadline=None)
@example("'=a", "-b", ".csv")
@given(TEXTS, TEXTS, st.sampled_from([".xlf", ".csv", ".tmx"]))
def test_any_text_comes_back(source, target, suffix):
    (entry,) = parse(b'msgctxt "a/x"\nmsgid "x"\nmsgstr "y"\n', PO)[0].entries.values()
    entry = replace(entry, msgid=source, msgstr=(target,))
    found, _, faults = exchange.read(WRITERS[suffix](parcel_of([entry])), f"a{suffix}")
    assert not faults
    assert [(one.msgid, one.msgstr) for one in found] == [(source, (target,))]


def test_xliff_tells_the_state_and_the_context():
    text = exchange.xliff(parcel_of(sample())).decode()
    units = re.findall(r'resname="([^"]*)"(?: approved="(\w+)")?>(.*?)</trans-unit>', text, re.DOTALL)
    assert [(context, approved, re.findall(r'state="([\w-]*)"', unit)) for context, approved, unit in units[:4]] == [
        ("a/title", "no", ["needs-review-translation"]),
        ("a/heading", "yes", ["final"]),
        ("a/paragraph", "no", ["needs-adaptation"]),
        ("a/item", "", ["needs-translation"]),
    ]
    assert 'source-language="en"' in text and 'target-language="ur"' in text
    assert '<note from="developer">Lesson “Trust”\nRead by: "everyone", all</note>' in text


def test_a_table_opens_in_a_spreadsheet_and_no_cell_is_a_formula():
    content = exchange.csv(parcel_of(sample()))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0]["context"] == "a/title" and rows[0]["state"] == "unreviewed"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize("name", ["a.xlf", "a.tmx", "a.tbx"])
def test_what_cannot_be_read_is_told(name):
    entries, _, (fault,) = exchange.read(b"<broken", name)
    assert not entries
    assert str(fault).startswith(f"{name}: error: this file cannot be read as {name[2:].upper()}: ")
    assert fault.hint == "export it again from the program that wrote it"


def test_a_table_without_its_columns_is_told():
    _, _, (fault,) = exchange.read(b"a,b\n1,2\n", "a.csv")
    assert str(fault).startswith("a.csv: error: this file cannot be read as CSV: it has no column `context`\n")


def test_the_same_bytes_every_time():
    parcel = parcel_of(sample())
    for write in WRITERS.values():
        assert write(parcel) == write(parcel)


@pytest.mark.parametrize("language", ["ur", "ps"])
@pytest.mark.parametrize("name", ["interface", "library", "trust-circle"])
def test_our_own_catalogues_come_back(language, name):
    catalogue, _ = read(ROOT / f"locales/{language}/LC_MESSAGES/{name}.po", name)
    entries = list(catalogue.entries.values())
    for suffix in (".xlf", ".csv"):
        found, _, faults = exchange.read(WRITERS[suffix](parcel_of(entries)), f"a{suffix}")
        assert not faults and list(map(told, found)) == [told(entry) for entry in entries if entry.is_translated]


# --- taking back ----------------------------------------------------------------------------------------------


def test_a_translation_takes_the_place_of_the_one_that_is_there():
    entries = sample()
    other = [replace(entries[0], msgstr=("یقین",), draft=False), replace(entries[1], context="elsewhere")]
    done = replaced(ENTRIES.encode(), PO, other)
    assert done.count == 1
    after = ENTRIES.replace(f'{DRAFT}\nmsgctxt "a/title"', 'msgctxt "a/title"').replace("بھروسا", "یقین")
    assert done.content.decode() == after
    assert replaced(done.content, PO, other).count == 0


def test_a_review_breaks_when_its_translation_is_replaced():
    entries = sample()
    noted = ENTRIES.replace("AB 2026-11-29", "AB 2026-11-29 0123abcd")
    done = replaced(noted.encode(), PO, [replace(entries[1], msgstr=("یقین",))])
    assert state_of(parse(done.content, PO)[0].entries["a/heading", "Trust"]) == "translated"


def translated(folder):
    project = ProjectTest.minimal(folder).run("messages", "update", "-l", "ur").leaves_with(0)
    project.change(PO, 'msgid "Listen."\nmsgstr ""', 'msgid "Listen."\nmsgstr "سنیں۔"')
    return project.change(PO, 'msgid "Talk."\nmsgstr ""', 'msgid "Talk."\nmsgstr "بولیں۔"')


@pytest.mark.parametrize(("kind", "file"), [("xliff", "ur/meeting.xlf"), ("csv", "ur/meeting.csv"), ("tmx", "ur.tmx")])
def test_out_and_in_again(kind, file, tmp_path):
    project = translated(tmp_path / "project")
    before = project.text(PO)
    project.run("messages", "export", kind).leaves_with(0)
    sent = project.root / "exchange" / file
    assert sent.is_file()
    project.run("messages", "import", str(sent), "-l", "ur", "--replace").leaves_with(0)
    assert project.text(PO) == before
    project.write(PO, before.replace("سنیں۔", ""))
    project.run("messages", "import", str(sent), "-l", "ur").leaves_with(0)
    assert 'msgid "Listen."\nmsgstr "سنیں۔"' in project.text(PO)


def test_what_somebody_changed_in_the_table_comes_back_alone_when_asked(tmp_path):
    project = translated(tmp_path / "project").run("messages", "export", "csv", "meeting").leaves_with(0)
    table = project.root / "exchange/ur/meeting.csv"
    table.write_text(table.read_text("utf-8").replace("سنیں۔", "غور سے سنیں۔"), "utf-8")
    project.run("messages", "import", str(table), "-l", "ur").leaves_with(0)
    assert "غور سے" not in project.text(PO)
    project.run("messages", "import", str(table), "-l", "ur", "--replace").leaves_with(0)
    assert f"{PO}: 1 replaced\n" in project.last.out
    assert 'msgid "Listen."\nmsgstr "غور سے سنیں۔"' in project.text(PO) and "بولیں۔" in project.text(PO)


def test_the_glossary_goes_out_as_termbase_and_table_and_comes_back(tmp_path):
    project = translated(tmp_path / "project")
    project.change(LIBRARY, 'msgid "jirga"\nmsgstr ""', 'msgid "jirga"\nmsgstr "جرگہ"')
    project.run("messages", "export", "glossary").leaves_with(0)
    (row,) = csv.DictReader(io.StringIO((project.root / "exchange/glossary.csv").read_text("utf-8-sig")))
    assert (row["id"], row["term"], row["aliases"], row["term (ur)"]) == ("jirga", "jirga", "jirgas", "جرگہ")
    termbase = project.root / "exchange/glossary.ur.tbx"
    assert "An assembly" in termbase.read_text("utf-8")
    entries, language, faults = exchange.read(termbase.read_bytes(), termbase.name)
    assert (language, faults) == ("ur", [])
    assert [(one.context, one.msgid, one.msgstr) for one in entries] == [("glossary/jirga/term", "jirga", ("جرگہ",))]
    project.change(LIBRARY, 'msgstr "جرگہ"', 'msgstr ""')
    project.run("messages", "import", str(termbase)).leaves_with(0)
    assert 'msgid "jirga"\nmsgstr "جرگہ"' in project.text(LIBRARY)


def test_what_there_is_not_is_told_with_the_nearest(tmp_path):
    project = ProjectTest.minimal(tmp_path / "project")
    project.run("messages", "export", "csv", "meting").leaves_with(2)
    assert project.last.err == "locales: error: unknown catalogue `meting`\n  hint: did you mean `meeting`?\n1 error\n"
    project.run("messages", "export", "csv", "-l", "urd").leaves_with(2).complains("did you mean `ur`?")
    assert not (project.root / "exchange").exists()


# --- Weblate --------------------------------------------------------------------------------------------------

FIELDS = {
    *("name", "slug", "vcs", "repo", "git_export", "branch", "push_branch", "filemask", "template", "edit_template"),
    *("intermediate", "new_base", "file_format", "license", "agreement", "new_lang", "language_code_style"),
    *("source_language", "push", "check_flags", "priority", "enforced_checks", "restricted", "repoweb"),
    *("report_source_bugs", "merge_style", "commit_message", "add_message", "delete_message", "merge_message"),
    *("addon_message", "pull_message", "allow_translation_propagation", "enable_suggestions", "suggestion_voting"),
    *("suggestion_autoaccept", "push_on_commit", "commit_pending_age", "auto_lock_error", "language_regex"),
    *("variant_regex", "is_glossary", "glossary_color", "manage_units", "links"),
}
"""Those of the component object, as Weblate's manual lists them (API, GET /api/components/(project)/(component)/)."""


def test_weblate_gets_a_component_for_each_catalogue(tmp_path):
    project = ProjectTest.minimal(tmp_path / "project").run("messages", "update").leaves_with(0)
    project.run("messages", "export", "weblate").leaves_with(0)
    components = json.loads((project.root / "exchange/weblate.json").read_text("utf-8"))
    assert {one["slug"] for one in components} == {"meeting", "library", "manuals"}
    for one in components:
        assert set(one) <= FIELDS and one["name"] and one["file_format"] == "po"
        files = sorted(path.relative_to(project.root).as_posix() for path in project.root.glob(one["filemask"]))
        assert files == [f"locales/ur/LC_MESSAGES/{one['slug']}.po"]
        assert re.fullmatch(one["language_regex"], "ur") and not re.fullmatch(one["language_regex"], "en")
        assert re.fullmatch(r"[-a-zA-Z0-9_]+", one["slug"]) and len(one["name"]) <= 100


# --- proof sheets ---------------------------------------------------------------------------------------------


def test_a_proof_sheet_shows_both_texts_each_in_its_direction():
    rows = [proof_sheet.Row(1, "Lesson “A”\nTitle", "A *jirga*{.term}", "ایک *جرگہ*{.term of=jirga}", "unreviewed")]
    page = proof_sheet.html(proof_sheet.proof_sheet("a", rows, LANGUAGES["en"], LANGUAGES["ur"]), LANGUAGES)
    assert "<td>A jirga</td>" in page and '<td lang="ur" dir="rtl">ایک جرگہ</td>' in page
    assert '<html lang="en" dir="ltr">' in page and "unreviewed · Lesson “A” · Title" in page


def test_the_press_sets_proof_sheets(tmp_path):
    project = translated(tmp_path / "project").run("messages", "export", "proof", "meeting").leaves_with(0)
    pdf, page = (Path(project.root, "exchange/ur", f"meeting-proof.{kind}") for kind in ("pdf", "html"))
    assert "سنیں۔" in page.read_text("utf-8")
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf.read_bytes())
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert "Listen." in text and "سنیں" in text
