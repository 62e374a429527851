"""A logo must be a picture, and colours must be readable by everybody, before they are published."""

import json
import re
import struct
import zlib
from pathlib import Path

import pytest

from etl.messages.findings import Finding
from etl.reading.toml_files import RegionFile, read_toml
from etl.rules.appearance import appearance_findings
from etl.rules.validation import checked_inputs

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
GOOD = {
    "primary_light": "#9c2a10",
    "primary_dark": "#b5482c",
    "link_light": "#9c2a10",
    "link_dark": "#f0a58c",
    "sequential": ["#ffe9e0", "#f7b79d", "#d97a55", "#a84724", "#6b2409"],
}


def png() -> bytes:
    """Smallest possible PNG: one pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def found(data_dir: Path, **values: object) -> list[Finding]:
    """What is found about region.toml after these keys have these values."""
    path = data_dir / "region.toml"
    text = path.read_text("utf-8")
    for key, value in values.items():
        text, count = re.subn(rf"^{key} = .*$", lambda _, v=value: f"{_[0].split(' ')[0]} = {json.dumps(v)}", text, count=1, flags=re.MULTILINE)  # fmt: skip
        assert count == 1, key
    path.write_text(text, "utf-8")
    region, findings = read_toml(path, "region.toml", RegionFile)
    return [*findings, *(appearance_findings(region, data_dir, "region.toml") if region else ())]


def test_what_is_found_stops_a_publication(data_dir: Path) -> None:
    errors = found(data_dir, primary_light="#7fc4bd", logo="fehlt.png")
    assert {error.column for error in errors} == {"region.logo", "colours.primary_light"}
    assert set(checked_inputs(data_dir).errors) == set(errors)


def test_readable_colours_and_a_picture_are_no_error(data_dir: Path) -> None:
    (data_dir / "wappen.svg").write_text(SVG, "utf-8")
    assert found(data_dir, logo="wappen.svg", **GOOD) == []
    (data_dir / "wappen.png").write_bytes(png())
    assert found(data_dir, logo="wappen.png") == []


@pytest.mark.parametrize(
    "cases",
    [
        {
            "primary_light": ("#7fc4bd", "mindestens 4,50 zu 1"),
            "primary_dark": ("#20302f", "mindestens 3,00 zu 1"),
            "link_light": ("#8fb7b9", "mindestens 4,50 zu 1"),
            "link_dark": ("#12807c", "mindestens 4,50 zu 1"),
            "sequential": (GOOD["sequential"][::-1], "von hell nach dunkel"),
        },
        {
            "sequential": (
                ["#ffe9e0", "#ffe7dd", "#d97a55", "#a84724", "#6b2409"],
                "damit sich die Klassen unterscheiden",
            )
        },
        {"sequential": (GOOD["sequential"][:4], "Erwartet werden 5")},
    ],
)
def test_colours_that_not_everybody_can_read_are_an_error(data_dir: Path, cases: dict[str, tuple[object, str]]) -> None:
    errors = found(data_dir, **{key: value for key, (value, _) in cases.items()})
    assert {error.column for error in errors} == {f"colours.{key}" for key in cases}
    for key, (_, message) in cases.items():
        assert any(error.column == f"colours.{key}" and message in error.message for error in errors), key


def test_what_is_no_colour_is_named(data_dir: Path) -> None:
    values = {"primary_light": "rot", "primary_dark": "#12", "link_light": "#1234567", "link_dark": "rgb(1, 2, 3)"}
    errors = found(data_dir, **values)
    assert {(error.column, error.value) for error in errors} == {
        (f"colours.{key}", value) for key, value in values.items()
    }
    assert all("Doppelkreuz" in error.message for error in errors)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("fehlt.png", None, "gibt es im Datenordner nicht"),
        ("logo.gif", b"GIF89a", "auf .png oder .svg endet"),
        ("../logo.png", None, "außerhalb des Datenordners"),
        ("logo.png", b"<svg/>", "kein Bild der Art PNG"),
        ("logo.svg", b"\x89PNG", "kein Bild der Art SVG"),
        ("logo.svg", b"<html/>", "kein Bild der Art SVG"),
        ("logo.svg", b'<!DOCTYPE x [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "kein Bild"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(400_000), "höchstens 300.000"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_an_error(
    data_dir: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (data_dir / name).write_bytes(content)
    (error,) = found(data_dir, logo=name)
    assert (error.column, error.value) == ("region.logo", name)
    assert message in error.message
