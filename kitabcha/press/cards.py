"""A numbered book → HTML documents of what is printed apart from it: cards to cut, and posters for the wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kitabcha import writing
from kitabcha.dialect import inline, plain
from kitabcha.model import Block, Directive, HtmlDocument, LoreBlock, NumberedSession, Story, Text
from kitabcha.press.blocks import Page
from kitabcha.press.profiles import CARDS, POSTERS
from kitabcha.press.rendering import Desk
from kitabcha.walking import texts_in

LONG = 480
"""Letters from which on a card's text is set smaller; what is longer still goes on to a second card."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its kind is "roleplay" or "story", its number that of the session and its own there; `footnotes` are with
    the text that it holds."""

    kind: str
    number: str
    title: Text | None
    block: Directive | LoreBlock
    page: Page
    is_long: bool

    @property
    def story(self) -> Story | None:
        item = self.block.item if isinstance(self.block, LoreBlock) else None
        return item if isinstance(item, Story) else None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is read from the card. It goes into participants' hands: the trainer's notes are not on it."""
        return self.story.blocks if self.story else _without_notes(self.block)


def card_documents(desk: Desk) -> tuple[HtmlDocument, ...]:
    """A document for each session with role plays or stories. Every card begins on a front: its title; the pages that
    follow are its text, on as many cards as it takes."""
    return tuple(
        desk.document(f"{one.session.key}-cards", "card", page, cards=cards)
        for one in desk.numbered.sessions
        for page in [_page(desk, one, CARDS)]
        if (cards := tuple(_cards(desk, one, page)))
    )


def poster_documents(desk: Desk) -> tuple[HtmlDocument, ...]:
    """A document for each session: what it is for in large letters, and each of its pictures."""
    return tuple(
        desk.document(f"{one.session.key}-posters", "poster", _page(desk, one, POSTERS), one=one)
        for one in desk.numbered.sessions
    )


CONTENTS: Mapping[str, Callable[[Desk], tuple[HtmlDocument, ...]]] = MappingProxyType(
    {CARDS: card_documents, POSTERS: poster_documents}
)
"""What a profile's `content` asks for, when it is not the book."""


def _page(desk: Desk, one: NumberedSession, part: str) -> Page:
    page = desk.page(f"{one.session.key}---{part}", one.session.key)
    own = MappingProxyType({note.label: note for note in one.session.footnotes})
    return replace(page, setting=replace(page.setting, footnotes=own))


def _cards(desk: Desk, one: NumberedSession, page: Page) -> Iterator[Card]:
    for count, block in enumerate(_printed_apart(one.session.blocks), start=1):
        number = writing.digits(f"{one.number}.{count}", desk.language)
        if isinstance(block, LoreBlock):
            assert isinstance(block.item, Story)
            inside = page.with_footnotes(block.item.footnotes)
            yield Card("story", number, block.item.title, block, inside, _is_long(block.item.blocks))
        else:
            yield Card("roleplay", number, block.title, block, page, _is_long(_without_notes(block)))


def _printed_apart(blocks: tuple[Block, ...]) -> Iterator[Directive | LoreBlock]:
    """Role plays and stories, those too that stand inside of other boxes."""
    for block in blocks:
        if isinstance(block, LoreBlock):
            if isinstance(block.item, Story) and block.item.kind == "story":
                yield block
        elif isinstance(block, Directive):
            if block.name == "roleplay":
                yield block
            else:
                yield from _printed_apart(block.blocks)


def _without_notes(block: Directive | LoreBlock) -> tuple[Block, ...]:
    inside = block.blocks if isinstance(block, Directive) else ()
    return tuple(one for one in inside if not (isinstance(one, Directive) and one.name == "facilitator"))


def _is_long(blocks: tuple[Block, ...]) -> bool:
    return sum(len(plain(inline(text.raw))) for text in texts_in(blocks)) > LONG
