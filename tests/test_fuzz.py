"""Whatever is written, a project is read and its editions prepared, or what is wrong is told: nothing breaks.

A few examples in `make test`; thousands, and others each time, in `make fuzz`, which is led by how much of Kitabcha an
example reaches. What it finds becomes a case by name.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import example, given, settings, target
from hypothesis import strategies as st

from kitabcha import pipeline
from kitabcha.ledger import Wanted
from tests.sources_project import changed_project
from tests.strategies import CATALOGUES, DRAWINGS, LESSONS, MANUALS, PASSAGES, STORIES

LESSON = "modules/meeting/module.md"
FILES = st.one_of(
    st.tuples(st.just(LESSON), LESSONS),
    st.tuples(st.just("manuals/first.yaml"), MANUALS),
    st.tuples(st.just("locales/ur/LC_MESSAGES/meeting.po"), CATALOGUES),
    st.tuples(st.just("modules/meeting/tree.svg"), DRAWINGS),
    st.tuples(st.just("library/stories/the-two-wells.md"), STORIES),
    st.tuples(st.just("library/passages.yaml"), PASSAGES),
)
PROJECTS = st.lists(FILES, min_size=1, max_size=4)
"""Files that replace those of a small project, one or several at once."""

EXAMPLES = os.environ.get("KITABCHA_EXAMPLES", "")
FRONT = "---\ntitle: A\nsummary: B\nminutes: 9\nthemes: [trust]\naudiences: [community]\nobjectives: [C]\n---\n"


@pytest.mark.fuzz
@settings(max_examples=int(EXAMPLES or 25))
@given(PROJECTS)
@example([(LESSON, f"{FRONT}{'*' * 5000}Deep.{'*' * 5000}\n")])  # the inline parser ran out of room
def test_no_project_breaks(files: list[tuple[str, str]]) -> None:
    reached = Coverage(data_file=None, branch=True, source=["kitabcha"]) if EXAMPLES else None
    if reached:
        reached.start()
    try:
        _read_and_prepared(files)
    finally:
        if reached:
            reached.stop()
            data = reached.get_data()
            target(float(sum(len(data.arcs(file) or ()) for file in data.measured_files())), label="branches")


def _read_and_prepared(files: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = changed_project(Path(folder), "")
        for path, text in files:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        workshop, found = pipeline.open_workshop(root)
        assert workshop or any(one.severity == "error" for one in found)
        if workshop:
            for edition in pipeline.editions_of(workshop.project, Wanted(kinds=("trainer",))):
                pipeline.prepare(workshop, edition)
