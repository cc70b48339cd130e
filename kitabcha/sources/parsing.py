"""The Markdown body of a lesson, story or concept → blocks, each with its place, and what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, warning
from kitabcha.dialect import (
    DIRECTIVES,
    DirectiveKind,
    block_parser,
    braces,
    inline,
    inline_faults,
    plain,
    slug,
)
from kitabcha.model import (
    Block,
    Code,
    Definitions,
    Directive,
    Figure,
    Footnote,
    Heading,
    ItemList,
    Paragraph,
    Place,
    Quote,
    Rule,
    Table,
    Text,
)
from kitabcha.sources.asides import Aside, Asides
from kitabcha.sources.fences import Fences, find_fences, use_boxes
from kitabcha.sources.paragraphs import short_paragraph
from kitabcha.sources.yaml_files import KEPT


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose body it is: the file's path, the first part of its messages' contexts, its catalogue and language."""

    path: str
    context: str
    catalogue: str
    language: str


Parsed = tuple[tuple[Block, ...], tuple[Footnote, ...], list[Diagnostic]]

_BOX_INFO = re.compile(r"([\w-]+)\s*(\{.*\})?")
_TRAILING_BRACES = re.compile(r"(.*?)\s*(?<!\{)(\{(?!\{)[^{}]*\})")
_PICTURE = re.compile(r'!\[([^\]]*)\]\(\s*(?:<([^<>\n]+)>|([^\s()<>]+))(?:\s+"([^"]*)")?\s*\)\s*(\{.*\})?')
_FENCE_INSIDE = re.compile(r"^\s*:::", re.MULTILINE)
_REFERENCE_LINK = re.compile(
    r"(?P<code>(`+)(?!`).+?(?<!`)\2(?!`))|(?<!\\)\[([^\[\]^@]+)\](?:\[([^\[\]]*)\])?(?![({:\[])", re.DOTALL
)
"""A link or picture whose address stands elsewhere in the file; or code, in which there is none."""

_ALIGNMENTS = MappingProxyType({"left": "start", "center": "center", "right": "end"})
_HEADING_ATTRIBUTES = frozenset({"id", "minutes", "method", "materials"})
LONGEST = 24 * 60


def parse_body(body: str, first_line: int, owner: Owner) -> Parsed:
    """Blocks, footnotes and findings of a body whose first line is line `first_line` of its file."""
    blocks, footnotes, found = _parsed(body, first_line, owner)
    return blocks, footnotes, list(found)


@lru_cache(maxsize=KEPT)
def _parsed(
    body: str, first_line: int, owner: Owner
) -> tuple[tuple[Block, ...], tuple[Footnote, ...], tuple[Diagnostic, ...]]:
    fences = find_fences(body.split("\n"), first_line)
    reader = _Reader(owner, first_line, fences)
    for fault in fences.faults:
        reader.fault(fault.line, fault.message, fault.hint)
    outside: list[int] = []
    environment: dict[str, Mapping[str, Mapping[str, str]]] = {}
    parser = block_parser().use(deflist_plugin)
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("code", "short_paragraph", short_paragraph)
    use_boxes(parser, fences, outside)
    tree = SyntaxTreeNode(parser.parse(body, environment))
    reader.references = environment.get("references", {})
    for line in outside:
        reader.fault(
            line,
            "this line stands in a box but outside the list item that holds the box",
            "indent it like the box, or move the box out of the list",
        )
    blocks = reader.blocks(tree, "paragraph")
    reader.asides.end()
    for line, message, hint in reader.asides.faults:
        reader.fault(line, message, hint)
    for line, message, hint in reader.asides.oddities:
        reader.diagnostics.append(warning(reader.place(line), message, hint))
    return blocks, tuple(reader.footnotes), tuple(reader.diagnostics)


@dataclass(slots=True)
class _Reader:
    """Turns syntax nodes into blocks and collects what is wrong. Lines of nodes are counted from 0 in the body."""

    owner: Owner
    first_line: int
    fences: Fences
    diagnostics: list[Diagnostic] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    references: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    asides: Asides = field(default_factory=Asides)
    level: int = 1

    # --- places and texts

    def place(self, line: int) -> Place:
        return Place(self.owner.path, self.first_line + line)

    def fault(self, line: int, message: str, hint: str = "") -> None:
        self.diagnostics.append(error(self.place(line), message, hint))

    def text(self, raw: str, line: int, role: str, aside: Aside | None = None) -> Text:
        """One message; what its inline Markdown has wrong is reported. `aside` is what was said of it, else what waits.

        One that translators leave alone is in no catalogue.
        """
        aside = aside or self.asides.take()
        raw = self._one_line(raw)
        for fault in inline_faults(raw):
            self.fault(line, fault)
        context = f"{self.owner.context}/{role}"
        catalogue = "" if aside.skip else self.owner.catalogue
        return Text(raw, self.place(line), context, catalogue, self.owner.language, aside.note)

    def _one_line(self, raw: str) -> str:
        if "\n" not in raw and not self.references:
            return raw.strip().rstrip("\\")
        lines = [line.strip() if not line.endswith("  ") else line.strip() + "\\" for line in raw.split("\n")]
        joined = "".join(line + ("\n" if line.endswith("\\") else " ") for line in lines[:-1]) + lines[-1].rstrip("\\")
        return self._inlined(joined) if self.references else joined

    def _inlined(self, raw: str) -> str:
        """Reference links as inline links, since a message is read without the rest of its file."""

        def inlined(match: re.Match[str]) -> str:
            code, _, words, label = match.groups()
            known = None if code else self.references.get(normalizeReference(label or words))
            if not known:
                return match[0]
            title = known.get("title", "").replace('"', '\\"')
            return f'[{words}]({known["href"]} "{title}")' if title else f"[{words}]({known['href']})"

        return _REFERENCE_LINK.sub(inlined, raw)

    # --- attributes

    def attributes(self, source: str, line: int, what: str, known: frozenset[str]) -> dict[str, str]:
        found, rest = braces(source)
        if rest.strip() or (not found and source.strip("{} ")):
            self.fault(
                line,
                f"the attributes `{source}` of {what} cannot be read",
                'write them as {minutes=10 method="small groups"}: words that are not one Latin word stand in quotes',
            )
            return {}
        for key in found:
            if key not in known:
                name = f"`.{found[key]}`" if key == "class" else f"`{key}`"
                self.fault(line, f"{what} has no attribute {name}", did_you_mean(key, known, "attributes"))
        return {key: value for key, value in found.items() if key in known}

    def minutes(self, attributes: dict[str, str], line: int) -> int:
        value = attributes.pop("minutes", "")
        if value.isascii() and value.isdigit() and 0 < int(value) <= LONGEST:
            return int(value)
        if value:
            self.fault(line, f"`minutes` must be a whole number from 1 to {LONGEST}, not `{value}`", "write minutes=10")
        return 0

    def attribute_text(
        self, attributes: dict[str, str], name: str, line: int, aside: Aside | None = None
    ) -> Text | None:
        value = attributes.pop(name, "").replace('\\"', '"')
        return self.text(value, line, name, aside) if value else None

    def own_id(self, wanted: str, line: int) -> str:
        if wanted and wanted in self.ids:
            first = self.first_line + self.ids[wanted]
            self.fault(line, f"the anchor `#{wanted}` is taken by line {first}", "give one of the two another name")
        if wanted:
            self.ids[wanted] = line
        return wanted

    def free_id(self, wanted: str, line: int) -> str:
        """The anchor of a heading that names none: its words, with -2, -3 … where they come again."""
        name, number = wanted, 1
        while name in self.ids:
            number += 1
            name = f"{wanted}-{number}"
        self.ids[name] = line
        return name

    # --- blocks

    def blocks(self, node: SyntaxTreeNode, role: str) -> tuple[Block, ...]:
        made = (self._block(child, role) for child in node.children)
        return tuple(block for block in made if block is not None)

    def _block(self, node: SyntaxTreeNode, role: str) -> Block | None:
        return _READERS[node.type](self, node, role)

    def paragraph(self, node: SyntaxTreeNode, role: str) -> Block | None:
        line, raw = _line(node), node.children[0].content
        if raw.lstrip().startswith("!["):
            raw = self._inlined(raw) if self.references else raw
            return self._figure(raw, line)
        if _FENCE_INSIDE.search(raw) and not any(fault.line == line for fault in self.fences.faults):
            self.fault(
                line, "a box cannot stand here", "boxes stand on lines of their own, outside quotations and tables"
            )
        return Paragraph(self.text(raw, line, role))

    def _figure(self, raw: str, line: int) -> Block | None:
        match = _PICTURE.fullmatch(raw.strip())
        if not match:
            return Paragraph(self.text(raw, line, "paragraph"))
        alt, enclosed, bare, caption, marks = match.groups()
        source = enclosed or bare
        attributes, aside = (
            self.attributes(marks, line, "a picture", frozenset({"id"})) if marks else {},
            self.asides.take(),
        )
        if not alt.strip():
            self.fault(
                line, f"the picture `{source}` says nothing to those who cannot see it", "write ![what it shows](…)"
            )
        return Figure(
            source=str(PurePosixPath(self.owner.path).parent / source),
            alt=self.text(alt, line, "alt", aside),
            caption=self.text(caption, line, "caption", aside) if caption else None,
            id=self.own_id(attributes.get("id", ""), line),
            place=self.place(line),
        )

    def heading(self, node: SyntaxTreeNode, role: str) -> Block:
        line, raw, level = _line(node), node.children[0].content, int(node.tag[1])
        match = _TRAILING_BRACES.fullmatch(raw)
        title, marks = match.groups() if match else (raw, "")
        attributes = self.attributes(marks, line, "a heading", _HEADING_ATTRIBUTES) if marks else {}
        self._check_level(level, line)
        aside = self.asides.take()
        text = self.text(title, line, "heading", aside)
        named = self.own_id(attributes.pop("id", ""), line)
        return Heading(
            level=min(max(level, 2), 4),
            text=text,
            id=named or self.free_id(slug(plain(inline(text.raw))), line),
            minutes=self.minutes(attributes, line),
            method=self.attribute_text(attributes, "method", line, aside),
            materials=self.attribute_text(attributes, "materials", line, aside),
        )

    def _check_level(self, level: int, line: int) -> None:
        if level == 1:
            self.fault(
                line, "`#` is the title's level, and the title stands in the front matter", "begin sections with `##`"
            )
        elif level > 4:
            self.fault(
                line, f"`{'#' * level}` is too deep; headings go down to `####`", "make it a box, or a bold line"
            )
        elif level > self.level + 1:
            self.fault(
                line,
                f"`{'#' * level}` comes after `{'#' * self.level}`; a level is skipped",
                f"write `{'#' * (self.level + 1)}`",
            )
        self.level = max(level, 1)

    def item_list(self, node: SyntaxTreeNode, role: str) -> Block:
        tight = all(
            block.type != "paragraph" or block.hidden for item in node.children for block in item.children
        )  # markdown-it hides the paragraphs of tight lists
        items = tuple(self.blocks(item, "item") for item in node.children)
        return ItemList(node.type == "ordered_list", int(node.attrs.get("start", 1)), items, tight)

    def table(self, node: SyntaxTreeNode, role: str) -> Block:
        rows = [row for part in node.children for row in part.children]
        alignments = tuple(_alignment(cell) for cell in rows[0].children)
        cells = [tuple(self.text(c.children[0].content, _line(row), "cell") for c in row.children) for row in rows]
        return Table(cells[0], tuple(cells[1:]), alignments, self.place(_line(node)))

    def definitions(self, node: SyntaxTreeNode, role: str) -> Block:
        entries: list[tuple[Text, tuple[Block, ...]]] = []
        for child in node.children:
            if child.type == "dt":
                entries.append((self.text(child.children[0].content, _line(child), "defined"), ()))
            else:
                term, body = entries[-1]
                entries[-1] = (term, body + self.blocks(child, "definition"))
        return Definitions(tuple(entries))

    def quote(self, node: SyntaxTreeNode, role: str) -> Block:
        return Quote(self.blocks(node, "quotation"))

    def code(self, node: SyntaxTreeNode, role: str) -> Block:
        self.asides.take()  # code is no message; what was said of it is not said of the next text
        return Code(node.content, self.place(_line(node)))

    def rule(self, node: SyntaxTreeNode, role: str) -> Block:
        return Rule(self.place(_line(node)))

    def html(self, node: SyntaxTreeNode, role: str) -> None:
        if self.asides.hear(node.content, _line(node)):
            return
        start = node.content.strip().split("\n")[0]
        self.fault(
            _line(node), f"raw HTML `{start[:40]}` is refused", "Markdown and boxes say all that a manual can show"
        )

    def footnote(self, node: SyntaxTreeNode, role: str) -> None:
        label = str(node.meta["label"])
        blocks = self.blocks(node, "footnote")
        line = _line(node.children[0]) if node.children else 0
        if any(note.label == label for note in self.footnotes):
            self.fault(line, f"the footnote `[^{label}]` is defined twice", "give one of them another label")
        self.footnotes.append(Footnote(label, blocks, self.place(line)))

    def box(self, node: SyntaxTreeNode, role: str) -> Block | None:
        line = _line(node)
        info = self.fences.boxes[line].info
        match = _BOX_INFO.fullmatch(info)
        name = match[1] if match else info.split()[0].split("{")[0]
        if not match:
            self.fault(
                line,
                f"the box `{info}` cannot be read",
                'write its name and then its attributes: {title="…" minutes=10}',
            )
        elif name not in DIRECTIVES:
            self.fault(line, f"there is no box `{name}`", did_you_mean(name, DIRECTIVES, "boxes"))
        kind = DIRECTIVES.get(name, DirectiveKind(frozenset()))
        known = name in DIRECTIVES
        attributes = (
            self.attributes(match[2], line, f"`{name}`", kind.attributes | {"id"})
            if known and match and match[2]
            else {}
        )
        made = self._directive(name, kind, attributes, line)
        blocks = self.blocks(node, "paragraph")
        if kind.slot and blocks:
            self.fault(
                line,
                f"the slot `{name}` is not empty",
                "close it on its next line; each manual fills it with its own lore",
            )
        return replace(made, blocks=() if kind.slot else blocks) if known else None

    def _directive(self, name: str, kind: DirectiveKind, attributes: dict[str, str], line: int) -> Directive:
        if kind.title_needed and not attributes.get("title"):
            self.fault(line, f"`{name}` needs a title", f'write ::: {name} {{title="…"}}')
        if kind.slot and not attributes.keys() & {"theme", "id", "ref"}:
            self.fault(line, f"the slot `{name}` does not say what it asks for", "give it a theme= or an id=")
        if name == "only" and not attributes:
            self.fault(
                line,
                "`only` does not say for whom",
                "give it audience=, literacy=, edition=, region=, tradition= or language=",
            )
        minutes = self.minutes(attributes, line)
        texts = ("title", "method", "materials")
        aside = self.asides.take() if kind.slot or attributes.keys() & set(texts) else None
        title, method, materials = (self.attribute_text(attributes, key, line, aside) for key in texts)
        anchor = "" if kind.slot else self.own_id(attributes.pop("id", ""), line)
        return Directive(
            name=name,
            blocks=(),
            place=self.place(line),
            id=anchor,
            title=title,
            minutes=minutes,
            method=method,
            materials=materials,
            attributes=MappingProxyType(attributes),
        )


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] if node.map else 0


def _alignment(cell: SyntaxTreeNode) -> str:
    return _ALIGNMENTS.get(str(cell.attrs.get("style", "")).removeprefix("text-align:"), "")


_READERS: Mapping[str, Callable[[_Reader, SyntaxTreeNode, str], Block | None]] = MappingProxyType(
    {
        "paragraph": _Reader.paragraph,
        "heading": _Reader.heading,
        "bullet_list": _Reader.item_list,
        "ordered_list": _Reader.item_list,
        "table": _Reader.table,
        "dl": _Reader.definitions,
        "blockquote": _Reader.quote,
        "fence": _Reader.code,
        "hr": _Reader.rule,
        "html_block": _Reader.html,
        "footnote_reference": _Reader.footnote,
        "box": _Reader.box,
    }
)
