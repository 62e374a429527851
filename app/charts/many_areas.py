"""Maps of many areas: the browser fetches the shapes once per release; a change of measure sends only classes.

Ten areas have names, values and a place in the order of the tab key. Thousands have none of these: what the map shows
stands in the table beside it, and the filter chooses a municipality by its name.
"""

import itertools
import json
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from app.charts import theme
from app.charts.map_parts import (
    LEGEND,
    Projection,
    alt_text,
    border,
    bounds_of,
    class_of,
    drawing,
    hatching,
    legend,
    text_of,
)
from app.words.cells import records
from app.words.text import t

MANY = 100
"""Areas above which names would cover each other and nobody would press the tab key from one to the other."""
_FINE = 10
"""Shapes are given in tenths of a drawing unit, so that whole numbers will do."""
_HATCH = "srm-hatch-many"
_PLACE = f'<g class="srm-many" transform="scale({1 / _FINE})">'
"""Where the areas go."""
_HIDDEN = 12
"""Drawing units below which a marked area needs a ring around it to be found."""


def shapes(areas: pd.DataFrame, outline: pd.DataFrame) -> str:
    """Keys, names and paths of all areas as JSON; ``areas`` and ``outline`` as for ``maps.choropleth``."""
    return json.dumps(
        {
            "keys": areas.municipality_ags.tolist(),
            "names": areas["name"].tolist(),
            "paths": paths(areas, outline),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def paths(areas: pd.DataFrame, outline: pd.DataFrame) -> tuple[str, ...]:
    """The shape of every area, in the order of ``areas``."""
    project = Projection(outline)
    return tuple(_path(project, rings) for rings in areas.rings)


def whole(drawing: dict[str, Any], paths: Sequence[str]) -> str:
    """The drawing of ``choropleth`` with its areas in it, for a picture: one path a class, then what is chosen."""
    by_class: dict[str, list[str]] = {}
    for digit, path in zip(drawing["classes"], paths, strict=True):
        by_class.setdefault(digit, []).append(path)
    parts = [
        f'<path class="srm-many-area{" srm-unknown" if digit == " " else ""}" d="{"".join(shapes)}" '
        f'fill="{drawing["unknown"] if digit == " " else drawing["fills"][int(digit)]}"/>'
        for digit, shapes in sorted(by_class.items())
    ]
    parts += [f'<path class="srm-many-chosen" d="{paths[place]}" fill="none"/>' for place in drawing["chosen"]]
    return str(drawing["svg"]).replace(_PLACE, f"{_PLACE}{''.join(parts)}", 1)


def choropleth(
    municipalities: pd.DataFrame,
    outline: pd.DataFrame,
    table: pd.DataFrame,
    value: str,
    *,
    unit: str = "",
    measure: str = "",
    chosen: Sequence[str] = (),
) -> dict[str, Any]:
    """What the map component needs beside the shapes, in the order of ``municipalities``.

    ``svg`` is the drawing without its areas, ``classes`` one digit per area (a blank where nothing is known), ``values``
    what the tooltip says, ``fills`` the colours of the classes, ``chosen`` the places of the active filter.
    """
    measure = measure or unit or t(f"column.{value}")
    project = Projection(outline)
    key = "municipality_ags" if "municipality_ags" in table else "region_ags"
    keys = municipalities.municipality_ags
    found = table.set_index(key)[value].reindex(keys).astype("float64")
    values: dict[str, float | None] = {
        str(ags): None if pd.isna(number) else float(number) for ags, number in found.items()
    }
    known = found.dropna().tolist()
    steps = bounds_of(known, unit) if known else []
    names = dict(zip(keys, municipalities["name"], strict=True))
    body = (
        f"{hatching(_HATCH, _FINE)}{_PLACE}</g>"
        f"{border(project, outline)}{legend(project, steps, value, measure, known, values)}"
    )
    alt = f"{alt_text(value, unit, measure, values, names)} {t('map.many')}"
    return {
        "svg": drawing(project, body, alt, height=project.height + LEGEND, role="img"),
        "classes": "".join(" " if number is None else str(class_of(number, steps)) for number in values.values()),
        "values": [text_of(number, value, unit) for number in values.values()],
        "fills": theme.SEQUENTIAL,
        "unknown": f"url(#{_HATCH})",
        "chosen": [place for place, ags in enumerate(keys) if ags in chosen],
    }


def locator(marked: pd.DataFrame, outline: pd.DataFrame, *, whole: str = "") -> str:
    """A small map of the ``marked`` areas alone, ringed when they are tiny; ``whole`` names a region marked as a whole."""
    project = Projection(outline)
    fill = theme.SEQUENTIAL[2]
    parts = [border(project, outline, fill if whole else "none")]
    for area in records(marked.iloc[:0] if whole else marked):
        parts.append(f'<path class="srm-area srm-plain" d="{project.path(area.rings)}" fill="{fill}"/>')
        if _width(project, area.rings) < _HIDDEN:
            x, y = project.point(area.label_x, area.label_y)
            parts.append(f'<circle class="srm-ring" cx="{x:.0f}" cy="{y:.0f}" r="{2 * _HIDDEN}" fill="none"/>')
    names = [whole] if whole else marked["name"].tolist()
    alt = t("map.locator_alt", names=", ".join(names)) if names else t("map.locator_none")
    return drawing(project, "".join(parts), alt, height=project.height, role="img", size=" srm-small")


def _path(project: Projection, rings: Iterable[Iterable[Sequence[float]]]) -> str:
    """The shape in steps from point to point: a third of the letters that whole coordinates need."""
    parts = []
    for ring in rings:
        points = [
            (round(_FINE * x), round(_FINE * y)) for x, y in (project.point(point[0], point[1]) for point in ring)
        ]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points)]
        parts.append(f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps[:-1] if x or y) + "z")
    return "".join(parts)


def _width(project: Projection, rings: Iterable[Iterable[Sequence[float]]]) -> float:
    across = [float(point[0]) for ring in rings for point in ring]
    return float((max(across) - min(across)) * project.scale)
