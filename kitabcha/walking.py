"""One walk over every Text of any value of the model: a value → its Texts, or the same value with each replaced.

Extraction and translation both use it, so what is extracted is exactly what can be replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from kitabcha.model import Text

Value = TypeVar("Value")

BODY = ("blocks", "footnotes", "adaptations")
"""Fields that stand below the others in the sources, wherever the model lists them."""


def texts_in(value: object) -> Iterator[Text]:
    """Every Text in `value` (a dataclass, tuple, mapping, or any nesting of them), in the order of the document."""
    found: list[Text] = []
    _gather(value, found)
    return iter(found)


def _gather(value: object, found: list[Text]) -> None:
    if isinstance(value, Text):
        found.append(value)
    elif isinstance(value, tuple):
        for part in value:
            _gather(part, found)
    elif names := field_names(value):
        for name in names:
            _gather(getattr(value, name), found)
    elif isinstance(value, Mapping):
        for part in value.values():
            _gather(part, found)


def map_texts(value: Value, change: Callable[[Text], Text]) -> Value:
    """`value` with every Text replaced by `change(text)`, in the same order; parts that do not change are shared."""
    return _mapped(value, change)  # type: ignore[no-any-return]


def _mapped(value: Any, change: Callable[[Text], Text]) -> Any:
    if isinstance(value, Text):
        return change(value)
    if isinstance(value, tuple):
        parts = tuple(_mapped(part, change) for part in value)
        return value if all(map(_same, parts, value)) else parts
    if isinstance(value, Mapping):
        entries = {key: _mapped(part, change) for key, part in value.items()}
        return value if all(entries[key] is value[key] for key in value) else type(value)(entries)  # type: ignore[call-arg]
    return _mapped_fields(value, change)


def _mapped_fields(value: Any, change: Callable[[Text], Text]) -> Any:
    before = {name: getattr(value, name) for name in field_names(value)}
    after = {name: _mapped(part, change) for name, part in before.items()}
    changed = {name: part for name, part in after.items() if part is not before[name]}
    return replace(value, **changed) if changed else value


def _same(one: object, other: object) -> bool:
    return one is other


def field_names(value: Any) -> tuple[str, ...]:
    """The fields of a value in the order in which the document has them; none when it is no dataclass."""
    return _names_of(type(value))  # type: ignore[arg-type]  # a class is hashable, whatever its values are


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    names = getattr(kind, "__dataclass_fields__", ())
    return (*(name for name in names if name not in BODY), *(name for name in BODY if name in names))
