"""Validated entries and parsed bodies → the model's values, every message with its place, context and catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kitabcha import model
from kitabcha.diagnostics import Diagnostic, error
from kitabcha.dialect import inline_faults, verse_range
from kitabcha.model import Block, Footnote, Place, Text
from kitabcha.sources import schema
from kitabcha.sources.yaml_files import Document
from kitabcha.sources.yaml_remarks import unheard


@dataclass(frozen=True, slots=True)
class Body:
    """What the Markdown beneath a front matter holds."""

    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


@dataclass(frozen=True, slots=True)
class Scribe:
    """Makes the messages of one file, and collects what is wrong in their inline Markdown."""

    document: Document
    catalogue: str
    language: str
    found: list[Diagnostic] = field(default_factory=list)
    heard: set[Place] = field(default_factory=set)

    def text(self, raw: str, context: str, *keys: str | int, note: str = "") -> Text:
        place = self.document.place(*keys)
        self.found.extend(error(place, fault) for fault in inline_faults(raw))
        remarks = tuple(self.document.remarks_on(*keys))
        self.heard.update(remark.place for remark in remarks)
        notes = (note, *(remark.note for remark in remarks))
        catalogue = "" if any(remark.skip for remark in remarks) else self.catalogue
        return Text(raw, place, context, catalogue, self.language, "\n".join(filter(None, notes)))

    def unheard(self) -> Iterator[Diagnostic]:
        """What was said to translators of no text that they get."""
        said = dict.fromkeys(remark for those in self.document.remarks.values() for remark in those)
        yield from (unheard(remark) for remark in said if remark.place not in self.heard)

    def option(self, raw: str | None, context: str, *keys: str | int, note: str = "") -> Text | None:
        return self.text(raw, context, *keys, note=note) if raw else None

    def texts(self, raws: Iterable[str], context: str, *keys: str | int) -> tuple[Text, ...]:
        return tuple(self.text(raw, context, *keys, number) for number, raw in enumerate(raws))


def curriculum(scribe: Scribe, entry: schema.Curriculum) -> model.Curriculum:
    def named(key: str, singular: str, entries: Mapping[str, schema.Named]) -> Mapping[str, model.Named]:
        return MappingProxyType({id_: one(key, singular, id_, found) for id_, found in entries.items()})

    def one(key: str, singular: str, id_: str, found: schema.Named) -> model.Named:
        name = scribe.text(found.name, f"curriculum/{singular}", key, id_, "name")
        broader = found.broader if isinstance(found, schema.Group) else ()
        return model.Named(id_, name, broader, found.scriptures if isinstance(found, schema.Tradition) else ())

    return model.Curriculum(
        title=scribe.text(entry.title, "curriculum/title", "title"),
        language=entry.language,
        languages=entry.languages,
        audiences=named("audiences", "audience", entry.audiences),
        regions=named("regions", "region", entry.regions),
        traditions=named("traditions", "tradition", entry.traditions),
        themes=named("themes", "theme", entry.themes),
        scripture=MappingProxyType(dict(entry.scripture)),
        publisher=_publisher(scribe, entry.publisher),
        licence=scribe.text(entry.licence, "curriculum/licence", "licence"),
        place=Place(scribe.document.path, 1),
        profiles=MappingProxyType({name: _profile(scribe, name, found) for name, found in entry.profiles.items()}),
        printing=_print_room(scribe, entry.print),
        release=MappingProxyType({kind: _needs(scribe, kind, found) for kind, found in entry.release.items()}),
        policies=_policies(entry.policies),
        safety=model.Safety(entry.safety.published, entry.safety.needs_names, scribe.document.place("safety")),
    )


def _policies(entry: schema.Policies) -> model.Policies:
    return model.Policies(tuple(model.Honorific(one.after, one.write) for one in entry.honorifics))


def _profile(scribe: Scribe, name: str, entry: schema.Profile) -> model.OwnProfile:
    place = scribe.document.place("profiles", name)
    return model.OwnProfile(name, entry.origin, entry.size or 0, entry.sheet or "", place)


def _needs(scribe: Scribe, kind: str, entry: schema.Needs) -> model.Needs:
    place = scribe.document.place("release", kind)
    return model.Needs(place, entry.translated, entry.reviewed, entry.fuzzy, entry.unreviewed, entry.reviewed_scripture)


def _print_room(scribe: Scribe, entry: schema.PrintRoom) -> model.PrintRoom:
    currency = scribe.option(entry.currency, "curriculum/currency", "print", "currency", note="after a price: 20 Rs")
    return model.PrintRoom(entry.price_per_sheet, currency, entry.paper)


def _publisher(scribe: Scribe, entry: schema.Publisher) -> model.Publisher:
    return model.Publisher(
        name=scribe.text(entry.name, "curriculum/publisher", "publisher", "name"),
        contact=scribe.option(entry.contact, "curriculum/contact", "publisher", "contact"),
        notice=scribe.option(entry.notice, "curriculum/notice", "publisher", "notice"),
        address=entry.address,
    )


def lesson(scribe: Scribe, entry: schema.Lesson, id_: str, body: Body) -> model.Lesson:
    return model.Lesson(
        id=id_,
        title=scribe.text(entry.title, f"{id_}/title", "title"),
        summary=scribe.text(entry.summary, f"{id_}/summary", "summary"),
        goal=scribe.option(entry.goal, f"{id_}/goal", "goal"),
        minutes=entry.minutes,
        themes=entry.themes,
        audiences=entry.audiences,
        requires=entry.requires,
        objectives=scribe.texts(entry.objectives, f"{id_}/objective", "objectives"),
        materials=scribe.texts(entry.materials, f"{id_}/materials", "materials"),
        preparation=scribe.texts(entry.preparation, f"{id_}/preparation", "preparation"),
        blocks=body.blocks,
        footnotes=body.footnotes,
        place=Place(scribe.document.path, 1),
    )


def story(scribe: Scribe, entry: schema.Story, id_: str, body: Body) -> model.Story:
    context = f"stories/{id_}"
    return model.Story(
        id=id_,
        kind=entry.kind,
        title=scribe.text(entry.title, f"{context}/title", "title"),
        blocks=body.blocks,
        footnotes=body.footnotes,
        regions=entry.regions,
        themes=entry.themes,
        audiences=entry.audiences,
        teller=scribe.option(entry.teller, f"{context}/teller", "teller"),
        source=scribe.text(entry.source, f"{context}/source", "source"),
        licence=entry.licence,
        original=entry.original or "",
        original_language=entry.original_language or "",
        consent=model.Consent(**dict(entry.consent)) if entry.consent else None,
        place=Place(scribe.document.path, 1),
        not_for=model.Readers(**dict(entry.not_for)),
    )


def own_story(scribe: Scribe, entry: schema.OwnStory, of: model.Story, body: Body) -> model.Story:
    """What a language tells in the place of a story."""
    context = f"stories/{of.id}"
    return replace(
        of,
        title=scribe.text(entry.title, f"{context}/title", "title"),
        blocks=body.blocks,
        footnotes=body.footnotes,
        teller=scribe.option(entry.teller, f"{context}/teller", "teller"),
        source=scribe.text(entry.source, f"{context}/source", "source"),
        licence=entry.licence,
        original=entry.original or "",
        original_language=entry.original_language or "",
        place=Place(scribe.document.path, 1),
    )


def concept(scribe: Scribe, entry: schema.Concept, id_: str, body: Body) -> model.Concept:
    context = f"concepts/{id_}"
    return model.Concept(
        id=id_,
        title=scribe.text(entry.title, f"{context}/title", "title"),
        summary=scribe.text(entry.summary, f"{context}/summary", "summary"),
        blocks=body.blocks,
        footnotes=body.footnotes,
        themes=entry.themes,
        parallel_stories=entry.parallels.stories,
        parallel_passages=entry.parallels.passages,
        place=Place(scribe.document.path, 1),
    )


def passage(scribe: Scribe, entry: schema.Passage, id_: str) -> model.Passage:
    context = f"passages/{id_}"
    return model.Passage(
        id=id_,
        reference=entry.ref,
        title=scribe.text(entry.title, f"{context}/title", id_, "title"),
        context=scribe.text(entry.context, f"{context}/context", id_, "context"),
        themes=entry.themes,
        reviewed_by=entry.reviewed_by,
        place=scribe.document.place(id_),
    )


def term(scribe: Scribe, entry: schema.Term, id_: str) -> model.Term:
    context = f"glossary/{id_}"
    return model.Term(
        id=id_,
        term=scribe.text(entry.term, f"{context}/term", id_, "term"),
        definition=scribe.text(entry.definition, f"{context}/definition", id_, "definition"),
        aliases=entry.aliases,
        everyday=entry.everyday,
        place=scribe.document.place(id_),
    )


def renderings(document: Document, entry: schema.Renderings, language: str) -> Mapping[str, model.Rendering]:
    editions = {
        id_: model.RenderingEdition(id_, one.translator, one.title, one.year, one.permission, one.ours)
        for id_, one in entry.editions.items()
    }
    places = {verse_range(key): place for key, place in document.names("verses")}
    return MappingProxyType(
        {
            str(reference): model.Rendering(
                reference, one.text, language, editions[one.edition], places[reference], one.reviewed_by
            )
            for reference, one in entry.verses.items()
            if one.edition in editions
        }
    )


def manual(scribe: Scribe, entry: schema.Manual, id_: str) -> model.Manual:
    context = f"manuals/{id_}"
    values = {
        name: scribe.text(raw, f"{context}/value", "values", name, note=f"stands for {{{{ {name} }}}}")
        for name, raw in entry.values.items()
    }
    return model.Manual(
        id=id_,
        title=scribe.text(entry.title, f"{context}/title", "title"),
        subtitle=scribe.option(entry.subtitle, f"{context}/subtitle", "subtitle"),
        introduction=scribe.texts(entry.introduction, f"{context}/introduction", "introduction"),
        audience=entry.audience,
        region=entry.region,
        tradition=entry.tradition,
        literacy=entry.literacy,
        languages=entry.languages,
        editions=entry.editions,
        profiles=entry.profiles,
        annexes=entry.annexes,
        values=MappingProxyType(values),
        days=tuple(_day(scribe, day, context, number) for number, day in enumerate(entry.days)),
        place=Place(scribe.document.path, 1),
        date=entry.date or "",
        hijri_date=entry.hijri_date or "",
        archive=entry.archive,
    )


def _day(scribe: Scribe, entry: schema.Day, context: str, number: int) -> model.DayPlan:
    keys = ("days", number)
    return model.DayPlan(
        title=scribe.text(entry.title, f"{context}/day", *keys, "title", note=f"day {number + 1}"),
        starts=entry.starts,
        ends=entry.ends,
        items=tuple(_item(scribe, item, context, (*keys, "sessions", at)) for at, item in enumerate(entry.sessions)),
        place=scribe.document.place(*keys),
    )


def _item(
    scribe: Scribe, entry: schema.Item, context: str, keys: tuple[str | int, ...]
) -> model.SessionPlan | model.Break:
    place = scribe.document.place(*keys)
    if entry.lesson is not None:
        return model.SessionPlan(entry.lesson, place)
    pause = scribe.text(entry.pause or "", f"{context}/break", *keys, "break")
    return model.Break(pause, entry.minutes or 0, place)
