"""A manual's days become its sessions in order, each with its lesson; and those that are not for its audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kitabcha.assembly.conditions import distances, kept, setting_of
from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Block, Lesson, Manual, Project, SessionPlan


@dataclass(frozen=True, slots=True)
class Planned:
    """A session as its manual has it; `blocks` are those of the lesson that some edition of the manual keeps."""

    key: str
    number: int
    plan: SessionPlan
    lesson: Lesson
    blocks: tuple[Block, ...]


def planned_sessions(project: Project, manual: Manual) -> tuple[Planned, ...]:
    """The sessions of all days, numbered from 1, each with a key of its own."""
    setting, times = setting_of(project, manual), Counter[str]()
    result: list[Planned] = []
    for plan in _plans(manual):
        times[plan.lesson] += 1
        key = plan.lesson if times[plan.lesson] == 1 else f"{plan.lesson}-{times[plan.lesson]}"
        lesson = project.lessons[plan.lesson]
        result.append(Planned(key, len(result) + 1, plan, lesson, kept(lesson.blocks, setting)))
    return tuple(result)


def _plans(manual: Manual) -> Iterator[SessionPlan]:
    return (item for day in manual.days for item in day.items if isinstance(item, SessionPlan))


def plan_faults(project: Project, manual: Manual, planned: tuple[Planned, ...]) -> Iterator[Diagnostic]:
    """Lessons that are not for the manual's audience."""
    reach = distances(manual.audience, project.curriculum.audiences)
    for one in planned:
        if reach.keys().isdisjoint(one.lesson.audiences):
            message = (
                f"the lesson `{one.lesson.id}` is for {', '.join(one.lesson.audiences)}, not for {manual.audience}"
            )
            hint = f"take it out, or add `{manual.audience}` to `audiences` in {one.lesson.place.path}"
            yield error(one.plan.place, message, hint)
