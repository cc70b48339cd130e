"""What may lead to a person is refused, wherever it is written; outputs tell nothing of who made them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kitabcha.privacy.disclosures import disclosures, folded, key_of
from kitabcha.privacy.guard import Guard, readable
from kitabcha.privacy.names import ListDamaged, name_list, read_names, written
from kitabcha.privacy.pictures import bare, tells_where, words_in
from tests.harness import ProjectTest, unpacked

LESSON = "modules/meeting/module.md"
STORY = "library/stories/the-two-wells.md"
MEND = "  hint: take it out; a helpline that is meant for everybody goes under"
MEND += " `published` of `safety` in curriculum.yaml\n"
TELEPHONE, HIDDEN = "0300-1234567", "••••-•••••67"

DISCLOSED = [
    ("35202-1234567-1", "an identity-card number", "•••••-••••••7-1"),
    ("۳۵۲۰۲-۱۲۳۴۵۶۷-۱", "an identity-card number", "•••••-••••••7-1"),
    ("٣٥٢٠٢١٢٣٤٥٦٧١", "an identity-card number", "•••••••••••71"),
    ("35202 1234567 1", "an identity-card number", "••••• ••••••7 1"),
    ("35202–1234567–1", "an identity-card number", "•••••-••••••7-1"),
    ("شناختی کارڈ نمبر ۱۲۳۴۵۶", "an identity-card number", "••••56"),
    (TELEPHONE, "a telephone number", HIDDEN),
    ("۰۳۰۰ ۱۲۳۴۵۶۷", "a telephone number", "•••• •••••67"),
    ("03\u200c00\u200f1234567", "a telephone number", "•••••••••67"),
    ("+92 (0)300 1234567", "a telephone number", "+•• (•)••• •••••67"),
    ("0092-300-1234567", "a telephone number", "••••-•••-•••••67"),
    ("300 123 4567", "a telephone number", "••• ••• ••67"),
    ("in 2026 03001234567", "a telephone number", "•••••••••67"),
    ("(091) 5701234", "a telephone number", "•••) •••••34"),
    ("021 111 345 822", "a telephone number", "••• ••• ••• •22"),
    ("0800-12345", "a telephone number", "••••-•••45"),
    ("فون: ۷۱۲۳۴۵", "a telephone number", "••••45"),
    ("+44 20 7946 0958", "a telephone number", "+•• •• •••• ••58"),
    ("AB1234567", "a passport number", "•••••••67"),
    ("PK36 SCBL 0000 0011 2345 6702", "a bank account (IBAN)", "•••• •••• •••• •••• •••• ••02"),
    ("PK99SCBL0000001123456702", "a bank account (IBAN)", "••••••••••••••••••••••02"),
    ("GB82WEST12345698765432", "a bank account (IBAN)", "••••••••••••••••••••32"),
    ("4111 1111 1111 1111", "a bank card", "•••• •••• •••• ••11"),
    ("account no. 0123456789012", "a bank account", "•••••••••••12"),
    ("a.b@example.org", "an e-mail address", "•.•@•••••••.•rg"),
    ("someone (at) example.org", "an e-mail address", "••••••• (••) •••••••.•rg"),
    ("34.0151, 71.5249", "a place on the earth", "••.••••, ••.••49"),
    ("۳۴٫۰۱۵۱، ۷۱٫۵۲۴۹", "a place on the earth", "••.••••, ••.••49"),
    ("https://maps.app.goo.gl/abc", "a place on the earth", "••••.•••.•••.••/•bc"),
    ("House No. 12", "a street address", "••••• ••. 12"),
    ("مکان نمبر ۱۲", "a street address", "•••• •••• 12"),
    ("5 University Road", "a street address", "• •••••••••• ••ad"),
]


@pytest.mark.parametrize(("text", "kind", "masked"), DISCLOSED)
def test_what_leads_to_a_person_is_found(text: str, kind: str, masked: str) -> None:
    assert [(one.kind, one.masked) for one in disclosures(f"Ask {text}.")] == [(kind, masked)]


@pytest.mark.parametrize(
    "text",
    [
        *("978-0-385-51234-3", "9780306406157", "ISBN 0-385-51234-5", "ISSN 0022-3433", "10.1177/0022343390027003005"),
        *("2026-03-02", "1969–1978", "pp. 291–305", "09:30–11:00", "49:13", "۱۲۳۴۵", "1,234,567", "Rs 7.50"),
        *(
            "0 10 20 30 40 50 60",
            "[@allport1954, ch. 16]",
            "tree@2x.png",
            "call 15",
            "In 1954 3 of 4.",
            "Galtung 1969.",
        ),
        "the house of our host, in the second street",
    ],
)
def test_what_leads_to_nobody_passes(text: str) -> None:
    assert disclosures(text) == ()


DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９")


@given(
    st.sampled_from(DIGITS),
    st.from_regex(r"03[0-9]{2}[ .-]?[0-9]{7}|[1-7][0-9]{4}-[0-9]{7}-[0-9]|\+923[0-9]{9}", fullmatch=True),
    st.sampled_from(["", "Call ", "رابطہ: ", "(", "no "]),
)
def test_digits_of_any_script_are_digits(digits: str, number: str, before: str) -> None:
    translated = number.translate(str.maketrans(DIGITS[0], digits))
    (found,) = disclosures(f"{before}{translated} .")
    assert found.key == key_of(number)


@given(st.text())
def test_folding_keeps_lines(text: str) -> None:
    assert folded(text).count("\n") == text.count("\n")


# --- in files -------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def _told(place: str, masked: str = HIDDEN, kind: str = "a telephone number") -> str:
    return f"{place}: error: what looks like {kind} stands here: {masked}\n{MEND}"


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        (LESSON, "Draw it.", f"Draw it. Call {TELEPHONE}.", 48),
        (LESSON, "[chalk, paper]", f"[chalk, {TELEPHONE}]", 11),
        (STORY, "Told by a grandmother.", f"Her number is {TELEPHONE}.", 6),
        ("manuals/first.yaml", "venue: ", f"venue: {TELEPHONE} ", 13),
        ("curriculum.yaml", "{name: Example Network}", f"{{name: Example Network, contact: {TELEPHONE}}}", 4),
        ("library/references.json", "The Nature", f"{TELEPHONE} The Nature", 2),
    ],
)
def test_it_is_told_with_its_line(project: ProjectTest, path: str, old: str, new: str, line: int) -> None:
    project.change(path, old, new).run("check").leaves_with(1).complains(_told(f"{path}:{line}"))


def test_what_markup_parts_is_one(project: ProjectTest) -> None:
    project.change(LESSON, "Draw it.", "Draw\n0300 **123**&#52;567.").run("check").leaves_with(1)
    assert project.last.err == _told(f"{LESSON}:48", "•••• •••••67") + "1 error\n"


def test_what_values_put_together_is_one(project: ProjectTest) -> None:
    project.change("manuals/first.yaml", "venue: ", "venue: 1234567 ")
    project.change(LESSON, "We meet in {{ venue }}", "We meet in 0300 {{ venue }}").run("check").leaves_with(1)
    project.complains(_told("first/en/trainer: meeting", "•••• •••••67"))


PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Last-Translator: Nobody <nobody@example.org>\\n"

# 0300-1234567
msgctxt "meeting/title"
msgid "Meeting"
msgstr ""
"0301-123"
"4568"
"""


def test_catalogues_are_looked_at(project: ProjectTest) -> None:
    project.write("locales/ur/LC_MESSAGES/meeting.po", PO).run("check").leaves_with(1)
    told = _told("locales/ur/LC_MESSAGES/meeting.po:5") + _told("locales/ur/LC_MESSAGES/meeting.po:8", "••••-•••••68")
    assert project.last.err == f"{told}2 errors\n"


def test_names_of_files_are_looked_at(project: ProjectTest) -> None:
    path = f"modules/meeting/{TELEPHONE}.svg"
    project.write(path, project.files("modules/meeting")["tree.svg"]).run("check").leaves_with(1)
    project.complains(_told(path))


def test_what_is_published_passes(project: ProjectTest) -> None:
    project.change(LESSON, "Draw it.", "Draw it. Call ۰۸۰۰ ۱۲۳۴۵, or help@example.org.").run("check").leaves_with(1)
    published = "scripture:\nsafety: {published: [0800-12345, Help@example.org]}\n"
    project.change("curriculum.yaml", "scripture:\n", f"{published[11:]}scripture:\n").run("check").leaves_with(0)


# --- pictures -------------------------------------------------------------------------------------------------

DRAWING = """<?xml version="1.0"?><!-- drawn by Zarmina -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape" width="9" height="9"
  i:export-filename="/home/zarmina/tree.png"><metadata>Zarmina</metadata><i:view/><path d="M03001234567 0"/>
  <title>Tree</title></svg>"""


def _photograph(kind: str) -> bytes:
    out, image, exif = io.BytesIO(), Image.new("RGB", (4, 2), "green"), Image.Exif()
    exif[0x010E] = exif[0x013B] = "Zarmina 0300-1234567"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    info = PngInfo()
    info.add_text("Author", "Zarmina 0300-1234567")
    if kind == "PNG":
        image.save(out, kind, exif=exif, pnginfo=info)
    else:
        image.save(out, kind, exif=exif, comment=b"Zarmina")
    return out.getvalue()


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg")])
def test_a_photograph_is_stripped_and_stays_upright(kind: str, suffix: str) -> None:
    before = _photograph(kind)
    after = bare(before, suffix)
    assert b"Zarmina" in before and b"Zarmina" not in after
    assert tells_where(before, suffix) and not tells_where(after, suffix)
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert old.tobytes() == new.tobytes()
        assert new.getexif().get(0x0112, 1) == (6 if kind == "JPEG" else 1)
    assert bare(after, suffix) == after


def test_a_drawing_is_stripped() -> None:
    after = bare(DRAWING.encode(), ".svg")
    assert b"armina" not in after and b"inkscape" not in after and b'd="M03001234567 0"' in after
    plain = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    assert bare(plain, ".svg") is plain


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0", b"\xff\xd8\xff\xe1", b"<svg><!--", b"GIF89a"])
def test_what_is_no_picture_stays_as_it_is(content: bytes) -> None:
    for name in (".png", ".jpg", ".svg", ".gif"):
        assert bare(content, name) == content
        assert words_in(content, name) == "" and not tells_where(content, name)


@given(st.binary(max_size=40), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"<svg><!-- -->"]))
def test_no_bytes_stop_it(content: bytes, start: bytes) -> None:
    for name in (".png", ".jpg", ".svg"):
        assert isinstance(bare(start + content, name), bytes)


def test_what_pictures_tell_is_told(project: ProjectTest) -> None:
    project.write("modules/meeting/photo.jpg", _photograph("JPEG")).write(
        "modules/meeting/photo.png", _photograph("PNG")
    )
    drawing = DRAWING.replace("<title>Tree", f"<text>{TELEPHONE}</text><title>Tree")
    project.write("modules/meeting/drawing.svg", drawing).run("check").leaves_with(1)
    where = "this picture tells where on the earth it was taken\n"
    where += "  hint: save it without its data on place and camera, as photo editors offer when they export\n"
    photos = [f"modules/meeting/photo{suffix}" for suffix in (".jpg", ".png")]
    told = [f"{path}: error: {where}{_told(path)}" for path in photos]
    assert project.last.err == _told("modules/meeting/drawing.svg") + "".join(told) + "5 errors\n"


def test_outputs_tell_nothing_of_who_made_them(project: ProjectTest) -> None:
    """Not what pictures, catalogues, comments and consents say of their makers."""
    consent = "{given_on: 2026-03-02, recorded_by: Secret Recorder, scope: print}"
    image = io.BytesIO()
    Image.new("RGB", (4, 2), "green").save(image, "JPEG", comment=b"Secret Photographer")
    project.write("modules/meeting/tree.svg", DRAWING.replace("Zarmina", "Secret Illustrator"))
    project.write("modules/meeting/photo.jpg", image.getvalue())
    project.change(LESSON, "Draw it.", "Draw it.\n\n![A field](photo.jpg)")
    project.change(STORY, "kind: story", f"kind: story\nliving: true\nconsent: {consent}")
    signed = PO.replace("Nobody", "Secret Translator").split("# 0300")[0]
    project.write("locales/ur/LC_MESSAGES/meeting.po", signed).run("build", "-e", "trainer").leaves_with(0)
    files = project.files()
    assert len(files) > 4
    for path, content in files.items():
        assert b"Secret" not in unpacked(content) and b"zarmina" not in unpacked(content), path
        for secret in ("Secret Illustrator", "Secret Photographer"):  # within data: URLs they would be in base64
            assert not any(_in_base64(secret, shift) in content for shift in range(3)), path


def _in_base64(text: str, shift: int) -> bytes:
    """What base64 makes of the middle of a text that begins at any place of a file."""
    from base64 import b64encode

    encoded = b64encode(b"\0" * shift + text.encode())
    return encoded[4:-4]


# --- names ----------------------------------------------------------------------------------------------------

NAMES = ("Gul Zaman Khan", "بی بی زرغونه", "Özlem")


def test_names_are_found_however_they_are_written() -> None:
    listed = name_list(NAMES, b"salt")
    text = "one\nGUL  zaman\nKhan's house\nبي بی زرغونہ\nOzlem\nGul Zaman"
    assert listed.lines_with_names(text) == (1, 3, 4)
    assert read_names(written(listed).encode()) == listed
    assert not any(word in written(listed) for name in NAMES for word in name.split())


def test_another_salt_gives_other_hashes() -> None:
    assert not name_list(NAMES, b"one").hashes & name_list(NAMES, b"other").hashes


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"salt": "x", "lengths": [1], "hashes": []}'])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListDamaged):
        read_names(content)


def test_a_list_is_made_and_used(project: ProjectTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "names.txt", tmp_path / "names.list"
    source.write_text("\n".join(NAMES) + "\n\n", "utf-8")
    project.run("names", str(source), str(out)).leaves_with(0)
    assert project.last.out == f"{out}: 3 names\nUse it: export KITABCHA_NAMES={out}\n"
    first = out.read_bytes()
    project.run("names", str(source), str(out)).leaves_with(0)
    assert out.read_bytes() == first  # the salt stays
    monkeypatch.setenv("KITABCHA_NAMES", str(out))
    project.run("check").leaves_with(0)
    project.change(STORY, "two wells.", "two wells.\nGul Zaman Khan dug one.").run("check").leaves_with(1)
    told = "error: a name on your organisation's list stands here\n  hint: take it out, or write another name\n"
    assert project.last.err == f"{STORY}:11: {told}1 error\n"


def test_a_list_does_not_lie_in_the_project(project: ProjectTest, tmp_path: Path) -> None:
    source = tmp_path / "names.txt"
    source.write_text("Gul Zaman Khan\n")
    project.run("names", str(source), str(project.root / "names.list")).leaves_with(1)
    project.complains("names.list: error: names that must not be printed do not belong in the project's folder\n")
    assert not (project.root / "names.list").exists()


def test_a_list_that_is_needed_must_be_there(project: ProjectTest, monkeypatch: pytest.MonkeyPatch) -> None:
    project.change("curriculum.yaml", "scripture:\n", "safety: {needs_names: true}\nscripture:\n").run("check")
    assert project.leaves_with(1).last.err == (
        "curriculum.yaml:18: error: this curriculum is printed only with its organisation's list of names at hand\n"
        "  hint: say where the list lies: KITABCHA_NAMES=/path/of/the/list\n1 error\n"
    )
    monkeypatch.setenv("KITABCHA_NAMES", str(project.root / "none"))
    assert project.run("build").leaves_with(1).last.err == (
        "KITABCHA_NAMES: error: the list of names: it cannot be read: No such file or directory\n"
        "  hint: make it again with `names`\n1 error\n"
    )


def test_another_list_is_another_build(project: ProjectTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("build", "--format", "html", "-e", "handouts", "-l", "en")
    project.run(*words).leaves_with(0)
    listed = tmp_path / "names.list"
    listed.write_text(written(name_list(["Listen"], b"salt")))
    monkeypatch.setenv("KITABCHA_NAMES", str(listed))
    project.run(*words).leaves_with(1).complains("a name on your organisation's list stands here")


# --- pages ----------------------------------------------------------------------------------------------------


def test_a_page_is_read_as_its_reader_does() -> None:
    page = (
        '<style>0300-1234567</style><p>0300 <em>123</em>4567</p><td>0300</td><td>1234567</td><img alt="0301-1234567">'
    )
    assert readable(page).split() == ["0300", "1234567", "0300", "1234567", "0301-1234567"]
    assert [str(fault.place) for fault in Guard().faults_of_page(page, "page")] == ["page", "page"]


def test_a_finished_pdf_is_read_as_well(project: ProjectTest) -> None:
    """What no page of HTML holds in one place, and eyes read in one: here from cell to cell."""
    project.change(LESSON, "Draw it.", "| who | number |\n|---|---|\n| 0300 | 1234567 |")
    words = ("build", "-e", "participant", "-l", "en")
    project.run(*words, "--format", "html").leaves_with(0)
    project.run(*words, "--format", "pdf").leaves_with(1)
    told = r"first/en/participant.pdf: error: page \d: what looks like a telephone number stands here: •••• •••••67\n"
    assert re.match(told, project.last.err[project.last.err.index("first/en/participant.pdf: error") :])
    assert "first/en/participant.pdf" not in project.files()
    project.change("curriculum.yaml", "licence:", "safety: {published: [0300 1234567]}\nlicence:")
    project.run(*words, "--format", "pdf").leaves_with(0)


def test_redact_shows_what_a_manual_tells(project: ProjectTest) -> None:
    consent = "{given_on: 2026-03-02, recorded_by: Secret Recorder, scope: print}"
    project.change(STORY, "kind: story", f"kind: story\nliving: true\nconsent: {consent}")
    project.run("redact", "first").leaves_with(0)
    assert project.last.out == (
        "first tells of people:\n"
        "  publisher: Example Network (curriculum.yaml:4)\n"
        "  translator of quran:49:13: the authors of this test (library/renderings/en.yaml:4)\n"
        "  translator of quran:49:13: the authors of this test (library/renderings/ur.yaml:4)\n"
        "  source of `one-hand`: A common saying. (library/stories/one-hand.md:6)\n"
        "  source of `the-river`: Written for this test. (library/stories/the-river.md:6)\n"
        "  living people in `the-two-wells`: consent of 2026-03-02 for print, which is not printed"
        " (library/stories/the-two-wells.md:1)\n"
        "  teller of `the-two-wells`: Told by a grandmother. (library/stories/the-two-wells.md:8)\n"
        "  source of `the-two-wells`: Written for this test. (library/stories/the-two-wells.md:9)\n"
        "  value `venue`: the hall (manuals/first.yaml:13)\n"
    )
