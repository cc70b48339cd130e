"""Catalogues for other tools: entries → XLIFF, TMX or CSV, and such files → entries; the glossary as TBX and CSV.

XLIFF, TMX and TBX are written and read by translate-toolkit's own stores. Its command-line converters between PO and
these drop what tells equal texts apart (msgctxt), and its CSV reads a backslash as two, so neither is used.
"""

from __future__ import annotations

import csv as tables
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import inline, plain
from kitabcha.languages.catalogues import DRAFT, Entry
from kitabcha.languages.remarks import Said
from kitabcha.languages.reviews import FUZZY, MISSING, REVIEWED, STATES, TRANSLATED, UNREVIEWED, state_of
from kitabcha.model import Place, Term

_STATES: Mapping[str, str] = MappingProxyType(
    {
        MISSING: "needs-translation",
        FUZZY: "needs-adaptation",
        UNREVIEWED: "needs-review-translation",
        TRANSLATED: "translated",
        REVIEWED: "final",
    }
)
"""Our states → those of XLIFF, as its specification lists them for `state`."""

_COLUMNS = ("context", "source", "target", "state", "id", "note")
_FORMULA = re.compile(r"'*[=+@-]")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SAVE_AGAIN = "export it again from the program that wrote it"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""By which spreadsheets know that a CSV file is UTF-8."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Entries of one catalogue on their way to another tool, with what their translator should know (by their keys)."""

    name: str
    source: str
    language: str
    entries: Sequence[Entry]
    notes: Mapping[tuple[str, str], str]


# --- XLIFF ----------------------------------------------------------------------------------------------------


def xliff(parcel: Parcel) -> bytes:
    """XLIFF 1.1, which all its readers know: msgctxt is `resname`, what a translator should know is a note."""
    from translate.storage.poxliff import PoXliffFile

    store: Any = PoXliffFile(sourcelanguage=parcel.source, targetlanguage=parcel.language)
    for number, entry in enumerate(parcel.entries, start=1):
        unit = store.addsourceunit(_source(entry), f"{parcel.name}.po", True)
        unit.setid(str(number))
        unit.xmlelement.set("resname", entry.context)
        unit.target = _target(entry)
        for part in unit.units or (unit,):
            _put_state(part, state_of(entry))
        if note := parcel.notes.get(entry.key):
            unit.addnote(note, origin="developer")
    return bytes(store)


def _put_state(unit: Any, state: str) -> None:
    unit.markapproved(state == REVIEWED)
    if (target := unit.get_target_dom()) is not None:
        target.set("state", _STATES[state])


def _read_xliff(content: bytes) -> tuple[list[Entry], str]:
    from translate.storage.poxliff import PoXliffFile

    store: Any = PoXliffFile.parsestring(content)  # type: ignore[no-untyped-call]
    entries = [_of_xliff(unit) for unit in store.units if not unit.isheader()]
    return entries, store.gettargetlanguage() or ""


def _of_xliff(unit: Any) -> Entry:
    first = (unit.units or (unit,))[0].get_target_dom()
    state = first.get("state", _STATES[TRANSLATED]) if first is not None else _STATES[MISSING]
    known = {theirs: ours for ours, theirs in _STATES.items()}
    return _entry(unit.xmlelement.get("resname", ""), unit.source, unit.target, known.get(state, FUZZY))


# --- TMX ------------------------------------------------------------------------------------------------------


def tmx(parcels: Iterable[Parcel]) -> bytes:
    """A translation memory of all that is translated and not fuzzy."""
    from translate.storage.tmx import tmxfile

    store = tmxfile()
    for parcel in parcels:
        for entry in parcel.entries:
            if entry.is_published:
                for source, target in zip(_forms(entry), entry.msgstr, strict=False):
                    store.addtranslation(source, parcel.source, target, parcel.language, context=entry.context)
    return bytes(store)


def _read_tmx(content: bytes) -> tuple[list[Entry], str]:
    from translate.storage.tmx import tmxfile

    store: Any = tmxfile.parsestring(content)  # type: ignore[no-untyped-call]
    entries = [_entry(unit.getcontext(), unit.source, unit.target, TRANSLATED) for unit in store.units]
    nodes = [node for unit in store.units for node in unit.getlanguageNodes()[1:2]]
    return entries, next((node.get(_XML_LANGUAGE, "") for node in nodes), "")


# --- CSV ------------------------------------------------------------------------------------------------------


def csv(parcel: Parcel) -> bytes:
    """A table for people without tools. A message with plural forms has a row for each: `id` is its number."""
    rows: list[tuple[str, ...]] = [_COLUMNS]
    for entry in parcel.entries:
        for number, target in enumerate(entry.msgstr):
            source = entry.plural if number else entry.msgid
            form = str(number) if entry.plural else ""
            note = parcel.notes.get(entry.key, "")
            rows.append((entry.context, _no_formula(source), _no_formula(target), state_of(entry), form, note))
    return _table(rows)


def _table(rows: Iterable[Sequence[str]]) -> bytes:
    page = io.StringIO()
    tables.writer(page, lineterminator="\r\n").writerows(rows)
    return BYTE_ORDER_MARK + page.getvalue().encode()


def _read_csv(content: bytes) -> tuple[list[Entry], str]:
    table = tables.DictReader(io.StringIO(content.removeprefix(BYTE_ORDER_MARK).decode(), newline=""))
    if lacking := [column for column in ("context", "source", "target") if column not in (table.fieldnames or ())]:
        raise ValueError(f"it has no column `{lacking[0]}`")
    entries: list[Entry] = []
    for row in table:
        source, target = _as_it_was(row["source"] or ""), _as_it_was(row["target"] or "")
        if (row.get("id") or "0") != "0" and entries:
            entries[-1] = replace(entries[-1], plural=source, msgstr=(*entries[-1].msgstr, target))
        else:
            state = row.get("state") or TRANSLATED
            entries.append(_entry(row["context"], source, target, state if state in STATES else TRANSLATED))
    return entries, ""


def _no_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe before the sign that would make it one."""
    return f"'{text}" if _FORMULA.match(text) else text


def _as_it_was(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


# --- the glossary ---------------------------------------------------------------------------------------------


def tbx(terms: Iterable[Term], source: str, language: str, said: Said) -> bytes:
    """The terms of a glossary with their agreed translations and explanations, as a termbase."""
    from translate.storage.tbx import tbxfile

    store: Any = tbxfile(sourcelanguage=source, targetlanguage=language)
    for term in terms:
        unit = store.addsourceunit(_plain(term.term.raw))
        unit.setid(term.id)
        if translation := said(term.term):
            unit.settarget(_plain(translation), language)
        unit.addnote(_plain(said(term.definition) or term.definition.raw), origin="definition")
    return bytes(store)


def _read_tbx(content: bytes) -> tuple[list[Entry], str]:
    from translate.storage.tbx import tbxfile

    store: Any = tbxfile.parsestring(content)  # type: ignore[no-untyped-call]
    units = [unit for unit in store.units if unit.target]
    nodes = [node for unit in units for node in unit.getlanguageNodes()[1:2]]
    entries = [_entry(f"glossary/{unit.getid()}/term", unit.source, unit.target, TRANSLATED) for unit in units]
    return entries, next((node.get(_XML_LANGUAGE, "") for node in nodes), "")


def glossary_csv(terms: Iterable[Term], languages: Mapping[str, Said]) -> bytes:
    """The glossary as a table: each term with its other forms and its explanation, and both in every language."""
    heads = [f"{head} ({code})" for code in languages for head in ("term", "definition")]
    rows: list[tuple[str, ...]] = [("id", "term", "aliases", "definition", *heads)]
    for term in terms:
        said = [_plain(say(text)) for say in languages.values() for text in (term.term, term.definition)]
        rows.append((term.id, _plain(term.term.raw), "; ".join(term.aliases), _plain(term.definition.raw), *said))
    return _table(rows)


# --- reading --------------------------------------------------------------------------------------------------

_READERS: Mapping[str, Callable[[bytes], tuple[list[Entry], str]]] = MappingProxyType(
    {".xlf": _read_xliff, ".xliff": _read_xliff, ".tmx": _read_tmx, ".csv": _read_csv, ".tbx": _read_tbx}
)


def read(content: bytes, name: str) -> tuple[list[Entry], str, list[Diagnostic]]:
    """What a file of another tool translates, the language that it tells (empty: none), and what is wrong in it."""
    suffix = PurePath(name).suffix.lower()
    try:
        entries, language = _READERS[suffix](content)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError, UnicodeError) as fault:
        told = str(fault).partition("\n")[0] or type(fault).__name__
        return [], "", [error(Place(name), f"this file cannot be read as {suffix[1:].upper()}: {told}", SAVE_AGAIN)]
    return [entry for entry in entries if entry.msgid and entry.is_translated], _short(language), []


def is_exchanged(name: str) -> bool:
    """Whether a file is in one of these formats, by its name."""
    return PurePath(name).suffix.lower() in _READERS


# --- entries --------------------------------------------------------------------------------------------------


def _forms(entry: Entry) -> tuple[str, ...]:
    return (entry.msgid, *(entry.plural for _ in entry.msgstr[1:]))


def _source(entry: Entry) -> Any:
    return _several((entry.msgid, entry.plural)) if entry.plural else entry.msgid


def _target(entry: Entry) -> Any:
    return _several(entry.msgstr) if entry.plural else entry.msgstr[0]


def _several(texts: Sequence[str]) -> Any:
    from translate.misc.multistring import multistring

    return multistring(list(texts))


def _entry(context: str, source: Any, target: Any, state: str) -> Entry:
    """An entry of what a store holds; a string with plural forms holds several."""
    sources, targets = (list(map(str, getattr(text, "strings", [text or ""]))) for text in (source, target))
    return Entry(
        context=context or "",
        msgid=sources[0],
        plural=sources[1] if len(sources) > 1 else "",
        msgstr=tuple(targets),
        previous=None,
        fuzzy=state == FUZZY,
        draft=state == UNREVIEWED,
        obsolete=False,
        line=0,
        comments=(DRAFT,) if state == UNREVIEWED else (),
    )


def _plain(raw: str) -> str:
    return plain(inline(raw))


def _short(language: str) -> str:
    return re.split(r"[_@.-]", language)[0].lower()
