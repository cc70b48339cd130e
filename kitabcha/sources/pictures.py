"""Figures as written → figures whose files are there, with the files that replace them in other languages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, warning
from kitabcha.dialect import blocks_in, map_blocks
from kitabcha.model import Block, Concept, Figure, Footnote, Lesson, Place, Project, Story
from kitabcha.sources.files import Files
from kitabcha.sources.hostile import picture_fault

SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")
_SVG_TEXT = re.compile(rb"<(?:\w+:)?text[\s>]")


def pictures_in(project: Project) -> Iterator[str]:
    """The path of every picture that a project's texts show, from the project's root."""
    pages: tuple[Lesson | Story | Concept, ...]
    pages = (*project.lessons.values(), *project.stories.values(), *project.concepts.values())
    for page in pages:
        notes = (block for note in page.footnotes for block in note.blocks)
        yield from (block.source for block in blocks_in((*page.blocks, *notes)) if isinstance(block, Figure))


_fault_of = lru_cache(maxsize=512)(picture_fault)  # a session looks at a project again and again


@dataclass(frozen=True, slots=True)
class Gallery:
    """Looks pictures up in the project; `languages` are those whose own pictures are looked for."""

    files: Files
    languages: tuple[str, ...]
    found: list[Diagnostic] = field(default_factory=list)

    def settle(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks, each figure with its path cleaned and its variants; what is wrong goes to `found`."""
        return map_blocks(blocks, lambda block: self._figure(block) if isinstance(block, Figure) else block)

    def settle_notes(self, notes: Iterable[Footnote]) -> tuple[Footnote, ...]:
        return tuple(replace(note, blocks=self.settle(note.blocks)) for note in notes)

    def _figure(self, figure: Figure) -> Figure:
        source = posixpath.normpath(figure.source)
        if fault := self._fault(source, figure.place):
            self.found.append(fault)
            return replace(figure, source=source)
        variants = self._variants(PurePosixPath(source))
        for path in (source, *variants.values()):
            self._look_at(path, figure.place)
        return replace(figure, source=source, variants=variants)

    def _fault(self, source: str, place: Place) -> Diagnostic | None:
        path = PurePosixPath(source)
        if re.search(r"(?:^|/)https?:/", source):
            return error(place, "pictures are not fetched from the network", "copy the file beside the text")
        if not self.files.holds(source):
            message = f"the picture `{path.name}` lies outside the project"
            return error(place, message, "copy it beside the text")
        if path.suffix.lower() not in SUFFIXES:
            return error(place, f"`{path.name}` is no picture that can be printed", "use an SVG, PNG or JPEG file")
        names = self.files.names(str(path.parent))
        if twins := [name for name in names if name != path.name and name.casefold() == path.name.casefold()]:
            if path.name in names:
                told = f"`{path.name}` and `{twins[0]}` differ in small and capital letters only"
                return error(place, told, "give one another name: for Windows and macOS they are one file")
            return error(place, f"the picture `{path.name}` is called `{twins[0]}`", "write it as the file is called")
        if not self.files.is_file(source):
            near = [name for name in names if name.lower().endswith(SUFFIXES)]
            message = f"there is no picture `{path.name}` in {path.parent}"
            return error(place, message, did_you_mean(path.name, near, "pictures") if near else "put the file there")
        return None

    def _variants(self, path: PurePosixPath) -> Mapping[str, str]:
        names = {language: str(path.with_suffix(f".{language}{path.suffix}")) for language in self.languages}
        return MappingProxyType({language: name for language, name in names.items() if self.files.is_file(name)})

    def _look_at(self, path: str, place: Place) -> None:
        name, content = PurePosixPath(path).name, self.files.content(path)[0] or b""
        if fault := _fault_of(content, PurePosixPath(path).suffix.lower()):
            what, hint = fault
            self.found.append(error(place, f"the picture `{name}` {what}", hint))
        elif path.lower().endswith(".svg") and _SVG_TEXT.search(content):
            message = f"the picture `{name}` has words in it: they are not translated, and Urdu is drawn wrong"
            self.found.append(warning(place, message, "leave the words to the text, or turn them into outlines"))
