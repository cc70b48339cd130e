"""What the tests of several files share: the option that rewrites goldens, and the real manuals, built once."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kitabcha import pipeline
from kitabcha.ledger import Wanted
from kitabcha.progress import Progress
from kitabcha.staff import Pool
from tests.figures import figures_of, note
from tests.harness import ROOT, SHORT
from tests.proofs import BESIDE, EACH_TIME, Proof, editions, proof_of, read_each_time

# No test is timed, and a run that is green here is green everywhere: the same examples each time.
settings.register_profile("kitabcha", deadline=None, derandomize=True)
# In `make fuzz` others are tried each time.
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile("fuzz" if "KITABCHA_EXAMPLES" in os.environ else "kitabcha")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="Rewrite tests/projects/*/expected from this run.")
    parser.addoption("--figures", action="store_true", help="Write what this run has shown into docs/safety.md.")


LONGEST_FIRST = (
    "fidelity",
    "finished",
    "building",
    "watching",
    "pages",
    "cluster",
    "search",
    "tagging",
    "wheel",
    "engine_lines",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first, so that nobody waits for it at the end."""
    order = {f"test_{name}.py": number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures that tests have noted with `record_property("figure", …)`."""
    passed, failed = terminalreporter.getreports("passed"), terminalreporter.getreports("failed")
    if told := figures_of([*passed, *failed]):
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(told))
    if terminalreporter.config.getoption("--figures"):
        note(passed, terminalreporter.config.getoption("markexpr") == "soak")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def web_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index and the trainers' and participants' pages of the short manual as this repository has it.

    What `make` has built is taken from its cache, and what is made here is kept there.
    """
    out = tmp_path_factory.mktemp("manuals")
    _build(out, Wanted((SHORT,), kinds=("trainer", "participant"), formats=("html",)))
    return out


@pytest.fixture(scope="session")
def manuals(web_pages: Path) -> Path:
    """The same folder with the PDFs that are read each time besides."""
    for wanted in EACH_TIME:
        _build(web_pages, wanted)
    return web_pages


@pytest.fixture(scope="session")
def all_manuals(manuals: Path) -> Path:
    """The same folder with the PDF of every edition of every manual, and of two languages side by side."""
    for wanted in (Wanted(formats=("pdf",)), BESIDE):
        _build(manuals, wanted)
    return manuals


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of a proof is one of every PDF that there is; the manuals are read only where there is such a test."""
    if "proof" in metafunc.fixturenames:
        quick = read_each_time()
        proofs = [one if one in quick else pytest.param(one, marks=pytest.mark.soak) for one in editions()]
        metafunc.parametrize("proof", proofs, indirect=True, ids=str, scope="session")


@pytest.fixture(scope="session")
def proof(request: pytest.FixtureRequest) -> Proof:
    """A PDF of this repository as it is now, with what it was made of."""
    each_time = request.param in read_each_time()
    return proof_of(request.param, request.getfixturevalue("manuals" if each_time else "all_manuals"))


def _build(out: Path, wanted: Wanted) -> None:
    """One build of our manuals at a time: another process of tests finds in the cache what this one has made."""
    with (ROOT / "pyproject.toml").open() as turn, Pool() as staff:
        fcntl.flock(turn, fcntl.LOCK_EX)
        report = pipeline.build(ROOT, out, wanted, strict=True, tell=_listen, staff=staff)
    assert report.diagnostics == ()


def _listen(progress: Progress) -> None:
    """Progress is of no interest here."""
