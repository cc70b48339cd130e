"""The project's files, one after the other → pieces, each with what the model has of it, and what is wrong in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kitabcha.adapting import with_own
from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.model import Adaptation, Lesson, Place, Reference, Story
from kitabcha.sources import building, schema
from kitabcha.sources.adaptations import beside, block_faults, is_beside, name_faults
from kitabcha.sources.building import Body, Scribe
from kitabcha.sources.fields import ID, ID_HINT, LANGUAGE
from kitabcha.sources.files import Files
from kitabcha.sources.folders import stems
from kitabcha.sources.frontmatter import split
from kitabcha.sources.parsing import Owner, parse_body
from kitabcha.sources.pictures import Gallery
from kitabcha.sources.pieces import Piece, unread
from kitabcha.sources.references import read_references
from kitabcha.sources.validation import empty_values, validated
from kitabcha.sources.yaml_files import Document, Node, read_yaml
from kitabcha.walking import texts_in

CURRICULUM = "curriculum.yaml"
NO_CURRICULUM = "a project's folder holds curriculum.yaml; `new project NAME` makes such a folder"
NO_LESSON = "each folder in modules/ is a lesson; write it there, or move the folder elsewhere"
SOURCE_LANGUAGE = "en"
"""Taken for the language of the texts when curriculum.yaml does not tell it."""

LIBRARY = "library"
RESERVED = (LIBRARY, "manuals", "interface")
RESERVED_HINT = "one of the translators' catalogues has that name; give the lesson another"
MANUALS = "manuals"
Build = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class _PageKind:
    """How one kind of Markdown file is read; `{}` in context and catalogue stands for the id."""

    schema: type[schema.Entry]
    build: Build
    context: str
    catalogue: str


_PAGES: Mapping[str, _PageKind] = MappingProxyType(
    {
        "lesson": _PageKind(schema.Lesson, building.lesson, "{}", "{}"),
        "story": _PageKind(schema.Story, building.story, "stories/{}", LIBRARY),
        "concept": _PageKind(schema.Concept, building.concept, "concepts/{}", LIBRARY),
    }
)


@dataclass(slots=True)
class Reading:
    """What has been read so far. `references` is None when they cannot be read."""

    files: Files
    pieces: list[Piece] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    references: Mapping[str, Reference] | None = field(default_factory=dict)
    language: str = SOURCE_LANGUAGE
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    adaptations: dict[str, dict[str, Adaptation]] = field(default_factory=dict)
    """lesson → language or region → what it has in its own way"""
    own: dict[str, dict[str, Story]] = field(default_factory=dict)
    """story → language → what it tells in its place"""

    def everything(self) -> None:
        """Read the project's files in the order of the formats' list."""
        self.curriculum()
        for name in self.files.names("modules"):
            if self.files.is_folder(f"modules/{name}"):
                self.page("lesson", name, f"modules/{name}/module.md", NO_LESSON)
                self.own_blocks(name)
        for kind, folder in (("story", "library/stories"), ("concept", "library/concepts")):
            for name in stems(self.files, folder, ".md"):
                if not is_beside(f"{name}.md"):
                    self.page(kind, name, f"{folder}/{name}.md")
        self.own_stories()
        self.entries("passages", "library/passages.yaml", schema.Passage, building.passage)
        self.entries("glossary", "library/glossary.yaml", schema.Term, building.term)
        for name in stems(self.files, "library/renderings", ".yaml"):
            self.renderings(name, f"library/renderings/{name}.yaml")
        self.works("library/references.json")
        for name in stems(self.files, "manuals", ".yaml"):
            self.manual(name, f"manuals/{name}.yaml")

    # --- one kind of file each

    def curriculum(self) -> None:
        document = self.document("curriculum", "", CURRICULUM, NO_CURRICULUM)
        if not document:
            return
        told = next((word for word, _ in document.words("language")), SOURCE_LANGUAGE)
        self.language = told if LANGUAGE.fullmatch(told) else SOURCE_LANGUAGE
        self.languages = tuple(word for word, _ in document.words("languages") if LANGUAGE.fullmatch(word))
        self.regions = tuple(name for name, _ in document.names("regions"))
        entry = self.valid(schema.Curriculum, document)
        scribe = self.scribe(document, MANUALS)
        built = self.built(building.curriculum, scribe, entry)
        self.pieces.append(Piece("curriculum", "", document, built=built))

    def page(self, kind: str, name: str, path: str, hint: str = "") -> None:
        self.named_well(kind, name, path)
        text = self.text(path, hint)
        if text is None:
            self.pieces.append(unread(kind, name, path))
            return
        page, found = split(text, path)
        self.found += found
        how = _PAGES[kind]
        front = page.front or unread(kind, name, path).document
        id_ = self.own_id(kind, name, front)
        catalogue = how.catalogue.format(id_)
        if kind == "lesson" and id_ in RESERVED:
            self.found.append(error(front.place("id"), f"no lesson can have the id `{id_}`", RESERVED_HINT))
        body = self.body(page.body, page.body_line, Owner(path, how.context.format(id_), catalogue, self.language))
        entry = self.valid(how.schema, front) if page.front else None
        built = self.built(how.build, self.scribe(front, catalogue), entry, id_, body)
        self.pieces.append(Piece(kind, id_, front, body.blocks, body.footnotes, built, page.front is not None))

    def own_blocks(self, folder: str) -> None:
        """What languages and regions have in the place of boxes and pictures of the lesson that was read last."""
        if not isinstance(lesson := self.pieces[-1].built, Lesson):
            return
        known = (*self.languages, *self.regions)
        for name, path in beside(self.files, f"modules/{folder}", "module"):
            self.found += name_faults(name, path, self.language, known, "languages and regions")
            text = self.text(path)
            if text is None or name == self.language or name not in known:
                continue
            in_language = name in self.languages
            owner = Owner(path, lesson.id, "" if in_language else lesson.id, name if in_language else self.language)
            body = self.body(text, 1, owner)
            self.found += block_faults(lesson, body.blocks, body.footnotes)
            own = Adaptation(name, body.blocks, body.footnotes, Place(path, 1))
            self.adaptations.setdefault(lesson.id, {})[name] = own
            self.pieces.append(_whole(lesson, own))

    def own_stories(self) -> None:
        """What languages tell in the place of stories."""
        stories = {piece.id: piece.built for piece in self.pieces if isinstance(piece.built, Story)}
        for stem in stems(self.files, "library/stories", ".md"):
            id_, _, name = stem.partition(".")
            path = f"library/stories/{stem}.md"
            if not is_beside(f"{stem}.md"):
                continue
            if id_ not in stories:
                self.found.append(
                    error(Place(path), f"there is no story `{id_}`", did_you_mean(id_, stories, "stories"))
                )
            self.found += name_faults(name, path, self.language, self.languages, "languages")
            if id_ in stories and name != self.language and name in self.languages:
                self.own_story(stories[id_], name, path)

    def own_story(self, story: Story, name: str, path: str) -> None:
        text = self.text(path)
        if text is None:
            return
        page, found = split(text, path)
        self.found += found
        body = self.body(page.body, page.body_line, Owner(path, f"stories/{story.id}", "", name))
        if page.front and (entry := self.valid(schema.OwnStory, page.front)):
            own = self.built(building.own_story, Scribe(page.front, "", name, self.found), entry, story, body)
            self.own.setdefault(story.id, {})[name] = own
            self.pieces.append(Piece("own story", f"{story.id}.{name}", page.front, body.blocks, body.footnotes, own))

    def own_id(self, kind: str, name: str, front: Document) -> str:
        """A lesson may have another id than its folder's name."""
        told = next((word for word, _ in front.words("id")), name) if kind == "lesson" else name
        return told if ID.fullmatch(told) else name

    def body(self, body: str, line: int, owner: Owner) -> Body:
        blocks, footnotes, found = parse_body(body, line, owner)
        gallery = Gallery(self.files, self.languages)
        settled = Body(gallery.settle(blocks), gallery.settle_notes(footnotes))
        self.found += [*found, *gallery.found]
        return settled

    def entries(self, kind: str, path: str, entry_schema: type[schema.Entry], build: Build) -> None:
        """A file of many entries, each under its id."""
        if not self.files.is_there(path):
            return
        document = self.document(kind, "", path)
        if not document:
            return
        entries = document.data if isinstance(document.data, dict) else {}
        if not isinstance(document.data, dict):
            self.found.append(error(document.place(), "this file must hold keys and values", "write ids as keys"))
        scribe, built = self.scribe(document, LIBRARY), []
        for id_, node in entries.items():
            self.id_is_right(id_, document.place(id_))
            if entry := self.valid(entry_schema, document, node, id_):
                built.append(build(scribe, entry, id_))
        if len(built) == len(entries):
            self.found += scribe.unheard()
        self.pieces.append(Piece(kind, "", document, built=tuple(built), readable=isinstance(document.data, dict)))

    def renderings(self, language: str, path: str) -> None:
        if document := self.document("renderings", language, path):
            entry = self.valid(schema.Renderings, document)
            built = building.renderings(document, entry, language) if entry else None
            self.pieces.append(Piece("renderings", language, document, built=built))

    def works(self, path: str) -> None:
        if not self.files.is_there(path):
            return
        text = self.text(path)
        references, found = read_references(text, path) if text is not None else ({}, [])
        self.found += found
        self.references = None if found and not references else references

    def manual(self, name: str, path: str) -> None:
        self.named_well("manual", name, path)
        if document := self.document("manual", name, path):
            entry = self.valid(schema.Manual, document)
            built = self.built(building.manual, self.scribe(document, MANUALS), entry, name)
            self.pieces.append(Piece("manual", name, document, built=built))

    # --- steps that they share

    def text(self, path: str, hint: str = "") -> str | None:
        text, found = self.files.text(path, hint)
        self.found += found
        return text

    def document(self, kind: str, name: str, path: str, hint: str = "") -> Document | None:
        """A YAML file; one that cannot be read leaves a piece that says so."""
        text = self.text(path, hint)
        document, found = read_yaml(text, path) if text is not None else (None, [])
        self.found += found
        if document is None:
            self.pieces.append(unread(kind, name, path))
        return document

    def valid(self, entry_schema: type[Any], document: Document, node: Node = None, *keys: str) -> Any:
        """The entry in a document, or in its part `node`; what follows from a mistake in the same line is not told."""
        node = node if keys else document.data
        entry, found = validated(entry_schema, document, node, keys)
        for diagnostics in (list(empty_values(document, node, keys)), found):
            told = {diagnostic.place for diagnostic in self.found}
            self.found += [diagnostic for diagnostic in diagnostics if diagnostic.place not in told]
        return entry

    def built(self, build: Build, scribe: Scribe, entry: Any, *more: Any) -> Any:
        """What the model has of an entry, if there is one, and what was said to translators in vain."""
        if entry is None:
            return None
        made = build(scribe, entry, *more)
        self.found += scribe.unheard()
        return made

    def scribe(self, document: Document, catalogue: str) -> Scribe:
        return Scribe(document, catalogue, self.language, self.found)

    def named_well(self, kind: str, name: str, path: str) -> None:
        self.id_is_right(name, Place(path), f"the name of this {kind}'s {'folder' if kind == 'lesson' else 'file'}")

    def id_is_right(self, id_: str, place: Place, subject: str = "this key") -> None:
        if not ID.fullmatch(id_):
            self.found.append(error(place, f"{subject} must be an id, not `{id_}`", ID_HINT))


def _whole(lesson: Lesson, own: Adaptation) -> Piece:
    """A lesson as a language or a region has it, so that names in it are looked up."""
    blocks = with_own(lesson.blocks, own.blocks)
    written = " ".join(text.raw for text in texts_in(blocks))
    notes = tuple(note for note in lesson.footnotes if f"[^{note.label}]" in written)
    document = unread("adaptation", lesson.id, own.place.path).document
    return Piece("adaptation", f"{lesson.id}.{own.name}", document, blocks, (*notes, *own.footnotes))
