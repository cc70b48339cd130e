"""A part in two languages: each block has the number of its counterpart, where both come in one order."""

from __future__ import annotations

import re

from kitabcha.model import HtmlDocument
from kitabcha.press.ties import tied


def numbers(first: str, second: str) -> tuple[list[tuple[str, str]], ...]:
    """The elements with ties of two bodies, with their numbers."""
    parts = tied(HtmlDocument("s", "session", first), HtmlDocument("s", "session", second))
    return tuple(re.findall(r'<(\w+)[^>]* data-tie="(\d+)">', part.body) for part in parts)


def test_counterparts_have_one_number_from_above() -> None:
    first, second = numbers(
        "<section><h2>A</h2><ul><li>B</li></ul></section>", "<section><h2>الف</h2><ul><li>ب</li></ul></section>"
    )
    assert first == second == [("section", "1"), ("h2", "2"), ("ul", "3"), ("li", "4")]


def test_what_one_language_has_alone_has_none() -> None:
    first, second = numbers("<p>A</p><ol><li>B</li></ol><p>C</p>", "<p>الف</p><p>ج</p>")
    assert first == second == [("p", "1"), ("p", "2")]


def test_a_row_of_a_table_is_one_block() -> None:
    table = "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td><p>B</p></td></tr></tbody></table>"
    assert numbers(table, table)[0] == [("table", "1"), ("tbody", "2"), ("tr", "3")]


def test_what_each_language_sorts_for_itself_is_not_in_step() -> None:
    terms = ['<div id="a"><dt>A</dt></div>', '<div id="b"><dt>B</dt></div>']
    first, second = numbers(f"<dl>{''.join(terms)}</dl>", f"<dl>{''.join(reversed(terms))}</dl>")
    assert first == second == [("dl", "1")]


def test_notes_are_left_to_stand_at_the_foot() -> None:
    notes = '<section class="notes"><ol><li id="n">A</li></ol></section>'
    assert numbers(notes, notes)[0] == [("section", "1")]
