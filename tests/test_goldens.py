"""The minimal project through every stage before the press, held against tests/projects/minimal/expected.

When a change of the output is meant: `pytest tests/test_goldens.py --update-goldens`, then read `git diff`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kitabcha import pipeline
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Edition, NumberedBook, NumberedSession, TimedBreak
from kitabcha.press import composition
from kitabcha.press.galleys import Galley, galleys
from kitabcha.writing import clock
from tests.harness import MINIMAL, ProjectTest
from tests.one_piece import BODY

EXPECTED = MINIMAL / "expected"
EDITIONS = [Edition("first", language, kind) for language in ("en", "ur") for kind in ("trainer", "participant")]

MEETING = "locales/ur/LC_MESSAGES/meeting.po"
URDU = {
    "Meeting": "ملاقات",
    "We meet and begin to trust.": "ہم ملتے ہیں اور بھروسا شروع ہوتا ہے۔",
    "Welcome": "خوش آمدید",
    "We meet in {{ venue }}, as in a *jirga*{.term}. Allport calls this contact [@allport1954, ch. 16].": (
        "ہم {{ venue }} میں ملتے ہیں، جیسے *جرگے*{.term of=jirga} میں۔ "
        "آلپورٹ اسے میل جول کہتا ہے [@allport1954, باب ۱۶]۔"
    ),
    "See [the picture](#tree) and <quran:49:13>.[^1]": "[تصویر](#tree) اور <quran:49:13> دیکھیں۔[^1]",
    "Talk.": "بات کریں۔",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    """The minimal project, a part of it in Urdu."""
    made = ProjectTest.minimal(tmp_path_factory.mktemp("goldens") / "project").run("messages", "update", "-l", "ur")
    for message, translation in URDU.items():
        made.change(MEETING, f'msgid "{message}"\nmsgstr ""\n', f'msgid "{message}"\nmsgstr "{translation}"\n')
    return made


@pytest.fixture(scope="module")
def workshop(project: ProjectTest) -> pipeline.Workshop:
    opened, found = pipeline.open_workshop(project.root)
    assert opened and not found, found
    return opened


def held(name: str, found: str, update: bool) -> None:
    """Compare with the file of that name in expected/, or write it."""
    path = EXPECTED / name
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, "utf-8")
    assert path.is_file(), f"there is no {name}: run pytest with --update-goldens"
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("catalogue", ["library", "manuals", "meeting"])
def test_messages(tmp_path: Path, catalogue: str, update_goldens: bool) -> None:
    project = ProjectTest.minimal(tmp_path / "project").run("messages", "update", "-l", "ur").leaves_with(0)
    held(f"messages/{catalogue}.po", project.text(f"locales/ur/LC_MESSAGES/{catalogue}.po"), update_goldens)


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_numbered_book(workshop: pipeline.Workshop, edition: Edition, update_goldens: bool) -> None:
    prepared = pipeline.prepare(workshop, edition)
    assert prepared.numbered and not prepared.diagnostics, prepared.diagnostics
    held(f"{_name(edition)}.outline.txt", "\n".join(_outline(prepared.numbered)) + "\n", update_goldens)


def _outline(numbered: NumberedBook) -> Iterator[str]:
    """The agenda, the session plans and every label, a line each."""
    english = LANGUAGES["en"]
    for day in numbered.days:
        yield f"Day {day.number}: {day.title.raw}, {clock(day.starts, english)} to {clock(day.ends, english)}"
        for item in day.items:
            yield f"  {clock(item.starts, english)} to {clock(item.ends, english)} {_item(item)}"
            yield from (f"    {step}" for step in (_steps(item) if isinstance(item, NumberedSession) else ()))
    yield ""
    for anchor, label in numbered.labels.items():
        yield f"{anchor}: {label.kind} {label.number} {label.title.raw if label.title else '(no title)'}"


def _item(item: NumberedSession | TimedBreak) -> str:
    return f"session {item.number}: {item.session.title.raw}" if isinstance(item, NumberedSession) else item.title.raw


def _steps(one: NumberedSession) -> Iterator[str]:
    for step in one.steps:
        yield f"+{step.offset} for {step.minutes}: {step.kind} {step.title.raw if step.title else '(no title)'}"


@pytest.mark.parametrize("medium", ["print", "screen"])
@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_session(workshop: pipeline.Workshop, edition: Edition, medium: str, update_goldens: bool) -> None:
    prepared = pipeline.prepare(workshop, edition)
    assert prepared.numbered, prepared.diagnostics
    language, phrases = LANGUAGES[edition.language], workshop.interfaces[edition.language]
    setting = (prepared.documents, prepared.numbered, language, LANGUAGES, phrases)
    page = composition.for_screen(*setting) if medium == "screen" else _printed(galleys(*setting))
    held(f"{_name(edition)}.{medium}.html", _session(page), update_goldens)


def _name(edition: Edition) -> str:
    return f"{edition.language}-{edition.kind}"


def _printed(parts: tuple[Galley, ...]) -> str:
    """The session's part and its sheets."""
    return "\n".join(match[1] for part in parts if part.session and (match := BODY.search(part.html)))


def _session(page: str) -> str:
    """The session's part of a page, without the drawings of icons, a block a line."""
    start = page.index('<section class="part session"')
    ends = [page.find(mark, start + 1) for mark in ('<section class="part ', "</main>", "</body>")]
    part = page[start : min((end for end in ends if end > 0), default=None)]
    part = re.sub(r'<svg class="(\w+)".*?</svg>', r'<svg class="\1">…</svg>', part, flags=re.DOTALL)
    part = re.sub(r"\s+", " ", part)
    blocks = "section|div|h[1-6]|p|[uo]l|dl|li|figure|table|thead|tbody|tr|blockquote|aside|nav"
    return re.sub(rf" ?(<(?:{blocks})\b)", r"\n\1", part).strip() + "\n"
