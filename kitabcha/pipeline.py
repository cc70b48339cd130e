"""The way through the house: sources → book → numbered book → parts → finished files. Here the stages meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import Any, cast

from kitabcha.assembly.numbering import number
from kitabcha.assembly.selection import select
from kitabcha.bookwork import Ready
from kitabcha.cache import Cache, cache_of, content_key
from kitabcha.delivery import Shelf
from kitabcha.diagnostics import Diagnostic, Misused, error, has_errors, own_bug, own_folder_missing
from kitabcha.dialect import inline, plain
from kitabcha.inspection import load_checked, unknown
from kitabcha.languages import catalogues, translation
from kitabcha.languages.examination import Examiner, examined, examiner, unknown_instructions
from kitabcha.languages.interface import Interface, interface
from kitabcha.languages.messages import INTERFACE
from kitabcha.languages.release import refusals
from kitabcha.languages.table import languages_of
from kitabcha.ledger import Entry, Report, Wanted, beyond, enter, state_of
from kitabcha.lore import scripture
from kitabcha.lore.citations import works
from kitabcha.lore.glossary import sort_stories, sort_terms
from kitabcha.model import (
    BESIDE,
    EDITION_KINDS,
    Apparatus,
    Book,
    BuiltEdition,
    Choice,
    Coverage,
    Curriculum,
    Edition,
    HtmlDocument,
    Language,
    Manual,
    Needs,
    NumberedBook,
    Place,
    Project,
)
from kitabcha.press import composition, fonts
from kitabcha.press.jobs import FileJob, tools
from kitabcha.press.profiles import profile
from kitabcha.press.rendering import render
from kitabcha.press.weaving import weave
from kitabcha.press.webpage import index_page, with_fonts
from kitabcha.privacy.guard import Guard
from kitabcha.progress import Tell
from kitabcha.resources import ResourceMissing, fonts_folder
from kitabcha.safeguards import guard_catalogues, guard_pages, guard_project
from kitabcha.sources.pictures import pictures_in
from kitabcha.staff import Staff
from kitabcha.workers import Task, keys_of, run_all
from kitabcha.worklist import tasks_of

NO_MANUAL = "begin one with `new manual NAME`"
PAIRS = "two languages stand side by side: write, for example, `en+ur`"


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that is read once: what people wrote, the languages that can be set, and the catalogues, the interface and
    the examiner of each of the project's. In a `release` no edition passes that lacks what it needs."""

    root: Path
    project: Project
    languages: Mapping[str, Language]
    catalogues: Mapping[str, Mapping[str, catalogues.Catalogue]]
    interfaces: Mapping[str, Interface]
    examiners: Mapping[str, Examiner]
    guard: Guard
    release: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition ready for the press; `documents` is empty when something in its sources is wrong."""

    edition: Edition
    numbered: NumberedBook | None = None
    apparatus: Apparatus | None = None
    documents: tuple[HtmlDocument, ...] = ()
    choices: tuple[Choice, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    alone: tuple[Prepared, ...] = ()
    """The same in each language of an edition in two."""


# --- reading --------------------------------------------------------------------------------------------------


def open_workshop(root: Path) -> tuple[Workshop | None, list[Diagnostic]]:
    """Read a project and its catalogues; None when its sources have errors."""
    project, found = load_checked(root)
    if project is None:
        return None, found
    guard, faults = guard_project(root, project)
    found += faults
    languages, _ = languages_of(root)
    read: dict[str, Mapping[str, catalogues.Catalogue]] = {}
    interfaces: dict[str, Interface] = {}
    examiners: dict[str, Examiner] = {}
    for code in project.curriculum.languages:
        read[code], faults = catalogues.read_all(root, code)
        interfaces[code] = interface(code, read[code])
        examiners[code] = examiner(
            languages[project.curriculum.language], languages[code], project.glossary, read[code]
        )
        found += [
            *faults,
            *unknown_instructions(read[code]),
            *guard_catalogues(guard, project.curriculum.policies, read[code], found),
        ]
        if own := read[code].get(INTERFACE):
            found += examined(own, examiners[code], own_words=True)
    workshop = Workshop(root, project, languages, read, interfaces, examiners, guard)
    return (None if has_errors(found) else workshop), found


def editions_of(project: Project, wanted: Wanted) -> tuple[Edition, ...]:
    """The editions that are wanted, in the manuals' order. Raises `Misused` for a name that is nobody's."""
    if faults := [
        *unknown(wanted.manuals, project.manuals, "manual"),
        *unknown_languages(wanted.languages, project.curriculum.languages),
    ]:
        raise Misused(faults)
    editions = tuple(
        Edition(manual.id, language, kind)
        for manual in project.manuals.values()
        if manual.id in (wanted.manuals or project.manuals)
        for language in _languages_of(manual)
        if language in (wanted.languages or manual.languages)
        for kind in EDITION_KINDS
        if kind in manual.editions and kind in (wanted.kinds or EDITION_KINDS)
    )
    if project.manuals and not editions:
        raise Misused([error(Place("manuals"), "no manual has such an edition", "see `list` for what there is")])
    return editions


def _languages_of(one: Manual | Curriculum) -> tuple[str, ...]:
    """All that a manual can be made in: its languages, and any two of them side by side."""
    return (*one.languages, *map(BESIDE.join, permutations(one.languages, 2)))


def unknown_languages(names: Iterable[str], known: Iterable[str]) -> list[Diagnostic]:
    """An error for each language that is not known, alone or beside another, and for what is no pair."""
    known, found = tuple(known), list[Diagnostic]()
    for name in names:
        parts = name.split(BESIDE)
        if fault := _fault_of_pair(parts) if len(parts) > 1 else "":
            found.append(error(Place("curriculum.yaml"), f"`{name}` {fault}", PAIRS))
        else:
            found += unknown(parts, known, "language")
    return found


def _fault_of_pair(parts: Sequence[str]) -> str:
    if not all(parts):
        return "lacks a language"
    if len(parts) > 2:
        return "is more than two languages"
    return "names a language twice" if parts[0] == parts[1] else ""


# --- an edition on its way ------------------------------------------------------------------------------------


def prepare(workshop: Workshop, edition: Edition) -> Prepared:
    """Take one edition through every stage before the press; stop after the stage that finds errors."""
    if len(edition.languages) > 1:
        alone = [prepare(workshop, replace(edition, language=one)) for one in edition.languages]
        return _woven(edition, alone, workshop.languages)
    selected = select(workshop.project, edition)
    found = list(selected.diagnostics)
    stopped = Prepared(edition, choices=selected.choices, diagnostics=tuple(found))
    if selected.book is None or has_errors(found):
        return stopped
    code = edition.language
    book, faults = translation.translate(selected.book, workshop.catalogues[code], workshop.examiners[code])
    if workshop.release:
        found += _refusals(workshop, selected.book, book.coverage)
    numbered, more = number(book)
    language, phrases = workshop.languages[code], workshop.interfaces[code]
    apparatus, most = _apparatus(workshop, book)
    found += [*faults, *more, *most]
    if has_errors(found):
        return Prepared(edition, choices=selected.choices, diagnostics=tuple(found))
    documents = render(numbered, apparatus, language, workshop.languages, phrases)
    found += guard_pages(workshop.guard, documents, str(edition))
    if has_errors(found):
        return Prepared(edition, choices=selected.choices, diagnostics=tuple(found))
    return Prepared(edition, numbered, apparatus, documents, selected.choices, tuple(found))


def _refusals(workshop: Workshop, book: Book, coverage: Coverage | None) -> list[Diagnostic]:
    curriculum, language = workshop.project.curriculum, book.edition.language
    needs = curriculum.release.get(book.edition.kind, Needs(curriculum.place))
    renderings = workshop.project.renderings.get(language, {})
    return refusals(book, coverage, workshop.catalogues[language], renderings, needs)


def _woven(edition: Edition, alone: Sequence[Prepared], languages: Mapping[str, Language]) -> Prepared:
    """A bilingual edition, of the same edition in each of its languages. It is the book of the first."""
    first, second = alone
    found = tuple(dict.fromkeys((*first.diagnostics, *second.diagnostics)))
    if not (first.numbered and second.numbered):
        return Prepared(edition, choices=first.choices, diagnostics=found)
    coverage = [one.book.coverage for one in (first.numbered, second.numbered) if one.book.coverage]
    book = replace(
        first.numbered.book,
        edition=edition,
        title_beside=second.numbered.book.title,
        coverage=min(coverage, key=lambda one: one.translated - one.unreviewed, default=None),
    )
    rows = languages[first.edition.language], languages[second.edition.language]
    documents = weave(first.documents, second.documents, rows)
    numbered = replace(first.numbered, book=book)
    return replace(
        first, edition=edition, numbered=numbered, documents=documents, diagnostics=found, alone=(first, second)
    )


def _prepared(workshop: Workshop, edition: Edition) -> Prepared:
    """`prepare`, but what breaks is told and does not stop the other editions."""
    try:
        return prepare(workshop, edition)
    except Exception as broken:
        return Prepared(edition, diagnostics=(own_bug(Place(str(edition)), broken),))


def _apparatus(workshop: Workshop, book: Book) -> tuple[Apparatus, list[Diagnostic]]:
    language, phrase = workshop.languages[book.edition.language], workshop.interfaces[book.edition.language].gettext
    quotations, found = scripture.quotations(book.passages, workshop.project.renderings, language)
    apparatus = Apparatus(
        quotations=quotations,
        verse_names=scripture.verse_names(book.verse_references, language),
        works={work.key: work for work in works(book.references, language, phrase)},
        glossary=sort_terms(book.glossary, language),
        scripture_notices=scripture.notices(quotations.values(), phrase),
        stories=sort_stories(book, language),
    )
    return apparatus, found


# --- building -------------------------------------------------------------------------------------------------


def build(root: Path, out: Path, wanted: Wanted, strict: bool, tell: Tell, staff: Staff) -> Report:
    """Build what is wanted into the folder `out`. An edition that fails keeps its last good files; the others go on.

    With `strict`, a warning stops an edition as an error does.
    """
    state = state_of(root, wanted)
    workshop, found = open_workshop(root)
    if workshop is None or (strict and found):
        return Report(out, diagnostics=tuple(found))
    workshop = replace(workshop, release=wanted.release)
    editions = editions_of(workshop.project, wanted)
    if not editions:
        return Report(out, diagnostics=(*found, error(Place("manuals"), "there is no manual yet", NO_MANUAL)))
    sound, tasks, cache = list[Prepared](), list[Task](), cache_of(root)
    for edition in editions:
        one = _prepared(workshop, edition)
        found += one.diagnostics
        if one.documents and not (strict and one.diagnostics):
            its_own, faults = _tasks_of(workshop, one, wanted.formats)
            found += faults
            sound += [] if faults else [one]
            tasks += its_own
            if not all(task.key in cache for task in its_own):
                staff.begin(typesetting="pdf" in wanted.formats)
    shelf = Shelf(out, strict)
    report, built = print_all(workshop, sound, tasks, shelf, tell, staff)
    found += report.diagnostics
    if not has_errors(found) and not (strict and found) and not beyond(pictures_in(workshop.project)):
        enter(root, wanted, state, _entry(shelf, tasks, built, found))
    return replace(report, diagnostics=tuple(found))


def _tasks_of(workshop: Workshop, one: Prepared, formats: tuple[str, ...]) -> tuple[tuple[Task, ...], list[Diagnostic]]:
    """The tasks of an edition; none, and why, when one of its pictures is gone since the sources were read, or what
    Kitabcha brings along is not there."""
    try:
        return tuple(tasks_of(ready_for_press(workshop, one), formats)), []
    except ResourceMissing as missing:
        return (), [own_folder_missing(missing.name, missing.mend)]
    except OSError as fault:
        path = Path(fault.filename or "").relative_to(workshop.root) if fault.filename else Path(str(one.edition))
        return (), [error(Place(path.as_posix()), f"this file cannot be read: {fault.strerror}", "build again")]


def print_all(
    workshop: Workshop, sound: Iterable[Prepared], tasks: Sequence[Task], shelf: Shelf, tell: Tell, staff: Staff
) -> tuple[Report, tuple[BuiltEdition, ...]]:
    """Have all files made that the tasks are for, put them onto the shelf, and write its catalogue page anew. With the
    report come the editions that the page lists. Where a font is missing, nothing is made."""
    if gone := fonts.missing(fonts_folder()):
        return Report(shelf.out, diagnostics=tuple(gone)), ()
    cache, found, about = cache_of(workshop.root), list[Diagnostic](), dict[str, Mapping[str, Any]]()
    for task, made in run_all(tasks, cache, staff, tell):
        job = cast(FileJob, task.job)  # all that was asked for
        found += made.diagnostics
        found += shelf.put(job.file, made)
        about[job.file.path] = made.about
    every = editions_of(workshop.project, Wanted(languages=_languages_of(workshop.project.curriculum)))
    built = shelf.editions(every, {one.edition: _built(one.numbered) for one in sound if one.numbered})
    found += shelf.close(built, _index(workshop, built, cache))
    report = Report(shelf.out, tuple(shelf.changed), tuple(shelf.unchanged), tuple(found), about)
    return report, built


def _entry(shelf: Shelf, tasks: Iterable[Task], built: Iterable[BuiltEdition], found: Iterable[Diagnostic]) -> Entry:
    """What the next build of the same holds its own beginning against."""
    made = {path: shelf.hashes[path] for path in (*shelf.changed, *shelf.unchanged)}
    lists = {path: known for path, known in shelf.hashes.items() if path not in made}
    others = (file.path for one in built for file in one.files if file.path not in made)
    return Entry(made, lists, tuple(others), keys_of(tasks), tuple(found))


def ready_for_press(workshop: Workshop, one: Prepared) -> Ready:
    """An edition in which there are no errors, with all that it is set with."""
    assert one.numbered and one.apparatus  # an edition with documents has been numbered
    curriculum, manual = workshop.project.curriculum, workshop.project.manuals[one.edition.manual]
    language = one.edition.languages[0]
    return Ready(
        workshop.root,
        one.edition,
        one.numbered,
        one.apparatus,
        one.documents,
        workshop.languages[language],
        dict(workshop.languages),  # a read-only view cannot travel to another process
        workshop.interfaces[language],
        tuple(profile(name, curriculum.profiles) for name in manual.profiles),
        translation.print_room(curriculum.printing, workshop.catalogues[language], workshop.examiners[language]),
        manual.archive,
        tuple(ready_for_press(workshop, alone) for alone in one.alone),
        workshop.guard,
    )


def _index(workshop: Workshop, built: Iterable[BuiltEdition], cache: Cache) -> str:
    """The catalogue page with its fonts, from the cache when nothing in it has changed."""
    html = index_page(built, workshop.project.curriculum.title.raw, workshop.languages)
    key = content_key(("index", html, tools()))
    if kept := cache.find(key):
        return kept.content.decode()
    page = with_fonts(html, workshop.languages, fonts_folder())
    cache.keep(key, page.encode(), {})
    return page


def _built(numbered: NumberedBook) -> BuiltEdition:
    """An edition as the catalogue page names it."""
    book = numbered.book
    edition, title = book.edition, composition.titles_of(numbered)
    subtitle = plain(inline(book.subtitle.raw)) if book.subtitle else ""
    return BuiltEdition(edition.manual, edition.language, edition.kind, title, subtitle, book.coverage)


def check(root: Path) -> tuple[list[Diagnostic], int]:
    """All that is wrong in any edition, and how many editions there are."""
    workshop, found = open_workshop(root)
    if workshop is None:
        return found, 0
    editions = editions_of(workshop.project, Wanted())
    prepared = [_prepared(workshop, edition) for edition in editions]
    return [*found, *(fault for one in prepared for fault in one.diagnostics)], len(editions)
