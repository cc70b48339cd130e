"""HTML pages become self-contained files, fonts and pictures inside; and the index of everything built."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Set
from gettext import NullTranslations
from itertools import groupby
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, has_errors
from kitabcha.model import BuiltEdition, Language, Place, Printed
from kitabcha.press import fonts
from kitabcha.press.composition import style_sheet
from kitabcha.press.inline_html import Phrases
from kitabcha.press.pictures import media_type
from kitabcha.press.profiles import PROFILES, profile_names
from kitabcha.press.rendering import edition_names
from kitabcha.press.templating import environment
from kitabcha.press.web_fonts import web_font

_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
_PICTURE = re.compile(r'src="(picture:[^"]*)"')


def webpage(
    html: str,
    pictures: Mapping[str, bytes],
    languages: Mapping[str, Language],
    folder: Path,
    place: Place,
) -> tuple[str, list[Diagnostic]]:
    """One file that needs no other, of a page of `composition.for_screen`; empty when a font or a character is missing.

    `pictures` maps every src to the file's bytes; `place` names the file in diagnostics. Same input, same bytes.
    """
    faults = fonts.missing(folder)
    faults = faults or fonts.missing_characters(html, folder, languages, place)
    if has_errors(faults):
        return "", faults
    whole = with_fonts(html, languages, folder)
    return _PICTURE.sub(lambda match: f'src="{_inline(match.group(1), pictures)}"', whole), faults


def with_fonts(html: str, languages: Mapping[str, Language], folder: Path) -> str:
    """A page that holds the letters of its fonts that it uses."""
    return html.replace("<style>", f"<style>\n{_faces(html, languages, folder)}", 1)


def linked_page(html: str, addresses: Mapping[str, str], font_address: str) -> str:
    """A page of `composition.for_screen` whose pictures and fonts lie elsewhere: `addresses` maps every picture's src
    to its URL, and `font_address` is what comes before a font's file name. It has no scripts of its own."""
    faces = fonts.faces_css(lambda face: f"{font_address}{face.file}")
    page = _PICTURE.sub(lambda match: f'src="{addresses[match.group(1)]}"', _SCRIPT.sub("", html))
    return page.replace("<style>", f"<style>\n{faces}", 1)


def _inline(source: str, pictures: Mapping[str, bytes]) -> str:
    return _data(media_type(source), pictures[source])


def _data(media: str, content: bytes) -> str:
    return f"data:{media};base64,{b64encode(content).decode()}"


def _faces(html: str, languages: Mapping[str, Language], folder: Path) -> str:
    """`@font-face` rules of the fonts that set the page's languages, each with the characters that it sets."""
    wanted = _wanted(html, languages)
    parts = {face: web_font(folder, face, wanted[face.family]) for face in fonts.FACES}
    used = {face: content for face, content in parts.items() if content}
    return fonts.faces_css(lambda face: _data("font/woff2", used[face]), used)


def _wanted(html: str, languages: Mapping[str, Language]) -> Mapping[str, Set[str]]:
    """Family → the characters of all languages that it sets."""
    wanted: dict[str, set[str]] = {face.family: set() for face in fonts.FACES}
    for code, characters in fonts.characters_by_language(html).items():
        for family in fonts.families(code, languages):
            wanted[family] |= {letter for letter in characters if fonts.sets(family, letter)}
    return wanted


# --- the index of everything built ----------------------------------------------------------------------------


def index_page(editions: Iterable[BuiltEdition], title: str, languages: Mapping[str, Language]) -> str:
    """The page that lists everything built: for each manual a table of its languages and editions, with links to the
    files. It stands at the top of the output folder and is written in English; `with_fonts` makes it whole."""
    manuals = [list(same) for _, same in groupby(editions, key=lambda edition: edition.manual)]
    english, phrases = languages["en"], NullTranslations()
    template = environment(english, phrases).get_template("index.html")
    style = f"{fonts.language_css(languages)}\n{style_sheet('index')}"
    return template.render(
        manuals=manuals,
        title=title,
        languages=languages,
        style=style,
        names=edition_names(phrases),
        in_order=lambda files: sorted(files, key=_rank),
        called=lambda file: _called(file, phrases),
        called_in=lambda edition: " + ".join(languages[code].name for code in edition.languages),
        size=_size,
    )


def _rank(file: Printed) -> tuple[int, str, bool, str]:
    """First what is read, then each way of printing as the table has them, its print card last."""
    ways = ("", *PROFILES)
    place = ways.index(file.profile) if file.profile in ways else len(ways)
    return place, file.profile, file.part.endswith("card"), file.path


def _called(file: Printed, phrases: Phrases) -> str:
    """What a file is called in the list: its format, or the way of printing that it is for."""
    phrase = phrases.gettext
    if not file.profile:
        return file.format.upper()
    parts = {
        "fronts": phrase("fronts"),
        "backs": phrase("backs"),
        "card": phrase("how to print"),
        "crop-marks": phrase("with crop marks"),
        "crop-marks-card": phrase("with crop marks, how to print"),
    }
    name = profile_names(phrases).get(file.profile, file.profile)
    return f"{name}: {parts[file.part]}" if file.part else name


def _size(count: int) -> str:
    """A file's size as people say it: 1.4 MB, 310 kB."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"
