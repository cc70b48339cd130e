"""A manual → what it would tell about people, for whoever decides whether it may be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from kitabcha.assembly.selection import select
from kitabcha.diagnostics import Diagnostic
from kitabcha.dialect import blocks_in, inline, plain
from kitabcha.inspection import load_checked
from kitabcha.ledger import Wanted
from kitabcha.model import BESIDE, Block, Book, LoreBlock, Passage, Place, Project, Session, Story, Text
from kitabcha.pipeline import editions_of
from kitabcha.privacy.disclosures import disclosures
from kitabcha.safeguards import guard_project
from kitabcha.walking import texts_in

Fact: TypeAlias = tuple[str, str, Place]
"""What it is, what is told, and where that is written."""


def redact(root: Path, manual: str) -> tuple[list[str], list[Diagnostic]]:
    """Lines that say what a manual, in any of its editions, tells about people; and what must not be printed."""
    project, found = load_checked(root)
    if project is None:
        return [], found
    wanted = [one for one in editions_of(project, Wanted((manual,))) if BESIDE not in one.language]
    _, faults = guard_project(root, project)
    books = [selected.book for edition in wanted if (selected := select(project, edition)).book]
    told = dict.fromkeys(fact for book in books if book for fact in _facts(project, book))
    lines = [f"  {what}: {words} ({place})" for what, words, place in sorted(told, key=_order)]
    return [f"{manual} tells of people:", *lines], [*found, *faults]


def _order(fact: Fact) -> tuple[str, int, str]:
    return fact[2].path, fact[2].line, fact[0]


def _facts(project: Project, book: Book) -> Iterator[Fact]:
    publisher = book.publisher
    named = (("publisher", publisher.name), ("contact", publisher.contact), ("notice", publisher.notice))
    yield from (fact for what, text in named for fact in _text(what, text))
    if publisher.address:
        yield "address on the web", publisher.address, project.curriculum.place
    for name, value in book.values.items():
        yield from _text(f"value `{name}`", value)
    items = [block.item for block in blocks_in(_blocks(book)) if isinstance(block, LoreBlock)]
    for item in items:
        yield from _of_story(item) if isinstance(item, Story) else ()
        yield from _of_passage(item, project, book) if isinstance(item, Passage) else ()
    for text in texts_in(book):
        for found in disclosures(text.raw):
            yield f"{found.kind}, published", found.text, text.place


def _blocks(book: Book) -> tuple[Block, ...]:
    sessions = (item for day in book.days for item in day.items if isinstance(item, Session))
    return tuple(block for session in sessions for block in session.blocks)


def _text(what: str, text: Text | None) -> Iterator[Fact]:
    if text:
        yield what, plain(inline(text.raw)), text.place


def _of_story(story: Story) -> Iterable[Fact]:
    yield from _text(f"teller of `{story.id}`", story.teller)
    yield from _text(f"source of `{story.id}`", story.source)
    if consent := story.consent:
        agreed = f"consent of {consent.given_on} for {consent.scope}, which is not printed"
        yield f"living people in `{story.id}`", agreed, story.place


def _of_passage(passage: Passage, project: Project, book: Book) -> Iterator[Fact]:
    if passage.reviewed_by:
        yield f"reviewer of {passage.reference}", passage.reviewed_by, passage.place
    rendering = project.renderings.get(book.edition.language, {}).get(str(passage.reference))
    if rendering:
        yield f"translator of {passage.reference}", rendering.edition.translator, rendering.place
