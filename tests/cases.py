"""Dotted case files → cases: a title, a line with one dot, the input, a dot, what is expected, a dot."""

from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


def read_cases(path: Path | str) -> list[tuple[str, str, str]]:
    """Title, input and expected text of each case in a file (a name is looked up in tests/cases)."""
    lines = (FOLDER / path).read_text(encoding="utf-8").split("\n")
    cases = []
    while "." in lines:
        title, lines = _until_dot(lines)
        given, lines = _until_dot(lines)
        expected, lines = _until_dot(lines)
        name = next(line for line in reversed(title) if line.strip())
        cases.append((name.strip(), _text(given), _text(expected)))
    return cases


def _until_dot(lines: list[str]) -> tuple[list[str], list[str]]:
    end = lines.index(".")
    return lines[:end], lines[end + 1 :]


def _text(lines: list[str]) -> str:
    return "".join(line + "\n" for line in lines)
