"""Charts: a table in, a plotly figure out; its alt text, made from the same table, is in ``layout.meta``.

Knows neither Streamlit nor DuckDB. Marks differ by pattern, dash or symbol, never by colour alone. plotly reads texts as
HTML, so every text from a table is escaped on its way into a figure; alt texts are plain.
"""

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from app import theme, units
from app.tables import name_of, records
from app.text import t

_ROW = 46
_LINE = 20
_LABEL_WIDTH = 46


def parts(table: pd.DataFrame, *, apart: bool = False) -> go.Figure:
    """Grants per ``label``, own, joint and district-wide stacked; the amount stands above each bar.

    With ``apart`` the three are never added: a joint grant must not look like one municipality's own.
    """
    labels = [
        name_of("label", label) if not units.is_unknown(label) else t("chart.unlabelled") for label in table.label
    ]
    figure = _rows(labels, [_amounts(row, apart=apart) for row in records(table)])
    for attribution in theme.ATTRIBUTION:
        values = table[f"{attribution}_eur"]
        if values.notna().any():
            figure.add_bar(
                x=values,
                y=_positions(table),
                orientation="h",
                width=0.42,
                offset=-0.3,
                **_attribution(attribution),
                customdata=_hover(labels, values),
                hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
            )
    figure.update_layout(barmode="stack", showlegend=True, margin_t=36)
    return _told(
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
    return _told(figure, t("chart.years_alt", list=_enumeration(labels, rows, apart=apart)) + _total(rows, apart=apart))


def flow(table: pd.DataFrame) -> go.Figure:
    """Grants from funder through programme to municipality; joint and district-wide money ends apart."""
    target = [
        name_of("municipality", m) if not units.is_unknown(m) else t(f"attribution.{a}")
        for m, a in zip(table.municipality, table.attribution, strict=True)
    ]
    stages = [table.funder.tolist(), table.programme.tolist(), target]
    nodes = {(stage, name): None for stage, names in enumerate(stages) for name in names}
    index = {node: i for i, node in enumerate(nodes)}
    totals = [table.grant_eur[[name == n for n in stages[stage]]].sum() for stage, name in nodes]
    links: dict[tuple[int, int, str], float] = {}
    for stage in (0, 1):
        for left, right, attribution, amount in zip(
            stages[stage], stages[stage + 1], table.attribution, table.grant_eur, strict=True
        ):
            key = (index[stage, left], index[stage + 1, right], attribution)
            links[key] = links.get(key, 0) + amount
    figure = theme.figure(
        height=max(420, 40 * max(len(set(names)) for names in stages)), margin={"l": 8, "r": 8, "t": 12, "b": 12}
    )
    figure.add_sankey(
        node={
            "label": [
                f"{escape(textwrap.shorten(name, 44, placeholder=' …'))} · {units.euro_short(total)}"
                for (_, name), total in zip(nodes, totals, strict=True)
            ],
            "color": theme.NEUTRAL,
            "pad": 14,
            "thickness": 14,
            "line": {"width": 0},
            "customdata": [
                f"{escape(name)}<br>{units.euro(total)}" for (_, name), total in zip(nodes, totals, strict=True)
            ],
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
    return _told(
        figure,
        t(
            "chart.flow_alt",
            list=_enumeration(list(by_funder.index), by_funder),
        )
        + _total(table),
    )


def series(table: pd.DataFrame, *, breaks: tuple[int, ...] = (), chosen: tuple[str, ...] = ()) -> go.Figure:
    """One line per region over time; whole regions are heavier, years of a new method are shaded."""
    unit = table.unit.iloc[0]
    figure = theme.figure(
        height=460, legend={"orientation": "h", "yanchor": "top", "y": -0.12, "x": 0}, hovermode="closest"
    )
    municipalities = 0
    ends = []
    for (_, name, level), rows in table.groupby(["region_ags", "name", "region_level"], sort=False):
        whole = level != "municipality"
        place = ["district", "state", "country"].index(str(level)) if whole else municipalities
        municipalities += not whole
        emphasised = whole or rows.region_ags.iloc[0] in chosen
        figure.add_scatter(
            x=rows.period_last_date,
            y=rows.value,
            name=escape(str(name)),
            mode="lines+markers",
            # Counts of whole regions would flatten every municipality; the legend brings them back.
            visible="legendonly" if whole and not unit.startswith("%") else True,
            line={
                "width": 3 if emphasised else 1.6,
                "dash": ["solid", "dash", "dot"][place] if whole else theme.LINES[place // 6 % 6],
                "color": theme.NEUTRAL if whole else theme.SERIES[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11][place % 11]],
            },
            marker={"symbol": theme.REGION_SYMBOLS[place] if whole else theme.SYMBOLS[place % 10], "size": 8},
            customdata=[
                f"{escape(str(name))}<br>{units.partial_date(p)}: {units.measure(v, unit)}"
                for p, v in zip(rows.period, rows.value, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
        ends.append((rows.value.iloc[-1], name))
    first, last = table.period_first_date.min(), table.period_last_date.max()
    for year in breaks:
        if first.year < year <= last.year:
            _band(figure, f"{year}-01-01", f"{year}-12-31", t("chart.break", year=year))
    figure.update_xaxes(
        showgrid=False, fixedrange=True, tickformat="%Y", dtick="M12" if (last - first).days < 4000 else "M24"
    )
    figure.update_yaxes(
        rangemode="tozero",
        nticks=6,
        fixedrange=True,
        **({"ticksuffix": " %"} if unit.startswith("%") else {"tickformat": ",d"}),
    )
    ends.sort(reverse=True)
    return _told(
        figure,
        t(
            "chart.series_alt",
            unit=unit,
            first=units.date(first),
            last=units.date(last),
            list="; ".join(f"{name} {units.measure(value, unit)}" for value, name in ends),
        ),
    )


def ranking(table: pd.DataFrame, *, chosen: tuple[str, ...] = ()) -> go.Figure:
    """Latest values, highest first; whole regions in grey (not for counts), the chosen municipalities hatched."""
    unit = table.unit.iloc[0]
    if not unit.startswith("%"):
        table = table[table.region_level == "municipality"]
    labels = table.name.tolist()
    figure = _rows(labels, [units.measure(value, unit) for value in table.value])
    figure.add_bar(
        x=table.value,
        y=_positions(table),
        orientation="h",
        width=0.42,
        offset=-0.3,
        showlegend=False,
        marker={
            "color": [theme.HIGHLIGHT if level == "municipality" else theme.NEUTRAL for level in table.region_level],
            "pattern": {"shape": ["/" if ags in chosen else "" for ags in table.region_ags]},
        },
        customdata=[
            f"{escape(name)}: {units.measure(value, unit)}" for name, value in zip(labels, table.value, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    known = [f"{name} {units.measure(value, unit)}" for name, value in zip(labels, table.value, strict=True)]
    return _told(figure, t("chart.ranking_alt", unit=unit, list="; ".join(known)))


def population(table: pd.DataFrame) -> go.Figure:
    """Population over time, a line of its own for each census that the figures rest on."""
    figure = theme.figure(height=300, legend={"orientation": "h", "yanchor": "top", "y": -0.15, "x": 0})
    for i, (basis, rows) in enumerate(table.groupby("basis", sort=False)):
        figure.add_scatter(
            x=rows.reference_date,
            y=rows.population_count,
            name=escape(str(basis)),
            mode="lines+markers",
            line={"color": theme.SERIES[i], "dash": theme.LINES[i]},
            marker={"symbol": theme.SYMBOLS[i], "size": 9},
            customdata=[
                f"{units.date(d)}: {units.number(n)}"
                for d, n in zip(rows.reference_date, rows.population_count, strict=True)
            ],
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )
    figure.update_xaxes(showgrid=False, fixedrange=True)
    if table.reference_date.nunique() == 1:
        # plotly would fill the axis around a single day with fractions of a second.
        day = table.reference_date.iloc[0]
        figure.update_xaxes(tickvals=[day], ticktext=[units.date(day)])
    figure.update_yaxes(rangemode="tozero", tickformat=",d", nticks=5, fixedrange=True)
    entries = [
        f"{units.date(d)} {units.number(n)}" for d, n in zip(table.reference_date, table.population_count, strict=True)
    ]
    return _told(figure, t("chart.population_alt", list="; ".join(entries)))


def _rows(labels: Sequence[str], values: Sequence[str]) -> go.Figure:
    """Empty horizontal bars: label and value stand above each bar, so that no width is lost to an axis."""
    wrapped = [textwrap.wrap(label, _LABEL_WIDTH) or [""] for label in labels]
    tall = max(len(lines) for lines in wrapped)
    figure = theme.figure(
        height=len(labels) * (_ROW + _LINE * (tall - 1)) + 56, margin={"l": 4, "r": 12, "t": 4, "b": 4}
    )
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -2, "yanchor": "bottom"}
    figure.update_layout(
        annotations=[
            {
                "text": f"<b>{value}</b>  {'<br>'.join(map(escape, lines))}",
                "y": -i + 0.14,
                "align": "left",
                "showarrow": False,
                **place,
            }
            for i, (lines, value) in enumerate(zip(wrapped, values, strict=True))
        ]
    )
    figure.update_xaxes(visible=False, rangemode="tozero", fixedrange=True)
    figure.update_yaxes(visible=False, range=[-len(labels) + 0.5, 0.56 + 0.1 * tall], fixedrange=True)
    return figure


def _positions(table: pd.DataFrame) -> list[int]:
    return [-i for i in range(len(table))]


def _attribution(attribution: str) -> dict[str, object]:
    colour, pattern = theme.ATTRIBUTION[attribution]
    return {
        "name": t(f"attribution.{attribution}"),
        "marker": {"color": colour, "pattern": {"shape": pattern, "size": 6, "solidity": 0.35}, "line": {"width": 0}},
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


def _band(figure: go.Figure, start: str, end: str, text: str) -> None:
    figure.add_vrect(x0=start, x1=end, fillcolor=theme.NEUTRAL, opacity=0.18, line_width=0, layer="below")
    figure.add_annotation(
        x=start, y=1, yref="paper", text=text, textangle=-90, showarrow=False, xanchor="left", yanchor="top"
    )


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.45)"


def _told(figure: go.Figure, alt: str) -> go.Figure:
    return figure.update_layout(meta={"alt": alt})
