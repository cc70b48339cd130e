"""The minimal project with changes, as tests of the sources need it."""

import shutil
from itertools import groupby
from pathlib import Path

from kitabcha.sources.loading import load

MINIMAL = Path(__file__).parent / "projects" / "minimal"


def changed_project(folder: Path, changes: str) -> Path:
    """A copy of the minimal project in `folder`, with changes written as in tests/cases/diagnostics.md."""
    root = folder / "project"
    shutil.copytree(MINIMAL, root)
    for change in ("\n" + changes).split("\n@ ")[1:]:
        name, *lines = change.rstrip("\n").split("\n")
        if name.endswith(" (deleted)"):
            (root / name.removesuffix(" (deleted)")).unlink()
        else:
            _change(root / name, lines)
    return root


def _change(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n" + (path.read_text(encoding="utf-8") if path.exists() else "")
    for old, new in _swaps(lines):
        assert not old or text.count("\n" + old) == 1, f"not once in {path.name}: {old}"
        text = text.replace("\n" + old, "\n" + new) if old else text + new
    path.write_text(text[1:], encoding="utf-8")


def _swaps(lines: list[str]) -> list[tuple[str, str]]:
    """Each run of lines to take away, with the lines to put in their place."""
    swaps: list[tuple[str, str]] = []
    for sign, run in groupby(lines, key=lambda line: line[0]):
        text = "".join(line[1:] + "\n" for line in run)
        if sign == "-":
            swaps.append((text, ""))
        else:
            swaps.append((swaps.pop()[0] if swaps else "", text))
    return swaps


def findings(root: Path) -> str:
    """All that is said of a project, as the command line prints it."""
    return "".join(f"{diagnostic}\n" for diagnostic in load(root)[1])
