"""The fonts that Kitabcha brings along: which languages they set, as CSS, and which characters they lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.model import Language, Place
from kitabcha.press.page_tree import page_tree


@dataclass(frozen=True, slots=True)
class Face:
    """One font file as CSS sees it; `weight` from 100 to 900."""

    family: str
    weight: int
    italic: bool
    file: str


FACES = (
    Face("Noto Serif", 400, False, "NotoSerif-Regular.ttf"),
    Face("Noto Serif", 400, True, "NotoSerif-Italic.ttf"),
    Face("Noto Serif", 700, False, "NotoSerif-Bold.ttf"),
    Face("Noto Serif", 700, True, "NotoSerif-BoldItalic.ttf"),
    Face("Noto Sans", 400, False, "NotoSans-Regular.ttf"),
    Face("Noto Sans", 400, True, "NotoSans-Italic.ttf"),
    Face("Noto Sans", 700, False, "NotoSans-Bold.ttf"),
    Face("Noto Sans", 700, True, "NotoSans-BoldItalic.ttf"),
    Face("Noto Nastaliq Urdu", 400, False, "NotoNastaliqUrdu-Regular.ttf"),
    Face("Noto Nastaliq Urdu", 700, False, "NotoNastaliqUrdu-Bold.ttf"),
    Face("Scheherazade New", 400, False, "ScheherazadeNew-Regular.ttf"),
    Face("Scheherazade New", 700, False, "ScheherazadeNew-Bold.ttf"),
)

CSS_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Noto Serif": "Kitabcha Serif",
        "Noto Sans": "Kitabcha Sans",
        "Noto Nastaliq Urdu": "Kitabcha Nastaliq",
        "Scheherazade New": "Kitabcha Naskh",
    }
)
"""Names of our own, so that no font installed on the machine is taken instead."""

# Latin letters, digits and bullets are too heavy in these fonts: they are left to the Latin ones.
_ARABIC = "U+600-6FF, U+750-77F, U+870-8FF, U+200B-200F, U+2066-2069, U+25CC, U+FB50-FDFF, U+FE70-FEFF"
RANGES: Mapping[str, str] = MappingProxyType(
    {"Noto Nastaliq Urdu": _ARABIC, "Scheherazade New": f"{_ARABIC}, U+20, U+A0"}
)

SIZES: Mapping[str, float] = MappingProxyType({"Noto Serif": 1.0, "Noto Nastaliq Urdu": 1.14, "Scheherazade New": 1.24})
"""How much larger a font is set than Noto Serif to look of one size with it."""

SCRIPTURE_FONT, NASTALIQ = "Scheherazade New", "Noto Nastaliq Urdu"
QUOTED_IN_NASKH = ("ar", "sd")
"""Languages that manuals in Nastaliq quote in Naskh; its font has no U+06AA, the k of Sindhi."""
QUOTED_IN_NASTALIQ = ("fa", "skr")
"""Languages that are quoted in the hand in which their poets are printed in Pakistan, whatever the page is set in."""
FALLBACKS = ("Noto Serif", "Scheherazade New")
HEADING_FALLBACKS = ("Noto Sans", "Scheherazade New")
INVISIBLE = frozenset("\t\n\r\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff")


def chain(first: str, fallbacks: tuple[str, ...]) -> tuple[str, ...]:
    """A family and those that stand in for it, each once."""
    return tuple(dict.fromkeys((first, *fallbacks)))


def faces_css(address: Callable[[Face], str], faces: Iterable[Face] = FACES) -> str:
    """`@font-face` rules; `address` gives each file's URL."""
    return "\n".join(_face_css(face, address(face)) for face in faces)


def _face_css(face: Face, url: str) -> str:
    covers = f" unicode-range: {RANGES[face.family]};" if face.family in RANGES else ""
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face {{ font-family: "{CSS_NAMES[face.family]}"; font-weight: {face.weight}; font-style: {style};'
        f'{covers} src: url("{url}"); }}'
    )


def language_css(languages: Mapping[str, Language]) -> str:
    """For every language its fonts, leading and relative size, as rules on `lang` attributes; for languages that
    are quoted and have no row those of the hand that they are quoted in."""
    rows = [(code, *_setting(row)) for code, row in sorted(languages.items())]
    for quoted, family, leading in ((QUOTED_IN_NASKH, SCRIPTURE_FONT, 2.0), (QUOTED_IN_NASTALIQ, NASTALIQ, 2.4)):
        rows += [(code, family, family, leading) for code in quoted if code not in languages]
    rules = [_language_rule(*row) for row in rows]
    for outer, outer_font, _, _ in rows:
        for inner, inner_font, _, _ in rows:
            if outer != inner:
                size = _size(inner_font) / _size(outer_font)
                rules.append(f"[lang={outer}] [lang={inner}] {{ font-size: {size:.3f}em; }}")
    return "\n".join(rules)


def size_beside(inner: str, outer: str, languages: Mapping[str, Language]) -> float:
    """How much larger a language is set inside of another."""
    inside, around = (languages[code].body_font if code in languages else SCRIPTURE_FONT for code in (inner, outer))
    return _size(inside) / _size(around)


def _size(family: str) -> float:
    return SIZES.get(family, 1.0)


def _setting(language: Language) -> tuple[str, str, float]:
    return language.body_font, language.heading_font, language.line_height


def _language_rule(code: str, body: str, heading: str, leading: float) -> str:
    return (
        f"[lang={code}] {{ --body: {_names(chain(body, FALLBACKS))}; "
        f"--heading: {_names(chain(heading, HEADING_FALLBACKS))}; "
        f"--leading: {leading}; font-family: var(--body); line-height: {leading}; }}"
    )


def _names(families: tuple[str, ...]) -> str:
    return ", ".join(f'"{CSS_NAMES[family]}"' for family in families)


def size_of(language: Language) -> float:
    """How much larger than Latin text this language's text is set."""
    return _size(language.body_font)


# --- characters that no font has ------------------------------------------------------------------------------


def missing(folder: Path) -> list[Diagnostic]:
    """An error for each font file that is not there."""
    return [
        error(Place(f"fonts/{face.file}"), "the font is missing", "run `make setup`")
        for face in FACES
        if not (folder / face.file).is_file()
    ]


def unknown_fonts(language: Language) -> list[Diagnostic]:
    """An error for each font of a language's file that does not come along."""
    names = dict.fromkeys((language.body_font, language.heading_font))
    place = Place(f"languages/{language.code}.toml")
    return [
        error(place, f"there is no font `{name}`", did_you_mean(name, CSS_NAMES, "fonts"))
        for name in names
        if name not in CSS_NAMES
    ]


def missing_characters(html: str, folder: Path, languages: Mapping[str, Language], place: Place) -> list[Diagnostic]:
    """An error for each character of a page that no font of its language's chain can show."""
    return faults_of_characters(characters_by_language(html), folder, languages, place)


def faults_of_characters(
    shown: Mapping[str, frozenset[str]], folder: Path, languages: Mapping[str, Language], place: Place
) -> list[Diagnostic]:
    """`missing_characters` of a page that shows these, by language."""
    return [
        error(
            place,
            f"no font for {code or 'this language'} can show {character} (U+{ord(character):04X})",
            "write another character, or mark the words as another language: `[…]{lang=…}`",
        )
        for code, characters in shown.items()
        for character in sorted(characters - INVISIBLE)
        if not any(shows(folder / face.file, character) for face in _plain_faces(code, languages))
    ]


def families(code: str, languages: Mapping[str, Language]) -> tuple[str, ...]:
    """The families that set a language, headings included; for one without a row in the table those of scripture."""
    if code not in languages:
        return chain(SCRIPTURE_FONT, FALLBACKS)
    row = languages[code]
    return tuple(dict.fromkeys((*chain(row.body_font, FALLBACKS), *chain(row.heading_font, HEADING_FALLBACKS))))


def sets(family: str, character: str) -> bool:
    """Whether a family is used for a character, if it has it: Arabic fonts only for their script."""
    return family not in RANGES or any(first <= ord(character) <= last for first, last in _ranges(RANGES[family]))


@cache
def _ranges(written: str) -> tuple[tuple[int, int], ...]:
    pairs = (part.strip().removeprefix("U+").partition("-") for part in written.split(","))
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in pairs)


def _plain_faces(code: str, languages: Mapping[str, Language]) -> tuple[Face, ...]:
    first = languages[code].body_font if code in languages else SCRIPTURE_FONT
    names = chain(first, FALLBACKS)
    return tuple(face for face in FACES if face.family in names and face.weight == 400 and not face.italic)


def shows(file: Path, character: str) -> bool:
    """Whether a font has a character."""
    return ord(character) in _coverage(file)


@cache
def _coverage(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_UNSEEN = frozenset({"script", "style"})


@lru_cache(maxsize=4)
def characters_by_language(html: str) -> Mapping[str, frozenset[str]]:
    """Every character that a page shows, by the language of the element that it stands in."""
    found: dict[str, set[str]] = {}
    codes: dict[Any, str] = {None: ""}
    for element in page_tree(html).iter():  # each after the one that it stands in
        around = codes[element.getparent()]
        if isinstance(element.tag, str):  # no comment
            codes[element] = element.get("lang") or around
            if element.tag not in _UNSEEN:
                found.setdefault(codes[element], set()).update(element.text or "")
        found.setdefault(around, set()).update(element.tail or "")
    return MappingProxyType({code: frozenset(letters) for code, letters in sorted(found.items()) if letters})
