"""What translators call the elements of a manual, and how long a text may be where there is little room."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ELEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "title": "title",
        "subtitle": "subtitle",
        "summary": "summary in one sentence",
        "goal": "goal",
        "objective": "objective: it goes on from “By the end we can”",
        "materials": "material that is needed",
        "preparation": "something to prepare",
        "heading": "heading",
        "paragraph": "paragraph",
        "item": "item",
        "cell": "cell",
        "defined": "word that is explained",
        "quotation": "quotation",
        "footnote": "footnote",
        "alt": "what a picture shows, for those who cannot see it",
        "caption": "caption of a picture",
        "method": "method: how it is done",
        "teller": "who told it",
        "source": "where it is from",
        "context": "what it is used for",
        "term": "term of the glossary",
        "definition": "explanation of a word",
        "introduction": "paragraph of the introduction",
        "value": "value",
        "day": "title of a day",
        "break": "break between sessions",
        "audience": "name of an audience",
        "region": "name of a region",
        "tradition": "name of a tradition",
        "theme": "name of a theme",
        "publisher": "name of the publisher",
        "contact": "how to reach the publisher",
        "notice": "notice about verses in the book",
        "licence": "licence",
        "currency": "currency",
    }
)
"""The last part of a message's context → its name."""

BOXES: Mapping[str, str] = MappingProxyType(
    {
        "activity": "an activity",
        "discuss": "a talk in the group",
        "reflection": "a time to think quietly",
        "roleplay": "a role play",
        "energiser": "an energiser",
        "theatre": "a piece of street theatre",
        "radio": "a piece for the radio",
        "assessment": "questions before and after",
        "safety": "a warning against harm",
        "facilitator": "a note for the trainer",
        "handout": "a handout that each participant gets",
        "story": "a place for a story",
        "proverb": "a place for a proverb",
        "poem": "a place for a poem",
        "scripture": "a place for scripture",
        "concept": "a place for an idea",
    }
)
"""A box → what it is. `only` is not among them: it says who reads, not what."""

ROOM: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "title": (60, "it stands in contents and agenda too"),
        "subtitle": (70, "it stands on the cover"),
        "heading": (60, "it stands in contents and session plan too"),
        "method": (40, "it stands in a narrow column"),
        "term": (40, "it stands in the index too"),
        "day": (50, "it stands in the agenda"),
        "break": (90, "it stands in the agenda"),
        "cell": (100, "it stands in a table"),
        "audience": (45, "it stands on the cover"),
        "region": (30, "it stands on the cover"),
        "theme": (30, "it is a name"),
        "currency": (10, "it stands beside prices"),
    }
)
"""The last part of a message's context → how many characters it may have, and why. Measured on A5, the smallest page of
a book, in English, Nastaliq and Naskh: two lines of the contents hold 115 characters at least, two of the cover 100,
one of a name on it 60, two of the agenda 65, two of the index 60, a line of a column of the session plan five. Titles
and names are to be shorter than what fits, so that most keep to one line. `tests/test_room.py` measures it again."""


def role(context: str) -> str:
    """The last part of a message's context: "trust-circle/heading" → "heading"."""
    return context.rpartition("/")[2]


def room(context: str) -> int:
    """How many characters a message of that context may have where there is little room; 0: as many as it needs."""
    return ROOM.get(role(context), (0, ""))[0]


def room_told(context: str) -> str:
    """The same for a translator, with the reason; empty where there is room enough."""
    characters, why = ROOM.get(role(context), (0, ""))
    return f"{characters} characters at most: {why}" if characters else ""
