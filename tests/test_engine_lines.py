"""Lines that are remembered come out as those that are set anew, to the byte, and nothing stays changed or alive."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from operator import itemgetter

import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import engine, engine_lines, engine_values, fonts, typesetting
from kitabcha.press.engine_markers import markers_in_their_lines
from kitabcha.press.engine_text import readable_text
from kitabcha.resources import fonts_folder
from tests import sample_book

WORDS = {
    "en": "People who live beside one well know each other by name and share the rope, the bucket and the shade. ",
    "ur": "جو لوگ ایک ہی کنویں کے پاس رہتے ہیں وہ ایک دوسرے کو نام سے جانتے ہیں، Microsoft Excel اور 12 رسیاں۔ ",
    "ps": "هغه خلک چې د یوې څاه تر څنګ ژوند کوي یو بل په نوم پېژني، Microsoft Excel او ۱۲ رسۍ شریکوي۔ ",
}
STYLE = """
@page { size: 120mm 90mm; @bottom-center { content: counter(page) " / " counter(pages) } }
.justified { text-align: justify } .loose { letter-spacing: 0.1em; word-spacing: 3px } .auto { hyphens: auto }
.broken { overflow-wrap: anywhere; width: 20mm } .cut { text-overflow: ellipsis; overflow: hidden; white-space: nowrap }
.lines { white-space: pre-line } .note { float: footnote } u { text-decoration: underline } .side { float: left }
.features { font-variant-numeric: oldstyle-nums; font-feature-settings: "liga" 0 } .first::first-line { color: #333 }
.clamp { max-lines: 2; block-ellipsis: auto }
.calc { tab-size: 3; white-space: pre-wrap; hyphenate-limit-zone: calc(1em + 5%) }
"""
SOFT = "com\u00adpre\u00adhen\u00adsion of recon\u00adcil\u00adi\u00ada\u00adtion "
NOTHING: frozenset[str] = frozenset()


def document(language):
    text = WORDS[language] * 3
    some = WORDS[language]
    latin = f'<bdi lang="en" dir="ltr">{SOFT * 6}</bdi>'
    classes = ["justified", "loose", "auto", "broken", "cut", "lines", "features", "first", "calc", "clamp"]
    paragraphs = "".join(f'<p class="{name}">{some}<b>{some}</b> {latin}\n\t{some}</p>' for name in classes)
    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES) + STYLE
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{LANGUAGES[language].direction}"><title>t</title>'
        f"<style>{style}</style><p>{text}<span class=note>{text}</span>{text}</p>{paragraphs}"
        f"<p class=side style='width: 30mm'>{some}</p><p>{text}</p><ol><li>{some}<ul><li>{text}</ul><li>{some}</ol>"
        f"<table><tr><th>{some}<th>x<tr><td>{text}<td><u>{some}</u><tr><td>{text}<td>{some}</table><p>{text}</p></html>"
    )


def weasyprint_page(html, pictures=None):
    import weasyprint

    fetcher = typesetting._fetcher(pictures or {}, fonts_folder())
    return weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=fetcher)


def set_with(memo, html, language, pieces=None):
    page = weasyprint_page(html)
    with engine_lines.remembered_lines(memo, pieces), readable_text(LANGUAGES[language].is_right_to_left):
        laid_out = page.render(font_config=memo.fonts, pdf_variant=typesetting.VARIANT)
        return laid_out, engine.write(laid_out, pdf_variant=typesetting.VARIANT)


def new_memo():
    from weasyprint.text.fonts import FontConfiguration

    return engine_lines.Memo(FontConfiguration())


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
def test_same_bytes_with_each_piece_cold_and_warm(language):
    html, memo = document(language), new_memo()
    _, plain = set_with(memo, html, language, NOTHING)
    assert memo.hits == memo.misses == 0
    ways = ({"breaking"}, {"drawing"}, {"breaking", "drawing"})  # the last finds the lines of the first
    for pieces in (*ways, {"reading"}, {"reading"}, {"computing"}, {"resolving"}, {"computing", "resolving"}):
        assert set_with(memo, html, language, frozenset(pieces))[1] == plain, pieces
    memo.lines.clear()
    assert set_with(memo, html, language)[1] == plain


DIFFERENCES = {
    "font_family": 'font-family: "Kitabcha Sans"',
    "font_size": "font-size: 11.01pt",
    "font_style": "font-style: italic",
    "font_weight": "font-weight: 700",
    "font_kerning": "font-kerning: none",
    "font_variant_ligatures": "font-variant-ligatures: none",
    "font_variant_position": "font-variant-position: super",
    "font_variant_caps": "font-variant-caps: small-caps",
    "font_variant_numeric": "font-variant-numeric: oldstyle-nums",
    "font_feature_settings": 'font-feature-settings: "kern" 0',
    "lang": "",
    "white_space": "white-space: pre-wrap",
    "word_spacing": "word-spacing: 1px",
    "letter_spacing": "letter-spacing: 0.2px",
    "hyphens": "hyphens: manual",
    "hyphenate_character": "hyphenate-character: '='",
    "hyphenate_limit_chars": "hyphenate-limit-chars: 40",
    "hyphenate_limit_zone": "hyphenate-limit-zone: 30mm",
    "overflow_wrap": "overflow-wrap: anywhere",
    "word_break": "word-break: break-all",
    "tab_size": "white-space: pre-wrap; tab-size: 3",
}


def alike():
    """The same words in the same width in styles with one difference each."""
    words = "Office to avoid 0123 AV\tinternationalisation communities. Incomprehensibilities (1): reconciliation! "
    words = f"{words} mmmmmmmmmmmmmm " * 2
    paragraphs = "".join(
        f'<p lang="{"en" if name != "lang" else "de"}" style="{style.replace(chr(34), chr(39))}">{words}</p>'
        for name, style in {"": "", **DIFFERENCES}.items()
    )
    style = fonts.faces_css(lambda face: f"font:{face.file}")
    style += 'p { font: 11pt "Kitabcha Serif"; width: 26mm; hyphens: auto; text-align: end }'
    return f"<html lang=en><title>t</title><style>{style}</style>{paragraphs}</html>"


def test_what_differs_in_a_style_is_a_line_of_its_own():
    html, memo = alike(), new_memo()
    assert set_with(memo, html, "en")[1] == set_with(memo, html, "en", NOTHING)[1]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_each_difference_would_show(name, monkeypatch, alike_plain):
    """The document above is one in which no property could be left out of the key unseen."""
    others = [one for one in engine_lines._PROPERTIES if one != name]
    monkeypatch.setattr(engine_lines, "_values", itemgetter(*others))
    memo, plain = alike_plain
    memo.lines.clear()
    assert set_with(memo, alike(), "en")[1] != plain


@pytest.fixture(scope="module")
def alike_plain():
    memo = new_memo()
    return memo, set_with(memo, alike(), "en", NOTHING)[1]


@pytest.fixture
def asked(monkeypatch):
    """How often WeasyPrint's own functions are called, by name."""
    from weasyprint import css
    from weasyprint.layout import percent

    calls: Counter[str] = Counter()
    monkeypatch.setattr(
        css, "CSS", lambda *given, own=css.CSS, **named: (calls.update(["CSS"]), own(*given, **named))[1]
    )

    def resolve(box, around, own=percent.resolve_percentages):
        calls["resolve"] += 1
        own(box, around)

    monkeypatch.setattr(percent, "resolve_percentages", resolve)
    engine_values._resolve.cache_clear()
    yield calls
    engine_values._resolve.cache_clear()


def test_a_style_sheet_is_read_once_and_a_box_asked_once_for_each_style(asked):
    html, memo = document("en"), new_memo()
    set_with(memo, html, "en", frozenset({"reading", "resolving"}))
    assert asked["CSS"] == 1
    first = asked["resolve"]
    set_with(memo, html, "en", frozenset({"reading"}))
    assert asked["CSS"] == 1  # what was read is there for the next document
    asked.clear()
    set_with(memo, html.replace("30mm", "31mm"), "en", frozenset({"resolving"}))
    assert asked["CSS"] == 1 and asked["resolve"] == first


def test_what_is_wrong_with_a_style_sheet_is_told_each_time(caplog):
    memo, html = new_memo(), "<html lang=en><title>t</title><style>p { colour: red }</style><p>x</html>"
    for _ in range(2):
        caplog.clear()
        with engine_lines.remembered_lines(memo):
            weasyprint_page(html).render(font_config=memo.fonts)
        assert "colour" in caplog.text
    assert not memo.sheets.read


def test_lines_are_asked_for_again_within_a_document_and_known_in_the_next():
    html, memo = document("ur"), new_memo()
    set_with(memo, html, "ur")
    assert memo.hits > memo.misses > 0
    memo.misses = 0
    set_with(memo, html, "ur")
    assert memo.misses == 0


@pytest.mark.parametrize(("pieces", "is_made_again"), [({"breaking"}, True), ({"breaking", "drawing"}, False)])
def test_a_line_is_drawn_from_the_layout_it_was_measured_by(monkeypatch, pieces, is_made_again):
    from weasyprint.text.line_break import Layout

    made = []

    def setup(self, style, own=Layout.setup):
        made.append(style)
        own(self, style)

    monkeypatch.setattr(Layout, "setup", setup)
    memo, text = new_memo(), WORDS["en"] * 4
    page = weasyprint_page(f"<html lang=en><title>t</title><p>{text}<ul><li>{text}</ul></html>")
    with engine_lines.remembered_lines(memo, frozenset(pieces)):
        laid_out = page.render(font_config=memo.fonts, pdf_variant=typesetting.VARIANT)
        made.clear()
        engine.write(laid_out, pdf_variant=typesetting.VARIANT)
    assert bool(made) == is_made_again


def test_a_whole_book_has_the_bytes_of_one_set_without_the_memo(tmp_path):
    html = sample_book.printed(tmp_path, "ur", kind="handouts")
    pictures = sample_book.pictures(sample_book.numbered(tmp_path, "ur", kind="handouts"))
    setting = (html, pictures, LANGUAGES["ur"], LANGUAGES, fonts_folder(), Place("x.pdf"))
    engine_lines.memo.cache_clear()
    cold, warm = typesetting.typeset(*setting).pdf, typesetting.typeset(*setting).pdf
    assert cold == warm == without_memo(*setting)


def without_memo(html, pictures, language, languages, folder, place):
    laid_out = weasyprint_page(html, pictures).render(pdf_variant=typesetting.VARIANT)
    with readable_text(language.is_right_to_left), markers_in_their_lines():
        return engine.write(laid_out, finisher=typesetting._finisher(language), pdf_variant=typesetting.VARIANT)


def test_weasyprint_is_left_as_it_was():
    from weasyprint import css
    from weasyprint.layout import block, inline, preferred
    from weasyprint.text import line_break

    def own():
        lines = line_break.split_first_line, inline.split_first_line, preferred.split_first_line, line_break.Layout
        return (*lines, css.find_stylesheets, css.ComputedStyle.__missing__, block.resolve_percentages)

    before = own()
    with pytest.raises(ZeroDivisionError), engine_lines.remembered_lines(new_memo()):
        assert own() != before and own()[0] is own()[1] is own()[2]
        raise ZeroDivisionError
    assert own() == before


def test_another_version_is_left_alone(monkeypatch):
    import weasyprint
    from weasyprint.text import line_break

    before = line_break.split_first_line
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    with engine_lines.remembered_lines(new_memo()):
        assert line_break.split_first_line is before


def test_the_memo_keeps_no_document_alive_and_no_layout():
    memo = new_memo()
    laid_out, _ = set_with(memo, document("en"), "en")
    gone = weakref.ref(laid_out.pages[0]._page_box)
    del laid_out
    gc.collect()
    assert gone() is None
    assert memo.lines and not any(line.layout.get("kept") for line in memo.lines.values())


def test_the_memo_is_bounded_and_forgets_what_was_asked_for_longest_ago(monkeypatch):
    monkeypatch.setattr(engine_lines, "LIMIT", 2)
    memo = new_memo()
    memo.keep("a", "line a")
    memo.keep("b", "line b")
    assert memo.find("a")
    memo.keep("c", "line c")
    assert memo.find("a") and memo.find("c") and not memo.find("b")


def test_fonts_are_shared_only_by_documents_that_bring_the_same():
    html = document("en")
    faces = typesetting._faces(html, fonts_folder())
    assert engine_lines.memo(faces) is engine_lines.memo(
        typesetting._faces(html.replace("People", "x"), fonts_folder())
    )
    other = html.replace("Kitabcha Naskh", "Kitabcha Other")
    assert engine_lines.memo(faces) is not engine_lines.memo(typesetting._faces(other, fonts_folder()))


def test_a_page_without_a_style_sheet_is_set():
    memo = new_memo()
    laid_out, _ = set_with(memo, "<html lang=en><title>t</title><p>x</html>", "en")
    assert len(laid_out.pages) == 1 and not memo.sheets.read
