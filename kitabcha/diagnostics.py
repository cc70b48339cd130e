"""What is wrong, where, and how to mend it: data that stages collect and the command line prints."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from kitabcha.model import Place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `severity` is "error" (nothing is printed from this) or "warning"."""

    severity: str
    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.place}: {self.severity}: {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


class Misused(Exception):
    """A command was asked for what there is not; `diagnostics` say what there is."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__()
        self.diagnostics = tuple(diagnostics)


def error(place: Place, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic("error", place, message, hint)


def warning(place: Place, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic("warning", place, message, hint)


def own_bug(place: Place, broken: BaseException) -> Diagnostic:
    """An error that is none of the author's: something of Kitabcha's own broke while it made what `place` names."""
    told = f"Kitabcha itself failed: {type(broken).__name__}: {broken}"
    return error(place, told, "this is our mistake, not yours: please report it with this line; other editions go on")


def own_folder_missing(name: str, mend: str) -> Diagnostic:
    """An error for a folder that Kitabcha brings along and that is not there; `mend` says what to do."""
    return error(Place(name), "this folder of Kitabcha is missing", mend)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without repetitions, by file and line."""
    unique = dict.fromkeys(diagnostics)
    return sorted(unique, key=lambda found: (found.place.path, found.place.line, found.severity, found.message))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, or an empty string."""
    names = sorted(known)
    lowered = {name.casefold(): name for name in reversed(names)}
    found = difflib.get_close_matches(word.casefold(), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str], what: str) -> str:
    """A hint for an unknown name: the nearest right one, else all there are."""
    names = sorted(known)
    if near := nearest(word, names):
        return f"did you mean `{near}`?"
    if not names:
        return f"there are no {what} yet"
    listed = ", ".join(f"`{name}`" for name in names[:12])
    return f"the {what} known here: {listed}" + (", …" if len(names) > 12 else "")
