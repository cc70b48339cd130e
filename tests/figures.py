"""What a run of the tests has shown → the table of figures in docs/safety.md, which nobody types.

`pytest --figures` writes a row for each test file that the table of promises names, and keeps those of other runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

Note: TypeAlias = Callable[[str, object], None]
"""What `record_property` is: a test notes a figure with `record_property("figure", …)`."""

SAFETY = Path(__file__).parent.parent / "docs" / "safety.md"
HEAD = "| tests | passed | figures |\n|---|---|---|\n"
_TABLE = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")
_ROW = re.compile(r"\| `(\S+)`(?: (in `make soak`))? \|")


def figures_of(reports: Iterable[Any]) -> list[str]:
    """What tests have noted with `record_property("figure", …)`."""
    return [value for report in reports for name, value in report.user_properties if name == "figure"]


def rows_of(reports: Iterable[Any], is_soak: bool) -> Mapping[str, str]:
    """A row of the table for each test file, by the row's name."""
    passed, said = Counter[str](), dict[str, list[str]]()
    for report in reports:
        file = report.nodeid.partition("::")[0].rpartition("/")[2]
        passed[file] += 1
        said.setdefault(file, []).extend(figures_of([report]))
    where = " in `make soak`" if is_soak else ""
    return {f"{file}{where}": f"| `{file}`{where} | {passed[file]} | {_together(said[file])} |\n" for file in passed}


def _together(said: Iterable[str]) -> str:
    """Figures in one cell; what several tests say stands there once, with their number."""
    return "; ".join(f"{one} ({count} times)" if count > 1 else one for one, count in Counter(said).items())


def note(reports: Iterable[Any], is_soak: bool) -> None:
    """Write the rows of this run into the table, and leave the others there."""
    text = SAFETY.read_text("utf-8")
    promises, table = text.partition(HEAD)[0], _TABLE.search(text)
    assert table, f"{SAFETY} has no table of figures"
    lines = table[0].removeprefix(HEAD).splitlines(keepends=True)
    known = {" ".join(filter(None, match.groups())): line for line in lines if (match := _ROW.match(line))}
    known |= rows_of(reports, is_soak)
    rows = "".join(known[name] for name in sorted(known) if f"`{name.split()[0]}`" in promises)
    SAFETY.write_text(text.replace(table[0], HEAD + rows), "utf-8")
