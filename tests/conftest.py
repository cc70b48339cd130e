"""What the tests of several files share: the option that rewrites goldens, and the real manuals, built once."""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import settings

from kitabcha import pipeline, worklist
from kitabcha.cache import cache_of
from kitabcha.ledger import Wanted
from kitabcha.model import EDITION_KINDS, Edition
from kitabcha.press.galleys import galleys
from kitabcha.press.index_pages import with_pages
from kitabcha.press.jobs import BindJob, Made, parts_of
from kitabcha.press.pagination import paginate
from kitabcha.progress import Progress
from kitabcha.staff import Pool
from kitabcha.workers import Task
from tests.harness import ROOT
from tests.one_piece import one_piece
from tests.reading import Proof, read

# No test is timed, and a run that is green here is green everywhere: the same examples each time.
settings.register_profile("kitabcha", deadline=None, derandomize=True)
settings.load_profile("kitabcha")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="Rewrite tests/projects/*/expected from this run.")


LONGEST_FIRST = ("fidelity", "building", "watching", "pages", "cluster", "search", "tagging", "wheel", "engine_lines")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first, so that nobody waits for it at the end."""
    order = {f"test_{name}.py": number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


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
    """The same folder with the PDF of every edition of two manuals besides."""
    _build(web_pages, Wanted(READ, formats=("pdf",)))
    return web_pages


READ = ("women-tolana", "youth-tolana")
"""The manuals whose every word is read back. In the others readers give a few letters otherwise, such as ﷺ."""

PRINTED = tuple(
    f"{manual}/{language}/{kind}" for manual in READ for language in ("en", "ur", "ps") for kind in EDITION_KINDS
)


@pytest.fixture(scope="session")
def workshop() -> pipeline.Workshop:
    """This repository's own sources, read once."""
    opened, found = pipeline.open_workshop(ROOT)
    assert opened and not found, found
    return opened


@pytest.fixture(scope="session", params=PRINTED)
def proof(request: pytest.FixtureRequest, manuals: Path, workshop: pipeline.Workshop) -> Proof:
    """A PDF of this repository as it is now, with what it was made of."""
    edition = pipeline.ready_for_press(workshop, pipeline.prepare(workshop, Edition(*request.param.split("/"))))
    (task,) = worklist.tasks_of(edition, ("pdf",))
    setting = (edition.numbered, edition.language, edition.languages, edition.interface)
    content = (manuals / f"{request.param}.pdf").read_bytes()
    pages = _pages(task)
    parts = [
        replace(part, html=with_pages(part.html, pages, edition.languages)) if part.kind == "index" else part
        for part in galleys(edition.documents, *setting)
    ]
    return Proof(cast(BindJob, task.job), one_piece(parts, *setting), content, read(content))


def _pages(task: Task) -> Mapping[str, int]:
    """The page of every anchor in a manual that has been built, by its parts as the cache has them."""
    job, made = cast(BindJob, task.job), []
    for need in task.needs[:-1]:  # the last is the furniture
        kept = cache_of(ROOT).find(need.key)
        assert kept, need.job.name
        made.append(Made(kept.content, (), kept.about))
    return paginate(parts_of(job.galleys, made), job.file.language.is_right_to_left).numbers()


def _build(out: Path, wanted: Wanted) -> None:
    """One build of our manuals at a time: another process of tests finds in the cache what this one has made."""
    with (ROOT / "pyproject.toml").open() as turn, Pool() as staff:
        fcntl.flock(turn, fcntl.LOCK_EX)
        report = pipeline.build(ROOT, out, wanted, strict=True, tell=_listen, staff=staff)
    assert report.diagnostics == ()


def _listen(progress: Progress) -> None:
    """Progress is of no interest here."""
