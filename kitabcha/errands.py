"""What the commands ask for besides checking and building: lists, explanations, reports, catalogues, new beginnings."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from kitabcha import starter
from kitabcha.assembly.explanation import explain as explanation
from kitabcha.assembly.selection import select
from kitabcha.diagnostics import Diagnostic, Misused, error
from kitabcha.files import replace_beside, write_beside
from kitabcha.languages import exchange, rewording
from kitabcha.languages.catalogues import folder
from kitabcha.languages.examination import examined_all
from kitabcha.languages.importing import Collection
from kitabcha.languages.importing import read as read_foreign
from kitabcha.languages.interface import packaged
from kitabcha.languages.joining import join
from kitabcha.languages.memory import key_of
from kitabcha.languages.merging import Update, header
from kitabcha.languages.messages import INTERFACE, messages, own_interface
from kitabcha.languages.replacing import replaced
from kitabcha.languages.table import languages_of
from kitabcha.languages.updating import updates, write
from kitabcha.ledger import Wanted
from kitabcha.model import EDITION_KINDS, Book, Edition, Manual, Place, Project, SessionPlan
from kitabcha.pipeline import editions_of, load_checked, open_workshop, unknown
from kitabcha.press.proofreading import tagged_verses
from kitabcha.reports.materials import materials
from kitabcha.reports.objectives import objectives
from kitabcha.reports.scripture import Pages, scripture
from kitabcha.reports.sources import sources
from kitabcha.reports.strands import strands
from kitabcha.reports.tables import Report, as_json, as_text
from kitabcha.sources.loading import load

KEEP_ONE = "keep one side, and delete the lines with <<<, === and >>>"


def listing(root: Path) -> tuple[str | None, list[Diagnostic]]:
    """Manuals and lessons as lines of text; None when the sources have errors."""
    project, found = load_checked(root)
    if project is None:
        return None, found
    lines = ["Manuals"]
    for manual in project.manuals.values():
        lines.append(f"  {manual.id}: {manual.title.raw}")
        lines.append(
            f"    for {manual.audience} in {manual.region}; {', '.join(manual.languages)}; {', '.join(manual.editions)}"
        )
        lines.append(f"    {' · '.join(_lessons_of(manual))}")
    lines += ["", "Lessons"]
    for lesson in project.lessons.values():
        needs = f"; after {', '.join(lesson.requires)}" if lesson.requires else ""
        lines.append(f"  {lesson.id}: {lesson.title.raw}")
        lines.append(f"    {lesson.minutes} minutes; for {', '.join(lesson.audiences) or 'everyone'}{needs}")
    return "\n".join(lines), found


def _lessons_of(manual: Manual) -> Iterable[str]:
    return (item.lesson for day in manual.days for item in day.items if isinstance(item, SessionPlan))


def explain(root: Path, manual: str, language: str | None, kind: str) -> tuple[str, list[Diagnostic]]:
    """Which lore stands where in a manual and why, as lines of text, and what is wrong."""
    project, found = load_checked(root)
    if project is None:
        return "", found
    wanted = language or project.curriculum.language
    (edition,) = editions_of(project, Wanted((manual,), (wanted,), (kind,)))
    selected = select(project, edition)
    return explanation(project, edition, selected.choices), [*found, *selected.diagnostics]


_REPORTS: Mapping[str, Callable[[Path, Project, tuple[Book, ...]], Report]] = MappingProxyType(
    {
        "strands": lambda root, project, books: strands(project, books),
        "objectives": lambda root, project, books: objectives(project, books),
        "materials": lambda root, project, books: materials(project, books),
        "sources": lambda root, project, books: sources(project, books),
        "scripture": lambda root, project, books: scripture(project, books, _pages_of_verses(root, project, books)),
    }
)


def report(root: Path, name: str, manuals: tuple[str, ...], for_programs: bool) -> tuple[str, list[Diagnostic]]:
    """What the curriculum holds, or these manuals of it, and what is missing: text and findings for people, or both as
    JSON for programs."""
    project, found = load_checked(root)
    if project is None:
        return "", found
    if faults := unknown(manuals, project.manuals, "manual"):
        raise Misused(faults)
    wanted = [project.manuals[name] for name in manuals or project.manuals]
    selected = [select(project, _fullest(project, manual)) for manual in wanted]
    if faults := [fault for one in selected for fault in one.diagnostics]:
        return "", [*found, *faults]
    books = tuple(one.book for one in selected if one.book)
    made = _REPORTS[name](root, project, books)
    return (as_json(made), found) if for_programs else (as_text(made), [*found, *made.gaps])


def _pages_of_verses(root: Path, project: Project, books: tuple[Book, ...]) -> Pages:
    """Where verses stand in the books as they were built last; what has not been built is left out."""
    pages: dict[tuple[str, str, str], tuple[int, ...]] = {}
    for book in books:
        for language in project.manuals[book.edition.manual].languages:
            file = root / "dist" / f"{replace(book.edition, language=language)}.pdf"
            for verse in tagged_verses(file.read_bytes()) if file.is_file() else ():
                key = book.edition.manual, language, verse.reference
                pages[key] = (*pages.get(key, ()), *(page + 1 for page in verse.pages))
    return pages


def _fullest(project: Project, manual: Manual) -> Edition:
    """The edition of a manual that holds most, in the language of the sources."""
    kind = next(kind for kind in EDITION_KINDS if kind in manual.editions)
    return Edition(manual.id, project.curriculum.language, kind)


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
    interface = own_interface(root)
    everything = [*interface, *(message for those in messages(project).values() for message in those)]
    planned = updates(root, project, interface, languages)
    if unchanged_meaning:
        kept, faults = rewording.unchanged(unchanged_meaning, rewording.reworded(planned, everything))
        if faults:
            raise Misused(faults)
        planned = updates(root, project, interface, languages, {key_of(one.message) for one in kept})
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
    collections, faults = _collected(files, language)
    if faults:
        return [], [*found, *faults]
    translated = [code for code in project.curriculum.languages if code != project.curriculum.language]
    if faults := unknown(collections, translated, "language"):
        raise Misused(faults)
    lines: list[str] = []
    ours = [message for those in messages(project).values() for message in those]
    for code, collection in collections.items():
        if replace:
            told, faults = _replaced(root, code, collection)
            lines, found = [*lines, *told], [*found, *faults]
        planned = updates(root, project, own_interface(root), [code], imported=collection.translation_of)
        written, faults = write(root, planned)
        taken = [key for one in written for key in one.update.imported]
        lines += [*(f"{one.path}: {_changes(one.update)}" for one in written), f"{code}: {collection.fit(ours, taken)}"]
        found += faults
    return lines, found


def _replaced(root: Path, language: str, collection: Collection) -> tuple[list[str], list[Diagnostic]]:
    """Put translations where others stand in the same place; a line for each catalogue that changed."""
    entries = [entry for those in collection.by_text.values() for entry in those]
    lines: list[str] = []
    found: list[Diagnostic] = []
    for path in sorted(folder(root, language).glob("*.po")):
        name = path.relative_to(root).as_posix()
        before = path.read_bytes()
        done = replaced(before, name, entries)
        found += done.diagnostics
        if done.count and replace_beside(path, before, done.content):
            lines.append(f"{name}: {done.count} replaced")
    return lines, found


def _collected(files: Iterable[Path], language: str | None) -> tuple[dict[str, Collection], list[Diagnostic]]:
    """The translations in some files, by language."""
    collections: dict[str, Collection] = {}
    found: list[Diagnostic] = []
    for path in files:
        reader = exchange.read if exchange.is_exchanged(path.name) else read_foreign
        entries, told, faults = reader(path.read_bytes(), path.as_posix())
        if not (faults or language or told):
            faults = [error(Place(path.as_posix()), "its header does not tell its language", "name it: --language ur")]
        found += faults
        collections.setdefault(language or told, Collection()).add(entries)
    return collections, found


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


def check_messages(root: Path, languages: tuple[str, ...]) -> tuple[int, list[Diagnostic]]:
    """How many translations are published, and all that is wrong in them, be they in a manual or not."""
    workshop, found = open_workshop(root)
    if workshop is None:
        return 0, found
    curriculum = workshop.project.curriculum
    if faults := unknown(languages, curriculum.languages, "language"):
        raise Misused(faults)
    wanted = [code for code in languages or curriculum.languages if code != curriculum.language]
    for code in wanted:
        found += examined_all(workshop.catalogues[code], workshop.examiners[code])
    entries = (entry for code in wanted for one in workshop.catalogues[code].values() for entry in one.entries.values())
    return sum(entry.is_published for entry in entries), found


def begin(kind: str, root: Path, name: str) -> starter.Begun:
    """Begin a lesson, a manual or a project of that name."""
    if kind == "project":
        return starter.begin_project(Path(name))
    if kind == "language":
        return _begin_language(root, name)
    project, found = load(root)
    if project is None:
        return [], found
    return (starter.begin_lesson if kind == "lesson" else starter.begin_manual)(root, name, project)


def _begin_language(root: Path, code: str) -> starter.Begun:
    """Begin the file of a language, and the catalogue of the words that Kitabcha prints, where it has none."""
    rows, found = languages_of(root)
    lines, faults = starter.begin_language(root, code, rows)
    if faults or found:
        return [], [*found, *faults]
    path = folder(root, code) / f"{INTERFACE}.po"
    if not packaged(code).entries and not path.is_file():
        write_beside(path, header(languages_of(root)[0][code], "Kitabcha"))
        lines.insert(0, f"{path.relative_to(root).as_posix()} is begun, for the words that Kitabcha prints.")
    return lines, []
