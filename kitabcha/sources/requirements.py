"""Lessons that build on lessons → circles among them, and manuals that hold them in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place
from kitabcha.sources.pieces import Piece, of_kind

Edges = Mapping[str, Sequence[tuple[str, Place]]]
"""Each name, and the names that it builds on, with the places that say so."""


def circles(edges: Edges) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Every circle once, from its first name in sorted order back to it, and where its first step is written."""
    told: set[str] = set()
    for start in sorted(edges):
        if start not in told and (path := _way_back(start, edges)):
            told.update(path)
            yield path, next(place for name, place in edges[start] if name == path[1])


def _way_back(start: str, edges: Edges) -> tuple[str, ...]:
    """The shortest way from `start` to itself; empty when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for name, _ in edges.get(way[-1], ()):
            if name == start:
                return (*way, name)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


def requirement_circles(pieces: tuple[Piece, ...]) -> Iterator[Diagnostic]:
    for path, place in circles(_required(pieces)):
        message = f"lessons require each other in a circle: {_shown(path)}"
        yield error(place, message, "take one `requires` away, so that there is a first lesson")


def _required(pieces: tuple[Piece, ...]) -> Edges:
    return {piece.id: tuple(piece.document.words("requires")) for piece in of_kind(pieces, "lesson")}


def broader_circles(pieces: tuple[Piece, ...]) -> Iterator[Diagnostic]:
    for piece in of_kind(pieces, "curriculum"):
        for key in ("audiences", "regions"):
            broader = {name: tuple(piece.document.words(key, name, "broader")) for name, _ in piece.document.names(key)}
            for path, place in circles(broader):
                message = f"{key} are each other's broader ones in a circle: {_shown(path)}"
                yield error(place, message, "take one `broader` away")


def _shown(path: tuple[str, ...]) -> str:
    return " → ".join(f"`{name}`" for name in path)


def order_in_manuals(pieces: tuple[Piece, ...]) -> Iterator[Diagnostic]:
    """Lessons that a manual holds before, or without, a lesson that they require. Circles have no right order."""
    required = _required(pieces)
    circling = {name for path, _ in circles(required) for name in path}
    for manual in of_kind(pieces, "manual"):
        held = _held(manual)
        for name in held:
            for before, _ in required.get(name, ()):
                if before in required and not {name, before} <= circling:
                    yield from _too_early(name, before, held)


def _held(manual: Piece) -> Mapping[str, tuple[int, Place]]:
    """Each lesson of a manual, and where it comes first: its position and its line."""
    held: dict[str, tuple[int, Place]] = {}
    for number, (name, place) in enumerate(manual.document.words("days", "*", "sessions", "*", "lesson")):
        held.setdefault(name, (number, place))
    return held


def _too_early(name: str, before: str, held: Mapping[str, tuple[int, Place]]) -> Iterator[Diagnostic]:
    number, place = held[name]
    if before not in held:
        message = f"`{name}` requires `{before}`, which this manual does not hold"
        yield error(place, message, f"add `- lesson: {before}` above it")
    elif held[before][0] > number:
        later = held[before][1].line
        message = f"`{name}` requires `{before}`, which comes later, in line {later}"
        yield error(place, message, f"move line {later} above this one")
