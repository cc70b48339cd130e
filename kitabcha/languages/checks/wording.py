"""The words of a translation: whether they are all there, in the right language, and those that were agreed upon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kitabcha.languages.checks.pairs import Fault, Pair, script_of, words
from kitabcha.model import Language

_QUOTED = re.compile(r"“[^“”]*”|”[^“”]*“|«[^«»]*»|\"[^\"]*\"")
SHORTEST = 0.35
"""What part of the original's length a whole translation may have, when the original is long enough to tell."""
LONG_ENOUGH = 80


def untranslated(pair: Pair) -> Iterator[Fault]:
    """The original, or words of its script alone. Names and signs without a common word are the same everywhere."""
    found = words(pair.shown)
    if pair.language.script == pair.original.script:
        copied = len(found) > 2 and _bare(pair.shown) == _bare(pair.source_shown)
    else:
        own = any(script_of(word[0]) == pair.language.script for word in found)
        copied = not own and any(map(_is_common, found))
    if copied:
        yield "the translation is in the language of the original", "translate it, or leave msgstr empty"


def half_translated(pair: Pair) -> Iterator[Fault]:
    """A run of the original's words left standing, or much less text than there was."""
    if next(untranslated(pair), None):
        return
    run = 5 if pair.language.script == pair.original.script else 3
    original = f" {' '.join(words(pair.source_shown))} "
    for left in _runs(_unquoted(pair), run):
        if f" {left} " in original and any(map(_is_common, left.split())):
            yield f"`{left}` is left in the language of the original", "translate these words too"
            return
    long = len(pair.source_shown)
    if long >= LONG_ENOUGH and len(pair.shown) < SHORTEST * long:
        yield "the translation is much shorter than the original", "see whether a sentence is missing"


def _runs(text: str, length: int) -> Iterator[str]:
    """Every run of so many words that nothing but spaces parts."""
    for part in re.split(r"[^\w\s'’-]|\n", text):
        found = words(part)
        for first in range(len(found) - length + 1):
            yield " ".join(found[first : first + length])


def latin(pair: Pair) -> Iterator[Fault]:
    """A common word of the original left in Latin letters. Names, and what stands in quotation marks, may be."""
    if pair.language.script == "Latn" or next(untranslated(pair), None) or next(half_translated(pair), None):
        return
    original = words(pair.source_shown)
    for word in words(_unquoted(pair)):
        if _is_common(word) and script_of(word[0]) == "Latn" and word in original:
            yield f"`{word}` is left in Latin letters", "translate it, or write it in your own letters"
            return


def _is_common(word: str) -> bool:
    """Whether a word is no name. The little words are: there is an “of” in many names."""
    return word.islower() and len(word) > 3


def _bare(text: str) -> str:
    return " ".join(words(text.casefold()))


def _unquoted(pair: Pair) -> str:
    return _QUOTED.sub(" . ", pair.shown)


def length(pair: Pair) -> Iterator[Fault]:
    if pair.limit and len(pair.shown) > pair.limit:
        told = f"the translation has {len(pair.shown)} characters, and there is room for {pair.limit}"
        yield told, "say it in fewer words"


def honorifics(pair: Pair) -> Iterator[Fault]:
    """What the original says with ﷺ, and the names that a language never writes without."""
    text, row = pair.shown, pair.language
    if not row.honorifics:
        return
    sign = row.honorifics[0]
    if any(one in pair.source_shown for one in row.honorifics) and not any(one in text for one in row.honorifics):
        yield f"the translation loses {sign}", f"write {sign}, as the original has it"
        return
    signs = "|".join(map(re.escape, row.honorifics))
    for name in row.honoured:
        if re.search(rf"{re.escape(name)}(?!\s*\(?(?:{signs}))(?![^\W\d_])", text):
            yield f"`{name}` stands without {sign}", f"write {sign} after it"
            return


# --- the glossary ---------------------------------------------------------------------------------------------


def glossary(pair: Pair) -> Iterator[Fault]:
    """The agreed words for the terms in a text, in any of their forms."""
    said = words(pair.shown.casefold())
    for term in pair.terms:
        if not any(_is_said(form, said, pair.language) for form in term.translations):
            yield f"`{term.name}` is in the glossary as `{term.translations[0]}`", "use that word, in any of its forms"


def _is_said(form: str, said: tuple[str, ...], language: Language) -> bool:
    """Whether each word of a term is said, in a form that ends otherwise perhaps; of several, the little ones may be
    others."""
    parts = words(form.casefold())
    telling = [word for word in parts if len(word) > 2] or parts
    return all(any(_alike(word, other, language) for other in said) for word in telling)


def _alike(word: str, other: str, language: Language) -> bool:
    return word == other or bool(_stems(word, language) & _stems(other, language))


@lru_cache(maxsize=65536)
def _stems(word: str, language: Language) -> frozenset[str]:
    """What may be left of a word without its ending; two letters at least."""
    bare = "".join(character for character in word if not _is_vowel_sign(character))
    return frozenset(
        stem for end in ("", *language.endings) if bare.endswith(end) and len(stem := bare[: len(bare) - len(end)]) > 1
    )


def _is_vowel_sign(character: str) -> bool:
    return "\u064b" <= character <= "\u0652"
