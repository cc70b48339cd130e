"""Brings every catalogue of a project up to date, language by language: messages of today → files in locales/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from kitabcha.adapting import adapted
from kitabcha.diagnostics import Diagnostic, error
from kitabcha.files import replace_beside
from kitabcha.languages.catalogues import Entry, Key, Sheet, folder, parse_sheet
from kitabcha.languages.elements import role
from kitabcha.languages.memory import Finder, Memory, Pool, first_by_words, key_of, none_found
from kitabcha.languages.merging import NOTHING, Update, header, merge, uncollected
from kitabcha.languages.messages import INTERFACE, Message, Messages, messages
from kitabcha.languages.remarks import Context, Said, annotated, context_of, no_context
from kitabcha.languages.table import languages_of
from kitabcha.model import Language, Place, Project, Text

CHANGED_MEANWHILE = "this file was changed by somebody else during the update, and is left as it is"
TRY_AGAIN = "save it in your editor, and run `messages update` again"


@dataclass(frozen=True, slots=True)
class FileUpdate:
    """One catalogue and what an update makes of it: its language, its path from the project's root, its bytes before
    (None: there is no such file yet), and the update."""

    language: str
    path: str
    before: bytes | None
    update: Update

    @property
    def is_due(self) -> bool:
        """Whether there is anything to write: what is broken stays as it is."""
        return not self.update.diagnostics and self.update.content != self.before


@uncollected()
def updates(
    root: Path,
    project: Project,
    interface: Sequence[Message] = (),
    languages: Sequence[str] = (),
    unchanged: Set[Key] = frozenset(),
    imported: Finder = none_found,
    everything: Messages | None = None,
) -> list[FileUpdate]:
    """What updating the catalogues of these languages (of all when empty) comes to; nothing is written.

    `interface` are the interface's messages where the project keeps them, else none. A language that has no catalogue
    of them gets none: Kitabcha has its own. A file that is broken stays as it is too, and its update has the
    diagnostics. `unchanged` are messages that mean what they meant when they were translated; `imported` finds
    translations from elsewhere; `everything` is what `messages` finds in the project, where somebody has it already.
    """
    found: list[FileUpdate] = []
    rows, _ = languages_of(root)
    theirs = project.curriculum.languages
    for language in languages or (*theirs, *(_besides(root, rows.keys() - {*theirs}) if interface else ())):
        wanted: dict[str, tuple[Message, ...]] = {}
        context = no_context(project, language)
        if language in theirs and language != project.curriculum.language:
            told = adapted(project, (language,))
            ours = everything if everything and told is project else messages(told)
            wanted, context = {**_stale(root, language), **ours}, context_of(told, language)
        if interface and (folder(root, language) / f"{INTERFACE}.po").is_file():
            wanted[INTERFACE] = tuple(interface)
        shelf = _Shelf(root, rows[language], context)
        found += shelf.updates(wanted, unchanged, imported)
    return found


def write(root: Path, done: Iterable[FileUpdate]) -> tuple[list[FileUpdate], list[Diagnostic]]:
    """Write what is due; what was written, and what is wrong in any file.

    A file that is not any more as it was read is left to whoever changed it. Each file is whole before the next is
    begun, and no translation leaves one before it is in the other: it stays behind as obsolete.
    """
    written: list[FileUpdate] = []
    faults: list[Diagnostic] = []
    for one in done:
        faults += one.update.diagnostics
        if not one.is_due:
            continue
        if replace_beside(root / one.path, one.before, one.update.content):
            written.append(one)
        else:
            faults.append(error(Place(one.path), CHANGED_MEANWHILE, TRY_AGAIN))
    return written, faults


def _besides(root: Path, languages: Iterable[str]) -> Iterator[str]:
    """Languages that the project is not in, but in which it keeps the interface."""
    yield from (language for language in sorted(languages) if (folder(root, language) / f"{INTERFACE}.po").is_file())


def _stale(root: Path, language: str) -> Messages:
    """The catalogues there are, as if nothing were left of what they translate."""
    return {path.stem: () for path in folder(root, language).glob("*.po") if path.stem != INTERFACE}


# --- one language ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The catalogues of one language of a project."""

    root: Path
    language: Language
    context: Context

    def updates(self, plain: Messages, unchanged: Set[Key], imported: Finder) -> Iterator[FileUpdate]:
        here = folder(self.root, self.language.code)
        contents = {path.stem: path.read_bytes() for path in sorted(here.glob("*.po"))}
        sheets = {name: self._sheet(name, contents.get(name, b"")) for name in sorted({*contents, *plain})}
        entries = {name: _entries(sheet) for name, (sheet, _) in sheets.items() if sheet}
        memory = replace(_memory(entries, plain), imported=imported)
        wanted = annotated(plain, self.context, _said(entries, memory))
        for name in sorted(wanted):
            content, (sheet, found) = contents.get(name, b""), sheets[name]
            done = Update(content, diagnostics=tuple(found))
            if sheet:
                lent = replace(NOTHING, imported=imported) if name == INTERFACE else memory
                done = merge(content, sheet, wanted[name], self.language, lent, unchanged)
            yield FileUpdate(self.language.code, self._path(name), contents.get(name), done)

    def _sheet(self, name: str, content: bytes) -> tuple[Sheet | None, list[Diagnostic]]:
        return parse_sheet(
            content if content.strip() else header(self.language, self.context.project.curriculum.title.raw),
            self._path(name),
        )

    def _path(self, name: str) -> str:
        return (folder(self.root, self.language.code) / f"{name}.po").relative_to(self.root).as_posix()


def _entries(sheet: Sheet) -> list[Entry]:
    """What a catalogue has translated, in use or not."""
    records = (record for record in sheet.records if not record.is_header)
    return [record.entry for record in records if record.entry.is_translated]


def _memory(entries: Mapping[str, Sequence[Entry]], wanted: Messages) -> Memory:
    """What all catalogues have translated; the interface has a voice of its own, and lends to none."""
    living = {name: {key_of(message) for message in those} for name, those in wanted.items()}
    known = [(name, entry) for name, those in entries.items() if name != INTERFACE for entry in those]
    left = [entry for name, entry in known if entry.obsolete or entry.key not in living.get(name, ())]
    return Memory(first_by_words(left, _itself), Pool([entry for _, entry in known]))


def _itself(entry: Entry) -> Entry:
    return entry


def _said(entries: Mapping[str, Sequence[Entry]], memory: Memory) -> Said:
    """What will be agreed once the update is done: a translation that is gone now comes back with its message."""
    agreed: dict[tuple[str, str, str], Entry] = {}
    for name, those in entries.items():
        for entry in sorted(those, key=lambda entry: not entry.obsolete):  # the living one wins
            agreed[name, *entry.key] = entry

    def said(text: Text) -> str:
        moved = memory.moved.get((role(text.context), text.raw, ""))
        found = agreed.get((text.catalogue, text.context, text.raw)) or moved
        return found.msgstr[0] if found and not found.fuzzy else ""

    return said
