"""What authors say to translators in YAML, `# i18n:comment: …` above a key or an item → what it is said of."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, warning
from kitabcha.model import Place

Keys: TypeAlias = tuple[str | int, ...]

_COMMENT = re.compile(r"\s*#\s*i18n\s*:\s*([\w-]*)[\s:]*(.*)")
_BEHIND = re.compile(r"\S\s+#\s*i18n\s*:")
NOTHING_FOLLOWS = "no text for translators follows this"
PUT_IT = "put it on a line of its own just above the key or the item that it is for"


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said to translators: that they leave a text alone, or what they should know of it; and where."""

    place: Place
    skip: bool = False
    note: str = ""


_COMMANDS: Mapping[str, Callable[[Place, str], Remark]] = MappingProxyType(
    {"comment": lambda place, words: Remark(place, note=words), "skip": lambda place, _: Remark(place, skip=True)}
)


def remarks_in(
    text: str,
    path: str,
    first_line: int,
    heads: Mapping[Keys, tuple[int, bool]],
    words: Container[int],
) -> tuple[Mapping[Keys, tuple[Remark, ...]], list[Diagnostic]]:
    """The keys that lead to a value → what was said of it, and what is wrong in the comments.

    `heads` says at which line each key or item begins and whether it has words, not keys or items of its own; `words`
    are lines with words that a comment could be taken for. What is said above a line is said of the words that begin on
    it, else of all that stands below its key.
    """
    if "i18n" not in text:
        return MappingProxyType({}), []
    waiting: list[Remark] = []
    found: list[Diagnostic] = []
    remarks: dict[Keys, tuple[Remark, ...]] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        match = _COMMENT.fullmatch(line) if number not in words else None
        if not match and _BEHIND.search(line) and number not in words:
            found.append(error(Place(path, number), "what is said to translators stands behind a value", PUT_IT))
        if match and (make := _COMMANDS.get(match[1])):
            waiting.append(make(Place(path, number), match[2].strip()))
        elif match:
            hint = did_you_mean(match[1], _COMMANDS, "words after `i18n:`")
            found.append(error(Place(path, number), f"`i18n:{match[1]}` says nothing to translators", hint))
        elif waiting and line.strip() and not line.lstrip().startswith("#"):
            remarks |= dict.fromkeys(_meant(number, heads), tuple(waiting))
            waiting = []
    return MappingProxyType(remarks), [*found, *map(unheard, waiting)]


def unheard(remark: Remark) -> Diagnostic:
    """That nobody hears a remark."""
    return warning(remark.place, NOTHING_FOLLOWS, PUT_IT)


def _meant(line: int, heads: Mapping[Keys, tuple[int, bool]]) -> Iterator[Keys]:
    there = [(keys, is_words) for keys, (begin, is_words) in heads.items() if begin == line]
    words = [keys for keys, is_words in there if is_words]
    yield from words or [keys for keys, _ in sorted(there, key=lambda one: len(one[0]))][:1]
