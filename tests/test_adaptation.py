import re

import pytest

from kitabcha.adapting import adapted
from kitabcha.assembly.selection import select
from kitabcha.diagnostics import has_errors
from kitabcha.languages.messages import messages
from kitabcha.model import Directive, Edition, Place
from kitabcha.sources.loading import load
from kitabcha.walking import texts_in
from tests.harness import ProjectTest

LESSON = "modules/meeting/module.md"
OWN = "modules/meeting/module.ur.md"
CIRCLE = """\
:::: activity {#circle title="حلقہ"}
1. *جرگہ*{.term of=jirga} کی طرح بیٹھیں۔[^own]
::::

[^own]: ہمارا رواج۔
"""
STORY = "---\ntitle: دو چشمے\nsource: سوات کی کہانی\nlicence: CC BY-SA 4.0\n---\nایک گاؤں میں دو چشمے تھے۔\n"


@pytest.fixture
def project(tmp_path):
    return ProjectTest.minimal(tmp_path / "project")


def page(project, language):
    """Every text of the trainer's edition, before it is translated."""
    loaded, found = load(project.root)
    assert loaded and not has_errors(found), found
    selected = select(loaded, Edition("first", language, "trainer"))
    assert selected.book, selected.diagnostics
    return "\n".join(text.raw for text in texts_in(selected.book))


def test_a_language_has_its_own_box(project):
    project.write(OWN, CIRCLE)
    urdu, english = page(project, "ur"), page(project, "en")
    assert "کی طرح بیٹھیں" in urdu and "ہمارا رواج" in urdu and "Form groups." not in urdu
    assert "Form groups." in english and "کی طرح بیٹھیں" not in english


def test_it_is_printed_in_its_language(project):
    project.write(OWN, CIRCLE).run("build", "-l", "ur", "-e", "participant", "--format", "html").leaves_with(0)
    found = project.text("dist/first/ur/participant.html")
    assert re.search(r">حلقہ<", found) and "کی طرح بیٹھیں" in found and "Form groups." not in found


def test_what_it_does_not_say_stays_as_in_the_lesson(project):
    project.write(OWN, CIRCLE)
    loaded, found = load(project.root)
    assert loaded and not found
    blocks = adapted(loaded, ["ur"]).lessons["meeting"].blocks
    circle = next(block for block in blocks if isinstance(block, Directive) and block.id == "circle")
    assert circle.title and circle.method and circle.materials
    assert (circle.title.raw, circle.title.language, circle.minutes) == ("حلقہ", "ur", 30)
    assert (circle.method.raw, circle.materials.raw) == ("small groups", "chalk")


def test_a_language_has_its_own_picture(project):
    project.write("modules/meeting/own.svg", project.text("modules/meeting/tree.svg"))
    project.write(OWN, '![ایک چنار](own.svg "چنار"){#tree}\n')
    found = page(project, "ur")
    assert "چنار" in found and "A tree with two birds" not in found


def test_a_region_has_its_own_and_translators_get_it(project):
    project.write("modules/meeting/module.swat.md", ':::: activity {#circle title="By the river"}\nWalk.\n::::\n')
    assert "By the river" in page(project, "en")
    loaded, _ = load(project.root)
    assert loaded
    assert {"By the river", "Walk.", "Form groups."} <= {one.msgid for one in messages(loaded)["meeting"]}
    (project.root / "modules/meeting/module.swat.md").rename(project.root / "modules/meeting/module.punjab.md")
    project.change("curriculum.yaml", "  swat: {", "  punjab: {name: Punjab}\n  swat: {")
    assert "By the river" not in page(project, "en")


def test_the_nearer_region_and_then_the_language_wins(project):
    for name, title in (("pakistan", "Wide"), ("swat", "Near")):
        project.write(f"modules/meeting/module.{name}.md", f':::: activity {{#circle title="{title}"}}\nWalk.\n::::\n')
    assert "Near" in page(project, "en")
    project.write(OWN, CIRCLE)
    found = page(project, "ur")
    assert "حلقہ" in found and "Near" not in found and "Wide" not in found


def test_a_language_has_its_own_story(project):
    project.write("library/stories/the-two-wells.ur.md", STORY)
    urdu, english = page(project, "ur"), page(project, "en")
    assert "ایک گاؤں میں دو چشمے تھے" in urdu and "سوات کی کہانی" in urdu
    assert "دو چشمے" not in english


# --- the catalogue --------------------------------------------------------------------------------------------


def catalogue(project, language="ur", name="meeting"):
    project.run("messages", "update").leaves_with(0)
    return project.text(f"locales/{language}/LC_MESSAGES/{name}.po")


def test_the_catalogue_says_so_and_asks_for_no_translation(project):
    before = catalogue(project)
    assert 'msgid "Form groups."' in before
    project.write(OWN, CIRCLE)
    project.write("library/stories/the-two-wells.ur.md", STORY)
    after = catalogue(project)
    assert 'msgid "Form groups."' not in after and "حلقہ" not in after.replace("“حلقہ”", "")
    told = "#. Not translated here, since this language has its own in modules/meeting/module.ur.md: “حلقہ”\n"
    assert told in after[: after.index('msgid "Meeting"')]
    library = catalogue(project, name="library")
    path = "library/stories/the-two-wells.ur.md"
    told = f"#. Not translated in this file, since this language has its own in {path}: “the-two-wells”\n"
    assert library.count("two-wells") == library.count(told) * 2 == 2
    assert told in library[: library.index("msgid", library.index("#. "))]
    assert project.run("messages", "update").last.out == "Nothing to do: all catalogues are up to date.\n"


def test_its_translation_waits_until_it_is_needed_again(project):
    catalogue(project)
    project.change(
        "locales/ur/LC_MESSAGES/meeting.po", 'msgid "Form groups."\nmsgstr ""', 'msgid "Form groups."\nmsgstr "ٹولیاں"'
    )
    project.write(OWN, CIRCLE)
    assert '#~ msgid "Form groups."\n#~ msgstr "ٹولیاں"' in catalogue(project)
    (project.root / OWN).unlink()
    assert '\nmsgid "Form groups."\nmsgstr "ٹولیاں"' in catalogue(project)


def test_what_a_language_has_of_its_own_is_no_message(project):
    project.write(OWN, CIRCLE)
    loaded, _ = load(project.root)
    assert loaded
    own = [text for text in texts_in(loaded) if text.place.path == OWN]
    assert own and all((text.catalogue, text.language) == ("", "ur") for text in own)


# --- what can be wrong ----------------------------------------------------------------------------------------

FAULTS = [
    (
        OWN,
        ':::: activity {#circel title="x"}\nx\n::::\n',
        ":1: error: `meeting` has no box or picture `#circel`\n  hint: did you mean `circle`?\n",
    ),
    (
        OWN,
        "Only words.\n",
        ":1: error: this replaces nothing in the lesson\n"
        "  hint: give it the id of the box or picture that it replaces, such as {#circle}\n",
    ),
    (
        OWN,
        ':::: activity {#circle title="x" minutes=20}\nx\n::::\n',
        ":1: error: `#circle` takes 20 minutes, and what it replaces takes 30\n"
        "  hint: leave `minutes` out: the agenda is the same in all languages and regions\n",
    ),
    (
        OWN,
        ':::: activity {#circle title="x"}\nx[^1]\n::::\n\n[^1]: y\n',
        ":5: error: the lesson has a footnote `[^1]` too\n  hint: give this one another label\n",
    ),
    (
        OWN,
        ':::: activity {#circle title="x"}\n*x*{.term of=jirgah} [y](#nowhere)\n::::\n',
        ":2: error: unknown term `jirgah`\n  hint: did you mean `jirga`?\n",
    ),
    (
        "modules/meeting/module.en.md",
        CIRCLE,
        ": error: `en` is the language of the sources\n  hint: write it in module.md\n",
    ),
    (
        "modules/meeting/module.swatt.md",
        CIRCLE,
        ": error: `swatt` is none of the languages and regions\n  hint: did you mean `swat`?\n",
    ),
    (
        "library/stories/the-two-well.ur.md",
        STORY,
        ": error: there is no story `the-two-well`\n  hint: did you mean `the-two-wells`?\n",
    ),
    (
        "library/stories/the-two-wells.swat.md",
        STORY,
        ": error: `swat` is none of the languages\n  hint: the languages known here: `en`, `ur`\n",
    ),
    (
        "library/stories/the-two-wells.ur.md",
        STORY.replace("source", "sorce"),
        ":3: error: unknown key `sorce`\n  hint: did you mean `source`?\n",
    ),
]


@pytest.mark.parametrize(("path", "content", "told"), FAULTS)
def test_what_is_wrong_is_told_with_the_nearest_right_name(path, content, told, project):
    project.write(path, content).run("check").leaves_with(1)
    assert f"{path}{told}" in project.last.err


def test_a_block_that_the_lesson_no_longer_has_is_an_error(project):
    project.write(OWN, CIRCLE).run("check").leaves_with(0)
    project.change(LESSON, "{#circle title", "{#ring title").run("check").leaves_with(1)
    assert f"{Place(OWN, 1)}: error: `meeting` has no box or picture `#circle`" in project.last.err
