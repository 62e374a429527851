"""What all shapes share: the place they have, and numbers and texts of a figure."""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np

from app.charts import fonts

TEXT = 13.0
"""Height of the letters in a figure before it is scaled."""
LINE = 16.0
"""From one line of text to the next."""
LEGEND = 19.5
"""From one line of plotly's legend to the next."""
SWATCH = 48.0
"""What plotly needs beside the name of a legend's entry."""

Figure = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """The place for a figure, in its own units."""

    width: float
    height: float


def numbers(values: Any) -> list[float | None]:
    """The numbers of a trace, which plotly may have packed; what is unknown is None."""
    if isinstance(values, dict):
        values = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return [None if value is None or math.isnan(value) else float(value) for value in values or []]


def plain(text: str) -> str:
    """What a text of a figure says, without its mark-up."""
    return unescape(text.replace("<b>", "").replace("</b>", "").replace("<br>", " "))


def width(text: str, weight: int = fonts.REGULAR) -> float:
    """How wide a text is."""
    return fonts.width(text, TEXT, weight)


def legend_lines(names: Sequence[str], across: float) -> int:
    """In how many lines plotly sets these names: all on one when they fit, else in columns of the widest one."""
    if sum(width(name) + SWATCH for name in names) <= across:
        return 1 if names else 0
    return math.ceil(len(names) / max(1, int(across / (max(map(width, names)) + SWATCH))))


def legend_above(figure: Figure, room: Room, left: float, gap: float = 12.0) -> float:
    """Put the legend to the upper left corner and say how much height it takes; ``left`` is that of the plot, ``gap`` lies between."""
    lines = legend_lines(named(figure), room.width)
    # plotly begins with a margin of its own; what it shows shall stand under the title.
    place = {"x": -(left + 13) / max(1.0, room.width - left), "xref": "paper", "xanchor": "left"}
    # Above the plot, where plotly lets it be as wide as the whole figure.
    high = max(1.0, room.height - LEGEND * lines - gap)
    own = figure["layout"].get("legend") or {}
    at_top = {"orientation": "h", "y": 1 + (gap - 4) / high, "yref": "paper", "yanchor": "bottom", **place}
    figure["layout"]["legend"] = {**own, **at_top}
    return LEGEND * lines + gap


def named(figure: Figure) -> list[str]:
    """Names in the legend."""
    return [
        plain(trace["name"])
        for trace in figure["data"]
        if trace.get("name") and trace.get("showlegend") is not False and trace.get("visible", True) is True
    ]
