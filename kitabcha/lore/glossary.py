"""Glossary terms → the same terms in the order of the language's own alphabet."""

from __future__ import annotations

from collections.abc import Iterable

from kitabcha.dialect import inline, plain
from kitabcha.lore.sorting import sort_key
from kitabcha.model import Language, Term


def sort_terms(terms: Iterable[Term], language: Language) -> tuple[Term, ...]:
    """The terms as a dictionary of the language would list them; equal ones by id."""
    return tuple(sorted(terms, key=lambda term: (sort_key(plain(inline(term.term.raw)), language), term.id)))
