"""Two texts are parted in step: every spread begins with the same block, whichever of them gets less far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kitabcha.press.spreads import End, Seam, Side, in_step, read, written

PAGE = 10
FREE, INSIDE, KEPT = Seam


@dataclass
class Lines:
    """A text of blocks so many lines high, on pages of ten lines. Every block but the first, where the text begins,
    has a tie: block 1 is tie 0. `pages` holds for each line of each page its block."""

    heights: Sequence[int]
    pages: list[list[int]] = field(default_factory=list)
    tried: list[int] = field(default_factory=list)

    @property
    def left(self) -> list[int]:
        lines = [block for block, height in enumerate(self.heights) for _ in range(height)]
        return lines[sum(map(len, self.pages)) :]

    def try_page(self) -> End:
        self.tried, rest = self.left[:PAGE], self.left[PAGE:]
        return End(rest[0] - 1, rest[0] in self.tried) if rest else End(len(self.heights) - 1)

    def end_before(self, tie: int) -> None:
        self.pages.append([block for block in self.tried if block <= tie])
        assert self.pages[-1] and all(block > tie for block in self.left)

    def keep(self) -> None:
        self.pages.append(self.tried)

    def leave(self) -> None:
        self.tried = []


def parted(first: Sequence[int], second: Sequence[int], seams: Sequence[Seam] = ()) -> tuple[list[list[int]], ...]:
    """The pages of two texts, blank ones as empty lists; `seams` are those before every block but the first."""
    texts = Lines(first), Lines(second)
    names = [f"block-{block}" for block in range(1, len(first))]
    sides = in_step(texts, names, seams or [FREE] * len(names))
    for text, side in zip(texts, sides, strict=True):
        assert not text.left and side.pages == len(text.pages)
        assert set(side.breaks) <= {f"block-{page[0]}" for page in text.pages}
        for blank in side.blanks:
            text.pages.insert(blank, [])
    return texts[0].pages, texts[1].pages


def starts(pages: list[list[int]]) -> list[list[int]]:
    """The blocks on each page, each once."""
    return [sorted(set(page)) for page in pages]


def test_the_text_that_gets_less_far_decides() -> None:
    first, second = parted([2, 2, 2, 2, 2, 2], [4, 4, 4, 1, 1, 1])
    assert starts(first) == starts(second) == [[0, 1], [2, 3, 4, 5]]


def test_what_is_kept_together_is_not_parted() -> None:
    first, second = parted([3, 3, 3, 3], [3, 3, 3, 3], [FREE, KEPT, FREE])
    assert starts(first) == starts(second) == [[0, 1, 2], [3]]
    first, second = parted([3, 3, 3, 3], [4, 4, 4, 1], [FREE, KEPT, FREE])
    assert starts(first) == starts(second) == [[0], [1, 2, 3]]
    first, second = parted([3, 3, 3, 3], [3, 3, 3, 3], [FREE, FREE, INSIDE])
    assert starts(first) == starts(second) == [[0, 1], [2, 3]]


def test_a_box_too_high_for_a_page_is_parted_where_a_block_begins() -> None:
    first, second = parted([3, 3, 3, 3], [3, 3, 3, 3], [KEPT, INSIDE, INSIDE])
    assert starts(first) == starts(second) == [[0, 1, 2], [3]]


def test_who_has_room_for_a_block_waits_for_who_has_not() -> None:
    first, second = parted([2, 25, 3], [2, 2, 3])
    assert starts(first) == [[0], [1], [1], [1, 2]]
    assert starts(second) == [[0], [1], [], [2]]


def test_a_block_at_the_end_is_waited_for_too() -> None:
    first, second = parted([25], [2])
    assert starts(first) == [[0], [0], [0]]
    assert starts(second) == [[0], [], []]


def test_two_blocks_that_are_too_high_go_on_together() -> None:
    first, second = parted([25, 1], [12, 1])
    assert starts(first) == [[0], [0], [0, 1]]
    assert starts(second) == [[0], [0], [1]]


def test_a_page_may_begin_with_what_has_to_stay_with_the_block_before_when_there_is_no_other_way() -> None:
    first, second = parted([6, 6, 1], [6, 6, 1], [KEPT, KEPT])
    assert starts(first) == starts(second)
    assert starts(first)[0] == [0, 1]


blocks = some.tuples(some.integers(1, 28), some.integers(1, 28), some.sampled_from(Seam))


@given(some.lists(blocks, min_size=1, max_size=30))
def test_no_spread_is_out_of_step(rows: list[tuple[int, int, Seam]]) -> None:
    pages = parted([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows[1:]])
    assert len(pages[0]) == len(pages[1])
    for place in range(1, len(pages[0])):
        before = max(page[-1] for text in pages for page in text[:place] if page)
        begun = {text[place][0] for text in pages if text[place]}
        assert all(page and len(page) <= PAGE for page in (text[place] or [0] for text in pages))
        assert begun <= {before, before + 1} and begun
        new = {min((block for block in text[place] if block > before), default=before + 1) for text in pages}
        assert new == {before + 1}, "no text is ahead of the other"


@pytest.mark.parametrize("sides", [(), (Side(("1", "7"), 3, ()), Side(("1",), 2, (1,)))])
def test_sides_are_read_as_they_were_written(sides: tuple[Side, ...]) -> None:
    assert read(written(sides)) == sides
