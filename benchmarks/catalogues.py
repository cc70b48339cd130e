"""A catalogue of 20,000 messages, brought up to date when 100 of them have changed: ours, to hold against msgmerge.

`PYTHONPATH=. .venv/bin/python benchmarks/catalogues.py WHICH FOLDER`, where WHICH is

- `make`: a project with such a lesson and its catalogue, the messages of today as JSON, and as a template for msgmerge;
- `update`: the catalogue and those messages, merged into another file.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path

from kitabcha.files import write_beside
from kitabcha.languages.merging import update
from kitabcha.languages.messages import Message, messages
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place

MESSAGES, CHANGED = 20_000, 100
NAME = "locales/ur/LC_MESSAGES/many.po"
LESSON = "modules/many/module.md"

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
    texts = [f"{' '.join(chance.choices(words, k=chance.randint(5, 25))).capitalize()}." for _ in range(MESSAGES)]
    project = folder / "project"
    shutil.copytree(MINIMAL, project, ignore=shutil.ignore_patterns("expected"))
    before = _merged(b"", _messages(project, texts)).replace(b'\nmsgstr ""\n\n', _translation(12))
    write_beside(folder / "before.po", before)
    for at in chance.sample(range(MESSAGES), CHANGED):
        first, _, rest = texts[at].partition(" ")
        texts[at] = f"{first} changed {rest}"
    today = _messages(project, texts)
    write_beside(folder / "today.pot", _merged(b"", today))
    write_beside(folder / "today.json", json.dumps([(one.context, one.msgid, one.note) for one in today]).encode())


def _messages(project: Path, texts: list[str]) -> tuple[Message, ...]:
    write_beside(project / LESSON, f"{_FRONT}{chr(10).join(f'{text}{chr(10)}' for text in texts)}".encode())
    from kitabcha.sources.loading import load

    loaded, found = load(project)
    assert loaded, found
    return messages(loaded)["many"]


def _translation(count: int) -> bytes:
    return f'\nmsgstr "{"ترجمہ " * count}۔"\n\n'.encode()


def _merged(content: bytes, today: tuple[Message, ...]) -> bytes:
    return update(content, NAME, today, LANGUAGES["ur"], "Many").content


def merge(folder: Path) -> None:
    found = json.loads((folder / "today.json").read_bytes())
    today = tuple(Message(context, msgid, (Place(LESSON),), note) for context, msgid, note in found)
    write_beside(folder / "merged.po", _merged((folder / "before.po").read_bytes(), today))


if __name__ == "__main__":
    {"make": make, "update": merge}[sys.argv[1]](Path(sys.argv[2]))
