"""The values that stages hand to each other: frozen, typed, and knowing their place in the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a path relative to the project's root, in POSIX form, and a line from 1 (0: the file)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Text:
    """One message: a paragraph, heading, item, cell or field, as raw inline Markdown.

    It stands on one line but for hard breaks, each a backslash and a new line. `context` is its msgctxt
    ("trust-circle/heading"), `catalogue` the PO file that translates it ("trust-circle", "library", "manuals"),
    `language` the language that `raw` is in now, and `note` what a translator should know.
    """

    raw: str
    place: Place
    context: str
    catalogue: str
    language: str
    note: str = ""


# --- inline nodes: what one Text parses to -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """Literal text."""

    content: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised (strong=False) or strong text."""

    children: tuple[Inline, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Verbatim text."""

    content: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A hard line break."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `target` is an address, or `#id` for a place in the manual."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class TermUse:
    """A use of a glossary term: `*jirga*{.term}`; `term` is what `of=` names, else empty: the text names it."""

    term: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ForeignSpan:
    """`[…]{lang=ar}`: a run in another language, shown in its own direction."""

    language: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """One or more works cited together: `[@allport1954, ch. 16; @galtung1969]`, each a key and a locator."""

    works: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VerseReference:
    """`<quran:49:13>`: a reference to scripture, written out as the language writes it."""

    reference: str


@dataclass(frozen=True, slots=True)
class Value:
    """`{{ venue }}`: a value of the manual."""

    name: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """`[^label]`: the mark of a footnote."""

    label: str


Inline: TypeAlias = (
    Word | Emphasis | CodeSpan | LineBreak | Link | TermUse | ForeignSpan | Citation | VerseReference | Value | NoteMark
)


# --- blocks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading, level 2 to 4; one with minutes is a step of the session plan."""

    level: int
    text: Text
    id: str
    minutes: int = 0
    method: Text | None = None
    materials: Text | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; every item is a tuple of blocks. `tight` items hold one paragraph and show no space between."""

    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; alignments are "", "start", "center" or "end", one per column."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    alignments: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Definitions:
    """A definition list: each entry is a term and its explanations."""

    entries: tuple[tuple[Text, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    content: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    place: Place


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture standing alone. `source` is its path from the project's root; `variants` its other-language files."""

    source: str
    alt: Text
    caption: Text | None
    id: str
    place: Place
    variants: Mapping[str, str] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Directive:
    """A fenced div. `attributes` holds what is not a field of its own (theme, ref, audience, …), as written.

    `id` is its anchor (empty: none); for a slot the lore asked for by name stands in attributes["id"].
    """

    name: str
    blocks: tuple[Block, ...]
    place: Place
    id: str = ""
    title: Text | None = None
    minutes: int = 0
    method: Text | None = None
    materials: Text | None = None
    attributes: Mapping[str, str] = field(default_factory=lambda: EMPTY)

    def words(self, name: str) -> tuple[str, ...]:
        """The words of one attribute: `audience="women youth"` → ("women", "youth")."""
        return tuple(self.attributes.get(name, "").replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Parallel:
    """What stands beside a concept in another strand, in the same manual; kind is "scripture" or a story's kind."""

    kind: str
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class LoreBlock:
    """A slot that selection has filled with an item of lore; a concept with its parallels in this manual."""

    slot: Directive
    item: Story | Concept | Passage
    parallels: tuple[Parallel, ...] = ()


Block: TypeAlias = (
    Paragraph | Heading | ItemList | Table | Definitions | Quote | Code | Rule | Figure | Directive | LoreBlock
)


@dataclass(frozen=True, slots=True)
class Footnote:
    label: str
    blocks: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What a language or a region tells in its own way: blocks in the place of those of a lesson with the same ids."""

    name: str
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    place: Place


# --- lore -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Consent:
    """The record that a living person agreed to the printing of their story; where and to whom it may then be told
    (empty: anywhere, to all)."""

    given_on: str
    recorded_by: str
    scope: str
    regions: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readers:
    """Regions and audiences."""

    regions: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """An item of folklore: a story, proverb or poem."""

    id: str
    kind: str
    title: Text
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    regions: tuple[str, ...]
    themes: tuple[str, ...]
    audiences: tuple[str, ...]
    teller: Text | None
    source: Text
    licence: str
    original: str
    original_language: str
    consent: Consent | None
    place: Place
    not_for: Readers = Readers()
    """where and to whom it would do harm"""
    adaptations: Mapping[str, Story] = field(default_factory=lambda: MappingProxyType({}))
    """language → what it tells in the place of this story"""


@dataclass(frozen=True, slots=True)
class Concept:
    """A piece of peace theory, with its parallels in folklore and scripture."""

    id: str
    title: Text
    summary: Text
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    themes: tuple[str, ...]
    parallel_stories: tuple[str, ...]
    parallel_passages: tuple[str, ...]
    place: Place


BOOKS = (
    *("genesis", "exodus", "leviticus", "numbers", "deuteronomy", "joshua", "judges", "ruth", "1-samuel", "2-samuel"),
    *("1-kings", "2-kings", "1-chronicles", "2-chronicles", "ezra", "nehemiah", "esther", "job", "psalms", "proverbs"),
    *("ecclesiastes", "song-of-solomon", "isaiah", "jeremiah", "lamentations", "ezekiel", "daniel", "hosea", "joel"),
    *("amos", "obadiah", "jonah", "micah", "nahum", "habakkuk", "zephaniah", "haggai", "zechariah", "malachi"),
    *("matthew", "mark", "luke", "john", "acts", "romans", "1-corinthians", "2-corinthians", "galatians", "ephesians"),
    *("philippians", "colossians", "1-thessalonians", "2-thessalonians", "1-timothy", "2-timothy", "titus"),
    *("philemon", "hebrews", "james", "1-peter", "2-peter", "1-john", "2-john", "3-john", "jude", "revelation"),
)
"""The books of the Bible, in their order."""


@dataclass(frozen=True, slots=True)
class VerseRange:
    """Verses `first` to `last` of one chapter of a scripture: quran:49:9-10; or of one verse its `words` alone, the
    first and the last of them counted from 1: quran:2:256:1-4. `book` is one of `BOOKS` in a scripture that has books:
    bible:matthew:5:9."""

    scripture: str
    chapter: int
    first: int
    last: int
    words: tuple[int, int] | None = None
    book: str = ""

    def __str__(self) -> str:
        verses = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self._chapter}:{verses}{self._part}"

    @property
    def of_verses(self) -> tuple[str, ...]:
        """The reference of each verse in it by itself, of a part that of the part."""
        numbers = range(self.first, self.last + 1)
        return tuple(f"{self._chapter}:{number}{self._part}" for number in numbers)

    @property
    def _chapter(self) -> str:
        return ":".join(filter(None, (self.scripture, self.book, str(self.chapter))))

    @property
    def _part(self) -> str:
        return f":{self.words[0]}-{self.words[1]}" if self.words else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of scripture: where it stands, what it is used for, and who has reviewed that use (empty: nobody)."""

    id: str
    reference: VerseRange
    title: Text
    context: Text
    themes: tuple[str, ...]
    reviewed_by: str
    place: Place


@dataclass(frozen=True, slots=True)
class RenderingEdition:
    """A translation of scripture; `ours` marks our own rendering of the meaning."""

    id: str
    translator: str
    title: str
    year: str
    permission: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Rendering:
    """The meaning of one passage in one language, and who has reviewed it (empty: nobody); verbatim data, never a
    message."""

    reference: VerseRange
    text: str
    language: str
    edition: RenderingEdition
    place: Place
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited work: a CSL-JSON item, as Zotero exports it."""

    key: str
    item: Mapping[str, object]
    place: Place


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term. Those of its names that are `everyday` words too mean the term only where they are marked."""

    id: str
    term: Text
    definition: Text
    aliases: tuple[str, ...]
    place: Place
    everyday: tuple[str, ...] = ()


# --- the curriculum -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """An audience, region, tradition or theme: its id and name, the broader ones, and a tradition's scriptures."""

    id: str
    name: Text
    broader: tuple[str, ...] = ()
    scriptures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    name: Text
    contact: Text | None
    notice: Text | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """A way of printing of a project's own: `origin` with another size of text in points (0: its own) or on another
    sheet (empty: its own)."""

    name: str
    origin: str
    size: float
    sheet: str
    place: Place


@dataclass(frozen=True, slots=True)
class PrintRoom:
    """What printing costs and on what: the price of a sheet (None: not told) in a currency, and the printer's paper."""

    price: Decimal | None = None
    currency: Text | None = None
    paper: str = "A4"


@dataclass(frozen=True, slots=True)
class Needs:
    """What an edition needs before it is released: per cent of its texts translated, and reviewed by a second person;
    how many may be fuzzy, or unreviewed drafts (None: any number); whether scripture must be reviewed."""

    place: Place
    translated: int = 100
    reviewed: int = 0
    fuzzy: int = 0
    unreviewed: int | None = None
    reviewed_scripture: bool = False


@dataclass(frozen=True, slots=True)
class Safety:
    """What an organisation publishes of what may lead to a person, as it is written; and whether nothing is printed
    without its list of names at hand."""

    published: tuple[str, ...] = ()
    needs_names: bool = False
    place: Place = Place("curriculum.yaml")


@dataclass(frozen=True, slots=True)
class Honorific:
    """Words of honour: after each of these names, one of these is written."""

    after: tuple[str, ...]
    write: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policies:
    """What a curriculum asks of its texts."""

    honorifics: tuple[Honorific, ...] = ()


@dataclass(frozen=True, slots=True)
class Curriculum:
    title: Text
    language: str
    languages: tuple[str, ...]
    audiences: Mapping[str, Named]
    regions: Mapping[str, Named]
    traditions: Mapping[str, Named]
    themes: Mapping[str, Named]
    scripture: Mapping[str, str]
    publisher: Publisher
    licence: Text
    place: Place
    profiles: Mapping[str, OwnProfile] = field(default_factory=lambda: MappingProxyType({}))
    printing: PrintRoom = PrintRoom()
    release: Mapping[str, Needs] = field(default_factory=lambda: MappingProxyType({}))
    """kind of edition → what it needs; one that is not named needs what `Needs` says"""
    safety: Safety = Safety()
    policies: Policies = Policies()


@dataclass(frozen=True, slots=True)
class Lesson:
    id: str
    title: Text
    summary: Text
    goal: Text | None
    minutes: int
    themes: tuple[str, ...]
    audiences: tuple[str, ...]
    requires: tuple[str, ...]
    objectives: tuple[Text, ...]
    materials: tuple[Text, ...]
    preparation: tuple[Text, ...]
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    place: Place
    adaptations: Mapping[str, Adaptation] = field(default_factory=lambda: MappingProxyType({}))
    """language or region → what it tells in its own way"""


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A line of a manual's day: a lesson to be held."""

    lesson: str
    place: Place


@dataclass(frozen=True, slots=True)
class Break:
    title: Text
    minutes: int
    place: Place


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day as the manual's file has it; `starts` and `ends` in minutes after midnight, `ends` None when open."""

    title: Text
    starts: int
    ends: int | None
    items: tuple[SessionPlan | Break, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Manual:
    id: str
    title: Text
    subtitle: Text | None
    introduction: tuple[Text, ...]
    audience: str
    region: str
    tradition: str
    literacy: str
    languages: tuple[str, ...]
    editions: tuple[str, ...]
    profiles: tuple[str, ...]
    annexes: tuple[str, ...]
    values: Mapping[str, Text]
    days: tuple[DayPlan, ...]
    place: Place
    date: str = ""
    """when this version was made, as 2026-11-22; empty: not said"""
    hijri_date: str = ""
    """the same in the Hijri calendar, as 1448-06-11"""
    archive: bool = False
    """whether its PDFs are for archives too (PDF/A-3u)"""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that people wrote, read once."""

    curriculum: Curriculum
    lessons: Mapping[str, Lesson]
    manuals: Mapping[str, Manual]
    stories: Mapping[str, Story]
    concepts: Mapping[str, Concept]
    passages: Mapping[str, Passage]
    renderings: Mapping[str, Mapping[str, Rendering]]
    """language → str(VerseRange) → rendering"""
    references: Mapping[str, Reference]
    glossary: Mapping[str, Term]


# --- a manual on its way --------------------------------------------------------------------------------------

EDITION_KINDS = ("trainer", "participant", "handouts")
ANNEXES = (
    *("materials", "security", "energisers", "recap", "tally"),
    *("attendance", "evaluation", "change-story", "certificate"),
)
LITERACIES = ("low", "high")
REPORTS = ("strands", "objectives", "materials", "sources", "scripture")
"""What can be asked about a whole curriculum."""

SHEETS = ("a4", "a5", "letter")
"""What a page may be typeset on."""

PAPERS = ("A4", "letter")
"""What a printer may hold."""

PROFILES = (
    *SHEETS,
    *("large", "easy", "grey", "facing"),
    *("booklet", "manual-duplex", "handouts-2up", "cards", "poster"),
)
"""The ways of printing that there are for every project; the press has a row for each."""

ON_SHEETS_OF_THEIR_OWN = ("booklet", "handouts-2up", "cards", "poster")
"""Those of them whose size of page is a part of what they are."""

OF_THEIR_OWN_SIZE = ("cards", "poster")
"""Those whose size of text is too."""


BESIDE = "+"
"""Between the two languages of a bilingual edition: en+ur."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What is built: one manual in one language or in two side by side (`en+ur`, the book's own first), for trainers,
    for participants, or its handouts alone."""

    manual: str
    language: str
    kind: str

    def __str__(self) -> str:
        return f"{self.manual}/{self.language}/{self.kind}"

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.language.split(BESIDE))


@dataclass(frozen=True, slots=True)
class Choice:
    """Why a slot holds what it holds; `why` is a sentence, `others` the ids that fitted less well."""

    slot: Directive
    lesson: str
    item: str
    why: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A lesson placed in a day. `key` is the lesson's id, with -2, -3 … where the manual holds it again; `number`
    counts the manual's sessions, those too that this edition leaves out (0: not counted yet)."""

    key: str
    lesson: str
    title: Text
    summary: Text
    goal: Text | None
    minutes: int
    objectives: tuple[Text, ...]
    materials: tuple[Text, ...]
    preparation: tuple[Text, ...]
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    place: Place
    number: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a book. `number` counts the manual's days, those too that this edition leaves out (0: not counted)."""

    title: Text
    starts: int
    ends: int | None
    items: tuple[Session | Break, ...]
    place: Place
    number: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a book is in its language: messages in all, translated, and among these unreviewed drafts and those
    that a second person has reviewed; `stale` ones wait for a translation of their changed text."""

    messages: int
    translated: int
    unreviewed: int
    reviewed: int = 0
    stale: int = 0

    @property
    def is_draft(self) -> bool:
        return self.translated < self.messages or self.unreviewed > 0


@dataclass(frozen=True, slots=True)
class Book:
    """One edition, decided: what its audience and region get, every slot filled."""

    edition: Edition
    source_language: str
    title: Text
    subtitle: Text | None
    introduction: tuple[Text, ...]
    audience: Named
    region: Named
    tradition: Named
    publisher: Publisher
    licence: Text
    values: Mapping[str, Text]
    annexes: tuple[str, ...]
    days: tuple[Day, ...]
    glossary: tuple[Term, ...]
    references: tuple[Reference, ...]
    passages: tuple[Passage, ...]
    verse_references: tuple[str, ...]
    scripture: Mapping[str, str]
    coverage: Coverage | None = None
    date: str = ""
    hijri_date: str = ""
    title_beside: Text | None = None
    """in the other language of a bilingual edition"""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a session plan. `offset` and `minutes` in minutes from the session's start; `target` is its anchor."""

    offset: int
    minutes: int
    title: Text | None
    kind: str
    method: Text | None
    materials: Text | None
    target: str


@dataclass(frozen=True, slots=True)
class Label:
    """What an anchor is called: kind is "session", "section", "figure", "handout", "activity" …; number counts
    within its session (0: not numbered); `session` is the key of the session that it stands in."""

    kind: str
    number: int
    title: Text | None
    session: str


@dataclass(frozen=True, slots=True)
class NumberedSession:
    """A session with what is counted in it. Nothing here depends on the manual but `number` and the clock times.

    `blocks` hold, in place of each handout, the same directive without its blocks (a pointer); the sheets
    themselves are in `handouts`, in order.
    """

    number: int
    day: int
    starts: int
    ends: int
    session: Session
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]
    handouts: tuple[Directive, ...]


@dataclass(frozen=True, slots=True)
class TimedBreak:
    starts: int
    ends: int
    title: Text


@dataclass(frozen=True, slots=True)
class NumberedDay:
    number: int
    title: Text
    starts: int
    ends: int
    items: tuple[NumberedSession | TimedBreak, ...]


@dataclass(frozen=True, slots=True)
class NumberedBook:
    """A book with its clock times, numbers and labels. `labels` maps every anchor to what it is called."""

    book: Book
    days: tuple[NumberedDay, ...]
    labels: Mapping[str, Label]

    @property
    def sessions(self) -> tuple[NumberedSession, ...]:
        return tuple(item for day in self.days for item in day.items if isinstance(item, NumberedSession))


# --- what lore adds -------------------------------------------------------------------------------------------

ELLIPSIS, NO_BREAK = "\u2026", "\u00a0"


@dataclass(frozen=True, slots=True)
class Verse:
    """One verse of a scripture, verbatim from its pinned edition; or a part of one, where words before or after it are
    left out."""

    number: int
    text: str
    is_cut_before: bool = False
    is_cut_after: bool = False

    @property
    def printed(self) -> str:
        """Its text, with an ellipsis at each end that is cut."""
        return self.with_ellipses(self.text)

    def with_ellipses(self, text: str) -> str:
        """A text of this part, with an ellipsis at each end that is cut."""
        before, after = (ELLIPSIS + NO_BREAK) * self.is_cut_before, (NO_BREAK + ELLIPSIS) * self.is_cut_after
        return f"{before}{text}{after}"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage as it is printed: verses, written reference, and the rendering (None: the corpus alone); `language` is
    that of the verses."""

    reference: VerseRange
    verses: tuple[Verse, ...]
    written: str
    rendering: Rendering | None
    language: str = "ar"

    @property
    def by_reference(self) -> tuple[tuple[str, Verse], ...]:
        """Each verse with the reference by which it is found again in what is printed."""
        return tuple(zip(self.reference.of_verses, self.verses, strict=True))

    @property
    def meaning(self) -> str:
        """The text of its rendering, with an ellipsis where the verse has one."""
        text = self.rendering.text if self.rendering else ""
        return self.verses[0].with_ellipses(text) if self.reference.words else text


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work as this language writes it. `short` goes in the running text ("Allport 1954"), `entry` in the list, with
    the title marked up as inline Markdown emphasis; both in `language`, that of the work (empty: not known)."""

    key: str
    short: str
    entry: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What lore has found for a book, ready to print."""

    quotations: Mapping[str, Quotation]
    """passage id → quotation"""
    verse_names: Mapping[str, str]
    """"quran:49:13" → the reference as this language writes it"""
    works: Mapping[str, CitedWork]
    glossary: tuple[Term, ...]
    """sorted by the language's alphabet"""
    scripture_notices: tuple[str, ...]
    """what each edition's licence asks to be printed"""
    stories: tuple[Story, ...] = ()
    """stories, proverbs and poems in the book, sorted by their titles"""


# --- languages ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Language:
    """What is particular to a language: its file in languages/ as data. Nothing else knows a language by its code.

    `date`, `hijri_date` and the verse patterns are patterns (`verses_pattern` for several verses; empty: as for one;
    `part_pattern` for what stands for a part of a verse).
    `alphabet` holds the letters in sorting order, parted by spaces; `=` joins the forms of one letter. `letters` are
    all that the language is written with. `number_words` are, for a number in digits, the words that stand for it,
    parted by spaces. `letters_instead` and `marks_instead` pair a wrong one with the right one. `close_marks` follow a
    word without a space. `endings` are what forms of a word may end in. `chapters` are the names of the Quran's, or
    `chapter_letters` how their Urdu names are respelt, one pair after the other (`$`: at a word's end); `books` are
    those of the Bible's `BOOKS`. A sign of `honorifics` follows the names in `honoured`.
    """

    code: str
    name: str
    script: str
    direction: str
    digits: str
    list_separator: str
    full_stop: str
    quotes: tuple[str, str]
    list_style: str
    body_font: str
    heading_font: str
    line_height: float
    alphabet: str
    letters: str
    date: str
    months: tuple[str, ...]
    verse_pattern: str
    decimal: str
    thousands: str
    plural_forms: int
    plural_rule: str
    close_marks: str
    hijri_date: str = ""
    hijri_months: tuple[str, ...] = ()
    hours: int = 24
    """on the clock: 12 or 24"""
    verses_pattern: str = ""
    part_pattern: str = f"{{reference}} ({ELLIPSIS})"
    number_words: tuple[tuple[str, str], ...] = ()
    letters_instead: tuple[tuple[str, str], ...] = ()
    marks_instead: tuple[tuple[str, str], ...] = ()
    endings: tuple[str, ...] = ()
    chapter_letters: tuple[tuple[str, str], ...] = ()
    chapters: tuple[str, ...] = ()
    books: tuple[str, ...] = ()
    honoured: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()

    @property
    def is_right_to_left(self) -> bool:
        return self.direction == "rtl"


# --- press ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """One part of a manual as a body's HTML: cover, imprint, contents, agenda, a session, glossary, …

    A session's body knows nothing of its manual: where it would, there are late marks (`data-late`), filled when the
    parts are put together. `pictures` maps each src used to a path from the project's root; `session` is the key of
    the session that the part belongs to ("": none).
    """

    name: str
    kind: str
    body: str
    pictures: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    session: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """One file of an edition as the catalogue page shows it; `pages` is 0 for HTML.

    `profile` is the way of printing that it is for (empty: it is the edition as one reads it), `part` what it is of
    that: "" when it is all, "fronts", "backs", "crop-marks" (pages for a print shop), "card" (the print card) or
    "crop-marks-card".
    """

    path: str
    format: str
    pages: int
    size: int
    profile: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class BuiltEdition:
    """An edition that has been built, with its files."""

    manual: str
    language: str
    kind: str
    title: str
    subtitle: str
    coverage: Coverage | None
    files: tuple[Printed, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.language.split(BESIDE))
