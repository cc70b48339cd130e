"""Text → what in it may lead to a person: numbers of cards, telephones and accounts, addresses, places on the earth.

Digits count in whatever script they are written, and marks that nobody sees count for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

_DIGIT = re.compile(r"\d")
_FOREIGN_DIGIT = re.compile(r"[^\x00-\x7f]")
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u06d4", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t", " "),
        **{"\u066b": ".", "\u066c": ",", "\u060c": ",", "\uff0b": "+", "\uff20": "@"},
    }
)
_FEWEST = 5
"""Digits of the shortest number that is told without words about it."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something that may lead to a person: what kind of thing it is, in words, its text, and its line from 0."""

    kind: str
    text: str
    line: int

    @property
    def masked(self) -> str:
        """The text, but for its last two characters unreadable: messages are copied and sent around."""
        return re.sub(r"\w(?=.*\w.*\w)", "•", self.text)

    @property
    def key(self) -> str:
        return key_of(self.text)


def folded(text: str) -> str:
    """A text with plain digits, hyphens and spaces, and without marks that are not seen. Its lines stay."""
    plain = _UNSEEN.sub("", text).translate(_SIGNS)
    return _DIGIT.sub(_plain_digit, plain) if _FOREIGN_DIGIT.search(plain) else plain


def _plain_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))


def key_of(text: str) -> str:
    """What two writings of the same number or address have in common."""
    return "".join(letter for letter in folded(text).casefold() if letter.isalnum() or letter in "@.").strip(".")


@lru_cache(maxsize=1 << 16)  # a session that looks at a project again and again reads only what changed
def disclosures(text: str) -> tuple[Disclosure, ...]:
    """Everything of that kind in a text, line by line."""
    if not _SUSPECT.search(text):
        return ()
    return tuple(
        found
        for number, line in enumerate(text.split("\n"))
        if _SUSPECT.search(line)
        for found in _in_line(folded(line), number)
    )


def _in_line(line: str, number: int) -> Iterator[Disclosure]:
    digits = len(_DIGIT.findall(line))
    plain = _WORKS.sub(lambda match: " " * len(match[0]), line)
    taken: list[range] = []
    for kind, find in _KINDS.items():
        if digits < _FEWEST if kind in _NUMBERS else not _SIGNS_OF[kind].search(plain):
            continue
        for start, end in find(plain):
            if not any(start < one.stop and one.start < end for one in taken):
                taken.append(range(start, end))
                yield Disclosure(kind, plain[start:end], number)


# --- what is looked for ---------------------------------------------------------------------------------------

_Find = Callable[[str], Iterator[tuple[int, int]]]

_WORKS = re.compile(r"\b10\.\d{4,9}/\S+|\bIS[BS]N(?:-1[03])?\W{0,4}[\d -]{7,16}[\dXx]\b")
"""Numbers of published works: these look like others."""
_SUSPECT = re.compile(r"\d|[@\uff20]|\(at\)|\[at\]|maps|what3words")
"""What no line goes without that tells any of this."""

_START, _END = r"(?<![0-9A-Za-z_])", r"(?![0-9])"
_GAP = r"[ .()/-]{0,2}"


def _matches(*patterns: str, right: Callable[[str], bool] = bool) -> _Find:
    """Finds what any of the patterns matches, or their group `it`, where `right` says so of it."""
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    def find(line: str) -> Iterator[tuple[int, int]]:
        for pattern in compiled:
            group = "it" if "it" in pattern.groupindex else 0
            yield from (match.span(group) for match in pattern.finditer(line) if right(match[group]))

    return find


def _is_no_book(text: str) -> bool:
    """Whether thirteen digits are not those of a book (ISBN-13)."""
    digits = _digits(text)
    total = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return not ("".join(map(str, digits)).startswith(("978", "979")) and total % 10 == 0)


def _is_account(text: str) -> bool:
    """Whether it is an IBAN: its check digits are right (ISO 13616), or it is as long as those of Pakistan."""
    plain = re.sub(r"\s", "", text).upper()
    turned = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
    return int(turned) % 97 == 1 or (plain.startswith("PK") and len(plain) == 24)


def _is_card(text: str) -> bool:
    """Whether the check digit of a bank card is right (ISO/IEC 7812)."""
    doubled = [digit * (1 + place % 2) for place, digit in enumerate(reversed(_digits(text)))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _digits(text: str) -> list[int]:
    return [int(character) for character in text if character.isdigit()]


_CALLED = r"(?:\W{0,3}(?:no|number|نمبر|شمېره|ګڼه))?\W{0,4}"
_IDENTITY = rf"(?:cnic|nicop|identity[ -]card|شناختی کارڈ|شناختي کارت|tazkira|تذکر[هہ]){_CALLED}"
_TELEPHONES = r"\b(?:telephone|tel|phone|ph|mobile|cell|whatsapp|call)\b"
_TELEPHONE = rf"(?:{_TELEPHONES}|فون|موبائل|موبایل|واٹس ایپ|واټساپ|رابطہ|ټلیفون){_CALLED}"
_ACCOUNT = rf"(?:\baccount|\ba/c|اکاؤنٹ|کھاتہ|حساب){_CALLED}"
_PASSPORT = rf"(?:passport|پاسپورٹ|پاسپورټ){_CALLED}"

_KINDS: Mapping[str, _Find] = MappingProxyType(
    {
        "an identity-card number": _matches(
            rf"{_START}[1-9]\d{{4}}[- .]?\d{{7}}[- .]?\d{_END}",
            rf"{_START}\d{{3}}-\d{{2}}-\d{{6}}{_END}",
            rf"{_IDENTITY}(?P<it>\d(?:[ -]?\d){{4,}})",
            right=_is_no_book,
        ),
        "a bank account (IBAN)": _matches(
            rf"{_START}[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]{{4}}){{2,7}}(?: ?[A-Z0-9]{{1,3}})?(?![0-9A-Za-z])",
            right=_is_account,
        ),
        "a bank card": _matches(rf"{_START}\d{{4}}([ -]?)\d{{4}}\1\d{{4}}\1\d{{4}}{_END}", right=_is_card),
        "a bank account": _matches(rf"{_ACCOUNT}(?P<it>\d(?:[ -]?\d){{7,}})"),
        "a telephone number": _matches(
            rf"(?:\+|{_START}00){_GAP}[1-9](?:{_GAP}\d){{7,13}}{_END}",
            rf"{_START}92{_GAP}3(?:{_GAP}\d){{9}}{_END}",
            rf"{_START}0{_GAP}3(?:{_GAP}\d){{9}}{_END}",
            rf"{_START}0[1-9]\d{{1,3}}\)?[ ./-]{{1,3}}\d(?:[ .-]?\d){{5,8}}{_END}",
            rf"{_START}0[1-9]\d{{8,9}}{_END}",
            rf"{_START}3\d{{2}}[ -]?\d{{3}}[ -]?\d{{4}}{_END}",
            rf"{_START}111[ -]?\d{{3}}[ -]?\d{{3}}{_END}",
            rf"{_START}0[89]00[ -]?\d(?:[ -]?\d){{4,5}}{_END}",
            rf"{_TELEPHONE}(?P<it>\d(?:{_GAP}\d){{5,13}}){_END}",
        ),
        "a passport number": _matches(
            rf"{_START}(?-i:[A-Z]{{1,2}}) ?\d{{7,8}}(?![0-9A-Za-z])",
            rf"{_PASSPORT}(?P<it>[A-Z]{{0,2}} ?\d(?:[ -]?\d){{5,8}}){_END}",
        ),
        "an e-mail address": _matches(
            r"[\w.%+-]+ ?(?:@|\(at\)|\[at\]) ?(?!\d+x\.)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
        ),
        "a place on the earth": _matches(
            r"(?<![\d.])-?\d{1,3}\.\d{4,} ?°? ?[NSEW]?[,; ] ?-?\d{1,3}\.\d{4,}",
            r"\d{1,3} ?° ?\d{1,2} ?['′’][^,;]{0,12}[,; ]{1,3}\d{1,3} ?° ?\d{1,2} ?['′’]",
            r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",
            r"(?:google\.[a-z.]+/maps|goo\.gl/maps|maps\.app\.goo\.gl|maps\.app|what3words\.com)/[^\s,;)]*[^\s.,;)]|geo:-?\d[\d.,-]+",
        ),
        "a street address": _matches(
            r"\b(?:house|flat|plot|shop|h)\W{0,2}(?:no|number|#)\W{0,3}\d+[A-Za-z]?",
            r"\b(?:street|st|lane|gali)\W{0,2}(?:no|number|#)\W{0,3}\d+",
            r"\bp\.? ?o\.? ?box\W{0,3}\d+",
            r"(?<!\d)\d{1,4}(?:-[A-Z])?,? (?-i:(?:[A-Z][\w'’-]+ ){1,3}(?:Road|Street|Avenue|Lane))\b",
            r"(?:مکان|فلیٹ|دکان|پلاٹ|گلی|کور|کوڅه|کوڅې|دوکان) (?:نمبر|شمېره|ګڼه|#)\W{0,3}\d+",
        ),
    }
)
_NUMBERS = frozenset(kind for kind in _KINDS if kind.endswith(("number", "card", "account", "(IBAN)")))
_SIGNS_OF: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "an e-mail address": re.compile(r"@|\(at\)|\[at\]", re.IGNORECASE),
        "a place on the earth": re.compile(r"\.\d{4}|°|\+|maps|geo:|what3words"),
        "a street address": re.compile(
            r"(?:no|number|#|box|نمبر|شمېره|ګڼه)\W{0,4}\d|\d\D+(?:road|street|avenue|lane)", re.IGNORECASE
        ),
    }
)
"""What no line goes without that holds such a thing: to look for one thing is quicker than for many."""
