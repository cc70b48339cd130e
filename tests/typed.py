"""A page of HTML → the words that one reads when it is printed, in order, with all that style sheets put between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import html as markup

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Language
from kitabcha.writing import digits

CONTROLS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What nobody sees; poppler puts some of them around what it turns."""

WRITTEN_OUT = {"…": "...", "ﷺ": "صلى الله عليه وسلم", "ﷻ": "جل جلاله"}
"""Single characters of which PDFium makes several in lines from right to left: there it decomposes what Unicode says is
compatible with others (GetUnicodeNormalization), whatever the PDF holds. Held against each other they are the same."""

UNMARKED = ("checklist", "entries", "named", "parallels", "ticks", "works")
"""The classes of lists whose items have no mark (`list-style: none` in the style sheets of print)."""

INLINE = frozenset({"a", "b", "bdi", "code", "em", "i", "span", "strong"})


def plain(text: str) -> str:
    """A text with single spaces between its words, without what nobody sees."""
    text = unicodedata.normalize("NFC", CONTROLS.sub("", text))
    for character, others in WRITTEN_OUT.items():
        text = text.replace(character, others)
    return " ".join(text.split())


def typed(page: str, language: Language, places: Mapping[str, int], capitals: bool = True) -> str:
    """What a page of HTML says when it is printed. `places` has for each anchor its page, from 0; with `capitals`,
    English labels are set in them."""
    body = markup.document_fromstring(page).find("body")
    return plain("".join(_said(body, _Setting(language, places, [0], capitals))))


@dataclass(frozen=True, slots=True)
class _Setting:
    language: Language
    """the edition's, or that of a half of a bilingual one"""
    places: Mapping[str, int]
    notes: list[int]
    """the number of the last note of the part"""
    capitals: bool

    def within(self, element: Any, classes: list[str]) -> _Setting:
        """The setting of what is in an element."""
        return replace(self, language=LANGUAGES[element.get("lang")]) if "half" in classes else self

    def folio(self, element: Any) -> str:
        return digits(self.places[element.get("data-to").removeprefix("#")] + 1, self.language)


def _said(element: Any, setting: _Setting) -> Iterator[str]:
    """The text of an element and what the style sheet puts around it."""
    classes = (element.get("class") or "").split()
    if element.get("aria-hidden") == "true" or not isinstance(element.tag, str):
        return
    if "label" in classes and "sheets-only" in (element.getparent().get("class") or ""):
        return  # not shown in print
    if "part" in classes:
        setting.notes[0] = 0
    setting = setting.within(element, classes)
    around = "" if element.tag in INLINE else " "
    before, after = _added(element, classes, setting)
    inside = [element.text or ""]
    for child in element:
        inside += [*_said(child, setting), child.tail or ""]
    capital = setting.capitals and setting.language.code == "en" and "label" in classes
    yield around + before
    yield "".join(inside).upper() if capital else "".join(inside)
    yield after + around


def _added(element: Any, classes: list[str], setting: _Setting) -> tuple[str, str]:
    """What `::before`, `::marker` and `::after` say."""
    parent = element.getparent()
    match element.tag:
        case "span" if "counted" in classes:
            return "", f" {setting.folio(element)}" if _is_in(element, "contents") else setting.folio(element)
        case "dt" if _is_in(element, "imprint") or _is_in(element, "for-whom"):
            return "", ": "
        case "span" if "footnote" in classes:
            setting.notes[0] += 1
            number = digits(setting.notes[0], setting.language)
            return f"{number} {number} ", " "
        case "span" if parent.get("class") == "timing" and element.getprevious() is not None:
            return " · ", ""
        case "li" if not any(_is_in(element, one) for one in UNMARKED):
            return _marker(element, setting), ""
        case "div" if "item" in classes and parent.getprevious() is not None:
            item = next(element.iterancestors("li"))
            return ("", "") if any(_is_in(item, one) for one in UNMARKED) else (_marker(item, setting), "")
    return "", ""


def _is_in(element: Any, name: str) -> bool:
    return any(name in (one.get("class") or "").split() for one in element.iterancestors())


def _marker(item: Any, setting: _Setting) -> str:
    parent = item.getparent()
    if parent.tag == "ul":
        return "• "
    first = int(parent.get("start", 1))
    return f"{digits(first + parent.index(item), setting.language)}. "
