"""Two parts of the same book in two languages → which element of one is the counterpart of which in the other.

Both are the same templates over the same book, so their HTML has the same elements in the same order, but for lists
that each language sorts by its own alphabet: there an element is known by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from kitabcha.press.fragments import Element

ENTRY = re.compile(r'data-of="([^"]*)"')
_USED = re.compile(r"---use-\d+-(\S+)")


def couples(first: Sequence[Element], second: Sequence[Element]) -> Iterator[tuple[Element | None, Element | None]]:
    """Every element with its counterpart, None where it has none, in the order of the first."""
    second = _in_order_of(first, second)
    matcher = SequenceMatcher(None, list(map(_kind, first)), list(map(_kind, second)), autojunk=False)
    for change, start, end, other_start, other_end in matcher.get_opcodes():
        if change == "equal":
            yield from zip(first[start:end], second[other_start:other_end], strict=True)
        else:
            yield from ((one, None) for one in first[start:end])
            yield from ((None, other) for other in second[other_start:other_end])


def _in_order_of(first: Sequence[Element], second: Sequence[Element]) -> Sequence[Element]:
    """Entries of a list that each language sorts by its own alphabet, as the first has them."""
    places = {_name(one): place for place, one in enumerate(first)}
    if "" in places or not all(map(_name, second)):
        return second
    return sorted(second, key=lambda other: places.get(_name(other), len(places)))


def keep_one_order(first: Sequence[Element], second: Sequence[Element]) -> bool:
    """Whether what two elements hold comes in one order: no list that each language sorts by its own alphabet."""
    return all(one is other for one, other in zip(_in_order_of(first, second), second, strict=True))


def _name(element: Element) -> str:
    """What an element is called in both languages; an empty string when it has no name."""
    if entry := ENTRY.search(element.inside) if element.tag == "li" else None:
        used = _USED.search(entry[1].split()[0])
        return used[1] if used else ""
    own = element.attributes.get("id", "")
    return "" if "---use-" in own else own


def _kind(element: Element) -> tuple[str, str, str]:
    return element.tag, " ".join(element.classes), _name(element)
