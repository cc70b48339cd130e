"""This machine and a project → whether manuals can be built here: what is there, what is missing, how to mend it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.diagnostics import Diagnostic, error, own_folder_missing, warning
from kitabcha.equipment import libraries
from kitabcha.lore.scripture import EDITIONS, CorpusDamaged, CorpusMissing, corpus
from kitabcha.model import Place
from kitabcha.pipeline import Workshop, open_workshop
from kitabcha.press import fonts
from kitabcha.resources import ResourceMissing, fonts_folder, scripts_folder, templates_folder
from kitabcha.walking import texts_in

Finding: TypeAlias = tuple[str, list[Diagnostic]]
"""What is there, in words, and what is wrong with it."""

OLDEST_PYTHON, OLDEST_PANGO = (3, 11), (1, 44)
"""WeasyPrint 70 draws nothing with an older Pango."""

ROOM = 1_000_000_000
"""Bytes: what a curriculum of fifty editions and its cache take, twice."""

PANGO = "install Pango: `sudo apt install libpango-1.0-0 libpangoft2-1.0-0` (Debian), `brew install pango` (macOS)"


def examine(root: Path) -> tuple[list[str], list[Diagnostic]]:
    """A line for each thing that building needs, and all that is wrong."""
    workshop, found = open_workshop(root) if (root / "curriculum.yaml").is_file() else (None, [])
    looked = {name: look(root, workshop) for name, look in _LOOKS.items()}
    lines = [f"{'no' if faults else 'ok'}  {name}: {told}" for name, (told, faults) in looked.items()]
    return lines, [*found, *(fault for _, faults in looked.values() for fault in faults)]


def _python(root: Path, workshop: Workshop | None) -> Finding:
    told = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    fault = error(Place("Python"), f"Python {told} is too old", f"install Python {oldest} or newer, then run `make`")
    return told, [] if sys.version_info >= OLDEST_PYTHON else [fault]


def _pango(root: Path, workshop: Workshop | None) -> Finding:
    told = ", ".join(libraries())
    version = re.match(r"pango-1\.0 (\d+)\.(\d+)", told)
    if not version:
        return told, [error(Place("Pango"), "Pango is not found, and nothing can be set without it", PANGO)]
    fault = error(Place("Pango"), f"Pango {version[1]}.{version[2]} is too old", PANGO)
    return told, [] if (int(version[1]), int(version[2])) >= OLDEST_PANGO else [fault]


def _folders(root: Path, workshop: Workshop | None) -> Finding:
    try:
        faults = fonts.missing(fonts_folder())
        scripts_folder(), templates_folder()
    except ResourceMissing as missing:
        return "some are missing", [own_folder_missing(missing.name, missing.mend)]
    return f"{len(fonts.FACES)} font files, templates and the search", faults


def _letters(root: Path, workshop: Workshop | None) -> Finding:
    """Whether the fonts have every letter of the sources and catalogues."""
    if workshop is None:
        return "no project here to look at", []
    shown = {code: frozenset(_characters(workshop, code)) for code in workshop.project.curriculum.languages}
    faults = [
        fault
        for code, letters in shown.items()
        for fault in fonts.faults_of_characters(
            {code: letters}, fonts_folder(), workshop.languages, Place(f"locales/{code}")
        )
    ]
    return ", ".join(f"{len(letters)} characters of {code}" for code, letters in shown.items()), faults


def _characters(workshop: Workshop, code: str) -> Iterator[str]:
    if code == workshop.project.curriculum.language:
        yield from (letter for text in texts_in(workshop.project) for letter in text.raw)
    for catalogue in workshop.catalogues[code].values():
        for entry in catalogue.entries.values():
            yield from (letter for form in entry.msgstr if entry.is_published for letter in form)


def _disk(root: Path, workshop: Workshop | None) -> Finding:
    free = shutil.disk_usage(root).free
    told = f"{free / 1e9:.1f} GB free"
    if not os.access(root, os.W_OK):
        return told, [error(Place(root.as_posix()), "nothing can be written here", "ask for the right to write")]
    hint = "make room, for example with `clean`"
    return told, [] if free >= ROOM else [warning(Place(root.as_posix()), f"only {told}", hint)]


def _scripture(root: Path, workshop: Workshop | None) -> Finding:
    told, faults = list[str](), list[Diagnostic]()
    for name, file in EDITIONS.items():
        try:
            text = corpus(name)
            verses = sum(map(len, [*text.chapters, *(one for book in text.books.values() for one in book)]))
            told.append(f"{name}: {verses:,} verses, as pinned")
        except CorpusDamaged as damage:
            if file.is_extra and isinstance(damage, CorpusMissing):
                continue
            told.append(f"{name} is damaged")
            faults.append(error(Place(file.package), f"`{name}`: {damage}", file.mend))
    return ", ".join(told), faults


_LOOKS: Mapping[str, Callable[[Path, Workshop | None], Finding]] = MappingProxyType(
    {
        "Python": _python,
        "libraries": _pango,
        "what comes along": _folders,
        "letters": _letters,
        "disk": _disk,
        "scripture": _scripture,
    }
)
