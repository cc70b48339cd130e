"""What a PDF says of itself: title, author, language, direction, how to show and print it, what it conforms to."""

from __future__ import annotations

from html import escape
from typing import Any

from kitabcha.model import Language

PRODUCER = "Kitabcha"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def describe(
    pdf: Any, title: str, author: str, language: Language, is_facing: bool = False, is_one_sided: bool = False
) -> None:
    """Say all that in a PDF; no date, no host, no user. Facing pages are to be shown so; what is not one-sided is to be
    printed on both sides of the paper."""
    from pikepdf import Dictionary, Name, String

    root = pdf.Root
    root.Lang = String(language.code)
    root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True,
        Direction=Name.R2L if language.is_right_to_left else Name.L2R,
        Duplex=Name.Simplex if is_one_sided else Name.DuplexFlipLongEdge,
        PrintScaling=getattr(Name, "None"),
    )
    if is_facing:
        root.PageLayout = Name.TwoPageRight  # the first by itself; in the order of reading
    facts = {"title": title, "author": author, "language": language.code, "producer": PRODUCER}
    metadata = _XMP.format(**{name: escape(value) for name, value in facts.items()})
    root.Metadata = pdf.make_stream(metadata.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = title, author
    pdf.docinfo["/Producer"] = PRODUCER
