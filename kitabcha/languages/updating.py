"""Brings every catalogue of a project up to date, language by language: messages of today → files in locales/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitabcha.diagnostics import Diagnostic
from kitabcha.files import write_beside
from kitabcha.languages.catalogues import Entry, folder, parse_sheet
from kitabcha.languages.merging import Update, update
from kitabcha.languages.messages import INTERFACE, INTERFACE_LANGUAGE, Message, Messages, messages
from kitabcha.languages.remarks import Context, Said, annotated, context_of
from kitabcha.model import Project


@dataclass(frozen=True, slots=True)
class FileUpdate:
    """One catalogue after an update: its path from the project's root, what changed, and whether it was written."""

    path: str
    update: Update
    written: bool


def update_all(
    root: Path, project: Project, interface: Sequence[Message] = (), languages: Sequence[str] = ()
) -> tuple[list[FileUpdate], list[Diagnostic]]:
    """Update the catalogues of these languages (of all when empty).

    `interface` are the interface's messages where the project keeps them, else none: its catalogue then stays as it
    is. A file that is broken stays as it is too, and is among the diagnostics.
    """
    updates: list[FileUpdate] = []
    ours, context = messages(project), context_of(project)
    for language in languages or project.curriculum.languages:
        wanted = {**_stale(root, language), **ours} if language != project.curriculum.language else {}
        if interface and language != INTERFACE_LANGUAGE:
            wanted[INTERFACE] = tuple(interface)
        updates += _update_language(root, language, wanted, context)
    return updates, [fault for done in updates for fault in done.update.diagnostics]


def _update_language(root: Path, language: str, plain: Messages, context: Context) -> Iterator[FileUpdate]:
    here = folder(root, language)
    contents = {path.stem: path.read_bytes() for path in sorted(here.glob("*.po"))}
    wanted = annotated(plain, context, _said(contents))
    entries = {name: _entries(content) for name, content in contents.items() if name != INTERFACE}
    for name in sorted(wanted):
        path = (here / f"{name}.po").relative_to(root).as_posix()
        done = update(
            contents.get(name, b""),
            path,
            wanted[name],
            language,
            context.project.curriculum.title.raw,
            _elsewhere(entries, name),
        )
        yield FileUpdate(path, done, not done.diagnostics and write_beside(here / f"{name}.po", done.content))


def _said(contents: Mapping[str, bytes]) -> Said:
    """What will be agreed once the update is done: a translation that is gone now comes back with its message."""
    agreed: dict[tuple[str, str, str], str] = {}
    for name, content in contents.items():
        for entry in sorted(_entries(content), key=lambda entry: not entry.obsolete):  # the living one wins
            agreed[name, *entry.key] = "" if entry.fuzzy else entry.msgstr[0]
    return lambda text: agreed.get((text.catalogue, text.context, text.raw), "")


def _stale(root: Path, language: str) -> Messages:
    """The catalogues there are, as if nothing were left of what they translate."""
    return {path.stem: () for path in folder(root, language).glob("*.po") if path.stem != INTERFACE}


def _entries(content: bytes) -> list[Entry]:
    """What a catalogue has translated, in use or not."""
    sheet, _ = parse_sheet(content, "")
    records = sheet.records if sheet else ()
    return [record.entry for record in records if record.entry.msgid and record.entry.is_translated]


def _elsewhere(entries: Mapping[str, list[Entry]], name: str) -> list[Entry]:
    """The translations in other catalogues; the interface has a voice of its own, and lends to none."""
    return [entry for other, theirs in entries.items() if other != name != INTERFACE for entry in theirs]
