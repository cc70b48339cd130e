"""Adaptation, not translation: a project → the same with what a language or a region tells in its own way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from kitabcha.dialect import map_blocks
from kitabcha.model import Adaptation, Block, Directive, Figure, Lesson, Project, Story


def adapted(project: Project, names: Iterable[str]) -> Project:
    """The project as these languages and regions have it; where several replace the same block, the last one does."""
    wanted = tuple(names)
    if not any(_has_own(project, wanted)):
        return project
    lessons = {id_: _lesson(lesson, wanted) for id_, lesson in project.lessons.items()}
    stories = {id_: _story(story, wanted) for id_, story in project.stories.items()}
    return replace(project, lessons=MappingProxyType(lessons), stories=MappingProxyType(stories))


def _has_own(project: Project, names: tuple[str, ...]) -> Iterator[bool]:
    yield from (name in lesson.adaptations for lesson in project.lessons.values() for name in names)
    yield from (bool(story.adaptations) for story in project.stories.values())


def with_own(blocks: tuple[Block, ...], own: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with those of `own` in the place of the boxes and pictures that have their ids.

    A box that says no minutes, method or materials of its own keeps those of the box that it replaces.
    """
    known = {block.id: block for block in own if isinstance(block, Directive | Figure)}

    def change(block: Block) -> Block:
        if not isinstance(block, Directive | Figure) or block.id not in known:
            return block
        own = known[block.id]
        return _equipped(own, block) if isinstance(own, Directive) and isinstance(block, Directive) else own

    return map_blocks(blocks, change)


def _equipped(own: Directive, block: Directive) -> Directive:
    return replace(
        own,
        minutes=own.minutes or block.minutes,
        method=own.method or block.method,
        materials=own.materials or block.materials,
    )


def _lesson(lesson: Lesson, names: tuple[str, ...]) -> Lesson:
    for name in names:
        if own := lesson.adaptations.get(name):
            lesson = _with(lesson, own)
    return lesson


def _with(lesson: Lesson, own: Adaptation) -> Lesson:
    return replace(lesson, blocks=with_own(lesson.blocks, own.blocks), footnotes=(*lesson.footnotes, *own.footnotes))


def _story(story: Story, names: tuple[str, ...]) -> Story:
    told = next((story.adaptations[name] for name in reversed(names) if name in story.adaptations), story)
    return replace(told, adaptations=MappingProxyType({}))  # a book holds what it tells, and no other words
