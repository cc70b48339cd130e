"""The words that Kitabcha itself prints: interface catalogues → the functions that look a message up."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.languages.catalogues import Catalogue, Entry, Key, folder, read
from kitabcha.languages.messages import INTERFACE, INTERFACE_LANGUAGE
from kitabcha.model import Place
from kitabcha.resources import interface_locales_folder

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


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
        """The message as it is said in a context."""
        phrase = self.phrases.get((context, message))
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


def interface_faults(catalogues: Mapping[str, Catalogue]) -> list[Diagnostic]:
    """The interface translations that are not used, because their placeholders are not those of the message."""
    if not (own := catalogues.get(INTERFACE)):
        return []
    hint = "keep each %(name)s and {name} as it is, and write %% for a percent sign"
    return [
        warning(Place(own.path, entry.line), "the placeholders differ from the message's", hint)
        for entry in own.entries.values()
        if entry.is_published and not _keeps_placeholders(entry)
    ]


def _phrases(catalogue: Catalogue) -> dict[Key, Phrase]:
    return {
        key: Phrase(entry.msgstr, catalogue.plural_forms)
        for key, entry in catalogue.entries.items()
        if entry.is_published and _keeps_placeholders(entry)
    }


def _keeps_placeholders(entry: Entry) -> bool:
    return _are_kept(entry.msgid, entry.plural, tuple(entry.msgstr))


@lru_cache(maxsize=8192)
def _are_kept(msgid: str, plural: str, msgstr: tuple[str, ...]) -> bool:
    """A form for one thing may leave the number out; no form may have another placeholder."""
    known = _placeholders((msgid, plural))
    forms = [_placeholders([text]) for text in msgstr]
    if any(_strays(text) > _strays(msgid) for text in msgstr):
        return False
    return all(form <= known for form in forms) if plural else all(form == known for form in forms)


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {match[0] for text in texts for match in _PLACEHOLDER.finditer(text.replace("%%", ""))}


def _strays(text: str) -> int:
    """How many characters would be taken for a broken placeholder."""
    rest = _PLACEHOLDER.sub("", text.replace("%%", ""))
    return sum(rest.count(character) for character in "%{}")


@cache
def _plural_rule(header: str) -> Callable[[int], int]:
    """The rule of a Plural-Forms header as a function; where there is none, that of English."""
    match = re.search(r"plural\s*=\s*([^;]+)", header)
    try:
        return gettext.c2py(match[1] if match else "n != 1")
    except ValueError:
        return _plural_rule("")
