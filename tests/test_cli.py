"""What the command line says and how it exits: words to the letter, on real small projects."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kitabcha.cli import main
from tests.harness import ROOT

MINIMAL = Path(__file__).parent / "projects" / "minimal"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL, tmp_path / "project"))


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), *words])


def spoil(project: Path, path: str, old: str, new: str) -> None:
    file = project / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_check_of_good_sources_says_how_many_editions(project: Path) -> None:
    result = run(project, "check")
    assert (result.exit_code, result.output) == (0, "6 editions checked: no errors.\n")


def test_check_tells_every_mistake_and_exits_with_1(project: Path) -> None:
    spoil(project, "manuals/first.yaml", "audience: women", "audience: wimmen")
    spoil(project, "manuals/first.yaml", "region: swat", "region: swot")
    result = run(project, "check")
    assert result.exit_code == 1
    assert result.output == (
        "manuals/first.yaml:5: error: unknown audience `wimmen`\n"
        "  hint: did you mean `women`?\n"
        "manuals/first.yaml:6: error: unknown region `swot`\n"
        "  hint: did you mean `swat`?\n"
        "2 errors\n"
    )


def test_a_language_that_cannot_be_set_is_an_error(project: Path) -> None:
    spoil(project, "curriculum.yaml", "languages: [en, ur]", "languages: [en, ur, de]")
    result = run(project, "check")
    assert result.exit_code == 1
    assert result.output == (
        "curriculum.yaml:1: error: `de` is no language that can be set yet\n"
        "  hint: the languages known here: `ar`, `en`, `fr`, `pnb`, `prs`, `ps`, `sd`, `ur`; "
        "or begin it with `new language de`\n"
        "1 error\n"
    )


def test_an_unknown_command_names_the_nearest(project: Path) -> None:
    result = run(project, "biuld")
    assert result.exit_code == 2
    assert "There is no command `biuld`: did you mean `build`?" in result.output


def test_an_unknown_edition_is_misuse(project: Path) -> None:
    result = run(project, "build", "-e", "traner")
    assert result.exit_code == 2
    assert "'traner' is not one of 'trainer', 'participant', 'handouts'" in result.output


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("explain", "frist"), "manuals: error: unknown manual `frist`\n  hint: did you mean `first`?\n1 error\n"),
        (
            ("messages", "update", "-l", "u"),
            "curriculum.yaml: error: unknown language `u`\n  hint: did you mean `ur`?\n1 error\n",
        ),
        (("build", "frist"), "manuals: error: unknown manual `frist`\n  hint: did you mean `first`?\n1 error\n"),
        (
            ("build", "-l", "ps"),
            "curriculum.yaml: error: unknown language `ps`\n  hint: the languages known here: `en`, `ur`\n1 error\n",
        ),
    ],
)
def test_an_unknown_name_is_misuse(project: Path, words: tuple[str, ...], expected: str) -> None:
    result = run(project, *words)
    assert (result.exit_code, result.output) == (2, expected)
    assert not (project / "dist").exists()


def test_a_folder_that_is_no_project_says_so(tmp_path: Path) -> None:
    result = run(tmp_path, "check")
    assert result.exit_code == 1
    assert result.output.startswith("curriculum.yaml: error: ")


def test_list_shows_manuals_and_lessons(project: Path) -> None:
    result = run(project, "list")
    assert result.exit_code == 0
    assert "first: First manual" in result.output
    assert "for women in swat; en, ur; trainer, participant, handouts" in result.output


def test_explain_says_which_story_went_where_and_why(project: Path) -> None:
    result = run(project, "explain", "first")
    assert result.exit_code == 0
    assert result.output.startswith("first/en/trainer: First manual\nfor women, from swat, in the tradition of islam\n")
    assert "    the-two-wells: " in result.output


def test_messages_update_twice_has_nothing_to_do(project: Path) -> None:
    first = run(project, "messages", "update")
    assert first.exit_code == 0
    assert "locales/ur/LC_MESSAGES/meeting.po: " in first.output
    second = run(project, "messages", "update")
    assert (second.exit_code, second.output) == (0, "Nothing to do: all catalogues are up to date.\n")


def test_messages_status_counts(project: Path) -> None:
    run(project, "messages", "update")
    lines = run(project, "messages", "status").output.splitlines()
    assert lines[0].split()[:7] == ["language", "lesson", "messages", "translated", "fuzzy", "missing", "unreviewed"]
    assert {line[10:].split()[0] for line in lines[1:]} == {"library", "manuals", "meeting"}


@pytest.mark.parametrize("kind", ["lesson", "manual"])
def test_what_is_begun_can_be_checked(project: Path, kind: str) -> None:
    begun = run(project, "new", kind, "second-try")
    assert begun.exit_code == 0
    checked = run(project, "check")
    assert checked.exit_code == 0, checked.output


def test_new_refuses_what_is_there_and_what_is_no_name(project: Path) -> None:
    there = run(project, "new", "manual", "first")
    assert (there.exit_code, there.output) == (
        1,
        "manuals/first.yaml: error: `first` is there already\n"
        "  hint: choose another name, or edit what is there\n1 error\n",
    )
    unnamed = run(project, "new", "lesson", "My Lesson")
    assert unnamed.exit_code == 1
    assert "error: `My Lesson` is no name\n  hint: use lower-case Latin words joined by hyphens" in unnamed.output


def test_a_new_project_checks_and_is_not_written_twice(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert run(tmp_path, "new", "project", str(folder)).exit_code == 0
    assert sorted(path.name for path in folder.glob(".git*")) == [".gitattributes", ".gitignore"]
    assert run(folder, "check").output == "3 editions checked: no errors.\n"
    again = run(tmp_path, "new", "project", str(folder))
    assert again.exit_code == 1
    assert "there is something here already" in again.output


def test_a_full_disk_gives_no_traceback(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "kitabcha", "--project", str(ROOT), "list"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    told = "output: error: it cannot be written whole: the disk is full\n  hint: make room, or send it elsewhere\n"
    assert (done.returncode, done.stderr) == (1, f"{told}1 error\n")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from kitabcha.cli import main; "
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0; "
        "heavy = {'weasyprint', 'pydantic', 'translate', 'fontTools', 'pikepdf', 'markdown_it', 'babel', 'jinja2'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("words", [(), ("build",), ("messages",), ("messages", "update"), ("new", "project")])
def test_every_help_reads_without_a_project(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
