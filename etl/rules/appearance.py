"""Rules for what a region looks like: a logo that is a picture, colours that everybody can tell apart."""

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

import palette
from etl.messages.findings import Finding, error
from etl.messages.german import counted, number
from etl.reading.toml_files import RegionFile

MOST_BYTES = 300_000
PNG = b"\x89PNG\r\n\x1a\n"
SVG_ROOT = "{http://www.w3.org/2000/svg}svg"
TEXT, MARK, NEIGHBOUR = 4.5, 3.0, 1.25
"""Least contrast of text and of a mark on its background (WCAG 2.2), and between neighbouring classes of a map.

Five classes between white and black cannot all stand 3:1 apart; every area carries its value as text as well.
"""


def appearance_findings(region: RegionFile, data_dir: Path, file: str) -> Iterator[Finding]:
    """Every finding about the logo and the colours."""
    yield from _logo(region.region.logo, data_dir, file)
    colours = region.colours.model_dump()
    theme = palette.theme(colours)
    for key, (base, name, backgrounds, least) in {
        "primary_light": ("light", "primaryColor", ("backgroundColor",), MARK),
        "primary_dark": ("dark", "primaryColor", ("backgroundColor",), MARK),
        "link_light": ("light", "linkColor", ("backgroundColor", "secondaryBackgroundColor"), TEXT),
        "link_dark": ("dark", "linkColor", ("backgroundColor", "secondaryBackgroundColor"), TEXT),
    }.items():
        colour = theme[base][name]
        if not colours[key]:
            continue
        yield from _contrast(colour, [theme[base][found] for found in backgrounds], least, key, file)
        if name == "primaryColor":
            # Buttons and chosen filters carry white text on this colour, in both themes.
            yield from _contrast(colour, [theme["light"]["backgroundColor"]], TEXT, key, file)
    if colours["sequential"]:
        yield from _scale(colours["sequential"], theme, file)


def _contrast(colour: str, others: list[str], least: float, key: str, file: str) -> Iterator[Finding]:
    worst = min(others, key=lambda other: palette.contrast(colour, other))
    if (found := palette.contrast(colour, worst)) < least:
        message = f"Gegen {worst} ist der Kontrast {_ratio(found)} zu 1. Erwartet wird mindestens {_ratio(least)} zu 1."
        yield error(file, message, column=f"colours.{key}", value=colour)


def _ratio(contrast: float) -> str:
    """A contrast in words; one that is not enough never reads as if it were."""
    return number(math.floor(contrast * 100) / 100)


def _scale(colours: tuple[str, ...], theme: dict[str, Any], file: str) -> Iterator[Finding]:
    key = "colours.sequential"
    if len(colours) != len(palette.STEPS):
        message = f"Gefunden: {counted(len(colours), 'Farbe', 'Farben')}. Erwartet werden {len(palette.STEPS)}, von wenig nach viel."
        yield error(file, message, column=key)
        return
    for colour, after in itertools.pairwise(colours):
        if palette.luminance(after) >= palette.luminance(colour):
            message = f"Die Farbe danach ({after}) ist nicht dunkler. Erwartet werden Farben von hell nach dunkel."
            yield error(file, message, column=key, value=colour)
        elif (found := palette.contrast(colour, after)) < NEIGHBOUR:
            message = (
                f"Zur Farbe danach ({after}) ist der Kontrast {_ratio(found)} zu 1. "
                f"Erwartet wird mindestens {_ratio(NEIGHBOUR)} zu 1, damit sich die Klassen unterscheiden."
            )
            yield error(file, message, column=key, value=colour)
    texts = (theme["light"]["textColor"], theme["light"]["backgroundColor"])
    for colour in colours:
        if (found := max(palette.contrast(colour, text) for text in texts)) < TEXT:
            message = (
                f"Weder dunkle noch helle Schrift ist darauf gut zu lesen (Kontrast {_ratio(found)} zu 1). "
                f"Erwartet wird mindestens {_ratio(TEXT)} zu 1."
            )
            yield error(file, message, column=key, value=colour)


def _logo(name: str, data_dir: Path, file: str) -> Iterator[Finding]:
    if not name:
        return
    path = data_dir / name
    message = ""
    if path.suffix not in (".png", ".svg"):
        message = "Erwartet wird ein Bild, dessen Name auf .png oder .svg endet."
    elif not path.resolve().is_relative_to(data_dir.resolve()):
        message = "Das Bild liegt außerhalb des Datenordners. Erwartet wird ein Name neben region.toml."
    elif not path.is_file():
        message = "Diese Datei gibt es im Datenordner nicht."
    elif (size := path.stat().st_size) > MOST_BYTES:
        message = f"Das Bild hat {number(size, 0)} Byte. Erwartet werden höchstens {number(MOST_BYTES, 0)}, denn es steht auf jeder Seite."
    elif not _is_picture(path):
        message = f"Der Inhalt ist kein Bild der Art {path.suffix.lstrip('.').upper()}."
    if message:
        yield error(file, message, column="region.logo", value=name)


def _is_picture(path: Path) -> bool:
    content = path.read_bytes()
    if path.suffix == ".png":
        return content.startswith(PNG)
    try:
        return bool(defusedxml.ElementTree.fromstring(content).tag == SVG_ROOT)
    except (defusedxml.ElementTree.ParseError, DefusedXmlException, ValueError):
        return False
