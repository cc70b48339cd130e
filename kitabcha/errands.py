"""What the commands ask for besides checking and building: lists, explanations, reports, catalogues, new beginnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from kitabcha import starter
from kitabcha.assembly.explanation import explain as explanation
from kitabcha.assembly.selection import select
from kitabcha.diagnostics import Diagnostic, Misused
from kitabcha.files import write_beside
from kitabcha.inspection import load_checked, unknown
from kitabcha.languages.catalogues import folder
from kitabcha.languages.examination import examined_all
from kitabcha.languages.interface import packaged
from kitabcha.languages.merging import header
from kitabcha.languages.messages import INTERFACE
from kitabcha.languages.table import languages_of
from kitabcha.ledger import Wanted
from kitabcha.lore.scripture import LANGUAGE_OF
from kitabcha.model import EDITION_KINDS, Book, Edition, Manual, Project, SessionPlan
from kitabcha.pipeline import editions_of, open_workshop
from kitabcha.press.proofreading import tagged_verses
from kitabcha.reports.materials import materials
from kitabcha.reports.objectives import objectives
from kitabcha.reports.scripture import Pages, scripture
from kitabcha.reports.sources import sources
from kitabcha.reports.strands import strands
from kitabcha.reports.tables import Report, as_json, as_text
from kitabcha.sources.loading import load


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
        "scripture": lambda root, project, books: scripture(
            project, books, _pages_of_verses(root, project, books), LANGUAGE_OF
        ),
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
