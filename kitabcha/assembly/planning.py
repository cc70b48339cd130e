"""A manual's days become its sessions in order, each with its lesson; and what keeps the manual from holding one."""

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
    """Lessons that are not for the manual's audience, and lessons that stand before what they require."""
    reach = distances(manual.audience, project.curriculum.audiences)
    for index, one in enumerate(planned):
        if one.lesson.audiences and reach.keys().isdisjoint(one.lesson.audiences):
            yield _wrong_audience(one, manual)
        before = {earlier.lesson.id for earlier in planned[:index]}
        later = {other.lesson.id for other in planned[index + 1 :]}
        for name in one.lesson.requires:
            if name not in before:
                yield _out_of_order(one, name, name in later)


def _wrong_audience(one: Planned, manual: Manual) -> Diagnostic:
    message = f"the lesson `{one.lesson.id}` is for {', '.join(one.lesson.audiences)}, not for {manual.audience}"
    hint = f"take it out, or add `{manual.audience}` to `audiences` in {one.lesson.place.path}"
    return error(one.plan.place, message, hint)


def _out_of_order(one: Planned, name: str, comes_later: bool) -> Diagnostic:
    hint = f"move `{name}` above this line" if comes_later else f"add `- lesson: {name}` above this line"
    return error(one.plan.place, f"`{one.lesson.id}` needs `{name}` before it", hint)
