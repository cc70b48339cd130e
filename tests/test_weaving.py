"""Two parts in two languages become one: every block beside its counterpart, each in its own direction."""

from __future__ import annotations

import re

from lxml import html

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import HtmlDocument
from kitabcha.press.weaving import SEPARATOR, weave


def woven(first: str, second: str, languages: tuple[str, str] = ("en", "ur"), kind: str = "session") -> str:
    """What two bodies come to."""
    parts = [HtmlDocument("s", kind, body) for body in (first, second)]
    (part,) = weave(parts[:1], parts[1:], (LANGUAGES[languages[0]], LANGUAGES[languages[1]]))
    return " ".join(part.body.split())


def test_a_paragraph_stands_beside_its_counterpart_each_in_its_direction() -> None:
    assert woven("<p>Peace.</p>", "<p>امن۔</p>") == (
        '<div class="pair of-p"><div class="half" lang="en" dir="ltr"><p>Peace.</p></div> '
        '<div class="half" lang="ur" dir="rtl"><p>امن۔</p></div></div>'
    )


def test_the_first_language_comes_first_in_reading() -> None:
    said = woven("<p>امن۔</p><p>سلام۔</p>", "<p>Peace.</p><p>Salam.</p>", ("ur", "en"))
    assert re.findall(r'lang="(\w+)" dir="(\w+)"><p>(.*?)</p>', said) == [
        ("ur", "rtl", "امن۔"),
        ("en", "ltr", "Peace."),
        ("ur", "rtl", "سلام۔"),
        ("en", "ltr", "Salam."),
    ]


def test_what_is_the_same_in_both_stands_once() -> None:
    verse = '<p lang="ar" dir="rtl">سَلَام</p>'
    assert woven(verse, verse) == verse


def test_a_list_stays_one_list_of_pairs() -> None:
    said = woven("<ol><li>One</li><li>Two</li></ol>", "<ol><li>ایک</li><li>دو</li></ol>")
    page = html.fromstring(said)
    assert page.tag == "ol" and len(page.findall("li")) == 2
    assert [[half.text_content() for half in pair] for pair in page.find_class("pair")] == [
        ["One", "ایک"],
        ["Two", "دو"],
    ]


def test_a_heading_is_in_the_outline_once_in_both_languages() -> None:
    said = woven('<h3 id="a">Peace &amp; home</h3>', '<h3 id="a">امن</h3>')
    assert f'data-outline="Peace &amp; home{SEPARATOR}امن"' in said
    assert said.count('id="a"') == 1


def test_what_has_no_counterpart_leaves_the_other_side_open() -> None:
    said = woven("<p>One.</p><h3>Two</h3>", "<p>ایک۔</p>")
    assert said.endswith('<h3>Two</h3></div> <div class="half" lang="ur" dir="rtl"></div></div>')
