"""What kind of file a picture is, by its name; and drawings that say how large they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".gif": "image/gif",
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".webp": "image/webp",
    }
)


def media_type(name: str) -> str:
    """A picture's media type, by the end of its name."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


_SVG = re.compile(rb"<svg\b[^>]*>")
_VIEW_BOX = re.compile(rb"""\bviewBox\s*=\s*["']\s*\S+[\s,]+\S+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*["']""")


def sized(content: bytes) -> bytes:
    """A drawing with its width and height, taken from its view box where it has none; anything else as it is.

    WeasyPrint 70 fails on a drawing without them in a right-to-left page (block_level_width of a replaced box).
    """
    head = _SVG.search(content)
    box = _VIEW_BOX.search(head[0]) if head and not re.search(rb"\swidth\s*=", head[0]) else None
    if not (head and box):
        return content
    size = b'<svg width="%s" height="%s"' % box.groups()
    return content[: head.start()] + size + content[head.start() + len(b"<svg") :]
