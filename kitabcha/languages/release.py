"""Whether an edition is ready to be published: a book, its catalogues and what is needed → all that is lacking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.languages.catalogues import Catalogue
from kitabcha.languages.messages import is_message
from kitabcha.languages.reviews import FUZZY, MISSING, REVIEWED, UNREVIEWED, state_of
from kitabcha.model import Book, Coverage, Needs, Place, Rendering, Text
from kitabcha.walking import texts_in

LISTED = 10
"""Of texts that lack the same so many are listed, and the others counted."""

_LACKS: Mapping[str, str] = MappingProxyType(
    {
        MISSING: "this text is not translated",
        FUZZY: "this translation is of an older text",
        UNREVIEWED: "this draft has not been reviewed by a native speaker",
    }
)


def refusals(
    book: Book,
    coverage: Coverage | None,
    catalogues: Mapping[str, Catalogue],
    renderings: Mapping[str, Rendering],
    needs: Needs,
) -> list[Diagnostic]:
    """All that an edition lacks. `book` is in its source language, `coverage` that of the same book translated."""
    found: list[Diagnostic] = []
    if book.edition.language != book.source_language:
        found += _translations(book, coverage or Coverage(0, 0, 0), catalogues, needs)
    if needs.reviewed_scripture:
        found += _scripture(book, renderings)
    return found


# --- translations ---------------------------------------------------------------------------------------------


def _translations(
    book: Book, coverage: Coverage, catalogues: Mapping[str, Catalogue], needs: Needs
) -> Iterator[Diagnostic]:
    places = _by_state(book, catalogues)
    for state, told in _short(coverage, places, needs):
        listed = places.get(state, ())
        hint = f"see `messages status --by edition -l {book.edition.language}`; {needs.place} says what is needed"
        yield error(needs.place, f"{book.edition} may not be released: {told}", hint)
        yield from (error(place, _LACKS[state]) for place in listed[:LISTED] if state in _LACKS)
        if len(listed) > LISTED and state in _LACKS:
            yield error(needs.place, f"{book.edition}: {len(listed) - LISTED} more like this: {_LACKS[state]}")


def _short(coverage: Coverage, places: Mapping[str, tuple[Place, ...]], needs: Needs) -> Iterator[tuple[str, str]]:
    """Each need that is not met: the state of the texts that do not meet it, and the figures."""
    unreviewed, reviewed = len(places.get(UNREVIEWED, ())), len(places.get(REVIEWED, ()))
    fuzzy = len(places.get(FUZZY, ()))
    if coverage.translated * 100 < needs.translated * coverage.messages:
        yield MISSING, f"{_share(coverage.translated, coverage)} are translated, and {needs.translated} % are needed"
    if fuzzy > needs.fuzzy:
        yield FUZZY, f"it has {_several(fuzzy, 'fuzzy translation')}, and may have {needs.fuzzy}"
    if needs.unreviewed is not None and unreviewed > needs.unreviewed:
        yield UNREVIEWED, f"it has {_several(unreviewed, 'unreviewed draft')}, and may have {needs.unreviewed}"
    if reviewed * 100 < needs.reviewed * coverage.messages:
        yield (
            REVIEWED,
            f"{_share(reviewed, coverage)} are reviewed, and {needs.reviewed} % are needed",
        )


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _share(part: int, coverage: Coverage) -> str:
    return f"{part} of {coverage.messages} texts ({part * 100 // max(coverage.messages, 1)} %)"


def _by_state(book: Book, catalogues: Mapping[str, Catalogue]) -> Mapping[str, tuple[Place, ...]]:
    """Where the book's messages stand, each once, by their state: in a catalogue, or else in the sources."""
    found: dict[str, dict[tuple[str, str, str], Place]] = {}
    for text in texts_in(book):
        if is_message(text):
            state, place = _state(text, catalogues.get(text.catalogue))
            found.setdefault(state, {})[text.catalogue, text.context, text.raw] = place
    return {state: tuple(places.values()) for state, places in found.items()}


def _state(text: Text, catalogue: Catalogue | None) -> tuple[str, Place]:
    entry = catalogue.entries.get((text.context, text.raw)) if catalogue else None
    return state_of(entry), Place(catalogue.path, entry.line) if catalogue and entry else text.place


# --- scripture ------------------------------------------------------------------------------------------------


def _scripture(book: Book, renderings: Mapping[str, Rendering]) -> Iterator[Diagnostic]:
    for passage in book.passages:
        reference = str(passage.reference)
        if not passage.reviewed_by:
            hint = "let a scholar look whom the community trusts, then say `reviewed_by: …` in the passage"
            yield error(passage.place, f"nobody has reviewed how {reference} is used", hint)
        rendering = renderings.get(reference)
        if rendering and rendering.edition.ours and not rendering.reviewed_by:
            hint = "let a scholar look whom the community trusts, then say `reviewed_by: …` beside its text"
            yield error(rendering.place, f"nobody has reviewed our own rendering of {reference}", hint)
