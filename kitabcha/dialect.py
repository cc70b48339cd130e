"""Our dialect of Markdown: the one table of directives, the two parsers (blocks and inline), and inline text to nodes.

The block parser leaves inline text raw, since that string is the message that is translated; `inline` parses it later.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from types import MappingProxyType
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_braces

from kitabcha.model import (
    Block,
    Citation,
    CodeSpan,
    Definitions,
    Directive,
    Emphasis,
    ForeignSpan,
    Inline,
    ItemList,
    LineBreak,
    Link,
    LoreBlock,
    NoteMark,
    Quote,
    TermUse,
    Value,
    VerseRange,
    VerseReference,
    Word,
)

# --- directives -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DirectiveKind:
    """What a box may say. A slot is empty in the lesson, and each manual fills it with its own lore."""

    attributes: frozenset[str]
    slot: bool = False
    title_needed: bool = False


_TIMED = frozenset({"title", "minutes", "method"})
_EQUIPPED = _TIMED | {"materials"}
_SLOT = frozenset({"theme", "id", "minutes", "method"})

DIRECTIVES: Mapping[str, DirectiveKind] = MappingProxyType(
    {
        "activity": DirectiveKind(_EQUIPPED),
        "discuss": DirectiveKind(_TIMED),
        "reflection": DirectiveKind(_TIMED),
        "roleplay": DirectiveKind(_EQUIPPED),
        "energiser": DirectiveKind(_TIMED),
        "theatre": DirectiveKind(_EQUIPPED),
        "radio": DirectiveKind(_EQUIPPED),
        "assessment": DirectiveKind(_TIMED | {"when", "asks"}),
        "safety": DirectiveKind(frozenset({"title"})),
        "facilitator": DirectiveKind(frozenset({"title"})),
        "handout": DirectiveKind(frozenset({"title", "name"}), title_needed=True),
        "only": DirectiveKind(frozenset({"audience", "literacy", "edition", "region", "tradition", "language"})),
        "story": DirectiveKind(_SLOT, slot=True),
        "proverb": DirectiveKind(_SLOT, slot=True),
        "poem": DirectiveKind(_SLOT, slot=True),
        "scripture": DirectiveKind(_SLOT | {"ref"}, slot=True),
        "concept": DirectiveKind(_SLOT, slot=True),
    }
)

_VERSE_RANGE = re.compile(
    r"([a-z]+)(?::((?:[1-3]-)?[a-z]+(?:-[a-z]+)*))?"
    r":([0-9]{1,3}):([0-9]{1,3})(?:[-–]([0-9]{1,3})|:([0-9]{1,3})[-–]([0-9]{1,3}))?"
)


def verse_range(text: str) -> VerseRange | None:
    """`quran:49:13`, `quran:49:9-10`, `bible:matthew:5:9`, or words of one verse, `quran:2:256:1-4`, as data; None when
    it is none of them."""
    if not (match := _VERSE_RANGE.fullmatch(text.strip())):
        return None
    scripture, book, chapter, first, last, *part = match.groups()
    words = (int(part[0]), int(part[1])) if part[0] else None
    found = VerseRange(scripture, int(chapter), int(first), int(last or first), words, book or "")
    return found if 0 < found.first <= found.last and (words is None or 0 < words[0] <= words[1]) else None


def slug(text: str) -> str:
    """An anchor from a heading: lower case, words joined by hyphens, letters of every script kept."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
    return "-".join(words) or "section"


def braces(text: str) -> tuple[Mapping[str, str], str]:
    """The attributes of `{#id key=value}` at the start of a text, and what follows; ({}, text) when unreadable."""
    try:
        end, attributes = parse_braces(text)
    except ParseError:
        return {}, text
    return attributes, text[end + 1 :]


# --- parsers --------------------------------------------------------------------------------------------------

_CITATION = re.compile(r"\[(@[^\[\]]+)\]")
_NOTE_MARK = re.compile(r"\[\^([^\s\[\]^]+)\]")
_VALUE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def _pattern_rule(name: str, pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        if not (match := pattern.match(state.src, state.pos, state.posMax)):
            return False
        if not silent:
            state.push(name, "", 0).content = match.group(1)
        state.pos = match.end()
        return True

    return rule


@cache
def _inline_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True})
    attrs_plugin(parser, after=(), spans=True)
    for name, pattern in (("citation", _CITATION), ("note_mark", _NOTE_MARK), ("value", _VALUE)):
        parser.inline.ruler.before("link", name, _pattern_rule(name, pattern))
    return parser


def block_parser() -> MarkdownIt:
    """A new parser of blocks only: CommonMark with tables; inline text stays raw, indented code is plain text."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    return parser.disable(["inline", "text_join", "code"])


# --- inline text to nodes -------------------------------------------------------------------------------------


DEEPEST = 30
"""How deep inline markup may stand in each other: nobody writes so, and readers of it would run out of room."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    nodes: tuple[Inline, ...]
    faults: tuple[str, ...]


def is_marked(raw: str) -> bool:
    """Whether a text may hold anything but words, so that to look for marks in it is worth while."""
    return bool(_MARKUP.search(raw))


def inline(raw: str) -> tuple[Inline, ...]:
    """The nodes of one text. What is wrong in it is left out here and told by `inline_faults`."""
    return _parsed(raw).nodes


def inline_faults(raw: str) -> tuple[str, ...]:
    """What is wrong in one text, in words that can follow its place."""
    return _parsed(raw).faults


_MARKUP = re.compile(r"[\\`*_\[\]{}<>!&\n\r\0]")
"""What a text must hold for any rule of the inline parser to find more in it than words."""


@cache
def _parsed(raw: str) -> _Parsed:
    return _read(raw) if is_marked(raw) else _Parsed((Word(raw),) if raw else (), ())


def _read(raw: str) -> _Parsed:
    """The nodes of a text by the parser."""
    tokens = _inline_parser().parseInline(raw)[0].children or []
    if max(accumulate((token.nesting for token in tokens), initial=0)) > DEEPEST:
        return _Parsed(
            (Word(raw),), (f"emphasis, links or brackets stand more than {DEEPEST} deep in each other here",)
        )
    faults: list[str] = []
    nodes = _Builder(iter(tokens), faults).until("")
    return _Parsed(nodes, tuple(faults))


@dataclass(frozen=True)
class _Builder:
    """Turns markdown-it's flat tokens into nested nodes."""

    tokens: Iterator[Token]
    faults: list[str]

    def until(self, closing: str) -> tuple[Inline, ...]:
        nodes: list[Inline] = []
        for token in self.tokens:
            if token.type == closing:
                break
            if token.type == "text" and nodes and isinstance(nodes[-1], Emphasis) and token.content.startswith("{"):
                nodes[-1:] = self._marked(nodes[-1], token.content)
            else:
                nodes.extend(self._node(token))
        return _joined(nodes)

    def _marked(self, emphasis: Emphasis, content: str) -> list[Inline]:
        """`*jirga*{.term}`: markdown-it gives the braces as the text after the emphasis."""
        attributes, rest = braces(content)
        if rest == content:
            self.faults.append(f"`{content.split('}')[0]}}}` cannot be read")
            return [emphasis, Word(content)]
        marked = self._span(attributes, emphasis.children, emphasis)
        return [marked, Word(rest)] if rest else [marked]

    def _span(self, attributes: Mapping[str, str], children: tuple[Inline, ...], plainly: Inline) -> Inline:
        unknown = [f"`{key}=`" for key in attributes if key not in {"class", "of", "lang"}]
        unknown += [f"`.{name}`" for name in attributes.get("class", "").split() if name != "term"]
        if unknown:
            self.faults.append(
                f"{unknown[0]} is not known here; words take `{{.term}}`, `{{.term of=…}}` or `{{lang=…}}`"
            )
            return plainly
        if attributes.get("class") == "term":
            return TermUse(attributes.get("of", ""), children)
        if "lang" in attributes:
            return ForeignSpan(attributes["lang"], children)
        self.faults.append("empty braces say nothing about the words before them; write `{.term}` or `{lang=…}`")
        return plainly

    def _node(self, token: Token) -> list[Inline]:
        if make := _LEAVES.get(token.type):
            return [make(token)]
        if token.type == "span_open":
            children = self.until("span_close")
            return [self._span({key: str(value) for key, value in token.attrs.items()}, children, Emphasis(children))]
        if token.type == "link_open":
            return self._link(token)
        if token.type in {"em_open", "strong_open"}:
            closing = token.type.replace("open", "close")
            return [Emphasis(self.until(closing), strong=token.type == "strong_open")]
        if not token.content.startswith("</"):  # its opening tag has been told
            refused = _REFUSED.get(token.type, f"this kind of markup ({token.type}) is not known")
            self.faults.append(refused.format(token))
        return []

    def _link(self, token: Token) -> list[Inline]:
        target = unquote(str(token.attrGet("href") or ""))
        children = self.until("link_close")
        if token.markup == "autolink" and verse_range(target):
            return [VerseReference(target)]
        if not target.startswith(("#", "https://", "http://", "mailto:")):
            self.faults.append(
                f"the link `{target}` leads nowhere; links begin with `#` or `https://`, "
                "and a verse is written `<quran:49:13>`"
            )
            return list(children)
        return [Link(target, children)]


_REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "html_inline": "raw HTML `{0.content}` is refused; Markdown and boxes say all that a manual can show",
        "image": "a picture stands alone on its line, with an empty line before and after",
    }
)


def _citation(token: Token) -> Citation:
    works = (part.strip().removeprefix("@").partition(",") for part in token.content.split(";"))
    return Citation(tuple((key.strip(), locator.strip()) for key, _, locator in works))


_LEAVES: Mapping[str, Callable[[Token], Inline]] = MappingProxyType(
    {
        "text": lambda token: Word(token.content),
        "text_special": lambda token: Word(token.content),
        "softbreak": lambda token: Word(" "),
        "hardbreak": lambda token: LineBreak(),
        "code_inline": lambda token: CodeSpan(token.content),
        "citation": _citation,
        "note_mark": lambda token: NoteMark(token.content),
        "value": lambda token: Value(token.content),
    }
)


def _joined(nodes: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring words as one."""
    result: list[Inline] = []
    for node in nodes:
        if isinstance(node, Word) and result and isinstance(result[-1], Word):
            result[-1] = Word(result[-1].content + node.content)
        elif not (isinstance(node, Word) and not node.content):
            result.append(node)
    return tuple(result)


def walk(nodes: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every inline node, a parent before its children."""
    for node in nodes:
        yield node
        yield from walk(getattr(node, "children", ()))


def plain(nodes: tuple[Inline, ...]) -> str:
    """What a reader sees of the nodes, without citations and notes; a value as `{{ name }}`."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Inline) -> str:
    match node:
        case Word(content) | CodeSpan(content):
            return content
        case LineBreak():
            return " "
        case Value(name):
            return f"{{{{ {name} }}}}"
        case VerseReference(reference):
            return reference
        case Citation() | NoteMark():
            return ""
        case Emphasis() | Link() | TermUse() | ForeignSpan():
            return plain(node.children)


# --- walking blocks -------------------------------------------------------------------------------------------


def blocks_in(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, a parent before its children; the lore in a filled slot too."""
    for block in blocks:
        yield block
        for children in _children(block):
            yield from blocks_in(children)


def _children(block: Block) -> tuple[tuple[Block, ...], ...]:
    match block:
        case Directive() | Quote():
            return (block.blocks,)
        case ItemList():
            return block.items
        case Definitions():
            return tuple(explanations for _, explanations in block.entries)
        case LoreBlock():
            return (getattr(block.item, "blocks", ()),)
        case _:
            return ()


BlockChange = Callable[[Block], "Block | tuple[Block, ...] | None"]


def map_blocks(blocks: tuple[Block, ...], change: BlockChange) -> tuple[Block, ...]:
    """Rebuild blocks from the top down.

    `change` gives the block to stand there, None for none, or several in its place, which are changed in their turn.
    """
    result: list[Block] = []
    for block in blocks:
        changed = change(block)
        if isinstance(changed, tuple):
            result.extend(map_blocks(changed, change))
        elif changed is not None:
            result.append(_inside(changed, change))
    return tuple(result)


def _inside(block: Block, change: BlockChange) -> Block:
    match block:
        case Directive() | Quote():
            return replace(block, blocks=map_blocks(block.blocks, change))
        case ItemList():
            return replace(block, items=tuple(map_blocks(item, change) for item in block.items))
        case Definitions():
            return replace(block, entries=tuple((term, map_blocks(body, change)) for term, body in block.entries))
        case _:
            return block
