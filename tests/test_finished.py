"""Every finished PDF of ours is tagged as the HTML that it was made of, and sound."""

from __future__ import annotations

import re
from collections import Counter

from tests.harness import opened
from tests.tags import elements, failures, is_dictionary, kids, levels_skipped, numbered, of_role, tree


def test_a_manual_is_whole_and_valid(proof):
    assert failures(proof.content) == []
    with opened(proof.content) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert levels_skipped(pdf) == []
        headings = [element for element in tree(pdf) if re.fullmatch(r"/H\d", str(element.S))]
        assert len(headings) == len(proof.body.xpath("//h1|//h2|//h3|//h4|//h5|//h6"))


def test_its_tables_are_one_each(proof):
    typed = proof.body.xpath("//table[not(@role='presentation')]")
    with opened(proof.content) as pdf:
        tables = of_role(pdf, "Table")
        parts = [Counter(str(one.S) for one in elements(table)) for table in tables]
        assert [(part["/TR"], part["/TH"]) for part in parts] == [
            (len(table.findall(".//tr")), len(table.findall(".//th"))) for table in typed
        ]
        assert all(str(table.A.Summary).strip() for table in tables)
        assert all("/Scope" in cell.A for cell in of_role(pdf, "TH"))


def test_its_notes_are_tagged_with_names_of_their_own(proof):
    with opened(proof.content) as pdf:
        names = [str(note.ID) for note in of_role(pdf, "Note")]
        assert len(names) == len(set(names)) == len(proof.body.find_class("footnote"))
        if names:
            known = [str(name) for name in pdf.Root.StructTreeRoot.IDTree.Names[::2]]
            assert known == sorted(known) and set(names) <= set(known)


def test_its_pictures_are_described(proof):
    with opened(proof.content) as pdf:
        assert [str(picture.Alt) for picture in of_role(pdf, "Figure")] == [
            picture.get("alt") for picture in proof.body.iter("img")
        ]


def test_its_links_are_tagged_and_described(proof):
    with opened(proof.content) as pdf:
        owners = numbered(pdf.Root.StructTreeRoot.ParentTree)
        annotations = [annotation for one in pdf.pages for annotation in one.get("/Annots", ())]
        assert annotations
        for annotation in annotations:
            owner = owners[int(annotation.StructParent)]
            assert owner.S == "/Link"
            assert any(is_dictionary(kid) and kid.get("/Obj") == annotation for kid in kids(owner))
            assert not str(annotation.Contents).startswith("#") and str(annotation.Contents).strip()


def test_its_runs_in_other_languages_say_so(proof):
    with opened(proof.content) as pdf:
        said = Counter(str(element.Lang) for element in tree(pdf)[1:] if "/Lang" in element)
    assert said == Counter(other_languages(proof.body, proof.job.file.language.code))
    assert said["ar"] or proof.job.file.path.endswith("handouts.pdf")


def other_languages(element, around):
    """The language of every element that is in another one than what is around it and says something: the half of a
    pair may be left open."""
    own = element.get("lang") or around
    if own != around and element.text_content().strip():
        yield own
    for child in element:
        yield from other_languages(child, own)
