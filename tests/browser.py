"""Chromium as the system has it, and finished pages opened in it as files, on a phone."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.harness import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 360, "height": 740}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium with an empty profile."""
    executable = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert executable, "no Chromium: `make system-tests` tells how to install it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield running
        running.close()


@contextmanager
def opened(browser: Browser, path: Path, **settings: Any) -> Iterator[Page]:
    """A page opened as a file; it may ask for nothing but itself, and complain of nothing."""
    context = browser.new_context(viewport=PHONE, service_workers="block", **settings)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.goto(path.as_uri())
    yield page
    elsewhere = [url for url in asked if url != path.as_uri() and not url.startswith("data:")]
    context.close()
    assert elsewhere == []
    assert complaints == []


AS_OPENED = """open => {
  document.activeElement.blur();
  [...document.querySelectorAll('details')].forEach((one, index) => { one.open = open[index]; });
  scrollTo(0, 0);
}"""


@contextmanager
def kept(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    """Finished pages for tests that only look: opened once, and each time given as they were when they were opened, but
    for what is in their fields and their address."""
    pages: dict[Path, tuple[Page, list[bool]]] = {}

    def as_opened(path: Path) -> Page:
        if path not in pages:
            page = stack.enter_context(opened(browser, path))
            pages[path] = page, page.evaluate("[...document.querySelectorAll('details')].map(one => one.open)")
        page, folded = pages[path]
        page.set_viewport_size(PHONE)
        page.emulate_media(media="null", color_scheme="light")
        page.evaluate(AS_OPENED, folded)
        return page

    with ExitStack() as stack:
        yield as_opened


def axe_findings(page: Page) -> list[str]:
    """What axe finds wrong with a page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]
