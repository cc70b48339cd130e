"""CSL-JSON items, in the form that sources have checked → who wrote them, when, and their fields as plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Item: TypeAlias = Mapping[str, Any]
Person: TypeAlias = Mapping[str, Any]

_TAGS = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|sc)\b[^<>]*>")


def text(item: Item, name: str) -> str:
    """A field as one line, without Zotero's markup; empty when it is not there."""
    return " ".join(_TAGS.sub("", str(item.get(name) or "")).split())


def people(item: Item) -> Sequence[Person]:
    """The authors, else the editors."""
    return item.get("author") or item.get("editor") or ()


def family_name(person: Person) -> str:
    """The family's name with its "van der", or the whole name of a body or of one who has a single name."""
    names = [str(person[part]) for part in ("non-dropping-particle", "family") if person.get(part)]
    return " ".join(names) or str(person.get("literal") or person.get("given") or "")


def full_name(person: Person, inverted: bool) -> str:
    """Gordon W. Allport; inverted: Allport, Gordon W."""
    given = " ".join(str(person[part]) for part in ("given", "dropping-particle") if person.get(part))
    if not person.get("family") or not given:
        return family_name(person)
    names = (family_name(person), given) if inverted else (given, family_name(person))
    suffix = str(person.get("suffix") or "")
    return (", " if inverted else " ").join(part for part in (*names, suffix) if part)


def year(item: Item) -> str:
    """The year that a work came out in; empty when it is not known."""
    issued = item.get("issued") or {}
    parts = issued.get("date-parts")
    if parts and parts[0]:
        return str(parts[0][0])
    found = re.search(r"\b\d{4}\b", str(issued.get("raw") or issued.get("literal") or ""))
    return found[0] if found else ""


def short_title(item: Item) -> str:
    """What a work without authors is cited by."""
    return text(item, "title-short") or text(item, "title")
