"""How many characters a text may have where there is little room, held against the pages that Kitabcha sets.

Each text is set where it stands, in the style sheets of A5, on which there is least room: words of our own catalogues,
as many as `elements.ROOM` allows.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from weasyprint.formatting_structure.boxes import LineBox

from kitabcha.dialect import inline, plain
from kitabcha.languages.catalogues import read_all
from kitabcha.languages.elements import ROOM
from kitabcha.languages.interface import interface
from kitabcha.languages.table import LANGUAGES
from kitabcha.press import engine_lines, typesetting
from kitabcha.press.galleys import style_of
from kitabcha.press.profiles import PROFILES
from kitabcha.resources import fonts_folder

ROOT = Path(__file__).parent.parent
PAGE = (
    '<!DOCTYPE html><html lang="{}" dir="{}"><head><meta charset="utf-8">'
    "<style>{} [id^=it-] {{ font-style: inherit }}</style></head><body>{}</body></html>"
)


@dataclass(frozen=True)
class Spot:
    """Where a text stands: the HTML around `{}`, and in how many lines it may go there."""

    html: str
    lines: int


def table(*heads: str, part: str, row: str = "") -> str:
    """A table of a part: its heads, each with its class and words, and a row."""
    cells = "".join(f'<th class="{name}">{words}</th>' for name, _, words in (head.partition(":") for head in heads))
    return f'<section class="part {part}"><table><thead><tr>{cells}</tr></thead><tbody>{row}</tbody></table></section>'


SPACE = 4
"""Pixels by which a line may pass its place: the space at its end."""

IT = '<i id="it">{}</i>'
NUMBER = '<span class="number">0</span>'
AGENDA, PLAN = ("clock:", "clock:", ":", "length:"), ("clock:", "length:", "what:", ":", ":")
FOR_WHOM = f'<section class="part cover"><dl class="for-whom"><div><dt>For</dt><dd>{IT}</dd></div></dl></section>'
SPOTS = {
    "title": Spot(
        f'<nav class="part contents"><ol class="entries"><li class="session"><a><span class="entry">{NUMBER} {IT}'
        '</span><span class="slot">000</span></a></li></ol></nav>', 2,
    ),
    "heading": Spot(
        f'<nav class="part contents"><ol class="entries"><li class="session"><ol><li><a><span class="entry">{IT}</span>'
        '<span class="slot">000</span></a></li></ol></li></ol></nav>', 2,
    ),
    "subtitle": Spot(f'<section class="part cover"><p class="subtitle">{IT}</p></section>', 2),
    "audience": Spot(FOR_WHOM, 1),
    "region": Spot(FOR_WHOM, 1),
    "day": Spot(f'<section class="part agenda"><h3><span class="day-number">Day 0</span> {IT}</h3></section>', 2),
    "break": Spot(table(*AGENDA, part="agenda", row=f"<tr><td></td><td></td><td>{IT}</td><td></td></tr>"), 3),
    "method": Spot(
        table(*PLAN, part="plan", row=f"<tr><td></td><td></td><td></td><td>{IT}</td><td></td></tr>"), 8,
    ),
    "cell": Spot(table(":", ":", ":", part="body", row=f"<tr><td>{IT}</td><td></td><td></td></tr>"), 6),
    "term": Spot(
        f'<section class="part index"><ul class="named"><li style="text-indent: 0">{IT}</li><li>0</li></ul>'
        "</section>", 2,
    ),
}  # fmt: skip
"""Of each role that has a limit where the text stands, and how many lines it may take there. A theme is a name as a
region is, and a currency stands in a line of its own."""

HEADS = {
    "From": Spot(table("clock:" + IT, *AGENDA[1:], part="agenda"), 1),
    "To": Spot(table("clock:" + IT, *AGENDA[1:], part="agenda"), 1),
    "Length": Spot(table(*AGENDA[:3], "length:" + IT, part="agenda"), 1),
    "From minute": Spot(table("clock:" + IT, *PLAN[1:], part="plan"), 2),
    "Ready": Spot(table("tick:" + IT, ":", ":", part="materials"), 1),
    "Before": Spot(table("statement:", "count:" + IT, "count:", part="tally"), 1),
    "After": Spot(table("statement:", "count:", "count:" + IT, part="tally"), 1),
    "Day": Spot(table("day:" + IT, ":", ":", part="form recap"), 1),
    "No.": Spot(table("count:" + IT, "person:", ":", part="form attendance"), 1),
}
"""Heads of narrow columns."""


@cache
def words(language: str) -> tuple[str, ...]:
    """All that our catalogues say in a language, word by word."""
    catalogues = read_all(ROOT, "ur" if language == "en" else language)[0].values()
    entries = [entry for one in catalogues for entry in one.entries.values() if not set("%{<&") & set(entry.msgid)]
    texts = (entry.msgid if language == "en" else entry.msgstr[0] for entry in entries)
    return tuple(word.strip("«»“”\"()'") for text in texts for word in plain(inline(text)).split())


def some(language: str, length: int, start: int) -> str:
    """So many characters of text, to the end of a word."""
    text = " ".join(words(language)[start : start + length])
    return text[: length + 1].rpartition(" ")[0]


def lines_of(language: str, *filled: str) -> list[tuple[int, bool]]:
    """Of each piece of HTML in how many lines its `#it` goes, and whether that keeps to its place."""
    row, body = LANGUAGES[language], "".join(one.replace('id="it"', f'id="it-{at}"') for at, one in enumerate(filled))
    page = PAGE.format(language, row.direction, style_of(row, LANGUAGES, PROFILES["a5"]), body)
    memo = engine_lines.memo(typesetting._faces(page, fonts_folder()))
    document = typesetting._laid_out(page, {}, memo.fonts, fonts_folder())
    lines: dict[str, set[tuple[int, float]]] = {f"it-{at}": set() for at in range(len(filled))}
    keeps = dict.fromkeys(lines, True)
    for number, sheet in enumerate(document.pages):
        for block in (box for box in sheet._page_box.descendants() if hasattr(box, "children")):
            for line in (child for child in block.children if isinstance(child, LineBox)):
                for box in (box for box in line.descendants() if box.element is not None):
                    if (name := box.element.get("id")) in lines:
                        lines[name].add((number, round(line.position_y, 3)))
                        keeps[name] &= box.width <= block.width + SPACE
    return [(len(lines[name]), keeps[name]) for name in lines]


def test_what_is_too_wide_is_noticed():
    spot = HEADS["From"].html
    assert lines_of("en", *(spot.replace("{}", word) for word in ("From", "Incomprehensibly"))) == [
        (1, True),
        (1, False),
    ]


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
def test_texts_as_long_as_they_may_be_have_room(language):
    texts = [(role, some(language, ROOM[role][0], start)) for role in SPOTS for start in (100, 3000, 9000)]
    found = lines_of(language, *(SPOTS[role].html.replace("{}", text) for role, text in texts))
    for (role, text), (count, keeps) in zip(texts, found, strict=True):
        assert 0 < count <= SPOTS[role].lines and keeps, f"{role}: {text}"


def test_a_limit_is_not_far_from_what_fits():
    long = (SPOTS[role].html.replace("{}", some("en", 4 * ROOM[role][0], 3000)) for role in SPOTS)
    for role, (count, _) in zip(SPOTS, lines_of("en", *long), strict=True):
        assert count > SPOTS[role].lines, role


def test_every_limit_is_measured():
    assert set(SPOTS) == set(ROOM) - {"theme", "currency"}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_heads_of_narrow_columns_have_room(language):
    said = interface(language, {}).gettext
    found = lines_of(language, *(spot.html.replace("{}", said(head)) for head, spot in HEADS.items()))
    for (head, spot), (count, keeps) in zip(HEADS.items(), found, strict=True):
        assert 0 < count <= spot.lines and keeps, said(head)
