"""How far each catalogue is translated: a project and its PO files → one row for each catalogue and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitabcha.diagnostics import Diagnostic
from kitabcha.languages.catalogues import Catalogue, Entry, Key, read_all
from kitabcha.languages.interface import packaged
from kitabcha.languages.messages import INTERFACE, INTERFACE_LANGUAGE, Message, messages
from kitabcha.model import Project


@dataclass(frozen=True, slots=True)
class Status:
    """One catalogue in one language, in messages. `unreviewed` ones are among those translated."""

    catalogue: str
    language: str
    messages: int
    translated: int
    fuzzy: int
    unreviewed: int

    @property
    def missing(self) -> int:
        return self.messages - self.translated - self.fuzzy


def status(project: Project, root: Path, interface: Sequence[Message] = ()) -> tuple[list[Status], list[Diagnostic]]:
    """A row for each catalogue and language that it is translated to, and what is wrong in the files."""
    rows: list[Status] = []
    found: list[Diagnostic] = []
    ours = messages(project)
    for language in project.curriculum.languages:
        catalogues, faults = read_all(root, language)
        found += faults
        if language != project.curriculum.language:
            rows += [_row(name, language, wanted, _entries(catalogues, name)) for name, wanted in ours.items()]
        if interface and language != INTERFACE_LANGUAGE:
            known = {**packaged(language).entries, **_entries(catalogues, INTERFACE)}
            rows.append(_row(INTERFACE, language, interface, known))
    return rows, found


def _entries(catalogues: Mapping[str, Catalogue], name: str) -> Mapping[Key, Entry]:
    return catalogues[name].entries if name in catalogues else {}


def _row(name: str, language: str, wanted: Sequence[Message], entries: Mapping[Key, Entry]) -> Status:
    there = [entry for message in wanted if (entry := entries.get((message.context, message.msgid)))]
    published = [entry for entry in there if entry.is_published]
    return Status(
        catalogue=name,
        language=language,
        messages=len(wanted),
        translated=len(published),
        fuzzy=sum(entry.fuzzy and entry.is_translated for entry in there),
        unreviewed=sum(entry.draft for entry in published),
    )
