"""The slots of a small project, and which lore fills them."""

from __future__ import annotations

import pytest

from kitabcha.dialect import blocks_in
from tests.assembly_project import CONCEPT, SLOT, STORIES, brief, choose, outline, session, story, told


def test_a_slot_takes_the_nearest_and_then_what_is_unused(tmp_path):
    selected = choose(tmp_path, "\n".join([SLOT] * 4), STORIES)
    assert outline(selected)[::2] == ["story near", "story women", "story wide", "story near"]
    assert [choice.why for choice in selected.choices] == [
        "of swat itself; not used elsewhere in this manual; 2 others fit",
        "of pakistan, which swat is in; for women; not used elsewhere in this manual; 2 others fit",
        "of pakistan, which swat is in; not used elsewhere in this manual; 2 others fit",
        "of swat itself; used elsewhere in this manual too; 2 others fit",
    ]
    assert selected.choices[0].others == ("women", "wide")


def test_what_another_slot_asks_for_by_name_is_left_to_it(tmp_path):
    selected = choose(tmp_path, f"{SLOT}\n::: story {{id=near}}\n:::\n", STORIES)
    assert [choice.item for choice in selected.choices] == ["women", "near"]
    assert selected.choices[1].why == "asked for by name"


def test_more_of_the_themes_goes_before_the_id(tmp_path):
    files = {
        "library/stories/a.md": story(themes="trust"),
        "library/stories/b.md": story(themes="trust, peace"),
    }
    selected = choose(tmp_path, '::: story {theme="trust peace"}\n:::\n', files)
    assert selected.choices[0].item == "b"
    assert selected.choices[0].why == (
        "of swat itself; has 2 of the 2 themes; not used elsewhere in this manual; 1 other fits"
    )


def test_by_name_a_slot_takes_what_is_from_elsewhere(tmp_path):
    selected = choose(tmp_path, "::: story {id=far}\n:::\n", STORIES)
    assert selected.choices[0].why == "asked for by name, though it is from punjab"


def test_scripture_by_reference_by_theme_and_by_name(tmp_path):
    body = """
        ::: scripture {ref="quran:49:9-10"}
        :::

        ::: scripture {theme=dignity}
        :::

        ::: concept {id=contact}
        :::
        """
    selected = choose(tmp_path, body)
    assert [(choice.item, choice.why) for choice in selected.choices] == [
        ("brothers", "asked for by its reference"),
        ("nations", "not used elsewhere in this manual; nothing else fits"),
        ("contact", "asked for by name"),
    ]
    assert [passage.id for passage in selected.book.passages] == ["brothers", "nations"]


def test_all_editions_choose_alike(tmp_path):
    body = f":::: facilitator\n{SLOT}::::\n\n{SLOT}\n:::: handout {{title=Sheet}}\n{SLOT}::::\n"
    chosen = {
        kind: [choice.item for choice in choose(tmp_path, body, STORIES, kind=kind).choices]
        for kind in ("trainer", "participant", "handouts")
    }
    assert chosen == {"trainer": ["near", "women", "wide"], "participant": ["women", "wide"], "handouts": ["wide"]}


def test_the_same_lesson_again_has_a_key_of_its_own_and_another_story(tmp_path):
    selected = choose(tmp_path, SLOT, STORIES, lessons=("trust", "trust"))
    assert [choice.item for choice in selected.choices] == ["near", "women"]
    assert session(selected, "trust-2").number == 2


def test_lore_is_filtered_too(tmp_path):
    selected = choose(tmp_path, "::: concept {id=contact}\n:::\n", kind="participant")
    (filled,) = session(selected).blocks
    assert [brief(block) for block in blocks_in(filled.item.blocks)][1:] == ["Four conditions"]
    assert [note.label for note in filled.item.footnotes] == ["1"]


@pytest.mark.parametrize(
    ("slot", "about", "message"),
    [
        (
            "story {theme=peace}",
            {},
            "no story on `peace` fits `women` (women, swat, islam)\n"
            "  hint: add a story with this theme to library/stories/; there are some on `trust`",
        ),
        (
            "poem {theme=trust}",
            {},
            "no poem on `trust` fits `women` (women, swat, islam)\n"
            "  hint: `ode` has the theme but is from punjab; ask for it by name, `{id=ode}`, or add one that fits to "
            "library/stories/",
        ),
        (
            "scripture {theme=peace}",
            {"tradition": "none"},
            "the tradition `none` of `women` has no scriptures\n"
            "  hint: give it its `scriptures` in curriculum.yaml, or put the slot into `::: only {tradition=…}`",
        ),
        (
            "story {id=boys}",
            {},
            '`boys` is for youth, and `women` is for women\n  hint: put the slot into `::: only {audience="youth"}`',
        ),
    ],
)
def test_a_slot_that_nothing_fits_says_what_nearly_did(tmp_path, slot, about, message):
    files = {**STORIES, "library/stories/ode.md": story(kind="poem", regions="punjab")}
    selected = choose(tmp_path, f"::: {slot}\n:::\n", files, **about)
    assert selected.book is None
    assert told(selected) == [f"modules/trust/module.md:12: error: {message}"]


def test_a_slot_in_the_library_is_refused(tmp_path):
    files = {"library/stories/near.md": story(body="Long ago.\n\n::: scripture {theme=peace}\n:::\n")}
    assert told(choose(tmp_path, SLOT, files)) == [
        "library/stories/near.md:11: error: the slot `scripture` stands in the library, where no manual can fill it\n"
        "  hint: put slots into lessons only"
    ]


def test_a_concept_names_its_parallels_that_this_manual_holds(tmp_path):
    concept = CONCEPT.replace(
        "themes: [dignity]\n",
        "themes: [dignity]\n    parallels: {stories: [far, near], passages: [nations, brothers]}\n",
    )
    body = "::: concept {id=contact}\n:::\n\n::: scripture {theme=dignity}\n:::\n\n" + SLOT
    selected = choose(tmp_path, body, {**STORIES, "library/concepts/contact.md": concept})
    assert [(one.kind, one.id) for one in session(selected).blocks[0].parallels] == [
        ("story", "near"),
        ("scripture", "nations"),
    ]


def test_a_passage_of_another_tradition_is_refused_by_name_too(tmp_path):
    selected = choose(tmp_path, "::: scripture {id=nations}\n:::\n", tradition="none")
    assert [message.split(": error: ")[1] for message in told(selected)] == [
        "`nations` is of another scripture, quran, and `women` keeps to the tradition of none\n"
        "  hint: put the slot into `::: only {tradition=…}`"
    ]


AGREED = "given_on: 2026-03-02, recorded_by: the coordinator, scope: print"
WITHHELD = [
    ("not_for: {regions: [swat]}", "may not be told in swat"),
    ("not_for: {regions: [pakistan]}", "may not be told in pakistan"),
    ("not_for: {audiences: [women]}", "may not be told to women"),
    ("not_for: {audiences: [community]}", "may not be told to community"),
    (
        f"living: true\nconsent: {{{AGREED}, regions: [punjab]}}",
        "may be told in punjab only, as its people have agreed",
    ),
    (
        f"living: true\nconsent: {{{AGREED}, audiences: [youth]}}",
        "may be told to youth only, as its people have agreed",
    ),
]


@pytest.mark.parametrize(("facts", "why"), WITHHELD)
def test_a_story_is_withheld_for_the_sake_of_its_people(tmp_path, facts, why):
    files = {"library/stories/well.md": story(regions="pakistan").replace("kind:", f"{facts}\nkind:", 1)}
    by_name = choose(tmp_path / "name", "::: story {id=well}\n:::\n", files)
    assert told(by_name) == [
        f"modules/trust/module.md:12: error: `well` {why}, and `women` is for women in swat\n"
        "  hint: name another, or put the slot into `::: only {audience=… region=…}`"
    ]
    by_theme = choose(tmp_path / "theme", SLOT, files)
    assert told(by_theme) == [
        "modules/trust/module.md:12: error: no story on `trust` fits `women` (women, swat, islam)\n"
        f"  hint: `well` has the theme but {why}; add one that fits to library/stories/"
    ]


def test_a_story_of_a_part_is_withheld_from_the_whole(tmp_path):
    files = {"library/stories/well.md": story(regions="pakistan").replace("kind:", "not_for: {regions: [swat]}\nkind:")}
    assert "may not be told in swat" in told(choose(tmp_path, SLOT, files, region="pakistan"))[0]


@pytest.mark.parametrize(
    "facts", ["not_for: {regions: [punjab], audiences: [youth]}", f"consent: {{{AGREED}, regions: [pakistan]}}"]
)
def test_elsewhere_and_to_others_it_is_told(tmp_path, facts):
    files = {"library/stories/well.md": story(regions="pakistan").replace("kind:", f"{facts}\nkind:", 1)}
    assert [choice.item for choice in choose(tmp_path, SLOT, files).choices] == ["well"]
