"""The glossary as translators need it: a text → the terms in it, marked or in plain words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.dialect import inline, is_marked, plain, walk
from kitabcha.model import Term, TermUse


@dataclass(frozen=True, slots=True)
class TermFinder:
    """Finds terms by all that they are called: `forms` is each form, case folded → its term. No text without one of the
    `first_words`, case folded, has a term in plain words; a form that begins otherwise makes that None."""

    forms: Mapping[str, Term]
    pattern: re.Pattern[str]
    first_words: frozenset[str] | None

    def marked_in(self, raw: str) -> tuple[str, ...]:
        """The id of each marked term in a text; of one that nobody knows what names it there, be it nothing."""
        uses = [node for node in walk(inline(raw)) if isinstance(node, TermUse)]
        known = (self.forms.get((node.term or plain(node.children)).casefold()) for node in uses)
        return tuple(term.id if term else node.term for term, node in zip(known, uses, strict=True))

    def terms_in(self, raw: str) -> tuple[Term, ...]:
        """The terms in a text, each once, in the order in which they come; of two that overlap the longer."""
        nodes = inline(raw) if is_marked(raw) else ()
        text = plain(nodes) if nodes else raw
        is_hopeful = self.first_words is None or not self.first_words.isdisjoint(_WORD.findall(text.casefold()))
        if not is_hopeful and not nodes:
            return ()
        marked = [node.term or plain(node.children) for node in walk(nodes) if isinstance(node, TermUse)]
        words = [match[0] for match in self.pattern.finditer(_without_names(text))] if is_hopeful else []
        found = (self.forms.get(form.casefold()) for form in (*marked, *words))
        return tuple({term.id: term for term in found if term}.values())


_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?:^|[.!?:“‘(*]\s*|\n)\w")


def _without_names(text: str) -> str:
    """The text with a small letter where a sentence begins: what is still capital, like Creative Commons, is a name."""
    return _SENTENCE.sub(lambda match: match[0].casefold(), text)


def term_finder(glossary: Collection[Term]) -> TermFinder:
    """One that knows each term by its id, its own words and its aliases, as `{.term}` does. In plain words it does not
    look for those that are everyday words too."""
    forms = {
        form.casefold(): term for term in glossary for form in (term.id, plain(inline(term.term.raw)), *term.aliases)
    }
    everyday = {form.casefold() for term in glossary for form in term.everyday}
    longest_first = sorted(forms.keys() - everyday, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first)) or r"(?!)"
    firsts = [_WORD.match(form) for form in longest_first]
    first_words = frozenset(match[0] for match in firsts if match) if all(firsts) else None
    return TermFinder(MappingProxyType(forms), re.compile(rf"(?<!\w)(?:{either})(?!\w)"), first_words)
