"""Hostile sources: pictures that would fill the memory, links out of the project, text that would become markup."""

from __future__ import annotations

import ctypes
import io
import os
import shutil
import subprocess
import sys
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2.exceptions import SecurityError
from PIL import Image

from kitabcha import pipeline
from kitabcha.languages.interface import interface
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Edition
from kitabcha.press.templating import environment
from kitabcha.sources.hostile import picture_fault
from tests.figures import Note
from tests.harness import ROOT, ProjectTest, opened
from tests.readers import by_pdfium

LESSON = "modules/meeting/module.md"
HTML = ("build", "-e", "handouts", "-l", "en", "--format", "html")


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


# --- pictures -------------------------------------------------------------------------------------------------

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
USES = "".join(f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 9))

HOSTILE = [
    (SVG.format("<script>alert(1)</script>"), "holds `<script>`"),
    (
        SVG.format("<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>"),
        "holds `<foreignObject>`",
    ),
    (SVG.format('<path onclick="alert(1)" d="M0 0"/>'), "holds `onclick=`"),
    (SVG.format('<a xlink:href=" JavaScript:alert(1)"><path d="M0 0"/></a>'), "holds a link to a script"),
    (f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>{SVG.format("<title>&l9;</title>")}', "defines entities"),
    ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("<title>&x;</title>"), "defines entities"),
    (SVG.format("<g>" * 5000 + "</g>" * 5000), "has elements more than 100 deep in each other"),
    (SVG.format(f'<g id="g0"/>{USES}<use href="#g8"/>'), "draws more than 50,000 elements"),
    (SVG.format('<g id="a"><use href="#a"/></g>'), "draws more than 50,000 elements"),
    (SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "draws more than 50,000 elements"),
    (SVG.format("<path/>" * 60_000), "draws more than 50,000 elements"),
    ("<svg><", "is no SVG that can be read: unclosed token: line 1, column 5"),
    ("", "is no SVG that can be read: no element found: line 1, column 0"),
    (SVG.format("<path d='" + "M0 0" * 5_100_000 + "'/>"), "has 20 megabytes"),
]


@pytest.mark.parametrize(("drawing", "told"), HOSTILE, ids=[told for _, told in HOSTILE])
def test_a_hostile_drawing_is_refused_at_once(drawing: str, told: str) -> None:
    began = time.perf_counter()
    fault = picture_fault(drawing.encode(), ".svg")
    assert fault and fault[0] == told
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg")])
def test_a_picture_of_too_many_pixels_is_refused_unopened(kind: str, suffix: str) -> None:
    bomb = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", (9000, 9000)).save(bomb, kind)
    assert len(bomb.getvalue()) < 2_000_000
    assert picture_fault(bomb.getvalue(), suffix) == (
        "is 9000 × 9000 pixels large",
        "save it smaller: 4000 pixels at its longer side are enough for a whole page",
    )


def test_it_is_told_with_the_line_of_its_lesson(project: ProjectTest) -> None:
    project.write("modules/meeting/tree.svg", HOSTILE[0][0]).run("check").leaves_with(1)
    assert project.last.err == (
        f"{LESSON}:17: error: the picture `tree.svg` holds `<script>`\n"
        "  hint: save it as plain SVG from your drawing program\n1 error\n"
    )


def test_a_variant_is_looked_at_too(project: ProjectTest) -> None:
    project.write("modules/meeting/tree.ur.svg", HOSTILE[0][0]).run("check").leaves_with(1)
    project.complains(f"{LESSON}:17: error: the picture `tree.ur.svg` holds `<script>`")


# --- text that would be markup --------------------------------------------------------------------------------

INJECTED = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "</title><script>alert(1)</script>",
    "{% raw %}{{ 7 * 7 }}{% endraw %}",
    "{{ ''.__class__.__mro__ }}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[a](javascript:alert(1))",
    "`<script>alert(1)</script>`",
)


@pytest.mark.parametrize("path", [LESSON, "manuals/first.yaml", "library/stories/the-two-wells.md"])
def test_no_text_becomes_markup(project: ProjectTest, path: str, record_property: Note) -> None:
    """It is refused, or comes onto the page as it was typed."""
    old = {LESSON: "goal: Everyone feels safe.", "manuals/first.yaml": "subtitle: For one morning"}
    old["library/stories/the-two-wells.md"] = "title: The two wells"
    key, written = old[path].split(":")[0], project.text(path)
    for text in INJECTED:
        quoted = text.replace("'", "''")
        project.write(path, written.replace(old[path], f"{key}: 'Safe {quoted}'"))
        workshop, found = pipeline.open_workshop(project.root)
        assert found or workshop
        one = workshop and pipeline.prepare(workshop, Edition("first", "en", "trainer"))
        for document in one.documents if one else ():
            body = document.body
            assert "<script" not in body and "<img src=x" not in body, text
            assert 'href="javascript:' not in body and "&lt;class" not in body and ">49<" not in body, text
    record_property("figure", f"{len(INJECTED)} injections into {path.partition('/')[0]}: none came through")


ACTIVE = {"/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/Launch", "/OpenAction", "/AA", "/AcroForm", "/RichMedia"}


def test_a_pdf_holds_no_script_and_no_file(project: ProjectTest) -> None:
    """Neither one to read, nor one for archives, nor sheets for the printer and their cards."""
    project.change("manuals/first.yaml", "languages:", "archive: true\nprofiles: [a4, booklet, poster]\nlanguages:")
    project.run("build", "-e", "trainer", "-l", "en", "--format", "pdf").leaves_with(0)
    made = {path: content for path, content in project.files().items() if path.endswith(".pdf")}
    assert len(made) == 5
    for path, content in made.items():
        with opened(content) as pdf:
            told = set().union(*(_told(one) for one in pdf.objects))
        assert "/Page" in told and not told & ACTIVE, path


def _told(thing: Any) -> set[str]:
    """The keys of an object, and what kind it says it is."""
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return set()
    kinds = {str(thing[key]) for key in ("/S", "/Type", "/Subtype") if key in thing}
    return set(map(str, thing.keys())) | kinds


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ items.append(1) }}",
        "{{ cycler.__init__.__globals__ }}",
    ],
)
def test_templates_run_in_a_sandbox(template: str) -> None:
    words = environment(LANGUAGES["en"], interface("en", {}))
    with pytest.raises(SecurityError):
        words.from_string(template).render(items=[], digits=len)


# --- files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["modules/meeting", "library/stories", "manuals"])
def test_a_folder_that_leads_out_is_not_read(project: ProjectTest, tmp_path: Path, path: str) -> None:
    folder = project.root / path
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    project.run("check").leaves_with(1)
    project.complains(f"{path}: error: this lies outside the project, and is not read\n")


@pytest.mark.parametrize("name", ["منصوبہ  اردو\u200c", "%41&?#"])
def test_a_project_may_be_called_anything(tmp_path: Path, name: str) -> None:
    project = ProjectTest.minimal(tmp_path / name)
    project.run("build", "-e", "handouts", "-l", "en", "--format", "html").leaves_with(0)
    assert project.files().keys() >= {"first/en/handouts.html", "index.html"}


@pytest.mark.parametrize("name", ["دو کنویں ۱.svg", "دوه څاګانې\u200c.svg", "two wells.svg"])
def test_a_picture_may_be_called_anything(project: ProjectTest, name: str) -> None:
    (project.root / "modules/meeting/tree.svg").rename(project.root / "modules/meeting" / name)
    project.change(LESSON, "(tree.svg ", f"(<{name}> ")
    project.run("build", "-e", "participant", "-l", "en").leaves_with(0)
    assert "<path" in project.text("dist/first/en/participant.html") or "data:image" in project.text(
        "dist/first/en/participant.html"
    )


CAPITALS = {
    "manuals/First.yaml": ("manuals/first.yaml", "the name of this manual's file must be an id, not `First`"),
    "modules/Meeting/module.md": (LESSON, "the name of this lesson's folder must be an id, not `Meeting`"),
    "library/stories/The-River.md": (
        "library/stories/the-river.md",
        "the name of this story's file must be an id, not `The-River`",
    ),
}


def test_no_two_names_differ_in_capital_letters_only(project: ProjectTest) -> None:
    """Sources, and so the folders and files that are called after them: for Windows and macOS they would be one."""
    for path, (other, _) in CAPITALS.items():
        project.write(path, project.text(other))
    project.change("curriculum.yaml", "scripture:\n", "profiles: {Large: {from: large, size: 20pt}}\nscripture:\n")
    project.run("check").leaves_with(1)
    project.complains(*(f"{path}: error: {told}" for path, (_, told) in CAPITALS.items()))
    project.complains("curriculum.yaml:18: error: this key must be an id, not `Large`")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there such files cannot be")
def test_pictures_that_differ_in_capital_letters_only_are_told(project: ProjectTest) -> None:
    tree = project.root / "modules/meeting/tree.svg"
    tree.with_name("Tree.svg").write_bytes(tree.read_bytes())
    project.run("check").leaves_with(1)
    assert project.last.err == (
        f"{LESSON}:17: error: `tree.svg` and `Tree.svg` differ in small and capital letters only\n"
        "  hint: give one another name: for Windows and macOS they are one file\n1 error\n"
    )
    tree.unlink()
    project.run("check").leaves_with(1).complains(
        f"{LESSON}:17: error: the picture `tree.svg` is called `Tree.svg`\n  hint: write it as the file is called\n"
    )


@pytest.mark.parametrize("year", [1980, 2107])
def test_clocks_that_jump_make_no_difference(project: ProjectTest, year: int) -> None:
    """Neither does a file from the future, nor an edit that leaves size and time as they were."""
    project.run(*HTML).leaves_with(0)
    jumped = datetime(year, 1, 2, tzinfo=UTC).timestamp()
    for path in project.root.rglob("*"):
        os.utime(path, (jumped, jumped))
    assert project.run(*HTML).leaves_with(0).last.out.startswith("Nothing to do: ")
    before = project.files()["first/en/handouts.html"]
    project.change(LESSON, "- Listen.", "- Liston.")
    os.utime(project.root / LESSON, (jumped, jumped))
    project.run(*HTML).leaves_with(0).says("1 file made, 0 unchanged, in …/dist/\n")
    assert project.files()["first/en/handouts.html"] != before


def test_an_edit_during_a_build_is_made_by_the_next_one(project: ProjectTest) -> None:
    """What is read is read once: no file is half of one text and half of another."""
    words = ("build", "-e", "trainer", "-e", "participant", "-l", "en")
    process = project.start(*words)
    assert process.stderr
    process.stderr.readline()  # the first part is made: others are on their way
    project.change(LESSON, "2. Talk.", "2. Talk and listen.")
    assert process.communicate(timeout=300) and process.returncode == 0
    during = project.files()
    for kind in ("trainer", "participant"):
        assert b"Talk and listen." not in during[f"first/en/{kind}.html"]
        assert "Talk and listen." not in " ".join(by_pdfium(during[f"first/en/{kind}.pdf"]))
    project.run(*words).leaves_with(0)
    for kind in ("trainer", "participant"):
        assert b"Talk and listen." in project.files()[f"first/en/{kind}.html"]
        assert "Talk and listen." in " ".join(by_pdfium(project.files()[f"first/en/{kind}.pdf"]))


def test_line_ends_marks_and_normal_forms_make_no_difference(project: ProjectTest) -> None:
    project.change(LESSON, "Draw it.", "Draw the caf\u00e9, آپ.")
    plain = _pages(project)
    for path in [LESSON, "curriculum.yaml", "manuals/first.yaml", "library/passages.yaml"]:
        text = unicodedata.normalize("NFD", project.text(path))
        project.write(path, "\ufeff" + text.replace("\n", "\r\n"))
    assert _pages(project) == plain


def _pages(project: ProjectTest) -> list[str]:
    workshop, found = pipeline.open_workshop(project.root)
    assert workshop, found
    documents = pipeline.prepare(workshop, Edition("first", "en", "trainer")).documents
    assert documents
    return [unicodedata.normalize("NFC", document.body) for document in documents]


def test_a_lesson_as_deep_as_can_be_is_told_or_printed(project: ProjectTest) -> None:
    deep = "\n".join(
        [*(":" * (103 - n) + " discuss" for n in range(100)), "Deep.", *(":" * (4 + n) for n in range(100))]
    )
    for body in (deep, "> " * 300 + "Deep.", "- " * 200 + "Deep.", "*" * 5000 + "Deep." + "*" * 5000, "[" * 5000):
        project.write(LESSON, project.text(LESSON).split("## Welcome")[0] + "## Welcome\n" + body + "\n")
        project.run("check")
        assert "Kitabcha itself failed" not in project.last.err, body[:20]


def test_a_file_that_vanishes_is_told(project: ProjectTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the listing of its folder and its reading."""
    read = Path.read_bytes

    def vanishing(path: Path) -> bytes:
        if path.name == "the-river.md" and path.exists():
            path.unlink()
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", vanishing)
    project.run("build", *HTML[1:]).leaves_with(1)
    project.complains("library/stories/the-river.md: error: there is no such file\n")
    assert "Traceback" not in project.last.err and not (project.root / "dist").exists()


def test_a_picture_that_vanishes_is_told(project: ProjectTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the check of the sources and the press."""
    from kitabcha import bookwork

    def gone(picture: Path) -> bytes:
        picture.unlink(missing_ok=True)
        return picture.read_bytes()

    monkeypatch.setattr(bookwork, "_bare", gone)
    project.run("build", "-e", "trainer", "-l", "en", "--format", "html").leaves_with(1)
    assert project.last.err == (
        "modules/meeting/tree.svg: error: this file cannot be read: No such file or directory\n"
        "  hint: build again\n1 error\n"
    )


def test_a_font_that_is_missing_is_told_and_nothing_is_lost(project: ProjectTest, tmp_path: Path) -> None:
    words = ("build", "-e", "handouts", "-l", "ur")
    project.run(*words).leaves_with(0)
    before = project.files()
    project.change(LESSON, "- Listen.", "- Listen well.")
    ours = tmp_path / "kitabcha"
    shutil.copytree(ROOT / "kitabcha", ours / "kitabcha", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "languages", "locales", "scripts"):
        (ours / name).symlink_to(ROOT / name)
    shutil.copytree((ROOT / "fonts").resolve(), ours / "fonts")
    (ours / "fonts/NotoNastaliqUrdu-Regular.ttf").unlink()
    called = [sys.executable, "-m", "kitabcha", "--project", str(project.root), *words]
    done = subprocess.run(called, capture_output=True, text=True, cwd=ours, env={**os.environ, "PYTHONPATH": str(ours)})
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "fonts/NotoNastaliqUrdu-Regular.ttf: error: the font is missing\n  hint: run `make setup`\n" in done.stderr
    assert project.files() == before


# --- disks ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="root may write anywhere, but on Linux give that up")
def test_what_may_not_be_written_is_told(project: ProjectTest) -> None:
    project.run(*HTML).leaves_with(0)
    before = project.files()
    project.change(LESSON, "- Listen.", "- Listen well.")
    shutil.rmtree(project.root / ".kitabcha")
    folders = [path for path in (project.root, *project.root.rglob("*")) if path.is_dir()]
    for path in folders:
        path.chmod(0o555)
    words = [sys.executable, "-m", "kitabcha", "--project", str(project.root), *HTML]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, preexec_fn=_bound_by_rights)
    for path in folders:
        path.chmod(0o755)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "first/en/handouts.html: error: the file cannot be written: Permission denied\n" in done.stderr
    assert project.files()["first/en/handouts.html"] == before["first/en/handouts.html"]


def _bound_by_rights() -> None:
    """Let whoever runs this be bound by the rights of files as others are, root too (capabilities(7))."""
    drop_from_bounding_set, overriding_rights = 24, 1
    ctypes.CDLL(None).prctl(drop_from_bounding_set, overriding_rights)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_full_disk_leaves_the_last_good_file(project: ProjectTest) -> None:
    project.run(*HTML).leaves_with(0)
    before = project.files()["first/en/handouts.html"]
    project.change(LESSON, "- Listen.", "- Listen well.")
    words = " ".join([sys.executable, "-m", "kitabcha", "--project", str(project.root), *HTML])
    done = subprocess.run(["bash", "-c", f"ulimit -f 8; {words}"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "first/en/handouts.html: error: the file cannot be written: File too large\n" in done.stderr
    after = project.files()
    assert after["first/en/handouts.html"] == before
    assert [path for path in after if path.endswith(".part")] == []
