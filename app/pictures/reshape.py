"""A figure of the screen laid out anew for the place that a picture has for it."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app import theme
from app.pictures import fonts
from app.pictures.plate import Format

TEXT = 13.0
"""Height of the letters in a figure before it is scaled."""

Figure = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """The place for a figure in its own units, and what one of them is in the picture."""

    width: float
    height: float
    scale: float


def reshaped(figure: Figure, width: float, height: float, format: Format) -> tuple[Figure, Room]:
    """The figure for a place of this size in the picture."""
    figure = deepcopy(figure)
    layout = figure["layout"]
    natural = layout.pop("height", None) or 0
    scale = min(format.text / TEXT, height / natural) if natural > 400 else format.text / TEXT
    room = Room(width / scale, height / scale, scale)
    layout |= theme.on_paper(fonts.FAMILY, TEXT) | {"width": room.width, "height": room.height}
    return figure, room
