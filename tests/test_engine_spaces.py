"""A text that fits its line but for the space at its end stays on that line; all else is broken as before."""

from __future__ import annotations

import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.press import fonts, typesetting
from kitabcha.press.engine_spaces import spaces_at_ends_hang
from tests.test_engine_lines import new_memo, weasyprint_page

TEXTS = {
    "en": "Lay three shawls on the ground, one for each corner. A fist means <b>what is done</b>, a roof more.",
    "ur": "زمین پر تین چادریں تکون کی شکل میں رکھیں۔ مٹھی کا مطلب ہے <b>کیا کیا جاتا ہے</b>۔ چھت کا اور۔",
    "ps": "په ځمکه درې څادرونه کېږدئ، هر کونج ته یو. موټی مانا لري <b>څه کېږي</b>، چت نور څه.",
}


def lines(language, widths):
    """The lines of a text at each width, in pixels."""
    from weasyprint.formatting_structure import boxes

    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES)
    texts = "".join(f"<p style='width: {width}px'>{TEXTS[language]}</p>" for width in widths)
    head = f'<html lang="{language}" dir="{LANGUAGES[language].direction}"><title>t</title>'
    page = weasyprint_page(
        f"<!DOCTYPE html>{head}<style>{style} @page {{ size: 500mm 3000mm }} p {{ break-inside: avoid }}</style>{texts}"
    )
    laid_out = page.render(font_config=new_memo().fonts, pdf_variant=typesetting.VARIANT)
    paragraphs = (box for one in laid_out.pages for box in one._page_box.descendants() if box.element_tag == "p")
    return [
        ["".join(text.text for text in line.descendants() if isinstance(text, boxes.TextBox)) for line in box.children]
        for box in paragraphs
        if isinstance(box, boxes.BlockBox)
    ]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_no_word_stands_alone_where_more_fits(language):
    widths = [250 + step for step in range(250)]
    as_it_comes = lines(language, widths)
    with spaces_at_ends_hang():
        ours = lines(language, widths)
    assert any(map(stands_alone, as_it_comes)), "WeasyPrint has mended it: let engine_spaces go"
    assert not any(map(stands_alone, ours))
    assert all(own == other for own, other in zip(ours, as_it_comes, strict=True) if not stands_alone(other))


def stands_alone(broken):
    """Whether a line but the last holds a single word."""
    return any(" " not in line for line in broken[:-1])


def test_nothing_stays_changed():
    from weasyprint.layout import inline

    before = inline.split_first_line
    with pytest.raises(RuntimeError), spaces_at_ends_hang():
        assert inline.split_first_line is not before
        raise RuntimeError
    assert inline.split_first_line is before
