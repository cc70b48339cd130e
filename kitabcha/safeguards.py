"""A project, its catalogues and its pages → what of them must not be printed, whoever has written it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, error, warning
from kitabcha.dialect import inline, plain
from kitabcha.languages.catalogues import Catalogue
from kitabcha.lore.honorifics import bare_names
from kitabcha.lore.quoting import quoted
from kitabcha.model import Honorific, HtmlDocument, Place, Policies, Project, Text
from kitabcha.privacy.guard import Guard, guard_of
from kitabcha.sources.files import Files
from kitabcha.sources.guarding import disclosed
from kitabcha.walking import texts_in


def guard_project(root: Path, project: Project) -> tuple[Guard, list[Diagnostic]]:
    """The guard of a project, and what it finds in its files, and in its texts with lines joined and marks read."""
    guard, found = guard_of(project.curriculum)
    found += disclosed(Files(root.resolve()), guard)
    texts = tuple(texts_in(project))
    found += _news(found, _in_texts(texts, guard))
    for text in texts:
        found += _of_words(text.raw, text.place, project.curriculum.policies.honorifics)
    for story in project.stories.values():
        found += _of_words(story.original, story.place, ())
    return guard, found


def _of_words(text: str, place: Place, honorifics: tuple[Honorific, ...]) -> Iterator[Diagnostic]:
    """Verses that are typed instead of named, and names without their words of honour."""
    for verses in quoted(text):
        reference, how = verses.reference, "" if verses.exact else ", and not as its edition has it"
        hint = f'name it: `<{reference}>` in a sentence, `::: scripture {{ref="{reference}"}}` where it is to be read'
        yield error(place, f"{reference} is typed here{how}", hint)
    for name, words in bare_names(text, honorifics):
        yield warning(place, f"`{name}` stands here without words of honour", f"write `{name} {words}`")


def _in_texts(texts: Iterable[Text], guard: Guard) -> Iterator[Diagnostic]:
    for text in texts:
        for line in plain(inline(text.raw)).split("\n"):
            yield from guard.faults(line, text.place.path, text.place.line)


def guard_catalogues(
    guard: Guard, policies: Policies, catalogues: Mapping[str, Catalogue], told: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """What translations hold that is not `told` of their lines: words may be parted over several."""
    found = (
        fault
        for catalogue in catalogues.values()
        for entry in catalogue.entries.values()
        for form in entry.msgstr
        for fault in (
            *guard.faults(form.replace("\n", " "), catalogue.path, entry.line),
            *_of_words(form, Place(catalogue.path, entry.line), policies.honorifics),
        )
    )
    return _news(told, found)


def guard_pages(guard: Guard, documents: Iterable[HtmlDocument], path: str) -> list[Diagnostic]:
    """What the parts of an edition hold once values and lore have taken their places."""
    return [
        replace(fault, place=Place(f"{path}: {document.name}"))
        for document in documents
        for fault in _in_page(guard, document.body)
    ]


@lru_cache(maxsize=8192)  # editions share most of their parts
def _in_page(guard: Guard, body: str) -> tuple[Diagnostic, ...]:
    return tuple(guard.faults_of_page(body, ""))


def _news(told: Iterable[Diagnostic], found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is found and not told of the same file already, in whichever line."""
    known = {(one.place.path, one.message) for one in told}
    return [one for one in dict.fromkeys(found) if (one.place.path, one.message) not in known]
