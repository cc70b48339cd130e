"""A catalogue → its proof sheet: text and translation side by side, each in its direction, with room to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from markupsafe import Markup

from kitabcha.dialect import inline, plain
from kitabcha.model import Language
from kitabcha.press import fonts
from kitabcha.press.composition import style_sheet
from kitabcha.press.inline_html import words
from kitabcha.press.templating import environment


@dataclass(frozen=True, slots=True)
class Row:
    """One message: its number on the sheet, what its translator is told, both texts, and how far it is."""

    number: int
    note: str
    source: str
    translation: str
    state: str


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """The messages of one catalogue, for a reviewer with a pen."""

    name: str
    rows: tuple[Row, ...]
    source: Language
    language: Language


def proof_sheet(name: str, rows: Iterable[Row], source: Language, language: Language) -> ProofSheet:
    """The sheet of a catalogue. Marks are left out: a reviewer reads what readers will."""
    shown = (Row(one.number, one.note, _read(one.source), _read(one.translation), one.state) for one in rows)
    return ProofSheet(name, tuple(shown), source, language)


def _read(raw: str) -> str:
    return plain(inline(raw))


def html(sheet: ProofSheet, languages: Mapping[str, Language]) -> str:
    """The sheet as a page for the screen, without its fonts."""
    style = "\n".join((fonts.language_css(languages), _size(sheet), style_sheet("proof-sheet")))
    template = environment(sheet.source, NullTranslations()).get_template("proof-sheet.html")
    return template.render(sheet=sheet, style=Markup(style), say=words)


def printed(sheet: ProofSheet, languages: Mapping[str, Language]) -> str:
    """The same for typesetting, with its fonts by name."""
    faces = fonts.faces_css(lambda face: f"font:{face.file}")
    return html(sheet, languages).replace("<style>", f"<style>\n{faces}", 1)


def _size(sheet: ProofSheet) -> str:
    return f":root {{ --size: {fonts.size_of(sheet.source):.3f}; }}"
