"""A manual for archives is PDF/A-3u by two validators, still PDF/UA-1, and looks as it did."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2
import pytest
from page import validate_pdf_bytes

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import archive
from kitabcha.press.typesetting import typeset
from kitabcha.resources import fonts_folder
from tests import sample_book
from tests.harness import ProjectTest, opened

PLACE = Place("wells/handouts.pdf")


@pytest.fixture(scope="module", params=["en", "ur"])
def made(request, tmp_path_factory):
    """The sample's handouts, as they are and for archives."""
    root = tmp_path_factory.mktemp("book")
    html = sample_book.printed(root, request.param, "handouts")
    pictures = sample_book.pictures(sample_book.numbered(root, request.param, "handouts"))
    plain = typeset(html, pictures, LANGUAGES[request.param], LANGUAGES, fonts_folder(), PLACE).pdf
    return plain, archive.archival(plain)


def failures(content, profile):
    found = validate_pdf_bytes(content, profile=profile).failures
    return [f"{one.rule_id}: {one.message}" for one in found if not is_mistaken(one, content)]


def is_mistaken(failure, content):
    """The validator takes a stream's last byte for a part of the line's end if it happens to be a return."""
    return "STREAM-LENGTH" in failure.rule_id and all(map(is_as_long_as_it_says, streams(content)))


def streams(content):
    return re.finditer(rb"/Length (\d+)[^>]*>>\s*?stream\r?\n", content)


def is_as_long_as_it_says(stream):
    return stream.string[stream.end() + int(stream[1]) :].startswith(b"\nendstream")


def test_it_is_pdf_a_and_pdf_ua(made):
    plain, kept = made
    assert failures(plain, "3u") != []
    assert failures(kept, "3u") == failures(kept, "ua1") == []
    assert archive.archive_faults(kept, PLACE) == []


def test_a_second_validator_agrees(made):
    """pikepdf's knows PDF/A-3b, which is 3u but for characters, and no properties but those of PDF/A."""
    from pikepdf import pdfa

    with opened(made[1]) as pdf:
        packet = pdf.Root.Metadata.read_bytes().replace(b"conformance>U<", b"conformance>B<")
        packet = re.sub(rb"<rdf:Description[^>]*pdfaExtension.*?</rdf:Description>", b"", packet, flags=re.DOTALL)
        packet = re.sub(rb'<rdf:Description[^>]*pdfuaid:part="1" ?/>', b"", packet)
        pdf.Root.Metadata.write(packet)
        for page in pdf.pages:
            for unused in ("/Pattern", "/Shading"):
                assert not page.Resources.get(unused)
                if unused in page.Resources:
                    del page.Resources[unused]
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    report = pdfa.validate_written(written, "3b")
    assert [str(finding) for finding in report.findings] == []
    assert report.passed


def test_it_looks_the_same_and_is_hardly_larger(made):
    plain, kept = made
    assert pictures(kept) == pictures(plain)
    assert len(kept) < len(plain) + 8_000
    with opened(kept) as pdf:
        assert pdf.check_pdf_syntax() == []


def pictures(content):
    return [bytes(page.render(scale=1).buffer) for page in pypdfium2.PdfDocument(content)]


def test_same_bytes(made):
    plain, kept = made
    assert archive.archival(plain) == kept


def metadata(pdf):
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3", b"<pdfaid:part>1"))


def colours(pdf):
    del pdf.Root.OutputIntents


def links(pdf):
    annotation = next(one for page in pdf.pages for one in page.get("/Annots", ()))
    annotation.F = 6


def action(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo)


def meaning(pdf):
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    del font.ToUnicode


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (metadata, "does not say that it is PDF/A-3u"),
        (colours, "does not say what its colours are"),
        (links, "has links that are not printed"),
        (action, "does something by itself"),
        (meaning, "has text that cannot be read"),
    ],
)
def test_what_is_lost_is_told(made, spoil, what):
    with opened(made[1]) as pdf:
        spoil(pdf)
        spoiled = io.BytesIO()
        pdf.save(spoiled, static_id=True)
    assert [str(found).partition("\n")[0] for found in archive.archive_faults(spoiled.getvalue(), PLACE)] == [
        f"wells/handouts.pdf: error: the PDF for archives {what}"
    ]


def test_what_is_no_archive_is_told_all_it_lacks(made):
    messages = [found.message for found in archive.archive_faults(made[0], PLACE)]
    assert messages == [
        f"the PDF for archives {what}"
        for what in (
            "does not say that it is PDF/A-3u",
            "does not say what its colours are",
            "has no identifier",
            "has links that are not printed",
        )
    ]


def test_a_manual_asks_for_it(tmp_path):
    project = ProjectTest.minimal(tmp_path / "project")
    project.change("manuals/first.yaml", "literacy: low\n", "literacy: low\narchive: true\n")
    project.run("build", "-l", "en", "-e", "handouts").leaves_with(0)
    assert failures(project.files()["first/en/handouts.pdf"], "3u") == []
