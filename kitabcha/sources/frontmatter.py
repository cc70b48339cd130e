"""The text of a Markdown file → its front matter as a document, and its body with the line where it begins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place
from kitabcha.sources.yaml_files import Document, read_yaml

FENCE = "---"


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file. `front` is None when there is none that can be read."""

    front: Document | None
    body: str
    body_line: int


def split(text: str, path: str) -> tuple[Page, list[Diagnostic]]:
    """The two parts of a file; YAML stands between its first line, `---`, and the next such line."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        hint = "begin the file with `---`, then `title: …` and the other keys, then `---` again"
        return Page(None, text, 1), [error(Place(path, 1), "the front matter is missing", hint)]
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if not end:
        hint = "write `---` alone on the line after its last key"
        return Page(None, "", 1), [error(Place(path, 1), "the front matter that begins here does not end", hint)]
    front, found = read_yaml("\n".join(lines[1:end]), path, first_line=2)
    if front and not isinstance(front.data, dict):
        found.append(error(Place(path, 2), "the front matter must hold keys and values", "write `title: …`"))
        front = None
    if front:
        front = replace(front, first_line=1)
    return Page(front, "\n".join(lines[end + 1 :]), end + 2), found
