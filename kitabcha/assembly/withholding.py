"""A story and a manual → why it must not be told there: its people have not agreed, or it would do harm."""

from __future__ import annotations

from collections.abc import Mapping

from kitabcha.assembly.conditions import distances
from kitabcha.model import Curriculum, Manual, Named, Story


def withheld(story: Story, manual: Manual, curriculum: Curriculum) -> str:
    """What keeps a story from a manual for the sake of people, in words to follow its name; empty when nothing does."""
    consent = story.consent
    agreed = (consent.regions, consent.audiences) if consent else ((), ())
    refused = (story.not_for.regions, story.not_for.audiences)
    tables = (curriculum.regions, curriculum.audiences)
    for own, table, where, here, how in zip(
        (manual.region, manual.audience), tables, refused, agreed, _HOW, strict=True
    ):
        if met := [name for name in where if _touch(own, name, table)]:
            return f"may not be told {how} {' or '.join(met)}"
        if here and distances(own, table).keys().isdisjoint(here):
            return f"may be told {how} {' and '.join(here)} only, as its people have agreed"
    return ""


_HOW = ("in", "to")


def _touch(own: str, other: str, table: Mapping[str, Named]) -> bool:
    """Whether one of two regions or audiences is in the other: who tells a story in all of Swat tells it in Mingora."""
    return own in distances(other, table) or other in distances(own, table)
