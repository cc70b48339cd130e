"""The printed index: what a manual names, in order, each with its pages, which are told when all others are set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from page import validate_pdf_bytes

from kitabcha.bookwork import Ready
from kitabcha.languages.interface import interface
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import HtmlDocument, PrintRoom
from kitabcha.press.index import uses_in
from kitabcha.press.index_pages import ranges, with_pages
from kitabcha.press.jobs import IndexJob, Made
from kitabcha.press.profiles import PROFILES
from kitabcha.press.rendering import render
from kitabcha.workers import Task
from kitabcha.worklist import tasks_of
from kitabcha.writing import digits
from tests import sample_book
from tests.harness import opened

PAGE = "\n\n".join(["{line}"] * 26)
NAMED = "\n\n{line} *{term}*{{.term of=jirga}}\n\n"
STORY = "---\ntitle: {title}\nkind: story\nregions: [swat]\nthemes: [peace]\nsource: x\nlicence: CC BY-SA 4.0\n---\nx\n"
TERM = "{id}: {{term: {term}, definition: x}}\n"


def with_files(monkeypatch, changes: Mapping[str, str], lesson: str = "") -> None:
    """The sample with other files besides, and more at the end of its lesson."""
    own = sample_book.files

    def files(language: str) -> dict[str, str]:
        made = own(language)
        made["modules/meeting/module.md"] += "\n" + lesson.format(**sample_book.WORDS[language])
        return {**made, **changes}

    monkeypatch.setattr(sample_book, "files", files)


# --- pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), []),
        ((7,), [(7, 7)]),
        ((7, 3, 4, 5), [(3, 5), (7, 7)]),
        ((3, 3, 4, 4), [(3, 4)]),
        ((9, 10, 11, 1, 20), [(1, 1), (9, 11), (20, 20)]),
    ],
)
def test_pages_that_follow_each_other_are_a_range(numbers, expected):
    assert list(ranges(numbers)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", '<a href="kitabcha:a">3–4</a>, <a href="kitabcha:d">12</a>'),
        ("ur", '<a href="kitabcha:a">۳–۴</a>، <a href="kitabcha:d">۱۲</a>'),
        ("ps", '<a href="kitabcha:a">۳–۴</a>، <a href="kitabcha:d">۱۲</a>'),
    ],
)
def test_each_range_leads_to_the_first_place_in_it(language, expected):
    mark = f'<span data-late="pages" data-of="a b c d" data-in="{language}"></span>'
    pages = {"a": 3, "b": 3, "c": 4, "d": 12, "e": 13}
    assert with_pages(f"<li>{mark}</li>", pages, LANGUAGES) == f"<li>{expected}</li>"


# --- entries --------------------------------------------------------------------------------------------------


def documents(root: Path, language: str = "en", kind: str = "trainer", **found: object) -> tuple[HtmlDocument, ...]:
    """The sample's parts; `found` is what lore finds otherwise."""
    book = sample_book.numbered(root, language, kind)
    known = replace(sample_book.apparatus(book, language), **found)  # type: ignore[arg-type]
    return render(book, known, LANGUAGES[language], LANGUAGES, NullTranslations())


def names_of(parts: tuple[HtmlDocument, ...]) -> list[str]:
    """The headings and names of the index, in order."""
    (body,) = (part.body for part in parts if part.kind == "index")
    found = re.findall(r'<h3>(.*?)</h3>|<span class="name"[^>]*>(.*?)</span> <span class="pages">', body)
    return [re.sub(r"<[^>]*>", "", heading or name) for heading, name in found]


def test_terms_scripture_and_folklore_have_groups_of_their_own(tmp_path):
    assert names_of(documents(tmp_path)) == [
        "Terms", "jirga",
        "Scripture", "Quran 49:9–10", "Quran 49:13",
        "Stories, proverbs and poems", "The two wells", "The two wells", "The two wells",
    ]  # fmt: skip


def test_scripture_stands_in_the_order_of_its_text(tmp_path, monkeypatch):
    with_files(monkeypatch, {}, "<quran:49:9> <quran:112:1> <quran:2:255>")
    names = {f"quran:{verse}": verse for verse in ("112:1", "49:13", "49:9", "2:255", "2:30")}
    found = names_of(documents(tmp_path, verse_names=names))
    assert found[2:8] == ["Scripture", "2:255", "49:9", "Quran 49:9–10", "49:13", "112:1"]  # 2:30 is nowhere


def test_terms_and_folklore_are_sorted_by_the_languages_alphabet(tmp_path, monkeypatch):
    """In Urdu پ comes after ب, and ٹ after ت; by code points both come last."""
    titles, terms = ("ٹوپی", "تارے", "پانی", "بارش"), ("ٹولنہ", "تشدد", "پیار", "بھروسا")
    stories = {f"library/stories/s{n}.md": STORY.format(title=title) for n, title in enumerate(titles)}
    glossary = "".join(TERM.format(id=f"t{n}", term=term) for n, term in enumerate(terms))
    lesson = "".join(f"::: story {{{{id=s{n}}}}}\n:::\n\n*x*{{{{.term of=t{n}}}}}\n\n" for n in range(4))
    with_files(
        monkeypatch, stories | {"library/glossary.yaml": f"jirga: {{term: جرگہ, definition: x}}\n{glossary}"}, lesson
    )
    found = names_of(documents(tmp_path, "ur"))
    assert found[1:6] == ["بھروسا", "پیار", "تشدد", "ٹولنہ", "جرگہ"]
    told = [name for name in found if name in titles]
    assert told == ["بارش", "پانی", "تارے", "ٹوپی"]


def test_a_term_is_found_wherever_it_stands(tmp_path, monkeypatch):
    """In headings too, which have no link and no note, and in notes; but not where contents repeat the heading."""
    with_files(
        monkeypatch,
        {},
        "## The *{term}*{{.term of=jirga}} and we\n{line}[^2]\n\n[^2]: {line} *{term}*{{.term of=jirga}}",
    )
    uses = uses_in(documents(tmp_path))["term-jirga"]
    assert [use for use in uses if use.startswith("meeting---")] == [
        f"meeting---use-{number}-term-jirga" for number in (1, 2, 8, 9)
    ]
    assert not [use for use in uses if use.startswith("part-")]


def test_handouts_and_screens_have_no_index(tmp_path):
    assert "index" not in {part.kind for part in documents(tmp_path / "sheets", kind="handouts")}
    page = sample_book.screened(tmp_path / "screen")
    assert "part-index" not in page and "Index" not in re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)


def test_a_book_without_terms_has_no_index_and_its_contents_no_entry(tmp_path):
    parts = documents(tmp_path, glossary=())
    assert "index" not in {part.kind for part in parts}
    assert not [part.name for part in parts if "part-index" in part.body]


# --- a finished manual ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Book:
    """The sample, bound by its tasks. `made` is what tasks made, by their keys."""

    task: Task
    language: str
    made: dict[str, Made]

    @cached_property
    def content(self) -> bytes:
        made = self._make(self.task)
        assert made.diagnostics == ()
        return made.content

    def _make(self, task: Task) -> Made:
        if task.key not in self.made:
            self.made[task.key] = task.job.run(tuple(map(self._make, task.needs)))
        return self.made[task.key]

    @cached_property
    def texts(self) -> list[str]:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(self.content)]

    def keys(self) -> dict[str, str]:
        """The key of each part's task, by the part's name."""
        return {task.job.name.partition(": ")[2]: task.key for task in self.task.needs}

    def pages(self) -> list[int]:
        """The pages that the index names for the sample's term."""
        (line,) = re.findall(rf"{sample_book.WORDS[self.language]['term']} ((?:[\d–]+[,،] )*[\d–]+)", self.texts[-1])
        spans = [list(map(int, span.split("–"))) for span in re.split("[,،] ", line)]
        return [page for span in spans for page in range(span[0], span[-1] + 1)]


def bound(root: Path, language: str, made: dict[str, Made]) -> Book:
    book = sample_book.numbered(root, language)
    row, found = LANGUAGES[language], sample_book.apparatus(book, language)
    phrases = interface("en", {})
    parts = render(book, found, row, LANGUAGES, phrases)
    how, room = (PROFILES["a4"],), PrintRoom()
    ready = Ready(root, book.book.edition, book, found, parts, row, LANGUAGES, phrases, how, room, False)
    (task,) = tasks_of(ready, ("pdf",))
    return Book(task, language, made)


def links(content: bytes) -> list[tuple[int, str, int]]:
    """Every link within a PDF: the page that it is on, the name that it leads to, and that one's page."""
    with opened(content) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        names = list(pdf.Root.Names.Dests.Names)
        places = {str(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}
        return [
            (number, str(link.Dest), places[str(link.Dest)])
            for number, page in enumerate(pdf.pages, start=1)
            for link in page.obj.get("/Annots", [])
            if "/Dest" in link
        ]


def elements(content: bytes) -> list[tuple[str, str]]:
    """The type of every element in the tree of a PDF, and of the one around it."""

    def walk(element: Any, around: str) -> Any:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield str(element.S), around
            kids = element.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                yield from walk(kid, str(element.S))

    with opened(content) as pdf:
        return list(walk(pdf.Root.StructTreeRoot.K[0], ""))


@pytest.fixture(scope="module", params=["en", "ur"])
def named_often(request, tmp_path_factory) -> tuple[Book, Book]:
    """The sample with its term on pages that follow each other and on others; and the same with more before them."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        run = (NAMED + PAGE) * 3
        with_files(monkeypatch, {}, f"## {{line}}\n{run}\n\n{PAGE}\n\n{PAGE}{NAMED}")
        made: dict[str, Made] = {}
        before = bound(tmp_path_factory.mktemp("before"), request.param, made)
        texts = ", ".join(['"{line}"'] * 60)
        longer = sample_book.MANUAL.replace('introduction: ["{line}"]', f"introduction: [{texts}]")
        monkeypatch.setattr(sample_book, "MANUAL", longer)
        return before, bound(tmp_path_factory.mktemp("after"), request.param, made)


def test_every_number_is_a_page_that_holds_the_term_and_no_page_is_left_out(named_often):
    for book in named_often:
        linked = {page for page, name, _ in links(book.content) if name == "term-jirga"}
        assert book.pages() == sorted(linked) and len(linked) >= 8
        term = sample_book.WORDS[book.language]["term"]
        assert all(term in book.texts[page - 1] for page in book.pages())
        assert "–" in book.texts[-1] and re.search(r"–\d+[,،] \d", book.texts[-1])


def test_numbers_lead_where_they_say(named_often):
    for book in named_often:
        last = len(book.texts)
        led = {page for on, name, page in links(book.content) if on == last and name.endswith("-term-jirga")}
        starts = {page for page in book.pages() if page - 1 not in book.pages()}
        assert led == starts


def test_more_pages_before_move_the_numbers_and_only_the_index_is_set_anew(named_often):
    before, after = named_often
    moved = len(after.texts) - len(before.texts)
    assert moved > 0 and after.pages() == [page + moved for page in before.pages()]
    changed = {name for name, key in after.keys().items() if before.keys()[name] != key}
    assert changed == {"introduction", "index"}


def test_the_contents_name_the_page_of_the_index(named_often):
    for book in named_often:
        (led,) = (page for _, name, page in links(book.content) if name == "part-index")
        assert led == len(book.texts) and f" Index {digits(led, LANGUAGES[book.language])} " in book.texts[2]


def test_the_index_is_tagged_as_one(named_often):
    for book in named_often:
        found = elements(book.content)
        assert found.count(("/Index", "/Document")) == 1
        assert ("/Reference", "/LBody") in found
        assert [one.rule_id for one in validate_pdf_bytes(book.content, profile="ua1").failures] == []


def test_the_index_waits_for_all_other_parts(named_often):
    tasks = [task for task in named_often[0].task.needs if not task.job.name.endswith("furniture")]
    *others, index = tasks
    assert isinstance(index.job, IndexJob) and index.needs == tuple(others)
