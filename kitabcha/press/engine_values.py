"""A style's values → the same values, with less asking on the way. Same bytes. Leans on the internals of one version;
`engine_lines` switches it on.

Two pieces. `computing`: most properties of most elements are what the parent's are, or what they are at first, and
WeasyPrint follows some twenty questions to find that out. `resolving`: margins, paddings and sizes without percentages
are the same in whatever box they are asked for, and WeasyPrint asks again whenever a page or line is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

_USED = "kitabcha_used"
_SIDES = ("top", "right", "bottom", "left")
_RESOLVED = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{limit}{size}" for size in ("width", "height") for limit in ("", "min_", "max_")),
)
_SET = (*_RESOLVED, *(f"border_{side}_width" for side in _SIDES))
"""All that `resolve_percentages` sets on a box."""

_OF_THEIR_OWN = frozenset({"display", "float", "page", "position"})
"""Properties that are computed with others in view, besides those of text decoration."""


# --- computing ------------------------------------------------------------------------------------------------


def computing() -> Iterator[tuple[Any, str, Any]]:
    """What changes in WeasyPrint: module or class, name, and what takes its place."""
    from weasyprint import css

    yield css.ComputedStyle, "__missing__", _missing()


@cache
def _missing() -> Callable[[Any, str], Any]:
    from weasyprint import css
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.functions import check_math
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    compute = css.ComputedStyle.__missing__
    plain = {
        key for key in INITIAL_VALUES if key not in _OF_THEIR_OWN and not key.startswith(("text_decoration_", "__"))
    }
    inherited = plain & set(INHERITED)
    initial = {
        key: value
        for key, value in INITIAL_VALUES.items()
        if key in plain and key not in INHERITED and key not in INITIAL_NOT_COMPUTED and not check_math(value)
    }

    @cache
    def logical(key: str, direction: str) -> str:
        """The property by which one of a side may be set too, for text that runs so."""
        return str(PHYSICAL_FUNCTIONS[key](block="ttb", inline=direction))

    def missing(style: Any, key: str) -> Any:
        if key in style.cascaded:
            return compute(style, key)
        if key in PHYSICAL_FUNCTIONS and logical(key, style["direction"]) in style.cascaded:
            return compute(style, key)
        if key in initial:
            value = style[key] = initial[key]
            return value
        if key in inherited and style.parent_style is not None:
            value = style.parent_style[key]
            if type(value) is str or not check_math(value):
                style[key] = value
                return value
        return compute(style, key)

    return missing


# --- resolving ------------------------------------------------------------------------------------------------


def resolving() -> Iterator[tuple[Any, str, Any]]:
    """What changes in WeasyPrint: module, name, and what takes its place."""
    from weasyprint.layout import absolute, block, column, float, grid, inline, page, percent, table

    ours = _resolve()
    for module in (absolute, block, column, float, grid, inline, page, percent, table):
        yield module, "resolve_percentages", ours


@cache
def _resolve() -> Callable[[Any, Any], None]:
    from weasyprint.layout.percent import resolve_percentages as resolve

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        used = getattr(box.style, _USED, None)
        if used is None:
            resolve(box, containing_block)
            setattr(box.style, _USED, {name: getattr(box, name) for name in _SET} if _is_plain(box.style) else {})
        elif used:
            vars(box).update(used)
        else:
            resolve(box, containing_block)

    return resolve_percentages


def _is_plain(style: Any) -> bool:
    """Whether nothing that `resolve_percentages` reads of a style depends on the box or on what is around it."""
    if style["border_collapse"] == "collapse":
        return False  # a cell's borders are those of its neighbours too
    values = (style[name] for name in _RESOLVED)
    return all(value == "auto" or getattr(value, "unit", None) == "px" for value in values)
