"""Every way of printing through the command line, on a small real project: files, sheets, words; what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press.formes import MM
from kitabcha.press.verification import pdf_faults
from tests.harness import ProjectTest, opened

OF_SHEETS = ("large", "easy", "booklet", "manual-duplex", "handouts-2up")
FILES = ("", "large", "easy", "booklet", "manual-duplex-fronts", "manual-duplex-backs", "handouts-2up")
A4, ACROSS = (210, 297), (297, 210)

STEPS_OF_A_BOOKLET = """
First manual · Handouts · Booklet
File             handouts-booklet.pdf
Paper            A4
Sheets of paper  {sheets}
Printed sides    {sides}
Sides            both sides, turned over the short edge
Cost             Rs {cost} (Rs 7.50 a sheet)
Ink              {ink}

1. Put A4 paper into the printer.
2. Print handouts-booklet.pdf at its actual size (100 %), not fitted to the page.
3. Choose both sides, turned over the short edge.
4. Leave the sheets in the order in which they come out.
5. Fold all sheets together in the middle. With the cover in front, the fold is on the {side}.
6. Staple twice through the fold.
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    """Two manuals of the minimal project in every profile but `a5`, `letter` and `grey`: the first one's handouts, and
    for the trainer only what the second has for the wall and to cut; the price's currency in Urdu."""
    project = ProjectTest.minimal(tmp_path_factory.mktemp("printing") / "project")
    manual = project.text("manuals/first.yaml")
    editions = "editions: [trainer, participant, handouts]\n"
    for_the_wall = manual.replace(editions, "editions: [trainer]\nprofiles: [cards, poster]\n")
    project.write("manuals/wall.yaml", for_the_wall.replace("First manual", "On the wall"))
    project.change("manuals/first.yaml", editions, f"editions: [handouts]\nprofiles: [a4, {', '.join(OF_SHEETS)}]\n")
    project.change("curriculum.yaml", "scripture:\n", "print: {price_per_sheet: 7.50, currency: Rs}\nscripture:\n")
    project.run("messages", "update", "-l", "ur").leaves_with(0)
    project.change("locales/ur/LC_MESSAGES/manuals.po", 'msgid "Rs"\nmsgstr ""', 'msgid "Rs"\nmsgstr "روپے"')
    return project.run("build", "--format", "pdf", "--strict").leaves_with(0)


@pytest.fixture
def copy(printed: ProjectTest, tmp_path: Path) -> ProjectTest:
    """The same for a test that changes it, with all that was made."""
    return ProjectTest.copy_of(printed.root, tmp_path / "project")


@pytest.fixture
def minimal(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of every page in millimetres."""
    with pypdfium2.PdfDocument(content) as pdf:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in pdf]


def words(content: bytes, page: int | None = None, half: str = "") -> str:
    """The words of a PDF, or of a page of it, or of its left or right half, with single blanks."""
    found = []
    with pypdfium2.PdfDocument(content) as pdf:
        for number in range(len(pdf)) if page is None else [page]:
            sheet = pdf[number]
            middle, width = sheet.get_width() / 2, sheet.get_width()
            left, right = {"": (0, width), "left": (0, middle), "right": (middle, width)}[half]
            found.append(sheet.get_textpage().get_text_bounded(left=left, right=right))
    return " ".join(" ".join(found).split())


# --- what is made ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_build_makes_every_profile_and_a_card_for_all_but_the_first(printed: ProjectTest, language: str) -> None:
    """Without a warning: nothing stands where printers leave the paper white."""
    handouts = {"-".join(filter(None, ("handouts", name))) for name in FILES}
    cards = {f"handouts-{name}-card" for name in OF_SHEETS}
    wall = {"trainer-cards", "trainer-cards-card", "trainer-poster", "trainer-poster-card"}
    made = {path for path in printed.files() if path.split("/")[1:2] == [language]}
    assert made == {
        *(f"first/{language}/{name}.pdf" for name in handouts | cards),
        *(f"wall/{language}/{name}.pdf" for name in wall),
    }


@pytest.mark.parametrize("language", ["en", "ur"])
def test_sheets_are_as_many_and_as_large_as_their_profiles_say(printed: ProjectTest, language: str) -> None:
    files = printed.files(f"dist/first/{language}")
    of = {name: sizes(files["-".join(filter(None, ("handouts", name))) + ".pdf"]) for name in FILES}
    own, small = len(of[""]), len(of["handouts-2up"])  # handouts-2up shows each A5 page once, twice beside itself
    assert set(of[""]) == {A4, ACROSS}  # the certificate lies across
    assert of["booklet"] == [ACROSS] * (2 * -(-small // 4)) and of["handouts-2up"] == [ACROSS] * small
    assert len(of["manual-duplex-fronts"]) == len(of["manual-duplex-backs"]) == -(-own // 2)
    assert len(of["large"]) >= len(of["easy"]) >= own


@pytest.mark.parametrize("language", ["en", "ur"])
def test_cards_and_posters_are_made_of_stories_and_aims(printed: ProjectTest, language: str) -> None:
    files = printed.files(f"dist/wall/{language}")
    cards, posters = files["trainer-cards.pdf"], files["trainer-poster.pdf"]
    assert sizes(cards) == [A4, A4] and len(sizes(posters)) == 4  # two posters on two sheets each
    assert "The two wells" in words(cards, 0) and "Long ago a village had two wells." in words(cards, 1)
    assert "Say one thing about yourself." in words(posters)


@pytest.mark.parametrize(("language", "half"), [("en", "right"), ("ur", "left")])
def test_a_booklet_begins_where_its_readers_begin(printed: ProjectTest, language: str, half: str) -> None:
    content = printed.files(f"dist/first/{language}")["handouts-booklet.pdf"]
    other = "left" if half == "right" else "right"
    assert "First manual" in words(content, 0, half) and "First manual:" not in words(content, 0, other)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_is_printed_as_it_is_set_stays_tagged(printed: ProjectTest, language: str) -> None:
    """Print cards too: whoever stands at the printer may use a screen reader."""
    files = printed.files(f"dist/first/{language}")
    tagged = {name for name in files if name.endswith("-card.pdf")} | {"handouts-large.pdf", "handouts.pdf"}
    assert [fault for name in tagged for fault in pdf_faults(files[name], LANGUAGES[language], Place(name))] == []
    assert b"StructTreeRoot" not in files["handouts-booklet.pdf"]


def test_a_print_card_speaks_the_manuals_language(printed: ProjectTest) -> None:
    card = words(printed.files("dist/first/ur")["handouts-booklet-card.pdf"])
    assert "روپے" in card and "handouts-booklet.pdf" in card and "Rs" not in card


def test_the_list_of_files_calls_them_by_names(printed: ProjectTest) -> None:
    page, record = printed.text("dist/index.html"), json.loads(printed.text("dist/built.json"))
    for path, name in {
        "first/ur/handouts.pdf": "PDF",
        "first/ur/handouts-booklet.pdf": "Booklet",
        "first/ur/handouts-booklet-card.pdf": "Booklet: how to print",
        "first/ur/handouts-manual-duplex-backs.pdf": "Both sides by hand: backs",
        "wall/en/trainer-poster.pdf": "Posters",
    }.items():
        begins = f'<a href="{path}" aria-label="{name}: '
        assert page.count(begins) == 1 and f'">{name}</a>' in page.split(begins)[1].split("\n")[0]
    files = [file for edition in record for file in edition["files"]]
    assert ("booklet", "card") in {(file["profile"], file["part"]) for file in files}
    order = [page.index(f'"first/en/handouts{name}.pdf"') for name in ("", "-large", "-large-card", "-booklet")]
    assert order == sorted(order)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_handouts_begin_with_their_title_and_no_markup(printed: ProjectTest, language: str) -> None:
    assert all(sign not in words(printed.files(f"dist/first/{language}")["handouts.pdf"], 0) for sign in '<>"')


# --- print ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("ur", "right")])
def test_print_says_what_to_do_to_the_letter(copy: ProjectTest, language: str, side: str) -> None:
    before = copy.files()
    copy.run("print", "first", "-l", language, "-p", "booklet").leaves_with(0)
    assert copy.last.err == "" and copy.files() == before  # all of it was made by the build
    path = f"…/dist/first/{language}/handouts-booklet"
    ink = next(line for line in copy.last.out.splitlines() if line.startswith("Ink"))
    sides = len(sizes(before[f"first/{language}/handouts-booklet.pdf"]))
    cost = f"{7.5 * sides / 2:.2f}".removesuffix(".00")
    told = STEPS_OF_A_BOOKLET.format(
        sheets=sides // 2, sides=sides, cost=cost, side=side, ink=ink.removeprefix("Ink").strip()
    )
    copy.says(f"{path}-card.pdf\n{path}.pdf\n{told}")
    assert "% of the paper on average, " in ink and " on the darkest side (" in ink


def test_a_profile_that_the_manual_does_not_list_is_printed_too(copy: ProjectTest) -> None:
    before = copy.files()
    copy.run("print", "first", "-l", "en", "-p", "grey").leaves_with(0)
    made = copy.files()
    new = {"first/en/handouts-grey.pdf", "first/en/handouts-grey-card.pdf"}
    assert made.keys() == before.keys() | new
    assert all(made[path] == before[path] for path in before if path.endswith(".pdf"))
    assert '<a href="first/en/handouts-grey.pdf" aria-label="For photocopying: ' in copy.text("dist/index.html")
    copy.run("build", "--format", "pdf").leaves_with(0)
    assert new < copy.files().keys() and "handouts-grey.pdf" in copy.text("dist/index.html")


def test_the_first_profile_keeps_its_name_when_it_is_asked_for(copy: ProjectTest) -> None:
    before = copy.files()
    copy.run("print", "first", "-l", "ur", "-p", "a4").leaves_with(0)
    assert copy.files().keys() == before.keys() | {"first/ur/handouts-a4-card.pdf"}
    assert copy.files()["first/ur/handouts.pdf"] == before["first/ur/handouts.pdf"]


def test_pages_for_a_print_shop_have_crop_marks_and_are_not_imposed(copy: ProjectTest) -> None:
    copy.run("print", "first", "-l", "ur", "-p", "booklet", "--crop-marks").leaves_with(0)
    assert "5. " not in copy.last.out and "Bleed   3 mm\n" in copy.last.out
    assert "There is 3 mm of bleed around them." in copy.last.out and "binding on the right" in copy.last.out
    content = copy.files()["first/ur/handouts-booklet-crop-marks.pdf"]
    with opened(content) as pdf:
        page = pdf.pages[0]
        assert [round(float(number) / MM) for number in page.TrimBox] == [0, 0, 148, 210]
        assert [round(float(number) / MM) for number in page.BleedBox] == [-3, -3, 151, 213]
    assert pdf_faults(content, LANGUAGES["ur"], Place("handouts-booklet-crop-marks.pdf")) == []
    copy.run("print", "first", "-l", "ur", "-p", "booklet", "--crop-marks", "5").leaves_with(0)
    assert "5 mm of bleed" in copy.last.out


# --- what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            ("frist", "-l", "en", "-p", "boklet"),
            "curriculum.yaml: error: unknown profile `boklet`\n  hint: did you mean `booklet`?\n"
            "manuals: error: unknown manual `frist`\n  hint: did you mean `first`?\n2 errors\n",
        ),
        (
            ("first", "-l", "ps", "-p", "a4"),
            "curriculum.yaml: error: unknown language `ps`\n  hint: the languages known here: `en`, `ur`\n1 error\n",
        ),
        (
            ("first", "-l", "en", "-p", "cards", "-e", "participant"),
            "manuals/first.yaml:1: error: the profile `cards` prints nothing of the edition `participant`\n"
            "  hint: it is for the edition `trainer`: `-e trainer`\n1 error\n",
        ),
    ],
)
def test_names_that_are_nobodys_are_misuse(minimal: ProjectTest, asked: tuple[str, ...], told: str) -> None:
    minimal.run("print", *asked).leaves_with(2).says("")
    assert minimal.last.err == told
    assert not (minimal.root / "dist").exists()


def test_an_edition_that_there_is_not_is_misuse(minimal: ProjectTest) -> None:
    minimal.change("manuals/first.yaml", "editions: [trainer, participant, handouts]", "editions: [participant]")
    minimal.change("manuals/first.yaml", "languages: [en, ur]", "languages: [en]")
    minimal.run("print", "first", "-l", "ur", "-p", "handouts-2up").leaves_with(2)
    assert minimal.last.err == (
        "manuals/first.yaml:1: error: `first` is not made in `ur`\n  hint: it is made in `en`\n"
        "manuals/first.yaml:1: error: the profile `handouts-2up` prints nothing of this manual\n"
        "  hint: it is for the edition `handouts`: add it to `editions`\n2 errors\n"
    )
    minimal.run("print", "first", "-l", "en", "-p", "a5", "-e", "trainer").leaves_with(2)
    assert "error: `first` has no edition `trainer`\n  hint: it has `participant`\n" in minimal.last.err


def test_sources_with_errors_print_nothing(minimal: ProjectTest) -> None:
    minimal.change("manuals/first.yaml", "region: swat", "region: swot").run("print", "first", "-l", "en", "-p", "a5")
    minimal.leaves_with(1).says("").complains("unknown region `swot`", "1 error")
    assert not (minimal.root / "dist").exists()


def test_cards_of_a_manual_without_any_are_an_error(minimal: ProjectTest) -> None:
    minimal.change("modules/meeting/module.md", "::: story {theme=trust}\n:::\n\n", "")
    minimal.run("print", "first", "-l", "en", "-p", "cards").leaves_with(1).says("")
    assert minimal.last.err == (
        "manuals/first.yaml:1: error: there is nothing in `first` for the profile `cards`\n"
        "  hint: cards are made of stories and of `roleplay` boxes: its lessons have none\n1 error\n"
    )


def test_no_steps_are_told_when_a_file_could_not_be_written(copy: ProjectTest) -> None:
    backs = copy.root / "dist/first/en/handouts-manual-duplex-backs.pdf"
    backs.unlink()
    backs.mkdir()
    copy.run("print", "first", "-l", "en", "-p", "manual-duplex").leaves_with(1)
    assert "1. " not in copy.last.out and "manual-duplex-fronts.pdf" in copy.last.out
    copy.complains("first/en/handouts-manual-duplex-backs.pdf: error: the file cannot be written")


def test_a_profile_that_prints_nothing_of_its_manual_is_told(minimal: ProjectTest) -> None:
    minimal.change(
        "manuals/first.yaml",
        "editions: [trainer, participant, handouts]",
        "editions: [participant]\nprofiles: [a4, handouts-2up]",
    )
    minimal.run("check").leaves_with(0).complains("warning: the profile `handouts-2up` prints nothing of this manual")
    minimal.run("check", "--strict").leaves_with(1)
