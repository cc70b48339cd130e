"""A document and the schema of its file → the validated entry, and every mistake at its own line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, nearest
from kitabcha.sources.fields import shown
from kitabcha.sources.schema import Entry
from kitabcha.sources.yaml_files import Document, Node
from kitabcha.sources.yaml_remarks import Keys

Schema = TypeVar("Schema", bound=Entry)
Fault = Mapping[str, Any]

KEY = "[key]"
"""pydantic's mark, in a path, of a mapping's key that is wrong itself."""


def validated(
    schema: type[Schema], document: Document, node: Node, keys: Keys = ()
) -> tuple[Schema | None, list[Diagnostic]]:
    """The part `node` of a document, which `keys` lead to, as an entry; None when it holds a mistake."""
    try:
        return schema.model_validate(node), []
    except ValidationError as invalid:
        faults = invalid.errors(include_url=False)
        consequences = _misspelt(schema, faults) | _parents(faults)
        told = [fault for fault in faults if (fault["type"], fault["loc"]) not in consequences]
        return None, [_told(schema, document, keys, fault) for fault in told]


def empty_values(document: Document, node: Node, keys: Keys = ()) -> Iterator[Diagnostic]:
    """Keys and items without a value."""
    if node is None:
        yield error(document.place(*keys), f"{label(*keys)} is empty", "write a value, or take it away")
    elif not isinstance(node, str):
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield from empty_values(document, child, (*keys, key))


def _parents(faults: Iterable[Fault]) -> set[tuple[str, Keys]]:
    """Lists that seem too short only because an item of theirs is wrong."""
    return {("too_short", fault["loc"][:end]) for fault in faults for end in range(len(fault["loc"]))}


def _misspelt(schema: type[BaseModel], faults: Iterable[Fault]) -> set[tuple[str, Keys]]:
    """The right names of keys that are there, misspelt: they need not be called missing too."""
    unknown = (fault["loc"] for fault in faults if fault["type"] == "extra_forbidden")
    return {("missing", (*keys[:-1], nearest(str(keys[-1]), _known(schema, keys)))) for keys in unknown}


def _told(schema: type[BaseModel], document: Document, base: Keys, fault: Fault) -> Diagnostic:
    message, hint = _SAYINGS.get(fault["type"], _refused)(schema, base, fault)
    named = fault.get("ctx", {}).get("key", "")
    keys = tuple(key for key in fault["loc"] if key != KEY)
    return error(document.place(*base, *keys, *([named] if named else [])), message, hint)


Saying = Callable[[type[BaseModel], Keys, Fault], tuple[str, str]]


def _refused(schema: type[BaseModel], base: Keys, fault: Fault) -> tuple[str, str]:
    told = fault.get("ctx", {})
    subject = label(told["key"]) if told.get("key") else label(*base, *fault["loc"])
    return f"{subject} {fault['msg']}", told.get("hint", "")


def _missing(schema: type[BaseModel], base: Keys, fault: Fault) -> tuple[str, str]:
    *around, name = fault["loc"]
    within = _schema_at(schema, tuple(around))
    sample = within.model_fields[name].description if within and name in within.model_fields else name
    where = f" from {label(*base, *around)}" if base or around else ""
    return f"the key `{name}` is missing{where}", f"add it, such as `{sample}`"


def _unknown(schema: type[BaseModel], base: Keys, fault: Fault) -> tuple[str, str]:
    keys = fault["loc"]
    return f"unknown key `{keys[-1]}`", did_you_mean(str(keys[-1]), _known(schema, keys), "keys")


def _known(schema: type[BaseModel], keys: Keys) -> list[str]:
    within = _schema_at(schema, keys[:-1])
    return [field.alias or name for name, field in within.model_fields.items()] if within else []


def _empty(schema: type[BaseModel], base: Keys, fault: Fault) -> tuple[str, str]:
    return f"{label(*base, *fault['loc'])} is empty", "name at least one"


def _no_list(schema: type[BaseModel], base: Keys, fault: Fault) -> tuple[str, str]:
    keys = (*base, *fault["loc"])
    hint = f"write `{keys[-1]}: [{fault['input']}]`" if isinstance(fault["input"], str) else "begin each item with `- `"
    return f"{label(*keys)} must be a list, not {shown(fault['input'])}", hint


def _no_keys(schema: type[BaseModel], base: Keys, fault: Fault) -> tuple[str, str]:
    keys = (*base, *fault["loc"])
    return f"{label(*keys)} must hold keys and values, not {shown(fault['input'])}", "write `key: value`, one a line"


_SAYINGS: Mapping[str, Saying] = MappingProxyType(
    {
        "missing": _missing,
        "extra_forbidden": _unknown,
        "tuple_type": _no_list,
        "dict_type": _no_keys,
        "model_type": _no_keys,
        "too_short": _empty,
    }
)


def label(*keys: str | int) -> str:
    """What an author calls the value: its key, or that it is an item of one."""
    if not keys:
        return "this file"
    if keys[-1] == KEY:
        return "this key"
    return f"`{keys[-1]}`" if isinstance(keys[-1], str) else f"an item of {label(*keys[:-1])}"


def _schema_at(schema: type[BaseModel], keys: Keys) -> type[BaseModel] | None:
    """The schema of the part that `keys` lead to."""
    within: type[BaseModel] | None = schema
    for key in keys:
        if within and key in within.model_fields:
            within = _entry_in(within.model_fields[str(key)].annotation)
    return within


def _entry_in(annotation: Any) -> type[BaseModel] | None:
    """The entry that a field holds, alone or in a list, a mapping or an option."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_entry_in(part) for part in getattr(annotation, "__args__", ()))
    return next((entry for entry in found if entry), None)
