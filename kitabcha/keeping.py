"""The keeping of catalogues: sources, PO files from elsewhere and two versions for Git → files in locales/."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, Misused, error
from kitabcha.files import replace_beside, write_beside
from kitabcha.inspection import load_checked, unknown
from kitabcha.languages import rewording
from kitabcha.languages.catalogues import Entry, folder
from kitabcha.languages.importing import Collection
from kitabcha.languages.importing import read as read_foreign
from kitabcha.languages.joining import join
from kitabcha.languages.memory import key_of
from kitabcha.languages.merging import Update, header, uncollected
from kitabcha.languages.messages import INTERFACE, Message, messages, own_interface
from kitabcha.languages.replacing import replaced
from kitabcha.languages.table import languages_of
from kitabcha.languages.updating import updates, write
from kitabcha.model import Place, Project

CHANGED_MEANWHILE = "this file was changed by somebody else meanwhile, and nothing in it was replaced"
IMPORT_AGAIN = "save it in your editor, and import again"
KEEP_ONE = "keep one side, and delete the lines with <<<, === and >>>"


@uncollected()
def update_messages(
    root: Path, languages: tuple[str, ...], unchanged_meaning: tuple[str, ...] = ()
) -> tuple[list[str], list[Diagnostic]]:
    """Bring the catalogues up to date; a line for each that changed, then the messages whose words did.

    `unchanged_meaning` names those whose translations stay valid; when one of them cannot be, nothing is written.
    """
    project, found = load_checked(root)
    if project is None:
        return [], found
    if faults := unknown(languages, project.curriculum.languages, "language"):
        raise Misused(faults)
    interface, ours = own_interface(root), messages(project)
    everything = [*interface, *(message for those in ours.values() for message in those)]
    planned = updates(root, project, interface, languages, everything=ours)
    if unchanged_meaning:
        kept, faults = rewording.unchanged(unchanged_meaning, rewording.reworded(planned, everything))
        if faults:
            raise Misused(faults)
        means_the_same = {key_of(one.message) for one in kept}
        planned = updates(root, project, interface, languages, means_the_same, everything=ours)
    written, faults = write(root, planned)
    lines = [f"{done.path}: {_changes(done.update)}" for done in written]
    lines += _waiting(rewording.reworded(written, everything))
    return lines or ([] if faults else ["Nothing to do: all catalogues are up to date."]), [*found, *faults]


def _waiting(rewordings: Iterable[rewording.Reworded]) -> list[str]:
    """What has changed just now, as lines, and how to keep translations of it."""
    changed = [one for one in rewordings if one.new]
    if not changed:
        return []
    hint = "If only the spelling changed, keep the translations: messages update --unchanged-meaning"
    return ["Changed, and waiting for translators:", *rewording.shown(changed), f"{hint} {changed[0].place}"]


def _changes(update: Update) -> str:
    counts = (
        (update.new, "new"),
        (update.changed, "changed"),
        (update.kept, "kept"),
        (update.moved, "moved"),
        (update.gone, "gone"),
        (update.back, "back"),
        (len(update.imported), "imported"),
    )
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "comments and places brought up to date"


def import_messages(
    root: Path, files: tuple[Path, ...], language: str | None, replace: bool = False
) -> tuple[list[str], list[Diagnostic]]:
    """Bring the catalogues of a language up to date, and give what has no translation the one that files have for the
    same text; a line for each catalogue that changed, then how well each language's files fitted.

    A file is in `language`, else in the one that its header tells. When one of them is broken, nothing is written.
    With `replace`, a translation that differs takes the place of the one that is there for the same text.
    """
    project, found = load_checked(root)
    if project is None:
        return [], found
    collected, faults = _collected(files, language)
    if faults:
        return [], [*found, *faults]
    translated = [code for code in project.curriculum.languages if code != project.curriculum.language]
    if faults := unknown(collected, translated, "language"):
        raise Misused(faults)
    lines: list[str] = []
    for code, collections in collected.items():
        if replace:
            told, faults = _replaced(root, code, collections.entries)
            lines, found = [*lines, *told], [*found, *faults]
        told, faults = _filled(root, project, code, collections)
        lines, found = [*lines, *told], [*found, *faults]
    return lines, found


@dataclass(frozen=True, slots=True)
class _Collections:
    """What files have in one language: for the project's texts, and for the words of the interface, which have a voice
    of their own. Files that are called as its catalogue are of the latter."""

    texts: Collection = field(default_factory=Collection)
    interface: Collection = field(default_factory=Collection)

    @property
    def entries(self) -> list[Entry]:
        collections = (self.texts, self.interface)
        return [entry for one in collections for those in one.by_text.values() for entry in those]


def _filled(
    root: Path, project: Project, language: str, collections: _Collections
) -> tuple[list[str], list[Diagnostic]]:
    """Bring the catalogues of a language up to date and fill what is empty; what has become of each, and the fit."""
    own = folder(root, language) / f"{INTERFACE}.po"
    if collections.interface.by_text and not own.is_file():
        write_beside(own, header(languages_of(root)[0][language], project.curriculum.title.raw))
    interface = own_interface(root)
    is_interface = {key_of(message) for message in interface}.__contains__

    def translation_of(message: Message) -> Entry | None:
        return (collections.interface if is_interface(key_of(message)) else collections.texts).translation_of(message)

    written, found = write(root, updates(root, project, interface, [language], imported=translation_of))
    taken = [key for one in written for key in one.update.imported]
    ours = [message for those in messages(project).values() for message in those]
    fit = collections.texts.fit(ours, [key for key in taken if not is_interface(key)])
    fit += collections.interface.fit(interface, [key for key in taken if is_interface(key)])
    return [*(f"{one.path}: {_changes(one.update)}" for one in written), f"{language}: {fit}"], found


def _replaced(root: Path, language: str, entries: list[Entry]) -> tuple[list[str], list[Diagnostic]]:
    """Put translations where others stand in the same place; a line for each catalogue that changed."""
    lines: list[str] = []
    found: list[Diagnostic] = []
    for path in sorted(folder(root, language).glob("*.po")):
        name = path.relative_to(root).as_posix()
        before = path.read_bytes()
        done = replaced(before, name, entries)
        found += done.diagnostics
        if done.count and replace_beside(path, before, done.content):
            lines.append(f"{name}: {done.count} replaced")
        elif done.count:
            found.append(error(Place(name), CHANGED_MEANWHILE, IMPORT_AGAIN))
    return lines, found


def _collected(files: Iterable[Path], language: str | None) -> tuple[dict[str, _Collections], list[Diagnostic]]:
    """The translations in some files, by language."""
    from kitabcha.languages import exchange

    collected: dict[str, _Collections] = {}
    found: list[Diagnostic] = []
    for path in files:
        reader = exchange.read if exchange.is_exchanged(path.name) else read_foreign
        entries, told, faults = reader(path.read_bytes(), path.as_posix())
        if not (faults or language or told):
            faults = [error(Place(path.as_posix()), "its header does not tell its language", "name it: --language ur")]
        found += faults
        theirs = collected.setdefault(language or told, _Collections())
        (theirs.interface if path.stem == INTERFACE else theirs.texts).add(entries)
    return collected, found


def join_messages(base: Path, ours: Path, theirs: Path, name: str) -> list[Diagnostic]:
    """Write into `ours` what it and `theirs` have changed since `base`, as Git asks the driver of a merge.

    `name` is the file's path in the project. What both changed is left to Git's own merge of lines, which marks it.
    """
    joined = join(base.read_bytes(), ours.read_bytes(), theirs.read_bytes(), name)
    if not (joined.torn or joined.diagnostics):
        write_beside(ours, joined.content)
        return []
    labels = (word for label in ("ours", "before", "theirs") for word in ("-L", label))
    subprocess.run(["git", "merge-file", "-q", *labels, ours, base, theirs], check=False)
    torn = (error(Place(name), f"both sides changed the entry of `{msgid}`", KEEP_ONE) for msgid in joined.torn)
    return [*joined.diagnostics, *torn]
