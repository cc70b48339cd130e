"""The fonts of several parts → one font for each, with the glyphs that any of them shows.

WeasyPrint keeps a file's own glyph numbers when it takes a font's unused glyphs out, so the parts' contents agree on
them. One subset of the file, with all their glyphs, serves them all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kitabcha.press.layer import FONT
from kitabcha.press.parts import Facts, UsedFont
from kitabcha.press.subsetting import subset_glyphs


def united(facts: Iterable[Facts]) -> Mapping[str, UsedFont]:
    """For every font of these parts all glyphs that any of them shows."""
    found: dict[str, UsedFont] = {}
    for part in facts:
        for name, font in part.fonts.items():
            before = found.get(name, UsedFont(font.sha256, {}, {}))
            found[name] = UsedFont(font.sha256, {**font.widths, **before.widths}, {**font.texts, **before.texts})
    return found


def foreign_texts(facts: Facts, folder: Path) -> list[str]:
    """What is set in a font that is not one of ours, but one that this machine has."""
    ours = {*_files(folder), ""}
    return [text for font in facts.fonts.values() if font.sha256 not in ours for text in font.texts.values()]


def share(pdf: Any, samples: Mapping[str, Any], used: Mapping[str, UsedFont], folder: Path) -> Any:
    """The one dictionary of fonts for all pages of a PDF. `samples` are its fonts as one of the parts had them."""
    from pikepdf import Dictionary

    fonts = Dictionary()
    for name in sorted(samples):
        if name != FONT:
            _widen(pdf, samples[name], used[name], folder)
        fonts[f"/{name}"] = samples[name]
    return pdf.make_indirect(fonts)


def _widen(pdf: Any, font: Any, used: UsedFont, folder: Path) -> None:
    from pikepdf import Array

    descendant = font.DescendantFonts[0]
    descendant.W = Array([item for start, widths in _runs(used.widths) for item in (start, Array(widths))])
    descriptor = descendant.FontDescriptor
    content = subset_glyphs(_file(folder, used.sha256), tuple(sorted({0, *used.texts})))
    descriptor.FontFile2 = pdf.make_stream(content, Length1=len(content))
    box = descriptor.FontBBox
    descriptor.FontBBox = Array([box[0], box[1], max(used.widths.values(), default=0), box[3]])
    font.ToUnicode = pdf.make_stream(_to_unicode(used.texts))


def _runs(widths: Mapping[int, float]) -> Iterable[tuple[int, list[float]]]:
    """Widths of glyphs that follow one another, with the first one's number."""
    runs: list[tuple[int, list[float]]] = []
    for glyph in sorted(widths):
        if not runs or runs[-1][0] + len(runs[-1][1]) != glyph:
            runs.append((glyph, []))
        runs[-1][1].append(widths[glyph])
    return runs


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    lines = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(texts.items())]
    body = "\n".join(f"{len(some)} beginbfchar\n{chr(10).join(some)}\nendbfchar" for some in _batches(lines))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _batches(lines: list[str]) -> Iterable[list[str]]:
    return (lines[start : start + 100] for start in range(0, len(lines), 100))  # a CMap takes no more at once


def _file(folder: Path, sha256: str) -> bytes:
    return _files(folder)[sha256].read_bytes()


@cache
def _files(folder: Path) -> Mapping[str, Path]:
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in sorted(folder.glob("*.ttf"))}
