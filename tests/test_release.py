import re

import pytest

from kitabcha.languages.catalogues import DRAFT
from tests.harness import ProjectTest

LIBRARY = "locales/ur/LC_MESSAGES/library.po"
MEETING = "locales/ur/LC_MESSAGES/meeting.po"
EMPTY = re.compile(r'(?m)^(#: .*\n(?:msgctxt .*\n)?msgid (?:".*"\n)+)msgstr ""$')
NEEDS = "release:\n  trainer: {reviewed_scripture: true}\n  handouts: {translated: 0, unreviewed: 0, reviewed: 50}\n"


def translated(folder):
    """The minimal project with every message translated into Urdu by its own words in brackets."""
    project = ProjectTest.minimal(folder).run("messages", "update", "-l", "ur").leaves_with(0)
    for path in sorted((project.root / "locales/ur/LC_MESSAGES").iterdir()):
        text = path.read_text("utf-8")
        said = EMPTY.sub(lambda found: f'{found[1]}msgstr "{_words(found[1])}"', text)
        path.write_text(said, "utf-8")
    return project.change("curriculum.yaml", "  quran: tanzil-uthmani\n", f"  quran: tanzil-uthmani\n{NEEDS}")


def _words(lines):
    return "ا " + "".join(re.findall(r'"(.*)"', lines.partition("msgid ")[2]))


def changed(project, path, msgid, before="", translation=None):
    """Put comments before one entry, or give it another translation."""
    text = project.text(path)
    entry = re.search(rf'(?:#.*\n)*msgctxt .*\nmsgid "{re.escape(msgid)}"\nmsgstr ".*"', text)
    assert entry, msgid
    new = before + entry[0]
    if translation is not None:
        new = re.sub(r'msgstr ".*"$', f'msgstr "{translation}"', new)
    return project.write(path, text.replace(entry[0], new))


def build(project, *words):
    return project.run("build", "--release", "-l", "ur", "--format", "html", *words)


def refused(project, *words):
    build(project, *words).leaves_with(1)
    assert not (project.root / "dist/first/ur/trainer.html").exists() or "-e" in words
    told = re.findall(r"(?m)^(\S.*: error: .*\n(?:  hint: .*\n)?)", project.last.err)
    return "".join(told)  # the translations of this test are odd, and warned of


def place_of(project, path, msgid):
    line = project.text(path).splitlines().index(f'msgid "{msgid}"')
    return f"{path}:{line + 2}"


def test_a_release_that_has_all_it_needs(tmp_path):
    build(translated(tmp_path / "project"), "-e", "participant").leaves_with(0)


def test_what_is_missing_and_fuzzy_is_listed(tmp_path):
    project = translated(tmp_path / "project")
    changed(project, MEETING, "Talk.", translation="")
    changed(project, MEETING, "Listen.", before="#, fuzzy\n")
    told = refused(project, "-e", "participant")
    (messages,) = map(int, re.findall(r"of (\d+) texts", told))
    share = (messages - 2) * 100 // messages
    hint = "  hint: see `messages status --by edition -l ur`; curriculum.yaml:1 says what is needed\n"
    refusal = "curriculum.yaml:1: error: first/ur/participant may not be released: "
    assert told == (
        f"{refusal}{messages - 2} of {messages} texts ({share} %) are translated, and 100 % are needed\n{hint}"
        f"{refusal}it has 1 fuzzy translation, and may have 0\n{hint}"
        f"{place_of(project, MEETING, 'Talk.')}: error: this text is not translated\n"
        f"{place_of(project, MEETING, 'Listen.')}: error: this translation is of an older text\n"
    )
    project.run("build", "-l", "ur", "--format", "html", "-e", "participant").leaves_with(0)


def test_scripture_must_be_reviewed_where_the_curriculum_says_so(tmp_path):
    project = translated(tmp_path / "project")
    assert refused(project, "-e", "trainer") == (
        "library/passages.yaml:1: error: nobody has reviewed how quran:49:13 is used\n"
        "  hint: let a scholar look whom the community trusts, then say `reviewed_by: …` in the passage\n"
        "library/renderings/ur.yaml:4: error: nobody has reviewed our own rendering of quran:49:13\n"
        "  hint: let a scholar look whom the community trusts, then say `reviewed_by: …` beside its text\n"
    )
    project.change("library/passages.yaml", "  title: Nations", "  reviewed_by: Maulana Sahib\n  title: Nations")
    project.change("library/renderings/ur.yaml", "{edition: ours, text", "{edition: ours, reviewed_by: AB, text")
    build(project, "-e", "trainer").leaves_with(0)


def test_drafts_and_reviews_count_where_the_curriculum_says_so(tmp_path):
    project = translated(tmp_path / "project")
    changed(project, MEETING, "Listen.", before=f"{DRAFT}\n")
    told = refused(project, "-e", "handouts")
    place = place_of(project, MEETING, "Listen.")
    assert f"{place}: error: this draft has not been reviewed by a native speaker\n" in told
    assert "it has 1 unreviewed draft, and may have 0\n" in told
    assert "(0 %) are reviewed, and 50 % are needed\n" in told
    project.run(
        "messages",
        "review",
        *(f"locales/ur/LC_MESSAGES/{name}.po" for name in ("meeting", "library", "manuals")),
        "--by",
        "AB",
    )
    build(project, "-e", "handouts").leaves_with(0)


def test_of_many_only_the_first_are_listed(tmp_path):
    project = ProjectTest.minimal(tmp_path / "project")
    refused(project, "-e", "participant")
    lines = project.last.err.splitlines()
    assert sum(line.endswith(": error: this text is not translated") for line in lines) == 10
    assert sum("more like this: this text is not translated" in line for line in lines) == 1


def test_the_language_of_the_sources_needs_no_translation(tmp_path):
    project = translated(tmp_path / "project")
    project.run("build", "--release", "-l", "en", "--format", "html", "-e", "participant").leaves_with(0)


def test_a_build_that_was_no_release_is_not_taken_for_one(tmp_path):
    project = translated(tmp_path / "project")
    changed(project, MEETING, "Talk.", translation="")
    project.run("build", "-l", "ur", "--format", "html", "-e", "participant").leaves_with(0)
    build(project, "-e", "participant").leaves_with(1)


CASES = [
    ("  trainers: {translated: 100}", "unknown edition `trainers`\n  hint: did you mean `trainer`?"),
    ("  trainer: {translated: 101}", "`translated` must be 100 at most, not `101`"),
    ("  trainer: {fuzzy: none}", "`fuzzy` must be a whole number, not `none`"),
    ("  trainer: {revewed: 10}", "unknown key `revewed`\n  hint: did you mean `reviewed`?"),
]


@pytest.mark.parametrize(("line", "told"), CASES)
def test_what_is_wrong_in_what_is_needed(line, told, tmp_path):
    project = ProjectTest.minimal(tmp_path / "project")
    project.change("curriculum.yaml", "  quran: tanzil-uthmani\n", f"  quran: tanzil-uthmani\nrelease:\n{line}\n")
    project.run("check").leaves_with(1)
    assert project.last.err.startswith(f"curriculum.yaml:21: error: {told}")


# --- what readers are told ------------------------------------------------------------------------------------


def page(project, edition="participant", language="ur"):
    project.run("build", "-l", language, "--format", "html", "-e", edition).leaves_with(0)
    return project.text(f"dist/first/{language}/{edition}.html")


def test_readers_are_told_of_a_draft_and_of_what_has_changed(tmp_path):
    project = translated(tmp_path / "project")
    told = re.compile(r'<p class="small">[^<]*: <a href="#part-imprint">[^<]*</a></p>')
    finished = page(project)
    assert not told.search(finished)
    changed(project, MEETING, "Listen.", before="#, fuzzy\n")
    changed(project, MEETING, "Talk.", before="# reviewed: AB 2026-11-29\n")
    draft = page(project)
    assert told.search(draft)
    assert "۱ عبارت ترجمے کے بعد بدل گئی ہے" in draft and "ان میں سے ۱ کو کسی دوسرے شخص نے بھی پڑھا ہے" in draft
    assert "ترجمے کے بعد بدل گئی" not in finished and "دوسرے شخص" not in finished
    assert not told.search(page(project, language="en"))
    assert told.search(page(project, edition="handouts"))


def test_what_is_not_translated_shows_in_its_own_language_direction_and_font(tmp_path):
    project = translated(tmp_path / "project")
    changed(project, MEETING, "Talk.", translation="")
    changed(project, MEETING, "Meeting", translation="")
    found = page(project, "trainer")
    assert '<html lang="ur" dir="rtl"' in found
    assert re.search(
        r'<li[^>]* lang="en" dir="ltr"[^>]*><bdi[^>]*>Talk\.</bdi>|<li[^>]*><p lang="en" dir="ltr">', found
    )
    assert re.search(r'<h2 id="meeting---title"[^>]*><bdi lang="en" dir="ltr">Meeting</bdi></h2>', found)
    fonts = dict(re.findall(r"\[lang=(\w+)\] \{ --body: ([^;}]*)", found))
    assert fonts["en"] != fonts["ur"]
