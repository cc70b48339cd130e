"""A project's folder → the project, and all that is wrong in it, its scripture and its languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, has_errors
from kitabcha.languages.table import languages_of
from kitabcha.lore import scripture
from kitabcha.model import Curriculum, Language, Place, Project
from kitabcha.press.fonts import unknown_fonts
from kitabcha.press.profiles import idle_profiles
from kitabcha.sources.loading import load


def load_checked(root: Path) -> tuple[Project | None, list[Diagnostic]]:
    """The sources, their scripture and languages checked; None when anything in them is an error."""
    project, found = load(root)
    if project:
        languages, faults = languages_of(root)
        found += [*faults, *_faults_of_languages(project.curriculum, languages)]
        found += scripture.check_project(project)
        own = project.curriculum.profiles
        found += [fault for manual in project.manuals.values() for fault in idle_profiles(manual, own)]
    return (None if has_errors(found) else project), found


def _faults_of_languages(curriculum: Curriculum, languages: Mapping[str, Language]) -> Iterator[Diagnostic]:
    for name in curriculum.languages:
        if name not in languages:
            hint = f"{did_you_mean(name, languages, 'languages')}; or begin it with `new language {name}`"
            yield error(curriculum.place, f"`{name}` is no language that can be set yet", hint)
        else:
            yield from unknown_fonts(languages[name])


def unknown(names: Iterable[str], known: Iterable[str], what: str) -> list[Diagnostic]:
    """An error for each name that is not known, with the nearest that is."""
    known = tuple(known)
    return [
        error(
            Place(f"{what}s" if what == "manual" else "curriculum.yaml"),
            f"unknown {what} `{name}`",
            did_you_mean(name, known, f"{what}s"),
        )
        for name in names
        if name not in known
    ]
