"""References to scripture → verses of a pinned edition, mark for mark, and what a language calls them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import groupby
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error
from kitabcha.dialect import verse_range
from kitabcha.lore.chapters import chapter_name
from kitabcha.model import Curriculum, Language, Passage, Place, Quotation, Rendering, Verse, VerseRange
from kitabcha.writing import digits, span

END_OF_AYAH = "\u06dd"
_EASTERN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """Where the text of an edition comes from, and the SHA-256 of what it must be."""

    scripture: str
    package: str
    path: str
    sha256: str


# The file holds no basmala before the first verses (but 1:1 and 27:30, where it is the text itself); a test says so.
EDITIONS: Mapping[str, CorpusFile] = MappingProxyType(
    {
        "tanzil-uthmani": CorpusFile(
            scripture="quran",
            package="quran_validator",
            path="data/quran-verses.min.json",
            sha256="ddd89dcb757453fe93811cb2a745ef8ba7a0ce97cd7125fcf5ee8932cddfb653",
        )
    }
)


class CorpusDamaged(Exception):
    """The text of an edition is missing, or is not the one that was pinned. The message says which."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The text of one edition: `chapters[n - 1][m - 1]` is verse m of chapter n."""

    edition: str
    chapters: tuple[tuple[Verse, ...], ...]

    def verses(self, reference: VerseRange) -> tuple[Verse, ...]:
        """The verses that a reference without faults names."""
        return self.chapters[reference.chapter - 1][reference.first - 1 : reference.last]


@lru_cache
def corpus(edition: str = "tanzil-uthmani") -> Corpus:
    """The text of a pinned edition; `CorpusDamaged` when it differs by a byte, `KeyError` when none has that name."""
    return _read(edition, _content(EDITIONS[edition]))


def _content(file: CorpusFile) -> bytes:
    try:
        return resources.files(file.package).joinpath(file.path).read_bytes()
    except (ModuleNotFoundError, OSError) as missing:
        raise CorpusDamaged(f"the text is missing: {file.package}/{file.path}") from missing


def _read(edition: str, content: bytes) -> Corpus:
    found, pinned = hashlib.sha256(content).hexdigest(), EDITIONS[edition].sha256
    if found != pinned:
        raise CorpusDamaged(f"the text differs from the pinned one: SHA-256 is {found[:12]}…, not {pinned[:12]}…")
    by_chapter = groupby(json.loads(content), key=lambda verse: verse["surah"])
    return Corpus(edition, tuple(tuple(Verse(v["ayah"], v["text"]) for v in verses) for _, verses in by_chapter))


def corpora(curriculum: Curriculum) -> tuple[Mapping[str, Corpus], list[Diagnostic]]:
    """Scripture → its text, in the editions that the curriculum names; and what is wrong with those."""
    found: dict[str, Corpus] = {}
    faults: list[Diagnostic] = []
    for scripture, edition in curriculum.scripture.items():
        if fault := _edition_fault(scripture, edition, curriculum.place):
            faults.append(fault)
            continue
        try:
            found[scripture] = corpus(edition)
        except CorpusDamaged as damage:
            faults.append(error(curriculum.place, f"`{edition}`: {damage}", "run `make` to install it again"))
    return MappingProxyType(found), faults


def _edition_fault(scripture: str, edition: str, place: Place) -> Diagnostic | None:
    known = [name for name, file in EDITIONS.items() if file.scripture == scripture]
    if not known:
        scriptures = {file.scripture for file in EDITIONS.values()}
        return error(place, f"no scripture is called `{scripture}`", did_you_mean(scripture, scriptures, "scriptures"))
    if edition not in known:
        hint = did_you_mean(edition, known, "editions")
        return error(place, f"no edition of `{scripture}` is called `{edition}`", hint)
    return None


# --- references -----------------------------------------------------------------------------------------------


def check_references(references: Iterable[tuple[str, Place]], texts: Mapping[str, Corpus]) -> list[Diagnostic]:
    """What is wrong with references as written: their form, or a scripture, chapter or verse that does not exist."""
    return [fault for written, place in references if (fault := _written_fault(written, place, texts))]


def _written_fault(written: str, place: Place, texts: Mapping[str, Corpus]) -> Diagnostic | None:
    if reference := verse_range(written):
        return reference_fault(reference, place, texts)
    return error(place, f"`{written}` is not a reference to scripture", "write `quran:49:13` or `quran:49:9-10`")


def reference_fault(reference: VerseRange, place: Place, texts: Mapping[str, Corpus]) -> Diagnostic | None:
    """What is wrong with a reference, or None."""
    if reference.scripture not in texts:
        hint = did_you_mean(reference.scripture, texts, "scriptures")
        return error(place, f"`{reference}`: no scripture is called `{reference.scripture}`", hint)
    chapters = texts[reference.scripture].chapters
    if not 0 < reference.chapter <= len(chapters):
        message = f"`{reference}`: there is no chapter {reference.chapter}"
        return error(place, message, f"the chapters are 1 to {len(chapters)}")
    count = len(chapters[reference.chapter - 1])
    if not 0 < reference.first <= reference.last <= count:
        message = f"`{reference}`: chapter {reference.chapter} has no verse {max(reference.first, reference.last)}"
        return error(place, message, f"chapter {reference.chapter} has {count} verses")
    return None


def written(reference: VerseRange, language: Language) -> str:
    """A reference to the Quran as the language writes it: "Quran 49:9–10", "سورۃ الحجرات، آیات ۹–۱۰"."""
    several = reference.last > reference.first and language.verses_pattern
    return (language.verses_pattern if several else language.verse_pattern).format(
        chapter=chapter_name(reference.chapter, language),
        chapter_number=digits(reference.chapter, language),
        verses=span(reference.first, reference.last, language),
    )


def verse_names(references: Iterable[str], texts: Mapping[str, Corpus], language: Language) -> Mapping[str, str]:
    """References as they stand in the sources → as the language writes them; faulty ones are left out."""
    parsed = ((text, verse_range(text)) for text in references)
    return MappingProxyType(
        {
            text: written(reference, language)
            for text, reference in parsed
            if reference and not reference_fault(reference, Place(""), texts)
        }
    )


# --- passages -------------------------------------------------------------------------------------------------


def quotations(
    passages: Iterable[Passage],
    renderings: Mapping[str, Mapping[str, Rendering]],
    texts: Mapping[str, Corpus],
    language: Language,
) -> tuple[Mapping[str, Quotation], list[Diagnostic]]:
    """Passage id → what is printed of it. `renderings`: language → str(VerseRange) → rendering, as in a project."""
    found: dict[str, Quotation] = {}
    faults: list[Diagnostic] = []
    for passage in passages:
        if fault := reference_fault(passage.reference, passage.place, texts):
            faults.append(fault)
            continue
        rendering = renderings.get(language.code, {}).get(str(passage.reference))
        if rendering is None:
            faults.append(_unrendered(passage, language))
        verses = texts[passage.reference.scripture].verses(passage.reference)
        found[passage.id] = Quotation(passage.reference, verses, written(passage.reference, language), rendering)
    return MappingProxyType(found), faults


def _unrendered(passage: Passage, language: Language) -> Diagnostic:
    return error(
        passage.place,
        f"the passage `{passage.id}` has no rendering in {language.name} ({language.code})",
        f"add `{passage.reference}` under `verses` in library/renderings/{language.code}.yaml",
    )


def ayah_sign(number: int) -> str:
    """The end-of-ayah sign and, after it, the verse's number in the digits of the mushafs printed in Pakistan."""
    return END_OF_AYAH + str(number).translate(_EASTERN)


def notices(texts: Mapping[str, Corpus], phrase: Callable[[str], str]) -> tuple[str, ...]:
    """What the licence of each edition asks to be printed with its text; `phrase` translates."""
    notice = {
        "tanzil-uthmani": phrase(
            "Arabic text of the Quran: Tanzil Quran Text (Uthmani), Tanzil Project, tanzil.net, "
            "Creative Commons Attribution 3.0. It follows the Medina mushaf, and may be copied only without any change."
        )
    }
    return tuple(notice[text.edition] for text in texts.values())
