"""What is written object by object is a sound PDF, and what is taken over from another one is the same there."""

import io
import subprocess

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from kitabcha.press.outline import add_outline
from kitabcha.press.parts import Bookmark, Spot
from kitabcha.press.pdf_file import Graft, PdfFile, reference


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def written(source: pikepdf.Pdf) -> bytes:
    """All of a PDF, taken over into another file."""
    file = PdfFile()
    graft = Graft(file, source)
    root, info = graft.number(source.Root.objgen[0]), graft.number(source.docinfo.objgen[0])
    graft.write()
    return file.close(root, info)


@pytest.fixture
def source():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "کتابچہ"
        yield pdf


def test_it_is_sound(source, tmp_path):
    path = tmp_path / "whole.pdf"
    path.write_bytes(written(source))
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 1 and str(pdf.docinfo["/Title"]) == "کتابچہ"
    said = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True)
    assert "Pages:           1" in said.stdout and not said.stderr


def test_same_objects_same_bytes(source):
    assert written(source) == written(source)


@pytest.mark.parametrize(
    "text", ["see 12 0 R", "a (12 0 R) b", "\\(3 0 R", "/Kitabcha.Object.3", "آیت 12 0 R", "<12 0 R>"]
)
def test_what_looks_like_a_reference_in_a_text_stays_text(source, text):
    source.Root.Said = Array([String(text), source.make_indirect(Dictionary(Said=String(text)))])
    with opened(written(source)) as pdf:
        assert str(pdf.Root.Said[0]) == text == str(pdf.Root.Said[1].Said)


def test_references_are_led_to_their_new_numbers(source):
    one, other = (source.make_indirect(Dictionary(Name=String(name))) for name in ("one", "other"))
    one.Next, other.Next = other, one
    source.Root.Ring = Array([5, 0, one, 0, other])
    with opened(written(source)) as pdf:
        assert [int(pdf.Root.Ring[place]) for place in (0, 1, 3)] == [5, 0, 0]
        assert str(pdf.Root.Ring[2].Next.Name) == "other" and str(pdf.Root.Ring[4].Next.Name) == "one"


def test_many_objects_stand_on_shelves(source):
    source.Root.Many = Array([source.make_indirect(Dictionary(Number=number)) for number in range(1234)])
    with opened(written(source)) as pdf:
        assert [int(one.Number) for one in pdf.Root.Many] == list(range(1234))


def test_streams_keep_their_bytes_and_their_filters(source):
    source.Root.Raw = source.make_stream(b"plain " * 99, Kind=Name.Raw)
    packed = source.make_stream(b"")
    packed.write(b"packed " * 99, filter=None)
    source.Root.Packed = packed
    with opened(written(source)) as pdf:
        assert pdf.Root.Raw.read_bytes() == b"plain " * 99 and pdf.Root.Raw.Kind == Name.Raw
        assert pdf.Root.Raw.Filter == Name.FlateDecode  # what was not compressed is
        assert pdf.Root.Packed.read_bytes() == b"packed " * 99


def test_a_place_in_the_file_is_named_before_it_is_written(source):
    file = PdfFile()
    graft, later = Graft(file, source), file.reserve()
    source.Root.Later = reference(later)
    root, info = graft.number(source.Root.objgen[0]), graft.number(source.docinfo.objgen[0])
    graft.write()
    file.put(later, b"<< /Said (later) >>")
    with opened(file.close(root, info)) as pdf:
        assert str(pdf.Root.Later.Said) == "later" and pdf.Root.Later.is_indirect


def test_an_outline_hangs_bookmarks_below_each_other(source):
    levels = [(1, "One"), (2, "One A"), (3, "One A a"), (2, "One B"), (1, "Two"), (3, "Deep")]
    add_outline(source, [(Bookmark(level, title, Spot(0, 0, 0)), Array()) for level, title in levels])

    def below(item: pikepdf.Object) -> list[object]:
        kid = item.get("/First")
        found: list[object] = []
        while kid is not None:
            found.append([str(kid.Title), *below(kid)])
            kid = kid.get("/Next")
        return found

    with opened(written(source)) as pdf:
        assert below(pdf.Root.Outlines) == [["One", ["One A", ["One A a"]], ["One B"]], ["Two", ["Deep"]]]
        assert pdf.Root.Outlines.Count == 6 and pdf.Root.Outlines.First.Count == 3
