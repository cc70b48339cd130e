"""A manual's slots become items of lore: by name, or by theme from what its region, audience and tradition have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.assembly.conditions import distances
from kitabcha.diagnostics import Diagnostic, did_you_mean, error
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
class Lender:
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


def is_slot(block: Block) -> bool:
    """Whether a block asks for lore."""
    return isinstance(block, Directive) and block.name in DIRECTIVES and DIRECTIVES[block.name].slot


def slots_of(session: str, lesson: str, blocks: tuple[Block, ...]) -> tuple[Asking, ...]:
    """The slots of one session, in order."""
    found = (block for block in blocks_in(blocks) if isinstance(block, Directive) and is_slot(block))
    return tuple(Asking(session, lesson, slot) for slot in found)


def allot(project: Project, manual: Manual, askings: Iterable[Asking]) -> Mapping[Spot, Filling | Diagnostic]:
    """What each slot of a manual holds, in all its editions alike, or why it stays empty.

    The order of preference: what the manual uses nowhere else, the nearest region, the narrower audience, more of the
    slot's themes, the id. What is asked for by name anywhere in the manual counts as used from the start.
    """
    askings = tuple(askings)
    lender = _lender(project, manual)
    uses = Counter(_key(asking.slot, item) for asking in askings if (item := _named(asking.slot, project)))
    result: dict[Spot, Filling | Diagnostic] = {}
    for asking in askings:
        by_name = _is_named(asking.slot)
        filling = _by_name(asking, lender) if by_name else _by_theme(asking, lender, uses)
        if isinstance(filling, Filling) and not by_name:
            uses[_key(asking.slot, filling.item)] += 1
        result[asking.spot] = filling
    return MappingProxyType(result)


def _lender(project: Project, manual: Manual) -> Lender:
    curriculum = project.curriculum
    traditions = distances(manual.tradition, curriculum.traditions)
    known = (curriculum.traditions[name] for name in traditions if name in curriculum.traditions)
    return Lender(
        project,
        manual,
        distances(manual.region, curriculum.regions),
        distances(manual.audience, curriculum.audiences),
        frozenset(scripture for tradition in known for scripture in tradition.scriptures),
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


def _named(slot: Directive, project: Project) -> Item | None:
    if "id" in slot.attributes:
        return SHELVES[slot.name](project).get(slot.attributes["id"])
    if wanted := verse_range(slot.attributes.get("ref", "")):
        passages = (project.passages[name] for name in sorted(project.passages))
        return next((passage for passage in passages if passage.reference == wanted), None)
    return None


def _by_name(asking: Asking, lender: Lender) -> Filling | Diagnostic:
    slot, item = asking.slot, _named(asking.slot, lender.project)
    if item is None:
        return _nobody(slot, lender.project)
    if isinstance(item, Story) and item.kind != slot.name:
        message = f"`{item.id}` is a {item.kind}, not a {slot.name}"
        return error(slot.place, message, f"write `::: {item.kind} {{id={item.id}}}`, or ask for another {slot.name}")
    if obstacle := _audience_obstacle(item, lender):
        message = f"`{item.id}` {obstacle}, and `{lender.manual.id}` is for {lender.manual.audience}"
        words = " ".join(getattr(item, "audiences", ()))
        return error(slot.place, message, f'put the slot into `::: only {{audience="{words}"}}`')
    how = "asked for by name" if "id" in slot.attributes else "asked for by its reference"
    away = _region_obstacle(item, lender)
    why = f"{how}, though it {away}" if away else how
    return Filling(Choice(slot, asking.lesson, item.id, why), item)


def _nobody(slot: Directive, project: Project) -> Diagnostic:
    if "id" not in slot.attributes:
        wanted = slot.attributes["ref"]
        hint = f"add it to library/passages.yaml: `ref: {wanted}`, with its title, themes and context"
        return error(slot.place, f"no passage has the reference `{wanted}`", hint)
    wanted, shelf = slot.attributes["id"], SHELVES[slot.name](project)
    return error(slot.place, f"no {slot.name} is called `{wanted}`", did_you_mean(wanted, shelf, "names"))


# --- by theme -------------------------------------------------------------------------------------------------


def _by_theme(asking: Asking, lender: Lender, uses: Counter[tuple[str, str]]) -> Filling | Diagnostic:
    slot = asking.slot
    if slot.name == "scripture" and not lender.scriptures:
        return _without_scripture(slot, lender.manual)
    on_theme = [item for item in _of_kind(slot, lender.project) if _themes(slot, item)]
    fitting = [item for item in on_theme if not _obstacle(item, lender)]
    if not fitting:
        return _nothing_fits(slot, on_theme, lender)
    first, *others = sorted(fitting, key=lambda item: _rank(slot, item, lender, uses))
    why = "; ".join(_reasons(slot, first, len(others), lender, uses[_key(slot, first)]))
    return Filling(Choice(slot, asking.lesson, first.id, why, tuple(item.id for item in others)), first)


def _of_kind(slot: Directive, project: Project) -> list[Item]:
    items = SHELVES[slot.name](project).values()
    return [item for item in items if not isinstance(item, Story) or item.kind == slot.name]


def _themes(slot: Directive, item: Item) -> list[str]:
    return [theme for theme in slot.words("theme") if theme in item.themes]


def _rank(slot: Directive, item: Item, lender: Lender, uses: Counter[tuple[str, str]]) -> tuple[int | str, ...]:
    return (
        uses[_key(slot, item)],
        _distance(getattr(item, "regions", ()), lender.regions),
        _distance(getattr(item, "audiences", ()), lender.audiences),
        -len(_themes(slot, item)),
        item.id,
    )


def _distance(names: tuple[str, ...], distance: Mapping[str, int]) -> int:
    return min((distance[name] for name in names if name in distance), default=FAR)


def _reasons(slot: Directive, item: Item, others: int, lender: Lender, uses: int) -> Iterable[str]:
    if isinstance(item, Story) and item.regions:
        yield _origin(item, lender)
    if isinstance(item, Story) and item.audiences:
        yield f"for {_nearest(item.audiences, lender.audiences)}"
    if len(slot.words("theme")) > 1:
        yield f"has {len(_themes(slot, item))} of the {len(slot.words('theme'))} themes"
    yield "used elsewhere in this manual too" if uses else "not used elsewhere in this manual"
    yield {0: "nothing else fits", 1: "1 other fits"}.get(others, f"{others} others fit")


def _origin(item: Story, lender: Lender) -> str:
    region, wanted = _nearest(item.regions, lender.regions), lender.manual.region
    return f"of {region} itself" if region == wanted else f"of {region}, which {wanted} is in"


def _nearest(names: tuple[str, ...], distance: Mapping[str, int]) -> str:
    return min(names, key=lambda name: distance.get(name, FAR))


# --- what keeps an item from a manual, to follow its name -----------------------------------------------------


def _obstacle(item: Item, lender: Lender) -> str:
    return _region_obstacle(item, lender) or _audience_obstacle(item, lender) or _scripture_obstacle(item, lender)


def _region_obstacle(item: Item, lender: Lender) -> str:
    if not isinstance(item, Story) or not item.regions or not lender.regions.keys().isdisjoint(item.regions):
        return ""
    return f"is from {', '.join(item.regions)}"


def _audience_obstacle(item: Item, lender: Lender) -> str:
    if not isinstance(item, Story) or not item.audiences or not lender.audiences.keys().isdisjoint(item.audiences):
        return ""
    return f"is for {', '.join(item.audiences)}"


def _scripture_obstacle(item: Item, lender: Lender) -> str:
    if not isinstance(item, Passage) or item.reference.scripture in lender.scriptures:
        return ""
    return f"is of another scripture, {item.reference.scripture}"


def _without_scripture(slot: Directive, manual: Manual) -> Diagnostic:
    return error(
        slot.place,
        f"the tradition `{manual.tradition}` of `{manual.id}` has no scriptures",
        "give it its `scriptures` in curriculum.yaml, or put the slot into `::: only {tradition=…}`",
    )


def _nothing_fits(slot: Directive, on_theme: list[Item], lender: Lender) -> Diagnostic:
    manual, kind = lender.manual, "passage" if slot.name == "scripture" else slot.name
    asked = " or ".join(f"`{theme}`" for theme in slot.words("theme")) or "no theme"
    message = f"no {kind} on {asked} fits `{manual.id}` ({manual.audience}, {manual.region}, {manual.tradition})"
    near = [f"`{item.id}` has the theme but {_obstacle(item, lender)}" for item in on_theme[:3]]
    return error(slot.place, message, "; ".join(near) if near else _write_one(slot, kind, lender))


def _write_one(slot: Directive, kind: str, lender: Lender) -> str:
    fitting = [item for item in _of_kind(slot, lender.project) if not _obstacle(item, lender)]
    themes = sorted({theme for item in fitting for theme in item.themes})
    listed = f"; there are some on {', '.join(f'`{theme}`' for theme in themes)}" if themes else ""
    return f"add a {kind} with this theme to {_file(slot)}{listed}"
