"""CSL-JSON items, as Zotero exports them → works as they are cited in the text and listed at the end.

A work is written in its own script: a Latin one keeps Latin commas and digits in an Urdu manual. Only a work in the
manual's own language takes the manual's words ("and", "ed."); another Latin one takes the English words, and another
in Arabic script does without words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kitabcha.lore import csl
from kitabcha.lore.sorting import sort_key
from kitabcha.model import CitedWork, Language, Reference

Phrase = Callable[[str], str]
_ARABIC_SCRIPT = re.compile(r"[\u0620-\u06d3\u0750-\u077f]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>{}])")
_EASTERN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_WORDLESS: Mapping[str, str] = MappingProxyType(
    {
        "{names} and {last}": "{names}، {last}",
        "{names} et al.": "{names} …",
        "{names} (ed.)": "({names})",
        "{names} (eds.)": "({names})",
        "n.d.": "؟",
        "edition {edition}": "({edition})",
        "In {book}": "{book}",
        "pp. {pages}": "{pages}",
    }
)
_ENDS = (".", "?", "!", "۔", "؟", "…")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the script and language of one work write its entry."""

    phrase: Phrase
    comma: str
    full_stop: str
    quotes: tuple[str, str]
    is_latin: bool
    language: str

    def digits(self, text: str) -> str:
        return text if self.is_latin else text.translate(_EASTERN)

    def quoted(self, text: str) -> str:
        return f"{self.quotes[0]}{text}{self.quotes[1]}"


@dataclass(frozen=True, slots=True)
class _Work:
    """An item on its way: what it is sorted and told apart by, `suffix` where that takes a letter."""

    key: str
    item: csl.Item
    manner: _Manner
    names: str
    year: str
    suffix: str = ""

    def field(self, name: str) -> str:
        """A field as text that is safe in Markdown; empty when it is not there."""
        return self.manner.digits(_escaped(csl.text(self.item, name)))


def works(references: Iterable[Reference], language: Language, phrase: Phrase) -> tuple[CitedWork, ...]:
    """Every work in its short and long form, sorted by author, year and title in the language's order.

    `phrase` translates the patterns of the interface into the manual's language.
    """
    found = [_work(reference, language, phrase) for reference in references]
    found.sort(
        key=lambda work: (sort_key(_filing_name(work), language), work.year, csl.text(work.item, "title"), work.key)
    )
    return tuple(_cited(work) for work in _told_apart(found))


def _work(reference: Reference, language: Language, phrase: Phrase) -> _Work:
    manner = _manner(reference.item, language, phrase)
    names = _short_names(csl.people(reference.item), manner) or csl.short_title(reference.item)
    return _Work(reference.key, reference.item, manner, names, manner.digits(csl.year(reference.item)))


def _cited(work: _Work) -> CitedWork:
    short = work.manner.phrase("{author} {year}").format(author=work.names, year=_dated(work))
    return CitedWork(work.key, short, _entry(work), work.manner.language)


# --- how a work is written ------------------------------------------------------------------------------------


def _manner(item: csl.Item, language: Language, phrase: Phrase) -> _Manner:
    is_latin = not _ARABIC_SCRIPT.search(str(item.get("title", "")))
    declared = re.split("[-_]", csl.text(item, "language"))[0].lower()
    is_of_our_script = is_latin != language.is_right_to_left
    if is_of_our_script and declared in ("", language.code):
        return _Manner(phrase, language.list_separator, language.full_stop, language.quotes, is_latin, language.code)
    if is_latin:
        return _Manner(str, ", ", ".", ("“", "”"), is_latin, declared)
    return _Manner(lambda words: _WORDLESS.get(words, words), "، ", "۔", ("”", "“"), is_latin, declared)


def _escaped(text: str) -> str:
    """Text whose signs mean nothing to Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


# --- people ---------------------------------------------------------------------------------------------------


def _short_names(people: Sequence[csl.Person], manner: _Manner) -> str:
    """One name, two names, or the first "et al."."""
    names = [csl.family_name(person) for person in people]
    if len(names) > 2:
        return manner.phrase("{names} et al.").format(names=names[0])
    return _listed(names, manner)


def _all_names(people: Sequence[csl.Person], manner: _Manner) -> str:
    """All names, as they are spoken."""
    return _listed([csl.full_name(person, inverted=False) for person in people], manner)


def _listed(names: Sequence[str], manner: _Manner) -> str:
    if len(names) < 2:
        return "".join(names)
    return manner.phrase("{names} and {last}").format(names=manner.comma.join(names[:-1]), last=names[-1])


def _filed_names(people: Sequence[csl.Person], manner: _Manner) -> str:
    """All names, in a list that is sorted by them: a Latin one begins with the first family's name."""
    names = [csl.full_name(person, inverted=manner.is_latin and not place) for place, person in enumerate(people)]
    if manner.is_latin and len(names) > 1 and manner.comma in names[0]:
        names[-2] += manner.comma.rstrip()
    return _listed(names, manner)


def _filing_name(work: _Work) -> str:
    return _filed_names(csl.people(work.item), work.manner) or csl.text(work.item, "title")


# --- years ----------------------------------------------------------------------------------------------------


def _dated(work: _Work) -> str:
    return (work.year or work.manner.phrase("n.d.")) + work.suffix


def _told_apart(found: Sequence[_Work]) -> Iterable[_Work]:
    """2005a, 2005b … (۲۰۰۵ ا, ۲۰۰۵ ب …) where two works have the same names and year."""
    alike = Counter((work.names, work.year) for work in found)
    seen: Counter[tuple[str, str]] = Counter()
    for work in found:
        same = (work.names, work.year)
        suffix = _suffix(seen[same], work.manner) if alike[same] > 1 else ""
        seen[same] += 1
        yield replace(work, suffix=suffix)


def _suffix(count: int, manner: _Manner) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz" if manner.is_latin else "ابپتثجچحخدذرزسشصضطظعغفقکلم"
    space = "" if manner.is_latin else " "
    return space + letters[count % len(letters)]


# --- entries --------------------------------------------------------------------------------------------------


def _entry(work: _Work) -> str:
    sentences = (_heading(work), *_BODIES.get(csl.text(work.item, "type"), _other)(work), _address(work))
    return " ".join(_closed(sentence, work.manner) for sentence in sentences if sentence)


def _closed(sentence: str, manner: _Manner) -> str:
    if sentence.endswith(">") or sentence.rstrip("*”“»").endswith(_ENDS):
        return sentence
    return sentence + manner.full_stop


def _heading(work: _Work) -> str:
    """Who and when; the title stands in for a work that has no author."""
    people = csl.people(work.item)
    author = _escaped(_filed_names(people, work.manner)) or _own_title(work)
    if people and not work.item.get("author"):
        author = _edited(author, len(people), work.manner)
    return work.manner.phrase("{author} ({year})").format(author=author, year=_dated(work))


def _edited(names: str, count: int, manner: _Manner) -> str:
    pattern = manner.phrase("{names} (ed.)") if count == 1 else manner.phrase("{names} (eds.)")
    return pattern.format(names=names)


def _own_title(work: _Work) -> str:
    """A book's title is emphasised, an article's quoted."""
    title = work.field("title")
    return work.manner.quoted(title) if csl.text(work.item, "type") in _PARTS else f"*{title}*"


def _title(work: _Work) -> str:
    return _own_title(work) if csl.people(work.item) else ""


def _edition(work: _Work) -> str:
    """A bare number says what it counts; "2nd, revised" speaks for itself."""
    edition = work.field("edition")
    return work.manner.phrase("edition {edition}").format(edition=edition) if edition.isdecimal() else edition


def _published(work: _Work) -> str:
    """Place and publisher, or the one that is known."""
    return ": ".join(part for part in (work.field("publisher-place"), work.field("publisher")) if part)


def _pages(work: _Work) -> str:
    return re.sub(r"\s*-+\s*", "–", work.field("page"))


def _address(work: _Work) -> str:
    doi, address = csl.text(work.item, "DOI").strip(), csl.text(work.item, "URL").strip()
    target = f"https://doi.org/{doi}" if doi else address
    return f"<{target}>" if re.fullmatch(r"https?://[^\s<>]+", target) else ""


def _book(work: _Work) -> tuple[str, ...]:
    return _title(work), _edition(work), _published(work)


def _article(work: _Work) -> tuple[str, ...]:
    issue = f"({work.field('issue')})" if work.field("issue") else ""
    journal = f"*{work.field('container-title')}*" if work.field("container-title") else ""
    where = f"{journal} {work.field('volume')}{issue}".strip()
    return _title(work), ": ".join(part for part in (where, _pages(work)) if part)


def _chapter(work: _Work) -> tuple[str, ...]:
    whole = f"*{work.field('container-title')}*"
    editors = work.item.get("editor") or () if work.item.get("author") else ()
    if editors:
        names = _escaped(_all_names(editors, work.manner))
        whole = work.manner.comma.join((_edited(names, len(editors), work.manner), whole))
    pages = work.manner.phrase("pp. {pages}").format(pages=_pages(work)) if _pages(work) else ""
    inside = work.manner.phrase("In {book}").format(book=whole)
    return _title(work), work.manner.comma.join(part for part in (inside, pages) if part), _published(work)


def _report(work: _Work) -> tuple[str, ...]:
    kind = " ".join(part for part in (work.field("genre"), work.field("number")) if part)
    return _title(work), kind, _published(work)


def _page(work: _Work) -> tuple[str, ...]:
    return _title(work), work.field("container-title") or work.field("publisher")


def _other(work: _Work) -> tuple[str, ...]:
    return _title(work), work.field("container-title"), work.field("genre"), _published(work)


_BODIES: Mapping[str, Callable[[_Work], tuple[str, ...]]] = MappingProxyType(
    {
        "book": _book,
        "article-journal": _article,
        "article-magazine": _article,
        "article-newspaper": _article,
        "chapter": _chapter,
        "paper-conference": _chapter,
        "report": _report,
        "thesis": _report,
        "webpage": _page,
    }
)
_PARTS = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference", "webpage"}
)
