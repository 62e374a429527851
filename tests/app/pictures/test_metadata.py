"""What a picture says about itself comes back from its file; what anybody brings is no danger."""

import io
import zlib

import pikepdf
import pytest

from app import pictures
from app.pictures import KINDS, Plate, metadata
from tests.app.pictures.conftest import SOURCE, TITLE

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_picture_says_comes_back(kind: str, plates: dict[str, Plate]) -> None:
    plate = plates["map"]
    facts = pictures.read(pictures.picture(plate, "quadrat", kind))
    assert (facts.title, facts.source, facts.licence, facts.publisher) == (
        TITLE,
        SOURCE,
        plate.licence,
        plate.publisher,
    )
    assert (facts.day, facts.release_id, facts.permalink) == (plate.stand, plate.release_id, plate.permalink)
    assert (facts.fingerprint, facts.key) == (plate.fingerprint, plate.key)


def test_other_programs_find_it_too(plates: dict[str, Plate]) -> None:
    png, pdf = (pictures.picture(plates["map"], "quadrat", kind) for kind in ("png", "pdf"))
    for chunk in (b"Title", b"Source", b"Copyright", b"Stand", b"Release", b"URL"):
        assert b"iTXt" + chunk + b"\0" in png
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.docinfo["/Title"]) == TITLE
        assert str(file.docinfo["/Source"]) == SOURCE
        with file.open_metadata() as described:
            assert described["dc:title"] == TITLE
            assert described["dc:rights"] == plates["map"].licence
            assert described["pdfuaid:part"] == "1"


BOMB = f'<!DOCTYPE svg [<!ENTITY a "{"x" * 100}"><!ENTITY b "{"&a;" * 100}">]>{SVG.replace("/>", ">&b;</svg>")}'
ENTITY = f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{SVG.replace("/>", ">&a;</svg>")}'


def other_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"%PDF-1.7\nnothing",
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
        SVG.encode(),
        BOMB.encode(),
        ENTITY.encode(),
        b"<svg",
        "<svg>ä".encode("latin-1"),
        b'<?xml version="1.0" encoding="nonsense"?><svg/>',
        other_pdf(),
        b"x" * (metadata.LARGEST + 1),
    ],
    ids=["empty", "zeros", "no-pdf", "no-png", "other-svg", "bomb", "entity", "cut", "bytes", "encoding", "other-pdf", "large"],
)  # fmt: skip
def test_what_is_none_of_ours_is_refused_in_german(data: bytes) -> None:
    with pytest.raises(pictures.UnreadableError, match="woher sie kommt"):
        pictures.read(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_never_breaks_the_reader(kind: str, plates: dict[str, Plate]) -> None:
    whole = pictures.picture(plates["map"], "quadrat", kind)
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        for data in (whole[:end], whole[:end] + b"\0\xff<" + whole[end + 3 :]):
            try:
                assert pictures.read(data).release_id
            except pictures.UnreadableError:
                continue


def test_a_packed_text_is_not_unpacked() -> None:
    bomb = zlib.compress(b"x" * 10_000_000)
    chunk = metadata._chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb)
    with pytest.raises(pictures.UnreadableError):
        pictures.read(b"\x89PNG\r\n\x1a\n" + chunk)
