"""One picture from beginning to end; runs in a process of its own, so that nothing it does holds up the server."""

import functools
import json
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

from app.charts.map_labels import SCREEN
from app.files.pictures import drawing, metadata, output
from app.files.pictures.composition import arranged, composed, listing, with_letters
from app.files.pictures.plate import FORMATS, Plate
from app.files.pictures.shapes import Figure, reshaped

Draw = Callable[[Figure, float, float], str]
"""A figure with its width and height to an SVG: what needs a browser."""


def render(plate: Plate, format: str, kind: str, bare: bool, draw: Draw) -> bytes:
    """The finished file."""
    picture, size = _composed(plate, format, bare, draw), FORMATS[format]
    if kind == "svg":
        return with_letters(picture).encode()
    svg = ET.tostring(picture, encoding="unicode")
    if kind == "png":
        return metadata.png(output.png(svg, size.width, size.height, size.ppi), plate, size.ppi)
    made = output.pdf(
        svg, size.width, size.height, title=plate.title, author=plate.publisher, alt=plate.description, day=plate.stand
    )
    return metadata.pdf(made, plate)


@functools.lru_cache(maxsize=8)
def _composed(plate: Plate, format: str, bare: bool, draw: Draw) -> ET.Element:
    size = FORMATS[format]
    if not plate.is_chart:
        drawn = drawing.of_svg(plate.body)
        arrangement = arranged(plate, size, bare=bare, ratio=drawn.width / drawn.height)
        if arrangement.room.fitting(drawn.width, drawn.height) * SCREEN < size.least:
            named = drawing.of_svg(plate.body, names_only=True)
            drawn = named if listing(named, arrangement, size) else replace(drawn, entries=())
        else:
            drawn = replace(drawn, entries=())
        return composed(plate, size, arrangement, drawn)
    arrangement = arranged(plate, size, bare=bare, ratio=None)
    figure, room = reshaped(json.loads(plate.body), arrangement.room.width, arrangement.room.height, size)
    return composed(plate, size, arrangement, drawing.of_svg(draw(figure, room.width, room.height)))
