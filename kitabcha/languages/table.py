"""The table of languages: the files in languages/, Kitabcha's own and a project's → a row for each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.languages.language_files import parse_language
from kitabcha.model import Language, Place
from kitabcha.resources import languages_folder

FOLDER = "languages"
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def read_table(folder: Path) -> tuple[dict[str, Language], list[Diagnostic]]:
    """Every language that has a file in the folder, and what is wrong in any of them."""
    rows: dict[str, Language] = {}
    found: list[Diagnostic] = []
    for path in sorted(folder.glob("*.toml")):
        row, faults = _read(path.read_bytes(), path.stem)
        found += faults
        if row:
            rows[path.stem] = row
    return rows, found


@lru_cache(maxsize=128)  # a session that looks at a project again and again reads only what changed
def _read(content: bytes, code: str) -> tuple[Language | None, tuple[Diagnostic, ...]]:
    place = Place(f"{FOLDER}/{code}.toml")
    if not _CODE.fullmatch(code):
        hint = "call it by the language's code, as in BCP 47: sd.toml, prs.toml"
        return None, (error(place, f"`{code}` is no code of a language", hint),)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None, (error(place, "this is not UTF-8", "save the file as UTF-8"),)
    row, found = parse_language(text, code, place.path)
    return row, tuple(found)


def languages_of(root: Path) -> tuple[Mapping[str, Language], list[Diagnostic]]:
    """The languages that a project can be set in: ours, and its own, which come first; and what is wrong in its own."""
    rows, found = read_table(root / FOLDER)
    return MappingProxyType({**LANGUAGES, **rows}), found


def _packaged() -> Mapping[str, Language]:
    rows, found = read_table(languages_folder())
    if found:
        raise ValueError("\n".join(map(str, found)))
    return MappingProxyType(rows)


LANGUAGES: Mapping[str, Language] = _packaged()
