"""A finished PDF → one for archives: PDF/A-3u (ISO 19005-3) besides what it is already, same pages, same tags."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import resources
from typing import Any

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place
from kitabcha.press.verification import OURS

_PRINTED = 4
"""The one flag that PDF/A wants and allows for a link: it is printed, and neither hidden nor invisible (6.3.2)."""

_FORBIDDEN_FLAGS = 0b100011  # invisible, hidden, no view

_END = b"</rdf:RDF>"

# PDF/A knows of no property of PDF/UA, so that is described to it (6.6.2.3).
_DECLARED = b"""<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about="">\
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of PDF/UA that the file follows</pdfaProperty:description>\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def archival(content: bytes) -> bytes:
    """A finished PDF/UA-1 as PDF/A-3u too. Same input, same bytes.

    Adds the metadata, the sRGB profile that its colours are meant in, the flags of its links and an identifier. Fonts,
    characters and tags are as archives want them already. Raises `ValueError` for a PDF without XMP metadata.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.Metadata = pdf.make_stream(
            _declared(_metadata(pdf)), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        pdf.Root.OutputIntents = pikepdf.Array([_intent(pdf)])
        for annotation in _annotations(pdf):
            annotation.F = _PRINTED
        written = io.BytesIO()
        pdf.save(
            written,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


def _metadata(pdf: Any) -> bytes:
    if "/Metadata" not in pdf.Root:
        raise ValueError("the PDF has no metadata")
    packet: bytes = pdf.Root.Metadata.read_bytes()
    return packet


def _declared(packet: bytes) -> bytes:
    if packet.count(_END) != 1:
        raise ValueError("the PDF's metadata are no XMP as we know it")
    return packet.replace(_END, _DECLARED + _END)


def _intent(pdf: Any) -> Any:
    import pikepdf

    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        DestOutputProfile=pdf.make_stream(_profile(), N=3),
    )


def _profile() -> bytes:
    """The sRGB profile that comes with pikepdf: "no copyright, use freely"."""
    return (resources.files("pikepdf") / "pdfa" / "data" / "sRGB.icc").read_bytes()


def _annotations(pdf: Any) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.get("/Annots", ())


# --- what came out --------------------------------------------------------------------------------------------


def archive_faults(content: bytes, place: Place) -> list[Diagnostic]:
    """What a PDF lacks of what PDF/A-3u asks for and we ourselves see to; validators ask for more, in our tests."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [error(place, f"the PDF for archives {fault}", OURS) for fault in _faults(pdf)]


def _faults(pdf: Any) -> Iterator[str]:
    root = pdf.Root
    metadata = root.get("/Metadata")
    if metadata is None or "/Filter" in metadata or not _claims(metadata.read_bytes()):
        yield "does not say that it is PDF/A-3u"
    intents = [str(intent.get("/S")) for intent in root.get("/OutputIntents", ()) if "/DestOutputProfile" in intent]
    if intents != ["/GTS_PDFA1"]:
        yield "does not say what its colours are"
    if "/ID" not in pdf.trailer:
        yield "has no identifier"
    if pdf.is_encrypted:
        yield "is encrypted"
    if any(int(one.get("/F", 0)) & (_PRINTED | _FORBIDDEN_FLAGS) != _PRINTED for one in _annotations(pdf)):
        yield "has links that are not printed"
    if {"/AA", "/OpenAction"} & set(root.keys()) or "/JavaScript" in root.get("/Names", {}):
        yield "does something by itself"
    if any(
        "/ToUnicode" not in font for page in pdf.pages for font in page.get("/Resources", {}).get("/Font", {}).values()
    ):
        yield "has text that cannot be read"


def _claims(packet: bytes) -> bool:
    return b"<pdfaid:part>3<" in packet and b"<pdfaid:conformance>U<" in packet
