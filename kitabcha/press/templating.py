"""The environment that every template is rendered in: its filters, and the interface's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from kitabcha import writing
from kitabcha.model import Language
from kitabcha.press.inline_html import Phrases, words
from kitabcha.resources import templates_folder

_TAGS_AND_ENTITIES = re.compile(r"(<[^>]*>|&#?\w+;)")


class _Compiled(BytecodeCache):
    """Templates compiled once for all editions, each of which has an environment of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox that asks once whether an attribute is safe: jinja2 tells by the kind of object and its name."""

    known: ClassVar[dict[tuple[type, str], bool]] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        asked = type(obj), attr
        if asked not in self.known:
            self.known[asked] = super().is_safe_attribute(obj, attr, value)
        return self.known[asked]


def environment(language: Language, phrases: Phrases) -> Environment:
    """A new environment; what is not marked as HTML is escaped, and an unknown name is an error. What a template may
    reach is what it is given: neither Python's own insides nor anything that it could change."""
    made = _Sandbox(
        loader=FileSystemLoader(templates_folder()),
        auto_reload=False,  # it lives no longer than an edition is made
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_COMPILED,
        optimized=False,  # nothing of one language's filters may be worked out while compiling
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        phrases.gettext, phrases.ngettext, newstyle=True, pgettext=phrases.pgettext
    )
    made.filters["digits"] = lambda value: digits(value, language)
    made.filters["clock"] = lambda minutes: Markup("<bdi>{}</bdi>").format(writing.clock(minutes, language))
    made.filters["words"] = lambda content: words(str(content), language)
    made.filters["joined"] = lambda items: joined(items, language)
    return made


def digits(value: object, language: Language) -> Markup:
    """A number, or HTML whose text holds numbers, in the language's digits; tags and entities stay as they are."""
    pieces = _TAGS_AND_ENTITIES.split(str(escape(value)))
    pieces[::2] = [writing.digits(piece, language) for piece in pieces[::2]]
    return Markup("".join(pieces))


def joined(items: Iterable[str], language: Language) -> Markup:
    """A list in the running text."""
    return Markup(language.list_separator).join(items)
