"""Silencing checks, the glossary's words, and what `messages check` and a build tell of translations."""

import shutil
import subprocess

import pytest
from translate.storage.pypo import pofile

from kitabcha.languages.catalogues import parse
from kitabcha.languages.checks.table import NAMES
from kitabcha.languages.examination import Examiner, examined_all, examiner
from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place, Term, Text

PATH = "locales/ur/LC_MESSAGES/trust-circle.po"
ENGLISH, URDU = LANGUAGES["en"], LANGUAGES["ur"]
BY = Examiner(ENGLISH, URDU)


def entry(source, translation, comment="", context="trust-circle/paragraph"):
    return f'{comment}msgctxt "{context}"\nmsgid "{source}"\nmsgstr "{translation}"\n'


def told(*entries, by=BY):
    catalogue, found = parse("\n".join(entries).encode(), PATH)
    assert not found
    return [str(one) for one in examined_all({"trust-circle": catalogue}, by)]


def term(id_, *aliases, everyday=()):
    words = Text(id_, Place("library/glossary.yaml"), f"glossary/{id_}/term", "library", "en")
    return Term(id_, words, words, aliases, words.place, everyday)


def by_glossary(*terms, said):
    catalogue, _ = parse("\n".join(said).encode(), "locales/ur/LC_MESSAGES/library.po")
    return examiner(ENGLISH, URDU, {one.id: one for one in terms}, {"library": catalogue})


def test_a_finding_has_its_line_its_mend_and_the_way_to_silence_it():
    assert told(entry("Bring 12 bowls.", "۱۳ پیالے لائیں۔")) == [
        f"{PATH}:3: warning: the translation loses `12` and adds `13`\n"
        "  hint: write the same number, in digits of your language; "
        "or, if it is right as it is: `# kitabcha: ignore numbers`"
    ]
    assert told(entry("See <quran:5:8>.", "<quran:5:9> دیکھیں۔"))[0].startswith(
        f"{PATH}:3: error: the translation loses `<quran:5:8>` and adds `<quran:5:9>`"
    )


def test_what_is_silenced_is_not_told_and_the_rest_is():
    spoilt = ("Bring 12 bowls.", "۱۳  پیالے لائیں۔")
    assert len(told(entry(*spoilt))) == 2
    (left,) = told(entry(*spoilt, "# kitabcha: ignore numbers\n"))
    assert "two spaces" in left
    assert not told(entry(*spoilt, "# a remark\n# kitabcha: ignore numbers, spaces\n# another\n"))


def test_an_unknown_check_or_instruction_is_an_error():
    assert told(
        entry("Peace", "امن", "# kitabcha: ignore leters\n"), entry("War", "جنگ", "# kitabcha: ignor letters\n")
    ) == [
        f"{PATH}:4: error: unknown check `leters`\n  hint: did you mean `letters`?",
        f"{PATH}:9: error: `# kitabcha: ignor` means nothing\n  hint: did you mean `ignore`?",
    ]


def test_a_translation_that_cannot_be_read_cannot_be_silenced():
    assert "markup" not in NAMES
    (found,) = told(entry("Peace", "<b>امن</b>"))
    assert found.endswith("hint: write its marks as the original has them")


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")
@pytest.mark.parametrize("arguments", [(), ("--no-wrap",), ("--sort-output",), ("--width=20",)])
def test_what_silences_a_check_survives_gettext(arguments):
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    silenced = entry("Bring 12 bowls.", "۱۳ پیالے لائیں۔", "# kitabcha: ignore numbers\n")
    written = f"{header}\n{silenced}"
    after = subprocess.run(["msgcat", *arguments, "-"], input=written.encode(), capture_output=True, check=True).stdout
    assert not told(after.decode())


def test_what_silences_a_check_survives_weblate_s_library():
    written = entry("Bring 12 bowls.", "۱۳ پیالے لائیں۔", "# kitabcha: ignore numbers\n")
    store = pofile.parsestring(written.encode())
    store.units[0].target = "۱۴ پیالے لائیں۔"
    assert "۱۴" in bytes(store).decode() and not told(bytes(store).decode())


def test_the_agreed_word_is_asked_for_in_any_of_its_forms():
    by = by_glossary(term("conflict", "conflicts"), said=[entry("conflict", "تنازع", context="glossary/conflict/term")])
    for right in ("تنازع پرانا ہے۔", "تنازعے پرانے ہیں۔", "تنازعات پرانے ہیں۔", "تنازعوں کا حل"):
        assert not told(entry("Conflicts are old.", right), by=by)
    assert told(entry("Conflicts are old.", "جھگڑے پرانے ہیں۔"), by=by) == [
        f"{PATH}:3: warning: `conflict` is in the glossary as `تنازع`\n"
        "  hint: use that word, in any of its forms; or, if it is right as it is: `# kitabcha: ignore glossary`"
    ]


def test_forms_that_no_ending_makes_are_told_in_the_glossary_s_entry():
    said = entry("rights", "حقوق", context="glossary/rights/term")
    text = entry("The rights of a guest.", "مہمان کا حق۔")
    assert told(text, by=by_glossary(term("rights"), said=[said]))
    forms = f"# kitabcha: forms حق، حقوقِ\n{said}"
    assert not told(text, by=by_glossary(term("rights"), said=[forms]))


def test_everyday_words_and_names_are_no_terms():
    said = [
        entry("rights", "حقوق", context="glossary/rights/term"),
        entry("commons", "سانجھے وسائل", context="glossary/commons/term"),
    ]
    by = by_glossary(term("rights", "right", everyday=("right",)), term("commons"), said=said)
    assert not told(
        entry("The right hand.", "دایاں ہاتھ۔"), entry("Under Creative Commons.", "کریئیٹو کامنز کے تحت۔"), by=by
    )
    assert len(told(entry("Commons are ours.", "چراگاہیں ہماری ہیں۔"), by=by)) == 1
    marked = "*right*{.term of=rights}", "*چیز*{.term of=rights}"
    assert len(told(entry(*marked), by=by)) == 1


def test_a_term_that_nobody_has_agreed_on_is_asked_of_nobody():
    assert not told(
        entry("Conflicts are old.", "جھگڑے پرانے ہیں۔"), by=by_glossary(term("conflict", "conflicts"), said=[])
    )


def test_room_is_measured_where_there_is_little():
    long = "بہت لمبا طریقہ " * 4
    assert told(entry("plenary", long.strip(), context="trust-circle/method")) == [
        f"{PATH}:3: warning: the translation has {len(long.strip())} characters, and there is room for 40\n"
        "  hint: say it in fewer words; or, if it is right as it is: `# kitabcha: ignore length`"
    ]
    assert not told(entry("plenary", long.strip(), context="trust-circle/paragraph"))


def test_fuzzy_and_empty_translations_are_nobody_s_fault():
    assert not told(entry("Bring 12 bowls.", ""), entry("Bring 12 cups.", "۱۳ پیالے", "#, fuzzy\n"))


def test_plural_forms_are_those_of_the_language():
    catalogue, _ = parse(
        b'msgid "%(n)s page"\nmsgid_plural "%(n)s pages"\n'
        b'msgstr[0] "%(n)s a"\nmsgstr[1] "b %(n)s"\nmsgstr[2] "c %(n)s"\n',
        "locales/ur/LC_MESSAGES/interface.po",
    )
    found = [str(one) for one in examined_all({"interface": catalogue}, BY) if "forms" in one.message]
    assert found == [
        "locales/ur/LC_MESSAGES/interface.po:3: warning: the translation has 3 forms, and `ur` has 2\n"
        "  hint: write msgstr[0] to msgstr[1]; or, if it is right as it is: `# kitabcha: ignore plurals`"
    ]
