"""A font and the characters that a page shows → the part of it that the page holds, as WOFF2.

To cut out and pack one takes up to two seconds. So there is a usual part of each font, made once when Kitabcha is set
up, and held by every page that shows nothing beyond it; for other pages it is made with what they show besides. It is
made on the spot where it is not there, with the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from kitabcha.files import write_beside
from kitabcha.press.fonts import FACES, INVISIBLE, Face, shows
from kitabcha.press.subsetting import subset

FOLDER = "web"
"""Where the usual parts are, below the folder of the fonts."""

_LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0«·»–—‘’“”…"
_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_MARKS = "ًٌٍَُِّْٰ"
_URDU = "،؛؟۔ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہۂۃھیےۓ"
_PASHTO = "ټپځڅچډړږژښکڪګڼڻیۍېئۀه"
_QURAN = "ءأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيٱٓٔۖۗۚۛۜ۝۞۟۠ۢۥۦۧۨ۩۪ۭ﴾﴿ﷺ"

USUAL: Mapping[str, str] = MappingProxyType(
    {
        family: "".join(sorted({*letters, *INVISIBLE}))
        for family, letters in (
            ("Noto Serif", _LATIN),
            ("Noto Sans", _LATIN),
            ("Noto Nastaliq Urdu", f"{_URDU}{_DIGITS}{_MARKS}ﷺ"),
            ("Scheherazade New", f" \u00a0{_QURAN}{_URDU}{_PASHTO}{_DIGITS}{_MARKS}"),
        )
    }
)
"""Family → the characters that texts in our languages mostly have."""


def web_font(folder: Path, face: Face, shown: Iterable[str]) -> bytes:
    """The part of a face that a page holds which shows these characters; empty when it shows nothing but blanks."""
    letters = {letter for letter in shown if shows(folder / face.file, letter)}
    if letters <= {" ", "\u00a0"}:
        return b""
    if letters <= set(USUAL[face.family]):
        return _usual(folder, face)
    return subset(folder / face.file, "".join(sorted({*letters, *USUAL[face.family]})))


@lru_cache(maxsize=32)
def _usual(folder: Path, face: Face) -> bytes:
    made = _place(folder, face)
    return made.read_bytes() if made.is_file() else _make(folder, face)


def _make(folder: Path, face: Face) -> bytes:
    return subset(folder / face.file, USUAL[face.family])


def make_all(folder: Path) -> None:
    """Make the usual part of every face, for all pages to come; those of other characters go."""
    made = {_place(folder, face): _make(folder, face) for face in FACES}
    for place, content in made.items():
        write_beside(place, content)
    for place in (folder / FOLDER).glob("*.woff2"):
        if place not in made:
            place.unlink()


def _place(folder: Path, face: Face) -> Path:
    """A file that is named after its characters: what was made for others is not taken for it."""
    characters = sha256(USUAL[face.family].encode()).hexdigest()[:8]
    return folder / FOLDER / f"{Path(face.file).stem}-{characters}.woff2"
