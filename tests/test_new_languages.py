"""Languages as data: a manual in each, from its file alone; a new one, begun by a command; what is wrong in a file."""

import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kitabcha.cli import main
from kitabcha.languages.examination import Examiner, examined
from kitabcha.languages.interface import packaged
from kitabcha.languages.language_files import SECTIONS, parse_language
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import fonts
from kitabcha.press.galleys import style_of
from kitabcha.press.profiles import profile
from kitabcha.press.typesetting import typeset
from kitabcha.press.webpage import webpage
from kitabcha.resources import fonts_folder, languages_folder, starter_folder

LESSON = """\
---
title: {name}
summary: {alphabet}
minutes: 60
themes: [neighbours]
audiences: [community]
objectives: ["{letters}"]
---
## {name}
{open}{letters}{close}

1. {months}
"""
PAGE = (
    '<!DOCTYPE html><html lang="{0}" dir="{1}"><head><title>{2}</title><style>{3}</style></head>'
    "<body><p>{4}</p></body></html>"
)


def run(root, *arguments):
    return CliRunner().invoke(main, ["--project", str(root), *arguments])


def told(root, *arguments):
    result = run(root, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def begun(folder, code):
    """The starter's project, written in a language, with a lesson of nothing but its letters."""
    root = folder / "project"
    shutil.copytree(starter_folder() / "project", root)
    row, lesson = LANGUAGES[code], root / "modules" / "meeting-as-neighbours" / "module.md"
    lesson.write_text(
        LESSON.format(
            name=row.name,
            alphabet=row.alphabet.replace("=", " "),
            letters=" ".join(row.letters),
            months=row.list_separator.join(row.months),
            open=row.quotes[0],
            close=row.quotes[1],
        ),
        "utf-8",
    )
    rewrite(root / "curriculum.yaml", "language: en\nlanguages: [en]", f"language: {code}\nlanguages: [{code}]")
    rewrite(root / "manuals" / "first-meeting.yaml", "languages: [en]", f"languages: [{code}]")
    renderings = root / "library" / "renderings"
    (renderings / "en.yaml").rename(renderings / f"{code}.yaml")
    return root


def rewrite(path: Path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_manual_is_made_from_a_language_s_file(tmp_path, code):
    root, row = begun(tmp_path, code), LANGUAGES[code]
    told(root, "build", "--strict", "-e", "participant", "--format", "html", "-j", "1")
    html = (root / "dist" / "first-meeting" / code / "participant.html").read_text("utf-8")
    assert f'<html lang="{code}" dir="{row.direction}"' in html
    assert " ".join(row.letters) in html
    assert row.list_separator.join(row.months) in html


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_letter_and_sign_of_a_language_can_be_set(code):
    row = LANGUAGES[code]
    shown = "".join(
        (*row.alphabet, *row.letters, *row.digits, *row.months, *row.hijri_months, *row.quotes, row.close_marks)
    )
    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES)
    html = PAGE.format(code, row.direction, row.name, style, " ".join(shown))
    pdf = typeset(html, {}, row, LANGUAGES, fonts_folder(), Place("letters.pdf"))
    assert (pdf.pages, pdf.diagnostics) == (1, ())
    _, found = webpage(html, {}, LANGUAGES, fonts_folder(), Place("letters.html"))
    assert not found


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_what_kitabcha_says_in_a_language_passes_the_checks(code):
    catalogue = packaged(code)
    assert sum(entry.is_published for entry in catalogue.entries.values()) > 90
    assert not list(examined(catalogue, Examiner(LANGUAGES["en"], LANGUAGES[code]), own_words=True))


# --- beginning one --------------------------------------------------------------------------------------------


def test_a_new_language_is_begun_and_built_without_code(tmp_path):
    root = tmp_path / "project"
    shutil.copytree(starter_folder() / "project", root)
    assert told(root, "new", "language", "skr") == (
        "locales/skr/LC_MESSAGES/interface.po is begun, for the words that Kitabcha prints.\n"
        "languages/skr.toml is begun; change it as docs/languages.md says.\n"
        "Then add `skr` to `languages` in curriculum.yaml and to those of the manuals, and run `messages update`.\n"
    )
    rewrite(root / "languages" / "skr.toml", 'name = "skr"', 'name = "سرائیکی"')
    rewrite(root / "curriculum.yaml", "languages: [en]", "languages: [en, skr]")
    rewrite(root / "manuals" / "first-meeting.yaml", "languages: [en]", "languages: [en, skr]")
    renderings = root / "library" / "renderings"
    shutil.copy(renderings / "en.yaml", renderings / "skr.yaml")
    assert "locales/skr/LC_MESSAGES/interface.po: 2" in told(root, "messages", "update")
    catalogue = root / "locales" / "skr" / "LC_MESSAGES" / "interface.po"
    rewrite(catalogue, 'msgid "Contents"\nmsgstr ""', 'msgid "Contents"\nmsgstr "فہرست"')
    told(root, "build", "-l", "skr", "-e", "participant", "--format", "html", "-j", "1")
    html = (root / "dist" / "first-meeting" / "skr" / "participant.html").read_text("utf-8")
    assert '<html lang="skr" dir="rtl"' in html and "فہرست" in html
    assert "سرائیکی" in (root / "dist" / "index.html").read_text("utf-8")


def test_a_language_that_is_known_needs_no_file(tmp_path):
    shutil.copytree(starter_folder() / "project", tmp_path / "project")
    assert told(tmp_path / "project", "new", "language", "sd") == (
        "Kitabcha knows `sd`: add `sd` to `languages` in curriculum.yaml and to those of the manuals, "
        "and run `messages update`.\n"
    )
    assert not (tmp_path / "project" / "languages").exists()


def test_a_name_that_is_no_code_begins_nothing(tmp_path):
    shutil.copytree(starter_folder() / "project", tmp_path / "project")
    result = run(tmp_path / "project", "new", "language", "Saraiki")
    assert (result.exit_code, result.output) == (
        1,
        "languages/Saraiki.toml: error: `Saraiki` is no code of a language\n"
        "  hint: use its code of two or three letters, as in BCP 47: `sd`, `skr`, `prs`\n"
        "1 error\n",
    )
    assert not (tmp_path / "project" / "languages").exists()


def test_the_beginning_of_a_language_says_all_that_there_is_to_say():
    begun = tomllib.loads((starter_folder() / "language" / "language.toml").read_text("utf-8"))
    said = {key for section in begun.values() if isinstance(section, dict) for key in section} | set(begun)
    instead = {"chapters", "chapter_letters", "books"}  # of the Urdu and English names, which many will keep
    assert said >= {key for rules in SECTIONS.values() for key in rules} - instead


# --- what is wrong in a file ----------------------------------------------------------------------------------

SINDHI = (languages_folder() / "sd.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('direction = "rtl"', 'direction = "left"', "`direction` cannot be 'left'\n  hint: write `ltr` or `rtl`"),
        ('full_stop = "."', 'ful_stop = "."', "unknown field `ful_stop`\n  hint: did you mean `full_stop`?"),
        ("hours = 12", 'body_font = "Noto Serif"', "unknown field `body_font`\n  hint: it belongs in [print]"),
        (
            'digits = "۰۱۲۳۴۵۶۷۸۹"',
            'digits = "۰۱۲"',
            "`digits` cannot be '۰۱۲'\n  hint: write the ten digits from nought to nine",
        ),
        (
            'verse_pattern = "سورت {chapter}، آيت {verses}"',
            'verse_pattern = "{sura} {verses}"',
            "`verse_pattern` cannot be '{sura} {verses}'\n"
            "  hint: write a text in which {chapter} {chapter_number} {verses} stand",
        ),
        ('1000 = "هزار"', 'thousand = "هزار"', "`number_words` cannot be"),
        ('name = "سنڌي"', "name = سنڌي", "this is not TOML: "),
    ],
)
def test_each_mistake_in_a_language_s_file_is_told(old, new, expected):
    assert old in SINDHI
    changed = SINDHI.replace(old, new)
    row, found = parse_language(changed, "sd", "languages/sd.toml")
    assert row is None
    where = "[numbers.number_words]" if "thousand" in new else new
    line = changed.count("\n", 0, changed.index(where)) + 1
    assert any(str(one).startswith(f"languages/sd.toml:{line}: error: {expected}") for one in found), found


def test_what_is_missing_is_told_all_at_once():
    _, found = parse_language('name = "x"\n', "sd", "languages/sd.toml")
    missing = {one.message for one in found}
    assert "`direction` is missing" in missing and "`body_font` is missing in [print]" in missing
    assert len(missing) > 15


def test_a_font_that_does_not_come_along_is_an_error(tmp_path):
    root = begun(tmp_path, "sd")
    (root / "languages").mkdir()
    text = SINDHI.replace('body_font = "Scheherazade New"', 'body_font = "Scheherazade"')
    (root / "languages" / "sd.toml").write_text(text, "utf-8")
    result = run(root, "check")
    assert result.output == (
        "languages/sd.toml: error: there is no font `Scheherazade`\n  hint: did you mean `Scheherazade New`?\n1 error\n"
    )


def test_a_language_is_set_as_one_in_the_same_font_is():
    named = style_of(LANGUAGES["ur"], LANGUAGES, profile("a4", {}))
    assert ":is([lang=ur]" not in named
    alike = style_of(LANGUAGES["pnb"], LANGUAGES, profile("a4", {}))
    assert ":is([lang=ur], [lang=pnb]) .contents .entries a { line-height: 2.05;" in alike
    assert ":is([lang=ps], [lang=sd]) .footnote" in style_of(LANGUAGES["sd"], LANGUAGES, profile("a4", {}))
    assert "html:is([lang=en], [lang=fr]) .label" in style_of(LANGUAGES["fr"], LANGUAGES, profile("a4", {}))
