"""The markers of lists are drawn with their lines, look as they did, and WeasyPrint stays as it was."""

from __future__ import annotations

import pypdfium2
import pytest
from weasyprint import document

from kitabcha.languages.table import LANGUAGES
from kitabcha.press import engine_markers
from kitabcha.press.engine_markers import markers_in_their_lines
from tests.harness import opened
from tests.set_alone import set_alone
from tests.tags import of_role
from tests.typed import plain

ITEMS = {
    "en": ("Sit in a circle.", "Say your name, and one thing that you do well.", "Listen."),
    "ur": ("ایک حلقے میں بیٹھیں۔", "اپنا نام بتائیں، اور (۲ منٹ میں) ایک خوبی۔", "سنیں۔"),
    "ps": ("په یوه کړۍ کې کښېنئ.", "خپل نوم ووایئ، او یوه ښېګڼه.", "واورئ."),
}
LISTS = {
    "of lines": "<ol>{}</ol>",
    "of paragraphs": "<ol class=paragraphs>{}</ol>",
    "without numbers": "<ul>{}</ul>",
    "in a list": "<ul><li>{0}<ol>{{}}</ol></ul>",
    "in a table": "<table><tr><td><div class=half><ol>{}</ol></div><td>{{0}}</table>",
}


def made(language, kind, is_changed=True):
    """A page with a list."""
    style = f"ol {{ list-style-type: {LANGUAGES[language].list_style} }} td {{ width: 50% }}"
    around = "<p>{}</p>" if kind == "of paragraphs" else "{}"
    items = "".join(f"<li>{around.format(item)}</li>" for item in ITEMS[language])
    body = LISTS[kind].replace("{{0}}", "{0}").replace("{{}}", "{}").replace("{0}", ITEMS[language][2])
    page = f"{body.replace('{}', items)}<p>{ITEMS[language][0]}"
    with pytest.MonkeyPatch.context() as changed:
        if not is_changed:
            changed.setattr(engine_markers, "VERSION", "another")
        return set_alone(language, page, style)


def lines(pdf):
    return [plain(line) for line in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().splitlines()]


def picture(pdf):
    return pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().tobytes()


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("language", ITEMS)
def test_an_item_reads_with_its_marker(language, kind):
    digits = LANGUAGES[language].digits
    marks = ["•"] * 3 if kind == "without numbers" else [f"{digits[number]}." for number in (1, 2, 3)]
    wanted = [f"{mark} {item}" for mark, item in zip(marks, ITEMS[language], strict=True)]
    text = " ".join(lines(made(language, kind)))
    assert all(one in text for one in wanted), text
    assert not all(one in " ".join(lines(made(language, kind, False))) for one in wanted)


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("language", ITEMS)
def test_the_page_looks_the_same_and_is_tagged_the_same(language, kind):
    now, before = made(language, kind), made(language, kind, False)
    assert picture(now) == picture(before)
    with opened(now) as ours, opened(before) as theirs:
        assert len(of_role(ours, "Lbl")) == len(of_role(theirs, "Lbl")) >= 3


def test_weasyprint_is_given_back_as_it_was():
    own = document.draw_page
    with pytest.raises(KeyError), markers_in_their_lines():
        assert document.draw_page is not own
        raise KeyError
    assert document.draw_page is own
