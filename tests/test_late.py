"""A number stands at the end of its slot, and in the running text hardly narrower where it has a digit too many."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kitabcha.press.late import operators
from kitabcha.press.parts import Slot

SIZE, DIGIT = 10.0, 560.0
IN_TEXT = Slot(0, "page", "a", 100.0, 50.0, 11.2, "right", "F", SIZE, 0.0, "0123456789", (1,) * 10, (DIGIT,) * 10)


def placed(slot, number):
    """From where to where a number is drawn, and how narrow (1: as it is)."""
    written = operators(slot, number).decode()
    found, scale = re.search(r"([\d.]+) 50\.0+ Tm", written), re.search(r"([\d.]+) Tz", written)
    assert found
    start, narrow = float(found[1]), float(scale[1]) / 100 if scale else 1.0
    return start, start + len(str(number)) * DIGIT * SIZE / 1000 * narrow, narrow


@pytest.mark.parametrize("number", [7, 42])
def test_a_number_in_the_running_text_stands_at_the_end_of_its_slot(number):
    assert placed(IN_TEXT, number)[1:] == pytest.approx((111.2, 1.0))
    assert placed(replace(IN_TEXT, align="left"), number)[0] == pytest.approx(100.0)


@pytest.mark.parametrize(("align", "before", "after"), [("right", 2.7, 1.0), ("left", 1.0, 2.7)])
def test_three_digits_keep_nearly_their_width_in_a_slot_for_two(align, before, after):
    start, end, narrow = placed(replace(IN_TEXT, align=align), 109)
    assert 0.88 < narrow < 0.9
    assert (100 - start, end - 111.2) == pytest.approx((before, after), abs=0.01)


def test_a_number_in_a_list_stands_at_the_end_of_its_slot():
    listed = replace(IN_TEXT, align="right", width=22.4)
    assert [placed(listed, number)[1] for number in (7, 1089)] == pytest.approx([122.4, 122.4])
