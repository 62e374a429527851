"""Figures of the screen laid out anew for the place that a picture has for them.

A screen scrolls, a picture does not: rows get their labels beside the bars where it is wide and above them where it is
narrow, letters are as large as there is room for and never smaller than the format allows, and what is too much for
that is drawn together. All sizes are those of a figure whose letters are ``TEXT`` high; the picture then scales it.
"""

from collections.abc import Callable
from copy import deepcopy

from app.charts import fonts, theme
from app.files.pictures.plate import Format
from app.files.pictures.shapes import axes, bars, flow, timeline
from app.files.pictures.shapes.room import TEXT, Figure, Room

__all__ = ["Figure", "Room", "reshaped"]

_STEPS = 16

Shape = Callable[[Figure, Room, bool], bool]
"""Lays a figure out, or says that there is not enough room; when it must, it shows less."""


def reshaped(figure: Figure, width: float, height: float, format: Format) -> tuple[Figure, Room]:
    """The figure for a place of this size in the picture."""
    shape, best = _shape(figure)
    for step in range(_STEPS + 1):
        text = format.text * best - (format.text * best - format.least) * step / _STEPS
        room = Room(width * TEXT / text, height * TEXT / text)
        laid_out = deepcopy(figure)
        laid_out["layout"].pop("height", None)
        if shape(laid_out, room, step == _STEPS):
            break
    size = {"width": room.width, "height": room.height, "hovermode": False}
    laid_out["layout"] |= theme.on_paper(fonts.FAMILY, TEXT) | size
    return laid_out, room


def _shape(figure: Figure) -> tuple[Shape, float]:
    """How a figure is laid out, and how much larger than usual its letters may become."""
    meta, traces = figure["layout"].get("meta") or {}, figure["data"]
    if "rows" in meta:
        return bars.rows, 1.5
    if "projects" in meta:
        return timeline.projects, 1.1
    if traces and traces[0].get("type") == "sankey":
        return flow.stages, 1.0
    if any("lines" in trace.get("mode", "") for trace in traces):
        return axes.lines, 1.0
    return axes.columns, 1.0
