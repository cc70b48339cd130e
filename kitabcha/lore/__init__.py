"""A book's references to scripture, to works and to terms → the apparatus that is printed with it, verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic
from kitabcha.lore.citations import works
from kitabcha.lore.glossary import sort_terms
from kitabcha.lore.scripture import Corpus, notices, quotations, verse_names
from kitabcha.model import Apparatus, Book, Language, Rendering


def apparatus(
    book: Book,
    renderings: Mapping[str, Mapping[str, Rendering]],
    texts: Mapping[str, Corpus],
    language: Language,
    phrase: Callable[[str], str],
) -> tuple[Apparatus, list[Diagnostic]]:
    """All that lore finds for a translated book; `texts` are what `scripture.corpora` gave, `phrase` translates."""
    quoted, faults = quotations(book.passages, renderings, texts, language)
    found = Apparatus(
        quotations=quoted,
        verse_names=verse_names(book.verse_references, texts, language),
        works=MappingProxyType({work.key: work for work in works(book.references, language, phrase)}),
        glossary=sort_terms(book.glossary, language),
        scripture_notices=notices(texts, phrase) if quoted else (),
    )
    return found, faults
