"""A picture → the words that travel with it and where it was taken; and the same picture without either.

Cameras and drawing programs write into a file who made it, when, where and with what. None of it belongs in a manual.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from xml.etree import ElementTree

_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
_OURS = (f"{{{_SVG}}}", f"{{{_XLINK}}}", f"{{{_XML}}}")
_FOREIGN = re.compile(rb"<!--|<\?(?!xml\s)|<(?:\w+:)?metadata\b|\sxmlns:(?!xlink=|svg=)\w+=|<!DOCTYPE")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_GEOMETRY = frozenset({"d", "points", "transform", "viewBox", "style", "gradientTransform", "patternTransform"})

_IN_ITSELF = ("exif", "icc_profile")
"""What Pillow gives as it stands in the file: of one it has read the facts, of the other there are none."""

_ORIENTATION, _GPS = 0x0112, 0x8825
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs acTL fcTL fdAT".split())
_JPEG_START = b"\xff\xd8"
_JPEG_DROPPED = frozenset({0xFE, *range(0xE1, 0xF0)} - {0xE2, 0xEE})
"""Comments and application segments, but for colours (ICC in APP2, Adobe's in APP14) and the size of pixels (APP0)."""


# --- what a picture tells -------------------------------------------------------------------------------------


def words_in(content: bytes, suffix: str) -> str:
    """The words in a picture, seen or not, a line each; `suffix` says what kind of file it is, as `.png`."""
    read = _WORDS.get(suffix, _no_words)
    try:
        return "\n".join(read(content))
    except (ElementTree.ParseError, OSError, SyntaxError, ValueError):
        return ""  # it is no picture, which is told elsewhere


def tells_where(content: bytes, suffix: str) -> bool:
    """Whether a photograph says where on the earth it was taken."""
    from PIL import Image

    if suffix == ".svg":
        return False
    try:
        with Image.open(io.BytesIO(content)) as image:
            return bool(image.getexif().get_ifd(_GPS))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def _words_of_drawing(content: bytes) -> Iterator[str]:
    yield from _COMMENT.findall(content.decode("utf-8", "ignore"))
    for element in ElementTree.fromstring(content).iter():
        yield from (" ".join(text.split()) for text in (element.text, element.tail) if text and text.strip())
        for key, value in element.attrib.items():
            if key not in _GEOMETRY and any(letter.isalpha() or letter == "+" for letter in value):
                yield value if not value.startswith("data:") else ""


def _words_of_photograph(content: bytes) -> Iterator[str]:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        facts = [*image.info.items(), *image.getexif().items()]
    for name, fact in facts:
        if name in _IN_ITSELF:
            continue
        if isinstance(fact, bytes):
            yield fact.decode("utf-8", "ignore")
        elif isinstance(fact, str):
            yield fact


def _no_words(content: bytes) -> Iterator[str]:
    yield from ()


_WORDS: Mapping[str, Callable[[bytes], Iterator[str]]] = MappingProxyType(
    {
        ".svg": _words_of_drawing,
        **dict.fromkeys((".png", ".jpg", ".jpeg"), _words_of_photograph),
    }
)


# --- without it -----------------------------------------------------------------------------------------------


def bare(content: bytes, suffix: str) -> bytes:
    """The same picture without what it tells of its making. A file that cannot be read stays as it is."""
    strip = _BARE.get(suffix)
    try:
        return strip(content) if strip else content
    except (ElementTree.ParseError, OSError, SyntaxError, ValueError, struct.error, IndexError):
        return content


def _bare_drawing(content: bytes) -> bytes:
    if not _FOREIGN.search(content):
        return content
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(content)
    _take_away(root)
    return ElementTree.tostring(root)


def _take_away(element: ElementTree.Element) -> None:
    """Whatever is not of SVG itself, and what SVG calls metadata."""
    for key in [key for key in element.attrib if key.startswith("{") and not key.startswith(_OURS)]:
        del element.attrib[key]
    for child in list(element):
        if not child.tag.startswith(_OURS[0]) or child.tag == f"{_OURS[0]}metadata":
            element.remove(child)
        else:
            _take_away(child)


def _bare_png(content: bytes) -> bytes:
    if not content.startswith(_PNG_START):
        return content
    kept, at = [_PNG_START], len(_PNG_START)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            return content
        if kind in _PNG_KEPT:
            kept.append(content[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)


def _bare_jpeg(content: bytes) -> bytes:
    if not content.startswith(_JPEG_START):
        return content
    kept, at = [_JPEG_START, _turned(content)], len(_JPEG_START)
    while content[at] == 0xFF and content[at + 1] != 0xDA:  # from the scan on there are no more segments to drop
        (length,) = struct.unpack_from(">H", content, at + 2)
        if content[at + 1] not in _JPEG_DROPPED:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    end = content.rfind(b"\xff\xd9")
    return b"".join([*kept, content[at : end + 2 if end > at else None]])


def _turned(content: bytes) -> bytes:
    """The one fact that is needed to show a photograph upright, when it has it: an Exif segment of its own."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        orientation = image.getexif().get(_ORIENTATION, 1)
    if orientation not in range(2, 9):
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return struct.pack(">BBH", 0xFF, 0xE1, len(tiff) + 8) + b"Exif\0\0" + tiff


_BARE: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {".svg": _bare_drawing, ".png": _bare_png, ".jpg": _bare_jpeg, ".jpeg": _bare_jpeg}
)
