"""A name → a new lesson, manual or project on disk, begun from a working example that can be built at once."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.files import write_beside
from kitabcha.model import Place, Project, SessionPlan
from kitabcha.resources import starter_folder

Begun = tuple[list[str], list[Diagnostic]]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADD = "{1}add `{0}` to `languages` in curriculum.yaml and to those of the manuals, and run `messages update`."
_PLACEHOLDER = re.compile(r"\b[A-Z]{5,}\b")


def begin_project(folder: Path) -> Begun:
    """Copy the example curriculum into a folder that is empty or not there yet."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return [], [error(Place(folder.as_posix()), "there is something here already", "name a new or an empty folder")]
    source = starter_folder() / "project"
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        relative = path.relative_to(source)
        name = relative.name.replace("_git", ".git")
        write_beside(folder / relative.parent / name, path.read_bytes())
    shown = folder.as_posix()
    return [
        f"{shown}/ holds a curriculum of one lesson and one manual.",
        f"Build it:  kitabcha --project {shown} build   (or: python3 build.py --project {shown} build)",
    ], []


def begin_lesson(root: Path, name: str, project: Project) -> Begun:
    """Write modules/NAME/module.md with a theme and an audience that the curriculum knows."""
    known = {"THEME": _first(project.curriculum.themes), "AUDIENCE": _first(project.curriculum.audiences)}
    return _begin(root, f"modules/{name}/module.md", "lesson/module.md", name, known)


def begin_manual(root: Path, name: str, project: Project) -> Begun:
    """Write manuals/NAME.yaml for those whom the project's first manual is for, with that one's first lesson."""
    curriculum = project.curriculum
    like = next(iter(project.manuals.values()), None)
    lessons = [lesson.id for lesson in project.lessons.values() if not lesson.requires]
    planned = [item.lesson for day in like.days for item in day.items if isinstance(item, SessionPlan)] if like else []
    values = {key: text.raw for key, text in like.values.items()} if like else {}
    known = {
        "AUDIENCE": like.audience if like else _first(curriculum.audiences),
        "REGION": like.region if like else _first(curriculum.regions),
        "TRADITION": like.tradition if like else _first(curriculum.traditions),
        "LITERACY": like.literacy if like else "high",
        "LANGUAGES": ", ".join(curriculum.languages),
        "VALUES": json.dumps(values, ensure_ascii=False),  # JSON is YAML too
        "LESSON": next(iter((*planned, *lessons)), ""),
    }
    return _begin(root, f"manuals/{name}.yaml", "manual/manual.yaml", name, known)


def begin_language(root: Path, code: str, known: Collection[str]) -> Begun:
    """Write languages/CODE.toml for a language that is not `known` yet; for one that is, there is nothing to write."""
    place = Place(f"languages/{code}.toml")
    if code in known:
        return [_ADD.format(code, f"Kitabcha knows `{code}`: ")], []
    if not _CODE.fullmatch(code):
        hint = "use its code of two or three letters, as in BCP 47: `sd`, `skr`, `prs`"
        return [], [error(place, f"`{code}` is no code of a language", hint)]
    text = (starter_folder() / "language" / "language.toml").read_text("utf-8")
    write_beside(root / place.path, text.replace("NAME", code, 1).encode())
    return [f"{place} is begun; change it as docs/languages.md says.", _ADD.format(code, "Then ")], []


def _first(names: Mapping[str, object]) -> str:
    return next(iter(names), "")


def _begin(root: Path, path: str, example: str, name: str, known: Mapping[str, str]) -> Begun:
    place = Place(path)
    if not _ID.fullmatch(name):
        return [], [
            error(place, f"`{name}` is no name", "use lower-case Latin words joined by hyphens: `my-first-lesson`")
        ]
    if (root / path).exists() or ((root / path).parent.name == name and (root / path).parent.exists()):
        return [], [error(place, f"`{name}` is there already", "choose another name, or edit what is there")]
    text = (starter_folder() / example).read_text("utf-8")
    filled = _PLACEHOLDER.sub(lambda match: known.get(match[0], match[0]), text)
    write_beside(root / path, filled.encode())
    return [f"{path} is begun; change it, then see what `check` says."], []
