"""A small project as text, whose parts a test may change, read by the real sources."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from kitabcha.assembly.selection import Selected, select
from kitabcha.diagnostics import has_errors
from kitabcha.dialect import blocks_in
from kitabcha.model import Block, Directive, Edition, Heading, LoreBlock, Paragraph, Project, Session
from kitabcha.sources.loading import load

CURRICULUM = """
    title: Peace begins at home
    language: en
    languages: [en, ur]
    publisher: {name: Tolana Peace Network}
    licence: CC BY-SA 4.0
    audiences:
      community: {name: Community}
      women: {name: Women, broader: [community]}
      youth: {name: Youth, broader: [community]}
      girls: {name: Girls, broader: [women, youth]}
    regions:
      pakistan: {name: Pakistan}
      khyber-pakhtunkhwa: {name: Khyber Pakhtunkhwa, broader: [pakistan]}
      swat: {name: Swat, broader: [khyber-pakhtunkhwa]}
      punjab: {name: Punjab, broader: [pakistan]}
    traditions:
      islam: {name: Islam, scriptures: [quran]}
      none: {name: No tradition}
    themes:
      trust: {name: Trust}
      peace: {name: Peace}
      dignity: {name: Dignity}
    scripture: {quran: tanzil-uthmani}
    """
LESSON = """
    ---
    title: {title}
    summary: We begin.
    minutes: {minutes}
    themes: [trust]
    audiences: [{audiences}]
    requires: [{requires}]
    objectives: [Say one thing.]
    materials: [chalk]
    preparation: [Sweep the room.]
    ---
    """
MANUAL = """
    title: Women who make peace
    introduction: [Welcome to our book.]
    audience: {audience}
    region: {region}
    tradition: {tradition}
    literacy: {literacy}
    languages: [en]
    editions: [trainer, participant, handouts]
    annexes: [materials, attendance, evaluation, certificate]
    values: {{venue: the hall, host: our hosts}}
    days: {days}
    """
PASSAGES = """
    nations:
      {ref: quran:49:13, title: Nations, themes: [dignity], context: "For talk about our *tribes*{.term of=tribe}."}
    brothers: {ref: quran:49:9-10, title: Brothers, themes: [peace], context: For talk about quarrels.}
    """
GLOSSARY = """
    jirga: {term: jirga, aliases: [jirgas], definition: "An assembly of *elders*{.term of=elder} [@noelle1997]."}
    elder: {term: elder, definition: A respected person.}
    tribe: {term: tribe, definition: A people.}
    unused: {term: unused, definition: A word.}
    """
REFERENCES = """
    [{"id": "allport1954", "type": "book", "title": "The Nature of Prejudice"},
     {"id": "noelle1997", "type": "book", "title": "State and Tribe"},
     {"id": "unused2000", "type": "book", "title": "Nobody reads this"}]
    """
CONCEPT = """
    ---
    title: The contact hypothesis
    summary: People who meet lose their fear.
    themes: [dignity]
    ---
    Allport [@allport1954] says so.[^1] See [below](#four) and [another lesson](#nowhere-here).

    ## Four conditions {#four}
    ::: facilitator
    Ask whom they have met.
    :::

    [^1]: In chapter 16.
    """


def lesson(body="Talk.", title="Trust", minutes=60, audiences="community", requires=""):
    front = LESSON.format(title=title, minutes=minutes, audiences=audiences, requires=requires)
    return dedent(front).lstrip() + dedent(body)


def manual(days="", audience="women", region="swat", tradition="islam", literacy="low", lessons=("trust",)):
    sessions = ", ".join(f"{{lesson: {name}}}" for name in lessons)
    days = days or f'[{{title: First, starts: "09:30", sessions: [{sessions}]}}]'
    return MANUAL.format(audience=audience, region=region, tradition=tradition, literacy=literacy, days=days)


def story(kind="story", regions="swat", themes="trust", audiences="", body="Long ago."):
    heard = f"audiences: [{audiences}]\n" if audiences else ""
    front = f"title: A {kind} of {regions}\nkind: {kind}\nregions: [{regions}]\nthemes: [{themes}]\n{heard}"
    return f"---\n{front}source: Folk tale.\nlicence: CC BY-SA 4.0\n---\n{dedent(body)}"


BASE = {
    "curriculum.yaml": CURRICULUM,
    "library/passages.yaml": PASSAGES,
    "library/glossary.yaml": GLOSSARY,
    "library/references.json": REFERENCES,
    "library/concepts/contact.md": CONCEPT,
    "modules/nowhere-here/module.md": lesson(),
    "manuals/women.yaml": manual(),
}


def make_project(root: Path, files: dict[str, str]) -> Project:
    """The base with these files, written under `root` and read again: path → text."""
    for path, text in {**BASE, **files}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip(), encoding="utf-8")
    loaded, found = load(root)
    assert loaded is not None and not has_errors(found), "\n".join(map(str, found))
    return loaded


def choose(root, body, files=None, kind="trainer", **about):
    """An edition of a manual that holds one lesson with this body; `about` is what the manual says of itself."""
    changed = {"modules/trust/module.md": lesson(body), "manuals/women.yaml": manual(**about), **(files or {})}
    return select(make_project(root, changed), Edition("women", "en", kind))


def told(selected: Selected) -> list[str]:
    return [str(found) for found in selected.diagnostics]


def session(selected, key="trust"):
    """The session with this key."""
    assert selected.book is not None, told(selected)
    items = [item for day in selected.book.days for item in day.items if isinstance(item, Session)]
    return next(item for item in items if item.key == key)


STORIES = {
    "library/stories/near.md": story(regions="swat"),
    "library/stories/wide.md": story(regions="pakistan"),
    "library/stories/far.md": story(regions="punjab"),
    "library/stories/women.md": story(regions="pakistan", audiences="women"),
    "library/stories/boys.md": story(regions="swat", audiences="youth"),
    "library/stories/saying.md": story(kind="proverb"),
}
SLOT = "::: story {theme=trust}\n:::\n"
WITH_SHEETS = """
    ## Welcome {#welcome minutes=10}
    ![Rings](rings.svg "Rings"){#rings}

    ::: assessment {when=pre minutes=5}
    Peace is possible.
    :::

    :::: activity {title="Draw" minutes=15}
    Draw.

    ::: handout {#sheet title="Sheet"}
    Back to [the welcome](#welcome).[^1]

    ![Wells](wells.svg "Wells")
    :::
    ::::

    See [the sheet](#sheet).[^2]

    [^1]: One.
    [^2]: Two.
    """
PICTURES = {"modules/trust/rings.svg": "<svg/>", "modules/trust/wells.svg": "<svg/>"}
TWO_DAYS = """
      - {title: First, starts: "09:30", sessions: [{lesson: nowhere-here}, {break: Tea, minutes: 20}]}
      - {title: Second, starts: "10:00", sessions: [{lesson: trust}, {lesson: nowhere-here}]}
    """


def outline(selected: Selected) -> list[str]:
    """Every block of the first session in a word or two."""
    return [brief(block) for block in blocks_in(session(selected).blocks)]


def brief(block: Block) -> str:
    match block:
        case Paragraph(text) | Heading(text=text):
            return text.raw
        case Directive():
            return f"::: {block.name}"
        case LoreBlock(slot, item):
            return f"{slot.name} {item.id}"
        case _:
            return type(block).__name__
