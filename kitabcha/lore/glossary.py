"""Glossary terms, and the folklore of a book → the same in the order of the language's own alphabet."""

from __future__ import annotations

from collections.abc import Iterable

from kitabcha.dialect import blocks_in, inline, plain
from kitabcha.lore.sorting import SortKey, sort_key
from kitabcha.model import Book, Language, LoreBlock, Session, Story, Term, Text


def sort_terms(terms: Iterable[Term], language: Language) -> tuple[Term, ...]:
    """The terms as a dictionary of the language would list them; equal ones by id."""
    return tuple(sorted(terms, key=lambda term: (_key(term.term, language), term.id)))


def sort_stories(book: Book, language: Language) -> tuple[Story, ...]:
    """The stories, proverbs and poems of a book, each once, by their titles; equal ones by id."""
    sessions = (item for day in book.days for item in day.items if isinstance(item, Session))
    items = (block.item for one in sessions for block in blocks_in(one.blocks) if isinstance(block, LoreBlock))
    stories = {item.id: item for item in items if isinstance(item, Story)}
    return tuple(sorted(stories.values(), key=lambda story: (_key(story.title, language), story.id)))


def _key(text: Text, language: Language) -> SortKey:
    return sort_key(plain(inline(text.raw)), language)
