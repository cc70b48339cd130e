"""A part's key changes with all that can change its bytes, and with nothing of the manual that it is set for."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

import pytest

from kitabcha.cache import content_key
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import jobs
from kitabcha.press.jobs import PartJob, tools
from kitabcha.resources import fonts_folder

PART = PartJob(
    "first/en/trainer.pdf: meeting", "<p>a", {"picture:x": b"x"}, (), LANGUAGES["en"], LANGUAGES, 1, Place("first")
)
CHANGES: dict[str, Any] = {
    "html": "<p>b",
    "pictures": {"picture:x": b"y"},
    "language": LANGUAGES["ur"],
    "languages": MappingProxyType({**LANGUAGES, "ur": replace(LANGUAGES["ur"], digits="0123456789")}),
    "beneath": 0,
    "in_step": True,
}
NO_MATTER: dict[str, Any] = {"name": "second/en/trainer.pdf: meeting", "place": Place("second")}
CHECKED_ONLY = {"quotations"}
"""What the page is held against: the page itself holds the same."""


def key(job: PartJob) -> str:
    return content_key(job.ingredients())


def test_every_field_is_thought_of():
    assert {field.name for field in fields(PartJob)} == CHANGES.keys() | NO_MATTER.keys() | CHECKED_ONLY


@pytest.mark.parametrize("name", CHANGES)
def test_what_can_change_the_bytes_changes_the_key(name):
    assert key(replace(PART, **{name: CHANGES[name]})) != key(PART)


@pytest.mark.parametrize("name", NO_MATTER)
def test_another_manual_has_the_same_part(name):
    assert key(replace(PART, **{name: NO_MATTER[name]})) == key(PART)


def test_a_picture_of_another_name_is_another():
    assert key(replace(PART, pictures={"picture:y": b"x"})) != key(PART)


def test_the_press_names_what_sets_text():
    named = {line.split()[0].lower() for line in tools().splitlines()}
    assert named >= {"weasyprint", "pydyf", "pikepdf", "fonttools", "press"}
    assert {name for name in named if re.match("pango|harfbuzz", name)} != set()


def test_another_press_has_other_keys(monkeypatch):
    before = key(PART)
    monkeypatch.setattr(jobs, "tools", lambda: tools().replace("weasyprint 70.0", "weasyprint 70.1"))
    assert key(PART) != before


@pytest.mark.parametrize("name", ["NotoSans-Regular.ttf", "NotoNastaliqUrdu-Regular.ttf"])
def test_another_font_is_another_press(monkeypatch, tmp_path, name):
    fonts = fonts_folder()
    for file in fonts.glob("*.ttf"):
        (tmp_path / file.name).symlink_to(file)
    monkeypatch.setattr(jobs, "fonts_folder", lambda: tmp_path)
    assert tools.__wrapped__() == tools()
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes((fonts / name).read_bytes() + b"x")
    assert tools.__wrapped__() != tools()
