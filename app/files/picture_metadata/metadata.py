"""What a picture says about itself, in its file: written into SVG, PNG and PDF, and read from what people bring back.

One RDF description (XMP) for all three; PNG says the main things in plain text chunks too, PDF in its document info.
A file that is read may come from anybody: sizes are limited, nothing in it is followed, unfolded or executed. What
libraries unpack by themselves is bounded by the process they run in: files that people bring go to ``reading.read``.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from xml.etree import ElementTree as ET

import pikepdf
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.files.picture_errors import UnreadableError
from app.words.escape import for_xml

SVG = "http://www.w3.org/2000/svg"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
OURS = "urn:smart-region-monitor:picture"
_PDFUA = "http://www.aiim.org/pdfua/ns/id/"
_META = "adobe:ns:meta/"
_XML = "http://www.w3.org/XML/1998/namespace"
for _prefix, _name in {"": SVG, "rdf": RDF, "dc": DC, "srm": OURS, "pdfuaid": _PDFUA, "x": _META}.items():
    ET.register_namespace(_prefix, _name)

LARGEST = 20_000_000
"""Bytes of a file that is read."""
LARGEST_SVG = 3_000_000
"""Bytes of an SVG, whose elements take a multiple of their letters; all of ours are much smaller."""
_LARGEST_TEXT = 200_000
_PNG = b"\x89PNG\r\n\x1a\n"
_XMP = "XML:com.adobe.xmp"
_NAMES = {"title": "Title", "source": "Source", "licence": "Copyright", "publisher": "Author", "permalink": "URL"}
_NAMES |= {"stand": "Stand", "release_id": "Release", "fingerprint": "Fingerprint", "key": "Exhibit"}
"""What a PNG chunk and an entry of the document info are called."""


@dataclass(frozen=True)
class Facts:
    """What a picture says about itself."""

    key: str
    title: str
    source: str
    licence: str
    publisher: str
    stand: str
    """ISO date."""
    release_id: str
    permalink: str
    fingerprint: str


def element(facts: Facts, description: str) -> ET.Element:
    """The ``<metadata>`` of an SVG."""
    part = ET.Element(f"{{{SVG}}}metadata")
    part.append(_rdf(facts, description))
    return part


def png(data: bytes, facts: Facts, description: str, ppi: int) -> bytes:
    """The PNG with text chunks, XMP and its pixels per metre."""
    texts = asdict(facts)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", *[round(ppi / 0.0254)] * 2, 1))]
    chunks += [_text(name, texts[field]) for field, name in _NAMES.items()]
    chunks += [_text("Description", description), _text(_XMP, _packet(facts, description))]
    head = len(_PNG) + 25
    rest = b"".join(whole for name, _, whole in png_chunks(data) if name not in {b"IHDR", b"pHYs"})
    return data[:head] + b"".join(chunks) + rest


def pdf(data: bytes, facts: Facts, description: str) -> bytes:
    """The PDF with document info and XMP; the same bytes for the same facts."""
    texts = asdict(facts)
    with pikepdf.open(io.BytesIO(data)) as document:
        for field, name in _NAMES.items():
            document.docinfo[f"/{name}"] = texts[field]
        document.docinfo["/Subject"] = description
        packet = pikepdf.Stream(document, _packet(facts, description, is_pdf=True).encode())
        packet["/Type"], packet["/Subtype"] = pikepdf.Name.Metadata, pikepdf.Name.XML
        document.Root.Metadata = packet
        document.Root.Lang = "de"
        out = io.BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def check_size(data: bytes) -> None:
    """Refuse a file that is larger than any of ours.

    Raises
    ------
    UnreadableError
        When it is.
    """
    if len(data) > (LARGEST if _is_png(data) or _is_pdf(data) else LARGEST_SVG):
        raise UnreadableError(f"{len(data)} bytes", "too_large")


def read(data: bytes) -> Facts:
    """What a file of ours says about itself.

    Raises
    ------
    UnreadableError
        When it is too large, no PNG, SVG or PDF, or does not say where it comes from.
    """
    check_size(data)
    texts = _png_packets(data) if _is_png(data) else _pdf_packets(data) if _is_pdf(data) else iter([data])
    for text in texts:
        if facts := _facts(text):
            return facts
    raise UnreadableError("no description of ours in it")


def _is_png(data: bytes) -> bool:
    return data.startswith(_PNG)


def _is_pdf(data: bytes) -> bool:
    return data[:1024].lstrip().startswith(b"%PDF-")


def _rdf(facts: Facts, description: str, *, is_pdf: bool = False) -> ET.Element:
    root = ET.Element(f"{{{RDF}}}RDF")
    about = ET.SubElement(root, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    _listed(about, "title", "Alt", facts.title)
    _listed(about, "description", "Alt", description)
    _listed(about, "rights", "Alt", facts.licence)
    _listed(about, "creator", "Seq", facts.publisher)
    _listed(about, "publisher", "Bag", facts.publisher)
    _listed(about, "language", "Bag", "de")
    _listed(about, "date", "Seq", facts.stand)
    for name, text in {"source": facts.source, "identifier": facts.permalink}.items():
        ET.SubElement(about, f"{{{DC}}}{name}").text = for_xml(text)
    if is_pdf:
        ET.SubElement(about, f"{{{_PDFUA}}}part").text = "1"
    for name, text in asdict(facts).items():
        ET.SubElement(about, f"{{{OURS}}}{name}").text = for_xml(text)
    return root


def _listed(about: ET.Element, name: str, kind: str, text: str) -> None:
    entries = ET.SubElement(ET.SubElement(about, f"{{{DC}}}{name}"), f"{{{RDF}}}{kind}")
    language = {f"{{{_XML}}}lang": "x-default"} if kind == "Alt" else {}
    ET.SubElement(entries, f"{{{RDF}}}li", language).text = for_xml(text)


def _packet(facts: Facts, description: str, *, is_pdf: bool = False) -> str:
    root = ET.Element(f"{{{_META}}}xmpmeta")
    root.append(_rdf(facts, description, is_pdf=is_pdf))
    text = ET.tostring(root, encoding="unicode")
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{text}\n<?xpacket end="r"?>'


def _facts(text: bytes) -> Facts | None:
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableError(str(error)) from error
    found = {}
    for name in (entry.name for entry in fields(Facts)):
        part = root.find(f".//{{{OURS}}}{name}")
        if part is None or len(part.text or "") > _LARGEST_TEXT:
            return None
        found[name] = part.text or ""
    return Facts(**found)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _text(name: str, text: str) -> bytes:
    return _chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0" + b"de\0" + b"\0" + text.encode())


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, content and the whole of each chunk; a broken file ends early."""
    place = len(_PNG)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        end = place + 12 + length
        if end > len(data):
            return
        yield data[place + 4 : place + 8], data[place + 8 : end - 4], data[place:end]
        place = end


def _png_packets(data: bytes) -> Iterator[bytes]:
    for name, content, _ in png_chunks(data):
        # Ours are not compressed; what is, is not ours and is not unpacked.
        begin = _XMP.encode() + b"\0\0\0"
        if name == b"iTXt" and content.startswith(begin) and len(content) <= _LARGEST_TEXT:
            yield content[len(begin) :].split(b"\0", 2)[-1]


def _pdf_packets(data: bytes) -> Iterator[bytes]:
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as document:
            packet = document.Root.get("/Metadata")
            if isinstance(packet, pikepdf.Stream) and packet.get("/Filter") is None:
                yield packet.read_raw_bytes()[:_LARGEST_TEXT]
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise UnreadableError(str(error)) from error
