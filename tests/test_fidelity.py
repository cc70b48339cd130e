"""What was typed is what is printed, word for word: every finished PDF of ours against its HTML, in two readers."""

from __future__ import annotations

import pytest
from rapidfuzz.distance import Levenshtein

from kitabcha.writing import digits
from tests import readers
from tests.proofs import Proof

READERS = {"pdfium": readers.by_pdfium, "poppler": readers.by_poppler}


def test_every_word_is_there_in_its_order(proof: Proof) -> None:
    wanted, found = proof.typed.split(), proof.printed.text.split()
    wrong = [one for one in Levenshtein.opcodes(wanted, found) if one.tag != "equal"]
    assert [(wanted[one.src_start : one.src_end], found[one.dest_start : one.dest_end]) for one in wrong] == []
    assert len(wanted) > 300


@pytest.mark.parametrize("reader", READERS)
def test_every_line_reads_as_it_was_typed(proof: Proof, reader: str) -> None:
    """Its words in their order, and nothing else on the page but running heads, folios, thumb marks and the heads of
    tables that go on."""
    texts = READERS[reader](proof.content)
    wrong = {number + 1: readers.unread(proof, number, text) for number, text in enumerate(texts)}
    assert {number: faults for number, faults in wrong.items() if faults != ([], [])} == {}


def test_what_is_no_text_is_heads_folios_and_thumb_marks(proof: Proof) -> None:
    for number, furniture in enumerate(proof.printed.furniture):
        folio, heads = digits(number + 1, proof.job.file.language), {line for line in furniture if line}
        assert not heads or folio in heads, furniture
        others = heads - {folio} - proof.running_heads - proof.thumb_marks
        assert [line for line in others if not proof.is_of_table(line)] == []


def test_its_verses_are_those_of_the_edition(proof: Proof) -> None:
    assert list(proof.job.faults(proof.content)) == []
