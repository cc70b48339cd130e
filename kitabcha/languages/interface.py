"""The words that Kitabcha itself prints: interface catalogues → the functions that look a message up."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

from kitabcha.languages.catalogues import Catalogue, Entry, Key, folder, read
from kitabcha.languages.checks.markup import placeholder_faults
from kitabcha.languages.messages import INTERFACE, INTERFACE_LANGUAGE
from kitabcha.resources import interface_locales_folder


@dataclass(frozen=True, slots=True)
class Phrase:
    """A translated interface message: one text for each plural form, and the rule that chooses among them."""

    forms: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Interface:
    """The interface in one language. What is not translated comes back as it is, in English.

    The methods fit jinja2's `install_gettext_callables(…, newstyle=True)`, which puts the placeholders in.
    """

    language: str
    phrases: Mapping[Key, Phrase] = field(default_factory=dict)

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self.pgettext("", message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of the message for a number of things."""
        return self.npgettext("", singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """The message as it is said in a context; where nobody has translated that, as it is said elsewhere."""
        phrase = self.phrases.get((context, message)) or self.phrases.get(("", message))
        return phrase.forms[0] if phrase else message

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """The form of the message in a context, for a number of things."""
        phrase = self.phrases.get((context, singular))
        if phrase is None:
            return singular if number == 1 else plural
        return phrase.forms[min(_plural_rule(phrase.rule)(number), len(phrase.forms) - 1)]


def interface(language: str, catalogues: Mapping[str, Catalogue]) -> Interface:
    """The interface in a language: a project's own wording where its catalogues have it, else ours."""
    own = catalogues.get(INTERFACE)
    return Interface(language, MappingProxyType(_phrases(packaged(language)) | (_phrases(own) if own else {})))


def packaged(language: str) -> Catalogue:
    """The interface catalogue that Kitabcha brings along; empty for English and for a language it does not speak."""
    if language == INTERFACE_LANGUAGE:
        return Catalogue(f"{INTERFACE}.po", {})
    locales = interface_locales_folder()
    return read(folder(locales.parent, language) / f"{INTERFACE}.po", f"{locales.name}/{language}")[0]


def _phrases(catalogue: Catalogue) -> dict[Key, Phrase]:
    return {
        key: Phrase(entry.msgstr, catalogue.plural_forms)
        for key, entry in catalogue.entries.items()
        if entry.is_published and _keeps_placeholders(entry)
    }


def _keeps_placeholders(entry: Entry) -> bool:
    return all(_is_kept(entry.plural or entry.msgid, text, bool(entry.plural)) for text in entry.msgstr)


@lru_cache(maxsize=8192)
def _is_kept(source: str, translation: str, is_form: bool) -> bool:
    return next(placeholder_faults(source, translation, is_form), None) is None


@cache
def _plural_rule(header: str) -> Callable[[int], int]:
    """The rule of a Plural-Forms header as a function; where there is none, that of English."""
    match = re.search(r"plural\s*=\s*([^;]+)", header)
    try:
        return gettext.c2py(match[1] if match else "n != 1")
    except ValueError:
        return _plural_rule("")
