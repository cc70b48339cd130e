"""Inline text becomes HTML: escaped, every foreign run with its own language and direction, notes set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Protocol

from markupsafe import Markup, escape

from kitabcha.dialect import inline, plain, verse_range
from kitabcha.model import (
    Apparatus,
    Citation,
    CodeSpan,
    Emphasis,
    Footnote,
    ForeignSpan,
    Inline,
    Label,
    Language,
    LineBreak,
    Link,
    NoteMark,
    Paragraph,
    Term,
    TermUse,
    Text,
    Value,
    VerseRange,
    VerseReference,
    Word,
)
from kitabcha.walking import texts_in
from kitabcha.writing import LATIN, apostrophes, digits


class Phrases(Protocol):
    """The words that Kitabcha itself prints, in one language."""

    def gettext(self, message: str, /) -> str: ...
    def ngettext(self, singular: str, plural: str, number: int, /) -> str: ...
    def pgettext(self, context: str, message: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Setting:
    """What inline text is set against in one part of a manual.

    `session` is the key of the session ("" outside of any), `footnotes` those of the lesson or lore at hand; `notes`
    gathers the part's notes in order, `defined` the terms that have had theirs, `uses` the keys of what the part names
    for the index. A `bare` text gets no notes or links; a
    `foreign` one is not in the page's language.
    """

    language: Language
    languages: Mapping[str, Language]
    apparatus: Apparatus
    phrases: Phrases
    values: Mapping[str, Text]
    labels: Mapping[str, Label]
    terms: Mapping[str, Term]
    part: str
    session: str = ""
    footnotes: Mapping[str, Footnote] = field(default_factory=lambda: MappingProxyType({}))
    notes: list[Markup] = field(default_factory=list)
    defined: set[str] = field(default_factory=set)
    uses: list[str] = field(default_factory=list)
    bare: bool = False
    foreign: bool = False

    def use(self, key: str) -> Markup:
        """` id="…"` for one more place in this part that names what the index lists under `key`."""
        self.uses.append(key)
        return Markup(' id="{}---use-{}-{}"').format(self.part, len(self.uses), key)


def term_key(term: str) -> str:
    """What the index knows a term by."""
    return f"term-{term}"


def verse_key(verses: VerseRange) -> str:
    words = "-words-{}-{}".format(*verses.words) if verses.words else ""
    return f"verse-{replace(verses, words=None)}".replace(":", "-") + words


def story_key(story: str) -> str:
    return f"story-{story}"


def term_index(terms: tuple[Term, ...]) -> Mapping[str, Term]:
    """Terms by every name that a text may use for them."""
    names = {name.casefold(): term for term in terms for name in (*term.aliases, plain(inline(term.term.raw)))}
    return MappingProxyType(names | {term.id: term for term in terms})


# --- texts ----------------------------------------------------------------------------------------------------


def html(text: Text, setting: Setting) -> Markup:
    """One text as HTML; one in another language than the page's stands in an isolate of its own."""
    if text.language == setting.language.code:
        return nodes_html(inline(text.raw), setting)
    return isolate(nodes_html(inline(text.raw), replace(setting, foreign=True)), text.language, setting.languages)


def bare(text: Text, setting: Setting) -> Markup:
    """One text as it stands in a heading or a list of contents: without notes, citations and links."""
    return html(text, replace(setting, bare=True))


def text_plain(text: Text, setting: Setting) -> str:
    """One text without any markup, for attributes; values are put in."""
    return "".join(_plain(node, setting) for node in inline(text.raw))


def _plain(node: Inline, setting: Setting) -> str:
    if isinstance(node, Value):
        return text_plain(setting.values[node.name], setting) if node.name in setting.values else ""
    if isinstance(node, Emphasis | Link | TermUse | ForeignSpan):
        return "".join(_plain(child, setting) for child in node.children)
    return apostrophes(plain((node,)))


def block_attributes(text: Text, setting: Setting) -> Markup:
    """` lang="…" dir="…"` for a block that holds only a text in another language, else nothing."""
    if text.language == setting.language.code:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(text.language, direction(text.language, setting.languages))


def direction(language: str, languages: Mapping[str, Language]) -> str:
    """The direction that a language is written in; those of Arabic script are known without a row in the table."""
    if language in languages:
        return languages[language].direction
    return "rtl" if language.partition("-")[0] in {"ar", "fa", "he", "ks", "pa-arab", "pnb", "sd", "skr"} else "ltr"


def isolate(content: str, language: str, languages: Mapping[str, Language]) -> Markup:
    """A run of another language in its own direction."""
    return Markup(f'<bdi lang="{escape(language)}" dir="{direction(language, languages)}">{escape(content)}</bdi>')


def run(text: str, language: str = "") -> Markup:
    """A run in the direction of its first letter, whatever language it is in (empty: that is not known)."""
    said = Markup(' lang="{}"').format(language) if language else ""
    return Markup('<bdi{} dir="{}">{}</bdi>').format(said, written_direction(text) or "auto", text)


def written_direction(text: str) -> str:
    """The direction of the first letter ("ltr", "rtl"), or an empty string when there is none."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return ""


# --- nodes ----------------------------------------------------------------------------------------------------


def nodes_html(nodes: tuple[Inline, ...], setting: Setting) -> Markup:
    return Markup("".join([_WRITERS[type(node)](node, setting) for node in nodes]))


# A name or address in Latin letters, with the digits, signs and Latin brackets in it; a stop after it stays outside.
_LETTER, _ASIDE = f"[{LATIN}0-9]", rf"\([{LATIN}][{LATIN}0-9 .-]*\)"
_LATIN = re.compile(rf"[{LATIN}](?:(?:{_LETTER}|[ .,:;'’/&@+–-]|{_ASIDE})*(?:{_LETTER}|{_ASIDE}))?")


_TO_WRITE_ON = re.compile("(…{3,})")


def _word(content: str, setting: Setting) -> Markup:
    written = _literal(content, setting)
    if "………" not in content:
        return written
    return Markup(_TO_WRITE_ON.sub(r'<span class="to-write-on">\1</span>', str(written)))


def _literal(content: str, setting: Setting) -> Markup:
    return escape(apostrophes(content)) if setting.foreign else words(content, setting.language)


def words(content: str, language: Language) -> Markup:
    """Literal text. In a right-to-left page what is Latin keeps together and runs its own way."""
    content = apostrophes(content)
    if not language.is_right_to_left:
        return escape(content)
    pieces, end = Markup(""), 0
    for match in _LATIN.finditer(content):
        pieces += escape(content[end : match.start()]) + Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(match[0])
        end = match.end()
    return pieces + escape(content[end:])


def _emphasis(node: Emphasis, setting: Setting) -> Markup:
    return _element("strong" if node.strong else "em", node.children, setting)


def _element(tag: str, children: tuple[Inline, ...], setting: Setting, attributes: str = "") -> Markup:
    # Text is not put in order across inline boxes: one that runs against the page says so itself.
    own = written_direction(plain(children))
    against = own and own != setting.language.direction
    attributes += Markup(' dir="{}"').format(own) if against else ""
    return Markup(f"<{tag}{escape(attributes)}>{nodes_html(children, setting)}</{tag}>")


def _code(node: CodeSpan, setting: Setting) -> Markup:
    return Markup('<code dir="{}">{}</code>').format(written_direction(node.content) or "ltr", node.content)


def _value(node: Value, setting: Setting) -> Markup:
    return html(setting.values[node.name], setting) if node.name in setting.values else Markup("")


def _foreign(node: ForeignSpan, setting: Setting) -> Markup:
    return isolate(nodes_html(node.children, replace(setting, foreign=True)), node.language, setting.languages)


def _verse(node: VerseReference, setting: Setting) -> Markup:
    written = setting.apparatus.verse_names.get(node.reference, node.reference)
    verses, turned = verse_range(node.reference), written_direction(written) or setting.language.direction
    anchor = setting.use(verse_key(verses)) if verses else ""
    return Markup('<bdi class="verse" dir="{}"{}>{}</bdi>').format(turned, anchor, written)


def _citation(node: Citation, setting: Setting) -> Markup:
    if setting.bare:
        return Markup("")
    works = (_cited(key, locator, setting) for key, locator in node.works)
    separator = "؛ " if setting.language.is_right_to_left else "; "
    return Markup('<span class="citation">({})</span>').format(Markup(separator).join(works))


def _cited(key: str, locator: str, setting: Setting) -> Markup:
    work = setting.apparatus.works.get(key)
    short, language = (work.short, work.language) if work else (key, "")
    foreign = language if language != setting.language.code else ""
    # a name and its year stay on one line; of a line that is read from the right, all of them
    held = short.count(" ") if setting.language.is_right_to_left else 1
    short = "\u00a0".join(short.rsplit(" ", held))
    name = Markup('<a class="ref" href="#ref-{}">{}</a>').format(key, run(short, foreign))
    if not locator:
        return name
    comma = "، " if setting.language.is_right_to_left else ", "
    return name + comma + run(locator)


def _link(node: Link, setting: Setting) -> Markup:
    words = nodes_html(node.children, setting)
    if setting.bare:
        return words
    if not node.target.startswith("#"):
        return Markup('<a href="{}">{}</a>').format(node.target, words)
    anchor = resolve(node.target[1:], setting)
    label = setting.labels.get(anchor)
    if not words and label and label.title:
        words = bare(label.title, setting)
    return Markup('<a class="ref" href="#{}">{}</a>').format(anchor, words) + page_mark(anchor, setting)


def resolve(target: str, setting: Setting) -> str:
    """The anchor in the manual that a link's `#target` means: in its own session, else a session."""
    own = f"{setting.session}--{target}"
    return own if own in setting.labels else target


def page_mark(anchor: str, setting: Setting) -> Markup:
    """A late mark for the page that an anchor is on: print fills it, the screen leaves it out."""
    before, _, after = setting.phrases.gettext("(page {page})").partition("{page}")
    return late_page(anchor, setting, f" {before}", after)


def late_page(anchor: str, setting: Setting, before: str = "", after: str = "") -> Markup:
    mark = '<span data-late="page" data-in="{}" data-to="{}" data-before="{}" data-after="{}"></span>'
    return Markup(mark).format(setting.language.code, anchor, before, after)


def _term(node: TermUse, setting: Setting) -> Markup:
    term = setting.terms.get(node.term) or setting.terms.get(plain(node.children).casefold())
    words = _element("b", node.children, setting, setting.use(term_key(term.id)) if term else Markup(""))
    if term is None or setting.bare:
        return words
    linked = Markup('<a class="ref term" href="#term-{}">{}</a>').format(term.id, words)
    if term.id in setting.defined:
        return linked
    setting.defined.add(term.id)
    return linked + _note(definition(term, setting), setting)


def definition(term: Term, setting: Setting) -> Markup:
    """A term and what it means, as one line."""
    inside = replace(setting, bare=True)
    return Markup("<b>{}</b>: {}").format(html(term.term, inside), html(term.definition, inside))


def _note_mark(node: NoteMark, setting: Setting) -> Markup:
    note = setting.footnotes.get(node.label)
    if note is None or setting.bare:
        return Markup("")
    # A note inside a note would have no place of its own: its mark is left out.
    inside = replace(setting, footnotes=MappingProxyType({}), defined=set(setting.terms))
    return _note(_note_text(note, inside), setting)


def _note_text(note: Footnote, setting: Setting) -> Markup:
    """A note on one line: a footnote cannot hold paragraphs or lists."""
    parts = [block.text for block in note.blocks if isinstance(block, Paragraph)] or list(texts_in(note.blocks))
    return Markup(" ").join(html(text, setting) for text in parts)


def _note(content: Markup, setting: Setting) -> Markup:
    setting.notes.append(content)
    number = len(setting.notes)
    call = '<a class="note-call" id="{0}---call-{1}" href="#{0}---note-{1}" role="doc-noteref">{2}</a>'
    return Markup(call).format(setting.part, number, digits(number, setting.language))


_WRITERS: Mapping[type, Callable[[Any, Setting], Markup]] = MappingProxyType(
    {
        Word: lambda node, setting: _word(node.content, setting),
        Emphasis: _emphasis,
        CodeSpan: _code,
        LineBreak: lambda node, setting: Markup("<br>"),
        Link: _link,
        TermUse: _term,
        ForeignSpan: _foreign,
        Citation: _citation,
        VerseReference: _verse,
        Value: _value,
        NoteMark: _note_mark,
    }
)
