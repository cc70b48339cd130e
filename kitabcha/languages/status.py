"""How far translations are: messages and PO files → what is translated, waits, is stale, and who has reviewed it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kitabcha.dialect import inline, walk
from kitabcha.languages.catalogues import Catalogue, Entry
from kitabcha.languages.history import Change
from kitabcha.languages.messages import Message, Messages
from kitabcha.languages.reviews import FUZZY, MISSING, REVIEWED, UNREVIEWED, state_of
from kitabcha.model import Place, Word

Address: TypeAlias = tuple[str, str, str]
"""catalogue, msgctxt and msgid: what names one message of a project"""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Stale:
    """A translation of an older text: where it stands in its catalogue, the text then and now, and where that is."""

    place: Place
    msgid: str
    previous: str
    source: Place


@dataclass(frozen=True, slots=True)
class Tally:
    """How far some messages are translated into one language.

    `translated` counts all that is printed; `unreviewed` and `reviewed` are among them. `words_left` counts the words
    of the source in all that is not printed.
    """

    messages: int
    translated: int
    fuzzy: int
    unreviewed: int
    reviewed: int
    words_left: int
    stale: tuple[Stale, ...] = ()

    @property
    def missing(self) -> int:
        return self.messages - self.translated - self.fuzzy


def addressed(messages: Messages) -> Mapping[Address, Message]:
    """Every message by its address."""
    return {(name, one.context, one.msgid): one for name, them in messages.items() for one in them}


def tally(addresses: Iterable[Address], known: Mapping[Address, Message], catalogues: Mapping[str, Catalogue]) -> Tally:
    """How far the messages at these addresses are, by the catalogues of a language."""
    entries = {address: _entry(address, catalogues) for address in addresses}
    states = Counter(map(state_of, entries.values()))
    left = [address for address, entry in entries.items() if state_of(entry) in {MISSING, FUZZY}]
    return Tally(
        messages=len(entries),
        translated=len(entries) - states[MISSING] - states[FUZZY],
        fuzzy=states[FUZZY],
        unreviewed=states[UNREVIEWED],
        reviewed=states[REVIEWED],
        words_left=sum(words_in(msgid) for _, _, msgid in left),
        stale=tuple(_stale(left, entries, known, catalogues)),
    )


def since(stale: Iterable[Stale], changes: Mapping[Place, Change]) -> str:
    """The day of the oldest change that a translation has not followed; empty when nothing tells."""
    return min((changes[one.source].day for one in stale if one.source in changes), default="")


def words_in(raw: str) -> int:
    """How many words of its own a text has: references, values and code are not translated."""
    return sum(len(_WORD.findall(node.content)) for node in walk(inline(raw)) if isinstance(node, Word))


def _entry(address: Address, catalogues: Mapping[str, Catalogue]) -> Entry | None:
    catalogue, *key = address
    return catalogues[catalogue].entries.get((key[0], key[1])) if catalogue in catalogues else None


def _stale(
    left: Iterable[Address],
    entries: Mapping[Address, Entry | None],
    known: Mapping[Address, Message],
    catalogues: Mapping[str, Catalogue],
) -> Iterator[Stale]:
    for address in left:
        if (entry := entries[address]) and entry.is_translated and entry.previous:
            place = Place(catalogues[address[0]].path, entry.line)
            yield Stale(place, entry.msgid, entry.previous[1], known[address].places[0])
