"""Text → names that stand in it without the words of honour that a curriculum's policy asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kitabcha.model import Honorific


def bare_names(text: str, policies: Iterable[Honorific]) -> Iterator[tuple[str, str]]:
    """Each name that lacks its words of honour, and the words that would do."""
    for policy in policies:
        for match in _pattern(policy).finditer(text):
            yield match["name"], policy.write[0]


@lru_cache
def _pattern(policy: Honorific) -> re.Pattern[str]:
    """A name, whole and longest first, that none of the words follow, be it in brackets or after a comma."""
    names = "|".join(map(re.escape, sorted(policy.after, key=len, reverse=True)))
    words = "|".join(map(re.escape, policy.write))
    return re.compile(rf"(?<!\w)(?P<name>{names})(?!\w)(?!(?:['’]s)?[\s,(\u200c*_]*(?:{words}))")
