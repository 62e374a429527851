"""The timeline: projects' names beside their row where it is wide, above it where it is narrow."""

from html import escape

from app.charts import fonts, theme
from app.files.pictures.shapes.room import LINE, TEXT, Figure, Room, legend_above, plain, width
from app.words import units
from app.words.text import t

_GAP = 9.0
_ROW = 20.0
_WIDE = 620.0
_LABELS = 0.42
_SPREAD = 1.5
_AXIS = 44.0
"""Height of the years and of the word „Stand“ above them."""
_YEAR = 36.0
"""Width of a year's number with some air."""


def projects(figure: Figure, room: Room, must: bool) -> bool:
    """All projects, or when it must the first ones and a word about how many more there are."""
    layout = figure["layout"]
    titles = [plain(title) for title in layout["meta"]["projects"]]
    is_wide = room.width >= _WIDE
    across = room.width * _LABELS if is_wide else room.width
    labels = [fonts.wrapped(title, TEXT, across) for title in titles]
    needed = [
        max(_ROW, len(lines) * LINE) + _GAP - 4 if is_wide else len(lines) * LINE + _ROW + _GAP for lines in labels
    ]
    head = legend_above(figure, room, 0, _AXIS)
    height = room.height - head
    if sum(needed) > height and not must:
        return False
    shown = len(titles)
    while sum(needed[:shown]) > height - (LINE + 4 if shown < len(titles) else 0) and shown > 1:
        shown -= 1
    hidden = len(titles) - shown + layout["meta"].get("hidden", 0)
    foot = LINE + 4 if hidden else 0
    height -= foot
    spread = max(1.0, min(_SPREAD, height / sum(needed[:shown])))
    left = max(width(line) for lines in labels[:shown] for line in lines) + 12 if is_wide else 2.0
    ends = [0.0]
    for high in needed[:shown]:
        ends.append(ends[-1] - high * spread)
    centres = [
        (ends[i] + ends[i + 1]) / 2 if is_wide else ends[i + 1] + (_ROW + _GAP) / 2 * spread for i in range(shown)
    ]
    # Where few rows do not fill the place, the axis ends with them.
    foot += max(0.0, height + ends[-1])
    height = -ends[-1]
    _moved(figure, centres)
    stand_line, stand_text = layout["shapes"][-1], layout["annotations"][-1]
    texts = [_title(lines, ends[i], centres[i], is_wide) for i, lines in enumerate(labels[:shown])]
    if shown < len(titles):
        more = t(layout["meta"].get("more", "picture.more_projects"), n=units.number(hidden))
        place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -left, "y": 0, "yref": "paper", "yanchor": "top"}
        texts.append({"text": escape(more), "showarrow": False, **place})
    layout |= {
        "shapes": [*(_separator(layout["shapes"][0], end, left, room) for end in ends), stand_line],
        "annotations": [*texts, {**stand_text, "yshift": 20}],
        "margin": {"l": left, "r": 8, "t": head, "b": foot, "autoexpand": False},
    }
    layout["yaxis"] |= {"range": [-height, 0]}
    layout["xaxis"] |= {"dtick": f"M{12 * _step(figure, room.width - left - 8)}"}
    legend_above(figure, Room(room.width, room.height - foot), left, _AXIS)
    return True


def _moved(figure: Figure, centres: list[float]) -> None:
    """Marks of the projects that are shown to the middle of their row; the others out of sight."""
    for trace in figure["data"]:
        kept = [(None if y is None else round(-y)) for y in trace["y"]]
        trace["y"] = [None if i is None else centres[i] if i < len(centres) else 1e6 for i in kept]
        trace.pop("customdata", None), trace.pop("hovertemplate", None)


def _title(lines: list[str], top: float, centre: float, is_wide: bool) -> dict[str, object]:
    text = "<br>".join(map(escape, lines))
    place = {"x": 0, "xref": "paper", "showarrow": False, "borderpad": 0}
    if is_wide:
        beside = {"xanchor": "right", "xshift": -10, "y": centre, "yanchor": "middle", "align": "right"}
        return {"text": text, **place, **beside}
    # On the ground of its own: the lines of the years end before the letters.
    return {
        "text": text,
        "bgcolor": theme.PAPER,
        **place,
        "xanchor": "left",
        "xshift": -1,
        "y": top - 2,
        "yanchor": "top",
        "align": "left",
    }


def _separator(drawn: Figure, end: float, left: float, room: Room) -> Figure:
    return {**drawn, "x0": -left / max(1.0, room.width - left - 8), "y0": end, "y1": end}


def _step(figure: Figure, across: float) -> int:
    """Years from one number on the axis to the next."""
    years = [int(str(x)[:4]) for trace in figure["data"] for x in trace["x"] if x is not None]
    count = max(years) - min(years) + 2 if years else 1
    return next(step for step in (1, 2, 5, 10, 20, 50, 100) if across / count * step >= _YEAR or step == 100)
