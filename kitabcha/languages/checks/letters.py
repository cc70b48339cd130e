"""The letters of a translation: whether they are those of its language, and what stands among them unseen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from kitabcha.languages.checks.pairs import Fault, Pair, named, script_of, words
from kitabcha.model import Language

_SIGNS = frozenset("\ufdf2\ufdfa\ufdfb\ufd3e\ufd3f\ufdfc")
"""Written as one character, and meant to be: ﷲ ﷺ ﷻ ﴾ ﴿ ﷼"""

_EMBEDDING = frozenset("\u202a\u202b\u202c\u202d\u202e")
_ISOLATES, _END_OF_ISOLATE = frozenset("\u2066\u2067\u2068"), "\u2069"
_MARKS = "\u200e\u200f\u061c"
_KASHIDA = "\u0640"


def letters(pair: Pair) -> Iterator[Fault]:
    """Letters of another language of the same script: ي in Urdu, ی in Sindhi."""
    row = pair.language
    if not any(_is_wrong(character, row) for character in frozenset(pair.shown)):
        return
    for word in words(pair.shown):
        wrong = dict.fromkeys(character for character in word if _is_wrong(character, row))
        for character in wrong:
            right = dict(row.letters_instead).get(character)
            hint = f"write {named(right)}" if right else "or mark words of another language: `[…]{lang=…}`"
            yield f"`{word}` holds {named(character)}, which `{row.code}` is not written with", hint


def _is_wrong(character: str, row: Language) -> bool:
    if row.script == "Latn" or _is_composite(character) or unicodedata.category(character)[0] == "M":
        return False
    return script_of(character) == row.script and character not in row.letters and character != _KASHIDA


def _is_composite(character: str) -> bool:
    return "\ufb50" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefe"


def look_alikes(pair: Pair) -> Iterator[Fault]:
    """Characters that look right and are not: letters of another script in a word, forms that no keyboard types."""
    text = pair.shown
    for character in dict.fromkeys(text):
        if _is_composite(character) and character not in _SIGNS:
            plain = unicodedata.normalize("NFKC", character)
            yield f"{named(character)} is a form of letters for old printers", f"type {plain}"
        elif (script := script_of(character)) not in {"", pair.language.script, "Latn", "Arab"}:
            yield f"{named(character)} is a letter of another script ({script})", "type it with your own keyboard"
    for word in words(text):
        scripts = {script_of(character) for character in word} - {""}
        if {"Latn", "Arab"} <= scripts:
            yield f"`{word}` mixes letters of two scripts", "type it anew, or put a space between the two"
    if (composed := unicodedata.normalize("NFC", text)) != text:
        apart = next(one for one, other in zip(text, composed, strict=False) if one != other)
        yield f"a letter and its mark are typed apart, at {named(apart)}", "type the letter that has the mark: آ, ئ, ۂ"


def digits(pair: Pair) -> Iterator[Fault]:
    """Western digits are at home everywhere, but not within one number with others."""
    own = pair.language.digits
    foreign = [one for one in dict.fromkeys(pair.shown) if one.isdecimal() and one not in own and not one.isascii()]
    for digit in foreign:
        right = own[unicodedata.decimal(digit)]
        yield f"{named(digit)} is no digit of `{pair.language.code}`", f"write {named(right)}"
    for number in re.findall(r"\d+", pair.shown):
        if not foreign and len({digit.isascii() for digit in number}) > 1:
            yield f"`{number}` mixes digits of two kinds", "write all of them in digits of your language"


def bidi(pair: Pair) -> Iterator[Fault]:
    """Embeddings, which spoil what follows them; and marks of direction that no number or sign stands next to."""
    for character in dict.fromkeys(pair.translation):
        if character in _EMBEDDING:
            told = f"U+{ord(character):04X} is a control of direction that spoils what follows it"
            yield told, "delete it; mark words of another language: `[…]{lang=…}`"
    if any(not _is_needed(pair.translation, at.start()) for at in re.finditer(f"[{_MARKS}]", pair.translation)):
        yield "a mark of direction (U+200E, U+200F or U+061C) stands where it does nothing", "delete it"


def _is_needed(text: str, at: int) -> bool:
    """Whether a mark of direction stands next to a number or a sign, whose direction is not told otherwise."""
    beside = (text[at - 1 : at], text[at + 1 : at + 2])
    return _MARKS.find(beside[0] or " ") < 0 and any(one and not one.isspace() and not script_of(one) for one in beside)


def isolates(pair: Pair) -> Iterator[Fault]:
    depth = 0
    for character in pair.translation:
        depth += (character in _ISOLATES) - (character == _END_OF_ISOLATE)
        if depth < 0:
            break
    if depth:
        hint = "delete them; mark words of another language: `[…]{lang=…}`"
        yield "the isolates (U+2066 to U+2069) do not close as they open", hint


def kashida(pair: Pair) -> Iterator[Fault]:
    """Lines are not filled by drawn-out letters here, and a word with a kashida is not found. `هـ` after a year is one
    letter's own shape."""
    text = re.sub(rf"(?<![^\W\d_])ه{_KASHIDA}(?![^\W\d_])", "", pair.shown)
    for word in dict.fromkeys(re.findall(rf"\S*{_KASHIDA}\S*", text)):
        yield f"`{word}` is drawn out with a kashida (U+0640)", f"write {word.replace(_KASHIDA, '')}"


def joiners(pair: Pair) -> Iterator[Fault]:
    """Joiners and soft hyphens that are doubled, or at the edge of a word, where they join and part nothing."""
    unseen = "\u200b\u200c\u200d\u00ad\ufeff"
    for before, after in pairwise(f" {pair.shown} "):
        at_edge = (before in unseen and not after.isalpha()) or (after in unseen and not before.isalpha())
        if at_edge and "\u200d" not in before + after:
            found = before if before in unseen else after
            yield f"an unseen character (U+{ord(found):04X}) stands where it does nothing", "delete it"
            return
