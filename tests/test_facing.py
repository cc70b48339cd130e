"""Two languages on facing pages: every spread holds the same blocks in both, and each language is a book of its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.writing import digits
from tests.harness import ProjectTest, opened
from tests.printed import Printed, read
from tests.readers import by_pdfium, by_poppler
from tests.tags import failures, levels_skipped
from tests.typed import plain

SHORT = "چھوٹا۔"
TALL = "Tall " + "as a minaret " * 900
FRONT = """---
title: A long way
summary: Much to say.
minutes: 30
themes: [trust]
audiences: [community]
objectives: [Go on.]
---
"""
TRANSLATED = {"Much to say.": "بہت کچھ کہنا ہے۔", "A long way": "لمبا راستہ", TALL.strip(): SHORT}


def paragraphs(first: int, last: int) -> str:
    """Paragraphs that tell their number, each of another length."""
    return "\n\n".join(f"Block {number}. {'Word by word. ' * (number % 7 * 4 + 1)}" for number in range(first, last))


@dataclass(frozen=True)
class Facing:
    """A manual on facing pages: its languages, its bytes, and how it reads."""

    languages: tuple[str, str]
    content: bytes
    printed: Printed

    @property
    def spreads(self) -> range:
        """The first page of each spread, from 0."""
        return range(1, len(self.printed.furniture), 2)

    def text(self, page: int) -> str:
        return plain(" ".join(piece.line.text for piece in self.printed.pieces if piece.page == page))

    def language(self, page: int) -> str:
        return self.languages[1 - page % 2]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    """The minimal project with a long lesson, in which one paragraph fills pages in English and a line in Urdu."""
    project = ProjectTest.minimal(tmp_path_factory.mktemp("facing") / "project")
    body = f"## Way\n{paragraphs(1, 30)}\n\n{TALL}\n\n{paragraphs(30, 40)}\n"
    project.write("modules/way/module.md", FRONT + body)
    project.change("manuals/first.yaml", "      - lesson: meeting\n", "      - lesson: meeting\n      - lesson: way\n")
    project.run("messages", "update").leaves_with(0)
    catalogue = project.root / "locales/ur/LC_MESSAGES/way.po"
    text = catalogue.read_text("utf-8")
    for said, means in TRANSLATED.items():
        unfolded = re.sub(r'"\n"', "", text)
        assert unfolded.count(f'msgid "{said}"\nmsgstr ""') == 1, said
        text = unfolded.replace(f'msgid "{said}"\nmsgstr ""', f'msgid "{said}"\nmsgstr "{means}"')
    catalogue.write_text(text, "utf-8")
    return project


@pytest.fixture(scope="session", params=["en+ur", "ur+en"])
def facing(request: pytest.FixtureRequest, project: ProjectTest) -> Facing:
    kind = {"en+ur": "trainer", "ur+en": "participant"}[request.param]
    project.run("print", "first", "-l", request.param, "-p", "facing", "-e", kind).leaves_with(0)
    content = (project.root / f"dist/first/{request.param}/{kind}-facing.pdf").read_bytes()
    first, second = request.param.split("+")
    return Facing((first, second), content, read(content))


def test_every_spread_holds_the_same_blocks(facing: Facing) -> None:
    seen = []
    for page in facing.spreads:
        first, second = (re.findall(r"Block (\d+)\.", facing.text(one)) for one in (page, page + 1))
        assert first == second, f"pages {page + 1} and {page + 2}"
        seen += first
    assert seen == [str(number) for number in range(1, 40)]


def test_what_has_no_room_on_a_page_is_waited_for(facing: Facing) -> None:
    tall = [page for page in range(len(facing.printed.furniture)) if "as a minaret" in facing.text(page)]
    assert len(tall) > 2 and {facing.language(page) for page in tall} == {"en"}
    beside = [page + 1 if facing.languages[0] == "en" else page - 1 for page in tall]
    assert SHORT in facing.text(beside[0])
    assert [facing.text(page) for page in beside[1:-1]] == [""] * (len(tall) - 2)
    for page in beside[1:-1]:
        assert digits(page + 1, LANGUAGES["ur"]) in facing.printed.furniture[page]


def test_heads_and_folios_are_in_the_language_of_their_page(facing: Facing) -> None:
    heads = {"en": "A long way", "ur": "لمبا راستہ"}
    begin = facing.printed.places[f"{facing.languages[0]}:way"]
    for page in range(begin, begin + 4):
        language = facing.language(page)
        folio = digits(page + 1, LANGUAGES[language])
        assert {heads[language], folio} <= set(facing.printed.furniture[page])
    with opened(facing.content) as pdf:
        labels = pdf.Root.PageLabels.Nums
        said = [str(label.get("/P", "")) for label in labels[1::2]]
    assert said[1:] == [
        digits(page + 1, LANGUAGES[facing.language(page)]) for page in range(1, len(facing.printed.furniture))
    ]


def test_the_first_language_is_on_even_pages_and_each_has_all_its_parts(facing: Facing) -> None:
    first, second = facing.languages
    places = {name: page for name, page in facing.printed.places.items() if ":part-" in name or name.endswith(":way")}
    counterparts = {name.partition(":")[2]: page for name, page in places.items() if name.startswith(f"{first}:")}
    assert counterparts.pop("part-cover") == 0 and len(counterparts) > 5
    for name, page in counterparts.items():
        assert page % 2 == 1 and places[f"{second}:{name}"] == page + 1


def test_contents_and_index_name_the_pages_of_their_own_language(facing: Facing) -> None:
    for language in facing.languages:
        places = facing.printed.places
        for part in ("contents", "index"):
            assert facing.language(places[f"{language}:part-{part}"]) == language
        contents = facing.text(places[f"{language}:part-contents"])
        for target in ("way", "meeting", "part-glossary"):
            assert digits(places[f"{language}:{target}"] + 1, LANGUAGES[language]) in contents
        index = facing.text(places[f"{language}:part-index"])
        meeting = digits(places[f"{language}:meeting"] + 1, LANGUAGES[language])
        assert re.search(rf"(?:jirga|Two wells)\D*{meeting}\b", index)


def test_one_language_is_read_after_the_other(facing: Facing) -> None:
    order = [facing.language(piece.page) for piece in facing.printed.pieces if piece.page]
    assert order == sorted(order, key=facing.languages.index)
    for language in facing.languages:
        pages = [
            piece.page for piece in facing.printed.pieces if piece.page and facing.language(piece.page) == language
        ]
        assert len(dict.fromkeys(pages)) == len(
            [page for page, before in zip(pages, [0, *pages], strict=False) if page != before]
        )


def test_the_outline_has_both_languages_by_name(facing: Facing) -> None:
    with opened(facing.content) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        with pdf.open_outline() as outline:
            names = [item.title for item in outline.root]
            below = [[pages[child.destination[0].objgen] for child in item.children] for item in outline.root]
        assert pdf.Root.PageLayout == "/TwoPageRight"
        assert pdf.Root.ViewerPreferences.Direction == ("/R2L" if facing.languages[0] == "ur" else "/L2R")
    assert names == [LANGUAGES[language].name for language in facing.languages]
    for language, places in zip(facing.languages, below, strict=True):
        assert len(places) > 5 and {facing.language(page) for page in places} == {language}


def test_it_is_pdf_ua_with_the_language_of_all_it_says(facing: Facing) -> None:
    assert failures(facing.content) == []
    with opened(facing.content) as pdf:
        assert levels_skipped(pdf) == []
        (document,) = pdf.Root.StructTreeRoot.K
        assert str(document.Lang) == facing.languages[0]
        said = {str(element.get("/Lang", document.Lang)) for element in document.K}
        assert said == set(facing.languages)


@pytest.mark.parametrize("reader", [by_pdfium, by_poppler])
def test_both_languages_read_back(facing: Facing, reader) -> None:
    pages = list(map(plain, reader(facing.content)))
    for said, means in list(TRANSLATED.items())[:2]:
        place = facing.printed.places[f"{facing.languages[0]}:way"]
        both = {"en": said, "ur": means}
        assert all(both[facing.language(page)] in pages[page] for page in (place, place + 1))
    assert not any(re.search("0000|۰۰۰۰", page) for page in pages)


def test_the_same_bytes_come_of_it_again(project: ProjectTest, tmp_path: Path) -> None:
    words = ("print", "first", "-l", "ur+en", "-p", "facing", "-e", "participant")
    before = project.run(*words).leaves_with(0).files("dist/first/ur+en")
    again = ProjectTest(tmp_path / "again")
    for folder in ("library", "locales", "manuals", "modules"):
        for path, content in project.files(folder).items():
            again.write(f"{folder}/{path}", content)
    again.write("curriculum.yaml", project.text("curriculum.yaml"))
    assert again.run(*words, "--jobs", "1").leaves_with(0).files("dist/first/ur+en") == {
        path: content for path, content in before.items() if path.startswith("participant-facing")
    }


@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_says_what_a_book_in_one_language_says(project: ProjectTest, facing: Facing, language: str) -> None:
    kind = "trainer" if facing.languages[0] == "en" else "participant"
    project.run("build", "first", "-l", language, "-e", kind, "--format", "pdf").leaves_with(0)
    alone = read((project.root / f"dist/first/{language}/{kind}.pdf").read_bytes())
    first, last = facing.printed.places[f"{language}:way"], facing.printed.places[f"{language}:part-index"]
    words = " ".join(facing.text(page) for page in range(first, last, 2))
    plainly = (
        piece.line.text for piece in alone.pieces if alone.places["way"] <= piece.page < alone.places["part-index"]
    )
    # A page's end decides how PDFium reads a sign beside a number, and numbers are the other book's own.
    letters, as_alone = (Counter(re.findall(r"[^\W\d]", text)) for text in (words, plain(" ".join(plainly))))
    assert letters - as_alone == as_alone - letters == Counter()


# --- how it is asked for --------------------------------------------------------------------------------------


def test_a_manual_may_list_it(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    project.change("manuals/first.yaml", "annexes:", "profiles: [facing, a4]\nannexes:")
    project.run(
        "build", "-l", "en+ur", "-l", "en", "-e", "handouts", "-e", "participant", "--format", "pdf"
    ).leaves_with(0)
    made = {path for path in project.files() if path.endswith(".pdf")}
    assert made == {
        *(f"first/{language}/{kind}.pdf" for language in ("en", "en+ur") for kind in ("handouts", "participant")),
        *(f"first/en+ur/participant-a4{end}.pdf" for end in ("", "-card")),
    }
    layouts = {}
    for path in made:
        with pikepdf.open(project.root / "dist" / path) as pdf:
            layouts[path] = "/PageLayout" in pdf.Root
    assert [path for path, is_facing in layouts.items() if is_facing] == ["first/en+ur/participant.pdf"]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ("-l en", "the profile `facing` is for two languages", "name both: `-l en+ur`"),
        (
            "-l en+ur -e handouts",
            "the profile `facing` prints nothing of the edition `handouts`",
            "it is for the edition `trainer` or `participant`: `-e trainer`",
        ),
    ],
)
def test_what_it_is_not_for_is_told(tmp_path: Path, words: str, message: str, hint: str) -> None:
    project = ProjectTest.minimal(tmp_path / "project").run("print", "first", "-p", "facing", *words.split())
    assert project.leaves_with(2).last.err == f"manuals/first.yaml:1: error: {message}\n  hint: {hint}\n1 error\n"


def test_it_is_nothing_for_a_manual_in_one_language(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    project.change("manuals/first.yaml", "languages: [en, ur]", "languages: [en]\nprofiles: [a4, facing]")
    project.run("check").leaves_with(0)
    assert project.last.err == (
        "manuals/first.yaml:1: warning: the profile `facing` prints nothing of this manual\n"
        "  hint: it is for two languages: add one to `languages`, or delete it\n1 warning\n"
    )
    project.run("print", "first", "-l", "en", "-p", "facing").leaves_with(2)
    assert "hint: its manual is made in one: add another to `languages`\n" in project.last.err
