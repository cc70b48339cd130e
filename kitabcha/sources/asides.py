"""What authors say to translators between the blocks, `<!-- i18n:… -->` → what it means for the next message.

The words and what they do are those of mdbook-i18n-helpers (its USAGE.md), so that texts of either can be the other's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kitabcha.diagnostics import did_you_mean

_COMMENT = re.compile(r"<!-{2,}\s*(?:i18n|mdbook-xgettext)\s*:(.*?)-{2,}>", re.DOTALL)
_WORD = re.compile(r"[\s:-]*(skip[\s:-]*(?:start|end)\b|\w*)[\s:]*(.*)", re.DOTALL)

NONE_FOLLOWS = "no message follows this"
MOVE_IT = "put it on a line of its own just before the text that it is for"


@dataclass(frozen=True, slots=True)
class Aside:
    """What was said of one message: whether translators leave it alone, and what they should know."""

    skip: bool = False
    note: str = ""


NOTHING_SAID = Aside()


@dataclass(slots=True)
class Asides:
    """The comments of one body as they are heard, in order, until a message takes what waits for it.

    Lines are counted from 0 in the body. What is wrong is in `faults`, what is only odd in `oddities`, each with its
    line and a hint.
    """

    faults: list[tuple[int, str, str]] = field(default_factory=list)
    oddities: list[tuple[int, str, str]] = field(default_factory=list)
    _skips: list[int] = field(default_factory=list)
    _notes: list[tuple[int, str]] = field(default_factory=list)
    _range: int | None = None

    def hear(self, html: str, line: int) -> bool:
        """Take in a block of HTML; False when it is anything but such comments."""
        said = _COMMENT.findall(html)
        if not said or _COMMENT.sub("", html).strip():
            return False
        for words in said:
            name, rest = _WORD.findall(words.strip())[0]
            command = "-".join(re.findall(r"\w+", name))
            if obey := _COMMANDS.get(command):
                obey(self, line, " ".join(rest.split()))
            else:
                hint = did_you_mean(command, _COMMANDS, "words after `i18n:`")
                self.faults.append((line, f"`i18n:{command}` says nothing to translators", hint))
        return True

    def take(self) -> Aside:
        """What was said of the message that is being read."""
        if not self._skips and not self._notes and self._range is None:
            return NOTHING_SAID
        aside = Aside(bool(self._skips) or self._range is not None, " ".join(note for _, note in self._notes))
        self._skips, self._notes = [], []
        return aside

    def end(self) -> None:
        """There are no more messages: what still waits is odd."""
        waiting = (*self._skips, *(line for line, _ in self._notes))
        self.oddities += [(line, NONE_FOLLOWS, MOVE_IT) for line in waiting]
        if self._range is not None:
            hint = "write <!-- i18n:skip-end --> after the last text that is not for translators"
            self.oddities.append((self._range, "what is skipped from here on is never ended", hint))

    def _skip(self, line: int, _: str) -> None:
        self._skips.append(line)

    def _comment(self, line: int, words: str) -> None:
        self._notes.append((line, words))

    def _start(self, line: int, _: str) -> None:
        self._range = line if self._range is None else self._range

    def _end(self, line: int, _: str) -> None:
        if self._range is None:
            self.oddities.append((line, "nothing is skipped before this", "write <!-- i18n:skip-start --> above"))
        self._range = None


_COMMANDS: Mapping[str, Callable[[Asides, int, str], None]] = MappingProxyType(
    {"skip": Asides._skip, "skip-start": Asides._start, "skip-end": Asides._end, "comment": Asides._comment}
)
