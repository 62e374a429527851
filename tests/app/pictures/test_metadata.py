"""What a picture says about itself comes back from its file; what anybody brings is no danger."""

import io
import os
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from app.files import picture_metadata, pictures
from app.files.picture_metadata import metadata, reader, reading
from app.files.pictures import KINDS, Choice, Picture
from config import ROOT
from tests.app.pictures.conftest import SOURCE, TITLE

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_picture_says_comes_back(kind: str, examples: dict[str, Picture]) -> None:
    picture = examples["map"]
    facts = picture_metadata.read(pictures.file(picture, Choice("quadrat", kind)))
    assert (facts.title, facts.source, facts.licence, facts.publisher) == (
        TITLE,
        SOURCE,
        picture.about.licence,
        picture.about.publisher,
    )
    assert (facts.stand, facts.release_id, facts.permalink) == (
        picture.about.stand.isoformat(),
        picture.about.release_id,
        picture.about.permalink,
    )
    assert (facts.fingerprint, facts.key) == (picture.fingerprint, picture.key)


def test_other_programs_find_it_too(examples: dict[str, Picture]) -> None:
    png, pdf = (pictures.file(examples["map"], Choice("quadrat", kind)) for kind in ("png", "pdf"))
    for chunk in (b"Title", b"Source", b"Copyright", b"Stand", b"Release", b"URL"):
        assert b"iTXt" + chunk + b"\0" in png
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.docinfo["/Title"]) == TITLE
        assert str(file.docinfo["/Source"]) == SOURCE
        about = examples["map"].about
        assert (file.docinfo["/Author"], file.docinfo["/Copyright"]) == (about.publisher, about.licence)
        with file.open_metadata() as described:
            assert described["dc:title"] == TITLE
            assert described["dc:rights"] == examples["map"].about.licence
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
    ],
    ids=["empty", "zeros", "no-pdf", "no-png", "other-svg", "bomb", "entity", "cut", "bytes", "encoding", "other-pdf"],
)  # fmt: skip
def test_what_is_none_of_ours_is_refused_in_german(data: bytes) -> None:
    with pytest.raises(picture_metadata.UnreadableError, match="woher sie kommt"):
        metadata.read(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_never_breaks_the_reader(kind: str, examples: dict[str, Picture]) -> None:
    whole = pictures.file(examples["map"], Choice("quadrat", kind))
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        for data in (whole[:end], whole[:end] + b"\0\xff<" + whole[end + 3 :]):
            try:
                assert metadata.read(data).release_id
            except picture_metadata.UnreadableError:
                continue


def test_a_packed_text_is_not_unpacked() -> None:
    bomb = zlib.compress(b"x" * 10_000_000)
    chunk = metadata._chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb)
    with pytest.raises(picture_metadata.UnreadableError):
        metadata.read(b"\x89PNG\r\n\x1a\n" + chunk)


# What takes more than it should


def packed_zeros(count: int) -> bytes:
    """So many million zeros, packed, without ever having them."""
    packer = zlib.compressobj()
    first = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    checked = (count * 1_000_000 % 65521 << 16) + 1
    return first + block * (count - 1) + b"\x03\x00" + checked.to_bytes(4, "big")


def pdf_bomb(count: int) -> bytes:
    """A PDF whose table of contents, which is read first, is so many million bytes long."""
    stream = zlib.compress(packed_zeros(count))
    head = b"%PDF-1.7\n"
    about = f"<</Type/XRef/Size 5/W[1 2 1]/Root 2 0 R/Filter[/FlateDecode/FlateDecode]/Length {len(stream)}>>"
    body = f"4 0 obj\n{about}\nstream\n".encode() + stream + b"\nendstream\nendobj\n"
    return head + body + f"startxref\n{len(head)}\n%%EOF\n".encode()


def peak() -> int:
    """Bytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_a_small_file_that_unpacks_to_a_huge_one_takes_nothing_from_the_server(tmp_path: Path) -> None:
    bomb, before = tmp_path / "bomb.pdf", peak()
    bomb.write_bytes(pdf_bomb(450))
    assert bomb.stat().st_size < 10_000
    with pytest.raises(picture_metadata.UnreadableError):
        picture_metadata.read(bomb.read_bytes())
    assert peak() - before < 50_000_000
    with bomb.open("rb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.files.picture_metadata.reader"], cwd=ROOT, stdin=file, stdout=subprocess.DEVNULL
        )
    _, _, used = os.wait4(process.pid, 0)
    # A new process counts what its parent held at its birth as its own.
    assert used.ru_maxrss * 1024 < max(reader.MEMORY, before) + 50_000_000


@pytest.mark.parametrize("beginning", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"<svg>"])
def test_what_is_larger_than_any_of_ours_is_not_read(beginning: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("subprocess.run")
    most = metadata.LARGEST_SVG if beginning == b"<svg>" else metadata.LARGEST
    with pytest.raises(picture_metadata.UnreadableError, match="20 MB, bei SVG-Dateien 3 MB"):
        picture_metadata.read(beginning.ljust(most + 1))


def test_who_takes_too_long_or_too_much_to_be_read_or_comes_when_many_are_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "LIMIT", 0.001)
    with pytest.raises(picture_metadata.UnreadableError, match="mehr Zeit oder Speicher"):
        picture_metadata.read(SVG.encode())
    monkeypatch.setattr(reading, "LIMIT", 10)
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(picture_metadata.UnreadableError, match="mehr Zeit oder Speicher"):
        picture_metadata.read(SVG.encode())
    monkeypatch.setattr(reading, "PATIENCE", 0.001)
    with reading._PLACES, reading._PLACES, pytest.raises(picture_metadata.UnreadableError, match="in einer Minute"):
        picture_metadata.read(SVG.encode())
    monkeypatch.undo()
    with pytest.raises(picture_metadata.UnreadableError, match="woher sie kommt"):
        picture_metadata.read(SVG.encode())
