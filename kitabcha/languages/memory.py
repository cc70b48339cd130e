"""Translations there are → those that fit a message: of its own words elsewhere, else of the words most like it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypeVar

from kitabcha.languages.catalogues import Entry, Key
from kitabcha.languages.elements import role
from kitabcha.languages.messages import Message

ALIKE = 70.0
"""How alike, of 100, a new message and an old one must be for the old translation to be offered."""

Words: TypeAlias = tuple[str, str, str]
"""What stays the same when a message moves to another lesson: its role (the end of its msgctxt), text and plural."""

Item = TypeVar("Item")


def key_of(message: Message) -> Key:
    return message.context, message.msgid


def words_of(one: Message | Entry) -> Words:
    return role(one.context), one.msgid, one.plural


@dataclass(frozen=True)
class Pool:
    """Entries among which the most alike to a message is looked for."""

    entries: Sequence[Entry] = ()

    @cached_property
    def _texts(self) -> Mapping[bool, list[str | None]]:
        """The texts in the order of the entries, those without and with plural; None where it is one of the others."""
        return {
            plural: [entry.msgid if bool(entry.plural) is plural else None for entry in self.entries]
            for plural in (False, True)
        }

    def alike(self, message: Message, limit: int = 5) -> list[tuple[float, Entry]]:
        """The entries most like the message and how much, from `ALIKE` to 100: the best first."""
        from rapidfuzz import fuzz, process

        texts = self._texts[bool(message.plural)]
        found = process.extract(message.msgid, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit)
        return sorted(
            ((score, self.entries[index]) for _, score, index in found), key=lambda one: _worth(message, *one)
        )

    def best(self, message: Message) -> Entry | None:
        return next((entry for _, entry in self.alike(message)), None)


def _worth(message: Message, score: float, entry: Entry) -> tuple[float, bool, bool, bool]:
    """Sorts the most alike first; of those that are equally so what stands in the same place and is sure."""
    return -score, words_of(entry)[0] != words_of(message)[0], entry.fuzzy, entry.draft


def most_alike(messages: Sequence[Message], entries: Sequence[Entry]) -> dict[Key, Entry]:
    """Each entry to one message at most, the most alike first."""
    pool, pairs = Pool(entries), {}
    taken: set[int] = set()
    likenesses = (
        (*_worth(message, score, entry), number, entry)
        for number, message in enumerate(messages)
        for score, entry in pool.alike(message)
    )
    for *_, number, entry in sorted(likenesses, key=lambda one: one[:-1]):
        key = key_of(messages[number])
        if id(entry) not in taken and key not in pairs:
            pairs[key] = entry
            taken.add(id(entry))
    return pairs


def first_by_words(items: Iterable[Item], entry_of: Callable[[Item], Entry]) -> dict[Words, Item]:
    """What has a translation, by its words: in use rather than obsolete, sure rather than fuzzy, then the first."""
    found: dict[Words, Item] = {}
    translated = (item for item in items if entry_of(item).is_translated)
    for item in sorted(translated, key=lambda item: (entry_of(item).obsolete, entry_of(item).fuzzy)):
        found.setdefault(words_of(entry_of(item)), item)
    return found


Finder: TypeAlias = Callable[[Message], Entry | None]


def none_found(message: Message) -> None:
    """Finds nothing: there is no file from elsewhere."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What there is besides a catalogue for it: `moved` are translations in others whose message is no longer there,
    `elsewhere` all that others have, `imported` finds what a file from elsewhere says for the words of a message."""

    moved: Mapping[Words, Entry] = field(default_factory=dict)
    elsewhere: Pool = Pool()
    imported: Finder = none_found
