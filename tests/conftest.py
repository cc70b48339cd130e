"""What the tests of several files share: the option that rewrites goldens, and the real manuals, built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from kitabcha import pipeline
from kitabcha.ledger import Wanted
from kitabcha.progress import Progress
from kitabcha.staff import Pool
from tests.harness import ROOT

# No test is timed, and a run that is green here is green everywhere: the same examples each time.
settings.register_profile("kitabcha", deadline=None, derandomize=True)
settings.load_profile("kitabcha")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="Rewrite tests/projects/*/expected from this run.")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def web_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index and the trainers' and participants' pages of women-tolana as this repository has it.

    What `make` has built is taken from its cache, and what is made here is kept there.
    """
    out = tmp_path_factory.mktemp("manuals")
    _build(out, Wanted(("women-tolana",), kinds=("trainer", "participant"), formats=("html",)))
    return out


@pytest.fixture(scope="session")
def manuals(web_pages: Path) -> Path:
    """The same folder with the trainers' PDFs and the Urdu handouts besides."""
    _build(web_pages, Wanted(("women-tolana",), kinds=("trainer",), formats=("pdf",)))
    _build(web_pages, Wanted(("women-tolana",), languages=("ur",), kinds=("handouts",)))
    return web_pages


def _build(out: Path, wanted: Wanted) -> None:
    with Pool() as staff:
        report = pipeline.build(ROOT, out, wanted, strict=True, tell=_listen, staff=staff)
    assert report.diagnostics == ()


def _listen(progress: Progress) -> None:
    """Progress is of no interest here."""
