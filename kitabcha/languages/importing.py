"""A PO file from elsewhere → the translations in it, found by the text of a message, however its marks are written."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sized
from dataclasses import dataclass, field, replace

from kitabcha.diagnostics import Diagnostic
from kitabcha.dialect import inline, inline_faults
from kitabcha.languages.catalogues import Entry, parse_sheet
from kitabcha.languages.elements import role
from kitabcha.languages.messages import Message

_PICTURE = re.compile(r'!\[((?:[^\]\\]|\\.)*)\]\(\s*\S+?(?:\s+"((?:[^"\\]|\\.)*)")?\s*\)')
"""A picture, which other extractors take for one text: its words and its caption."""


def same_text(raw: str) -> Hashable:
    """The same for two texts that read alike: `_word_` is `*word*`, and a mark may be escaped or not."""
    return raw if inline_faults(raw) else inline(raw)


@dataclass(frozen=True, slots=True)
class Fit:
    """How many messages took a translation, how many could have but have one, and how many texts of the files fit no
    message, of all that there are."""

    taken: int
    left: int
    unfit: int
    texts: int

    def __str__(self) -> str:
        parts = [f"{self.taken} taken"]
        parts += [f"{self.left} left, for there is a translation already"] if self.left else []
        return "; ".join([*parts, f"{self.unfit} of {self.texts} texts in the file fit none here"])

    def __add__(self, other: Fit) -> Fit:
        return Fit(self.taken + other.taken, self.left + other.left, self.unfit + other.unfit, self.texts + other.texts)


def read(content: bytes, name: str) -> tuple[list[Entry], str, list[Diagnostic]]:
    """What a file translates, the language that its header tells (empty: none), and what is wrong in it."""
    sheet, found = parse_sheet(content, name)
    records = sheet.records if sheet else ()
    language = next((_language(record.entry) for record in records if record.is_header), "")
    entries = [record.entry for record in records if not record.is_header and record.entry.is_translated]
    return entries, language, found


@dataclass(frozen=True, slots=True)
class Collection:
    """The translations that some files have into one language, by the text of their messages."""

    by_text: dict[Hashable, list[Entry]] = field(default_factory=dict)

    def add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            for text in _texts(entry):
                self.by_text.setdefault(same_text(text.msgid), []).append(text)

    def translation_of(self, message: Message) -> Entry | None:
        """The translation of a message's text: of the one in the same place, if there are several, and a sure one."""
        those = self.by_text.get(same_text(message.msgid), ())
        fitting = (entry for entry in those if entry.plural == message.plural)
        return min(fitting, key=lambda entry: _distance(entry, message), default=None)

    def fit(self, messages: Iterable[Message], taken: Sized) -> Fit:
        """How these translations fit the messages, of which some have taken theirs."""
        fitting = [message for message in messages if self.translation_of(message)]
        used = {same_text(message.msgid) for message in fitting}
        return Fit(len(taken), len(fitting) - len(taken), len(self.by_text) - len(used), len(self.by_text))


def _texts(entry: Entry) -> Iterator[Entry]:
    """What an entry translates: of a picture its words and its caption, which are texts of their own here."""
    source, translation = _PICTURE.fullmatch(entry.msgid), _PICTURE.fullmatch(entry.msgstr[0])
    if not (source and translation):
        yield entry
        return
    for ours, theirs in zip(source.groups(), translation.groups(), strict=True):
        if ours and theirs:
            yield replace(entry, msgid=ours, msgstr=(theirs,), previous=None)


def _distance(entry: Entry, message: Message) -> tuple[bool, bool, bool, bool]:
    elsewhere = entry.context != message.context
    return elsewhere, role(entry.context) != role(message.context), entry.obsolete, entry.fuzzy


def _language(header: Entry) -> str:
    fields = (line.partition(":") for line in (header.msgstr[0] if header.msgstr else "").splitlines())
    told = next((value.strip() for name, _, value in fields if name.strip().lower() == "language"), "")
    return re.split(r"[_@.-]", told)[0].lower()
