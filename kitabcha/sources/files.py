"""The project's folder → the text of its files. Nothing outside of it is read, not even through a link."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place

Read = tuple[str | None, list[Diagnostic]]

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Files:
    """The files under `root`, an absolute path without links. Paths are relative to it, in POSIX form."""

    root: Path

    def text(self, path: str, hint: str = "") -> Read:
        """The text of a file, with `\\n` at the end of each line; None when there is none to be read.

        `hint` tells what to do when the file is not there.
        """
        content, found = self.content(path, hint)
        if content is None:
            return None, found
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as fault:
            line = content.count(b"\n", 0, fault.start) + 1
            message = f"this file is not UTF-8: its byte {content[fault.start]:#04x} stands for no letter"
            return None, [error(Place(path, line), message, "save it as UTF-8 in your editor")]
        text = text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")
        return text, [_invisible(path, text, match) for match in _INVISIBLE.finditer(text)]

    def content(self, path: str, hint: str = "") -> tuple[bytes | None, list[Diagnostic]]:
        """The bytes of a file; None when it is not there, lies outside the project or cannot be read."""
        if not self.holds(path):
            return None, [outside(path)]
        try:
            return (self.root / path).read_bytes(), []
        except FileNotFoundError:
            return None, [error(Place(path), "there is no such file", hint)]
        except OSError as fault:
            return None, [error(Place(path), f"this file cannot be read: {fault.strerror}")]

    def holds(self, path: str) -> bool:
        """Whether the path stays within the project, with every link followed."""
        try:
            return (self.root / path).resolve().is_relative_to(self.root)
        except (OSError, RuntimeError, ValueError):
            return False

    def is_there(self, path: str) -> bool:
        """Whether anything is called so, be it a link that leads nowhere."""
        return os.path.lexists(self.root / path)

    def mode(self, path: str) -> int:
        """What kind of file it is, as in its status; 0 when there is none within the project."""
        try:
            return (self.root / path).stat().st_mode if self.holds(path) else 0
        except OSError:
            return 0

    def is_file(self, path: str) -> bool:
        return stat.S_ISREG(self.mode(path))

    def is_folder(self, path: str) -> bool:
        return stat.S_ISDIR(self.mode(path))

    def names(self, folder: str) -> list[str]:
        """What a folder holds, sorted, without hidden files; empty when there is no such folder."""
        if not self.is_folder(folder):
            return []
        return sorted(entry.name for entry in (self.root / folder).iterdir() if not entry.name.startswith("."))


def outside(path: str) -> Diagnostic:
    message = "this lies outside the project, and is not read"
    return error(Place(path), message, "copy it into the project's folder")


def _invisible(path: str, text: str, match: re.Match[str]) -> Diagnostic:
    line = text.count("\n", 0, match.start()) + 1
    message = f"an invisible character (U+{ord(match[0]):04X}) stands in this line"
    return error(Place(path, line), message, "delete it; it comes from another program, by copying")
