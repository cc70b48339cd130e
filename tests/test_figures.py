"""The table of figures in docs/safety.md: written by the tests, and about tests that there are."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import figures

DOCUMENT = f"""# Promises
| promise | proved by |
|---|---|
| No verse differs. | `test_a.py`, `test_b.py` |

{figures.HEAD}| `test_a.py` | 3 | three verses |
| `test_a.py` in `make soak` | 1 | all verses |

Below.
"""


def report(test: str, *said: str) -> SimpleNamespace:
    return SimpleNamespace(nodeid=f"tests/{test}", user_properties=[("figure", one) for one in said])


def test_a_run_writes_its_rows_and_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = tmp_path / "safety.md"
    document.write_text(DOCUMENT, "utf-8")
    monkeypatch.setattr(figures, "SAFETY", document)
    figures.note(
        [
            report("test_b.py::one[x]", "told"),
            report("test_b.py::one[y]", "told"),
            report("test_c.py::two", "not named"),
        ],
        is_soak=False,
    )
    figures.note([report("test_a.py::one", "every verse")], is_soak=True)
    assert document.read_text("utf-8") == DOCUMENT.replace(
        "| `test_a.py` in `make soak` | 1 | all verses |\n",
        "| `test_a.py` in `make soak` | 1 | every verse |\n| `test_b.py` | 2 | told (2 times) |\n",
    )


def test_every_promise_names_tests_that_there_are() -> None:
    promises = figures.SAFETY.read_text("utf-8").partition(figures.HEAD)[0]
    rows = [line for line in promises.splitlines() if line.startswith("| **")]
    named = [re.findall(r"`(test_\w+\.py)`", row.rpartition(" | ")[2] or row) for row in rows]
    assert len(rows) >= 15 and all(named)
    folder = Path(__file__).parent
    assert [name for names in named for name in names if not (folder / name).is_file()] == []
