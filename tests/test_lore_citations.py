import json
from pathlib import Path

import pytest

from kitabcha.dialect import inline, inline_faults, plain
from kitabcha.languages.table import LANGUAGES
from kitabcha.lore.citations import works
from kitabcha.model import Emphasis, Link, Place, Reference

ENGLISH, URDU, PASHTO = (LANGUAGES[code] for code in ("en", "ur", "ps"))
LIBRARY = Path(__file__).resolve().parent.parent / "library"
ALLPORT = {
    "type": "book",
    "title": "The Nature of Prejudice",
    "author": [{"family": "Allport", "given": "Gordon W."}],
    "issued": {"date-parts": [[1954]]},
    "publisher": "Addison-Wesley",
    "publisher-place": "Cambridge, MA",
}
WORDS = {
    "{names} and {last}": "{names} اور {last}",
    "{names} et al.": "{names} وغیرہ",
    "n.d.": "تاریخ ندارد",
    "In {book}": "{book} میں",
    "pp. {pages}": "ص {pages}",
    "{names} (ed.)": "{names} (مدیر)",
}


def cited(*items, language=ENGLISH, phrase=str):
    references = [Reference(item.get("id", f"k{place}"), item, Place("r")) for place, item in enumerate(items)]
    return works(references, language, phrase)


def in_urdu(pattern):
    return WORDS.get(pattern, pattern)


@pytest.mark.parametrize(
    ("item", "short", "entry"),
    [
        (
            ALLPORT,
            "Allport 1954",
            "Allport, Gordon W. (1954). *The Nature of Prejudice*. Cambridge, MA: Addison-Wesley.",
        ),
        (
            {
                "type": "article-journal",
                "title": "Violence, Peace, and Peace Research",
                "author": [{"family": "Galtung", "given": "Johan"}],
                "issued": {"date-parts": [["1969", 9]]},
                "container-title": "Journal of Peace Research",
                "volume": "6",
                "issue": 3,
                "page": "167-191",
                "DOI": "10.1177/002234336900600301",
            },
            "Galtung 1969",
            "Galtung, Johan (1969). “Violence, Peace, and Peace Research”. *Journal of Peace Research* 6(3): 167–191. "
            "<https://doi.org/10.1177/002234336900600301>",
        ),
        (
            {
                "type": "chapter",
                "title": "What now?",
                "author": [
                    {"family": "Berg", "non-dropping-particle": "van den", "given": "A."},
                    {"literal": "UN Women"},
                ],
                "editor": [{"family": "Shah", "given": "N."}, {"family": "Khan", "given": "B.", "suffix": "Jr."}],
                "container-title": "Peace in the Valley",
                "issued": {"raw": "spring 2011"},
                "page": "9--15",
                "publisher": "Vanguard",
            },
            "van den Berg and UN Women 2011",
            "van den Berg, A., and UN Women (2011). “What now?” In N. Shah and B. Khan Jr. (eds.), "
            "*Peace in the Valley*, pp. 9–15. Vanguard.",
        ),
        (
            {
                "type": "report",
                "title": "Agenda for Humanity",
                "author": [{"literal": "United Nations"}],
                "genre": "Report",
                "number": "A/70/709",
                "issued": {"date-parts": [[2016]]},
                "publisher": "United Nations",
            },
            "United Nations 2016",
            "United Nations (2016). *Agenda for Humanity*. Report A/70/709. United Nations.",
        ),
        (
            {
                "type": "webpage",
                "title": "Peace tolanas",
                "container-title": "PAIMAN",
                "URL": "https://example.org/a_b",
            },
            "Peace tolanas n.d.",
            "“Peace tolanas” (n.d.). PAIMAN. <https://example.org/a_b>",
        ),
        (
            {
                "type": "thesis",
                "title": "Jirga and Justice",
                "author": [{"family": "Gul", "given": "Spogmai"}],
                "genre": "PhD thesis",
                "publisher": "University of Peshawar",
                "issued": {"date-parts": [[2019]]},
            },
            "Gul 2019",
            "Gul, Spogmai (2019). *Jirga and Justice*. PhD thesis. University of Peshawar.",
        ),
        (
            {
                "type": "book",
                "title": "Tales",
                "editor": [{"family": "Noor", "given": "A."}],
                "edition": 2,
                "issued": {"date-parts": [[1999]]},
            },
            "Noor 1999",
            "Noor, A. (ed.) (1999). *Tales*. edition 2.",
        ),
        (
            {
                "type": "motion_picture",
                "title": "Bol",
                "author": [{"family": "Mansoor", "given": "Shoaib"}],
                "genre": "film",
            },
            "Mansoor n.d.",
            "Mansoor, Shoaib (n.d.). *Bol*. film.",
        ),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_every_type_of_work(item, short, entry):
    (work,) = cited(item)
    assert (work.short, work.entry, work.language) == (short, entry, "en")
    assert not inline_faults(work.entry)


def test_three_authors_are_one_and_others_in_the_text_and_all_in_the_list():
    authors = [{"family": name, "given": "A."} for name in ("Sherif", "Harvey", "White")]
    (work,) = cited(ALLPORT | {"author": authors})
    assert work.short == "Sherif et al. 1954"
    assert work.entry.startswith("Sherif, A., A. Harvey, and A. White (1954). ")


def test_works_are_sorted_by_author_and_year_and_told_apart_by_letters():
    galtung = ALLPORT | {"author": [{"family": "Galtung", "given": "Johan"}]}
    found = cited(
        galtung | {"id": "late", "issued": {"date-parts": [[1990]]}},
        galtung | {"id": "zeta", "title": "Zeta"},
        galtung | {"id": "alpha", "title": "Alpha"},
        ALLPORT | {"id": "allport"},
        ALLPORT | {"id": "abd", "author": [{"family": "Ábd", "given": "X."}]},
    )
    assert [(work.key, work.short) for work in found] == [
        ("abd", "Ábd 1954"),
        ("allport", "Allport 1954"),
        ("alpha", "Galtung 1954a"),
        ("zeta", "Galtung 1954b"),
        ("late", "Galtung 1990"),
    ]
    assert "(1954b). *Zeta*." in found[3].entry


def test_a_latin_work_keeps_its_script_in_an_urdu_manual():
    two = ALLPORT | {
        "author": [{"family": "McNair", "given": "J."}, {"family": "Barlow", "given": "T."}],
        "language": "en-GB",
    }
    (work,) = cited(two, language=URDU, phrase=in_urdu)
    assert (work.short, work.language) == ("McNair and Barlow 1954", "en")
    assert work.entry.startswith("McNair, J., and T. Barlow (1954). *The Nature")


URDU_CHAPTER = {
    "type": "chapter",
    "title": "صلح کی راہ",
    "author": [{"family": "احمد", "given": "علی"}, {"family": "خان", "given": "سارہ"}],
    "editor": [{"family": "شاہ", "given": "نور"}],
    "container-title": "امن کی کہانیاں",
    "page": "12-15",
    "issued": {"date-parts": [[2011]]},
    "publisher-place": "لاہور",
    "language": "ur",
}


def test_an_urdu_work_in_an_urdu_manual():
    (work,) = cited(URDU_CHAPTER, language=URDU, phrase=in_urdu)
    assert (work.short, work.language) == ("احمد اور خان ۲۰۱۱", "ur")
    assert work.entry == (
        "علی احمد اور سارہ خان (۲۰۱۱)۔ ”صلح کی راہ“۔ نور شاہ (مدیر)، *امن کی کہانیاں* میں، ص ۱۲–۱۵۔ لاہور۔"
    )


@pytest.mark.parametrize("language", [ENGLISH, PASHTO], ids=("en", "ps"))
def test_an_urdu_work_elsewhere_does_without_words(language):
    (work,) = cited(URDU_CHAPTER, language=language, phrase=lambda pattern: f"!{pattern}")
    assert (work.short, work.language) == ("احمد، خان ۲۰۱۱", "ur")
    assert work.entry == "علی احمد، سارہ خان (۲۰۱۱)۔ ”صلح کی راہ“۔ (نور شاہ)، *امن کی کہانیاں*، ۱۲–۱۵۔ لاہور۔"


def test_works_in_the_manual_s_script_come_first():
    found = cited(ALLPORT, URDU_CHAPTER, language=URDU)
    assert [work.language for work in found] == ["ur", ""]
    assert [work.language for work in cited(URDU_CHAPTER, ALLPORT)] == ["en", "ur"]


def test_signs_of_markdown_in_a_title_mean_nothing():
    title = "A *star*, [a @link], `code`, <quran:1:1>, {{ venue }} and \\ <i>so</i> on_and_on"
    (work,) = cited(ALLPORT | {"title": title})
    assert not inline_faults(work.entry)
    nodes = inline(work.entry)
    assert [type(node) for node in nodes if isinstance(node, Emphasis | Link)] == [Emphasis]
    assert "A *star*, [a @link], `code`, <quran:1:1>, {{ venue }} and \\ so on_and_on." in plain(nodes)


def test_the_works_of_our_own_library_can_be_cited():
    items = json.loads((LIBRARY / "references.json").read_text("utf-8"))
    found = cited(*items)
    assert len(found) == len(items)
    assert not [fault for work in found for fault in inline_faults(work.entry)]
