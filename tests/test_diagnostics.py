"""What is said of each kind of mistake, to the letter, with its file and its line."""

import pytest

from tests.cases import read_cases
from tests.sources_project import changed_project, findings

CASES = read_cases("diagnostics.md")


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_mistake_is_told_to_the_letter(tmp_path, changes, expected):
    assert findings(changed_project(tmp_path, changes)) == expected


def test_every_case_has_its_own_title():
    titles = [title for title, _, _ in CASES]
    assert len(set(titles)) == len(titles)


TEN_MISTAKES = """
@ modules/meeting/module.md
-minutes: 60
-themes: [trust]
-audiences: [community]
+minutes: ninety
+themes: [trust, plurlism]
+audiences: [wemen]
+requires: [greeting]
+objctives: []
-![A tree with two birds](tree.svg "The tree"){#tree}
+![A tree with two birds](tre.svg "The tree"){#tree}
-::: facilitator
+::: facilitater
-::: poem {id=the-river}
+::: poem {id=the-rivr}
-::: only {audience=women literacy=low}
+::: only {audience=women literacy=lo}
-- Listen.
-:::
+- Listen to <b>all.
"""

TEN_FINDINGS = """\
modules/meeting/module.md:5: error: `minutes` must be a whole number, not `ninety`
  hint: write minutes in plain digits, such as `90`
modules/meeting/module.md:6: error: unknown theme `plurlism`
  hint: did you mean `pluralism`?
modules/meeting/module.md:7: error: unknown audience `wemen`
  hint: did you mean `women`?
modules/meeting/module.md:8: error: unknown lesson `greeting`
  hint: did you mean `meeting`?
modules/meeting/module.md:9: error: unknown key `objctives`
  hint: did you mean `objectives`?
modules/meeting/module.md:19: error: there is no picture `tre.svg` in modules/meeting
  hint: did you mean `tree.svg`?
modules/meeting/module.md:29: error: there is no box `facilitater`
  hint: did you mean `facilitator`?
modules/meeting/module.md:40: error: unknown story `the-rivr`
  hint: did you mean `the-river`?
modules/meeting/module.md:49: error: unknown literacy `lo`
  hint: did you mean `low`?
modules/meeting/module.md:53: error: the box `::: handout {title="Our rules"}` is not closed
  hint: write `:::` alone on the line where it ends
modules/meeting/module.md:54: error: raw HTML `<b>` is refused; Markdown and boxes say all that a manual can show
"""


def test_a_lesson_with_ten_mistakes_and_one_reports_all_in_one_run(tmp_path):
    assert findings(changed_project(tmp_path, TEN_MISTAKES)) == TEN_FINDINGS


def test_bad_encoding(tmp_path):
    root = changed_project(tmp_path, "")
    story = root / "library" / "stories" / "the-river.md"
    story.write_bytes(story.read_bytes().replace(b"one river", b"one caf\xe9"))
    assert findings(root) == (
        "library/stories/the-river.md:10: error: this file is not UTF-8: its byte 0xe9 stands for no letter\n"
        "  hint: save it as UTF-8 in your editor\n"
    )


def test_invisible_character(tmp_path):
    root = changed_project(tmp_path, "@ modules/meeting/module.md\n-Draw it.\n+Draw\x0bit.\n")
    assert findings(root) == (
        "modules/meeting/module.md:48: error: an invisible character (U+000B) stands in this line\n"
        "  hint: delete it; it comes from another program, by copying\n"
    )


def test_a_link_out_of_the_project_is_not_followed(tmp_path):
    root = changed_project(tmp_path, "@ library/glossary.yaml (deleted)\n@ modules/meeting/tree.svg (deleted)\n")
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: [b", encoding="utf-8")
    (root / "library" / "glossary.yaml").symlink_to(secret)
    (root / "modules" / "meeting" / "tree.svg").symlink_to(secret)
    assert findings(root) == (
        "library/glossary.yaml: error: this lies outside the project, and is not read\n"
        "  hint: copy it into the project's folder\n"
        "modules/meeting/module.md:17: error: the picture `tree.svg` lies outside the project\n"
        "  hint: copy it beside the text\n"
    )


def test_a_folder_linked_from_outside_is_not_read(tmp_path):
    root = changed_project(tmp_path, "")
    (tmp_path / "elsewhere").mkdir()
    (root / "modules" / "away").symlink_to(tmp_path / "elsewhere")
    assert findings(root) == (
        "modules/away: error: this lies outside the project, and is not read\n"
        "  hint: copy it into the project's folder\n"
    )


def test_a_name_that_no_file_can_have(tmp_path):
    name = "tree" * 100
    old = '![A tree with two birds](tree.svg "The tree"){#tree}'
    root = changed_project(
        tmp_path, f"@ modules/meeting/module.md\n-{old}\n+{old.replace('tree.svg', name + '.svg')}\n"
    )
    assert findings(root) == (
        f"modules/meeting/module.md:17: error: there is no picture `{name}.svg` in modules/meeting\n"
        "  hint: the pictures known here: `tree.svg`, `tree.ur.svg`\n"
    )


def test_a_file_that_is_a_folder(tmp_path):
    root = changed_project(tmp_path, "@ manuals/first.yaml (deleted)\n")
    (root / "manuals" / "first.yaml").mkdir()
    assert findings(root) == "manuals/first.yaml: error: this file cannot be read: Is a directory\n"


def test_a_folder_without_a_project(tmp_path):
    assert findings(tmp_path) == (
        "curriculum.yaml: error: there is no such file\n"
        "  hint: a project's folder holds curriculum.yaml; `new project NAME` makes such a folder\n"
    )


def test_a_broken_curriculum_does_not_make_every_name_unknown(tmp_path):
    root = changed_project(tmp_path, "@ curriculum.yaml\n-title: Peace at home\n+title: Peace: at home\n")
    assert findings(root) == (
        "curriculum.yaml:1: error: there is a `: ` inside the text, or the line is indented wrongly\n"
        '  hint: put the whole text in quotation marks: `title: "Peace: a beginning"`\n'
    )
