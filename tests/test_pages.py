"""Finished pages as a phone, a keyboard and a screen reader meet them: real Chromium, axe and the Nu checker."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe_findings, chromium, kept, opened
from tests.harness import ROOT, SHORT

NU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NOT_NORMALISED = "Text run is not in Unicode Normalization Form C."
MARKUP = re.compile(r"^[^<>]*>|<[^<>]*>?")
"""Tags in what the checker shows of a page, those too that it cuts off at its ends."""

MANUALS = [f"{SHORT}/{language}/trainer.html" for language in ("en", "ur", "ps")]
PAGES = ["index.html", f"{SHORT}/ur/participant.html", *MANUALS]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest, web_pages: Path) -> Path:
    return web_pages / str(request.param)


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    with kept(browser) as as_opened:
        yield as_opened


@pytest.fixture
def page(pages: Callable[[Path], Page], path: Path) -> Page:
    """A page opened as a file, on a phone; it may ask for nothing but itself."""
    return pages(path)


@pytest.fixture
def new_page(browser: Browser, path: Path) -> Iterator[Page]:
    """The same just opened."""
    with opened(browser, path) as shown:
        yield shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert axe_findings(page) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_sticks_out_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("Math.abs(document.documentElement.scrollLeft)") == 0


def test_the_first_key_skips_to_the_text(new_page: Page) -> None:
    page = new_page
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement")
    box = skip.bounding_box()
    assert box and box["width"] > 20 and box["height"] > 20 and 0 <= box["x"] <= 340 and 0 <= box["y"] <= 100
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_page_says_its_language_and_direction(page: Page, path: Path) -> None:
    code = "en" if path.name == "index.html" else path.parent.name
    assert page.locator("html").get_attribute("lang") == code
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == ("ltr" if code == "en" else "rtl")
    assert page.title()
    assert page.locator("h1").count() == 1
    wrong = """() => [...document.querySelectorAll('[lang]')].filter(one => {
      const rtl = ['ar', 'fa', 'pnb', 'ps', 'ur'].includes(one.lang);
      return (getComputedStyle(one).direction === 'rtl') !== rtl;
    }).map(one => one.outerHTML.slice(0, 120))"""
    assert page.evaluate(wrong) == []


def test_every_link_leads_to_something(page: Page, path: Path) -> None:
    lost = page.evaluate("""() => [...document.querySelectorAll('a[href^="#"]')]
      .map(link => decodeURIComponent(link.hash.slice(1))).filter(id => !document.getElementById(id))""")
    assert lost == []
    links = page.evaluate(
        "[...document.querySelectorAll('a:not([href^=\"#\"])')].map(link => link.getAttribute('href'))"
    )
    assert [link for link in links if not (link.startswith("https://") or (path.parent / link).is_file())] == []
    if path.name != "index.html":
        assert page.locator("nav a[href^='#']").count() > 10


def test_every_picture_is_shown(page: Page) -> None:
    broken = """async () => {
      const pictures = [...document.images];
      await Promise.all(pictures.map(one => one.decode().catch(() => null)));
      return pictures.filter(one => !one.naturalWidth).map(one => one.alt);
    }"""
    assert page.evaluate(broken) == []


@pytest.mark.parametrize("path", MANUALS, indirect=True)
def test_the_fonts_inside_are_used(page: Page) -> None:
    loaded = """async () => {
      await document.fonts.ready;
      return [...document.fonts].filter(one => one.status === 'error').map(one => one.family);
    }"""
    assert page.evaluate(loaded) == []
    assert page.evaluate("[...document.fonts].filter(one => one.status === 'loaded').length") >= 3


def _shown(extract: str) -> str:
    """The longest text in what the checker shows of a page."""
    return max(MARKUP.split(extract), key=len)


def test_the_checker_of_html_finds_nothing(web_pages: Path) -> None:
    java = shutil.which("java")
    assert java, "no Java: `make system-tests` tells how to install it"
    files = [str(web_pages / name) for name in PAGES]
    command = [java, "-jar", str(NU), "--format", "json", "--exit-zero-always", *files]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    found = json.loads(done.stderr)["messages"]
    # The text of the Quran is data of its edition, mark for mark: it may not be normalised.
    verses = resources.files("quran_validator").joinpath("data/quran-verses.min.json").read_text("utf-8")
    found = [one for one in found if not (NOT_NORMALISED in one["message"] and _shown(one["extract"]) in verses)]
    told = [
        f"{Path(one['url']).parent.name}:{one.get('lastLine')}: {one['message']} {one.get('extract')}" for one in found
    ]
    assert told == []
