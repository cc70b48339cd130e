"""The texts of a book become what they refer to: terms, works, verses and values in use, and what dangles."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, nearest
from kitabcha.dialect import inline, plain, verse_range, walk
from kitabcha.model import (
    Citation,
    Manual,
    Place,
    Project,
    Reference,
    Term,
    TermUse,
    Text,
    Value,
    VerseReference,
)
from kitabcha.walking import texts_in


@dataclass(frozen=True, slots=True)
class Uses:
    """What a book refers to, each once, in the order of first use; `verses` as they are written."""

    terms: tuple[Term, ...]
    works: tuple[Reference, ...]
    verses: tuple[str, ...]
    values: Mapping[str, Text]
    faults: tuple[Diagnostic, ...]


def uses(texts: Iterable[Text], project: Project, manual: Manual) -> Uses:
    """What the texts refer to, and in turn the definitions of their terms and the manual's values in them."""
    register = _register(project, manual)
    found: dict[str, dict[str, None]] = {kind: {} for kind in register}
    faults: list[Diagnostic] = []
    waiting = deque(texts)
    while waiting:
        text = waiting.popleft()
        for kind, written in _mentions(text):
            if not (name := register[kind].find(written)):
                faults.append(register[kind].fault(text.place, written))
            elif name not in found[kind]:
                found[kind][name] = None
                waiting.extend(register[kind].texts(name))
    return Uses(
        tuple(project.glossary[name] for name in found["term"]),
        tuple(project.references[name] for name in found["work"]),
        tuple(found["verse"]),
        MappingProxyType({name: manual.values[name] for name in manual.values if name in found["value"]}),
        (*faults, *_values_in_values(manual, found["value"])),
    )


def _mentions(text: Text) -> Iterator[tuple[str, str]]:
    for node in walk(inline(text.raw)):
        match node:
            case Citation(works):
                yield from (("work", key) for key, _ in works)
            case TermUse(term, children):
                yield "term", term or plain(children)
            case VerseReference(reference):
                yield "verse", reference
            case Value(name):
                yield "value", name
            case _:
                pass


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of reference is looked up: what is written → its name, or ""; the texts that come with a name."""

    find: Callable[[str], str]
    fault: Callable[[Place, str], Diagnostic]
    texts: Callable[[str], Iterable[Text]] = lambda name: ()


def _register(project: Project, manual: Manual) -> Mapping[str, _Kind]:
    forms = _forms(project)
    return MappingProxyType(
        {
            "work": _Kind(
                lambda key: key if key in project.references else "",
                lambda place, key: _no_work(place, key, project),
            ),
            "term": _Kind(
                lambda word: forms.get(word.casefold(), ""),
                lambda place, word: _no_term(place, word, forms),
                lambda name: texts_in(project.glossary[name]),
            ),
            "verse": _Kind(
                lambda written: written if _scripture(written) in project.curriculum.scripture else "",
                lambda place, written: _no_scripture(place, written, project),
            ),
            "value": _Kind(
                lambda name: name if name in manual.values else "",
                lambda place, name: _no_value(place, name, manual),
                lambda name: (manual.values[name],),
            ),
        }
    )


def _forms(project: Project) -> Mapping[str, str]:
    """Everything a term may be called, case folded → its id; an id and a term's own words go before aliases."""
    forms: dict[str, str] = {}
    for term in project.glossary.values():
        forms.update(dict.fromkeys((alias.casefold() for alias in term.aliases), term.id))
    for term in project.glossary.values():
        forms.update({plain(inline(term.term.raw)).casefold(): term.id, term.id.casefold(): term.id})
    return forms


def _scripture(written: str) -> str:
    verses = verse_range(written)
    return verses.scripture if verses else ""


def _no_work(place: Place, key: str, project: Project) -> Diagnostic:
    return error(place, f"no work is called `@{key}`", did_you_mean(key, project.references, "works"))


def _no_term(place: Place, word: str, forms: Mapping[str, str]) -> Diagnostic:
    near = nearest(word, forms)
    hint = f"did you mean `{near}`?" if near else "name the term: `{.term of=…}`, or add it to library/glossary.yaml"
    return error(place, f"`{word}` is not a term of the glossary", hint)


def _no_scripture(place: Place, written: str, project: Project) -> Diagnostic:
    hint = did_you_mean(_scripture(written), project.curriculum.scripture, "scriptures")
    return error(place, f"`<{written}>` is of a scripture that curriculum.yaml does not have", hint)


def _no_value(place: Place, name: str, manual: Manual) -> Diagnostic:
    near = nearest(name, manual.values)
    hint = f"did you mean `{near}`?" if near else f"add `{name}: …` to `values` in {manual.place.path}"
    return error(place, f"`{manual.id}` has no value `{name}`", hint)


def _values_in_values(manual: Manual, used: Iterable[str]) -> Iterator[Diagnostic]:
    for name in used:
        text = manual.values[name]
        if any(kind == "value" for kind, _ in _mentions(text)):
            yield error(text.place, f"the value `{name}` takes another value", "write its words out")
