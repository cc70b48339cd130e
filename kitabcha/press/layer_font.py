"""The font of the readable layer: every character of Unicode's first plane as a box that nobody sees."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from kitabcha.model import EMPTY
from kitabcha.press.layer import ADVANCE
from kitabcha.press.reader_orders import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK

_MARKS = range(ord(LEFT_TO_RIGHT_MARK), ord(RIGHT_TO_LEFT_MARK) + 1)


def layer_font(pdf: Any) -> Any:
    """The reference to a font that is added to `pdf`. Its codes are UTF-16; each is shown as a box without area, the
    marks of direction as nothing."""
    import pydyf

    def added(thing: Any) -> Any:
        pdf.add_object(thing)
        return thing.reference

    def stream(content: bytes, extra: Mapping[str, object] = EMPTY) -> Any:
        return added(pydyf.Stream([_packed(content)], {"Filter": "/FlateDecode", **extra}))

    name, content = "/KITABC+KitabchaLayer", _font_file()
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": name,
        "Flags": 4,
        "FontBBox": pydyf.Array([0, -200, 500, 800]),
        "ItalicAngle": 0,
        "Ascent": 800,
        "Descent": -200,
        "CapHeight": 800,
        "StemV": 80,
        "FontFile2": stream(content, {"Length1": len(content)}),
    }
    system = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
    descendant = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": pydyf.Dictionary(system),
        "CIDToGIDMap": stream(_glyphs()),
        "DW": round(ADVANCE * 1000),
        "W": pydyf.Array([_MARKS[0], pydyf.Array([0, 0])]),
        "FontDescriptor": added(pydyf.Dictionary(descriptor)),
    }
    font = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([added(pydyf.Dictionary(descendant))]),
        "ToUnicode": stream(_to_unicode()),
    }
    return added(pydyf.Dictionary(font))


@cache
def _packed(content: bytes) -> bytes:
    return zlib.compress(content, 9)


@cache
def _glyphs() -> bytes:
    """Which glyph stands for each code."""
    box, nothing = b"\0\1", b"\0\2"
    return b"".join(nothing if code in _MARKS else box for code in range(0x10000))


@cache
def _font_file() -> bytes:
    """TrueType with a glyph that has a size but no area: readers measure a character by its outline. Another has no
    size; the first may not be shown (PDF/A-3, 6.2.11.8)."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    pen = TTGlyphPen(None)
    pen.moveTo((0, -200))
    pen.lineTo((500, 800))
    pen.lineTo((0, -200))
    pen.closePath()
    made = FontBuilder(1000, isTTF=True)
    made.setupHead(unitsPerEm=1000, created=0, modified=0)
    made.setupGlyphOrder([".notdef", "box", "nothing"])
    made.setupCharacterMap({})
    made.setupGlyf({".notdef": Glyph(), "box": pen.glyph(), "nothing": Glyph()})
    made.setupHorizontalMetrics({".notdef": (0, 0), "box": (500, 0), "nothing": (0, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Kitabcha Layer", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.font.recalcTimestamp = False
    written = io.BytesIO()
    made.font.save(written)
    return written.getvalue()


@cache
def _to_unicode() -> bytes:
    """Every code stands for itself."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    batches = (ranges[start : start + 100] for start in range(0, len(ranges), 100))  # a CMap takes no more at once
    body = "\n".join(f"{len(batch)} beginbfrange\n{chr(10).join(batch)}\nendbfrange" for batch in batches)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()
