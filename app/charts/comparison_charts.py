"""Charts of areas side by side from the tables of the questions; what is said about them is made from the same rows."""

import functools
from dataclasses import replace

import pandas as pd

from app.charts import indicator_charts, theme
from app.charts.bars import BarChart, Parts, Row, number
from app.charts.lines import Curve, LineChart
from app.charts.marks import Series, day
from app.charts.matrix import MatrixChart
from app.charts.multiples import Panel, SmallMultiples
from app.charts.scatter import Measure, ScatterChart, Spot
from app.words import units
from app.words.cells import records
from app.words.text import counted, enumeration, plural, t

STATES = ("reached", "planned", "overdue", "no_feedback")
_PATTERNS = ("", ".", "/", "//")
_PANEL, _PANELS = 170.0, 8
"""Pixels of a panel's height, and panels that are drawn at most: those of most areas, then with the latest values."""
_WIDTH = 2.0
_LINES, _BARS = 130.0, 230.0
"""Pixels of a panel's width at least, with lines and with bars."""
_NAMED = 20
"""Municipalities of a matrix that are drawn at most: those that work together most."""
_PLACES = Series("", theme.HIGHLIGHT, is_in_legend=False)


def fields(table: pd.DataFrame) -> SmallMultiples | None:
    """One panel per ``field_of_action``, a bar for each area; all on one scale."""
    if not table.project_count.any():
        return None
    longest = float(table.project_count.max())
    panels, told = [], []
    for field, rows in table.groupby("field_of_action", sort=False):
        bars = tuple(Row(row.name, (float(row.project_count),)) for row in records(rows))
        chart = BarChart(bars, (_PLACES,), number, number, str, longest=longest, beside_from=0)
        panels.append(Panel(str(field), chart))
        told.append(f"{field}: {chart.alt}")
    return SmallMultiples(tuple(panels), t("chart.fields_alt", list=". ".join(told)), _BARS)


def results(table: pd.DataFrame) -> BarChart | None:
    """One bar per area, its results by state."""
    known = table[table.result_count > 0]
    if known.empty:
        return None
    series = tuple(
        Series(t(f"state.{state}"), theme.STATE[state][0], pattern)
        for state, pattern in zip(STATES, _PATTERNS, strict=True)
    )
    rows = []
    for row in records(known):
        counts = {state: int(getattr(row, f"{state}_count")) for state in STATES}
        told = ", ".join(f"{units.number(count)} {t(f'state.{state}')}" for state, count in counts.items() if count)
        parts = tuple(float(count) if count else None for count in counts.values())
        rows.append(Row(row.name, parts, words=f"{row.name}: {told}"))

    def reached(parts: Parts) -> str:
        total = sum(part or 0 for part in parts)
        return t("chart.reached_of", n=units.number(parts[0] or 0), total=units.number(total))

    return BarChart(tuple(rows), series, reached, reached, lambda listed: t("chart.results_alt", list=listed))


def indicators(table: pd.DataFrame, *, places: tuple[str, ...]) -> SmallMultiples | None:
    """One panel per indicator with a line for each area: one scale for all of one unit, one span of time for all.

    Counts of whole regions would flatten every municipality: they are left out.
    """
    table = table[table.unit.str.startswith("%") | (table.region_level == "municipality")]
    table = table[table.value.notna()]
    if table.empty:
        return None
    by_indicator = table.groupby("indicator_id", sort=False)
    known = by_indicator.agg(areas=("region_ags", "nunique"), last_date=("period_last_date", "max"))
    drawn = known.sort_values(["areas", "last_date"], ascending=False, kind="stable").index[:_PANELS]
    hidden, table = len(known) - len(drawn), table[table.indicator_id.isin(drawn)]
    charts: dict[tuple[str, str], LineChart] = {}
    told = []
    for indicator_id in drawn:
        rows = table[table.indicator_id == indicator_id]
        first = rows.iloc[0]
        chart = indicator_charts.series(rows, breaks=tuple(first.break_years), chosen=places[:5], order=places)
        assert chart is not None
        charts[first.indicator_name, first.unit] = chart
        latest = rows.groupby("region_ags", sort=False).last()
        told.append(indicator_charts.latest_values(first.indicator_name, list(records(latest))))
    ends = table.sort_values("period_last_date").iloc[[0, -1]]
    reach = tuple((day(row.period_last_date), units.partial_date(row.period)) for row in records(ends))
    highest = table.groupby("unit").value.max().to_dict()
    panels = tuple(
        Panel(
            name if unit.startswith("%") else f"{name} ({unit})",
            replace(
                chart,
                curves=tuple(_alike(curve) for curve in chart.curves),
                bands=tuple(replace(band, text="") for band in chart.bands),
                highest=100.0 if unit.startswith("%") else highest[unit],
                reach=reach,
                height=_PANEL,
                symbol=5.0,
                is_labelled=False,
                rest="",
            ),
        )
        for (name, unit), chart in charts.items()
    )
    quoted = list(dict.fromkeys(chart.rest for chart in charts.values() if chart.rest))
    has_break = any(chart.bands for chart in charts.values())
    rest = " ".join([*([t("chart.breaks")] if has_break else []), *quoted])
    return SmallMultiples(panels, t("chart.indicators_alt", list=". ".join(told)), _LINES, rest, hidden)


def scatter(table: pd.DataFrame, *, x: str, y: str, chosen: tuple[str, ...] = ()) -> ScatterChart | None:
    """Municipalities by the columns ``x`` and ``y``, whose suffixes say their units; the ``chosen`` ones have a symbol of their own."""
    known = table[table[x].notna() & table[y].notna()]
    if known.empty:
        return None
    labels = table.attrs["labels"]
    others = Series(t("chart.municipalities"), theme.HIGHLIGHT, symbol="circle")
    marked = Series(t("chart.compared"), theme.SERIES[1], symbol="diamond")
    # Names of those that are compared are placed first.
    order = sorted(records(known), key=lambda row: row.municipality_ags not in chosen)
    spots = []
    for row in order:
        xs, ys = getattr(row, x), getattr(row, y)
        tip = f"{row.name}\n{labels[x]}: {units.by_unit(x, xs)}\n{labels[y]}: {units.by_unit(y, ys)}"
        series = marked if row.municipality_ags in chosen else others
        spots.append(Spot(row.name, float(xs), float(ys), series, tip))
    listed = "; ".join(
        f"{row.name} {units.by_unit(x, getattr(row, x))}, {units.by_unit(y, getattr(row, y))}" for row in order
    )
    alt = t("chart.scatter_alt", x=labels[x], y=labels[y], list=listed)
    across, up = (Measure(labels[column], functools.partial(_short, column)) for column in (x, y))
    return ScatterChart(tuple(spots), across, up, alt, t("chart.no_cause"))


def matrix(table: pd.DataFrame, *, alone: tuple[str, ...] = ()) -> MatrixChart:
    """How many joint projects each two municipalities have; those that have none with another one are named, or counted."""
    values: dict[tuple[str, str], int] = {}
    sums: dict[str, int] = {}
    for row in records(table):
        for pair in ((row.name, row.partner), (row.partner, row.name)):
            values[pair] = int(row.joint_count)
            sums[pair[0]] = sums.get(pair[0], 0) + int(row.joint_count)
    names = sorted(sums, key=lambda name: (-sums[name], name))
    listed = "; ".join(f"{row.name} – {row.partner} {units.number(row.joint_count)}" for row in records(table))
    rest = ""
    if alone:
        named = enumeration(alone) if len(alone) <= _NAMED else plural("map.unnamed", len(alone))
        rest = plural("chart.alone", len(alone), names=named)
    alt = f"{t('chart.matrix_alt', list=listed)} {rest}".strip()
    in_common = functools.partial(counted, "chart.in_common")
    return MatrixChart(tuple(names), values, in_common, alt, rest=rest).foremost(_NAMED)


def _alike(curve: Curve) -> Curve:
    """A line of the same width in each panel, also where it has one point alone: the legend names it once."""
    return replace(curve, series=replace(curve.series, line_width=_WIDTH))


def _short(column: str, value: float, decimals: int) -> str:
    unit = {"eur": " €", "pct": " %"}.get(column.rpartition("_")[2], "")
    return f"{units.number(value, decimals)}{unit}"
