"""What translators translate: a project → its messages, by catalogue; templates and code → those of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from kitabcha.dialect import inline, is_marked, walk
from kitabcha.model import Citation, Place, Project, Text, Word
from kitabcha.resources import templates_folder
from kitabcha.walking import texts_in

INTERFACE = "interface"
"""The catalogue of the words that Kitabcha itself prints."""

LIBRARY = "library"
"""The catalogue of stories, concepts, passages and the glossary."""

INTERFACE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Message:
    """A unit of translation: `context` is its msgctxt, `plural` its msgid_plural, `places` where it stands."""

    context: str
    msgid: str
    places: tuple[Place, ...]
    note: str = ""
    plural: str = ""
    flags: tuple[str, ...] = ()


Messages: TypeAlias = Mapping[str, tuple[Message, ...]]
"""catalogue → messages, in the order of the document"""


def messages(project: Project) -> Messages:
    """Every message of a project, whomever it is for, once in its catalogue; one place for each file it stands in."""
    gathered: dict[str, dict[tuple[str, str], list[Text]]] = {}
    for text in texts_in(project):
        if is_message(text):
            same = gathered.setdefault(text.catalogue, {}).setdefault((text.context, text.raw), [])
            same.append(text)
    return MappingProxyType({name: tuple(map(_message, texts.values())) for name, texts in gathered.items()})


def is_message(text: Text) -> bool:
    """Whether translators get a text: not where the author told them to leave it alone, nor where it has no words."""
    return bool(text.catalogue) and is_translatable(text.raw)


def is_translatable(raw: str) -> bool:
    """Whether a text has words of its own: one of numbers, values, code or references alone reads alike everywhere."""
    return any(map(str.isalpha, _words(raw) if is_marked(raw) else raw))


def _words(raw: str) -> Iterator[str]:
    for node in walk(inline(raw)):
        if isinstance(node, Word):
            yield from node.content
        elif isinstance(node, Citation):
            yield from (character for _, locator in node.works for character in locator)


def _message(texts: list[Text]) -> Message:
    if len(texts) == 1:
        (text,) = texts
        return Message(text.context, text.raw, (text.place,), text.note)
    notes = dict.fromkeys(text.note for text in texts if text.note)
    return Message(texts[0].context, texts[0].raw, _one_a_file(text.place for text in texts), "\n".join(notes))


def _one_a_file(places: Iterable[Place]) -> tuple[Place, ...]:
    first: dict[str, Place] = {}
    for place in places:
        first.setdefault(place.path, place)
    return tuple(first.values())


# --- interface ------------------------------------------------------------------------------------------------

_KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = MappingProxyType(
    {
        "_": None,
        "gettext": None,
        "phrase": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }
)
_NOTE = "Translators:"


def own_interface(root: Path) -> tuple[Message, ...]:
    """The interface's messages where the project keeps its own catalogue of them; else none."""
    return interface_messages() if any(root.glob(f"locales/*/LC_MESSAGES/{INTERFACE}.po")) else ()


def interface_messages() -> tuple[Message, ...]:
    """What templates mark with `_()` and its kin, and code with `phrase()`, in the order of the files' names.

    A comment that begins with `Translators:` just before one is its note.
    """
    code, templates = Path(__file__).parent.parent, templates_folder()
    found: dict[tuple[str, str], list[Message]] = {}
    for folder, pattern, method in ((templates, "**/*.html", "jinja2.ext:babel_extract"), (code, "**/*.py", "python")):
        for path in sorted(folder.glob(pattern)):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            for message in _extracted(path, name, method):
                found.setdefault((message.context, message.msgid), []).append(message)
    return tuple(map(_united, found.values()))


def _extracted(path: Path, name: str, method: str) -> Iterator[Message]:
    from babel.messages.catalog import Message as BabelMessage
    from babel.messages.extract import extract

    options = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
    with path.open("rb") as source:
        found = extract(method, source, dict(_KEYWORDS), [_NOTE], options, strip_comment_tags=True)
        for line, texts, comments, context in found:
            singular, plural = (texts[0], texts[1]) if isinstance(texts, tuple) else (texts, "")
            flags = ("python-format",) if BabelMessage(texts).python_format else ()
            yield Message(context or "", singular, (Place(name, line),), " ".join(comments), plural, flags)


def _united(same: list[Message]) -> Message:
    places = _one_a_file(place for message in same for place in message.places)
    notes = dict.fromkeys(message.note for message in same if message.note)
    plural = next((message.plural for message in same if message.plural), "")
    return Message(same[0].context, same[0].msgid, places, "\n".join(notes), plural, same[0].flags)
