"""Text with its place → an error for everything in it that may lead to a person and is not meant to be published."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.equipment import NAMES
from kitabcha.model import Curriculum, Place
from kitabcha.privacy.disclosures import disclosures, key_of
from kitabcha.privacy.names import ListDamaged, NameList, listed_names

MEND = "take it out; a helpline that is meant for everybody goes under `published` of `safety` in curriculum.yaml"
MEND_NAME = "take it out, or write another name"

_UNREAD = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_TOLD = re.compile(r"""\s(?:alt|aria-label|content|href|title)="([^"]*)\"""")
_WITHIN = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|em|i|q|small|span|strong|sub|sup|u|wbr)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Guard:
    """What one organisation lets pass, and the names that it never prints."""

    published: frozenset[str] = frozenset()
    names: NameList | None = None

    @property
    def key(self) -> str:
        """What it does, in short; the list's hashes are not in it."""
        names = (self.names.salt, *sorted(self.names.hashes)) if self.names else ()
        return hashlib.sha256(repr((sorted(self.published), names)).encode()).hexdigest()

    def faults(self, text: str, path: str, line: int = 1) -> Iterator[Diagnostic]:
        """An error for each thing in a text that begins in a line of a file (0: no line)."""
        for found in disclosures(text):
            if found.key not in self.published:
                told = f"what looks like {found.kind} stands here: {found.masked}"
                yield error(Place(path, line and line + found.line), told, MEND)
        for number in self.names.lines_with_names(text) if self.names else ():
            told = "a name on your organisation's list stands here"
            yield error(Place(path, line and line + number), told, MEND_NAME)

    def faults_of_page(self, page: str, path: str) -> list[Diagnostic]:
        """The same for a page of HTML: its text, and what it says in attributes."""
        return list(dict.fromkeys(self.faults(readable(page), path, 0)))


WITHOUT_LIST = Guard()
"""The guard of those who publish nothing and have no list of names."""


def readable(page: str) -> str:
    """What a reader of a page may come to see: a line for each block, and for each attribute in words."""
    bare = _UNREAD.sub("", page)
    told = _TOLD.findall(bare)
    text = _TAG.sub("\n", _WITHIN.sub("", bare))
    return html.unescape("\n".join([*(line for line in text.split("\n") if line.strip()), *told]))


def guard_of(curriculum: Curriculum) -> tuple[Guard, list[Diagnostic]]:
    """The guard that a curriculum asks for, with the list of names that the environment tells of."""
    safety, found = curriculum.safety, list[Diagnostic]()
    names = None
    try:
        names = listed_names()
    except ListDamaged as damage:
        found.append(error(Place(NAMES), f"the list of names: {damage}", "make it again with `names`"))
    if safety.needs_names and names is None and not found:
        told = "this curriculum is printed only with its organisation's list of names at hand"
        found.append(error(safety.place, told, f"say where the list lies: {NAMES}=/path/of/the/list"))
    return Guard(frozenset(map(key_of, safety.published)), names), found
