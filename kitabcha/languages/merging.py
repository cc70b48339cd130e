"""Brings a PO file up to date: its bytes and the messages of today → its new bytes, and what has changed.

Entries keep their lines and their order. A new message stands after the one before it in the document; a changed one
takes the place, and as a fuzzy draft the translation, of the entry it was; what is gone moves to the end as obsolete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kitabcha.diagnostics import Diagnostic
from kitabcha.languages.catalogues import (
    Entry,
    Key,
    Record,
    Sheet,
    new_unit,
    parse_sheet,
    put_draft,
    put_previous,
    put_remarks,
    put_source,
    rendered,
)
from kitabcha.languages.messages import Message

ALIKE = 70.0
"""How alike, of 100, a new message and an old one must be for the old translation to be offered."""


@dataclass(frozen=True, slots=True)
class Update:
    """A catalogue brought up to date, and how many of its messages are new, changed (fuzzy now), gone, and back."""

    content: bytes
    new: int = 0
    changed: int = 0
    gone: int = 0
    back: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def update(
    content: bytes,
    name: str,
    messages: Sequence[Message],
    language: str,
    title: str,
    elsewhere: Sequence[Entry] = (),
) -> Update:
    """Merge the messages of today into a PO file.

    `content` is empty for a new file, `name` its path in diagnostics, `title` the project's for a new header;
    `elsewhere` are entries of other catalogues, whose translations are offered when this one has nothing like it. A
    broken file is given back as it is, with what is wrong in it. With nothing new, not a byte changes.
    """
    sheet, found = parse_sheet(content if content.strip() else header(language, title), name)
    if not sheet:
        return Update(content, diagnostics=tuple(found))
    old = _paired(sheet, messages)
    fresh = _Fresh(_plural_forms(language)[0], _translated(sheet), elsewhere)
    now = {_key(message): _renewed(message, old.get(_key(message)), fresh, sheet.newline) for message in messages}
    gone = [record for record in _unpaired(sheet, old) if not record.entry.obsolete]
    merged = _counted(old, now, gone)
    if content.strip() and not gone and all(now[key] is old.get(key) for key in now):
        return replace(merged, content=content)
    return replace(merged, content=_written(sheet, _arranged(sheet, old, now, gone)))


def header(language: str, title: str) -> bytes:
    """The header entry of a new catalogue: complete, and the same at any time."""
    fields = (
        f"Project-Id-Version: {title}",
        "Report-Msgid-Bugs-To: ",
        "PO-Revision-Date: ",
        "Last-Translator: ",
        "Language-Team: ",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {_plural_forms(language)[1]}",
        "X-Generator: Kitabcha",
    )
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in fields)
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines), ""]).encode()


def _plural_forms(language: str) -> tuple[int, str]:
    from babel.messages.plurals import get_plural

    plural = get_plural(language)
    return plural.num_plurals, plural.plural_forms


# --- pairing --------------------------------------------------------------------------------------------------


def _paired(sheet: Sheet, messages: Sequence[Message]) -> dict[Key, Record]:
    """The old record of each message that has one: its own, living or obsolete, else a vanished one most like it."""
    obsolete = {record.entry.key: record for record in sheet.records if record.entry.obsolete}
    known = {**obsolete, **sheet.active}
    pairs = {
        _key(message): known[_key(message)]
        for message in messages
        if _key(message) in known and _same_kind(message, known[_key(message)].entry)
    }
    missing = [message for message in messages if _key(message) not in pairs]
    vanished = [
        record for record in _unpaired(sheet, pairs) if record.entry.is_translated and not record.entry.obsolete
    ]
    return pairs | _most_alike_pairs(missing, vanished)


def _most_alike_pairs(messages: Sequence[Message], records: Sequence[Record]) -> dict[Key, Record]:
    """Each record to one message at most, the most alike first."""
    pairs: dict[Key, Record] = {}
    taken: set[int] = set()
    likenesses = [
        (-score, record.entry.context != message.context, m, r)
        for m, message in enumerate(messages)
        for score, r in _likenesses(message, [record.entry for record in records])
        for record in (records[r],)
    ]
    for _, _, m, r in sorted(likenesses):
        if r not in taken and _key(messages[m]) not in pairs:
            pairs[_key(messages[m])] = records[r]
            taken.add(r)
    return pairs


def _likenesses(message: Message, entries: Sequence[Entry], limit: int = 5) -> list[tuple[float, int]]:
    """How like the message the most alike entries are, from 0 to 100, and which they are."""
    from rapidfuzz import fuzz, process

    texts = {index: entry.msgid for index, entry in enumerate(entries) if _same_kind(message, entry)}
    found = process.extract(message.msgid, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit)
    return [(score, index) for _, score, index in found]


def _unpaired(sheet: Sheet, pairs: Mapping[Key, Record]) -> list[Record]:
    used = {id(record) for record in pairs.values()}
    return [record for record in sheet.records if not record.is_header and id(record) not in used]


def _same_kind(message: Message, entry: Entry) -> bool:
    return bool(message.plural) == bool(entry.plural)


def _key(message: Message) -> Key:
    return message.context, message.msgid


# --- renewing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What a new entry is made from: the language's plural forms, and translations to offer, from here first."""

    forms: int
    here: Sequence[Entry]
    elsewhere: Sequence[Entry]


def _translated(sheet: Sheet) -> list[Entry]:
    return [record.entry for record in sheet.records if not record.is_header and record.entry.is_translated]


def _renewed(message: Message, old: Record | None, fresh: _Fresh, newline: str) -> Record:
    """The record of a message now: the old one itself when nothing in it changes."""
    if not old:
        return _made(message, fresh, newline)
    if old.entry.obsolete:
        return _revived(message, old, newline)
    if old.entry.key != _key(message):
        return _retargeted(message, old, newline)
    if not put_remarks(old.unit, message, newline):
        return old
    return replace(rendered(old.unit, newline), gap=old.gap)


def _made(message: Message, fresh: _Fresh, newline: str) -> Record:
    unit = new_unit(message, fresh.forms, newline)
    for entries in (fresh.here, fresh.elsewhere):
        if like := _likenesses(message, entries, limit=1):
            put_draft(unit, entries[like[0][1]])
            break
    return rendered(unit, newline)


def _revived(message: Message, old: Record, newline: str) -> Record:
    old.unit.obsolete = False  # its own `resurrect` would take the mark of fuzzy away
    put_remarks(old.unit, message, newline)
    return rendered(old.unit, newline)


def _retargeted(message: Message, old: Record, newline: str) -> Record:
    put_source(old.unit, message)
    put_remarks(old.unit, message, newline)
    put_previous(old.unit, old.entry.made_from)
    return replace(rendered(old.unit, newline), gap=old.gap)


def _counted(old: Mapping[Key, Record], now: Mapping[Key, Record], gone: Sequence[Record]) -> Update:
    back = sum(record.entry.obsolete for record in old.values())
    drafts = sum(now[key].entry.fuzzy for key in now if key not in old)
    changed = sum(record.entry.key != key for key, record in old.items()) + drafts
    return Update(b"", len(now) - len(old) - drafts, changed, len(gone), back)


# --- arranging ------------------------------------------------------------------------------------------------


def _arranged(
    sheet: Sheet, old: Mapping[Key, Record], now: Mapping[Key, Record], gone: Sequence[Record]
) -> Iterator[Record]:
    """Living records where they stood, each new one after the message before it; then the obsolete ones."""
    heirs = {id(record): now[key] for key, record in old.items() if not record.entry.obsolete}
    standing = {id(record) for record in heirs.values()}
    newcomers: dict[int, list[Record]] = {}
    before = 0
    for record in now.values():
        if id(record) in standing:
            before = id(record)
        else:
            newcomers.setdefault(before, []).append(record)
    yield from (record for record in sheet.records if record.is_header)
    yield from newcomers.get(0, [])
    for record in (heirs[id(record)] for record in sheet.records if id(record) in heirs):
        yield record
        yield from newcomers.get(id(record), [])
    yield from (record for record in _unpaired(sheet, old) if record.entry.obsolete)
    yield from _retired(gone, sheet.newline)


def _retired(gone: Iterable[Record], newline: str) -> Iterator[Record]:
    """What is worth keeping of vanished entries: translations and translators' words."""
    for record in gone:
        if any(record.entry.msgstr) or record.unit.othercomments:
            record.unit.makeobsolete()
            yield rendered(record.unit, newline)


def _written(sheet: Sheet, records: Iterable[Record]) -> bytes:
    """The file's text: a blank line between entries, and the old end at the end."""
    parts = [sheet.start]
    ordered = list(records)
    for record, last in zip(ordered, [*[False] * (len(ordered) - 1), True], strict=True):
        lines = record.lines if record.lines.endswith(sheet.newline) or last else record.lines + sheet.newline
        parts += [lines, "" if last else record.gap or sheet.newline]
    return "".join([*parts, sheet.records[-1].gap if sheet.records else ""]).encode()
