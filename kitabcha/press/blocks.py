"""Blocks become HTML: simple ones here, boxes by the macros of templates/blocks.html."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from kitabcha import writing
from kitabcha.dialect import inline, plain
from kitabcha.model import (
    Block,
    CitedWork,
    Code,
    Concept,
    Definitions,
    Directive,
    Figure,
    Footnote,
    Heading,
    ItemList,
    LoreBlock,
    Paragraph,
    Passage,
    Quotation,
    Quote,
    Rule,
    Story,
    Table,
    Text,
)
from kitabcha.press import inline_html
from kitabcha.press.inline_html import Setting

DEEPEST = 6
_NUMBER = 6
"""How many letters a number in a table has at most: 10.1, 25A, and in Urdu ۲۵ الف."""
END_OF_AYAH = "\u06dd"
_WITH_SIGNS = re.compile("(?:۞ )?[^ ]+(?: [\u06d6-\u06dc۩])+|۞ [^ ]+")
"""A word with the signs of recitation that stand beside it, each after a space of its own in the corpus."""
_MUSHAF_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True)
class Page:
    """What the templates of one part write with. `pictures` gathers the pictures used: src → path."""

    setting: Setting
    environment: Environment
    pictures: dict[str, str] = field(default_factory=dict)

    def text(self, text: Text) -> Markup:
        return inline_html.html(text, self.setting)

    def bare(self, text: Text) -> Markup:
        return inline_html.bare(text, self.setting)

    def plain(self, text: Text) -> str:
        return inline_html.text_plain(text, self.setting)

    def lang(self, text: Text) -> Markup:
        """Attributes of a block that holds only this text, when it is in another language than the page."""
        return inline_html.block_attributes(text, self.setting)

    def turn(self, text: Text) -> Markup:
        """The direction alone, for headings: their fonts and sizes are their own."""
        if text.language == self.setting.language.code:
            return Markup("")
        return Markup(' dir="{}"').format(inline_html.direction(text.language, self.setting.languages))

    def tongue(self, language: str) -> Markup:
        turned = inline_html.direction(language, self.setting.languages)
        return Markup(' lang="{}" dir="{}"').format(language, turned)

    def run(self, text: str) -> Markup:
        return inline_html.run(text)

    def anchor_name(self, anchor: str) -> str:
        return f"{self.setting.session}--{anchor}" if self.setting.session else anchor

    def anchor(self, anchor: str) -> Markup:
        return Markup(' id="{}"').format(self.anchor_name(anchor)) if anchor else Markup("")

    def lore_anchor(self, item: Story | Passage) -> Markup:
        """An anchor where an item of lore begins, for the index."""
        key = inline_html.story_key(item.id) if isinstance(item, Story) else inline_html.verse_key(item.reference)
        return self.setting.use(key)

    def quotation(self, passage: Passage) -> Quotation | None:
        return self.setting.apparatus.quotations.get(passage.id)

    def verse(self, text: str) -> Markup:
        """A verse, mark for mark. No line begins with a sign of recitation: it stays with its word."""
        words = _WITH_SIGNS.sub(lambda found: f'<span class="held">{found[0]}</span>', str(Markup.escape(text)))
        return Markup(words)

    def ayah_sign(self, number: int) -> str:
        """The end-of-ayah sign and its number, in the digits of the mushafs printed in Pakistan."""
        return END_OF_AYAH + str(number).translate(_MUSHAF_DIGITS)

    def written(self, passage: str) -> str:
        """The reference of a passage that the book quotes, as its language writes it."""
        return self.setting.apparatus.quotations[passage].written

    def number(self, anchor: str) -> Markup:
        """The number of a picture or handout: that of its session, which is filled in late, and its own there."""
        own = self.setting.labels[self.anchor_name(anchor)].number
        return Markup('<bdi class="number" dir="ltr">{}.{}</bdi>').format(
            self.session_number, writing.digits(own, self.setting.language)
        )

    @property
    def session_number(self) -> Markup:
        """A late mark for the number of the session."""
        return Markup('<span data-late="session-number" data-in="{}"></span>').format(self.setting.language.code)

    def work(self, work: CitedWork) -> Markup:
        """A work's entry in the list of references, in the direction of `work_attributes`."""
        language = replace(self.setting.language, direction=self._written(work))
        return inline_html.nodes_html(inline(work.entry), replace(self.setting, language=language))

    def work_attributes(self, work: CitedWork) -> Markup:
        """The direction of a work's entry, and its language where that is known and another than the page's."""
        foreign = work.language not in ("", self.setting.language.code)
        said = Markup(' lang="{}"').format(work.language) if foreign else Markup("")
        return said + Markup(' dir="{}"').format(self._written(work))

    def _written(self, work: CitedWork) -> str:
        own = inline_html.written_direction(plain(inline(work.entry)))
        return own or self.setting.language.direction

    def picture(self, figure: Figure) -> str:
        """The src of a figure's picture in this language."""
        path = figure.variants.get(self.setting.language.code, figure.source)
        source = f"picture:{path}"
        self.pictures[source] = path
        return source

    def aligned(self, table: Table, column: int) -> Markup:
        alignment = table.alignments[column] if column < len(table.alignments) else ""
        return Markup(' class="{}"').format(alignment) if alignment else Markup("")

    def columns(self, table: Table) -> str:
        return self.setting.language.list_separator.join(self.plain(cell) for cell in table.header)

    def is_checked(self, table: Table) -> bool:
        """Whether each row of a table begins with a text, of which its other cells tell something."""
        return all(any(map(str.isalpha, row[0].raw)) for row in table.rows)

    def is_numbered(self, table: Table) -> bool:
        """Whether each row of a table begins with a number such as 5 or 25A, which needs little room."""
        first = [row[0].raw for row in table.rows]
        return bool(first) and all(text[:1].isdigit() and len(text) <= _NUMBER for text in first)

    def to_sheet(self, sheet: Directive) -> Markup:
        """A link to a handout, and the page that it is on."""
        anchor = self.anchor_name(sheet.id)
        words = self.bare(sheet.title) if sheet.title else Markup("")
        link = Markup('<a class="ref" href="#{}">{}</a>').format(anchor, words)
        return link + inline_html.page_mark(anchor, self.setting)

    def page_of(self, anchor: str) -> Markup:
        """A late mark for the bare number of the page that an anchor is on."""
        return inline_html.late_page(anchor, self.setting)

    def end_notes(self) -> Markup:
        """The notes of this part, as the screen shows them; print puts each at the foot of its page."""
        if not self.setting.notes:
            return Markup("")
        return Markup(self._macros.notes(self.setting.notes, self.setting.part))

    def blocks(self, blocks: tuple[Block, ...], level: int) -> Markup:
        """Blocks below a heading of this level (1 to 6): no level is skipped, whatever the lesson does."""
        return Markup("\n".join(_written(blocks, level, self)))

    def boxed(self, macro: str, *arguments: object) -> Markup:
        """What a macro of blocks.html writes, which is given this page first."""
        return Markup(getattr(self._macros, macro)(self, *arguments))

    @property
    def rule(self) -> Markup:
        """A line of ornaments between two parts of a text."""
        return Markup(self._macros.rule())

    def with_footnotes(self, footnotes: tuple[Footnote, ...]) -> Page:
        """The same page inside of lore, which has its own footnotes."""
        notes = MappingProxyType({note.label: note for note in footnotes})
        return replace(self, setting=replace(self.setting, footnotes=notes))

    @property
    def _macros(self) -> Any:
        return self.environment.get_template("blocks.html").module


def _written(blocks: tuple[Block, ...], level: int, page: Page) -> Iterator[Markup]:
    current = level
    for block in blocks:
        if isinstance(block, Heading):
            current = min(max(level + 1, min(block.level + 1, current + 1)), DEEPEST)
            yield _heading(block, current, page)
        else:
            yield WRITERS[type(block)](block, current, page)


def _heading(block: Heading, level: int, page: Page) -> Markup:
    timing = page.boxed("timing", block) if block.minutes or block.method or block.materials else Markup("")
    return Markup("<h{0}{1}{2}>{3}</h{0}>{4}").format(
        level, page.anchor(block.id), page.turn(block.text), page.bare(block.text), timing
    )


def _paragraph(block: Paragraph, level: int, page: Page) -> Markup:
    leads = ' class="leads"' if block.text.raw.endswith(":") else ""
    return Markup(f"<p{leads}{page.lang(block.text)}>{page.text(block.text)}</p>")


def _list(block: ItemList, level: int, page: Page) -> Markup:
    start = Markup(' start="{}"').format(block.start) if block.ordered and block.start != 1 else ""
    kind = "" if block.tight else Markup(' class="loose"')
    items = Markup("\n".join(_item(item, block.tight, level, page) for item in block.items))
    return Markup("<{0}{1}{2}>\n{3}\n</{0}>").format("ol" if block.ordered else "ul", start, kind, items)


def _item(item: tuple[Block, ...], tight: bool, level: int, page: Page) -> Markup:
    if tight and item and isinstance(item[0], Paragraph):
        first, rest = item[0].text, page.blocks(item[1:], level)
        return Markup(f"<li{page.lang(first)}>{page.text(first)}{rest}</li>")
    return Markup(f"<li>{page.blocks(item, level)}</li>")


def _definitions(block: Definitions, level: int, page: Page) -> Markup:
    entries = Markup("\n").join(
        Markup("<div><dt{}>{}</dt><dd>{}</dd></div>").format(page.lang(term), page.text(term), page.blocks(body, level))
        for term, body in block.entries
    )
    return Markup("<dl>\n{}\n</dl>").format(entries)


def _quote(block: Quote, level: int, page: Page) -> Markup:
    return Markup("<blockquote>\n{}\n</blockquote>").format(page.blocks(block.blocks, level))


def _code(block: Code, level: int, page: Page) -> Markup:
    return Markup('<pre dir="ltr"><code>{}</code></pre>').format(block.content)


def _rule(block: Rule, level: int, page: Page) -> Markup:
    return page.rule


def _table(block: Table, level: int, page: Page) -> Markup:
    return page.boxed("table", block)


def _figure(block: Figure, level: int, page: Page) -> Markup:
    return page.boxed("figure", block)


def _directive(block: Directive, level: int, page: Page) -> Markup:
    if block.name == "only":
        return page.blocks(block.blocks, level)
    if block.name == "handout":
        return page.boxed("pointer", block)
    return page.boxed("box", block.name, block, min(level + 1, DEEPEST))


def _lore(block: LoreBlock, level: int, page: Page) -> Markup:
    item = block.item
    inside = page.with_footnotes(() if isinstance(item, Passage) else item.footnotes)
    level = min(level + 1, DEEPEST)
    if isinstance(item, Concept):
        return inside.boxed("concept", block.slot, item, level, block.parallels)
    return inside.boxed(LORE[item.kind if isinstance(item, Story) else "scripture"], block.slot, item, level)


LORE: Mapping[str, str] = MappingProxyType(
    {"story": "story", "proverb": "saying", "poem": "saying", "scripture": "scripture"}
)

WRITERS: Mapping[type, Callable[[Any, int, Page], Markup]] = MappingProxyType(
    {
        Paragraph: _paragraph,
        ItemList: _list,
        Table: _table,
        Definitions: _definitions,
        Quote: _quote,
        Code: _code,
        Rule: _rule,
        Figure: _figure,
        Directive: _directive,
        LoreBlock: _lore,
    }
)
