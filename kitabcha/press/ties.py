"""The parts of one edition in two languages → the same parts, each block tied to its counterpart by a number.

Where pages face each other, both languages go on to the next one before the same tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from kitabcha.model import HtmlDocument
from kitabcha.press.counterparts import couples, keep_one_order
from kitabcha.press.fragments import Element, Node, elements_of, markup_of, parsed

TIE = "data-tie"
"""The attribute that holds a block's number, the same in both languages."""

_HOLDERS = frozenset({"blockquote", "dd", "div", "dl", "li", "nav", "ol", "section", "table", "tbody", "ul"})
"""What pages may be parted in, between what it holds."""

_TIED = _HOLDERS | {"dt", "figure", "h2", "h3", "h4", "h5", "h6", "p", "pre", "tr"}


def tied(first: HtmlDocument, second: HtmlDocument) -> tuple[HtmlDocument, HtmlDocument]:
    """A part in two languages, with ties."""
    bodies = parsed(first.body), parsed(second.body)
    numbers = map(str, count(1))
    for one, other in _counterparts(*bodies):
        number = next(numbers)
        for element in (one, other):
            element.start = f'{element.start[:-1]} {TIE}="{number}">'
    return replace(first, body=markup_of(bodies[0])), replace(second, body=markup_of(bodies[1]))


def _counterparts(first: Sequence[Node], second: Sequence[Node]) -> Iterator[tuple[Element, Element]]:
    """Elements that are the same in both, from above, but for those in lists that each language sorts for itself."""
    ours, others = ([one for one in elements_of(nodes) if one.tag in _TIED] for nodes in (first, second))
    if not keep_one_order(ours, others):
        return
    for one, other in couples(ours, others):
        if one and other:
            yield one, other
            if one.tag in _HOLDERS and "notes" not in one.classes:  # they will stand at the foot
                yield from _counterparts(one.children, other.children)
