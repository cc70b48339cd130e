"""Translations on their way to other people and tools: catalogues → XLIFF, TMX, CSV, the glossary, proof sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kitabcha.adapting import adapted
from kitabcha.diagnostics import Diagnostic, Misused, did_you_mean, error
from kitabcha.files import write_beside
from kitabcha.inspection import unknown
from kitabcha.languages import exchange, weblate
from kitabcha.languages.catalogues import Catalogue, Entry
from kitabcha.languages.exchange import Parcel
from kitabcha.languages.messages import INTERFACE, INTERFACE_LANGUAGE, Message, messages, own_interface
from kitabcha.languages.remarks import Said, annotated, context_of
from kitabcha.model import Language, Place, Project, Text
from kitabcha.pipeline import Workshop, open_workshop
from kitabcha.press import proof_sheet
from kitabcha.press.typesetting import typeset
from kitabcha.press.webpage import with_fonts
from kitabcha.resources import fonts_folder


@dataclass(frozen=True, slots=True)
class Sent:
    """A file for somebody else: its path under the folder that was asked for, and its bytes."""

    path: str
    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


def export(
    root: Path, out: Path, kind: str, languages: tuple[str, ...], catalogues: tuple[str, ...]
) -> tuple[list[str], list[Diagnostic]]:
    """Write what `kind` names (one of `KINDS`) of these languages and catalogues (all when empty) into a folder."""
    workshop, found = open_workshop(root)
    if workshop is None:
        return [], found
    curriculum = workshop.project.curriculum
    translated = [code for code in curriculum.languages if code != curriculum.language]
    if faults := unknown(languages, translated, "language"):
        raise Misused(faults)
    parcels = [parcel for code in languages or translated for parcel in _parcels(workshop, code)]
    if faults := _unknown_catalogues(catalogues, parcels):
        raise Misused(faults)
    wanted = [parcel for parcel in parcels if parcel.name in (catalogues or {parcel.name})]
    lines: list[str] = []
    for sent in KINDS[kind](workshop, wanted):
        found += sent.diagnostics
        if sent.content:
            write_beside(out / sent.path, sent.content)
            lines.append((out / sent.path).as_posix())
    return lines, found


def _unknown_catalogues(names: Iterable[str], parcels: Iterable[Parcel]) -> list[Diagnostic]:
    known = {parcel.name for parcel in parcels}
    return [
        error(Place("locales"), f"unknown catalogue `{name}`", did_you_mean(name, known, "catalogues"))
        for name in names
        if name not in known
    ]


def _parcels(workshop: Workshop, language: str) -> Iterator[Parcel]:
    """Every catalogue of a language as it would be after an update, but for what an update would offer."""
    project = adapted(workshop.project, (language,))
    wanted = dict(messages(project))
    if (interface := own_interface(workshop.root)) and language != INTERFACE_LANGUAGE:
        wanted[INTERFACE] = interface
    noted = annotated(wanted, context_of(project, language), said_in(workshop.catalogues[language]))
    for name, those in noted.items():
        catalogue = workshop.catalogues[language].get(name, Catalogue(f"{name}.po", {}))
        entries = tuple(catalogue.entries.get((one.context, one.msgid)) or _untranslated(one) for one in those)
        notes = {(one.context, one.msgid): one.note for one in those}
        yield Parcel(name, project.curriculum.language, language, entries, MappingProxyType(notes))


def _untranslated(message: Message) -> Entry:
    forms = ("", "") if message.plural else ("",)
    return Entry(message.context, message.msgid, message.plural, forms, None, False, False, False, 0)


def said_in(catalogues: Mapping[str, Catalogue]) -> Said:
    """What is agreed in one language: a text → its translation, empty when there is none that is printed."""

    def said(text: Text) -> str:
        entries = catalogues[text.catalogue].entries if text.catalogue in catalogues else {}
        entry = entries.get((text.context, text.raw))
        return entry.msgstr[0] if entry and entry.is_published else ""

    return said


# --- kinds ----------------------------------------------------------------------------------------------------


def _each(write: Callable[[Parcel], bytes], suffix: str) -> Callable[[Workshop, list[Parcel]], Iterator[Sent]]:
    def sent(_: Workshop, parcels: list[Parcel]) -> Iterator[Sent]:
        for parcel in parcels:
            yield Sent(f"{parcel.language}/{parcel.name}{suffix}", write(parcel))

    return sent


def _memories(_: Workshop, parcels: list[Parcel]) -> Iterator[Sent]:
    for language in dict.fromkeys(parcel.language for parcel in parcels):
        yield Sent(f"{language}.tmx", exchange.tmx(one for one in parcels if one.language == language))


def _glossaries(workshop: Workshop, parcels: list[Parcel]) -> Iterator[Sent]:
    project = workshop.project
    said = {code: said_in(workshop.catalogues[code]) for code in dict.fromkeys(one.language for one in parcels)}
    terms = tuple(project.glossary.values())
    for language, say in said.items():
        yield Sent(f"glossary.{language}.tbx", exchange.tbx(terms, project.curriculum.language, language, say))
    yield Sent("glossary.csv", exchange.glossary_csv(terms, said))


def _proofs(workshop: Workshop, parcels: list[Parcel]) -> Iterator[Sent]:
    for parcel in parcels:
        name = f"{parcel.language}/{parcel.name}-proof"
        sheet = proof_sheet.proof_sheet(parcel.name, _rows(parcel), *_languages(workshop, parcel))
        html = proof_sheet.html(sheet, workshop.languages)
        yield Sent(f"{name}.html", with_fonts(html, workshop.languages, fonts_folder()).encode())
        done = typeset(
            proof_sheet.printed(sheet, workshop.languages), {}, sheet.source, workshop.languages, fonts_folder(),
            Place(f"{name}.pdf"),
        )  # fmt: skip
        yield Sent(f"{name}.pdf", done.pdf, done.diagnostics)


def _languages(workshop: Workshop, parcel: Parcel) -> tuple[Language, Language]:
    return workshop.languages[parcel.source], workshop.languages[parcel.language]


def _rows(parcel: Parcel) -> Iterator[proof_sheet.Row]:
    from kitabcha.languages.reviews import state_of

    for number, entry in enumerate(parcel.entries, start=1):
        note = parcel.notes.get(entry.key, "")
        yield proof_sheet.Row(number, note, entry.msgid, entry.msgstr[0], state_of(entry))


def _weblate(workshop: Workshop, parcels: list[Parcel]) -> Iterator[Sent]:
    project: Project = workshop.project
    names = tuple(dict.fromkeys(parcel.name for parcel in parcels))
    yield Sent("weblate.json", weblate.components(project.curriculum.title.raw, project.curriculum.language, names))


KINDS: Mapping[str, Callable[[Workshop, list[Parcel]], Iterator[Sent]]] = MappingProxyType(
    {
        "xliff": _each(exchange.xliff, ".xlf"),
        "tmx": _memories,
        "csv": _each(exchange.csv, ".csv"),
        "glossary": _glossaries,
        "proof": _proofs,
        "weblate": _weblate,
    }
)
