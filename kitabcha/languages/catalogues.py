"""PO files: bytes → catalogues, entry by entry with its own lines, and entries → lines.

Everything that knows translate-toolkit is here. An entry that nobody changes keeps its lines to the byte, whatever
editor wrote them; only a changed one is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.languages.faults import is_plain, line_faults
from kitabcha.languages.messages import Message
from kitabcha.languages.plain_entries import PlainEntry, plain_entry
from kitabcha.model import Place

if TYPE_CHECKING:
    from translate.storage.pypo import pounit

Key: TypeAlias = tuple[str, str]
"""msgctxt and msgid"""

DRAFT = "# draft: not reviewed by a native speaker"
"""The translator's comment on a translation that no native speaker has reviewed; the reviewer deletes the line."""

BYTE_ORDER_MARK = "\ufeff"
_NO_LINE_END = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands in the file.

    `msgstr` holds one string, or one per plural form; `line` is msgstr's. `comments` are the translator's, line by line
    with their `#`, `notes` those made by programs, `places` what stands after `#:`, and `flags` after `#,`. A comment
    that stands alone is `obsolete`.
    """

    context: str
    msgid: str
    plural: str
    msgstr: tuple[str, ...]
    previous: Key | None
    fuzzy: bool
    draft: bool
    obsolete: bool
    line: int
    comments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    @property
    def made_from(self) -> Key:
        """The message that the translation was made from: an earlier one when the entry is fuzzy."""
        return self.previous if self.fuzzy and self.previous else self.key

    @property
    def is_translated(self) -> bool:
        """Whether every form has a text, be it fuzzy."""
        return bool(self.msgstr) and all(text.strip() for text in self.msgstr)

    @property
    def is_published(self) -> bool:
        """Whether the translation may be printed: fuzzy ones never are."""
        return self.is_translated and not self.fuzzy


@dataclass(frozen=True)  # no slots: the unit is kept beside the fields
class Record:
    """An entry with its lines. `gap` is what follows them: blank lines, or nothing at the end of the file."""

    entry: Entry
    lines: str
    gap: str

    @cached_property
    def unit(self) -> pounit:
        """The entry as the PO library has it: made of its lines when it is asked for, since few entries change."""
        unit, _ = _next_unit(self.lines)
        assert unit
        return unit

    @property
    def is_header(self) -> bool:
        entry = self.entry
        return not (entry.msgid or entry.context or entry.obsolete)


@dataclass(frozen=True)  # no slots: what is living is found once
class Sheet:
    """A whole PO file: its records in order, and the characters it ends lines with."""

    records: tuple[Record, ...]
    newline: str
    start: str

    @cached_property
    def active(self) -> Mapping[Key, Record]:
        return {record.entry.key: record for record in self.records if not (record.is_header or record.entry.obsolete)}

    @property
    def tells_places(self) -> bool:
        """Whether entries say where their messages stand: some keep their files without (`--no-location`)."""
        active = self.active.values()
        return not active or any(record.entry.places for record in active)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a build needs of a PO file: its path from the project's root, the living entries, the plural rule."""

    path: str
    entries: Mapping[Key, Entry]
    plural_forms: str = ""


def folder(root: Path, language: str) -> Path:
    """Where a project keeps the catalogues of one language."""
    return root / "locales" / language / "LC_MESSAGES"


def read_all(root: Path, language: str) -> tuple[dict[str, Catalogue], list[Diagnostic]]:
    """Every catalogue of one language by its name ("trust-circle", "library", …), and what is wrong in any of them."""
    catalogues: dict[str, Catalogue] = {}
    found: list[Diagnostic] = []
    for path in sorted(folder(root, language).glob("*.po")):
        catalogues[path.stem], faults = read(path, path.relative_to(root).as_posix())
        found += faults
    return catalogues, found


def read(path: Path, name: str) -> tuple[Catalogue, list[Diagnostic]]:
    """The catalogue at `path`, empty when there is no such file or it is broken; `name` is its path in messages."""
    return parse(path.read_bytes(), name) if path.is_file() else (Catalogue(name, {}), [])


def parse(content: bytes, name: str) -> tuple[Catalogue, list[Diagnostic]]:
    """The catalogue in `content`, empty when anything is wrong with it."""
    catalogue, found = _parsed(content, name)
    return catalogue, list(found)


@lru_cache(maxsize=1024)  # a session that looks at a project again and again parses only what changed
def _parsed(content: bytes, name: str) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    sheet, found = parse_sheet(content, name)
    if not sheet:
        return Catalogue(name, {}), tuple(found)
    entries = MappingProxyType({key: record.entry for key, record in sheet.active.items()})
    return Catalogue(name, entries, _header_field(sheet, "Plural-Forms")), ()


def parse_sheet(content: bytes, name: str) -> tuple[Sheet | None, list[Diagnostic]]:
    """The file with the lines of every entry; None, and all that is wrong, when it cannot be used."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        return None, [error(Place(name, line), "this is not UTF-8", "save the file as UTF-8")]
    sheet = plain_sheet(text)
    if not sheet:
        if faults := [error(Place(name, line), message, hint) for line, message, hint in line_faults(text)]:
            return None, faults
        sheet, faults = read_sheet(text, name)
        if faults:
            return None, faults
    faults = [*_charset_faults(sheet, name), *_duplicates(sheet, name)]
    return (None, faults) if faults else (sheet, [])


def plain_sheet(text: str) -> Sheet | None:
    """The sheet in a text whose entries are plain, with a blank line before each that is not; None for any other.

    It is the same that `read_sheet` gives, in a fifth of the time.
    """
    if "\r" in text or text.startswith(BYTE_ORDER_MARK) or not text.endswith("\n"):
        return None
    records: list[Record] = []
    begin = at = len(text) - len(text.lstrip("\n"))
    line = 1 + at
    while at < len(text):
        plain = plain_entry(text, at)
        end = plain.end if plain else _end_of_block(text, at)
        entry = _plain(plain, line) if plain else _single(text[at:end], line)
        if not entry:
            return None
        after = _NO_LINE_END.search(text, end)
        following = after.start() if after else len(text)
        records.append(Record(entry, text[at:end], text[end:following]))
        line += text.count("\n", at, following)
        at = following
    return Sheet(tuple(records), "\n", text[:begin])


def _end_of_block(text: str, start: int) -> int:
    end = text.find("\n\n", start)
    return end + 1 if end >= 0 else len(text)


def _plain(plain: PlainEntry, line: int) -> Entry:
    comments, flags, notes, places = _sorted(plain.comments)
    return Entry(
        context=plain.context,
        msgid=plain.msgid,
        plural="",
        msgstr=(plain.msgstr,),
        previous=None,
        fuzzy="fuzzy" in flags,
        draft=any(comment.strip() == DRAFT for comment in comments),
        obsolete=False,
        line=line + plain.msgstr_line,
        comments=comments,
        flags=flags,
        notes=notes,
        places=places,
    )


@lru_cache(maxsize=256)  # entries that stand together are often said the same of
def _sorted(written: str) -> tuple[tuple[str, ...], ...]:
    """The comments of an entry: its translator's, its flags, its programs' notes, and its places."""
    kinds: dict[str, list[str]] = {".": [], ":": [], ",": [], "": []}
    for comment in written.split("\n")[:-1]:
        kinds.get(comment[1:2], kinds[""]).append(comment)
    flags = (flag.strip() for line in kinds[","] for flag in line[2:].split(","))
    places = (place for line in kinds[":"] for place in line[2:].split())
    return tuple(kinds[""]), tuple(flags), tuple(note.rstrip() for note in kinds["."]), tuple(places)


def _single(block: str, line: int) -> Entry | None:
    """The entry in a block of lines that holds one and no more, be it obsolete or in the plural; else None."""
    if not is_plain(block):
        return None
    try:
        unit, is_all = _next_unit(block)
    except (ValueError, IndexError):
        return None
    return _entry(unit, line + _line_of_msgstr(block.split("\n"))) if unit and unit.msgid and is_all else None


def _next_unit(lines: str) -> tuple[pounit | None, bool]:
    """The first entry in a text as the PO library has it, and whether it is all of the text."""
    from translate.storage.poparser import PoParseState, parse_unit
    from translate.storage.pypo import PoWrapper, pounit

    state = PoParseState([f"{line}\n" for line in lines.split("\n")], partial(pounit, wrapper=PoWrapper(-1)))
    if (unit := parse_unit(state)) and not unit.obsolete:
        unit.infer_state()
    return unit, state.eof


def _units(content: bytes) -> list[pounit]:
    from translate.storage.pypo import pofile

    store = pofile(width=-1)
    store.parse(content)
    return list(store.units)


def read_sheet(text: str, name: str) -> tuple[Sheet, list[Diagnostic]]:
    """The sheet in a text whose lines are in order, as the PO library reads it, and what it cannot read."""
    from translate.storage.pypo import splitlines

    start = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    text = text.removeprefix(start)
    lines, newline = splitlines(text.encode())
    if any(b"\n" in line.removesuffix(newline.encode()) for line in lines):
        hint = "save the file with one kind of line ending"
        return Sheet((), newline, start), [error(Place(name), "the lines of this file end in two ways", hint)]
    try:
        units = _units(text.encode())
    except (ValueError, IndexError) as fault:
        line = getattr(getattr(fault, "parse_state", None), "lineno", 0)
        return Sheet((), newline, start), [error(Place(name, line), "this is not how a PO file is written")]
    texts = [line.decode() for line in lines]
    texts[-1] = texts[-1].removesuffix(newline)
    firsts = [unit.line_number or 1 for unit in units]
    start += "".join(texts[: firsts[0] - 1]) if firsts else "".join(texts)
    records = tuple(
        _sliced(unit, texts[first - 1 : after - 1], first)
        for unit, (first, after) in zip(units, pairwise([*firsts, len(texts) + 1]), strict=True)
    )
    return Sheet(records, newline, start), []


def _sliced(unit: pounit, lines: list[str], first: int) -> Record:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    entry = _entry(unit, first + _line_of_msgstr(lines))
    return _record(entry, "".join(lines[:end]), "".join(lines[end:]), unit)


def _record(entry: Entry, lines: str, gap: str, unit: pounit) -> Record:
    record = Record(entry, lines, gap)
    record.__dict__["unit"] = unit
    return record


def _line_of_msgstr(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if line.removeprefix("#~ ").startswith("msgstr")), 0)


def _entry(unit: pounit, line: int) -> Entry:
    forms = unit.msgstr.values() if isinstance(unit.msgstr, dict) else [unit.msgstr]
    return Entry(
        context=_joined(unit.msgctxt),
        msgid=_joined([*unit.msgidcomments, *unit.msgid]),
        plural=_joined(unit.msgid_plural),
        msgstr=tuple(_joined(form) for form in forms),
        previous=(_joined(unit.prev_msgctxt), _joined(unit.prev_msgid)) if unit.prev_msgid else None,
        fuzzy=unit.hastypecomment("fuzzy"),
        draft=any(comment.strip() == DRAFT for comment in unit.othercomments),
        obsolete=unit.obsolete or not (unit.msgid or unit.msgidcomments),
        line=line,
        comments=tuple(comment.rstrip("\r\n") for comment in unit.othercomments),
        flags=tuple(flag.strip() for line in unit.typecomments for flag in line.removeprefix("#,").split(",")),
        notes=tuple(line.rstrip() for line in unit.automaticcomments),
        places=tuple(place for line in unit.sourcecomments for place in line.removeprefix("#:").split()),
    )


def _joined(quoted: list[str]) -> str:
    from translate.storage.pypo import unquotefrompo

    return str(unquotefrompo(quoted)) if quoted else ""


def _header_field(sheet: Sheet, field: str) -> str:
    header = next((record.entry.msgstr[0] for record in sheet.records if record.is_header and record.entry.msgstr), "")
    fields = (line.partition(":") for line in header.splitlines())
    return next((value.strip() for name, _, value in fields if name.strip().lower() == field.lower()), "")


def _charset_faults(sheet: Sheet, name: str) -> list[Diagnostic]:
    charset = _header_field(sheet, "Content-Type").rpartition("charset=")[2].strip()
    if charset.lower() in {"", "utf-8", "utf8", "us-ascii", "ascii", "charset"}:
        return []
    line = next(record.entry.line for record in sheet.records if record.is_header)
    return [error(Place(name, line), f"the header says charset={charset}", "write charset=UTF-8 and save it as UTF-8")]


def _duplicates(sheet: Sheet, name: str) -> list[Diagnostic]:
    first: dict[Key, int] = {}
    found = []
    for record in sheet.records:
        entry = record.entry
        if entry.obsolete:
            continue
        if first.setdefault(entry.key, entry.line) != entry.line:
            what = f"`{entry.msgid}`" if entry.msgid else "the header"
            hint = f"it stands at line {first[entry.key]} too; keep one of the two"
            found.append(error(Place(name, entry.line), f"{what} is here twice", hint))
    return found


# --- changing entries -----------------------------------------------------------------------------------------


def rendered(unit: pounit, newline: str) -> Record:
    """A record with its lines written anew, and a blank line after them."""
    lines = str(unit).replace(newline, "\n").replace("\n", newline)  # a unit of no file yet knows no newline
    return _record(_entry(unit, 0), lines, newline, unit)


def new_unit(message: Message, forms: int, newline: str, with_places: bool) -> pounit:
    """An untranslated entry for a message; `forms` is how many plural forms the language has."""
    from translate.storage.pypo import PoWrapper, pounit

    unit = pounit(wrapper=PoWrapper(-1))
    put_source(unit, message)
    unit.target = [""] * forms if message.plural else ""
    put_remarks(unit, message, newline, with_places)
    return unit


def put_source(unit: pounit, message: Message) -> None:
    """Give a unit the message's context and text; the translation stays as it is written."""
    unit.msgidcomments = []
    unit.msgctxt = unit.quote(message.context) if message.context else []
    unit.source = [message.msgid, message.plural] if message.plural else message.msgid


def put_previous(unit: pounit, previous: Key) -> None:
    """Mark a unit fuzzy, and keep what its translation was made from."""
    unit.prev_context, unit.prev_source = previous
    unit.settypecomment("fuzzy")


def put_taken(unit: pounit, entry: Entry, newline: str) -> None:
    """Give a unit the translation of another entry for the same words, with all that was said of it."""
    unit.target = list(entry.msgstr) if entry.plural else entry.msgstr[0]
    put_comments(unit, entry.comments, newline)
    for flag in entry.flags:
        unit.settypecomment(flag)
    if entry.fuzzy and entry.previous:
        put_previous(unit, entry.previous)


def put_translation(unit: pounit, entry: Entry, newline: str) -> None:
    """Give a unit another translation, which is a draft or fuzzy when this entry says so; other comments stay."""
    unit.target = list(entry.msgstr) if entry.plural else entry.msgstr[0]
    comments = [comment.rstrip("\r\n") for comment in unit.othercomments if comment.strip() != DRAFT]
    put_comments(unit, [*([DRAFT] if entry.draft else []), *comments], newline)
    if entry.fuzzy:
        unit.settypecomment("fuzzy")
    else:
        put_valid(unit)


def put_comments(unit: pounit, comments: Iterable[str], newline: str) -> None:
    """Give a unit these comments of its translator, each a line with its `#`."""
    unit.othercomments = [comment + newline for comment in comments]


def put_valid(unit: pounit) -> None:
    """Take the mark of fuzzy away, and the message that the translation was made from."""
    unit.settypecomment("fuzzy", False)
    unit.prev_msgctxt = unit.prev_msgid = unit.prev_msgid_plural = []


def put_draft(unit: pounit, like: Entry) -> None:
    """Offer a unit, as a fuzzy draft, the translation of an entry like it."""
    unit.target = list(like.msgstr) if like.plural else like.msgstr[0]
    put_previous(unit, like.made_from)
    unit.addnote(DRAFT.removeprefix("# ") if like.draft else "")


def has_remarks(entry: Entry, message: Message, with_places: bool) -> bool:
    """Whether an entry has the message's note, places and flags already."""
    return (
        entry.notes == _noted(message.note)
        and (not with_places or entry.places == tuple(place.path for place in message.places))
        and {*message.flags} <= {*entry.flags}
    )


def put_remarks(unit: pounit, message: Message, newline: str, with_places: bool) -> None:
    """Give a unit the message's note, places and flags."""
    notes = _noted(message.note)
    if notes != tuple(line.rstrip() for line in unit.automaticcomments):
        unit.automaticcomments = [line + newline for line in notes]
    references = [place.path for place in message.places]
    if with_places and references != " ".join(line.removeprefix("#:") for line in unit.sourcecomments).split():
        unit.sourcecomments = [f"#: {reference}{newline}" for reference in references]
    for flag in message.flags:
        unit.settypecomment(flag)


@lru_cache(maxsize=256)
def _noted(note: str) -> tuple[str, ...]:
    return tuple(f"#. {line}".rstrip() for line in note.splitlines())
