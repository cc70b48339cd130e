import json
import random
import subprocess
from pathlib import Path

import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.lore.glossary import sort_terms
from kitabcha.lore.sorting import sort_key
from kitabcha.model import Place, Term, Text

ENGLISH, URDU, PASHTO = (LANGUAGES[code] for code in ("en", "ur", "ps"))
CASES = Path(__file__).resolve().parent / "cases"
GLOSSARY = Place("library/glossary.yaml", 1)


def real_words(code):
    return sorted(set((CASES / f"words.{code}.txt").read_text("utf-8").split()))


def node_order(words, code):
    """The words as Node's Intl.Collator sorts them, which has CLDR's rules."""
    script = (
        "const words = JSON.parse(require('fs').readFileSync(0)); "
        "if (!Intl.Collator.supportedLocalesOf(process.argv[1]).length) process.exit(3); "
        "console.log(JSON.stringify(words.sort(new Intl.Collator(process.argv[1]).compare)))"
    )
    done = subprocess.run(
        ["node", "-e", script, code], input=json.dumps(words), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def our_order(words, language):
    return sorted(words, key=lambda word: sort_key(word, language))


def random_words(language, seed):
    """Words of every letter that the alphabet has, with spaces and vowel signs in some."""
    letters = language.alphabet.replace("=", " ").split(" ")
    chance = random.Random(seed)
    return sorted({"".join(chance.choices(letters, k=chance.randint(1, 4))) for _ in range(1500)})


def exchanged(words):
    """و for ه and ه for و: CLDR leaves these two in Unicode's order, and Pashto's alphabet has و first."""
    return [word.translate(str.maketrans("وه", "هو")) for word in words]


def test_urdu_words_are_sorted_as_cldr_has_it():
    words = real_words("ur")
    assert our_order(words, URDU) == node_order(words, "ur")


def test_pashto_words_are_sorted_as_cldr_has_it_but_for_waw_before_heh():
    words = real_words("ps")
    assert our_order(words, PASHTO) == exchanged(node_order(exchanged(words), "ps"))
    assert our_order(["هدف", "وسله", "ورور", "هیله"], PASHTO) == ["ورور", "وسله", "هدف", "هیله"]


def test_every_urdu_letter_and_mark_is_sorted_as_cldr_has_it():
    words = [*random_words(URDU, 1), "دِل", "دَل", "دُل", "دلّ", "امن و امان", "امن-گاہ", "۱۲", "۲", "peace", "Peace"]
    assert our_order(words, URDU) == node_order(words, "ur")


def test_every_pashto_letter_is_sorted_as_cldr_has_it():
    words = [word for word in random_words(PASHTO, 2) if not set(word) & set("ؤۀہھةۃ")]
    words += ["دَ", "دِ", "سوله ییز", "سوله-ییز", "۱۲", "۲", "peace"]
    assert our_order(words, PASHTO) == exchanged(node_order(exchanged(words), "ps"))


def test_english_words_are_sorted_as_cldr_has_it():
    words = [
        "mediator",
        "Mediation",
        "jirga",
        "Jirga",
        "Ṣulḥ",
        "sulh",
        "sulk",
        "peace",
        "peace-making",
        "peace maker",
        "7",
    ]
    assert our_order(words, ENGLISH) == node_order(words, "en")


def text(raw, language):
    return Text(raw, GLOSSARY, "", "library", language)


def term(id, raw, language):
    return Term(id, text(raw, language), text("…", language), (), GLOSSARY)


def test_terms_are_sorted_by_what_is_read():
    terms = [term("b", "*Zeal*", "en"), term("c", "anger", "en"), term("a", "**Zeal**", "en"), term("d", "Bias", "en")]
    assert [found.id for found in sort_terms(terms, ENGLISH)] == ["c", "d", "a", "b"]


def test_terms_of_the_same_words_are_sorted_by_id():
    terms = [term("later", "صلح", "ur"), term("earlier", "صلح", "ur"), term("peace", "امن", "ur")]
    assert [found.id for found in sort_terms(terms, URDU)] == ["peace", "earlier", "later"]


@pytest.mark.parametrize(("code", "left_out"), [("fr", "æœ"), ("ar", "ءآأإٱؤئىة")])
def test_arabic_and_french_words_are_sorted_as_cldr_has_it(code, left_out):
    words = [word for word in random_words(LANGUAGES[code], 3) if not set(word) & set(left_out)]
    assert our_order(words, LANGUAGES[code]) == node_order(words, code)


def test_dari_words_are_sorted_as_cldr_has_it_but_for_waw_before_heh():
    words = [word for word in random_words(LANGUAGES["prs"], 4) if not set(word) & set("ؤۀة")]
    assert our_order(words, LANGUAGES["prs"]) == exchanged(node_order(exchanged(words), "fa-AF"))


def test_sindhi_words_are_sorted_by_the_sindhi_alphabet():
    words = ["ڳوٺ", "گھر", "گدو", "ڪتاب", "کير", "ٻار", "بند", "ڀاءُ", "ٿر", "ٽوپي", "ٺٽو", "تارو"]
    ordered = ["بند", "ٻار", "ڀاءُ", "تارو", "ٿر", "ٽوپي", "ٺٽو", "ڪتاب", "کير", "گدو", "ڳوٺ", "گھر"]
    assert our_order(words, LANGUAGES["sd"]) == ordered
