"""PDFs are PDF/UA-1, by a validator and by what none looks at: one tree over all pages, and nothing else read aloud."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations
from xml.etree import ElementTree

import pypdfium2
import pytest

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import EDITION_KINDS, CitedWork, Place
from kitabcha.press import engine, fonts, tagging
from kitabcha.press.rendering import render
from kitabcha.press.typesetting import typeset
from kitabcha.resources import fonts_folder
from tests import sample_book
from tests.harness import opened
from tests.tags import artifacts, body, failures, levels_skipped, of_role, roles, tree

PLACE = Place("wells/trainer.pdf")
PAGE = """<!DOCTYPE html><html lang="{}" dir="{}"><head><title>t</title><style>{}
.footnote {{ float: footnote }} thead {{ display: table-header-group }} .late {{ break-before: page }}
@page {{ size: A5; @top-left {{ content: "head" }} @bottom-left {{ content: counter(page) }} }}
</style></head><body>{}</body></html>"""
LONG = "Peace grows slowly where people listen to one another. " * 120


def page(body, language="en"):
    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES)
    return PAGE.format(language, LANGUAGES[language].direction, style, body)


def tagged(body, language="en", pictures=None):
    done = typeset(page(body, language), pictures or {}, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE)
    assert [str(found) for found in done.diagnostics] == []
    assert failures(done.pdf) == []
    return opened(done.pdf)


def sample(root, language, kind):
    html = sample_book.printed(root, language, kind)
    pictures = sample_book.pictures(sample_book.numbered(root, language, kind))
    return typeset(html, pictures, LANGUAGES[language], LANGUAGES, fonts_folder(), PLACE).pdf


# --- validity -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EDITION_KINDS)
@pytest.mark.parametrize("language", ["en", "ur", "ps"])
def test_every_edition_is_pdf_ua(language, kind, tmp_path):
    content = sample(tmp_path, language, kind)
    assert failures(content) == []
    with opened(content) as pdf:
        assert levels_skipped(pdf) == []
        assert all(annotation.get("/Contents") for one in pdf.pages for annotation in one.get("/Annots", []))
        assert all(str(element.get("/Alt", "")) for element in of_role(pdf, "Figure"))
        assert all("/Scope" in element.A for element in of_role(pdf, "TH"))
        assert [int(one.StructParents) for one in pdf.pages] == list(range(len(pdf.pages)))


# --- one element, however many pages --------------------------------------------------------------------------


def test_a_paragraph_over_pages_is_one():
    with tagged(f"<h1>Peace</h1><p>{LONG}</p><p>end</p>") as pdf:
        assert len(pdf.pages) > 2
        assert body(pdf) == "H1(.) P(.) P(.)"


def test_a_list_over_pages_is_one_and_so_is_its_item():
    with tagged(f"<ul><li>{LONG}<li>end</ul>") as pdf:
        assert body(pdf) == "L(LI(Lbl(.) LBody(.)) LI(Lbl(.) LBody(.)))"


def test_a_table_over_pages_is_one_and_its_head_is_read_once():
    rows = "".join(f"<tr><td>{number}</td><td></td></tr>" for number in range(80))
    head = '<thead><tr><th scope="col">No.</th><th scope="col">Name</th></tr></thead>'
    with tagged(f"<table>{head}<tbody>{rows}</tbody></table>") as pdf:
        assert len(pdf.pages) > 2
        found = roles(pdf)
        assert (found["Table"], found["THead"], found["TBody"], found["TR"]) == (1, 1, 1, 81)
        assert (found["TH"], found["TD"]) == (2, 160)
        assert [one["/Layout"] for one in artifacts(pdf)] == [0] + [2] * (len(pdf.pages) - 1)


# --- what is not read -----------------------------------------------------------------------------------------


def test_running_heads_and_folios_are_artifacts_of_the_page():
    with tagged(f"<p>{LONG}</p>") as pdf:
        assert [(one["/Header"], one["/Footer"]) for one in artifacts(pdf)] == [(1, 1)] * len(pdf.pages)


def test_decoration_is_an_artifact():
    svg = '<svg viewBox="0 0 9 9" width="9" height="9" aria-hidden="true"><path d="M1 1h7v7z"/></svg>'
    hidden = '<p><span aria-hidden="true">***</span></p>'
    with tagged(f"<div>{svg}</div>{hidden}<p>{svg} Words</p>") as pdf:
        assert body(pdf) == "P(.)"
        assert artifacts(pdf)[0]["/Layout"] == 3


# --- what is said of it ---------------------------------------------------------------------------------------


def test_a_run_in_another_language_says_so():
    ayah = '<blockquote lang="ar" dir="rtl"><p>سلام</p></blockquote>'
    with tagged(f'<p lang="en">a <bdi lang="ur" dir="rtl">امن</bdi> <b lang="en">b</b></p>{ayah}') as pdf:
        assert body(pdf) == "P(. Span(.) .) BlockQuote(P(.))"
        said = {str(element.S): str(element.Lang) for element in tree(pdf) if "/Lang" in element}
    assert said == {"/Document": "en", "/Span": "ur", "/BlockQuote": "ar"}


def test_cited_works_are_in_their_own_language(tmp_path):
    work = CitedWork("x", "Galtung 1969", "Galtung, J. (1969). *Peace*.", "en")
    book = sample_book.numbered(tmp_path, "ur")
    known = replace(sample_book.apparatus(book, "ur"), works={"galtung1969": work})
    parts = render(book, known, LANGUAGES["ur"], LANGUAGES, NullTranslations())
    bodies = {part.name: part.body for part in parts}
    assert (
        '<a class="ref" href="#ref-galtung1969"><bdi lang="en" dir="ltr">Galtung\u00a01969</bdi></a>'
        in bodies["meeting"]
    )
    listed = bodies["references"].partition('<ul class="works">')[2].partition("</ul>")[0]
    assert '<li id="ref-x" lang="en" dir="ltr">' in listed
    with tagged(f"<ul>{listed}</ul>", "ur") as pdf:
        assert [str(element.Lang) for element in tree(pdf) if "/Lang" in element] == ["ur", "en"]


def test_a_note_follows_its_call_wherever_it_is_set():
    with tagged('<p>a<span class="footnote">one</span>b<span class="footnote">two</span></p>') as pdf:
        note = "Reference(Lbl(.)) Note(Lbl(.) .)"
        assert body(pdf) == f"P(. {note} . {note})"
        assert [str(element.ID) for element in of_role(pdf, "Note")] == ["note-1", "note-2"]
        names = pdf.Root.StructTreeRoot.IDTree.Names
        assert [str(name) for name in names[::2]] == ["note-1", "note-2"]
        assert [element.S for element in names[1::2]] == ["/Note", "/Note"]


def test_notes_are_counted_by_part():
    """So that the parts of a manual can be bound: no id is another's."""
    note = '<p>a<span class="footnote">b</span>'
    parts = f'<section class="part" id="trust">{note}{note}</section><div class="part opening" id="peace">{note}</div>'
    with tagged(f"{note}{parts}") as pdf:
        names = ["note-1", "trust-note-1", "trust-note-2", "peace-note-1"]
        assert [str(element.ID) for element in of_role(pdf, "Note")] == names
        assert [str(name) for name in pdf.Root.StructTreeRoot.IDTree.Names[::2]] == sorted(names)


ROW = "<tr><td>1</td></tr>"


@pytest.mark.parametrize(
    ("around", "summary"),
    [
        ('<div role="region" aria-label="Table: days"><table>{}</table></div>', "Table: days"),
        ('<h2 id="x">Our <b>pl\u00adan</b></h2><div role="region" aria-labelledby="x">{}</div>', "Our plan"),
        ('<h2 id="x">Plan</h2><h2 id="y">Day</h2><div role="region" aria-labelledby="x y">{}</div>', "Plan Day"),
        ('<h2>Agenda</h2><table aria-label="Hours">{}</table>', "Hours"),
        ("<h2>Agenda</h2><p>a</p><table>{}</table>", "Agenda"),
    ],
)
def test_a_table_is_summed_up(around, summary):
    table = around if "<table" in around else around.replace("{}", "<table>{}</table>")
    with tagged(table.format(f"<tr><th>a</th></tr>{ROW}")) as pdf:
        (element,) = of_role(pdf, "Table")
        assert (str(element.A.O), str(element.A.Summary)) == ("/Table", summary)


def test_a_table_without_a_name_is_not():
    with tagged(f"<table><tr><th>a</th></tr>{ROW}</table>") as pdf:
        assert "/A" not in of_role(pdf, "Table")[0]


def test_a_verse_says_which_it_is():
    verse = '<span class="ayah" data-reference="quran:49:13">سلام</span>'
    with tagged(f'<blockquote lang="ar" dir="rtl"><p>﴿ {verse} ﴾</p></blockquote>') as pdf:
        assert body(pdf) == "BlockQuote(P(. Span(.) .))"
        assert [str(element.T) for element in of_role(pdf, "Span")] == ["quran:49:13"]


def test_cells_say_what_they_head_and_span():
    rows = '<tr><th scope="row">a</th><td colspan="2">b</td></tr>'
    with tagged(f'<table><tr><th scope="col">x</th><th>y</th><th>z</th></tr>{rows}</table>') as pdf:
        assert [str(element.A.Scope) for element in of_role(pdf, "TH")] == ["/Column"] * 3 + ["/Row"]
        (cell,) = of_role(pdf, "TD")
        assert int(cell.A.ColSpan) == 2


def test_a_table_for_looks_only_is_none():
    with tagged('<table role="presentation"><tr><td>a</td><td>b</td></tr></table>') as pdf:
        assert body(pdf) == "Div(Div(P(.)) Div(P(.)))"


def test_terms_label_what_they_mean():
    with tagged("<dl><div><dt>a<dd>b<dd>c</div><dt>d<dd><p>e</dl>") as pdf:
        assert body(pdf) == "L(LI(Lbl(.) LBody(.) LBody(.)) LI(Lbl(.) LBody(P(.))))"


def test_lists_stand_in_items_and_say_how_they_count():
    with tagged("<ol><li>a<ul style='list-style: none'><li>b</ul></ol>") as pdf:
        assert body(pdf) == "L(LI(Lbl(.) LBody(. L(LI(LBody(.))))))"
        assert [str(element.A.ListNumbering) for element in of_role(pdf, "L")] == ["/Decimal", "/Disc"]


def test_contents_are_a_table_of_contents():
    entry = "<li><a href='#x'>a</a><ol><li><a href='#x'>b</a></ol>"
    with tagged(f"<nav><h1 id=x>c</h1><ol style='list-style: none'>{entry}</ol></nav>") as pdf:
        assert "TOC(TOCI(Reference(Link(.)) TOC(TOCI(" in body(pdf)


def test_a_picture_has_its_words_its_place_and_a_caption():
    figure = '<figure><img src="picture:x" alt="A tree"><figcaption>Roots</figcaption></figure>'
    with tagged(f"<p>a</p>{figure}", pictures={"picture:x": sample_book.PICTURE.encode()}) as pdf:
        assert body(pdf) == "P(.) Div(Figure(.) Caption(.))"
        (picture,) = of_role(pdf, "Figure")
        assert str(picture.Alt) == "A tree"
        left, bottom, right, top = map(float, picture.A.BBox)
        assert (round(right - left, 2), round(top - bottom, 2)) == (6.75, 6.75)
        assert 400 < bottom < top < float(pdf.pages[0].MediaBox[3])


def test_a_link_is_one_and_says_where_it_leads():
    style = "<style>.page::after { content: ' (page ' target-counter(attr(href), page) ')' }</style>"
    links = '<a href="#x">the <b>two</b> (deep) wells</a><a class="page" href="#x"></a> <a>nowhere</a>'
    with tagged(f"{style}<p>{links}</p><p id=x class=late>y</p>") as pdf:
        assert body(pdf) == "P(Link(.) Link(.) . Span(.)) P(.)"
        annotations = pdf.pages[0].Annots
        assert [str(annotation.Contents) for annotation in annotations] == ["the two (deep) wells", "page 2"]
        assert len({int(annotation.StructParent) for annotation in annotations}) == 2


def test_no_heading_is_skipped_and_the_first_is_the_first():
    with tagged("<h2>a</h2><h4>b</h4><h4>c</h4><h3>d</h3><h2>e</h2>") as pdf:
        assert body(pdf) == "H1(.) H2(.) H2(.) H2(.) H1(.)"


class Box:
    """As much of a box as headings need."""

    link_annotation = None

    def __init__(self, tag, children=()):
        self.element, self.element_tag, self.children = ElementTree.Element(tag), tag, children


def headings(beneath):
    words = [Box("p"), Box("p")]
    page = Box("body", [Box("h2", [one]) for one in words])
    tree = tagging.structure([page], [dict(zip(words, (0, 1), strict=True))], "en", beneath)
    return [node.role for node in tree.root.walk() if node.role.startswith("H")]


@pytest.mark.parametrize(("beneath", "role"), [(0, "H1"), (1, "H2"), (2, "H3")])
def test_the_headings_of_a_part_stand_beneath_the_book_s(beneath, role):
    assert headings(beneath) == [role, role]


def test_text_without_a_paragraph_gets_one():
    with tagged("<div>a <i>b</i><p>c</p>d</div>") as pdf:
        assert body(pdf) == "Div(P(.) P(.) P(.))"


# --- the engine -----------------------------------------------------------------------------------------------


def laid_out(body, language="en"):
    import weasyprint

    from kitabcha.press.typesetting import _fetcher

    html = weasyprint.HTML(
        string=page(body, language), base_url="about:blank", url_fetcher=_fetcher({}, fonts_folder())
    )
    return html.render(pdf_variant="pdf/ua-1")


NASTALIQ = '<p>امن کے لیے <a href="#x">سب <b>لوگ</b></a></p><p id="x">x'


def written(*pieces):
    return engine.write(laid_out(NASTALIQ, "ur"), frozenset(pieces), pdf_variant="pdf/ua-1")


def test_each_piece_of_the_engine_works_alone():
    with opened(written()) as pdf:
        assert len(pdf.pages[0].Annots) == 2
        assert "Span" in body(pdf)
    assert any("FONT-UNICODE" in failure for failure in failures(written()))
    assert not any("FONT-UNICODE" in failure for failure in failures(written("characters")))
    with opened(written("links")) as pdf:
        assert len(pdf.pages[0].Annots) == 1
    with opened(written("tags")) as pdf:
        assert body(pdf) == "P(. Link(.)) P(.)"


def test_weasyprint_is_left_as_it_was():
    import weasyprint.pdf

    before = (weasyprint.pdf.add_tags, weasyprint.pdf.build_fonts_dictionary)
    written("characters", "tags")
    assert (weasyprint.pdf.add_tags, weasyprint.pdf.build_fonts_dictionary) == before


def test_another_weasyprint_is_refused(monkeypatch):
    import weasyprint

    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(engine.WrongEngine, match=r"WeasyPrint is 71.0, not 70.0: run `make setup`"):
        engine.check_version()


def test_pages_look_the_same_and_bytes_do_not_change(tmp_path, monkeypatch):
    ours = sample(tmp_path, "ur", "handouts")
    assert sample(tmp_path, "ur", "handouts") == ours
    plain = engine.write
    monkeypatch.setattr(engine, "write", lambda document, **options: plain(document, frozenset(), **options))
    assert pictures(sample(tmp_path, "ur", "handouts")) == pictures(ours)


def pictures(content):
    return [bytes(one.render(scale=1.5).buffer) for one in pypdfium2.PdfDocument(content)]
