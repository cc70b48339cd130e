"""What a report has found → text in columns for people, and JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from kitabcha.diagnostics import Diagnostic

Cell: TypeAlias = str | int | tuple[str, ...]

WIDEST = 44
"""Letters of a column before its cells go on in the next line."""

NOTHING = "none"
"""What stands in the place of what is missing."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under `heads`. A cell may hold several things; where it holds none, something is missing."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What there is, and as warnings what is missing."""

    name: str
    tables: tuple[Table, ...]
    gaps: tuple[Diagnostic, ...]


def as_json(report: Report) -> str:
    """Each table as a list of rows by name, and each gap with its place."""
    tables = {table.name: [dict(zip(table.heads, row, strict=True)) for row in table.rows] for table in report.tables}
    gaps = [{"place": str(gap.place), "message": gap.message, "hint": gap.hint} for gap in report.gaps]
    return json.dumps({"report": report.name, **tables, "gaps": gaps}, ensure_ascii=False, indent=2)


def as_text(report: Report) -> str:
    """The tables one below the other. What the row above says too is not said again at a row's beginning."""
    return "\n\n".join("\n".join(_lines(table)) for table in report.tables)


def _lines(table: Table) -> Iterator[str]:
    rows = [tuple(map(_wrapped, row)) for row in (table.heads, *_without_repetitions(table.rows))]
    widths = [max(len(line) for cell in column for line in cell) for column in zip(*rows, strict=True)]
    for row in rows:
        for line in zip_longest(*row, fillvalue=""):
            yield "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()


def _wrapped(cell: Cell) -> list[str]:
    things = cell if isinstance(cell, tuple) else (str(cell),)
    lines = [line for thing in things for line in textwrap.wrap(thing, WIDEST, subsequent_indent="  ") or [""]]
    return lines or [NOTHING]


def _without_repetitions(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[Cell, ...]]:
    above: tuple[Cell, ...] = ()
    for row in rows:
        same = next((at for at, (cell, other) in enumerate(zip(row, above, strict=False)) if cell != other), 0)
        yield (*([""] * same), *row[same:])
        above = row
