"""A build that is done → an entry in the cache, by which the same build sees that there is nothing to do.

The entry lies under the hash of all that a build reads. What the build left is held against it, file by file; whenever
anything is not as it was, or cannot be told, the build goes the whole way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kitabcha.cache import cache_of, content_key
from kitabcha.diagnostics import Diagnostic
from kitabcha.equipment import equipment
from kitabcha.fingerprints import contents, hash_of
from kitabcha.model import Place

CURRICULUM = "curriculum.yaml"
FOLDERS = ("modules", "library", "manuals", "locales", "languages")
"""What of a project's folder a build reads, besides the curriculum, but for pictures that lie elsewhere in it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to build: ids of manuals, languages and kinds of edition (empty: all), and formats. For a `release` each
    edition must have what the curriculum says that it needs."""

    manuals: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf", "html")
    release: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: paths under the output folder that changed and that stayed, and what was found.

    `about` are the facts about each file that was made, by its path.
    """

    out: Path
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a build left and told. Paths are those under the output folder.

    `files` maps what was asked for to the hash of its content, `lists` the record and the catalogue page. `others` are
    the files of other editions that these list. `work` are the keys of the pieces of work that all was made of.
    """

    files: Mapping[str, str]
    lists: Mapping[str, str]
    others: tuple[str, ...]
    work: tuple[str, ...]
    warnings: tuple[Diagnostic, ...]

    def is_true_of(self, out: Path) -> bool:
        """Whether the folder is as the build left it. Raises `OSError` when something in it cannot be read."""
        told = (*self.files.items(), *self.lists.items())
        return all((out / path).is_file() for path in self.others) and all(
            hash_of(out / p) == known for p, known in told
        )


def state_of(root: Path, wanted: Wanted) -> str | None:
    """The hash of all that decides what a build makes and tells; None when that is not certain.

    Of links a build follows more than can be told here, so a project with links to folders has no such hash.
    """
    try:
        sources = [line for name in (CURRICULUM, *FOLDERS) for line in contents(root.resolve(), name)]
        return content_key(("build", repr(wanted), *equipment(), *sources))
    except OSError:
        return None


def nothing_to_do(root: Path, out: Path, wanted: Wanted, strict: bool) -> Report | None:
    """The report of a build that would change nothing, with its warnings; None when it must go the whole way."""
    state, cache = state_of(root, wanted), cache_of(root)
    kept = cache.find(state) if state else None
    if not kept:
        return None
    entry = _read(kept.content)
    try:
        if (strict and entry.warnings) or not entry.is_true_of(out):
            return None
    except OSError:
        return None
    cache.note_use(entry.work)
    return Report(out, unchanged=tuple(entry.files), diagnostics=entry.warnings)


def enter(root: Path, wanted: Wanted, state: str | None, entry: Entry) -> None:
    """Remember a build that began in a state, unless the state is another one by now: who knows what was read."""
    if state and state == state_of(root, wanted):
        cache_of(root).keep(state, json.dumps(asdict(entry)).encode(), {})


def _read(content: bytes) -> Entry:
    row = json.loads(content)
    warnings = tuple(Diagnostic(**{**one, "place": Place(**one["place"])}) for one in row["warnings"])
    return Entry(row["files"], row["lists"], tuple(row["others"]), tuple(row["work"]), warnings)


def beyond(paths: Iterable[str]) -> list[str]:
    """Those of the paths, from a project's root, that lie where no state tells of them."""
    return [path for path in paths if path.split("/")[0] not in FOLDERS]
