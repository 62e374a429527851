"""What maps of few and of many areas share: projection, classes, legend, alt text."""

import math
from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from app.charts import theme
from app.words import units
from app.words.text import plural, t

WIDTH = 1000.0
LEGEND = 120.0
HATCH = "srm-hatch"
_NAMED = 12
"""Names that somebody would listen to; of more their number is said."""


class Projection:
    """Metres to drawing units: ``WIDTH`` wide with a small margin, y downwards."""

    def __init__(self, outline: pd.DataFrame) -> None:
        points = [point for ring in outline.outline.iloc[0] for point in ring]
        self.left, self.top = min(p[0] for p in points), max(p[1] for p in points)
        right, bottom = max(p[0] for p in points), min(p[1] for p in points)
        self.scale = (WIDTH - 20) / (right - self.left)
        self.height = (self.top - bottom) * self.scale + 20

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Drawing units of a point in metres."""
        return (x - self.left) * self.scale + 10, (self.top - y) * self.scale + 10

    def path(self, rings: Iterable[Iterable[Sequence[float]]]) -> str:
        """Rings as the path of a shape."""
        return "".join(
            "M" + "L".join("{:.1f} {:.1f}".format(*self.point(*point)) for point in ring) + "Z" for ring in rings
        )


def bounds_of(known: list[float], unit: str) -> list[float]:
    """Round bounds of five classes that cover every value."""
    low, high = min(known), max(known)
    if unit.startswith("%"):
        steps = units.nice_steps(low, high)
        return steps if steps[-1] <= 100 else [step - (steps[-1] - 100) for step in steps]
    return units.nice_steps(min(low, 0), high)


def class_of(value: float, steps: list[float]) -> int:
    """Number of the class in which a value lies."""
    return next((i for i, bound in enumerate(steps[1:-1]) if value < bound), len(steps) - 2)


def text_of(value: float | None, column: str, unit: str, *, short: bool = False) -> str:
    """A value in words."""
    if value is None:
        return units.UNKNOWN
    if unit:
        return units.measure(value, unit)
    if column.endswith("_eur"):
        return units.euro_short(value) if short else units.euro(value)
    return units.by_unit(column, value)


def border(project: Projection, outline: pd.DataFrame, fill: str = "none") -> str:
    """The district's outline."""
    return f'<path class="srm-outline" d="{project.path(outline.outline.iloc[0])}" fill="{fill}"/>'


def legend(
    project: Projection,
    steps: list[float],
    column: str,
    measure: str,
    known: list[float],
    values: dict[str, float | None],
) -> str:
    """Classes with their bounds, and what the hatching means."""
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
            f'<rect class="srm-swatch" x="{x:.0f}" y="{top:.0f}" width="60" height="26" fill="url(#{HATCH})"/>'
        )
        parts.append(f'<text class="srm-legend" x="{x + 72:.0f}" y="{top + 22:.0f}">{units.UNKNOWN}</text>')
    return f'<g aria-hidden="true">{"".join(parts)}</g>'


def _decimals(bound: float) -> int:
    """As many decimals as the bound needs, at most three: a rounded bound would be a wrong one."""
    return next((n for n in range(3) if math.isclose(round(bound, n), bound, abs_tol=1e-9)), 3)


def alt_text(column: str, unit: str, measure: str, values: dict[str, float | None], names: dict[str, str]) -> str:
    """Highest and lowest value and what is not known, for those who do not see the map."""
    known = sorted(
        ((found, names[ags]) for ags, found in values.items() if found is not None and ags in names), reverse=True
    )
    unknown = [names[ags] for ags in names if values.get(ags) is None]
    missing = ", ".join(unknown) if len(unknown) <= _NAMED else plural("map.unnamed", len(unknown))
    if not known:
        return t("map.alt_unknown", measure=measure)
    text = t(
        "map.alt",
        measure=measure,
        highest=known[0][1],
        high=text_of(known[0][0], column, unit),
        lowest=known[-1][1],
        low=text_of(known[-1][0], column, unit),
    )
    return text + (" " + t("map.alt_missing", names=missing) if unknown else "")


def hatching(name: str, scale: int = 1) -> str:
    """Pattern of what is not known; ``scale`` undoes that of the shapes it fills."""
    return (
        f'<defs><pattern id="{name}" width="12" height="12" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({scale}) rotate(45)">'
        f'<rect width="12" height="12" fill="{theme.NEUTRAL}" fill-opacity="0.12"/>'
        f'<line x1="0" y1="0" x2="0" y2="12" stroke="{theme.NEUTRAL}" stroke-width="4"/></pattern></defs>'
    )


def drawing(project: Projection, body: str, alt: str, *, height: float, role: str = "group", size: str = "") -> str:
    """The drawing around its ``body``."""
    return (
        f'<svg class="srm-map-drawing{size}" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="{role}" aria-label="{escape(alt)}" '
        f'xmlns="http://www.w3.org/2000/svg">{hatching(HATCH)}{body}</svg>'
    )
