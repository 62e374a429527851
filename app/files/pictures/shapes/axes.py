"""Charts that fill whatever place they have: columns and lines."""

import datetime as dt
from html import escape

from app.charts import fonts
from app.files.pictures.shapes.room import (
    LEGEND,
    LINE,
    TEXT,
    Figure,
    Room,
    legend_above,
    legend_lines,
    named,
    numbers,
    plain,
    width,
)

_AXIS = 52.0
"""About what the numbers of the vertical axis and its title take."""
_YEAR = 36.0
_TOP = 12.0
_FEW = 6
"""Lines that carry their names themselves."""
_LEADER = 24.0
"""From the end of a line to its name."""


def columns(figure: Figure, room: Room, must: bool) -> bool:
    """Columns as wide as the place, their legend above them, their names level and in as many lines as they need."""
    layout = figure["layout"]
    names = list(dict.fromkeys(str(x) for trace in figure["data"] for x in trace["x"]))
    across = (room.width - _AXIS) / max(1, len(names)) - 4
    if any(width(word) > across for name in names for word in name.split()) and not must:
        return False
    shown = ["<br>".join(fonts.wrapped(name, TEXT, across)) for name in names]
    layout["xaxis"] |= {"tickvals": names, "ticktext": shown, "tickangle": 0}
    layout["margin"] = {"l": 4, "r": 4, "t": legend_above(figure, room, _AXIS) + LINE, "b": 4}
    return True


def lines(figure: Figure, room: Room, must: bool) -> bool:
    """Lines as wide as the place; their names stand at their ends, else right of them or below."""
    layout = figure["layout"]
    _years(figure, room)
    if _named_at_their_ends(figure, room):
        return True
    names = named(figure)
    direct = [note for note in layout.get("annotations", []) if note.get("name") == "line-end"]
    margin: dict[str, float] = {"l": 4, "r": 12, "t": _TOP, "b": 4}
    if direct:
        margin["r"] = (layout.get("margin") or {}).get("r", 12)
    elif len(names) > 1 and room.width > 1.4 * room.height and len(names) > 3:
        if LEGEND * len(names) + 12 > room.height - 12 - 2 * LINE and not must:
            return False
        _by_end(figure)
        beside = {"orientation": "v", "x": 1.02, "xref": "paper", "xanchor": "left", "y": 1, "yanchor": "top"}
        layout["legend"] = {"traceorder": "normal", **beside}
        margin["r"] = max(map(width, names)) + 52
    elif len(names) > 1:
        below = {"orientation": "h", "x": 0, "xref": "container", "y": 0, "yref": "container", "yanchor": "bottom"}
        layout["legend"] = {"traceorder": "normal", **below}
        margin["b"] = LEGEND * legend_lines(names, room.width) + 30
    layout["margin"] = margin
    return True


def _named_at_their_ends(figure: Figure, room: Room) -> bool:
    """Few lines that end at the same time carry their names there, clear of each other, and need no legend."""
    layout = figure["layout"]
    drawn = [trace for trace in figure["data"] if trace.get("visible", True) is True]
    ends = {_texts(trace["x"])[-1] for trace in drawn if _texts(trace["x"])}
    if not 1 < len(drawn) <= _FEW or len(ends) != 1:
        return False
    values = [numbers(trace["y"]) for trace in drawn]
    known = [value for line in values for value in line if value is not None]
    if not known or any(line[-1] is None for line in values):
        return False
    low, high = min(0.0, *known), max(*known, 0.0) * 1.06 or 1.0
    plot = room.height - _TOP - 2 * LINE
    home = [((line[-1] or 0.0) - low) / (high - low) * plot for line in values]
    places: dict[int, float] = {}
    above = plot + LINE
    for i in sorted(range(len(drawn)), key=lambda i: -home[i]):
        above = places[i] = min(home[i], above - LINE)
    lift = max(0.0, LINE / 2 - above)
    end = next(iter(ends))
    kept = [note for note in layout.get("annotations", []) if note.get("name") != "line-end"]
    names = [plain(trace["name"]) for trace in drawn]
    layout["annotations"] = kept + [
        {
            "x": end,
            "y": values[i][-1],
            "text": escape(name),
            "xanchor": "left",
            "ax": _LEADER,
            "ay": home[i] - places[i] - lift,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": drawn[i]["line"]["color"],
            "standoff": 6,
        }
        for i, name in enumerate(names)
    ]
    layout["yaxis"] |= {"range": [low, high]}
    # Fixed, or plotly would make room for the names inside the plot as well.
    days = [dt.date.fromisoformat(x[:10]) for trace in drawn for x in _texts(trace["x"])]
    air = (max(days) - min(days)) / 30
    layout["xaxis"] |= {"range": [str(min(days) - air), str(max(days) + air)]}
    layout["showlegend"] = False
    layout["margin"] = {"l": 4, "r": max(map(width, names)) + _LEADER + 6, "t": _TOP, "b": 4}
    return True


def _by_end(figure: Figure) -> None:
    """Names in the order in which the lines end, the highest first."""

    def end(trace: Figure) -> float:
        known = [y for y in numbers(trace["y"]) if y is not None]
        return known[-1] if known else float("-inf")

    figure["data"].sort(key=end, reverse=True)


def _years(figure: Figure, room: Room) -> None:
    """As many numbers of years as stand beside each other."""
    axis = figure["layout"].get("xaxis", {})
    if str(axis.get("dtick", "")).startswith("M"):
        years = [int(str(x)[:4]) for trace in figure["data"] for x in _texts(trace["x"])]
        count = max(years) - min(years) + 2 if years else 1
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (room.width - _AXIS) / count * s >= _YEAR or s == 100)
        axis["dtick"] = f"M{12 * step}"


def _texts(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []
