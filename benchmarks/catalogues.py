"""A catalogue of 20,000 messages, brought up to date when 100 of them have changed: ours, to hold against msgmerge.

`PYTHONPATH=. .venv/bin/python benchmarks/catalogues.py WHICH FOLDER`, where WHICH is

- `make`: a project with such a lesson, its catalogue as the last update left it and translators filled it, and today's
  messages as JSON and as a template for msgmerge;
- `update`: the catalogue and those messages, merged into another file.

msgmerge gets the same remarks to every message as we do. One text in eight has a word in emphasis, as in our own
lessons, and the glossary is our own.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path

from kitabcha.files import write_beside
from kitabcha.languages.catalogues import parse
from kitabcha.languages.merging import update
from kitabcha.languages.messages import Message
from kitabcha.languages.table import LANGUAGES
from kitabcha.languages.updating import updates, write
from kitabcha.model import Place

MESSAGES, CHANGED, MARKED = 20_000, 100, 8
NAME = "locales/ur/LC_MESSAGES/many.po"
LESSON = "modules/many/module.md"
GLOSSARY = Path(__file__).parent.parent / "library/glossary.yaml"

_FRONT = """---
title: Many
summary: A lesson of many paragraphs.
minutes: 60
themes: [trust]
audiences: [community]
objectives: [Read them all.]
---
"""


def make(folder: Path) -> None:
    from tests.harness import MINIMAL

    chance = random.Random(2026)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(4000)]
    texts = [_text(chance, words) for _ in range(MESSAGES)]
    project = folder / "project"
    shutil.copytree(MINIMAL, project, ignore=shutil.ignore_patterns("expected"))
    shutil.copyfile(GLOSSARY, project / "library/glossary.yaml")
    _write_lesson(project, texts)
    _update(project)
    before = (project / NAME).read_bytes().replace(b'\nmsgstr ""\n\n', _translation(12))
    write_beside(folder / "before.po", before)
    for at in chance.sample(range(MESSAGES), CHANGED):
        first, _, rest = texts[at].partition(" ")
        texts[at] = f"{first} changed {rest}"
    _write_lesson(project, texts)
    (project / NAME).unlink()
    _update(project)
    today = (project / NAME).read_bytes()
    write_beside(folder / "today.pot", today)
    entries = parse(today, NAME)[0].entries.values()
    write_beside(folder / "today.json", json.dumps([(one.context, one.msgid, one.notes) for one in entries]).encode())


def _text(chance: random.Random, words: list[str]) -> str:
    chosen = chance.choices(words, k=chance.randint(5, 25))
    if not chance.randrange(MARKED):
        chosen[2] = f"*{chosen[2]}*"
    return f"{' '.join(chosen).capitalize()}."


def _write_lesson(project: Path, texts: list[str]) -> None:
    write_beside(project / LESSON, f"{_FRONT}{chr(10).join(f'{text}{chr(10)}' for text in texts)}".encode())


def _update(project: Path) -> None:
    from kitabcha.sources.loading import load

    loaded, found = load(project)
    assert loaded, found
    write(project, updates(project, loaded))


def _translation(count: int) -> bytes:
    return f'\nmsgstr "{"ترجمہ " * count}۔"\n\n'.encode()


def merge(folder: Path) -> None:
    found = json.loads((folder / "today.json").read_bytes())
    today = tuple(
        Message(context, msgid, (Place(LESSON),), "\n".join(note.removeprefix("#. ") for note in notes))
        for context, msgid, notes in found
    )
    done = update((folder / "before.po").read_bytes(), NAME, today, LANGUAGES["ur"], "Many")
    write_beside(folder / "merged.po", done.content)


if __name__ == "__main__":
    {"make": make, "update": merge}[sys.argv[1]](Path(sys.argv[2]))
