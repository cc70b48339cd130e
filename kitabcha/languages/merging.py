"""Brings a PO file up to date: its bytes and the messages of today → its new bytes, and what has changed.

Entries keep their lines and their order. A new message stands after the one before it in the document; one that comes
from another lesson brings its translation along; a changed one takes the place, and as a fuzzy draft the translation,
of the entry it was; what is gone moves to the end as obsolete.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kitabcha.diagnostics import Diagnostic
from kitabcha.languages.catalogues import (
    Entry,
    Key,
    Record,
    Sheet,
    has_remarks,
    new_unit,
    parse_sheet,
    put_comments,
    put_draft,
    put_previous,
    put_remarks,
    put_source,
    put_taken,
    put_valid,
    rendered,
)
from kitabcha.languages.memory import Memory, Pool, first_by_words, key_of, most_alike, words_of
from kitabcha.languages.messages import Message
from kitabcha.languages.reviews import carried
from kitabcha.model import Language

NOTHING = Memory()


@dataclass(frozen=True, slots=True)
class Rewording:
    """A message whose translation was made from another text, and so waits; `new` when it is this update's doing."""

    message: Message
    made_from: Key
    new: bool


@dataclass(frozen=True, slots=True)
class Update:
    """A catalogue brought up to date, and how many of its messages are new, changed (fuzzy now), kept (other words, the
    same meaning), moved here, gone, and back; `imported` took the translation of a file from elsewhere."""

    content: bytes
    new: int = 0
    changed: int = 0
    kept: int = 0
    moved: int = 0
    gone: int = 0
    back: int = 0
    imported: tuple[Key, ...] = ()
    rewordings: tuple[Rewording, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's search for garbage: it finds none among entries, and looks through all of them each time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@uncollected()
def update(
    content: bytes,
    name: str,
    messages: Sequence[Message],
    language: Language,
    title: str,
    memory: Memory = NOTHING,
) -> Update:
    """Merge the messages of today into a PO file.

    `content` is empty for a new file, `name` its path in diagnostics, `title` the project's for a new header. A broken
    file is given back as it is, with what is wrong in it. With nothing new, not a byte changes.
    """
    sheet, found = parse_sheet(content if content.strip() else header(language, title), name)
    if not sheet:
        return Update(content, diagnostics=tuple(found))
    return merge(content, sheet, messages, language, memory)


def merge(
    content: bytes,
    sheet: Sheet,
    messages: Sequence[Message],
    language: Language,
    memory: Memory = NOTHING,
    unchanged: Set[Key] = frozenset(),
) -> Update:
    """Merge the messages of today into a sheet that was read from `content`, or is a mere header (`content` is empty).

    Of messages that are `unchanged` in meaning the translations stay valid though the words are others.
    """
    old = _paired(sheet, messages)
    fresh = _Fresh(language.plural_forms, memory, Pool(_translated(sheet)), unchanged, sheet.tells_places)
    now = {
        key: _renewed(message, old.get(key), fresh, sheet.newline)
        for key, message in zip(map(key_of, messages), messages, strict=True)
    }
    gone = [record for record in _unpaired(sheet, old) if not record.entry.obsolete]
    merged = replace(_counted(messages, old, now, fresh), gone=len(gone))
    if content.strip() and not gone and all(now[key] is old.get(key) for key in now):
        return replace(merged, content=content)
    return replace(merged, content=written(sheet, _arranged(sheet, old, now, gone)))


def header(language: Language, title: str) -> bytes:
    """The header entry of a new catalogue: complete, and the same at any time."""
    fields = (
        f"Project-Id-Version: {title}",
        "Report-Msgid-Bugs-To: ",
        "PO-Revision-Date: ",
        "Last-Translator: ",
        "Language-Team: ",
        f"Language: {language.code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: nplurals={language.plural_forms}; plural={language.plural_rule};",
        "X-Generator: Kitabcha",
    )
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in fields)
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines), ""]).encode()


# --- pairing --------------------------------------------------------------------------------------------------


def _paired(sheet: Sheet, messages: Sequence[Message]) -> dict[Key, Record]:
    """The old record of each message that has one: its own, living or obsolete, else one of the same words in another
    place of this file, else a vanished one most like it."""
    obsolete = {record.entry.key: record for record in sheet.records if record.entry.obsolete}
    known = {**obsolete, **sheet.active}
    pairs = {
        key: known[key]
        for key, message in zip(map(key_of, messages), messages, strict=True)
        if key in known and _same_kind(message, known[key].entry)
    }
    missing = [message for message in messages if key_of(message) not in pairs]
    pairs |= _moved_within(missing, _unpaired(sheet, pairs))
    missing = [message for message in missing if key_of(message) not in pairs]
    vanished = {
        id(record.entry): record
        for record in _unpaired(sheet, pairs)
        if record.entry.is_translated and not record.entry.obsolete
    }
    alike = most_alike(missing, [record.entry for record in vanished.values()])
    return pairs | {key: vanished[id(entry)] for key, entry in alike.items()}


def _moved_within(messages: Sequence[Message], records: Sequence[Record]) -> dict[Key, Record]:
    there = first_by_words(records, lambda record: record.entry)
    found = ((message, there.pop(words_of(message), None)) for message in messages)
    return {key_of(message): record for message, record in found if record}


def _unpaired(sheet: Sheet, pairs: Mapping[Key, Record]) -> list[Record]:
    used = set(map(id, pairs.values()))
    return [record for record in sheet.records if id(record) not in used and not record.is_header]


def _same_kind(message: Message, entry: Entry) -> bool:
    return bool(message.plural) == bool(entry.plural)


# --- renewing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What entries are made and renewed from: the language's plural forms, translations to offer, from here first, the
    messages that mean what they meant, and whether entries say where their messages stand."""

    forms: int
    memory: Memory
    here: Pool
    unchanged: Set[Key]
    with_places: bool


def _translated(sheet: Sheet) -> list[Entry]:
    return [record.entry for record in sheet.records if not record.is_header and record.entry.is_translated]


def _renewed(message: Message, old: Record | None, fresh: _Fresh, newline: str) -> Record:
    """The record of a message now: the old one itself when nothing in it changes."""
    if not old:
        return _made(message, fresh, newline)
    is_as_it_was = _put_words(message, old, fresh, newline)
    if taken := _importable(message, old, fresh):
        _put_import(message, old, taken, newline)
    if is_as_it_was and not taken and not old.entry.obsolete and has_remarks(old.entry, message, fresh.with_places):
        return old
    put_remarks(old.unit, message, newline, fresh.with_places)
    if old.entry.obsolete:
        old.unit.obsolete = False  # its own `resurrect` would take the mark of fuzzy away
        return rendered(old.unit, newline)
    return replace(rendered(old.unit, newline), gap=old.gap)


def _made(message: Message, fresh: _Fresh, newline: str) -> Record:
    unit = new_unit(message, fresh.forms, newline, fresh.with_places)
    if same := fresh.memory.moved.get(words_of(message)) or _importable(message, None, fresh):
        put_taken(unit, replace(same, comments=carried(same, key_of(message))), newline)
    elif like := fresh.here.best(message) or fresh.memory.elsewhere.best(message):
        put_draft(unit, like)
    return rendered(unit, newline)


def _importable(message: Message, old: Record | None, fresh: _Fresh) -> Entry | None:
    """What a file from elsewhere has for a message that has nothing here, in as many plural forms as it needs."""
    if old and any(old.entry.msgstr):
        return None
    found = fresh.memory.imported(message)
    return found if found and len(found.msgstr) == (fresh.forms if message.plural else 1) else None


def _put_import(message: Message, old: Record, taken: Entry, newline: str) -> None:
    """Give an untranslated record the translation of a file from elsewhere; what was said of it here stays."""
    comments = (*old.entry.comments, *carried(taken, key_of(message)))
    put_taken(old.unit, replace(taken, comments=tuple(dict.fromkeys(comments))), newline)


def _put_words(message: Message, old: Record, fresh: _Fresh, newline: str) -> bool:
    """Give an old record the words of its message; True if it had them, and nothing changes.

    What was fuzzy before stays so, whatever its new words mean: its translation was made from still older ones. When
    just these are back, it is valid again.
    """
    entry, key, is_unchanged = old.entry, key_of(message), key_of(message) in fresh.unchanged
    if entry.key == key:
        if is_valid_again := is_unchanged and entry.fuzzy and entry.previous is not None:
            put_valid(old.unit)
        return not is_valid_again
    put_source(old.unit, message)
    if entry.fuzzy and entry.previous == key:
        put_valid(old.unit)
    elif words_of(entry) == words_of(message) or (is_unchanged and not entry.fuzzy):
        put_comments(old.unit, carried(entry, key), newline)
    else:
        put_previous(old.unit, _origin(entry))
    return False


def _origin(entry: Entry) -> Key:
    """What the translation of an entry was made from; without its context where its translator had marked it, so that
    nobody takes that mark away but a translator."""
    return ("", entry.msgid) if entry.fuzzy and not entry.previous else entry.made_from


def _counted(
    messages: Sequence[Message], old: Mapping[Key, Record], now: Mapping[Key, Record], fresh: _Fresh
) -> Update:
    """How many messages are new, changed and so on, and which of them wait for a translator."""
    touched = {
        key: message
        for key, message in zip(map(key_of, messages), messages, strict=True)
        if now[key] is not old.get(key) or now[key].entry.fuzzy
    }
    kinds = {key: _kind(message, old.get(key), now[key], fresh) for key, message in touched.items()}
    counts = Counter(kinds.values())
    rewordings = (_rewording(message, now[key], kinds[key]) for key, message in touched.items())
    return Update(
        b"",
        new=counts["new"],
        changed=counts["changed"],
        kept=counts["kept"],
        moved=counts["moved"],
        back=counts["back"],
        imported=tuple(key for key, kind in kinds.items() if kind == "imported"),
        rewordings=tuple(rewording for rewording in rewordings if rewording),
    )


def _rewording(message: Message, now: Record, kind: str) -> Rewording | None:
    made_from = now.entry.made_from
    if made_from == key_of(message) or not now.entry.is_translated:
        return None
    if message.context and not made_from[0]:  # see `_origin`
        return None
    return Rewording(message, made_from, kind == "changed")


def _kind(message: Message, old: Record | None, now: Record, fresh: _Fresh) -> str:
    """What has become of a message: a word of `Update`, or none when it is where it was."""
    if not old and words_of(message) in fresh.memory.moved:
        return "moved"
    if _importable(message, old, fresh):
        return "imported"
    if not old:
        return "changed" if now.entry.fuzzy else "new"
    if words_of(old.entry) == words_of(message) and old.entry.key != key_of(message):
        return "moved"
    if old.entry.obsolete or (old.entry.fuzzy and old.entry.previous == key_of(message) != old.entry.key):
        return "back"
    if key_of(message) in fresh.unchanged and old.entry.made_from != key_of(message) == now.entry.made_from:
        return "kept"
    return "changed" if old.entry.key != key_of(message) else ""


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
    left = [record for record in _unpaired(sheet, old) if record.entry.obsolete]
    yield from (record for record in left if record.entry.msgid)
    yield from _retired(gone, sheet.newline)
    yield from (record for record in left if not record.entry.msgid)  # a comment would become that of what follows it


def _retired(gone: Iterable[Record], newline: str) -> Iterator[Record]:
    """What is worth keeping of vanished entries: translations and translators' words."""
    for record in gone:
        if any(record.entry.msgstr) or record.entry.comments:
            record.unit.makeobsolete()
            yield rendered(record.unit, newline)


def written(sheet: Sheet, records: Iterable[Record]) -> bytes:
    """The file's text: a blank line between entries, and the old end at the end."""
    parts = [sheet.start]
    ordered = list(records)
    for record, last in zip(ordered, [*[False] * (len(ordered) - 1), True], strict=True):
        lines = record.lines if record.lines.endswith(sheet.newline) or last else record.lines + sheet.newline
        parts += [lines, "" if last else record.gap or sheet.newline]
    return "".join([*parts, sheet.records[-1].gap if sheet.records else ""]).encode()
