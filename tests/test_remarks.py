from types import MappingProxyType

import pytest

from kitabcha.dialect import DIRECTIVES
from kitabcha.languages.catalogues import read_all
from kitabcha.languages.elements import BOXES, ELEMENTS, role
from kitabcha.languages.interface_notes import IN_CONTEXT, PLACEHOLDER, PLACES, SHOWN, WORDS
from kitabcha.languages.messages import INTERFACE, Message, interface_messages, messages
from kitabcha.languages.remarks import annotated, context_of
from kitabcha.languages.terms import term_finder
from kitabcha.languages.updating import updates, write
from kitabcha.languages.whereabouts import located
from kitabcha.model import Place
from kitabcha.sources.loading import load
from kitabcha.walking import texts_in
from tests.assembly_project import lesson, make_project, manual, story
from tests.sources_project import MINIMAL

BODY = """
    Sit in a circle.

    ## Welcome {method=plenary}
    ### Names
    :::: activity {title="The ball"}
    1. Throw it to a *friend*{.term of=jirga}.

    ::: facilitator
    Watch the elders at {{ venue }}.
    :::
    ::::

    ## Farewell
    ::: only {audience="women girls" literacy=low}
    - Go home.[^1]
    :::

    | Time | What |
    |---|---|
    | early | tea |

    Peace
    : more than silence

    [^1]: All together.
    """


def project_in(folder, **more):
    files = {
        "modules/trust/module.md": lesson(BODY),
        "manuals/women.yaml": manual(),
        "library/stories/wells.md": story(regions="swat, punjab", audiences="youth", body="Long ago."),
    }
    return make_project(folder, files | more)


def minimal():
    project, _ = load(MINIMAL)
    assert project
    return project


def remarks(project, catalogue, msgid, said=lambda text: ""):
    noted = annotated(messages(project), context_of(project, "ur"), said)
    return {message.msgid: message.note.splitlines() for message in noted[catalogue]}[msgid]


REMARKS = {
    "Trust": [
        "Lesson “Trust”",
        "Title",
        "Read by: Community",
        "60 characters at most: it stands in contents and agenda too",
    ],
    "Say one thing.": ["Lesson “Trust”", "Objective: it goes on from “By the end we can”", "Read by: Community"],
    "Sit in a circle.": ["Lesson “Trust”", "Paragraph", "Read by: Community"],
    "Welcome": [
        "Lesson “Trust”",
        "Heading",
        "Read by: Community",
        "60 characters at most: it stands in contents and session plan too",
    ],
    "plenary": [
        "Lesson “Trust”",
        "Method: how it is done",
        "Read by: Community",
        "40 characters at most: it stands in a narrow column",
    ],
    "Throw it to a *friend*{.term of=jirga}.": [
        "Lesson “Trust”, in “Welcome”, in “Names”",
        "Item, in a numbered list, in an activity “The ball”",
        "Read by: Community",
        "Term “jirga”: no translation agreed yet",
    ],
    "Watch the elders at {{ venue }}.": [
        "Lesson “Trust”, in “Welcome”, in “Names”",
        "Paragraph, in a note for the trainer, in an activity “The ball”",
        "Read by: Community; only in the trainer’s edition",
        "{{ venue }} shows “the hall” in “Women who make peace”",
    ],
    "Go home.[^1]": [
        "Lesson “Trust”, in “Farewell”",
        "Item, in a list",
        "Read by: Community; of these only Women, Girls; only where literacy is low",
    ],
    "early": [
        "Lesson “Trust”, in “Farewell”",
        "Cell, in the column “Time” of a table",
        "Read by: Community",
        "100 characters at most: it stands in a table",
    ],
    "What": [
        "Lesson “Trust”, in “Farewell”",
        "Cell, in the first row of a table",
        "Read by: Community",
        "100 characters at most: it stands in a table",
    ],
    "more than silence": [
        "Lesson “Trust”, in “Farewell”",
        "Explanation of a word, in the explanation of “Peace”",
        "Read by: Community",
    ],
    "All together.": ["Lesson “Trust”", "Footnote, in footnote 1", "Read by: Community"],
}


@pytest.mark.parametrize("msgid", REMARKS)
def test_where_a_message_of_a_lesson_stands(msgid, tmp_path):
    assert remarks(project_in(tmp_path), "trust", msgid) == REMARKS[msgid]


def test_a_story_says_where_and_to_whom_it_is_told(tmp_path):
    assert remarks(project_in(tmp_path), "library", "Long ago.") == [
        "Story “A story of swat, punjab”, told in Swat, Punjab",
        "Paragraph",
        "Read by: Youth",
    ]


def test_a_manual_says_for_whom_it_is(tmp_path):
    project = project_in(tmp_path)
    assert remarks(project, "manuals", "Welcome to our book.")[2] == "Read by: Women in Swat"
    assert remarks(project, "manuals", "the hall")[3] == "stands for {{ venue }}"


def test_agreed_translations_are_told(tmp_path):
    project = project_in(tmp_path)
    agreed = {"jirga": "جرگہ", "the hall": "ہال"}
    told = [
        remarks(project, "trust", msgid, lambda text: agreed.get(text.raw, ""))[3]
        for msgid in ("Throw it to a *friend*{.term of=jirga}.", "Watch the elders at {{ venue }}.")
    ]
    assert told == ["Term “jirga”: جرگہ", "{{ venue }} shows “ہال” in “Women who make peace”"]


def test_each_manual_that_holds_the_lesson_says_what_a_value_shows(tmp_path):
    more = {
        "manuals/youth.yaml": manual(audience="youth").replace("the hall", "the school").replace("Women who", "All"),
        "manuals/other.yaml": manual(lessons=("other",)).replace("the hall", "elsewhere"),
        "modules/other/module.md": lesson(title="Other"),
    }
    found = remarks(project_in(tmp_path, **more), "trust", "Watch the elders at {{ venue }}.")
    assert found[3:] == [
        "{{ venue }} shows “the hall” in “Women who make peace”",
        "{{ venue }} shows “the school” in “All make peace”",
    ]


def test_a_message_that_stands_in_many_places(tmp_path):
    body = "".join(f"\n## Part {number}\nSit down.\n" for number in range(5))
    found = remarks(project_in(tmp_path, **{"modules/trust/module.md": lesson(body)}), "trust", "Sit down.")
    assert found == [
        "Lesson “Trust”, in “Part 0”",
        "Paragraph",
        "Read by: Community",
        "Lesson “Trust”, in “Part 1”",
        "Lesson “Trust”, in “Part 2”",
        "And in 2 more places",
    ]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("The jirga met.", ["jirga"]),
        ("Jirgas and elders", ["jirga"]),
        ("An *elder*{.term} speaks in the *council*{.term of=jirga}.", ["elder", "jirga"]),
        ("jirgadar", []),
        ("No term here", []),
    ],
)
def test_terms_in_a_text(raw, found, tmp_path):
    finder = term_finder(project_in(tmp_path).glossary.values())
    assert sorted(term.id for term in finder.terms_in(raw)) == found


def test_a_glossary_without_terms_finds_none():
    assert term_finder(()).terms_in("The jirga met.") == ()


def test_every_text_has_its_place(tmp_path):
    for project in (project_in(tmp_path), minimal()):
        assert sorted(text.raw for text, _ in located(project)) == sorted(text.raw for text in texts_in(project))


def test_every_element_and_box_has_a_name():
    assert set(BOXES) == set(DIRECTIVES) - {"only"}
    project = minimal()
    assert {role(message.context) for them in messages(project).values() for message in them} <= set(ELEMENTS)


def test_a_message_of_the_interface_says_where_it_is_printed_and_what_it_is():
    words = (
        Message("", "Close", (Place("templates/screen.html", 1),)),
        Message("", "{names} and {last}", (Place("kitabcha/lore/citations.py", 1),), note="written by an author"),
    )
    noted = annotated(MappingProxyType({INTERFACE: words}), context_of(minimal(), "ur"), lambda text: "")
    assert [message.note.splitlines() for message in noted[INTERFACE]] == [
        ["On the page for phone and computer", "Button: it closes the search. 15 characters at most"],
        [
            "written by an author",
            "In the list of references",
            "{names} shows names of authors",
            "{last} shows the last of several names",
        ],
    ]


ONE_ROLE = frozenset((
    "About this book", "Agenda", "Attendance", "Before and after", "Certificate", "Contents", "Energisers", "For",
    "Glossary", "How to use this book", "Index", "Language", "Region", "References", "Translation", "draft.",
    "A story of change", "Before and after: the answers counted", "By the end we can", "Day %(number)s",
    "Each morning and each evening", "Length", "Materials for the whole training", "Skip to the text",
    "%(num)s of them has been read by a second person.",
    "%(num)s text has changed since it was translated, and waits for a new translation.",
    "The trainer’s security checklist", "What did you think of the training?", "What we do",
))  # fmt: skip
"""Words of the interface that stand in several files and are the same everywhere: the title of a part there and in the
contents, the head of a column in two tables, a label on two pages. Equal words that are not get a msgctxt."""


def test_equal_words_in_different_roles_are_told_apart():
    several = {one.msgid for one in interface_messages() if len(one.places) > 1}
    assert several == ONE_ROLE, "use pgettext where a word has another role than elsewhere; else add it here"


def test_notes_on_the_interface_are_of_messages_that_there_are():
    found = interface_messages()
    placeholders = {match[1] or match[2] for one in found for match in PLACEHOLDER.finditer(one.msgid + one.plural)}
    assert set(SHOWN) == placeholders
    assert set(WORDS) <= {one.msgid for one in found}
    assert set(IN_CONTEXT) == {(one.context, one.msgid) for one in found if one.context}
    assert set(PLACES) <= {place.path for one in found for place in one.places}


def test_a_term_that_comes_back_is_told_in_the_same_update(tmp_path):
    project = project_in(tmp_path)
    po = tmp_path / "locales/ur/LC_MESSAGES/library.po"
    po.parent.mkdir(parents=True)
    po.write_text('#~ msgctxt "glossary/jirga/term"\n#~ msgid "jirga"\n#~ msgstr "جرگہ"\n', "utf-8")
    write(tmp_path, updates(tmp_path, project))
    assert "#. Term “jirga”: جرگہ\n" in (po.parent / "trust.po").read_text("utf-8")
    assert write(tmp_path, updates(tmp_path, project)) == ([], [])


def test_an_unfinished_translation_of_a_term_is_not_agreed(tmp_path):
    project = project_in(tmp_path)
    write(tmp_path, updates(tmp_path, project))
    po = tmp_path / "locales/ur/LC_MESSAGES/library.po"
    entry = 'msgctxt "glossary/jirga/term"\nmsgid "jirga"\nmsgstr ""'
    fuzzy = "#, fuzzy\n" + entry.replace('msgstr ""', 'msgstr "جرگہ"')
    po.write_text(po.read_text("utf-8").replace(entry, fuzzy), "utf-8")
    write(tmp_path, updates(tmp_path, project))
    assert read_all(tmp_path, "ur")[0]["library"].entries["glossary/jirga/term", "jirga"].fuzzy
    assert "#. Term “jirga”: no translation agreed yet\n" in (po.parent / "trust.po").read_text("utf-8")
