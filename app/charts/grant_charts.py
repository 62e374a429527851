"""Charts of grants from the tables of the questions; what is said about them is made from the same rows."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts import theme
from app.charts.bars import BarChart, Parts, Row
from app.charts.columns import Column, ColumnChart
from app.charts.flow import Flow, FlowChart
from app.charts.marks import Series
from app.words import units
from app.words.cells import name_of, records
from app.words.text import t

_FLOW = 0.55
"""Opacity of ribbons: where they cross, both are seen."""
_STAGES = ("funders", "programmes", "recipients")
COLLECTIVE = frozenset({"ohne Angabe", "übrige Geldgeber", "übrige Programme", "übrige Kommunen"})
"""Names in the table of flows that stand for several, or for nobody who is known."""


def by_group(table: pd.DataFrame, *, apart: bool = False) -> BarChart | None:
    """Grants per ``label``, own, joint and district-wide stacked; None when there is no row.

    With ``apart`` the three are never added: a joint grant must not look like one municipality's own.
    """
    if table.empty:
        return None
    rows = tuple(_row(row) for row in records(table))
    words = _words(apart, units.euro_short), _words(apart, units.euro)
    total = _total(table, apart)
    chart = BarChart(rows, _series(), *words, lambda listed: t("chart.parts_alt", list=listed) + total, can_sum=True)
    return chart.on_page()


def _row(row: Any) -> Row:
    label, parts = _label(row.label, "chart.unlabelled"), _parts(row)
    # Money that belongs to no municipality is called what it is by the label alone.
    of_none = row.label in theme.ATTRIBUTION
    return Row(label, parts, words=f"{label} {units.euro(row.grant_eur)}" if of_none else "")


def by_year(table: pd.DataFrame, *, apart: bool = False) -> ColumnChart | None:
    """Grants per year of approval, own, joint and district-wide stacked; undated ones stand apart.

    With ``apart`` no sum of the three stands above a column, but the only one that is there.
    """
    if table.empty:
        return None
    dated = table[table.label.notna()]
    years = [str(year) for year in range(int(dated.label.min()), int(dated.label.max()) + 1)] if len(dated) else []
    undated = [t("chart.undated")] if table.label.isna().any() else []
    unknown: Parts = (None,) * len(theme.ATTRIBUTION)
    found = dict.fromkeys([*years, *undated], unknown)
    found |= {_label(row.label, "chart.undated"): _parts(row) for row in records(table)}
    columns = []
    for label, parts in found.items():
        known = [part for part in parts if part is not None]
        total = sum(known) / 1_000_000
        value = "" if not known or (apart and len(known) > 1) else _millions(total)
        columns.append(Column(label, tuple(None if part is None else part / 1_000_000 for part in parts), value))
    exact = _words(apart, units.euro)
    alt = "; ".join(f"{label} {exact(parts)}" for label, parts in found.items())
    return ColumnChart(
        tuple(columns),
        _series(),
        t("chart.million_eur"),
        lambda millions: units.euro(round(millions * 1_000_000, 2)),
        t("chart.years_alt", list=alt) + _total(table, apart),
    )


def flow(table: pd.DataFrame) -> FlowChart | None:
    """Grants from funder through programme to municipality; joint and district-wide money ends apart."""
    if table.empty:
        return None
    series = {name: replace(one, opacity=_FLOW) for name, one in zip(theme.ATTRIBUTION, _series(), strict=True)}
    flows = tuple(
        Flow((row.funder, row.programme, _target(row)), series[row.attribution], float(row.grant_eur))
        for row in records(table)
    )
    total = _total(table, False)
    return FlowChart(
        flows,
        units.euro_short,
        units.euro,
        lambda *listed: t("chart.flow_alt", **dict(zip(_STAGES, listed, strict=True))) + total,
        (t("column.funder"), t("column.programme"), t("column.municipality")),
        COLLECTIVE | {one.name for one in series.values()},
    )


def _millions(total: float) -> str:
    """Millions with one decimal, or as many more as show that it is not nothing: ``0.05`` → ``0,05``."""
    return units.number(total, max(1, -math.floor(math.log10(total))) if total > 0 else 1)


def _target(row: Any) -> str:
    known = not units.is_unknown(row.municipality)
    return name_of("municipality", row.municipality) if known else t(f"attribution.{row.attribution}")


def _label(label: object, unknown: str) -> str:
    return t(unknown) if units.is_unknown(label) else name_of("label", label)


def _parts(row: Any) -> Parts:
    return tuple(units.known(getattr(row, f"{name}_eur")) for name in theme.ATTRIBUTION)


def _series() -> tuple[Series, ...]:
    """Own, joint and district-wide money."""
    return tuple(
        Series(t(f"attribution.{name}"), colour, pattern) for name, (colour, pattern) in theme.ATTRIBUTION.items()
    )


def _words(apart: bool, euro: Callable[[float], str]) -> Callable[[Parts], str]:
    """One amount, or with ``apart`` own, joint and district-wide ones side by side."""

    def words(parts: Parts) -> str:
        known = [(name, part) for name, part in zip(theme.ATTRIBUTION, parts, strict=True) if part is not None]
        if not known:
            return units.UNKNOWN
        if not apart:
            return euro(round(sum(part for _, part in known), 2))
        return " · ".join(f"{t(f'chart.part_{name}')} {euro(part)}".strip() for name, part in known)

    return words


def _total(table: pd.DataFrame, apart: bool) -> str:
    return "" if apart else " " + t("chart.total", total=units.euro(table.grant_eur.sum()))
