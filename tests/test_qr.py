"""The QR code of the publisher's address, read back by a scanner from the finished pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from page import validate_pdf_bytes
from playwright.sync_api import Browser

from kitabcha.press.qr import QUIET, qr_code
from kitabcha.sources.fields import LONGEST_ADDRESS
from tests.browser import axe_findings, chromium, opened
from tests.harness import ProjectTest
from tests.harness import opened as opened_pdf

ADDRESS = "https://peace.example.org/about?from=book&in=Swat"
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    """The minimal project with an address, its trainers' manual built in English and Urdu."""
    made = ProjectTest.minimal(tmp_path_factory.mktemp("qr") / "project")
    made.change("curriculum.yaml", "{name: Example Network}", f'{{name: Example Network, address: "{ADDRESS}"}}')
    return made.run("build", "-e", "trainer").leaves_with(0)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def scanned(picture: Any) -> list[Any]:
    return list(zxingcpp.read_barcodes(picture.convert("L")))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_scanner_reads_it_from_paper(project: ProjectTest, language: str) -> None:
    scale = 2  # 144 dots an inch, as a poor printer and a poor camera give
    with pypdfium2.PdfDocument(project.root / f"dist/first/{language}/trainer.pdf") as pdf:
        found = [code for page in pdf for code in scanned(page.render(scale=scale).to_pil())]
    assert [code.text for code in found] == [ADDRESS]
    corners = found[0].position
    width = (corners.top_right.x - corners.top_left.x) / scale / POINTS_PER_MM
    assert 20 <= width <= 30


@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_is_a_figure_that_says_the_address(project: ProjectTest, language: str) -> None:
    content = project.files()[f"first/{language}/trainer.pdf"]
    assert list(validate_pdf_bytes(content, profile="ua1").failures) == []
    with opened_pdf(content) as pdf:
        nodes = [item for item in pdf.objects if hasattr(item, "keys") and item.get("/S") == "/Figure"]
        links = [note.A.URI for page in pdf.pages for note in page.get("/Annots", []) if "/URI" in note.get("/A", {})]
        assert len([node for node in nodes if str(node.Alt).endswith(f" {ADDRESS}")]) == 1
        assert [str(link) for link in links] == [ADDRESS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_scanner_reads_it_from_a_screen(
    project: ProjectTest, browser: Browser, tmp_path: Path, language: str, scheme: Any
) -> None:
    from PIL import Image

    with opened(browser, project.root / f"dist/first/{language}/trainer.html") as page:
        page.emulate_media(color_scheme=scheme)
        drawing = page.get_by_role("img", name=ADDRESS)
        drawing.scroll_into_view_if_needed()
        drawing.screenshot(path=tmp_path / "code.png")
        address = page.locator(".address a")
        assert address.get_attribute("href") == address.inner_text() == ADDRESS
        assert address.locator("bdi").get_attribute("dir") == "ltr"
        assert axe_findings(page) == []
    assert [code.text for code in scanned(Image.open(tmp_path / "code.png"))] == [ADDRESS]


def test_without_an_address_there_is_none(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project").run("build", "-e", "trainer", "-l", "en", "--format", "html")
    assert 'class="address"' not in project.leaves_with(0).text("dist/first/en/trainer.html")


def test_the_longest_address_has_modules_that_printers_print() -> None:
    address = "https://example.org/".ljust(LONGEST_ADDRESS, "x")
    assert 30 / qr_code(address).size > 0.5  # millimetres


def test_it_has_its_quiet_zone_and_keeps_within_it() -> None:
    code = qr_code("https://example.org")
    assert code == qr_code("https://example.org")
    assert code.path.startswith(f"M{QUIET} {QUIET}h7v1h-7z")
    assert code.size == 25 + 2 * QUIET
