"""Whatever translators write is what is printed: messages, translated by any map of strings, in the finished page."""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from kitabcha import pipeline
from kitabcha.assembly.selection import select
from kitabcha.dialect import inline, plain, walk
from kitabcha.languages.catalogues import Catalogue, parse
from kitabcha.languages.messages import Message, is_message, messages
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Citation, CodeSpan, Edition, Link, NoteMark, TermUse, Value, VerseReference, Word
from kitabcha.press import composition
from kitabcha.walking import texts_in
from tests.harness import MINIMAL

LETTERS = "ابپتٹجچحدڈرڑزسشطعفقکگلمنوہی"
PUNCTUATION = "".join(sorted({*string.punctuation, *"،؛؟۔”“"} - {"@", "{", "}"}))
WORDS = st.text(f"{LETTERS} {PUNCTUATION}", min_size=1, max_size=30).map(str.strip)

NOT_PRINTED = "curriculum/tradition"
"""A manual's tradition decides what is in it, and is not named."""


def numeral(number: int) -> str:
    """A number in letters, three for each, so that no one is a part of another."""
    digits = []
    for _ in range(3):
        number, rest = divmod(number, len(LETTERS))
        digits.append(LETTERS[rest])
    return "ء" + "ئ".join(digits) + "ء"


def escaped(words: str) -> str:
    return "".join(f"\\{sign}" if sign in string.punctuation else sign for sign in words)


def marks(raw: str) -> Iterator[str]:
    """What every translation must keep of a message."""
    for node in walk(inline(raw)):
        match node:
            case Word(content):
                yield from re.findall(r"\d+", content)
            case Citation(works):
                yield "[" + "; ".join(f"@{key}" for key, _ in works) + "]"
            case Value(name):
                yield f"{{{{ {name} }}}}"
            case VerseReference(reference):
                yield f"<{reference}>"
            case NoteMark(label):
                yield f"[^{label}]"
            case Link(target, _):
                yield f"[یہاں]({target})"
            case TermUse(term, children):
                yield f"*لفظ*{{.term of={term or plain(children)}}}"
            case CodeSpan(content):
                yield f"`{content}`"


def catalogue(name: str, those: Sequence[Message], said: Mapping[tuple[str, str, str], str]) -> Catalogue:
    """A PO file in which every message is translated."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    entries = (
        f"msgctxt {quoted(one.context)}\nmsgid {quoted(one.msgid)}\n"
        f"msgstr {quoted(' '.join([escaped(said[name, one.context, one.msgid]), *marks(one.msgid)]))}\n"
        for one in those
    )
    found, faults = parse("\n".join(entries).encode(), f"locales/ur/LC_MESSAGES/{name}.po")
    assert not faults
    return found


@pytest.fixture(scope="module")
def workshop() -> pipeline.Workshop:
    opened, found = pipeline.open_workshop(MINIMAL)
    assert opened and not found, found
    return opened


def page(workshop: pipeline.Workshop, edition: Edition) -> str:
    """What is read on an edition's page, pictures' words too, in one line."""
    prepared = pipeline.prepare(workshop, edition)
    assert prepared.numbered, prepared.diagnostics
    language, phrases = LANGUAGES[edition.language], workshop.interfaces[edition.language]
    body = html.fromstring(
        composition.for_screen(prepared.documents, prepared.numbered, language, LANGUAGES, phrases)
    ).find("body")
    for hidden in body.xpath("//script|//style|//svg"):
        hidden.drop_tree()
    words = [body.text_content(), *(str(alt) for alt in body.xpath("//@alt"))]
    return " ".join(" ".join(words).split())


@settings(max_examples=12)
@given(st.lists(WORDS, min_size=5, max_size=5))
def test_every_translation_is_printed_and_no_source(workshop: pipeline.Workshop, drawn: list[str]) -> None:
    edition = Edition("first", "ur", "trainer")
    ours = messages(workshop.project)
    keys = [(name, one.context, one.msgid) for name, those in ours.items() for one in those]
    said = {key: f"{numeral(at)} {drawn[at % 5]} {numeral(at)}" for at, key in enumerate(keys)}
    translated = {name: catalogue(name, those, said) for name, those in ours.items()}
    text = page(replace(workshop, catalogues={**workshop.catalogues, "ur": translated}), edition)
    book = select(workshop.project, edition).book
    assert book
    printed = {(one.catalogue, one.context, one.raw) for one in texts_in(book) if is_message(one)}
    missing = [key for key in printed if key[1] != NOT_PRINTED and " ".join(said[key].split()) not in text]
    assert not missing
    sources = {node.content.strip() for _, _, raw in keys for node in walk(inline(raw)) if isinstance(node, Word)}
    assert not [words for words in sources if len(words) > 3 and words in text]
