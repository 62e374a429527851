"""Horizontal bars: label and value beside the bar where it is wide, above it where it is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.charts import fonts, theme
from app.files.pictures.shapes.room import LINE, TEXT, Figure, Room, legend_above, numbers, width
from app.words import units
from app.words.text import t

_GAP = 9.0
_BAR = 17.0
_WIDE = 560.0
"""From this width on labels stand beside the bars."""
_LABELS = 0.4
"""Part of the width that labels beside bars may take."""
_SPREAD = 2.4
"""Rows may lie that much further apart than they need."""


@dataclass
class _Row:
    label: str
    value: str
    parts: list[float | None]

    @property
    def end(self) -> float:
        return sum(part or 0 for part in self.parts)


def rows(figure: Figure, room: Room, must: bool) -> bool:
    """All rows, or when it must the topmost ones and one more for all others."""
    layout, traces = figure["layout"], figure["data"]
    columns = [numbers(trace["x"]) for trace in traces]
    found = [
        _Row(label, value, [column[i] for column in columns]) for i, (label, value) in enumerate(layout["meta"]["rows"])
    ]
    above = legend_above(figure, room, 0) if layout.get("showlegend") else 0
    place = Room(room.width, room.height - above)
    while True:
        laid_out = _beside(found, place) if room.width >= _WIDE else None
        laid_out = laid_out or _above(found, place)
        if laid_out or not must or len(found) < 4:
            break
        found = _fewer(found, figure)
    laid_out = laid_out or (_above(found, Room(room.width, 1e6)) if must else None)
    if laid_out is None:
        return False
    left, centres, thick, reach, annotations = laid_out
    if above:
        legend_above(figure, room, left)
    for number, trace in enumerate(traces):
        trace |= {
            "x": [row.parts[number] for row in found],
            "y": centres,
            "width": thick,
            "offset": -thick / 2,
            "hoverinfo": "skip",
        }
        trace.pop("customdata", None), trace.pop("hovertemplate", None)
        if _is_cut(found):
            for looks, of_rest in ((trace["marker"], theme.NEUTRAL), (trace["marker"].get("pattern", {}), "")):
                for name in [name for name, each in looks.items() if isinstance(each, list)]:
                    looks[name] = [*looks[name][: len(found) - 1], of_rest]
    layout |= {
        "annotations": annotations,
        "margin": {"l": left, "r": 2, "t": above, "b": 0, "autoexpand": False},
        "xaxis": {"visible": False, "range": [0, reach], "fixedrange": True},
        "yaxis": {"visible": False, "range": [-place.height, 0], "fixedrange": True},
    }
    return True


_LaidOut = tuple[float, list[float], float, float, list[dict[str, object]]]
"""Left edge, middles of the rows, thickness of bars, end of the axis, texts."""


def _beside(found: Sequence[_Row], place: Room) -> _LaidOut | None:
    room = min(max(width(row.label) for row in found) + 1, place.width * _LABELS)
    labels = [fonts.wrapped(row.label, TEXT, room) for row in found]
    left = max(width(line) for lines in labels for line in lines) + 12
    axis = place.width - left - 4
    values = [width(row.value, fonts.BOLD) + 12 for row in found]
    if max(values) > axis * 0.6:
        return None
    needed = [len(lines) * LINE + _GAP for lines in labels]
    if sum(needed) > place.height:
        return None
    spread = min(_SPREAD, place.height / sum(needed))
    reach = max(row.end * axis / (axis - value) for row, value in zip(found, values, strict=True)) or 1.0
    centres, annotations, y = [], [], 0.0
    for row, lines, high in zip(found, labels, needed, strict=True):
        centre = -(y + high * spread / 2)
        y += high * spread
        centres.append(centre)
        annotations.append(_text("<br>".join(map(escape, lines)), 0, centre, "right", -10, xref="paper"))
        annotations.append(_text(f"<b>{row.value}</b>", row.end, centre, "left", 6))
    return left, centres, min(LINE + _GAP, min(needed) * spread * 0.66), reach, annotations


def _above(found: Sequence[_Row], place: Room) -> _LaidOut | None:
    labels = [_headed(row, place.width) for row in found]
    needed = [len(lines) * LINE + 3 + _BAR + _GAP + 3 for lines in labels]
    if sum(needed) > place.height:
        return None
    more = min(min(needed) * (_SPREAD - 1), (place.height - sum(needed)) / len(found))
    thick = _BAR + more * 0.4
    centres, annotations, y = [], [], 0.0
    for lines, high in zip(labels, needed, strict=True):
        written = len(lines) * LINE + 3
        annotations.append(_text("<br>".join(lines), 0, -y, "left", -1, xref="paper", yanchor="top"))
        centres.append(-(y + written + thick / 2))
        y += high + more
    return 2, centres, thick, max(row.end for row in found) or 1.0, annotations


def _headed(row: _Row, room: float) -> list[str]:
    """Value and label as they stand above a bar; the value is bold."""
    lines = fonts.wrapped(f"{row.value}  {row.label}".strip(), TEXT, room * 0.97, fonts.SEMIBOLD)
    first = escape(lines[0])
    value = row.value.replace("\xa0", " ")
    if value and lines[0].startswith(value):
        first = f"<b>{escape(value)}</b>  {escape(lines[0][len(value) :].strip())}"
    return [first, *map(escape, lines[1:])]


def _fewer(found: list[_Row], figure: Figure) -> list[_Row]:
    """Without the last row that stood alone; it joins those in which all others are drawn."""
    kept = found[:-2] if _is_cut(found) else found[:-1]
    others = found[len(kept) :]
    meta = figure["layout"]["meta"]
    hidden = len(meta["rows"]) - len(kept)
    if meta.get("rest"):
        hidden += meta["rest"] - 1
    parts = [_total([row.parts[i] for row in others]) for i in range(len(figure["data"]))]
    sums = "parts" in meta
    label = t("chart.rest", n=units.number(hidden))
    return [*kept, _Rest(label, _told(parts, figure) if sums else "", parts if sums else [None] * len(parts))]


class _Rest(_Row):
    """All others together."""


def _is_cut(found: Sequence[_Row]) -> bool:
    return isinstance(found[-1], _Rest)


def _total(parts: Sequence[float | None]) -> float | None:
    known = [round(part * 100) for part in parts if part is not None]
    return sum(known) / 100 if known else None


def _told(parts: Sequence[float | None], figure: Figure) -> str:
    """The sum of all others, or side by side what must not be added."""
    shown = figure["layout"]["meta"]["parts"]
    if not any(shown):
        total = _total(parts)
        return units.UNKNOWN if total is None else units.euro_short(total)
    told = [
        f"{word} {units.euro_short(part)}".strip() for word, part in zip(shown, parts, strict=True) if part is not None
    ]
    return " · ".join(told) or units.UNKNOWN


def _text(text: str, x: float, y: float, anchor: str, shift: float, **more: object) -> dict[str, object]:
    place = {"x": x, "y": y, "xanchor": anchor, "xshift": shift, "yanchor": "middle", "align": anchor}
    return {"text": text, "showarrow": False, "borderpad": 0, **place, **more}
