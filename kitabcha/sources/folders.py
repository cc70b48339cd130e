"""The folders of a project → the files to read, and those that nothing would ever read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from kitabcha.diagnostics import Diagnostic, error, nearest
from kitabcha.model import Place
from kitabcha.sources.files import Files, outside

LIBRARY_NAMES = ("concepts", "glossary.yaml", "passages.yaml", "references.json", "renderings", "stories")
WRITTEN = (".bib", ".json", ".markdown", ".md", ".txt", ".yaml", ".yml")
SUFFIXES = (
    ("library/stories", ".md"),
    ("library/concepts", ".md"),
    ("library/renderings", ".yaml"),
    ("manuals", ".yaml"),
)


def stems(files: Files, folder: str, suffix: str) -> list[str]:
    """The names, without their suffix, of a folder's files; a README is for people only."""
    paths = [PurePosixPath(name) for name in files.names(folder)]
    return [path.stem for path in paths if path.suffix == suffix and path.name != "README.md"]


def misplaced(files: Files) -> Iterator[Diagnostic]:
    """Files that look as if they were written for the project but that no stage reads."""
    yield from _linked_out(files)
    for name in files.names("library"):
        folder = files.is_folder(f"library/{name}")
        if name not in LIBRARY_NAMES and (folder or _is_written(name)):
            near = nearest(name, LIBRARY_NAMES)
            hint = f"did you mean `{near}`?" if near else f"the library holds {', '.join(LIBRARY_NAMES)}"
            yield error(Place(f"library/{name}"), f"nothing reads this {'folder' if folder else 'file'}", hint)
    for folder_name, suffix in SUFFIXES:
        for name in files.names(folder_name):
            if _is_written(name) and not name.endswith(suffix):
                yield error(
                    Place(f"{folder_name}/{name}"), "nothing reads this file", f"its name must end in `{suffix}`"
                )
    for name in files.names("modules"):
        if _is_written(name) and not files.is_folder(f"modules/{name}"):
            hint = f"a lesson is a folder: modules/{PurePosixPath(name).stem}/module.md"
            yield error(Place(f"modules/{name}"), "nothing reads this file", hint)


def _linked_out(files: Files) -> Iterator[Diagnostic]:
    """Folders that are links to somewhere outside the project."""
    folders = ["modules", "library", "manuals", *(f"modules/{name}" for name in files.names("modules"))]
    folders += [f"library/{name}" for name in files.names("library") if "." not in name]
    yield from (outside(folder) for folder in folders if files.is_there(folder) and not files.holds(folder))


def _is_written(name: str) -> bool:
    return name.lower().endswith(WRITTEN) and name != "README.md"
