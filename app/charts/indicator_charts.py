"""Charts of indicators and population from the tables of the questions; what is said about them is made from the same rows."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts import theme
from app.charts.bars import BARS_BEFORE_REST, MAX_BARS, BarChart, Parts, Row
from app.charts.lines import FEW, Band, Curve, LineChart, Value
from app.charts.marks import Series, day
from app.words import units
from app.words.cells import records
from app.words.text import from_to, t

_LEVELS = {"district": "", "state": "dash", "country": "dot"}
"""Whole regions and the dashes of their lines."""
_COLOURS = [colour for colour in theme.SERIES if colour != theme.NEUTRAL]
"""Of municipalities; whole regions are neutral."""
_HEIGHT = 300.0
"""Pixels of the chart of the population, which stands beside facts."""


def series(
    table: pd.DataFrame,
    *,
    breaks: tuple[int, ...] = (),
    chosen: tuple[str, ...] = (),
    order: tuple[str, ...] = (),
    measure: str = "",
) -> LineChart | None:
    """One line per region over time; whole regions are heavier, years of a new method are shaded.

    Counts of whole regions would flatten every municipality: they are drawn when somebody asks for them. Charts with the
    same ``order`` of municipalities draw each of them alike, whichever others they have values of. ``measure`` says in
    words what the values are; without it their unit has to.
    """
    if table.empty:
        return None
    unit = table.unit.iloc[0]
    is_share = unit.startswith("%")
    is_optional = not is_share and "municipality" in set(table.region_level)
    curves: list[Curve] = []
    ends = []
    municipalities = 0
    coloured = _coloured(table, chosen)
    is_once = table.period.nunique() == 1
    dates = {period: units.partial_date(period) for period in table.period.unique()}
    for group in _groups(table, "region_ags"):
        ags, name, level = group[0].region_ags, group[0].name, group[0].region_level
        if level == "municipality":
            municipalities = order.index(ags) if order else municipalities
            colour, dash = _COLOURS[municipalities % len(_COLOURS)], theme.LINES[municipalities // 6 % 6]
            colour = colour if ags in coloured else theme.NEUTRAL
            one = _line(name, municipalities, colour, dash, 3.0 if ags in chosen else 1.6 if ags in coloured else 1.0)
            municipalities += 1
        else:
            symbol, dash = theme.REGION_SYMBOLS[list(_LEVELS).index(level)], _LEVELS[level]
            one = Series(name, theme.NEUTRAL, symbol=symbol, dash=dash, line_width=3.0, is_optional=is_optional)
        one = replace(one, line_width=0.0) if is_once else one
        curves.append(Curve(one, tuple(_value(row, dates[row.period]) for row in group)))
        ends.append(group[-1])
    first, last = table.period_first_date.min(), table.period_last_date.max()
    bands = tuple(
        Band(day(dt.date(year, 1, 1)), day(dt.date(year, 12, 31)), t("chart.break", year=year))
        for year in breaks
        if first.year <= year <= last.year and first.year < last.year
    )
    alt = t(
        "chart.series_alt",
        measure=measure or unit,
        # As precise as they are known, and never more.
        period=from_to(
            units.partial_date(table.period.iloc[table.period_first_date.argmin()]),
            units.partial_date(table.period.iloc[table.period_last_date.argmax()]),
        ),
        latest=latest_values(t("chart.latest"), sorted(ends, key=lambda row: (row.value, row.name), reverse=True)),
    )
    rest = _quoted(table)
    return LineChart(tuple(curves), f"{alt} {rest}".strip(), " %" if is_share else "", bands, rest=rest)


def latest_values(name: str, rows: Sequence[Any]) -> str:
    """What ``name`` calls, one row per region in their order: those of the period that most have, then others with theirs."""
    periods = Counter(row.period for row in rows)
    usual = max(rows, key=lambda row: (periods[row.period], row.period_last_date)).period
    values = [f"{row.name} {units.measure(row.value, row.unit)}" for row in rows if row.period == usual]
    for row in rows:
        if row.period != usual:
            value = units.measure(row.value, row.unit)
            values.append(t("chart.value_of", name=row.name, value=value, period=units.partial_date(row.period)))
    if len(periods) > 1:
        name = t("chart.usual_period", name=name, period=units.partial_date(usual))
    return f"{name}: {'; '.join(values)}"


def ranking(table: pd.DataFrame, *, chosen: tuple[str, ...] = (), measure: str = "") -> BarChart | None:
    """Latest values, highest first, of many municipalities the foremost and the chosen ones; whole regions in grey (not for counts), the chosen municipalities hatched."""
    unit = table.unit.iloc[0] if len(table) else ""
    if not unit.startswith("%"):
        table = table[table.region_level == "municipality"]
    if table.empty:
        return None
    table = _foremost(table, chosen) if len(table) > MAX_BARS else table
    kinds = tuple(
        Series(unit, colour, pattern, is_in_legend=False)
        for colour, pattern in ((theme.HIGHLIGHT, ""), (theme.HIGHLIGHT, "/"), (theme.NEUTRAL, ""))
    )
    rows = []
    for row in records(table):
        kind = 2 if row.region_level != "municipality" else 1 if row.region_ags in chosen else 0
        rows.append(Row(row.name, tuple(units.known(row.value) if i == kind else None for i in range(3))))

    def value(parts: Parts) -> str:
        return units.measure(next((part for part in parts if part is not None), None), unit)

    def alt(listed: str) -> str:
        return t("chart.ranking_alt", measure=measure or unit, list=listed)

    return BarChart(tuple(rows), kinds, value, value, alt)


def population(table: pd.DataFrame) -> LineChart | None:
    """Population over time, a line of its own for each census that the figures rest on."""
    if table.empty:
        return None
    curves = []
    for i, group in enumerate(_groups(table, "basis")):
        values = []
        for row in group:
            date, count = units.date(row.reference_date), units.number(row.population_count)
            tip = f"{date}: {count}\n{row.basis}"
            values.append(Value(day(row.reference_date), float(row.population_count), date, tip))
        curves.append(Curve(_line(group[0].basis, i, theme.SERIES[i % 10], theme.LINES[i % 6], 2.0), tuple(values)))
    entries = [f"{units.date(row.reference_date)} {units.number(row.population_count)}" for row in records(table)]
    alt = t("chart.population_alt", list="; ".join(entries))
    return LineChart(tuple(curves), alt, height=_HEIGHT, is_sequence=True)


def _coloured(table: pd.DataFrame, chosen: tuple[str, ...]) -> set[str]:
    """Municipalities whose lines have colours: the chosen ones, then those with the highest latest values."""
    municipal = table[table.region_level == "municipality"]
    latest = municipal.dropna(subset="value").groupby("region_ags").value.last().sort_values(ascending=False)
    shown = [ags for ags in chosen if ags in set(municipal.region_ags)]
    return set(list(dict.fromkeys([*shown, *latest.index]))[:FEW])


def _groups(table: pd.DataFrame, column: str) -> list[list[Any]]:
    """Rows with the same value of a column, in the order in which it comes."""
    groups: dict[str, list[Any]] = {}
    for row in records(table):
        groups.setdefault(getattr(row, column), []).append(row)
    return list(groups.values())


def _foremost(table: pd.DataFrame, chosen: tuple[str, ...]) -> pd.DataFrame:
    """Whole regions, the first municipalities and the chosen ones, in their order."""
    is_municipality = table.region_level == "municipality"
    return table[
        ~is_municipality
        | (is_municipality.cumsum() <= BARS_BEFORE_REST)
        | table.region_ags.isin(chosen[:BARS_BEFORE_REST])
    ]


def _line(name: str, number: int, colour: str, dash: str, width: float) -> Series:
    symbol = theme.SYMBOLS[number % len(theme.SYMBOLS)]
    return Series(name, colour, symbol=symbol, dash=dash, line_width=width)


def _value(row: Any, date: str) -> Value:
    when = t("chart.quoted_value", date=date, host=row.quoted_from) if row.quoted_from else date
    tip = f"{row.name}: {units.measure(row.value, row.unit)}\n{when}"
    return Value(day(row.period_last_date), units.known(row.value), date, tip, row.quoted_from)


def _quoted(table: pd.DataFrame) -> str:
    """Who says values that no line leads to, because others say those beside them; else empty."""
    origins = table.dropna(subset="value").groupby("region_ags").quoted_from
    hosts = {host for _, group in origins if group.nunique() > 1 for host in group if host}
    return t("chart.quoted", hosts=", ".join(sorted(hosts))) if hosts else ""
