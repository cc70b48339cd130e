"""A font becomes one with fewer characters, as WOFF2, or with fewer glyphs, as it is: by HarfBuzz where its subsetter
is installed, else by fontTools.

HarfBuzz takes a hundredth of the time for Nastaliq, whose tables fontTools follows for ten seconds.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

LEGAL_NAMES = (0, 7, 13, 14)
"""What a subset keeps of a font's names: copyright, trademark, licence. Its own name may be a reserved one."""

_LIBRARIES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
_MEMORY_MODE_DUPLICATE = 0
_SET_NAME_ID, _SET_FEATURE_TAG = 4, 6  # hb_subset_sets_t
_SET_DROP_TABLE_TAG = 3
_NO_HINTING, _RETAIN_GIDS, _NOTDEF_OUTLINE = 0x1, 0x2, 0x40  # hb_subset_flags_t
_OF_NO_USE = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"JSTF")
"""Tables that no reader of PDF looks at."""


@lru_cache(maxsize=64)
def subset(file: Path, characters: str) -> bytes:
    """The font with these characters and every way to write them, as WOFF2; empty when it has none but the space.

    Same input, same bytes.
    """
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        shown = frozenset(map(ord, characters)) & font.getBestCmap().keys()
    if shown <= {0x20, 0xA0}:
        return b""
    content = file.read_bytes()
    return _woff2((_by_harfbuzz if _library() else _by_fonttools)(content, shown))


@lru_cache(maxsize=64)
def subset_glyphs(content: bytes, glyphs: tuple[int, ...]) -> bytes:
    """The font with these glyphs alone, each under its own number, for a PDF: it holds no way to find them by text.

    Same input, same bytes.
    """
    return _glyphs_by_harfbuzz(content, glyphs) if _library() else _glyphs_by_fonttools(content, glyphs)


def _woff2(content: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    written = BytesIO()
    with TTFont(BytesIO(content), recalcTimestamp=False) as font:
        font.flavor = "woff2"
        font.save(written, reorderTables=False)
    return written.getvalue()


def _by_fonttools(content: bytes, characters: Iterable[int]) -> bytes:
    from fontTools import subset as tools
    from fontTools.ttLib import TTFont

    options = tools.Options()
    options.layout_features, options.hinting = ["*"], False
    options.name_IDs, options.notdef_outline = list(LEGAL_NAMES), True
    written = BytesIO()
    with TTFont(BytesIO(content), recalcTimestamp=False) as font:
        subsetter = tools.Subsetter(options)
        subsetter.populate(unicodes=sorted(characters))
        subsetter.subset(font)
        font.save(written)
    return written.getvalue()


def _glyphs_by_fonttools(content: bytes, glyphs: Iterable[int]) -> bytes:
    from fontTools import subset as tools
    from fontTools.ttLib import TTFont

    options = tools.Options(retain_gids=True, hinting=False, notdef_outline=True, name_IDs=list(LEGAL_NAMES))
    options.drop_tables += [tag.decode() for tag in _OF_NO_USE]
    written = BytesIO()
    with TTFont(BytesIO(content), recalcTimestamp=False) as font:
        subsetter = tools.Subsetter(options)
        subsetter.populate(gids=glyphs)
        subsetter.subset(font)
        font.save(written)
    return written.getvalue()


def _names() -> Iterator[str | None]:
    yield from _LIBRARIES
    yield ctypes.util.find_library("harfbuzz-subset")  # starts compilers to ask them: only when the rest has failed


@cache
def _library() -> Any:
    """HarfBuzz's subsetter with the types of what is called of it, or None."""
    for name in _names():
        try:
            return _typed(ctypes.CDLL(name)) if name else None
        except OSError:
            continue
    return None


def _typed(library: Any) -> Any:
    pointer, number, text = ctypes.c_void_p, ctypes.c_uint, ctypes.c_char_p
    signatures = {
        "hb_blob_create": (pointer, (text, number, ctypes.c_int, pointer, pointer)),
        "hb_blob_destroy": (None, (pointer,)),
        "hb_blob_get_data": (pointer, (pointer, ctypes.POINTER(number))),
        "hb_face_create": (pointer, (pointer, number)),
        "hb_face_destroy": (None, (pointer,)),
        "hb_face_reference_blob": (pointer, (pointer,)),
        "hb_set_add": (None, (pointer, number)),
        "hb_set_clear": (None, (pointer,)),
        "hb_set_invert": (None, (pointer,)),
        "hb_subset_input_create_or_fail": (pointer, ()),
        "hb_subset_input_glyph_set": (pointer, (pointer,)),
        "hb_subset_input_destroy": (None, (pointer,)),
        "hb_subset_input_set": (pointer, (pointer, ctypes.c_int)),
        "hb_subset_input_set_flags": (None, (pointer, number)),
        "hb_subset_input_unicode_set": (pointer, (pointer,)),
        "hb_subset_or_fail": (pointer, (pointer, pointer)),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _by_harfbuzz(content: bytes, characters: Iterable[int]) -> bytes:
    return _cut(content, _wanted(_library(), characters)) or _by_fonttools(content, characters)


def _glyphs_by_harfbuzz(content: bytes, glyphs: Iterable[int]) -> bytes:
    return _cut(content, _wanted_glyphs(_library(), glyphs)) or _glyphs_by_fonttools(content, glyphs)


def _cut(content: bytes, wanted: Any) -> bytes:
    """What is wanted of a font; nothing when HarfBuzz cannot do it."""
    harfbuzz = _library()
    blob = harfbuzz.hb_blob_create(content, len(content), _MEMORY_MODE_DUPLICATE, None, None)
    face = harfbuzz.hb_face_create(blob, 0)
    result = harfbuzz.hb_subset_or_fail(face, wanted)
    try:
        return _content(harfbuzz, result) if result else b""
    finally:
        harfbuzz.hb_face_destroy(result)
        harfbuzz.hb_subset_input_destroy(wanted)
        harfbuzz.hb_face_destroy(face)
        harfbuzz.hb_blob_destroy(blob)


def _wanted(harfbuzz: Any, characters: Iterable[int]) -> Any:
    wanted = harfbuzz.hb_subset_input_create_or_fail()
    harfbuzz.hb_subset_input_set_flags(wanted, _NO_HINTING | _NOTDEF_OUTLINE)
    for character in sorted(characters):
        harfbuzz.hb_set_add(harfbuzz.hb_subset_input_unicode_set(wanted), character)
    features = harfbuzz.hb_subset_input_set(wanted, _SET_FEATURE_TAG)
    harfbuzz.hb_set_clear(features)
    harfbuzz.hb_set_invert(features)
    names = harfbuzz.hb_subset_input_set(wanted, _SET_NAME_ID)
    harfbuzz.hb_set_clear(names)
    for name in LEGAL_NAMES:
        harfbuzz.hb_set_add(names, name)
    return wanted


def _wanted_glyphs(harfbuzz: Any, glyphs: Iterable[int]) -> Any:
    wanted = harfbuzz.hb_subset_input_create_or_fail()
    harfbuzz.hb_subset_input_set_flags(wanted, _NO_HINTING | _RETAIN_GIDS | _NOTDEF_OUTLINE)
    for glyph in sorted(glyphs):
        harfbuzz.hb_set_add(harfbuzz.hb_subset_input_glyph_set(wanted), glyph)
    dropped = harfbuzz.hb_subset_input_set(wanted, _SET_DROP_TABLE_TAG)
    for tag in _OF_NO_USE:
        harfbuzz.hb_set_add(dropped, int.from_bytes(tag, "big"))
    return wanted


def _content(harfbuzz: Any, face: Any) -> bytes:
    blob = harfbuzz.hb_face_reference_blob(face)
    length = ctypes.c_uint()
    data = harfbuzz.hb_blob_get_data(blob, ctypes.byref(length))
    try:
        return ctypes.string_at(data, length.value)
    finally:
        harfbuzz.hb_blob_destroy(blob)
