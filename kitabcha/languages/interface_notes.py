"""What a translator should know of the interface's messages: where each is printed, what it is, what its marks show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kitabcha.languages.messages import Message

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "templates/blocks.html": "In the lessons",
        "templates/index.html": "On the page that lists all manuals",
        "templates/screen.html": "On the page for phone and computer",
        "templates/print-card.html": "On the card that says how to print",
        "kitabcha/press/print_card.py": "On the card that says how to print",
        "kitabcha/press/print_steps.py": "On the card that says how to print",
        "kitabcha/press/profiles.py": "On the page that lists all manuals, and on the card that says how to print",
        "kitabcha/press/webpage.py": "On the page that lists all manuals, beside the name of a file",
        "kitabcha/lore/citations.py": "In the list of references",
        "kitabcha/lore/scripture.py": "On the page “About this book”",
        "kitabcha/press/index.py": "In the index",
        "kitabcha/press/inline_html.py": "In a text, after a link, in print",
        "templates/parts/agenda.html": "In the agenda",
        "templates/parts/attendance.html": "On the list of those who attend",
        "templates/parts/certificate.html": "On the certificate",
        "templates/parts/contents.html": "In the contents",
        "templates/parts/cover.html": "On the cover",
        "templates/parts/evaluation.html": "On the sheet on which participants judge the training",
        "templates/parts/imprint.html": "On the page “About this book”",
        "templates/parts/change-story.html": "On the form on which a participant’s story is recorded",
        "templates/parts/energisers.html": "On the page of short games",
        "templates/parts/materials.html": "In the list of materials",
        "templates/parts/poster.html": "On posters",
        "templates/parts/recap.html": "On the trainers’ form for mornings and evenings",
        "templates/parts/security.html": "On the trainer’s checklist",
        "templates/parts/session.html": "At the beginning of a session",
        "templates/parts/tally.html": "On the form on which answers before and after are counted",
    }
)
"""A file → where its messages are printed."""

_HEAD, _LABEL, _BUTTON = "head of a column", "label before a text", "button"
_BOX = "name of a kind of box"

WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("Activity", "Energiser", "Radio", "Handout", "Story", "Proverb", "Poem", "Scripture"), _BOX),
        **dict.fromkeys(("Role play", "Street theatre", "Talk about it", "Think quietly", "For the trainer"), _BOX),
        "Do no harm": f"{_BOX}: a warning",
        "Idea": f"{_BOX}: a piece of peace theory",
        "Section": "what a step of the session plan is, when it is no box",
        "Needs:": f"{_LABEL}: the materials of an activity",
        "Translation:": f"{_LABEL}: who translated a verse",
        "Translation": f"{_HEAD}, or label: how much of the manual is translated",
        "Handouts": "name of an edition: only the sheets to hand out",
        "original": "in that column, for the language in which the manual was written",
        "draft.": "after “Translation:”; the full stop belongs to it. On a screen also beneath the title",
        "Close": f"{_BUTTON}: it closes the search. 15 characters at most",
        "Search": "label of the field in which one searches. 15 characters at most",
        "Skip to the text": "link, seen by those who use no mouse",
        "From": f"{_HEAD}: the time at which something begins. 10 characters at most",
        "To": f"{_HEAD}: the time at which it ends. 10 characters at most",
        "Length": f"{_HEAD}: how many minutes it takes. 15 characters at most",
        "From minute": f"{_HEAD}: minutes since the session began. 20 characters at most",
        "What we do": _HEAD,
        "How": f"{_HEAD}: the method",
        "With what": f"{_HEAD}: the materials",
        "No.": f"{_HEAD}: number. 6 characters at most",
        "Ready": f"{_HEAD}: a box to tick. 10 characters at most",
        "What": f"{_HEAD}: what is needed",
        "Sessions": f"{_HEAD}: in which sessions it is needed",
        "Files": _HEAD,
        "Edition": f"{_HEAD}: for trainers, for participants",
        "Language": f"{_HEAD}, or label",
        "For": f"{_LABEL}: whom the book is for",
        "Region": f"{_LABEL}: whose stories are in the book",
        "Date": f"{_LABEL}: when this version was made",
        "Place:": _LABEL,
        "Dates:": _LABEL,
        "Trainer": "under the line on which the trainer signs",
        "Date and place": "under the line on which they are written",
        "This is to say with thanks that": "the participant’s name follows",
        "has taken part in the training": "after the participant’s name; the manual’s title follows",
        "Before": f"{_HEAD}: before the training. 12 characters at most",
        "After": f"{_HEAD}: after it. 12 characters at most",
        "Day": f"{_HEAD}: the day’s number. 8 characters at most",
        "Question": _HEAD,
        "What has stayed": f"{_HEAD}: what the group remembers of the day",
        "What we change tomorrow": _HEAD,
        "The story may be told:": f"{_LABEL}: boxes to tick follow",
        "inside the organisation": "beside a box to tick; goes on from “The story may be told:”",
        "in print": "beside a box to tick; goes on from “The story may be told:”",
        "on the radio": "beside a box to tick; goes on from “The story may be told:”",
        "on the internet": "beside a box to tick; goes on from “The story may be told:”",
        "Consent given on:": f"{_LABEL}: a date",
        "Recorded by:": f"{_LABEL}: who wrote the consent down",
        "Number of the story:": f"{_LABEL}: it stands on consent and story, in place of a name",
        "good": "under a smiling face",
        "middling": "under a face that neither smiles nor frowns",
        "poor": "under a frowning face",
        "n.d.": "instead of a year: no date",
        "By the end we can": "heading; the objectives follow, each as it goes on from here",
        "Time": f"{_LABEL}: how long the session is",
        "Goal": _LABEL,
        "Cut to": f"{_LABEL}: the size that the print shop cuts the pages to",
        "Bleed": f"{_LABEL}: how far print goes beyond the edge that is cut",
        "Sides": f"{_LABEL}: whether one prints on one or both",
        "Ink": f"{_LABEL}: how much of the paper is covered",
        "fronts": "the file with the front of each sheet",
        "backs": "the file with the back of each sheet",
    }
)
"""A message → what it is, where its words alone do not tell."""

IN_CONTEXT: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("index", "Scripture"): "heading: the verses of the book and their pages follow",
        ("contents", "Handouts"): "heading: the handouts of the book and their pages follow",
    }
)
"""The same of messages whose words have another role elsewhere, by msgctxt and message."""

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")

SHOWN: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("num", "number", "translated", "count"), "a number"),
        **dict.fromkeys(("page", "first", "second"), "the number of a page"),
        **dict.fromkeys(("side", "sides", "pages"), "numbers, such as 3, 8"),
        **dict.fromkeys(("percent", "average", "most"), "a percentage, such as 12 %"),
        **dict.fromkeys(("total", "price"), "a price with its currency"),
        "amount": "a price without its currency",
        "currency": "the currency, such as Rs",
        "author": "the author of a cited work",
        "bleed": "a length, such as 3 mm",
        "book": "the title of a book",
        "columns": "the heads of a table’s columns",
        "edition": "the number of a book’s edition",
        "file": "the name of a file",
        "fonts": "the names of fonts",
        "language": "the name of a language",
        "last": "the last of several names",
        "name": "a person’s name",
        "names": "names of authors",
        "paper": "a size of paper, such as A4",
        "sizes": "numbers of sheets, such as 5, 5, 4",
        "time": "a time of day, such as 13:30",
        "year": "a year",
    }
)
"""A placeholder → what stands there in print."""


def interface_notes(message: Message) -> Iterator[str]:
    """Where a message is printed, what it is, and what its placeholders show."""
    yield from (PLACES[place.path] for place in message.places if place.path in PLACES)
    known = IN_CONTEXT.get((message.context, message.msgid)) if message.context else WORDS.get(message.msgid)
    if known:
        yield known[:1].upper() + known[1:]
    found = (match for text in (message.msgid, message.plural) for match in PLACEHOLDER.finditer(text))
    for mark, name in dict.fromkeys((match[0], match[1] or match[2]) for match in found):
        if name in SHOWN:
            yield f"{mark} shows {SHOWN[name]}"
