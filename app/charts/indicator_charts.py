"""Charts of indicators and population: a table in, a plotly figure out; its alt text is in ``layout.meta``.

Knows neither Streamlit nor DuckDB. plotly reads texts as HTML, so every text from a table is escaped on its way into a
figure; alt texts are plain.
"""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from app.charts import line_labels, theme
from app.charts.grant_charts import KEPT, MOST, ROW_BAR, bar_rows, positions, told
from app.words import units
from app.words.cells import records
from app.words.text import t

_LABELLED, _AROUND = 400, 36
"""Pixels of a chart whose lines carry their names, and of what lies around its plot."""


def series(table: pd.DataFrame, *, breaks: tuple[int, ...] = (), chosen: tuple[str, ...] = ()) -> go.Figure:
    """One line per region over time; whole regions are heavier, years of a new method are shaded."""
    unit = table.unit.iloc[0]
    figure = theme.figure(
        height=460, legend={"orientation": "h", "yanchor": "top", "y": -0.12, "x": 0}, hovermode="closest"
    )
    municipalities = 0
    ends, tips = [], []
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
        known = rows.dropna(subset="value").iloc[-1:]
        tips += [(str(name), row.period_last_date, row.value) for row in records(known)]
    first, last = table.period_first_date.min(), table.period_last_date.max()
    for year in breaks:
        if first.year < year <= last.year:
            _band(figure, f"{year}-01-01", f"{year}-12-31", t("chart.break", year=year))
    figure.update_xaxes(
        showgrid=False, fixedrange=True, tickformat="%Y", dtick="M12" if (last - first).days < 4000 else "M24"
    )
    _name_single_day(figure, table.period_last_date, units.partial_date(table.period.iloc[0]))
    figure.update_yaxes(
        rangemode="tozero",
        nticks=6,
        fixedrange=True,
        **({"ticksuffix": " %"} if unit.startswith("%") else {"tickformat": ",d"}),
    )
    if unit.startswith("%") and len(tips) <= line_labels.FEW and table.value.max() > 0:
        top = 1.08 * table.value.max()
        figure.update_layout(height=_LABELLED, yaxis_range=[0, top])
        # Names at the ends would widen the axis that plotly finds by itself.
        edge = (last - table.period_last_date.min()) * 0.03
        if edge:
            figure.update_xaxes(range=[table.period_last_date.min() - edge, last + edge])
        line_labels.at_ends(figure, tips, height=_LABELLED - _AROUND, top=top)
    ends.sort(reverse=True)
    return told(
        figure,
        t(
            "chart.series_alt",
            unit=unit,
            # As precise as they are known, and never more.
            first=units.partial_date(table.sort_values("period_first_date").period.iloc[0]),
            last=units.partial_date(table.sort_values("period_last_date").period.iloc[-1]),
            list="; ".join(f"{name} {units.measure(value, unit)}" for value, name in ends),
        ),
    )


def ranking(table: pd.DataFrame, *, chosen: tuple[str, ...] = ()) -> go.Figure:
    """Latest values, highest first, of many municipalities the foremost and the chosen ones; whole regions in grey (not for counts), the chosen municipalities hatched."""
    unit = table.unit.iloc[0]
    if not unit.startswith("%"):
        table = table[table.region_level == "municipality"]
    table = _foremost(table, chosen) if len(table) > MOST else table
    labels = table.name.tolist()
    figure = bar_rows(labels, [units.measure(value, unit) for value in table.value])
    figure.add_bar(
        x=table.value,
        y=positions(table),
        **ROW_BAR,
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
    return told(figure, t("chart.ranking_alt", unit=unit, list="; ".join(known)))


def _foremost(table: pd.DataFrame, chosen: tuple[str, ...]) -> pd.DataFrame:
    """Whole regions, the first municipalities and the chosen ones, in their order."""
    is_municipality = table.region_level == "municipality"
    return table[~is_municipality | (is_municipality.cumsum() <= KEPT) | table.region_ags.isin(chosen[:KEPT])]


def population(table: pd.DataFrame) -> go.Figure:
    """Population over time, a line of its own for each census that the figures rest on."""
    figure = theme.figure(height=300, legend={"orientation": "h", "yanchor": "top", "y": -0.15, "x": 0})
    lines = []
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
        lines.append((str(basis), rows.reference_date.tolist(), rows.population_count.tolist()))
    figure.update_xaxes(showgrid=False, fixedrange=True)
    _name_single_day(figure, table.reference_date, units.date(table.reference_date.iloc[0]))
    figure.update_yaxes(rangemode="tozero", tickformat=",d", nticks=5, fixedrange=True)
    if len(lines) <= line_labels.FEW:
        figure.update_layout(yaxis_range=[0, 1.25 * table.population_count.max()])
        line_labels.beside(figure, lines)
    entries = [
        f"{units.date(d)} {units.number(n)}" for d, n in zip(table.reference_date, table.population_count, strict=True)
    ]
    return told(figure, t("chart.population_alt", list="; ".join(entries)))


def _name_single_day(figure: go.Figure, days: pd.Series, name: str) -> None:
    """Name the one day that there is; plotly would write fractions of its seconds, or nothing."""
    if days.nunique() == 1:
        figure.update_xaxes(tickvals=[days.iloc[0]], ticktext=[name])


def _band(figure: go.Figure, start: str, end: str, text: str) -> None:
    figure.add_vrect(x0=start, x1=end, fillcolor=theme.NEUTRAL, opacity=0.18, line_width=0, layer="below")
    figure.add_annotation(
        x=start, y=1, yref="paper", text=text, textangle=-90, showarrow=False, xanchor="left", yanchor="top"
    )
