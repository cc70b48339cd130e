"""The translations of one language, and what the checks find in them, but for what a translator has silenced.

A translator's comment silences checks for its entry: `# kitabcha: ignore numbers, glossary`. Such comments are what
every editor of PO files shows and keeps; flags that gettext does not know are dropped by some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, warning
from kitabcha.languages.catalogues import Catalogue, Entry
from kitabcha.languages.checks.pairs import AgreedTerm, Pair
from kitabcha.languages.checks.table import NAMES, Finding, findings
from kitabcha.languages.elements import room
from kitabcha.languages.messages import INTERFACE
from kitabcha.languages.terms import TermFinder, term_finder
from kitabcha.model import Language, Place, Term

IGNORE, FORMS = "ignore", "forms"
_INSTRUCTION = re.compile(r"kitabcha:\s*(\S*)\s*(.*)")
_NO_TERMS = term_finder(())


@dataclass(frozen=True, slots=True)
class Examiner:
    """What translations from one language to another are held against. `agreed` are the forms in which a term of the
    glossary may stand in them, by the term's id; a term without any has no agreed translation yet."""

    original: Language
    language: Language
    terms: TermFinder = _NO_TERMS
    agreed: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    known: dict[tuple[Entry, bool], tuple[Finding, ...]] = field(default_factory=dict, repr=False, compare=False)
    """What was found before: editions share their lessons."""

    def findings(self, entry: Entry, own_words: bool = False) -> tuple[Finding, ...]:
        """What is wrong in a translation, whatever plural form it is in."""
        key = entry, own_words
        if key not in self.known:
            self.known[key] = self._findings(entry, own_words)
        return self.known[key]

    def _findings(self, entry: Entry, own_words: bool) -> tuple[Finding, ...]:
        silenced = set(_instructed(entry, IGNORE))
        found = [one for pair in self._pairs(entry, own_words) for one in findings(pair) if one.check not in silenced]
        return tuple(dict.fromkeys(found))

    def _pairs(self, entry: Entry, own_words: bool) -> Iterator[Pair]:
        for text in entry.msgstr:
            yield Pair(
                source=entry.plural or entry.msgid,
                translation=text,
                original=self.original,
                language=self.language,
                own_words=own_words,
                limit=0 if own_words else room(entry.context),
                terms=() if own_words else tuple(self._terms_in(entry)),
                marked=() if own_words else self.terms.marked_in(entry.msgid),
                forms=len(entry.msgstr) if entry.plural else 0,
            )

    def _terms_in(self, entry: Entry) -> Iterator[AgreedTerm]:
        for term in self.terms.terms_in(entry.msgid):
            if (forms := self.agreed.get(term.id)) and entry.context != term.term.context:
                yield AgreedTerm(term.term.raw, forms)


def examiner(
    original: Language, language: Language, glossary: Mapping[str, Term], catalogues: Mapping[str, Catalogue]
) -> Examiner:
    """One who knows the glossary of a project, and what was agreed on in these catalogues."""
    agreed = {
        term.id: (entry.msgstr[0], *_instructed(entry, FORMS))
        for term in glossary.values()
        if (catalogue := catalogues.get(term.term.catalogue))
        and (entry := catalogue.entries.get((term.term.context, term.term.raw)))
        and entry.is_published
    }
    return Examiner(original, language, term_finder(tuple(glossary.values())), MappingProxyType(agreed))


def examined(catalogue: Catalogue, by: Examiner, own_words: bool) -> Iterator[Diagnostic]:
    """All that is wrong in the published translations of a catalogue."""
    for entry in catalogue.entries.values():
        if entry.is_published:
            for found in by.findings(entry, own_words):
                tell = error if found.refused else warning
                yield tell(Place(catalogue.path, entry.line), found.message, with_name(found))


def examined_all(catalogues: Mapping[str, Catalogue], by: Examiner) -> Iterator[Diagnostic]:
    """The same of all catalogues, and the instructions in them that cannot be followed."""
    yield from unknown_instructions(catalogues)
    for name, catalogue in catalogues.items():
        yield from examined(catalogue, by, own_words=name == INTERFACE)


def with_name(found: Finding) -> str:
    """How to mend it, or what to write when nothing is wrong."""
    ignoring = f"; or, if it is right as it is: `# kitabcha: {IGNORE} {found.check}`" if found.check in NAMES else ""
    return f"{found.hint}{ignoring}"


def unknown_instructions(catalogues: Mapping[str, Catalogue]) -> Iterator[Diagnostic]:
    """An error for each `# kitabcha:` that says what there is not."""
    for catalogue in catalogues.values():
        for entry in catalogue.entries.values():
            for message, hint in _unknown(entry):
                yield error(Place(catalogue.path, entry.line), message, hint)


def _unknown(entry: Entry) -> Iterator[tuple[str, str]]:
    for verb, _ in _instructions(entry):
        if verb not in (IGNORE, FORMS):
            yield f"`# kitabcha: {verb}` means nothing", did_you_mean(verb, (IGNORE, FORMS), "words")
    for name in _instructed(entry, IGNORE):
        if name not in NAMES:
            yield f"unknown check `{name}`", did_you_mean(name, NAMES, "checks")


def _instructions(entry: Entry) -> Iterator[tuple[str, str]]:
    for comment in entry.comments:
        if found := _INSTRUCTION.fullmatch(comment.removeprefix("#").strip()):
            yield found[1], found[2]


def _instructed(entry: Entry, verb: str) -> list[str]:
    """What follows `# kitabcha: ignore`, or `forms`, parted by commas."""
    said = (rest for found, rest in _instructions(entry) if found == verb)
    return [part.strip() for rest in said for part in re.split("[,،]", rest) if part.strip()]
