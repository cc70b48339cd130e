"""The sessions of a manual → rules for their pages' thumb marks: a tab at the outer edge, lower for each session."""

from __future__ import annotations

from collections.abc import Iterable

from kitabcha import writing
from kitabcha.model import Language
from kitabcha.press.paper import PAPERS
from kitabcha.press.profiles import SHEET_SIZES, Profile

PLACES = 12
"""How many tabs have room below each other; the session after the last begins at the top again."""

_HEAD_AND_FOOT = 50.0
"""Millimetres of a page's height that tabs stay clear of; no profile's margins at top and bottom are more."""

_TAB = 0.8
"""How much of its place a tab fills."""


def page_name(number: int) -> str:
    """What the pages of a session are called in the style sheets, for their tabs."""
    return f"session-{number}"


def thumb_rules(numbers: Iterable[int], language: Language, profile: Profile) -> str:
    """Rules of CSS for the tabs on the pages of sessions of these numbers, which are called by `page_name`."""
    return "\n".join(
        thumb_rule(f"{page_name(number)}:{side}", side, number, language, profile)
        for number in numbers
        for side in ("left", "right")
    )


def thumb_rule(pages: str, side: str, number: int, language: Language, profile: Profile) -> str:
    """The rule for one session's tab on the pages that a selector names, all of them left or right ones; how a tab
    looks is in furniture.css."""
    step = (PAPERS[SHEET_SIZES[profile.sheet]].height - _HEAD_AND_FOOT) / PLACES
    top, height = (number - 1) % PLACES * step, step * _TAB
    says = f'content: "{writing.digits(number, language)}"; margin-top: {top:.2f}mm; height: {height:.2f}mm;'
    return f"@page {pages} {{ @{side}-top {{ {says} }} }}"
