"""An index with its marks open, and the page of every place → the index with the numbers of pages, linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kitabcha import writing
from kitabcha.model import Language
from kitabcha.press.galleys import ELSEWHERE

MARK = re.compile(r'<span data-late="pages" data-of="([^"]*)" data-in="([^"]*)"></span>')
"""The late mark of an entry: the anchors of all places that it leads to, parted by spaces, and its language."""


def with_pages(html: str, pages: Mapping[str, int], languages: Mapping[str, Language]) -> str:
    """An index for print. `pages` is by anchor, as the whole manual knows it, and counts from 1.

    Each page is named once, pages that follow each other as a range, and each leads to the first place on it.
    """

    def numbers(mark: re.Match[str]) -> str:
        language, first = languages[mark[2]], dict[int, str]()
        for anchor in mark[1].split():
            first.setdefault(pages[anchor], anchor)
        links = (
            f'<a href="{ELSEWHERE}{first[start]}">{writing.span(start, end, language)}</a>'
            for start, end in ranges(first)
        )
        return writing.joined(links, language)

    return MARK.sub(numbers, html)


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers as ranges of such as follow each other, in order: 7, 3, 4, 5 → 3 to 5, 7 to 7."""
    start = end = 0
    for number in sorted(set(numbers)):
        if start and number == end + 1:
            end = number
            continue
        if start:
            yield start, end
        start = end = number
    if start:
        yield start, end
