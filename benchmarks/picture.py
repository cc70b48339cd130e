"""Shares of a whole → a picture of bars, as SVG that a browser shows and a printer prints without colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _STEP, _NAMES, _BARS = 720, 30, 220, 400


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole, in seconds."""

    name: str
    seconds: float


def picture(shares: Sequence[Share]) -> str:
    """A bar for each, the longest first, with its seconds and its share."""
    whole, longest = sum(one.seconds for one in shares), max(one.seconds for one in shares)
    ordered = sorted(shares, key=lambda one: -one.seconds)
    bars = "\n".join(_bar(one, place, whole, longest) for place, one in enumerate(ordered))
    height = _STEP * len(shares) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" '
        f'font-size="14" role="img" aria-label="Where the time of a build goes">\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>\n{bars}\n</svg>\n'
    )


def _bar(share: Share, place: int, whole: float, longest: float) -> str:
    top, width = place * _STEP + 8, max(1, share.seconds / longest * (_BARS - 110))
    says = f"{share.seconds:.1f} s, {share.seconds / whole:.0%}"
    return (
        f'<text x="{_NAMES - 10}" y="{top + 15}" text-anchor="end">{escape(share.name)}</text>'
        f'<rect x="{_NAMES}" y="{top}" width="{width:.0f}" height="20" fill="#555"/>'
        f'<text x="{_NAMES + width + 8:.0f}" y="{top + 15}">{says}</text>'
    )
