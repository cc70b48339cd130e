"""What translators and reviewers ask for: how far translations are, by lesson, manual or edition; reviews, noted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kitabcha.adapting import adapted
from kitabcha.assembly.selection import select
from kitabcha.diagnostics import Diagnostic, Misused, did_you_mean, error
from kitabcha.files import replace_beside
from kitabcha.inspection import load_checked, unknown
from kitabcha.languages.catalogues import Catalogue, parse, read_all
from kitabcha.languages.history import Change, changes
from kitabcha.languages.interface import packaged
from kitabcha.languages.messages import (
    INTERFACE,
    INTERFACE_LANGUAGE,
    Message,
    Messages,
    is_message,
    messages,
    own_interface,
)
from kitabcha.languages.reviews import INITIALS, note
from kitabcha.languages.status import Address, Stale, Tally, addressed, since, tally
from kitabcha.languages.updating import updates
from kitabcha.model import EDITION_KINDS, Edition, Place, Project
from kitabcha.reports.tables import Cell, Report, Table, as_text
from kitabcha.walking import texts_in

CHANGED_MEANWHILE = "this file was changed by somebody else meanwhile, and is left as it is"
NOTE_AGAIN = "save it in your editor, and note the review again"
LESSON, MANUAL, EDITION = ("lesson", "manual", "edition")
HEADS = ("messages", "translated", "fuzzy", "missing", "unreviewed", "reviewed", "words left", "stale since")


@dataclass(frozen=True, slots=True)
class Row:
    """How far one lesson (or another catalogue), manual or edition is in a language, as its catalogues stand, and as
    they would be after an update."""

    scope: str
    name: str
    language: str
    now: Tally
    updated: Tally


@dataclass(frozen=True, slots=True)
class Status:
    """How far a project is, and which change each stale translation has not followed."""

    rows: tuple[Row, ...]
    changes: Mapping[Place, Change]


def status(root: Path, languages: Sequence[str]) -> tuple[Status | None, list[Diagnostic]]:
    """How far translations into these languages (all when empty) are; None when the sources have errors."""
    project, found = load_checked(root)
    if project is None:
        return None, found
    if faults := unknown(languages, project.curriculum.languages, "language"):
        raise Misused(faults)
    rows, interface = list[Row](), own_interface(root)
    for language in languages or project.curriculum.languages:
        now, faults = read_all(root, language)
        planned = updates(root, project, interface, [language])
        updated = {Path(one.path).stem: parse(one.update.content, one.path)[0] for one in planned}
        rows += _rows(project, language, interface, now, updated)
        found += faults
    stale = (one.source for row in rows for one in (*row.now.stale, *row.updated.stale))
    return Status(tuple(rows), changes(root, stale)), found


def _rows(
    project: Project,
    language: str,
    interface: Sequence[Message],
    now: Mapping[str, Catalogue],
    updated: Mapping[str, Catalogue],
) -> Iterator[Row]:
    wanted = dict(messages(adapted(project, (language,)))) if language != project.curriculum.language else {}
    if interface and language != INTERFACE_LANGUAGE:
        wanted[INTERFACE] = tuple(interface)
        now, updated = _with_ours(now, language), _with_ours(updated, language)
    known = addressed(wanted)
    for scope, name, addresses in _scopes(project, language, wanted):
        them = tuple(addresses)
        yield Row(scope, name, language, tally(them, known, now), tally(them, known, updated))


def _with_ours(catalogues: Mapping[str, Catalogue], language: str) -> Mapping[str, Catalogue]:
    """A project's own words of the interface before those that Kitabcha brings along."""
    own = catalogues.get(INTERFACE, Catalogue(f"{INTERFACE}.po", {}))
    return {**catalogues, INTERFACE: Catalogue(own.path, {**packaged(language).entries, **own.entries})}


def _scopes(project: Project, language: str, wanted: Messages) -> Iterator[tuple[str, str, Iterable[Address]]]:
    for name, them in wanted.items():
        yield LESSON, name, addressed({name: them})
    if language == project.curriculum.language:
        return
    for manual in project.manuals.values():
        if language in manual.languages:
            kinds = [kind for kind in EDITION_KINDS if kind in manual.editions]
            editions = {kind: _addresses(project, Edition(manual.id, language, kind)) for kind in kinds}
            yield MANUAL, manual.id, dict.fromkeys(one for them in editions.values() for one in them)
            for kind, addresses in editions.items():
                yield EDITION, f"{manual.id}/{kind}", addresses


def _addresses(project: Project, edition: Edition) -> tuple[Address, ...]:
    """The messages in an edition, each once; none when it has errors, which `check` tells."""
    book = select(project, edition).book
    texts = texts_in(book) if book else ()
    return tuple(dict.fromkeys((one.catalogue, one.context, one.raw) for one in texts if is_message(one)))


# --- telling it -----------------------------------------------------------------------------------------------


def as_table(status: Status, scope: str, updated: bool) -> str:
    """The rows of one scope, in columns; with `updated`, as the catalogues would be after an update."""
    rows = tuple(
        _cells(row, row.updated if updated else row.now, status.changes) for row in status.rows if row.scope == scope
    )
    return as_text(Report("status", (Table(scope, ("language", scope, *HEADS), rows),), ()))


def _cells(row: Row, one: Tally, known: Mapping[Place, Change]) -> tuple[Cell, ...]:
    not_known = "not known" if one.stale else ""
    return row.language, row.name, *_figures(one), since(one.stale, known) or not_known


def _figures(one: Tally) -> tuple[int, ...]:
    return one.messages, one.translated, one.fuzzy, one.missing, one.unreviewed, one.reviewed, one.words_left


def stale_lines(status: Status, updated: bool) -> list[str]:
    """Every stale translation with the text as it was, as it is, and the change that it has not followed."""
    tallies = [row.updated if updated else row.now for row in status.rows if row.scope == LESSON]
    lines: list[str] = []
    for one in (stale for found in tallies for stale in found.stale):
        lines += [
            f"{one.place}: {_told(status.changes.get(one.source))}",
            f"  was: {one.previous}",
            f"  is:  {one.msgid}",
        ]
    return lines or ["No translation is stale."]


def _told(change: Change | None) -> str:
    if change is None:
        return "stale; which change did it is not known"
    if not change.commit:
        return "stale since a change that is not committed yet"
    return f"stale since {change.day}: {change.commit} {change.subject}"


def as_data(status: Status) -> str:
    """All of it as JSON."""
    return json.dumps([_row(row, status.changes) for row in status.rows], ensure_ascii=False, indent=2)


def _row(row: Row, known: Mapping[Place, Change]) -> dict[str, Any]:
    names = {"scope": row.scope, "name": row.name, "language": row.language}
    return names | {"now": _tally(row.now, known), "after_update": _tally(row.updated, known)}


def _tally(one: Tally, known: Mapping[Place, Change]) -> dict[str, Any]:
    figures = dict(zip((head.replace(" ", "_") for head in HEADS), _figures(one), strict=False))
    return figures | {"stale": [_stale(stale, known.get(stale.source)) for stale in one.stale]}


def _stale(one: Stale, change: Change | None) -> dict[str, Any]:
    place = {"place": str(one.place), "message": one.msgid, "was": one.previous}
    return place | {"change": asdict(change) if change else None}


# --- noting reviews -------------------------------------------------------------------------------------------

_TARGET = re.compile(r"(.+?)(?::([0-9]+))?")


def review(root: Path, targets: Sequence[str], initials: str, day: str) -> tuple[list[str], list[Diagnostic]]:
    """Note that somebody has reviewed entries: each target is a PO file, or one and a line of the entry (FILE:LINE).

    What is not translated or fuzzy cannot be reviewed: in a whole file it is passed over, named by its line it is an
    error. When anything is wrong, nothing is written. A file that somebody saves meanwhile stays as they saved it.
    """
    if not INITIALS.fullmatch(initials):
        hint = "write one to six letters, such as `AB`: no names stand in catalogues"
        raise Misused([error(Place("--by"), f"`{initials}` are no initials", hint)])
    lines: dict[str, set[int]] = {}
    for target in targets:
        if match := _TARGET.fullmatch(target):
            lines.setdefault(match[1], set()).add(int(match[2] or 0))
    found = [fault for path in lines for fault in _no_file(root, path)]
    if found:
        return [], found
    before = {path: (root / path).read_bytes() for path in lines}
    done = {path: note(before[path], path, wanted, initials, day) for path, wanted in lines.items()}
    if found := [fault for one in done.values() for fault in one.diagnostics]:
        return [], found
    kept = {path for path, one in done.items() if replace_beside(root / path, before[path], one.content)}
    told = [f"{path}: {one.count} reviewed by {initials}" for path, one in done.items() if path in kept]
    return told, [error(Place(path), CHANGED_MEANWHILE, NOTE_AGAIN) for path in done if path not in kept]


def _no_file(root: Path, path: str) -> Iterator[Diagnostic]:
    if not (root / path).is_file():
        known = (one.relative_to(root).as_posix() for one in root.glob("locales/*/LC_MESSAGES/*.po"))
        yield error(Place(path), "there is no such file", did_you_mean(path, known, "files"))
