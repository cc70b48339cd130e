"""All that was read → the mistakes that show only when files are seen together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import verse_range
from kitabcha.model import PROFILES, Place, Term
from kitabcha.sources.markup import Lore, names_in_boxes, names_in_text
from kitabcha.sources.naming import Names, everyday_forms, forms_of, forms_taken, named_twice, names_in, names_in_facts
from kitabcha.sources.objectives import objectives_asked
from kitabcha.sources.pieces import Piece, of_kind
from kitabcha.sources.requirements import broader_circles, order_in_manuals, requirement_circles

Pieces = tuple[Piece, ...]


def check(pieces: Pieces, works: Collection[str] | None) -> list[Diagnostic]:
    """Every mistake across files; `works` are the citation keys, None when they could not be read."""
    names = names_in(pieces, works)
    lore = _lore(pieces, names)
    return [diagnostic for one in _CHECKS for diagnostic in one(pieces, lore)]


def _lore(pieces: Pieces, names: Names) -> Lore:
    kinds = {piece.id: kind for piece in of_kind(pieces, "story") for kind, _ in piece.document.words("kind")}
    written = (verse_range(ref) for piece in of_kind(pieces, "passages") for ref, _ in piece.document.words("*", "ref"))
    forms = {name.casefold(): name for name in names.known.get("term", ())} | dict(forms_of(_terms(pieces)))
    return Lore(names, MappingProxyType(kinds), frozenset(str(one) for one in written if one), MappingProxyType(forms))


def _terms(pieces: Pieces) -> tuple[Term, ...]:
    built = [piece.built for piece in of_kind(pieces, "glossary")]
    return tuple(term for terms in built if isinstance(terms, tuple) for term in terms if isinstance(term, Term))


def ids_taken(pieces: Pieces) -> Iterator[Diagnostic]:
    """Two files that claim one id; the one that says so in its front matter is told."""
    seen: dict[tuple[str, str], Piece] = {}
    for piece in sorted(pieces, key=lambda piece: ("id",) in piece.document.lines):
        first = seen.setdefault((piece.kind, piece.id), piece)
        if first is not piece:
            message = f"two {piece.kind}s have the id `{piece.id}`: this one and {first.document.path}"
            yield error(piece.document.place("id"), message, "give one of them another id")


NAMED_BY_PARTS = ("-fronts", "-backs", "-crop-marks", "-card")
"""What names of files for the printer end in, besides their profile's name."""


def built_in_profiles_taken(pieces: Pieces) -> Iterator[Diagnostic]:
    """Profiles of the project's own that are called as a built-in one is, or as a part of what one gives."""
    for piece in of_kind(pieces, "curriculum"):
        for name, place in piece.document.names("profiles"):
            if name in PROFILES:
                yield error(place, f"the profile `{name}` is built in", "give yours another name")
            if ending := next((ending for ending in NAMED_BY_PARTS if name.endswith(ending)), ""):
                told = f"the profile `{name}` would give files that are called as others are"
                yield error(place, told, f"give it a name that does not end in `{ending}`")


def scriptures_of_verses(pieces: Pieces, names: Names) -> Iterator[Diagnostic]:
    """Passages and renderings of a scripture that the curriculum does not have."""
    for piece in pieces:
        for written, place in _verses(piece):
            if found := verse_range(written):
                yield from names.faults("scripture", found.scripture, place)


def rendered_twice(pieces: Pieces) -> Iterator[Diagnostic]:
    """Verses that stand twice in one file of renderings, written with another dash."""
    for piece in of_kind(pieces, "renderings"):
        seen: dict[str, Place] = {}
        for written, place in _verses(piece):
            name = str(verse_range(written) or written)
            if seen.setdefault(name, place) is not place:
                yield error(place, f"`{name}` is written twice", f"line {seen[name].line} has it too; keep one of them")


def _verses(piece: Piece) -> Iterator[tuple[str, Place]]:
    if piece.kind == "passages":
        yield from piece.document.words("*", "ref")
    if piece.kind == "renderings":
        yield from piece.document.names("verses")


_CHECKS: tuple[Callable[[Pieces, Lore], Iterator[Diagnostic]], ...] = (
    lambda pieces, lore: ids_taken(pieces),
    lambda pieces, lore: built_in_profiles_taken(pieces),
    lambda pieces, lore: names_in_facts(pieces, lore.names),
    lambda pieces, lore: named_twice(pieces),
    lambda pieces, lore: scriptures_of_verses(pieces, lore.names),
    lambda pieces, lore: rendered_twice(pieces),
    lambda pieces, lore: forms_taken(_terms(pieces)),
    lambda pieces, lore: everyday_forms(_terms(pieces)),
    lambda pieces, lore: requirement_circles(pieces),
    lambda pieces, lore: broader_circles(pieces),
    lambda pieces, lore: order_in_manuals(pieces),
    lambda pieces, lore: objectives_asked(pieces),
    lambda pieces, lore: names_in_boxes(pieces, lore),
    lambda pieces, lore: names_in_text(pieces, lore),
)
