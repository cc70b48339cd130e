"""What of a lesson's text is a message, and what is left alone: tests/cases/messages.md, and the pages of a manual."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kitabcha import pipeline
from kitabcha.languages.messages import is_message
from kitabcha.model import Edition
from kitabcha.sources.parsing import Owner, parse_body
from kitabcha.sources.yaml_files import read_yaml
from kitabcha.walking import texts_in
from tests.cases import read_cases
from tests.harness import ProjectTest

CASES = read_cases("messages.md")
OWNER = Owner("modules/wells/module.md", "wells", "wells", "en")


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_messages(title: str, text: str, expected: str) -> None:
    blocks, footnotes, found = parse_body(text, 1, OWNER)
    lines = [
        f"{one.place.line}: {one.raw}".replace("\n", "\\n") + (f" #. {one.note}" if one.note else "")
        for one in texts_in((blocks, footnotes))
        if is_message(one)
    ]
    lines += [f"{fault.place.line}: {fault.severity}: {fault.message}" for fault in found]
    assert "".join(f"{line}\n" for line in lines) == expected


FIELDS = read_cases("fields.md")


@pytest.mark.parametrize(("title", "text", "expected"), FIELDS, ids=[case[0] for case in FIELDS])
def test_what_is_said_of_fields(title: str, text: str, expected: str) -> None:
    document, found = read_yaml(text, "manuals/wells.yaml")
    assert document
    lines = []
    for keys, value in _words(document.data):
        said = tuple(document.remarks_on(*keys))
        skip, notes = any(one.skip for one in said), "; ".join(one.note for one in said if one.note)
        line = f"{document.place(*keys).line}: {value}".replace("\n", "\\n")
        lines.append(line + (" (skip)" if skip else "") + (f" #. {notes}" if notes else ""))
    lines += [f"{fault.place.line}: {fault.severity}: {fault.message}" for fault in found]
    assert "".join(f"{line}\n" for line in lines) == expected


def _words(node: object, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, str):
        yield keys, node
    elif isinstance(node, dict | list):
        for key, part in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _words(part, (*keys, key))


def test_what_is_said_of_fields_reaches_translators(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    project.change(LESSON, "goal:", "# i18n:comment: safe from shame\ngoal:")
    project.change(LESSON, "summary:", "# i18n:skip\nsummary:")
    project.change(LESSON, "minutes:", "# i18n:comment: too long?\nminutes:")
    project.change("manuals/first.yaml", "  - title:", "  # i18n:comment: between people\n  - title:")
    project.change("library/glossary.yaml", "  definition:", "  # i18n:comment: of men\n  definition:")
    project.change("curriculum.yaml", "  women:", "  # i18n:comment: a council\n  women:")
    project.run("messages", "update").leaves_with(0)
    line = next(number for number, one in enumerate(project.text(LESSON).split("\n"), 1) if "too long?" in one)
    assert project.last.err == (
        f"{LESSON}:{line}: warning: no text for translators follows this\n"
        "  hint: put it on a line of its own just above the key or the item that it is for\n1 warning\n"
    )
    meeting, manuals, library = (
        project.text(f"locales/ur/LC_MESSAGES/{name}.po") for name in ("meeting", "manuals", "library")
    )
    assert "#. safe from shame\n" in meeting and "meeting/summary" not in meeting
    assert "#. between people\n" in manuals and "#. a council\n" in manuals and "#. of men\n" in library


LESSON = "modules/meeting/module.md"
LEFT_ALONE = """\
<!-- i18n:skip -->
Salaam, salaam, 2 times.

<!-- i18n:comment: as at a well -->
1. Form groups."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectTest:
    made = ProjectTest.minimal(tmp_path_factory.mktemp("segments") / "project").change(
        LESSON, "1. Form groups.", LEFT_ALONE
    )
    return made.run("messages", "update").leaves_with(0)


def test_the_catalogue_has_the_comment_and_not_what_is_left_alone(project: ProjectTest) -> None:
    catalogue = project.text("locales/ur/LC_MESSAGES/meeting.po")
    assert "Salaam" not in catalogue
    assert "#. as at a well\n" in next(entry for entry in catalogue.split("\n\n") if "Form groups." in entry)


def test_what_is_left_alone_is_printed_as_it_is_and_lacks_no_translation(project: ProjectTest) -> None:
    workshop, _ = pipeline.open_workshop(project.root)
    assert workshop
    prepared = pipeline.prepare(workshop, Edition("first", "ur", "trainer"))
    assert prepared.numbered and prepared.numbered.book.coverage
    (session,) = (part for part in prepared.documents if part.kind == "session")
    assert '<p lang="en" dir="ltr"><bdi lang="en" dir="ltr">Salaam, salaam, 2 times.</bdi></p>' in session.body
    book = prepared.numbered.book
    assert prepared.numbered.book.coverage.messages == len(
        {(one.catalogue, one.context, one.raw) for one in texts_in(book) if is_message(one)}
    )
