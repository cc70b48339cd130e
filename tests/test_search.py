"""The search of a finished page, in real Chromium: what finds what, and how it behaves under keys, tags and old age."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kitabcha.press.composition import RESULTS, script
from tests.browser import axe_findings, chromium, kept, opened
from tests.cases import read_cases
from tests.harness import SHORT

CASES = read_cases("folding.md")
LANGUAGES = ("en", "ur", "ps")

# How a word is typed in, and where it must lead first: the section, its session, and a word marked in it.
FOUND = {
    "a heading in part": ("en", "two kinds", "what-is-peace--two-kinds-of-peace", "Session 2", "kinds"),
    "capitals and accents": (
        "en",
        "TWO KÍNDS of peace",
        "what-is-peace--two-kinds-of-peace",
        "What is peace?",
        "peace",
    ),
    "a slip of one letter": ("en", "beneeth the quarrel", "what-is-peace--beneath-the-quarrel", "Session 2", "Beneath"),
    "first letters": ("en", "neigh story", "living-with-difference--a-story-of-neighbours", "Session 3", "neighbours"),
    "Urdu": ("ur", "امن کی دو قسمیں", "what-is-peace--two-kinds-of-peace", "نشست ۲", "قسمیں"),
    "Urdu, Arabic letters": ("ur", "امن كي دو قسميں", "what-is-peace--two-kinds-of-peace", "امن کیا ہے؟", "قسمیں"),
    "Pashto": ("ps", "د سولې دوه قسمونه", "what-is-peace--two-kinds-of-peace", "ناسته ۲", "سولې"),
    "Pashto, Urdu's letters": (
        "ps",
        "گاونڈیانو قیصہ",
        "living-with-difference--a-story-of-neighbours",
        "ناسته ۳",
        "ګاونډیانو",
    ),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def manual(web_pages: Path, language: str) -> Path:
    return web_pages / SHORT / language / "trainer.html"


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    with kept(browser) as as_opened:
        yield as_opened


@pytest.fixture
def page(pages: Callable[[Path], Page], web_pages: Path, request: pytest.FixtureRequest) -> Page:
    """The trainers' page in the language that the test is given, else in English; nothing is looked for in it."""
    shown = pages(manual(web_pages, getattr(request, "param", "en")))
    shown.evaluate("history.replaceState(null, '', location.href.split('#')[0])")
    field(shown).fill("")
    expect(results(shown)).to_have_count(0)
    return shown


@pytest.fixture
def new_page(browser: Browser, web_pages: Path) -> Iterator[Page]:
    """The English page just opened."""
    with opened(browser, manual(web_pages, "en")) as shown:
        yield shown


def field(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("searchbox")


def results(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("link")


def status(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("status")


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_typed_finds_what_is_printed(browser: Browser, lines: str, expected: str) -> None:
    page = browser.new_page()
    finds = "([language, typed, printed]) => spellings(printed, language).includes(folded(typed, language))"
    told = page.evaluate(
        f"pairs => {{ {script('folding')}; return pairs.map({finds}); }}", [line.split() for line in lines.splitlines()]
    )
    page.close()
    assert ["found" if one else "not found" for one in told] == expected.splitlines()


@pytest.mark.parametrize(("page", "typed", "anchor", "session", "word"), FOUND.values(), ids=FOUND, indirect=["page"])
def test_typing_finds_the_place(page: Page, typed: str, anchor: str, session: str, word: str) -> None:
    field(page).fill(typed)
    first = results(page).first
    expect(first.locator(".find-where")).to_contain_text(session)
    assert first.get_attribute("href") == f"#{anchor}"
    assert word in first.locator("mark").all_inner_texts()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    first.click()
    assert page.evaluate("location.hash") == f"#{anchor}"
    expect(results(page)).to_have_count(0)
    expect(page.locator(".found")).to_be_in_viewport()


@pytest.mark.parametrize("typed", ["یا ایها الناس", "الناس لتعارفوا", "النّاسُ خلقناكم"])
@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_a_verse_is_found_by_its_plain_letters(page: Page, typed: str) -> None:
    field(page).fill(typed)
    verse = results(page).first.locator(".find-text bdi")
    expect(verse).to_have_attribute("lang", "ar")
    expect(verse).to_have_attribute("dir", "rtl")
    assert normalize("NFC", "ٱلنَّاسُ") in (normalize("NFC", word) for word in verse.locator("mark").all_inner_texts())
    results(page).first.click()
    assert "quran:49:13" in page.locator(".found").inner_html()
    expect(page.locator(".found")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("page", "one", "several", "none"),
    [
        ("en", "1 place found", "places found", "Nothing found."),
        ("ur", "۱ جگہ ملا", "جگہوں پر ملا", "کچھ نہیں ملا۔"),
        ("ps", "په ۱ ځای کې وموندل شو", "ځایونو کې وموندل شو", "هېڅ ونه موندل شول."),
    ],
    indirect=["page"],
)
def test_it_says_in_the_page_s_language_how_much_was_found(page: Page, one: str, several: str, none: str) -> None:
    field(page).fill("zzzzzz")
    expect(status(page)).to_contain_text(none)
    expect(results(page)).to_have_count(0)
    field(page).fill("لِتَعَارَفُوا وقبائل")
    expect(status(page)).to_have_text(one)
    field(page).fill("الله")
    expect(status(page)).to_contain_text(several)
    field(page).fill("")
    expect(status(page)).to_be_empty()


def test_words_that_only_style_sets_apart_stay_apart(page: Page) -> None:
    field(page).fill("minutes storytelling")
    expect(results(page).filter(has_text="minutes storytelling").first).to_be_visible()


def test_it_lists_no_more_than_one_reads(page: Page) -> None:
    field(page).fill("the")
    expect(results(page)).to_have_count(RESULTS)
    expect(status(page)).to_have_text(f"More than {RESULTS} places found. These fit best.")


def test_it_is_used_with_keys_alone(new_page: Page) -> None:
    page = new_page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("peace")
    expect(results(page).nth(2)).to_be_visible()
    page.keyboard.press("Enter")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(results(page)).to_have_count(0)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("peace")
    page.keyboard.press("Enter")
    expect(results(page).nth(0)).to_be_visible()
    page.keyboard.press("ArrowDown")
    goal = results(page).nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == goal
    expect(page.locator(".found")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("main [tabindex='-1']").count() == 0


def test_it_closes_when_one_reads_on(page: Page) -> None:
    field(page).fill("peace")
    expect(results(page).nth(0)).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(results(page)).to_have_count(0)
    field(page).click()
    expect(results(page).nth(0)).to_be_visible()
    page.locator("a.skip").focus()
    expect(results(page)).to_have_count(0)


def test_what_the_manual_says_never_becomes_markup(new_page: Page) -> None:
    page = new_page
    says = "Beware <img src=x onerror=alert(1)> of &lt;b&gt; gudgeons"
    page.evaluate(
        "says => document.querySelectorAll('main h3, main h3 + p').forEach(one => one.textContent = says)", says
    )
    field(page).fill("gudgeons")
    expect(results(page).first.locator(".find-title")).to_have_text(says)
    assert page.locator(".find-panel :is(img, b)").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_axe_finds_nothing_in_the_results(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    field(page).fill("الناس")
    expect(results(page).first).to_be_visible()
    assert axe_findings(page) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_the_results_are_seen_whole(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    field(page).fill("الله")
    expect(results(page).first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("Math.abs(document.documentElement.scrollLeft)") == 0


def test_it_is_not_printed(page: Page) -> None:
    expect(field(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("form.find")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_nothing_of_it_shows(browser: Browser, web_pages: Path, language: str) -> None:
    with opened(browser, manual(web_pages, language), java_script_enabled=False) as page:
        expect(page.locator("form.find")).to_be_hidden()
        assert page.locator("main").is_visible()


def test_a_browser_too_old_for_it_shows_nothing_of_it(browser: Browser, web_pages: Path, tmp_path: Path) -> None:
    whole = manual(web_pages, "en").read_text("utf-8")
    old = tmp_path / "old.html"
    old.write_text(whole.replace("<script>", "<script>delete Array.prototype.flatMap;</script>\n<script>", 1), "utf-8")
    with opened(browser, old) as page:
        expect(page.locator("form.find")).to_be_hidden()


def test_no_script_asks_the_network_or_makes_markup(web_pages: Path) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", manual(web_pages, "en").read_text("utf-8"), re.DOTALL)
    assert len(scripts) == 2
    network = r"\beval\b|\bFunction\(|(?<!\.)\bfetch\((?!key)|XMLHttpRequest|WebSocket|\bimport\b"
    risky = rf"{network}|(?:inner|outer)HTML|\.write\("
    assert [found for text in scripts for found in re.findall(risky, text)] == []


def test_the_engine_s_licence_goes_with_it(web_pages: Path) -> None:
    text = manual(web_pages, "en").read_text("utf-8")
    assert "/*! MiniSearch 7.2.0\nCopyright 2022 Luca Ongaro\n\nPermission is hereby granted" in text
