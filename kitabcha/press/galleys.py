"""The parts of a manual become galleys: pages of HTML to be typeset alone, with slots where the manual decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import zip_longest
from types import MappingProxyType

from markupsafe import Markup

from kitabcha import writing
from kitabcha.dialect import inline, plain
from kitabcha.model import Edition, HtmlDocument, Language, NumberedBook
from kitabcha.press import fonts, thumbs
from kitabcha.press.composition import (
    NOTES,
    PAGE_MARK,
    SESSION_NUMBER,
    anchors_of,
    numbers_of,
    own_sheet,
    pair_styles,
    pictures_of,
    style_sheet,
    style_variables,
    title_of,
    with_links,
    with_number,
)
from kitabcha.press.inline_html import Phrases
from kitabcha.press.late import FOLIO_WIDTH
from kitabcha.press.profiles import BOOK, PROFILES, SHEET_SIZES, Profile
from kitabcha.press.templating import environment
from kitabcha.press.verification import verses_in

ELSEWHERE = "kitabcha:"
"""The scheme of links to what is in another part of the manual."""

HERE = "here"
"""What a session is called in its own part, so that the part is the same wherever the session is held."""

PAGE_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "attendance": ("sheet",),
        "cards": ("", "card-text"),
        "certificate": ("certificate",),
        "change-story": ("sheet",),
        "cover": ("cover",),
        "evaluation": ("sheet",),
        "imprint": ("imprint",),
        "posters": ("", "poster-picture"),
        "recap": ("sheet",),
        "sheet": ("sheet",),
        "tally": ("sheet",),
    }
)
"""Kind of part → the names of its pages in the style sheets, the one nameless page for all others."""

_IN_TEXT, _IN_LISTS = 2, 4
"""For how many digits a page's number has room: most manuals have less than a hundred pages, and in the running text
too wide a gap is worse than narrow digits."""

_CALL = re.compile(r'<a class="note-call" id="([^"]*)" href="#([^"]*)" role="doc-noteref">\d+</a>')
_NOTE = re.compile(r'<li id="([^"]*)">(.*?) <a class="back"[^>]*>.*?</a></li>', re.DOTALL)
_LINK = re.compile(r'(<a\b[^>]*\shref=")#([^"]*)"')
_HEADING = re.compile(r"<h2\b[^>]*>(.*?)</h2>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Galley:
    """A part as it goes to be typeset. `session` is the key of the session that it belongs to ("": none) and `number`
    that session's (0: none); `heading` stands at the head of its pages; `page_names` are what its pages are called in
    the style sheets.

    Of a book on facing pages, a part has the name of its counterpart in the other `language` (a code), and stands on
    one `side` only, "left" or "right"; both are empty in other books."""

    name: str
    kind: str
    html: str
    session: str = ""
    number: int = 0
    heading: str = ""
    page_names: tuple[str, ...] = ("",)
    pictures: tuple[str, ...] = ()
    verses: tuple[str, ...] = ()
    """References of the verses in it, in order."""
    language: str = ""
    side: str = ""

    @property
    def without_html(self) -> Galley:
        """What is left to know when it is typeset."""
        return replace(self, html="")


def galleys(
    documents: Iterable[HtmlDocument],
    numbered: NumberedBook,
    language: Language,
    languages: Mapping[str, Language],
    interface: Phrases,
    profile: Profile = PROFILES["a4"],
    side: str = "",
) -> tuple[Galley, ...]:
    """The parts that are printed, in order, as a profile wants them; on facing pages those of one `side`.

    Fonts are addressed as `font:FILE` and pictures as `picture:PATH`; typesetting resolves them.
    """
    sheets_only = numbered.book.edition.kind == "handouts"
    left_out = {"cover", "session"} if sheets_only else set()
    parts = _with_heading([document for document in documents if document.kind not in left_out])
    if profile.content != BOOK:
        parts = [in_one(parts, profile.content, numbered, languages)]
    known, numbers = anchors_of(parts), numbers_of(numbered)
    style = style_of(language, languages, profile, edition=numbered.book.edition)
    page = environment(language, interface).get_template("print.html")

    def galley(document: HtmlDocument) -> Galley:
        number = numbers.get(document.session, 0)
        body = _slots(_with_footnotes(with_links(document.body, known)), number, languages, known)
        html = page.render(language=language, style=Markup(style), body=Markup(_apart(body, document.session)))
        return Galley(
            document.name,
            document.kind,
            html,
            document.session,
            number,
            _running_head(document.body),
            PAGE_NAMES.get(document.kind, ("",)),
            tuple(document.pictures),
            tuple(reference for reference, _ in verses_in(document.body)),
            language.code if profile.is_facing else "",
            side,
        )

    return tuple(map(galley, parts))


def in_one(
    documents: Iterable[HtmlDocument], name: str, numbered: NumberedBook, languages: Mapping[str, Language]
) -> HtmlDocument:
    """Parts that are set together: cards, whose fronts and backs are counted through all sessions."""
    documents, numbers = tuple(documents), numbers_of(numbered)
    body = "\n".join(with_number(document, numbers, languages) for document in documents)
    return HtmlDocument(name, name, body, pictures_of(documents))


def style_of(
    language: Language,
    languages: Mapping[str, Language],
    profile: Profile,
    margins: str = "",
    edition: Edition | None = None,
) -> str:
    """All that style sheets say of a part in one language, or of an edition in two, in one profile; `margins` is what
    they say of its pages' heads and feet, which profiles may change."""
    return "\n".join(
        (
            fonts.faces_css(lambda face: f"font:{face.file}"),
            fonts.language_css(languages),
            style_variables(language),
            own_sheet("shared", language, languages),
            own_sheet("print", language, languages),
            f"::footnote-call, ::footnote-marker {{ content: counter(footnote, {language.list_style}); }}",
            *(pair_styles(edition, languages, "print", *(["narrow"] if profile.is_narrow else [])) if edition else ()),
            margins,
            _sheet(SHEET_SIZES[profile.sheet]),
            *(own_sheet(f"profiles/{name}", language, languages) for name in profile.style_sheets),
            _text_size(profile.size),
        )
    )


def _sheet(size: str) -> str:
    return f"@page {{ size: {size}; }}\n@page certificate {{ size: {size} landscape; }}"


def _text_size(points: float) -> str:
    return f"html {{ font-size: calc({points:g}pt * var(--size)); }}" if points else ""


def _with_heading(parts: Sequence[HtmlDocument]) -> list[HtmlDocument]:
    """Parts, the heading of those without a cover at the head of the contents."""
    heading = "".join(document.body for document in parts if document.kind == "heading")
    return [
        replace(document, body=heading + document.body) if document.kind == "contents" else document
        for document in parts
        if document.kind != "heading"
    ]


def _running_head(body: str) -> str:
    heading = _HEADING.search(body)
    return " ".join(unescape(_TAG.sub("", heading[1])).split()) if heading else ""


# --- slots ----------------------------------------------------------------------------------------------------


def _slots(body: str, number: int, languages: Mapping[str, Language], known: frozenset[str]) -> str:
    """Late marks as slots as wide as the number will be: noughts stand for it, all digits being of one width."""

    def noughts(count: int, language: str) -> str:
        return writing.digits("0" * count, languages[language])

    def page(match: re.Match[str]) -> str:
        language, anchor, before, after = match.groups()
        if anchor not in known:
            return ""
        room = noughts(_IN_TEXT if before else _IN_LISTS, language)
        slot = f'<span class="late slot" data-late="page" data-to="{anchor}">{room}</span>'
        if not before:
            return slot
        says = before.strip(" (")
        return f'<a class="page" href="#{anchor}" aria-label="{says}">{before}{slot}{after}</a>'

    def session(match: re.Match[str]) -> str:
        return f'<span class="late" data-late="session">{noughts(len(str(number)), match[1])}</span>'

    return PAGE_MARK.sub(page, SESSION_NUMBER.sub(session, body))


def _apart(body: str, session: str) -> str:
    """A body with links to elsewhere marked as such, and its session's own name taken out of all anchors."""
    own = anchors_of_body(body)
    body = _LINK.sub(lambda match: f'{match[1]}{"#" if match[2] in own else ELSEWHERE}{match[2]}"', body)
    if not session:
        return body
    own_name = re.compile(rf'(="(?:#|{ELSEWHERE})?| )({re.escape(session)})(?=--|")')
    return _TAG.sub(lambda tag: own_name.sub(rf"\1{HERE}", tag[0]), body)


def anchors_of_body(body: str) -> frozenset[str]:
    return anchors_of((HtmlDocument("", "", body),))


def _with_footnotes(body: str) -> str:
    """Each note in the place of its mark: print floats it to the foot of the page."""
    notes = dict(_NOTE.findall(body))
    return _CALL.sub(lambda mark: f'<span class="footnote">{notes[mark.group(2)]}</span>', NOTES.sub("", body))


# --- furniture ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Face:
    """What stands in the margins of some pages: by the pages' name, the section at their head ("": it does not stand
    there), the session's number in the thumb mark (0: none), and the side."""

    page_name: str
    heading: str
    number: int
    side: str

    @classmethod
    def of(cls, page_name: str, heading: str, number: int, side: str, is_facing: bool = False) -> Face:
        """The face of a page of a part. As furniture.css has it, only pages without a name say where one is: right ones
        in which section, left ones in which manual; so most pages share their face with others. On facing pages both
        say in which section."""
        if page_name:
            return cls(page_name, "", 0, side)
        return cls("", heading if side == "right" or is_facing else "", number, side)

    @property
    def has_thumb_mark(self) -> bool:
        """Sessions' own pages have one, their handouts none."""
        return bool(self.number)

    @property
    def style_name(self) -> str:
        """What the style sheets call such pages."""
        return thumbs.page_name(self.number) if self.has_thumb_mark else self.page_name or "auto"


def faces_of(parts: Iterable[Galley]) -> tuple[Face, ...]:
    """Every face that the pages of these parts can have, left and right ones in turns, so that few pages are blank."""
    parts = tuple(parts)
    left, right = (
        dict.fromkeys(
            Face.of(name, part.heading, part.number, side, bool(part.side))
            for part in parts
            if part.side in ("", side)
            for name in part.page_names
        )
        for side in ("left", "right")
    )
    return tuple(face for pair in zip_longest(left, right) for face in pair if face)


def furniture(
    parts: Iterable[Galley],
    numbered: NumberedBook,
    language: Language,
    languages: Mapping[str, Language],
    interface: Phrases,
    profile: Profile = PROFILES["a4"],
) -> str:
    """An empty page for every face of these parts, its head and foot in their places, the folio an open slot."""
    book, faces = numbered.book, faces_of(parts)
    return (
        environment(language, interface)
        .get_template("furniture.html")
        .render(
            title=title_of(numbered),
            language=language,
            publisher=plain(inline(book.publisher.name.raw)),
            licence=plain(inline(book.licence.raw)),
            style=Markup(style_of(language, languages, profile, _margins(faces, language, profile))),
            faces=faces,
        )
    )


def _margins(faces: Iterable[Face], language: Language, profile: Profile) -> str:
    marked = dict.fromkeys(face.number for face in faces if face.has_thumb_mark)
    return style_sheet("furniture") + _folios(language) + "\n" + thumbs.thumb_rules(marked, language, profile)


def _folios(language: Language) -> str:
    noughts = writing.digits("0" * FOLIO_WIDTH, language)
    return "\n".join(f'@page :{side} {{ @bottom-{side} {{ content: "{noughts}"; }} }}' for side in ("left", "right"))
