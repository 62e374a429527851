"""The timeline of milestones: a table in, a plotly figure out; each date is drawn as precisely as it is known."""

import datetime as dt
import textwrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from app import theme, units
from app.text import t

_ROW = 46
_TOP = 112
_LABEL = 62


def timeline(table: pd.DataFrame, *, stand: dt.date) -> go.Figure:
    """One row per project: a day is a point, a month, quarter or year is a bar; the Stand is a line.

    Parameters
    ----------
    table
        One row per milestone with ``project_title, title, state, due, due_first_date, due_last_date, due_precision``
        and the first plan in the same form; milestones without any date are not drawn.
    stand
        Day of the Stand.
    """
    dated = table[table.due.notna()]
    projects = list(dict.fromkeys(dated.project_title))
    rows = {title: -i for i, title in enumerate(projects)}
    figure = theme.figure(height=len(projects) * _ROW + _TOP + 8, margin={"l": 4, "r": 12, "t": _TOP, "b": 8}, hovermode="closest")
    for title, y in rows.items():
        figure.add_hline(y=y + 0.5, line={"color": theme.NEUTRAL, "width": 0.6}, opacity=0.6, layer="below")
        figure.add_annotation(
            x=0, xref="paper", y=y + 0.12, text=_shortened(title), showarrow=False, xanchor="left", yanchor="bottom", xshift=-2
        )
    _first_plans(figure, dated, rows)
    for state in theme.STATE:
        _state(figure, dated[dated.state == state], rows, state)
    figure.add_vline(x=stand.isoformat(), line={"color": theme.NEUTRAL, "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=stand.isoformat(), y=1, yref="paper", text=t("timeline.stand", date=units.date(stand)),
        showarrow=False, yanchor="bottom", yshift=24,
    )  # fmt: skip
    figure.update_layout(legend={"y": 1, "yanchor": "top", "yref": "container"})
    figure.update_xaxes(type="date", side="top", fixedrange=True, dtick="M12", tickformat="%Y", ticklabelmode="period", tickangle=0)
    figure.update_yaxes(visible=False, range=[-len(projects) + 0.5, 0.5], fixedrange=True)
    return figure.update_layout(meta={"alt": _alt(dated, projects, stand)})


def _state(figure: go.Figure, rows: pd.DataFrame, places: dict[str, int], state: str) -> None:
    if rows.empty:
        return
    colour, symbol = theme.STATE[state]
    bars = rows[rows.due_precision != "day"]
    figure.add_scatter(**_intervals(bars, places, "due"), mode="lines", line={"color": colour, "width": 9}, opacity=0.45,
                       hoverinfo="skip", showlegend=False)  # fmt: skip
    figure.add_scatter(
        x=[_middle(row, "due") for row in rows.itertuples()], y=[places[title] - 0.18 for title in rows.project_title],
        mode="markers", name=t(f"state.{state}"), legendgroup=state,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"color": colour, "width": 2.5}},
        customdata=[_hover(row) for row in rows.itertuples()], hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _first_plans(figure: go.Figure, rows: pd.DataFrame, places: dict[str, int]) -> None:
    """Where the first plan differs from what came of it: a hollow mark and a thin line to it."""
    moved = rows[rows.first_planned.notna() & (rows.first_planned != rows.due)]
    if moved.empty:
        return
    xs: list[object] = []
    ys: list[object] = []
    for row in moved.itertuples():
        xs += [_middle(row, "first_planned"), _middle(row, "due"), None]
        ys += [places[row.project_title] - 0.18] * 2 + [None]
    figure.add_scatter(x=xs, y=ys, mode="lines", line={"color": theme.NEUTRAL, "width": 1.5, "dash": "dot"}, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=[_middle(row, "first_planned") for row in moved.itertuples()], y=[places[title] - 0.18 for title in moved.project_title],
        mode="markers", name=t("timeline.first_plan"), marker={"symbol": "circle-open", "size": 11, "color": theme.NEUTRAL, "line": {"width": 2}},
        customdata=[_hover(row) for row in moved.itertuples()], hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _intervals(rows: pd.DataFrame, places: dict[str, int], prefix: str) -> dict[str, list[object]]:
    xs: list[object] = []
    ys: list[object] = []
    for row in rows.itertuples():
        xs += [getattr(row, f"{prefix}_first_date"), getattr(row, f"{prefix}_last_date"), None]
        ys += [places[row.project_title] - 0.18] * 2 + [None]
    return {"x": xs, "y": ys}


def _middle(row: Any, prefix: str) -> pd.Timestamp:
    first, last = getattr(row, f"{prefix}_first_date"), getattr(row, f"{prefix}_last_date")
    return first + (last - first) / 2


def _hover(row: Any) -> str:
    lines = [f"<b>{_wrapped(row.title)}</b>", f"{t(f'state.{row.state}')}: {units.by_unit('due', row.due)}"]
    if not units.is_unknown(row.first_planned):
        lines.append(f"{t('column.first_planned')}: {units.by_unit('first_planned', row.first_planned)}")
    if not units.is_unknown(row.delay_days):
        lines.append(f"{t('column.delay_days')}: {units.days(row.delay_days)}")
    elif not units.is_unknown(row.delay_months):
        lines.append(f"{t('column.delay_days')}: {units.months(row.delay_months)}")
    return "<br>".join(lines)


def _wrapped(text: str) -> str:
    return "<br>".join(textwrap.wrap(text, 48))


def _shortened(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 2].rstrip() + " …"


def _alt(dated: pd.DataFrame, projects: list[str], stand: dt.date) -> str:
    counts = dated.state.value_counts()
    states = "; ".join(f"{t(f'state.{state}')} {counts[state]}" for state in theme.STATE if state in counts)
    return t("timeline.alt", projects=len(projects), milestones=len(dated), states=states, stand=units.date(stand))
