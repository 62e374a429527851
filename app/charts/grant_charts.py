"""Charts of grants: a table in, a plotly figure out; its alt text, made from the same table, is in ``layout.meta``.

Knows neither Streamlit nor DuckDB. Marks differ by pattern, dash or symbol, never by colour alone. plotly reads texts as
HTML, so every text from a table is escaped on its way into a figure; alt texts are plain.
"""

import math
import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from app.charts import theme
from app.words import units
from app.words.cells import name_of, records
from app.words.text import t

_ROW = 46
_LINE = 20
_LABEL_WIDTH = 46
ROW_BAR = {"orientation": "h", "width": 0.42, "offset": -0.3}
"""A bar below the label of its row, as ``bar_rows`` lays them out."""
MOST, KEPT = 20, 15
"""Bars that are drawn one by one; of more than that only so many, and the others together."""


def parts(table: pd.DataFrame, *, apart: bool = False) -> go.Figure:
    """Grants per ``label``, own, joint and district-wide stacked; the amount stands above each bar.

    Of more than a screen can hold the largest are shown, and all others as one bar: together they are the same total.

    With ``apart`` the three are never added: a joint grant must not look like one municipality's own.
    """
    together = max(0, len(table) - KEPT) if len(table) > MOST else 0
    table = topmost(table)
    labels = [
        name_of("label", label) if not units.is_unknown(label) else t("chart.unlabelled") for label in table.label
    ]
    figure = bar_rows(labels, [_amounts(row, apart=apart) for row in records(table)])
    drawn = [part for part in theme.ATTRIBUTION if table[f"{part}_eur"].notna().any()]
    for attribution in drawn:
        values = table[f"{attribution}_eur"]
        figure.add_bar(
            x=values,
            y=positions(table),
            **ROW_BAR,
            **_attribution(attribution),
            customdata=_hover(labels, values),
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )
    words = [t(f"chart.part_{part}") if apart else "" for part in drawn]
    meta = {**figure.layout.meta, "parts": words, "rest": together}
    figure.update_layout(barmode="stack", showlegend=True, margin_t=36, meta=meta)
    return told(
        figure,
        t("chart.parts_alt", list=_enumeration(labels, table, apart=apart)) + _total(table, apart=apart),
    )


def years(table: pd.DataFrame, *, apart: bool = False) -> go.Figure:
    """Grants per year of approval as columns, own, joint and district-wide stacked; undated ones stand apart.

    With ``apart`` no sum of the three stands above a column.
    """
    dated = table[table.label.notna()]
    labels = [str(year) for year in range(int(dated.label.min()), int(dated.label.max()) + 1)] if len(dated) else []
    rows = table.assign(label=table.label.fillna(t("chart.undated"))).set_index("label")
    labels += [t("chart.undated")] if table.label.isna().any() else []
    rows = rows.reindex(labels)
    figure = theme.figure(height=340, barmode="stack", margin={"l": 8, "r": 8, "t": 40, "b": 8})
    width = 0.7 * min(1, len(labels) / 6)  # one year alone is a column too, not a wall
    for attribution in theme.ATTRIBUTION:
        values = rows[f"{attribution}_eur"]
        if values.notna().any():
            figure.add_bar(
                x=labels,
                y=values / 1_000_000,
                width=width,
                **_attribution(attribution),
                customdata=_hover(labels, values),
                hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
            )
    totals = rows.grant_eur / 1_000_000
    figure.add_scatter(
        x=labels,
        y=totals,
        mode="text",
        text=["" if apart or pd.isna(v) else units.number(v, 1 if v >= 0.05 else 2) for v in totals],
        textposition="top center",
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(title=t("chart.million_eur"), rangemode="tozero", nticks=5, fixedrange=True)
    return told(figure, t("chart.years_alt", list=_enumeration(labels, rows, apart=apart)) + _total(rows, apart=apart))


def flow(table: pd.DataFrame) -> go.Figure:
    """Grants from funder through programme to municipality; joint and district-wide money ends apart."""
    target = [
        name_of("municipality", m) if not units.is_unknown(m) else t(f"attribution.{a}")
        for m, a in zip(table.municipality, table.attribution, strict=True)
    ]
    stages = [table.funder.tolist(), table.programme.tolist(), target]
    nodes = {(stage, name): None for stage, names in enumerate(stages) for name in names}
    index = {node: i for i, node in enumerate(nodes)}
    totals: dict[tuple[int, str], float] = dict.fromkeys(nodes, 0)
    links: dict[tuple[int, int, str], float] = {}
    for *names, attribution, amount in zip(*stages, table.attribution, table.grant_eur, strict=True):
        for stage, name in enumerate(names):
            totals[stage, name] += amount
        for stage in (0, 1):
            key = (index[stage, names[stage]], index[stage + 1, names[stage + 1]], attribution)
            links[key] = links.get(key, 0) + amount
    figure = theme.figure(
        height=max(420, 40 * max(len(set(names)) for names in stages)), margin={"l": 8, "r": 8, "t": 12, "b": 12}
    )
    figure.add_sankey(
        node={
            "label": [
                f"{escape(textwrap.shorten(name, 44, placeholder=' …'))} · {units.euro_short(total)}"
                for (_, name), total in totals.items()
            ],
            "color": theme.NEUTRAL,
            "pad": 14,
            "thickness": 14,
            "line": {"width": 0},
            "customdata": [f"{escape(name)}<br>{units.euro(total)}" for (_, name), total in totals.items()],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        link={
            "source": [source for source, _, _ in links],
            "target": [end for _, end, _ in links],
            "value": list(links.values()),
            "color": [_faded(theme.ATTRIBUTION[attribution][0]) for _, _, attribution in links],
            "customdata": [units.euro(amount) for amount in links.values()],
            "hovertemplate": "%{source.label}<br>→ %{target.label}<br>%{customdata}<extra></extra>",
        },
    )
    by_funder = table.groupby("funder")[["grant_eur"]].sum().sort_values("grant_eur", ascending=False)
    return told(
        figure,
        t(
            "chart.flow_alt",
            list=_enumeration(list(by_funder.index), by_funder),
        )
        + _total(table),
    )


def topmost(table: pd.DataFrame) -> pd.DataFrame:
    """The table as it is, or its first rows and one more in which the sums of all others stand, exact to the cent."""
    if len(table) <= MOST:
        return table
    rest = table.iloc[KEPT:]
    sums = {column: _sum(rest[column]) for column in table.columns if column != "label"}
    others = pd.DataFrame([{"label": t("chart.rest", n=units.number(len(rest))), **sums}])
    return pd.concat([table.iloc[:KEPT], others], ignore_index=True)


def _sum(values: pd.Series) -> float:
    # In whole cents: a sum of many binary fractions would drift away from the total.
    return float((values.dropna() * 100).round().astype("int64").sum()) / 100 if values.notna().any() else math.nan


def bar_rows(labels: Sequence[str], values: Sequence[str]) -> go.Figure:
    """Empty horizontal bars: label and value stand above each bar, so that no width is lost to an axis."""
    wrapped = [textwrap.wrap(label, _LABEL_WIDTH) or [""] for label in labels]
    tall = max(len(lines) for lines in wrapped)
    figure = theme.figure(
        height=len(labels) * (_ROW + _LINE * (tall - 1)) + 56, margin={"l": 4, "r": 12, "t": 4, "b": 4}
    )
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -2, "yanchor": "bottom"}
    figure.update_layout(
        # What the rows say, for those who lay them out for another shape.
        meta={"rows": [[label, value] for label, value in zip(labels, values, strict=True)]},
        annotations=[
            {
                "text": f"<b>{value}</b>  {'<br>'.join(map(escape, lines))}",
                "y": -i + 0.14,
                "align": "left",
                "showarrow": False,
                **place,
            }
            for i, (lines, value) in enumerate(zip(wrapped, values, strict=True))
        ],
    )
    figure.update_xaxes(visible=False, rangemode="tozero", fixedrange=True)
    figure.update_yaxes(visible=False, range=[-len(labels) + 0.5, 0.56 + 0.1 * tall], fixedrange=True)
    return figure


def positions(table: pd.DataFrame) -> list[int]:
    """Where the bars of the rows lie."""
    return [-i for i in range(len(table))]


def _attribution(attribution: str) -> dict[str, object]:
    colour, pattern = theme.ATTRIBUTION[attribution]
    return {
        "name": t(f"attribution.{attribution}"),
        "marker": {
            "color": colour,
            "pattern": {"shape": pattern, "size": 6, "solidity": 0.35},
            # An edge of its own colour: a pattern alone has none where a bar is short.
            "line": {"width": 1, "color": colour},
        },
    }


def _hover(labels: Sequence[str], values: pd.Series) -> list[str]:
    return [
        f"{escape(label)}: {units.by_unit('grant_eur', value)}" for label, value in zip(labels, values, strict=True)
    ]


def _amounts(row: Any, *, apart: bool, exact: bool = False) -> str:
    """One amount, or with ``apart`` own, joint and district-wide ones side by side."""
    euro = units.euro if exact else units.euro_short
    if not apart:
        return units.UNKNOWN if units.is_unknown(row.grant_eur) else euro(row.grant_eur)
    known = [(part, getattr(row, f"{part}_eur")) for part in theme.ATTRIBUTION]
    shown = [f"{t(f'chart.part_{part}')} {euro(sum_)}".strip() for part, sum_ in known if not units.is_unknown(sum_)]
    return " · ".join(shown) or units.UNKNOWN


def _enumeration(labels: Sequence[str], table: pd.DataFrame, *, apart: bool = False) -> str:
    amounts = [_amounts(row, apart=apart, exact=True) for row in records(table)]
    return "; ".join(f"{label} {amount}" for label, amount in zip(labels, amounts, strict=True))


def _total(table: pd.DataFrame, *, apart: bool = False) -> str:
    return "" if apart else " " + t("chart.total", total=units.euro(table.grant_eur.sum()))


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.45)"


def told(figure: go.Figure, alt: str) -> go.Figure:
    """The figure with its alt text."""
    return figure.update_layout(meta={**(figure.layout.meta or {}), "alt": alt})
