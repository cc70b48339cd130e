"""The texts of a book become what they refer to: the terms, works, verses and values in use."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, error, nearest
from kitabcha.dialect import inline, plain, walk
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
    """What the texts refer to, and in turn the definitions of their terms and the manual's values in them.

    Sources have found that all names are somebody's; only a value can be another manual's.
    """
    forms = _forms(project)
    found: dict[str, dict[str, None]] = {kind: {} for kind in ("work", "term", "verse", "value")}
    faults: list[Diagnostic] = []
    waiting = deque(texts)
    while waiting:
        text = waiting.popleft()
        for kind, written in _mentions(text):
            name = forms[written.casefold()] if kind == "term" else written
            if kind == "value" and name not in manual.values:
                faults.append(_no_value(text.place, name, manual))
            elif name not in found[kind]:
                found[kind][name] = None
                waiting.extend(_texts_of(kind, name, project, manual))
    return Uses(
        tuple(project.glossary[name] for name in found["term"]),
        tuple(project.references[key] for key in found["work"]),
        tuple(found["verse"]),
        MappingProxyType({name: manual.values[name] for name in manual.values if name in found["value"]}),
        (*faults, *_values_in_values(manual, found["value"])),
    )


def _forms(project: Project) -> Mapping[str, str]:
    """Everything that a term may be called, case folded → its id."""
    return {
        form.casefold(): term.id
        for term in project.glossary.values()
        for form in (term.id, plain(inline(term.term.raw)), *term.aliases)
    }


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


def _texts_of(kind: str, name: str, project: Project, manual: Manual) -> Iterator[Text]:
    if kind == "term":
        yield from texts_in(project.glossary[name])
    if kind == "value":
        yield manual.values[name]


def _no_value(place: Place, name: str, manual: Manual) -> Diagnostic:
    near = nearest(name, manual.values)
    hint = f"did you mean `{near}`?" if near else f"add `{name}: …` to `values` in {manual.place.path}"
    return error(place, f"`{manual.id}` has no value `{name}`", hint)


def _values_in_values(manual: Manual, used: Iterable[str]) -> Iterator[Diagnostic]:
    for name in used:
        text = manual.values[name]
        if any(kind == "value" for kind, _ in _mentions(text)):
            yield error(text.place, f"the value `{name}` takes another value", "write its words out")
