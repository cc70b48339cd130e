"""The structure tree of a finished PDF: its elements, in reading order, and what a validator says of them."""

from __future__ import annotations

import re
from collections import Counter

from page import validate_pdf_bytes


def failures(content):
    return [f"{one.rule_id}: {one.message}" for one in validate_pdf_bytes(content, profile="ua1").failures]


def kids(element):
    held = element.get("/K", [])
    return [held] if isinstance(held, int) or is_dictionary(held) else list(held)


def is_dictionary(value):
    import pikepdf

    return isinstance(value, pikepdf.Dictionary)


def is_element(kid):
    return is_dictionary(kid) and "/S" in kid


def elements(element):
    """An element and all below it, in reading order."""
    yield element
    for kid in kids(element):
        if is_element(kid):
            yield from elements(kid)


def tree(pdf):
    (document,) = pdf.Root.StructTreeRoot.K
    return list(elements(document))


def outline(element):
    """`Type(kids …)`, with marked content as dots."""
    inside = [outline(kid) if is_element(kid) else dot(kid) for kid in kids(element)]
    return str(element.S)[1:] + (f"({' '.join(filter(None, inside))})" if any(inside) else "")


def dot(kid):
    return "" if is_dictionary(kid) and kid.get("/Type") == "/OBJR" else "."


def body(pdf):
    """The outline of what is inside the document, with neighbouring dots as one."""
    (document,) = pdf.Root.StructTreeRoot.K
    return re.sub(r"\.(?: \.)+", ".", outline(document)).removeprefix("Document(").removesuffix(")")


def roles(pdf):
    return Counter(str(element.S)[1:] for element in tree(pdf))


def of_role(pdf, role):
    return [element for element in tree(pdf) if f"/{role}" == element.S]


def artifacts(pdf):
    """For each page, how many artifacts of each kind its content has."""
    import pikepdf

    return [
        Counter(kind(instruction.operands) for instruction in pikepdf.parse_content_stream(one) if begins(instruction))
        for one in pdf.pages
    ]


def begins(instruction):
    return str(instruction.operator) in {"BMC", "BDC"} and str(instruction.operands[0]) == "/Artifact"


def kind(operands):
    properties = operands[1] if len(operands) > 1 else {}
    return str(properties.get("/Subtype", properties.get("/Type", "")))


def levels_skipped(pdf):
    """Headings that are more than one level below the one before; the first must be H1."""
    levels = [int(str(element.S)[2]) for element in tree(pdf) if re.fullmatch(r"/H\d", str(element.S))]
    return [pair for pair in zip([0, *levels], levels, strict=False) if pair[1] > pair[0] + 1]


def numbered(tree):
    """The values of a number tree by their numbers."""
    pairs = tree.get("/Nums", ())
    found = {int(number): value for number, value in zip(pairs[::2], pairs[1::2], strict=True)}
    for kid in tree.get("/Kids", ()):
        found |= numbered(kid)
    return found
