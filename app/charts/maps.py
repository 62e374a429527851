"""Maps: a table in, one SVG drawing out. Pure vector, no request to anywhere; text stays text."""

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from app.charts import theme
from app.charts.map_labels import VALUE, Area, Spot, spots
from app.charts.map_parts import (
    HATCH,
    LEGEND,
    WIDTH,
    Projection,
    alt_text,
    border,
    bounds_of,
    class_of,
    drawing,
    legend,
    text_of,
)
from app.words import units
from app.words.cells import records
from app.words.text import t


def choropleth(
    areas: pd.DataFrame,
    outline: pd.DataFrame,
    table: pd.DataFrame,
    value: str,
    *,
    unit: str = "",
    measure: str = "",
    chosen: Sequence[str] = (),
) -> str:
    """Areas in five classes of ``value``, hatched where it is not known.

    Parameters
    ----------
    areas
        One row per municipality: ``municipality_ags, name, rings, label_x, label_y``, metres in EPSG:25832.
    outline
        One row: the district's ``outline`` in the same metres.
    table
        One row per municipality with ``municipality_ags`` or ``region_ags`` and the column ``value``.
    unit
        Unit of an indicator; empty when the column's suffix says it.
    measure
        What the map shows, in words; by default the unit, else the column's name.
    chosen
        Keys of the municipalities that are the active filter; they get a heavy border.
    """
    measure = measure or unit or t(f"column.{value}")
    project = Projection(outline)
    key = "municipality_ags" if "municipality_ags" in table else "region_ags"
    found = dict(zip(table[key], table[value], strict=True))
    # Whole regions may stand in the same table; the classes are those of the areas that are drawn.
    values = {ags: None if units.is_unknown(found.get(ags)) else float(found[ags]) for ags in areas.municipality_ags}
    known = [found for found in values.values() if found is not None]
    steps = bounds_of(known, unit) if known else []
    names = dict(zip(areas.municipality_ags, areas.name, strict=True))
    shapes, labels = [], []
    for area, spot in zip(records(areas), _spots(project, areas), strict=True):
        number = values[area.municipality_ags]
        fill = theme.SEQUENTIAL[class_of(number, steps)] if number is not None else f"url(#{HATCH})"
        text = text_of(number, value, unit)
        pressed = area.municipality_ags in chosen
        shapes.append(
            f'<path class="srm-area{" srm-unknown" if number is None else ""}{" srm-chosen" if pressed else ""}" data-key="{escape(area.municipality_ags)}" '
            f'data-tip="{escape(area.name)}&#10;{escape(text)}" role="button" tabindex="0" '
            f'aria-pressed="{str(pressed).lower()}" aria-label="{escape(f"{area.name}: {text}")}" '
            f'd="{project.path(area.rings)}" fill="{fill}"/>'
        )
        colour = theme.text_on(fill) if number is not None else "currentColor"
        halo = fill if number is not None else ""
        labels.append(_label(spot, text_of(number, value, unit, short=True), colour, halo))
    order = sorted(range(len(shapes)), key=lambda i: areas.municipality_ags.iloc[i] in chosen)
    body = "".join(
        [
            *(shapes[i] for i in order),
            border(project, outline),
            *labels,
            legend(project, steps, value, measure, known, values),
        ]
    )
    return drawing(project, body, alt_text(value, unit, measure, values, names), height=project.height + LEGEND)


def locator(areas: pd.DataFrame, outline: pd.DataFrame, marked: Iterable[str], district_ags: str) -> str:
    """A small map with the ``marked`` municipalities filled; all of them when the district itself is marked."""
    project = Projection(outline)
    marked = set(marked)
    whole = district_ags in marked
    shapes, found = [], []
    for area in records(areas):
        is_marked = whole or area.municipality_ags in marked
        found += [area.name] if is_marked else []
        shapes.append(
            f'<path class="srm-area srm-plain{" srm-marked" if is_marked else ""}" data-key="{escape(area.municipality_ags)}" '
            f'data-tip="{escape(area.name)}" d="{project.path(area.rings)}" fill="{theme.SEQUENTIAL[2] if is_marked else "transparent"}"/>'
        )
    named = areas[areas.municipality_ags.isin(marked)]
    # On a small map more than a few names would cover each other; they stand beside it as well.
    places = _spots(project, named) if not whole and len(named) <= 3 else []
    labels = [_label(spot, "", theme.text_on(theme.SEQUENTIAL[2]), theme.SEQUENTIAL[2]) for spot in places]
    alt = t("map.locator_alt", names=", ".join(found)) if found else t("map.locator_none")
    return drawing(
        project,
        "".join([*shapes, border(project, outline), *labels]),
        alt,
        height=project.height,
        role="img",
        size=" srm-small",
    )


def _spots(project: Projection, areas: pd.DataFrame) -> list[Spot]:
    """Where the names of the areas stand, in their order."""
    located = [(area, *project.point(area.label_x, area.label_y)) for area in records(areas)]
    return spots(
        [Area(area.name, x, y, [[project.point(*p) for p in ring] for ring in area.rings]) for area, x, y in located],
        WIDTH,
    )


def _label(spot: Spot, text: str, colour: str, halo: str) -> str:
    """Name and value; a halo in the area's own colour keeps them readable where they reach beyond it."""
    edge = f' stroke="{halo}" stroke-width="6" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    look = f'x="{spot.x:.0f}" fill="{colour}"{edge}'
    value = f'<text class="srm-map-value" {look} y="{spot.y + VALUE:.0f}">{escape(text)}</text>' if text else ""
    name = escape(spot.lines[-1])
    if len(spot.lines) > 1:
        # The last line stands where a single one would; the first above it, whatever the size of the letters.
        x = f'x="{spot.x:.0f}"'
        name = f'<tspan {x} dy="-1em">{escape(spot.lines[0])}</tspan> <tspan {x} dy="1em">{name}</tspan>'
    return f'<text class="srm-map-name" {look} y="{spot.y:.0f}">{name}</text>{value}'
