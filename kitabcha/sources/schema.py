"""The formats that people write, as pydantic models: what each file may and must hold (docs/formats.md in types).

Names of other things (themes, lessons, …) are plain lines here; whether they are known is checked over all files.
"""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kitabcha.model import OF_THEIR_OWN_SIZE, ON_SHEETS_OF_THEIR_OWN
from kitabcha.sources.fields import (
    Address,
    Date,
    Flag,
    HijriDate,
    Id,
    LanguageCode,
    Line,
    Lines,
    Minutes,
    Number,
    Percent,
    Points,
    Price,
    TimeOfDay,
    ValueName,
    Verses,
)

Value = TypeVar("Value")
Some = Annotated[tuple[Value, ...], Field(min_length=1)]


class Entry(BaseModel):
    """Something that people write; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def needed(sample: str) -> Any:
    """A key that must be there; `sample` shows how it is written."""
    return Field(description=sample)


class Publisher(Entry):
    name: Line = needed("name: Tolana Peace Network")
    contact: Line | None = None
    notice: Line | None = None
    address: Address = ""


class Named(Entry):
    name: Line = needed("name: Community")


class Group(Named):
    broader: tuple[Line, ...] = ()


class Tradition(Named):
    scriptures: tuple[Line, ...] = ()


class Profile(Entry):
    """A profile of the project's own, made from one of those that there are."""

    origin: Line = Field(alias="from", description="from: large")
    sheet: Line | None = None
    size: Points | None = None

    @model_validator(mode="after")
    def _changes_what_it_can(self) -> Self:
        if self.sheet and self.origin in ON_SHEETS_OF_THEIR_OWN:
            _lacking("sheet", f"cannot be chosen for what is made from `{self.origin}`", "delete it")
        if self.size and self.origin in OF_THEIR_OWN_SIZE:
            _lacking("size", f"cannot be chosen for what is made from `{self.origin}`", "delete it")
        if not self.sheet and not self.size:
            _lacking("from", "is all that this profile says", "add a `size` or a `sheet`, or use that profile itself")
        return self


class PrintRoom(Entry):
    price_per_sheet: Price | None = None
    currency: Line | None = None
    paper: Line = "A4"

    @model_validator(mode="after")
    def _a_price_is_in_a_currency(self) -> Self:
        if self.price_per_sheet is not None and not self.currency:
            _lacking("price_per_sheet", "is in no currency", "add `currency: Rs` beside it")
        return self


class Needs(Entry):
    """What an edition needs before it is released."""

    translated: Percent = 100
    reviewed: Percent = 0
    fuzzy: Number = 0
    unreviewed: Number | None = None
    reviewed_scripture: Flag = False


class Safety(Entry):
    published: tuple[Line, ...] = ()
    needs_names: Flag = False


class Honorific(Entry):
    after: Some[Line] = needed("after: [the Prophet]")
    write: Some[Line] = needed("write: [ﷺ, peace be upon him]")


class Policies(Entry):
    honorifics: tuple[Honorific, ...] = ()


class Curriculum(Entry):
    title: Line = needed("title: Peace begins at home")
    language: LanguageCode = needed("language: en")
    languages: Some[LanguageCode] = needed("languages: [en, ur]")
    publisher: Publisher = needed("publisher: {name: Tolana Peace Network}")
    licence: Line = needed("licence: CC BY-SA 4.0")
    audiences: dict[Id, Group] = needed("audiences: {community: {name: Community}}")
    regions: dict[Id, Group] = needed("regions: {swat: {name: Swat}}")
    traditions: dict[Id, Tradition] = needed("traditions: {islam: {name: Islam, scriptures: [quran]}}")
    themes: dict[Id, Named] = needed("themes: {trust: {name: Trust}}")
    scripture: dict[Id, Line] = {}
    profiles: dict[Id, Profile] = {}
    print: PrintRoom = PrintRoom()
    release: dict[Id, Needs] = {}
    safety: Safety = Safety()
    policies: Policies = Policies()


class Lesson(Entry):
    id: Id | None = None
    title: Line = needed("title: Living with difference")
    summary: Line = needed("summary: Why people who differ can still be one community.")
    goal: Line | None = None
    minutes: Minutes = needed("minutes: 90")
    themes: Some[Line] = needed("themes: [pluralism]")
    audiences: Some[Line] = needed("audiences: [community]")
    requires: tuple[Line, ...] = ()
    objectives: Some[Line] = needed("objectives: [Name three kinds of difference.]")
    materials: tuple[Line, ...] = ()
    preparation: tuple[Line, ...] = ()


class Consent(Entry):
    given_on: Date = needed("given_on: 2026-03-02")
    recorded_by: Line = needed("recorded_by: the district coordinator")
    scope: Line = needed("scope: print and radio")
    regions: tuple[Line, ...] = ()
    audiences: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _covers_print(self) -> Self:
        if "print" not in self.scope.casefold().replace(",", " ").split():
            hint = "ask again and write what was agreed to, such as `scope: print and radio`, or leave the story out"
            _lacking("scope", "does not cover `print`", hint)
        return self


class Readers(Entry):
    regions: tuple[Line, ...] = ()
    audiences: tuple[Line, ...] = ()


class Story(Entry):
    title: Line = needed("title: The two wells")
    kind: Line = needed("kind: story")
    regions: Some[Line] = needed("regions: [swat]")
    themes: Some[Line] = needed("themes: [pluralism]")
    audiences: tuple[Line, ...] = ()
    teller: Line | None = None
    source: Line = needed("source: Folk tale of Swat, retold for this curriculum.")
    licence: Line = needed("licence: CC BY-SA 4.0")
    original: Lines | None = None
    original_language: LanguageCode | None = None
    living: Flag = False
    consent: Consent | None = None
    not_for: Readers = Readers()

    @model_validator(mode="after")
    def _original_has_a_language(self) -> Self:
        if self.original and not self.original_language:
            _lacking("original", "is in no language", "add `original_language: ps`, the language that it is in")
        return self

    @model_validator(mode="after")
    def _living_people_have_consented(self) -> Self:
        """No story of a living person is printed without consent on record (docs/formats.md)."""
        if self.living and not self.consent:
            sample = "add `consent: {given_on: 2026-03-02, recorded_by: …, scope: print}`, or leave the story out"
            _lacking("living", "is `true`, and no consent is on record", sample)
        return self


class OwnStory(Entry):
    """What a language tells in the place of a story: its kind, regions, themes and audiences are those of the story."""

    title: Line = needed("title: The two wells")
    teller: Line | None = None
    source: Line = needed("source: Folk tale of Swat, retold for this curriculum.")
    licence: Line = needed("licence: CC BY-SA 4.0")
    original: Lines | None = None
    original_language: LanguageCode | None = None


class Parallels(Entry):
    stories: tuple[Line, ...] = ()
    passages: tuple[Line, ...] = ()


class Concept(Entry):
    title: Line = needed("title: The contact hypothesis")
    summary: Line = needed("summary: People who work together as equals lose their fear of each other.")
    themes: Some[Line] = needed("themes: [pluralism]")
    parallels: Parallels = Parallels()


class Passage(Entry):
    ref: Verses = needed("ref: quran:49:13")
    title: Line = needed("title: Made into nations and tribes")
    themes: Some[Line] = needed("themes: [pluralism]")
    context: Line = needed("context: What the verse is about, and how it is used here.")
    reviewed_by: Line = ""


class RenderingEdition(Entry):
    translator: Line = needed("translator: Muhammad Marmaduke Pickthall")
    title: Line = ""
    year: Line = ""
    permission: Line = ""
    ours: Flag = False

    @model_validator(mode="after")
    def _is_permitted(self) -> Self:
        if not self.ours and not self.permission:
            _lacking("permission", "is missing", "say why it may be printed, such as `permission: public domain`")
        return self


class Rendering(Entry):
    edition: Line = needed("edition: pickthall")
    text: Line = needed('text: "O mankind! …"')
    reviewed_by: Line = ""


class Renderings(Entry):
    editions: dict[Id, RenderingEdition] = needed("editions: {ours: {translator: the authors, ours: true}}")
    verses: dict[Verses, Rendering] = needed("verses: {quran:49:13: {edition: ours, text: …}}")


class Term(Entry):
    term: Line = needed("term: jirga")
    aliases: tuple[Line, ...] = ()
    everyday: tuple[Line, ...] = ()
    definition: Line = needed("definition: An assembly of elders.")


class Item(Entry):
    """A line of a day: a lesson, or a break of so many minutes."""

    lesson: Line | None = None
    pause: Line | None = Field(default=None, alias="break")
    minutes: Minutes | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.lesson is None) == (self.pause is None):
            _lacking("", "must be either a lesson or a break", "write `- lesson: trust-circle`, or `- break: Tea`")
        if self.lesson is not None and self.minutes is not None:
            _lacking("minutes", "stands beside a lesson", "delete it: a lesson's minutes stand in its own file")
        if self.pause is not None and self.minutes is None:
            _lacking("minutes", "is missing from the break", "add it, such as `minutes: 20`")
        return self


class Day(Entry):
    title: Line = needed("title: Trust")
    starts: TimeOfDay = needed('starts: "09:30"')
    ends: TimeOfDay | None = None
    sessions: Some[Item] = needed("sessions: [{lesson: trust-circle}]")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends is not None and self.ends <= self.starts:
            _lacking("ends", "is not after `starts`", "write times from 00:00 to 23:59, as `13:30` for half past one")
        return self


class Manual(Entry):
    title: Line = needed("title: Women who make peace")
    subtitle: Line | None = None
    introduction: tuple[Line, ...] = ()
    audience: Line = needed("audience: women")
    region: Line = needed("region: swat")
    tradition: Line = needed("tradition: islam")
    literacy: Line = needed("literacy: low")
    languages: Some[Line] = needed("languages: [en]")
    editions: Some[Line] = needed("editions: [trainer, participant, handouts]")
    profiles: tuple[Line, ...] = ("a4",)
    annexes: tuple[Line, ...] = ()
    values: dict[ValueName, Line] = {}
    date: Date | None = None
    hijri_date: HijriDate | None = None
    archive: Flag = False
    days: Some[Day] = needed("days: [{title: Trust, starts: …, sessions: …}]")


def _lacking(key: str, what: str, hint: str) -> None:
    raise PydanticCustomError("lacking", "{what}", {"key": key, "what": what, "hint": hint})
