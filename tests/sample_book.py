"""A book with every kind of block and box in English, Urdu or Pashto, made by the real stages before the press."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path
from textwrap import dedent

from kitabcha.assembly.numbering import number
from kitabcha.assembly.selection import select
from kitabcha.languages.table import LANGUAGES
from kitabcha.lore.glossary import sort_stories, sort_terms
from kitabcha.lore.scripture import corpus
from kitabcha.model import (
    Apparatus,
    CitedWork,
    Coverage,
    Edition,
    HtmlDocument,
    NumberedBook,
    Quotation,
    Rendering,
    RenderingEdition,
)
from kitabcha.press import composition
from kitabcha.press.galleys import galleys
from kitabcha.press.profiles import PROFILES
from kitabcha.press.rendering import render
from kitabcha.sources.loading import load
from tests.one_piece import one_piece

WORDS = {
    "en": {"title": "The two wells", "line": "Everyone sits in one circle.", "term": "jirga"},
    "ur": {"title": "دو کنویں", "line": "سب لوگ ایک حلقے میں بیٹھتے ہیں۔", "term": "جرگہ"},
    "ps": {"title": "دوه څاګانې", "line": "ټول خلک په یوه کړۍ کې کښېني.", "term": "جرګه"},
}

LESSON = """\
---
title: {title}
summary: {line}
goal: {line}
minutes: 90
themes: [peace]
audiences: [community]
objectives: ["{line}"]
materials: ["{line}"]
preparation: ["{line}"]
---
## {title} {{#opening minutes=10 method="{title}"}}
{line} *{term}*{{.term of=jirga}} **{title}** *Microsoft* [Peace]{{lang=en}} [سلام]{{lang=ar}} `a < b`.[^1]

{line} *{term}*{{.term of=jirga}} [@galtung1969, p. 183] <quran:49:13> {{{{ venue }}}}
[{title}](#opening) [{title}](#sheet)

#### {title}
- {line}
- {line}

3. {line}

   {line}
4. {line}

{title}
: {line}

> {line}

| {title} | {term} |
|---|--:|
| {line} | [x](https://example.org/?a=1&b=2) |

***

```
x < y
```

![{title}](tree.svg "{line}"){{#tree}}

:::: activity {{#walk title="{title}" minutes=25 method="{term}" materials="{term}"}}
{line}

::: facilitator
{line}
:::

::: facilitator {{title="{title}"}}
{line}
:::
::::

::: discuss
{line}
:::

::: reflection {{minutes=5}}
{line}
:::

::: roleplay {{title="{title}"}}
{line}
:::

::: energiser {{title="{title}"}}
{line}
:::

::: theatre {{title="{title}"}}
{line}
:::

::: radio {{title="{title}"}}
{line}
:::

::: assessment {{when=pre}}
1. {line}
:::

::: safety
{line}
:::

::: story {{theme=peace minutes=10}}
:::

::: proverb {{theme=peace}}
:::

::: poem {{theme=peace}}
:::

::: concept {{id=two-peaces}}
:::

::: scripture {{id=nations}}
:::

::: handout {{#sheet title="{title}"}}
{line}
:::

[^1]: {line} & more.
"""

LORE = """\
---
title: {title}
kind: {kind}
regions: [swat]
themes: [peace]
teller: {line}
source: {line}
licence: CC BY-SA 4.0
{original}
---
{line}[^1]

[^1]: {term}
"""

CONCEPT = """\
---
title: {title}
summary: {line}
themes: [peace]
---
## {title}
{line} [@galtung1969]
"""

CURRICULUM = """\
title: {title}
language: {language}
languages: [{language}]
publisher: {{name: "{title} & Sons", contact: "{line}"}}
licence: CC BY-SA 4.0
audiences: {{community: {{name: "{term}"}}}}
regions: {{swat: {{name: Swat}}}}
traditions: {{islam: {{name: Islam, scriptures: [quran]}}}}
themes: {{peace: {{name: Peace}}}}
scripture: {{quran: tanzil-uthmani}}
"""

MANUAL = """\
title: "{title} <&>"
subtitle: {line}
introduction: ["{line}"]
audience: community
region: swat
tradition: islam
literacy: high
languages: [{language}]
editions: [trainer, participant, handouts]
profiles: [a4]
annexes: [materials, security, energisers, recap, tally, attendance, evaluation, change-story, certificate]
values: {{venue: "{term} <b>"}}
days:
  - title: "{title}"
    starts: "09:30"
    sessions: [{{lesson: meeting}}, {{break: "{term}", minutes: 20}}, {{lesson: meeting}}]
"""

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M1 1h7v7z"/></svg>'


def files(language: str) -> dict[str, str]:
    """The sources of the sample, written in one language: path → text."""
    words = {**WORDS[language], "language": language}
    original = "original: |\n  که غر لوړ دی\n  په سر یې لار ده\noriginal_language: ps"
    tales = {
        f"library/stories/{kind}.md": LORE.format(kind=kind, original="" if kind == "story" else original, **words)
        for kind in ("story", "proverb", "poem")
    }
    return tales | {
        "curriculum.yaml": CURRICULUM.format(**words),
        "modules/meeting/module.md": LESSON.format(**words),
        "modules/meeting/tree.svg": PICTURE,
        "library/concepts/two-peaces.md": CONCEPT.format(**words),
        "library/passages.yaml": dedent(
            """\
            nations: {{ref: quran:49:9-10, title: "{title}", themes: [peace], context: "{line}"}}
            """
        ).format(**words),
        "library/references.json": '[{"id": "galtung1969", "type": "book", "title": "Peace"}]',
        "library/glossary.yaml": 'jirga: {{term: "{term}", definition: "{line}"}}\n'.format(**words),
        "manuals/wells.yaml": MANUAL.format(**words),
    }


def numbered(root: Path, language: str = "en", kind: str = "trainer") -> NumberedBook:
    """The sample as a numbered book of one edition, from sources written under `root`."""
    for path, text in files(language).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    project, found = load(root)
    assert project is not None, "\n".join(map(str, found))
    selected = select(project, Edition("wells", language, kind))
    assert selected.book is not None, "\n".join(map(str, selected.diagnostics))
    return number(selected.book)[0]


def apparatus(book: NumberedBook, language: str = "en") -> Apparatus:
    """What lore would find for the sample, with a rendering of our own."""
    ours = RenderingEdition("ours", "the authors", "", "", "", True)
    quotations = {}
    for passage in book.book.passages:
        rendering = Rendering(passage.reference, WORDS[language]["line"], language, ours, passage.place)
        verses = corpus().verses(passage.reference)
        quotations[passage.id] = Quotation(passage.reference, verses, "Quran 49:9–10", rendering)
    return Apparatus(
        quotations=quotations,
        verse_names={"quran:49:13": {"en": "Quran 49:13", "ur": "سورۃ الحجرات، آیت ۱۳"}.get(language, "د حجرات ۱۳")},
        works={"galtung1969": CitedWork("galtung1969", "Galtung 1969", "Galtung, J. (1969). *Peace*. <Oslo>.")},
        glossary=sort_terms(book.book.glossary, LANGUAGES[language]),
        scripture_notices=("Tanzil Quran Text.",),
        stories=sort_stories(book.book, LANGUAGES[language]),
    )


def documents(book: NumberedBook, language: str = "en") -> tuple[HtmlDocument, ...]:
    return render(book, apparatus(book, language), LANGUAGES[language], LANGUAGES, NullTranslations())


def printed(root: Path, language: str = "en", kind: str = "trainer", profile: str = "a4") -> str:
    """The sample's page for print."""
    book = numbered(root, language, kind)
    setting = (book, LANGUAGES[language], LANGUAGES, NullTranslations())
    row = PROFILES[profile]
    return one_piece(galleys(documents(book, language), *setting, row), *setting, row)


def screened(root: Path, language: str = "en", kind: str = "trainer") -> str:
    """The sample's page for screens."""
    book = numbered(root, language, kind)
    parts = documents(book, language)
    return composition.for_screen(parts, book, LANGUAGES[language], LANGUAGES, NullTranslations())


def pictures(book: NumberedBook) -> dict[str, bytes]:
    return {source: PICTURE.encode() for source in composition.pictures_of(documents(book))}


COVERAGE = Coverage(messages=12, translated=10, unreviewed=4)
