"""Maps: a table in, one SVG drawing out. Pure vector, no request to anywhere; text stays text."""

import math
from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from app import theme, units
from app.map_labels import VALUE, Area, Spot, spots
from app.tables import records
from app.text import t

_WIDTH = 1000.0
_LEGEND = 120.0
_HATCH = "srm-hatch"


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
    project = _Projection(outline)
    key = "municipality_ags" if "municipality_ags" in table else "region_ags"
    found = dict(zip(table[key], table[value], strict=True))
    # Whole regions may stand in the same table; the classes are those of the areas that are drawn.
    values = {ags: None if units.is_unknown(found.get(ags)) else float(found[ags]) for ags in areas.municipality_ags}
    known = [found for found in values.values() if found is not None]
    steps = _steps(known, unit) if known else []
    names = dict(zip(areas.municipality_ags, areas.name, strict=True))
    shapes, labels = [], []
    for area, spot in zip(records(areas), _spots(project, areas), strict=True):
        number = values[area.municipality_ags]
        fill = theme.SEQUENTIAL[_class(number, steps)] if number is not None else f"url(#{_HATCH})"
        text = _text(number, value, unit)
        pressed = area.municipality_ags in chosen
        shapes.append(
            f'<path class="srm-area{" srm-unknown" if number is None else ""}{" srm-chosen" if pressed else ""}" data-key="{escape(area.municipality_ags)}" '
            f'data-tip="{escape(area.name)}&#10;{escape(text)}" role="button" tabindex="0" '
            f'aria-pressed="{str(pressed).lower()}" aria-label="{escape(f"{area.name}: {text}")}" '
            f'd="{project.path(area.rings)}" fill="{fill}"/>'
        )
        colour = theme.text_on(fill) if number is not None else "currentColor"
        halo = fill if number is not None else ""
        labels.append(_label(spot, _text(number, value, unit, short=True), colour, halo))
    order = sorted(range(len(shapes)), key=lambda i: areas.municipality_ags.iloc[i] in chosen)
    body = "".join(
        [
            *(shapes[i] for i in order),
            _border(project, outline),
            *labels,
            _legend(project, steps, value, measure, known, values),
        ]
    )
    return _svg(project, body, _alt(value, unit, measure, values, names), height=project.height + _LEGEND)


def locator(areas: pd.DataFrame, outline: pd.DataFrame, marked: Iterable[str], district_ags: str) -> str:
    """A small map with the ``marked`` municipalities filled; all of them when the district itself is marked."""
    project = _Projection(outline)
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
    return _svg(
        project,
        "".join([*shapes, _border(project, outline), *labels]),
        alt,
        height=project.height,
        role="img",
        size=" srm-small",
    )


class _Projection:
    """Metres to drawing units: ``_WIDTH`` wide with a small margin, y downwards."""

    def __init__(self, outline: pd.DataFrame) -> None:
        points = [point for ring in outline.outline.iloc[0] for point in ring]
        self.left, self.top = min(p[0] for p in points), max(p[1] for p in points)
        right, bottom = max(p[0] for p in points), min(p[1] for p in points)
        self.scale = (_WIDTH - 20) / (right - self.left)
        self.height = (self.top - bottom) * self.scale + 20

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) * self.scale + 10, (self.top - y) * self.scale + 10

    def path(self, rings: Iterable[Iterable[Sequence[float]]]) -> str:
        return "".join(
            "M" + "L".join("{:.1f} {:.1f}".format(*self.point(*point)) for point in ring) + "Z" for ring in rings
        )


def _steps(known: list[float], unit: str) -> list[float]:
    low, high = min(known), max(known)
    if unit.startswith("%"):
        steps = units.nice_steps(low, high)
        return steps if steps[-1] <= 100 else [step - (steps[-1] - 100) for step in steps]
    return units.nice_steps(min(low, 0), high)


def _class(value: float, steps: list[float]) -> int:
    return next((i for i, bound in enumerate(steps[1:-1]) if value < bound), len(steps) - 2)


def _text(value: float | None, column: str, unit: str, *, short: bool = False) -> str:
    if value is None:
        return units.UNKNOWN
    if unit:
        return units.measure(value, unit)
    if column.endswith("_eur"):
        return units.euro_short(value) if short else units.euro(value)
    return units.by_unit(column, value)


def _spots(project: _Projection, areas: pd.DataFrame) -> list[Spot]:
    """Where the names of the areas stand, in their order."""
    located = [(area, *project.point(area.label_x, area.label_y)) for area in records(areas)]
    return spots(
        [Area(area.name, x, y, [[project.point(*p) for p in ring] for ring in area.rings]) for area, x, y in located],
        _WIDTH,
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


def _border(project: _Projection, outline: pd.DataFrame) -> str:
    return f'<path class="srm-outline" d="{project.path(outline.outline.iloc[0])}" fill="none"/>'


def _legend(
    project: _Projection,
    steps: list[float],
    column: str,
    measure: str,
    known: list[float],
    values: dict[str, float | None],
) -> str:
    top, left, width = project.height + 44, 10.0, 130.0
    millions = column.endswith("_eur") and bool(known) and max(known) >= 1_000_000
    parts = []
    if steps:
        parts.append(
            f'<text class="srm-legend" x="{left}" y="{top - 12:.0f}">{escape(measure)}{" (Mio. €)" if millions else ""}</text>'
        )
        for i, colour in enumerate(theme.SEQUENTIAL):
            parts.append(
                f'<rect class="srm-swatch" x="{left + i * width:.0f}" y="{top:.0f}" width="{width:.0f}" height="26" fill="{colour}"/>'
            )
        for i, step in enumerate(steps):
            anchor = "start" if i == 0 else "middle"
            shown = step / 1_000_000 if millions else step
            text = units.number(shown, _decimals(shown))
            parts.append(
                f'<text class="srm-legend" x="{left + i * width:.0f}" y="{top + 56:.0f}" text-anchor="{anchor}">{text}</text>'
            )
    if any(found is None for found in values.values()):
        x = left + 5 * width + 60
        parts.append(
            f'<rect class="srm-swatch" x="{x:.0f}" y="{top:.0f}" width="60" height="26" fill="url(#{_HATCH})"/>'
        )
        parts.append(f'<text class="srm-legend" x="{x + 72:.0f}" y="{top + 22:.0f}">{units.UNKNOWN}</text>')
    return f'<g aria-hidden="true">{"".join(parts)}</g>'


def _decimals(bound: float) -> int:
    """As many decimals as the bound needs, at most three: a rounded bound would be a wrong one."""
    return next((n for n in range(3) if math.isclose(round(bound, n), bound, abs_tol=1e-9)), 3)


def _alt(column: str, unit: str, measure: str, values: dict[str, float | None], names: dict[str, str]) -> str:
    known = sorted(
        ((found, names[ags]) for ags, found in values.items() if found is not None and ags in names), reverse=True
    )
    unknown = [names[ags] for ags in names if values.get(ags) is None]
    if not known:
        return t("map.alt_unknown", measure=measure)
    text = t(
        "map.alt",
        measure=measure,
        highest=known[0][1],
        high=_text(known[0][0], column, unit),
        lowest=known[-1][1],
        low=_text(known[-1][0], column, unit),
    )
    return text + (" " + t("map.alt_missing", names=", ".join(unknown)) if unknown else "")


def _svg(project: _Projection, body: str, alt: str, *, height: float, role: str = "group", size: str = "") -> str:
    hatch = (
        f'<defs><pattern id="{_HATCH}" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="12" height="12" fill="{theme.NEUTRAL}" fill-opacity="0.12"/>'
        f'<line x1="0" y1="0" x2="0" y2="12" stroke="{theme.NEUTRAL}" stroke-width="4"/></pattern></defs>'
    )
    return (
        f'<svg class="srm-map-drawing{size}" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="{role}" aria-label="{escape(alt)}" '
        f'xmlns="http://www.w3.org/2000/svg">{hatch}{body}</svg>'
    )
