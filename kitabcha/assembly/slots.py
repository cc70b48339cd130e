"""A manual's slots become items of lore: by name, or by theme from what its region, audience and tradition have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, TypeGuard

from kitabcha.assembly.conditions import distances
from kitabcha.assembly.withholding import withheld
from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import DIRECTIVES, blocks_in, verse_range
from kitabcha.model import Block, Choice, Concept, Directive, Manual, Passage, Place, Project, Story

Item: TypeAlias = Story | Concept | Passage
Shelf: TypeAlias = Mapping[str, Item]
Spot: TypeAlias = tuple[str, Place]
"""Where a slot stands: the key of its session, and its place in the lesson."""

FAR = 1_000
"""Further than any broader region or audience: the distance of what is meant for all."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a slot holds, and why."""

    choice: Choice
    item: Item


@dataclass(frozen=True, slots=True)
class Borrower:
    """A manual as the library sees it: how far its broader regions and audiences are, and its scriptures."""

    project: Project
    manual: Manual
    regions: Mapping[str, int]
    audiences: Mapping[str, int]
    scriptures: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asking:
    """A slot of the manual: in which session it stands, and of which lesson."""

    session: str
    lesson: str
    slot: Directive

    @property
    def spot(self) -> Spot:
        return self.session, self.slot.place


def is_slot(block: Block) -> TypeGuard[Directive]:
    """Whether a block asks for lore."""
    return isinstance(block, Directive) and block.name in DIRECTIVES and DIRECTIVES[block.name].slot


def slots_of(session: str, lesson: str, blocks: tuple[Block, ...]) -> tuple[Asking, ...]:
    """The slots of one session, in order."""
    return tuple(Asking(session, lesson, block) for block in blocks_in(blocks) if is_slot(block))


def allot(project: Project, manual: Manual, askings: Iterable[Asking]) -> Mapping[Spot, Filling | Diagnostic]:
    """What each slot of a manual holds, in all its editions alike, or why it stays empty.

    The order of preference: what the manual uses nowhere else, the nearest region, the narrower audience, more of the
    slot's themes, the id. What is asked for by name anywhere in the manual counts as used from the start.
    """
    askings = tuple(askings)
    borrower = _borrower(project, manual)
    named = (asking.slot for asking in askings if _is_named(asking.slot))
    uses = Counter(_key(slot, _named(slot, project)) for slot in named)
    result: dict[Spot, Filling | Diagnostic] = {}
    for asking in askings:
        by_name = _is_named(asking.slot)
        filling = _by_name(asking, borrower) if by_name else _by_theme(asking, borrower, uses)
        if isinstance(filling, Filling) and not by_name:
            uses[_key(asking.slot, filling.item)] += 1
        result[asking.spot] = filling
    return MappingProxyType(result)


def _borrower(project: Project, manual: Manual) -> Borrower:
    curriculum = project.curriculum
    return Borrower(
        project,
        manual,
        distances(manual.region, curriculum.regions),
        distances(manual.audience, curriculum.audiences),
        frozenset(curriculum.traditions[manual.tradition].scriptures),
    )


def _key(slot: Directive, item: Item) -> tuple[str, str]:
    return slot.name, item.id


def _folklore(project: Project) -> Shelf:
    return project.stories


SHELVES: Mapping[str, Callable[[Project], Shelf]] = MappingProxyType(
    {
        "story": _folklore,
        "proverb": _folklore,
        "poem": _folklore,
        "scripture": lambda project: project.passages,
        "concept": lambda project: project.concepts,
    }
)

FILES: Mapping[str, str] = MappingProxyType(
    {"scripture": "library/passages.yaml", "concept": "library/concepts/", "": "library/stories/"}
)


def _file(slot: Directive) -> str:
    return FILES.get(slot.name, FILES[""])


# --- by name --------------------------------------------------------------------------------------------------


def _is_named(slot: Directive) -> bool:
    return "id" in slot.attributes or "ref" in slot.attributes


def _named(slot: Directive, project: Project) -> Item:
    """What the slot names; sources have found that it is there."""
    if "id" in slot.attributes:
        return SHELVES[slot.name](project)[slot.attributes["id"]]
    wanted = verse_range(slot.attributes["ref"])
    return next(
        project.passages[name] for name in sorted(project.passages) if project.passages[name].reference == wanted
    )


def _by_name(asking: Asking, borrower: Borrower) -> Filling | Diagnostic:
    slot, item = asking.slot, _named(asking.slot, borrower.project)
    if obstacle := _people_obstacle(item, borrower):
        manual = borrower.manual
        message = f"`{item.id}` {obstacle}, and `{manual.id}` is for {manual.audience} in {manual.region}"
        return error(slot.place, message, "name another, or put the slot into `::: only {audience=… region=…}`")
    if obstacle := _audience_obstacle(item, borrower):
        message = f"`{item.id}` {obstacle}, and `{borrower.manual.id}` is for {borrower.manual.audience}"
        words = " ".join(getattr(item, "audiences", ()))
        return error(slot.place, message, f'put the slot into `::: only {{audience="{words}"}}`')
    if obstacle := _scripture_obstacle(item, borrower):
        message = (
            f"`{item.id}` {obstacle}, and `{borrower.manual.id}` keeps to the tradition of {borrower.manual.tradition}"
        )
        return error(slot.place, message, "put the slot into `::: only {tradition=…}`")
    how = "asked for by name" if "id" in slot.attributes else "asked for by its reference"
    away = _region_obstacle(item, borrower)
    why = f"{how}, though it {away}" if away else how
    return Filling(Choice(slot, asking.lesson, item.id, why), item)


# --- by theme -------------------------------------------------------------------------------------------------


def _by_theme(asking: Asking, borrower: Borrower, uses: Counter[tuple[str, str]]) -> Filling | Diagnostic:
    slot = asking.slot
    if slot.name == "scripture" and not borrower.scriptures:
        return _without_scripture(slot, borrower.manual)
    on_theme = [item for item in _of_kind(slot, borrower.project) if _themes(slot, item)]
    fitting = [item for item in on_theme if not _obstacle(item, borrower)]
    if not fitting:
        return _nothing_fits(slot, on_theme, borrower)
    first, *others = sorted(fitting, key=lambda item: _rank(slot, item, borrower, uses))
    why = "; ".join(_reasons(slot, first, len(others), borrower, uses[_key(slot, first)]))
    return Filling(Choice(slot, asking.lesson, first.id, why, tuple(item.id for item in others)), first)


def _of_kind(slot: Directive, project: Project) -> list[Item]:
    items = SHELVES[slot.name](project).values()
    return [item for item in items if not isinstance(item, Story) or item.kind == slot.name]


def _themes(slot: Directive, item: Item) -> list[str]:
    return [theme for theme in slot.words("theme") if theme in item.themes]


def _rank(slot: Directive, item: Item, borrower: Borrower, uses: Counter[tuple[str, str]]) -> tuple[int | str, ...]:
    return (
        uses[_key(slot, item)],
        _distance(getattr(item, "regions", ()), borrower.regions),
        _distance(getattr(item, "audiences", ()), borrower.audiences),
        -len(_themes(slot, item)),
        item.id,
    )


def _distance(names: tuple[str, ...], distance: Mapping[str, int]) -> int:
    return min((distance[name] for name in names if name in distance), default=FAR)


def _reasons(slot: Directive, item: Item, others: int, borrower: Borrower, uses: int) -> Iterable[str]:
    if isinstance(item, Story):
        yield _origin(item, borrower)
    if isinstance(item, Story) and item.audiences:
        yield f"for {_nearest(item.audiences, borrower.audiences)}"
    if len(slot.words("theme")) > 1:
        yield f"has {len(_themes(slot, item))} of the {len(slot.words('theme'))} themes"
    yield "used elsewhere in this manual too" if uses else "not used elsewhere in this manual"
    yield {0: "nothing else fits", 1: "1 other fits"}.get(others, f"{others} others fit")


def _origin(item: Story, borrower: Borrower) -> str:
    region, wanted = _nearest(item.regions, borrower.regions), borrower.manual.region
    return f"of {region} itself" if region == wanted else f"of {region}, which {wanted} is in"


def _nearest(names: tuple[str, ...], distance: Mapping[str, int]) -> str:
    return min(names, key=lambda name: distance.get(name, FAR))


# --- what keeps an item from a manual, to follow its name -----------------------------------------------------


def _obstacle(item: Item, borrower: Borrower) -> str:
    """Why an item does not fit; first what protects people."""
    return next((told for obstacle in _OBSTACLES if (told := obstacle(item, borrower))), "")


def _people_obstacle(item: Item, borrower: Borrower) -> str:
    return withheld(item, borrower.manual, borrower.project.curriculum) if isinstance(item, Story) else ""


def _region_obstacle(item: Item, borrower: Borrower) -> str:
    if not isinstance(item, Story) or not borrower.regions.keys().isdisjoint(item.regions):
        return ""
    return f"is from {', '.join(item.regions)}"


def _audience_obstacle(item: Item, borrower: Borrower) -> str:
    if not isinstance(item, Story) or not item.audiences or not borrower.audiences.keys().isdisjoint(item.audiences):
        return ""
    return f"is for {', '.join(item.audiences)}"


def _scripture_obstacle(item: Item, borrower: Borrower) -> str:
    if not isinstance(item, Passage) or item.reference.scripture in borrower.scriptures:
        return ""
    return f"is of another scripture, {item.reference.scripture}"


_OBSTACLES = (_people_obstacle, _region_obstacle, _audience_obstacle, _scripture_obstacle)


def _without_scripture(slot: Directive, manual: Manual) -> Diagnostic:
    return error(
        slot.place,
        f"the tradition `{manual.tradition}` of `{manual.id}` has no scriptures",
        "give it its `scriptures` in curriculum.yaml, or put the slot into `::: only {tradition=…}`",
    )


def _nothing_fits(slot: Directive, on_theme: list[Item], borrower: Borrower) -> Diagnostic:
    manual, kind = borrower.manual, "passage" if slot.name == "scripture" else slot.name
    asked = " or ".join(f"`{theme}`" for theme in slot.words("theme")) or "no theme"
    message = f"no {kind} on {asked} fits `{manual.id}` ({manual.audience}, {manual.region}, {manual.tradition})"
    return error(slot.place, message, _near(slot, on_theme, borrower) if on_theme else _elsewhere(slot, kind, borrower))


def _near(slot: Directive, on_theme: list[Item], borrower: Borrower) -> str:
    """What has the theme, and what keeps it away. By name a slot may take what is from another region."""
    near = "; ".join(f"`{item.id}` has the theme but {_obstacle(item, borrower)}" for item in on_theme[:3])
    barred = (_people_obstacle, _audience_obstacle, _scripture_obstacle)
    free = [item for item in on_theme if not any(obstacle(item, borrower) for obstacle in barred)]
    by_name = f"; ask for it by name, `{{id={free[0].id}}}`, or" if free else ";"
    return f"{near}{by_name} add one that fits to {_file(slot)}"


def _elsewhere(slot: Directive, kind: str, borrower: Borrower) -> str:
    fitting = (item for item in _of_kind(slot, borrower.project) if not _obstacle(item, borrower))
    themes = ", ".join(f"`{theme}`" for theme in sorted({theme for item in fitting for theme in item.themes}))
    return f"add a {kind} with this theme to {_file(slot)}" + (f"; there are some on {themes}" if themes else "")
