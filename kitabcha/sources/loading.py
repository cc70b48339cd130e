"""A project's folder → the `Project`, and every mistake in it at once. Only this package reads what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kitabcha.diagnostics import Diagnostic, in_order
from kitabcha.model import Curriculum, Project
from kitabcha.sources.checking import check
from kitabcha.sources.files import Files
from kitabcha.sources.folders import misplaced
from kitabcha.sources.pieces import Piece, of_kind
from kitabcha.sources.reading import Reading


def load(root: Path) -> tuple[Project | None, list[Diagnostic]]:
    """Read the project in the folder `root`, and tell all that is wrong in it, by file and line.

    What is wrong is left out of the project. There is none at all when curriculum.yaml cannot be used.
    """
    reading = Reading(Files(root.resolve()))
    reading.everything()
    pieces = tuple(reading.pieces)
    found = [*reading.found, *misplaced(reading.files), *check(pieces, reading.references)]
    return _project(pieces, reading), in_order(found)


def _project(pieces: tuple[Piece, ...], reading: Reading) -> Project | None:
    curriculum = next((piece.built for piece in of_kind(pieces, "curriculum")), None)
    if not isinstance(curriculum, Curriculum):
        return None
    return Project(
        curriculum=curriculum,
        lessons=_adapted(_built(pieces, "lesson"), reading.adaptations),
        manuals=_built(pieces, "manual"),
        stories=_adapted(_built(pieces, "story"), reading.own),
        concepts=_built(pieces, "concept"),
        passages=_entries(pieces, "passages"),
        renderings=_built(pieces, "renderings"),
        references=reading.references or MappingProxyType({}),
        glossary=_entries(pieces, "glossary"),
    )


def _built(pieces: tuple[Piece, ...], kind: str) -> Mapping[str, Any]:
    """id → what the model has of each file of a kind."""
    return MappingProxyType({piece.id: piece.built for piece in of_kind(pieces, kind) if piece.built is not None})


def _adapted(built: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Lessons or stories with what languages and regions have in their place."""
    return MappingProxyType(
        {id_: replace(one, adaptations=MappingProxyType(dict(own.get(id_, {})))) for id_, one in built.items()}
    )


def _entries(pieces: tuple[Piece, ...], kind: str) -> Mapping[str, Any]:
    """id → each entry of the one file of a kind."""
    built: list[Any] = [entry for piece in of_kind(pieces, kind) for entry in piece.built or ()]  # type: ignore[attr-defined]
    return MappingProxyType({entry.id: entry for entry in built})
