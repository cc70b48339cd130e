"""The environment that every template is rendered in: its filters, and the interface's words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kitabcha import writing
from kitabcha.model import Language
from kitabcha.press.inline_html import Phrases, words
from kitabcha.resources import templates_folder

_TAGS_AND_ENTITIES = re.compile(r"(<[^>]*>|&#?\w+;)")


def environment(language: Language, phrases: Phrases) -> Environment:
    """A new environment; what is not marked as HTML is escaped, and an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
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
