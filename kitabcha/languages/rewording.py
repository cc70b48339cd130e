"""Messages whose words changed → those of them that mean what they meant, by a designer's word; and all as lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.dialect import inline, walk
from kitabcha.languages.catalogues import Key
from kitabcha.languages.memory import key_of
from kitabcha.languages.messages import Message
from kitabcha.languages.updating import FileUpdate
from kitabcha.model import Citation, CodeSpan, ForeignSpan, Link, NoteMark, Place, TermUse, Value, VerseReference, Word

OPTION = "--unchanged-meaning"


@dataclass(frozen=True, slots=True)
class Reworded:
    """A message, and the text that translations of it were made from, with the languages in which they were; `new`
    when the change is not in the catalogues yet."""

    message: Message
    before: str
    languages: tuple[str, ...]
    new: bool

    @property
    def place(self) -> Place:
        return self.message.places[0]


def reworded(updates: Iterable[FileUpdate], messages: Iterable[Message]) -> list[Reworded]:
    """What translations wait for because the words of their message were others, once for all languages.

    A draft whose own message is still among `messages` was offered to a new one, and is not among them.
    """
    living = {key_of(message) for message in messages}
    found: dict[tuple[Key, Key], list[tuple[str, bool, Message]]] = {}
    for one in updates:
        for waiting in one.update.rewordings:
            if waiting.made_from not in living:
                same = found.setdefault((waiting.made_from, key_of(waiting.message)), [])
                same.append((one.language, waiting.new, waiting.message))
    return [
        Reworded(those[0][2], before, tuple(language for language, *_ in those), any(new for _, new, _ in those))
        for ((_, before), _), those in found.items()
    ]


def shown(rewordings: Iterable[Reworded]) -> list[str]:
    """Each with its place, as it was and as it is now."""
    return [line for one in rewordings for line in (f"{one.place}", f"  was: {one.before}", f"  now: {_now(one)}")]


def _now(one: Reworded) -> str:
    return one.message.msgid


# --- which of them mean what they meant -----------------------------------------------------------------------


def unchanged(names: Sequence[str], rewordings: Sequence[Reworded]) -> tuple[list[Reworded], list[Diagnostic]]:
    """Those that a designer names by place (`modules/x/module.md:12`), by file, or by words of theirs; and why not.

    Words must be those of one message. One in which a number, a reference or a mark changed too is refused, for its
    translation cannot have stayed right.
    """
    found: list[Reworded] = []
    faults: list[Diagnostic] = []
    for name in names:
        chosen = _named(name, rewordings)
        found += chosen
        faults += _not_one(name, chosen, rewordings)
    return found, [*faults, *(fault for one in found for fault in _more_than_spelling(one))]


def _named(name: str, rewordings: Sequence[Reworded]) -> list[Reworded]:
    at = name.replace("\\", "/").removeprefix("./")
    there = [one for one in rewordings if any(at in (str(place), place.path) for place in one.message.places)]
    return there or [one for one in rewordings if name.casefold() in _now(one).casefold()]


def _not_one(name: str, chosen: Sequence[Reworded], rewordings: Sequence[Reworded]) -> Iterator[Diagnostic]:
    places = list(dict.fromkeys(str(one.place) for one in chosen))
    if not chosen:
        known = (str(one.place) for one in rewordings)
        yield error(Place(OPTION), f"no changed message is at `{name}` or has these words", _known(name, known))
    elif len(places) > 1 and not any(place.startswith(name) for place in places):
        yield error(Place(OPTION), f"`{name}` stands in several changed messages", f"name one: {', '.join(places)}")


def _known(name: str, places: Iterable[str]) -> str:
    return did_you_mean(name, places, "changed messages")


def _more_than_spelling(one: Reworded) -> Iterator[Diagnostic]:
    old, new = Counter(_marks(one.before)), Counter(_marks(_now(one)))
    if old == new:
        return
    lost, added = (", ".join(f"`{mark}`" for mark in (a - b)) for a, b in ((old, new), (new, old)))
    told = f"{lost} became {added}" if lost and added else f"{lost} went" if lost else f"{added} came"
    yield error(
        one.place, f"more than the spelling changed: {told}", f"a translator must see this: leave it out of {OPTION}"
    )


def _marks(text: str) -> Iterator[str]:
    """What must be the same in a text and its translations: numbers, references, values, terms, code."""
    for node in walk(inline(text)):
        if write := _WRITTEN.get(type(node)):
            yield from write(node)


_WRITTEN: Mapping[type, Callable[..., Iterable[str]]] = MappingProxyType(
    {
        Word: lambda node: re.findall(r"\d+", node.content),
        Citation: lambda node: (f"@{key}" for key, _ in node.works),
        Value: lambda node: (f"{{{{ {node.name} }}}}",),
        NoteMark: lambda node: (f"[^{node.label}]",),
        VerseReference: lambda node: (f"<{node.reference}>",),
        Link: lambda node: (node.target,),
        TermUse: lambda node: (f"{{.term of={node.term}}}" if node.term else "{.term}",),
        ForeignSpan: lambda node: (f"{{lang={node.language}}}",),
        CodeSpan: lambda node: (node.content,),
    }
)
