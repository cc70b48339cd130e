"""Whatever is written, a project is read and its editions prepared, or what is wrong is told: nothing breaks.

A few examples in `make test`; thousands, and others each time, in `make fuzz`. What it finds becomes a case by name.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kitabcha import pipeline
from kitabcha.ledger import Wanted
from tests.sources_project import changed_project
from tests.strategies import CATALOGUES, DRAWINGS, LESSONS, MANUALS

LESSON = "modules/meeting/module.md"
FILES = st.one_of(
    st.tuples(st.just(LESSON), LESSONS),
    st.tuples(st.just("manuals/first.yaml"), MANUALS),
    st.tuples(st.just("locales/ur/LC_MESSAGES/meeting.po"), CATALOGUES),
    st.tuples(st.just("modules/meeting/tree.svg"), DRAWINGS),
)
FRONT = "---\ntitle: A\nsummary: B\nminutes: 9\nthemes: [trust]\naudiences: [community]\nobjectives: [C]\n---\n"


@pytest.mark.fuzz
@settings(max_examples=int(os.environ.get("KITABCHA_EXAMPLES", 25)))
@given(FILES)
@example((LESSON, f"{FRONT}{'*' * 5000}Deep.{'*' * 5000}\n"))  # the inline parser ran out of room
def test_no_project_breaks(file: tuple[str, str]) -> None:
    path, text = file
    with tempfile.TemporaryDirectory() as folder:
        root = changed_project(Path(folder), "")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        workshop, found = pipeline.open_workshop(root)
        assert workshop or any(one.severity == "error" for one in found)
        if workshop:
            for edition in pipeline.editions_of(workshop.project, Wanted(kinds=("trainer",))):
                pipeline.prepare(workshop, edition)
