"""Spaces and signs between the words of a translation, as its language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kitabcha.languages.checks.pairs import HOLE, Fault, Pair, named, script_of

_NO_BREAK = "\u00a0\u202f"


def spaces(pair: Pair) -> Iterator[Fault]:
    if found := re.search(r"[^\S\n]{2,}", pair.shown.strip()):
        after = pair.shown.strip()[: found.start()][-20:]
        yield f"two spaces follow `{after}`", "write one"
    for name, there, wanted in (
        ("begins", pair.translation[:1], pair.source[:1]),
        ("ends", pair.translation[-1:], pair.source[-1:]),
    ):
        if there.isspace() != wanted.isspace():
            yield f"the translation {name} {_with(there)} a space, the original {_with(wanted)}", "make them alike"


def _with(character: str) -> str:
    return "with" if character.isspace() else "without"


def space_before(pair: Pair) -> Iterator[Fault]:
    marks = re.escape(pair.language.close_marks)
    if found := re.search(rf"(\S{{1,12}})[^\S\n]+([{marks}])(?=[\s»”“’)\]{HOLE}]|$)", pair.shown):
        yield f"a space stands before {found[2]}, after `{found[1].replace(HOLE, '…')}`", "delete the space"


def punctuation(pair: Pair) -> Iterator[Fault]:
    """Signs of another language after a word of this one: `?` or `,` after Urdu letters."""
    text, row = pair.shown, pair.language
    for wrong, right in row.marks_instead:
        for found in re.finditer(rf"(?<=[^\W_]){re.escape(wrong)}(?=[\s»”“’)\]]|$)", text):
            if script_of(text[found.start() - 1]) == row.script:
                yield f"{named(wrong)} follows a word of `{row.code}`", f"write {named(right)}"
                break
