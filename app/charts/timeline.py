"""The timeline of milestones: a table in, a plotly figure out; each date is drawn as precisely as it is known."""

import datetime as dt
import textwrap
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from app.charts import theme
from app.words import units
from app.words.cells import records
from app.words.text import plural, t

_ROW = 46
_TOP = 128
_LABEL = 62
_BAR = -0.18


def timeline(table: pd.DataFrame, *, stand: dt.date) -> go.Figure:
    """One row per project: a day is a point, a month, quarter or year is a bar; the Stand is a line.

    Parameters
    ----------
    table
        One row per milestone with ``project_id, project_title, title, state, due, due_first_date, due_last_date, due_precision``,
        the first plan and the project's ``begin`` and ``end`` in the same form; a project without milestones has one
        row. What has no date at all is not drawn.
    stand
        Day of the Stand.
    """
    drawn = table[table.due.notna() | table.begin.notna() | table["end"].notna()]
    dated = drawn[drawn.due.notna()]
    projects = dict(zip(drawn.project_id, drawn.project_title, strict=True))
    rows = {project: -i for i, project in enumerate(projects)}
    figure = theme.figure(
        height=len(projects) * _ROW + _TOP + 8,
        margin={"l": 4, "r": 12, "t": _TOP, "b": 8},
        hovermode="closest",
        legend={"y": 1, "yanchor": "top", "yref": "container"},
    )
    _runs(figure, drawn.drop_duplicates("project_id"), rows)
    for state in theme.STATE:
        _bars(figure, dated[(dated.state == state) & (dated.due_precision != "day")], rows, state)
    _first_plans(figure, dated, rows)
    for state in theme.STATE:
        _marks(figure, dated[dated.state == state], rows, state)
    # All at once: adding shapes one by one costs plotly a copy of all others each time.
    figure.update_layout(
        shapes=[*(separator(y) for y in rows.values()), stand_line(stand)],
        annotations=[*(_title(projects[project], y) for project, y in rows.items()), stand_text(stand)],
    )
    figure.update_xaxes(
        type="date", side="top", fixedrange=True, dtick="M12", tickformat="%Y", ticklabelmode="period", tickangle=0
    )
    figure.update_yaxes(visible=False, range=[-len(projects) + 0.5, 0.5], fixedrange=True)
    return figure.update_layout(
        meta={"alt": _alt(dated, len(projects), stand), "projects": [escape(title) for title in projects.values()]}
    )


def separator(y: int) -> dict[str, object]:
    """The thin line above a row."""
    line = {"color": theme.NEUTRAL, "width": 0.6}
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y + 0.5,
        "y1": y + 0.5,
        "line": line,
        "layer": "below",
    }


def _title(title: str, y: int) -> dict[str, object]:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -2, "y": y + 0.12, "yanchor": "bottom"}
    return {"text": escape(_shortened(title)), "align": "left", "showarrow": False, **place}


def stand_line(stand: dt.date) -> dict[str, object]:
    """The day of the Stand through all rows."""
    day = stand.isoformat()
    line = {"color": theme.NEUTRAL, "width": 2, "dash": "dash"}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": day, "x1": day, "line": line}


def stand_text(stand: dt.date) -> dict[str, object]:
    """The day of the Stand, written above its line."""
    place = {"x": stand.isoformat(), "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 24}
    return {"text": t("timeline.stand", date=units.date(stand)), "showarrow": False, **place}


def _runs(figure: go.Figure, projects: pd.DataFrame, places: dict[str, int]) -> None:
    """From begin to end where both are known; a begin or an end alone is drawn as itself, for nothing says what lies beyond."""
    xs: list[object] = []
    ys: list[object] = []
    alone = []
    for row in records(projects):
        first, last = row.begin_first_date, row.end_last_date
        if pd.isna(first) or pd.isna(last):
            alone += [(row, column) for column in ("begin", "end") if not units.is_unknown(getattr(row, column))]
            first, last = (row.end_first_date, last) if pd.isna(first) else (first, row.begin_last_date)
        if not pd.isna(first):
            xs += [first, last, None]
            ys += [places[row.project_id] + _BAR] * 2 + [None]
    if xs:
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="lines",
            name=t("timeline.run"),
            line={"color": theme.NEUTRAL, "width": 17},
            opacity=0.28,
            hoverinfo="skip",
        )
    if alone:
        figure.add_scatter(
            x=[middle(row, column) for row, column in alone],
            y=[places[row.project_id] + _BAR for row, _ in alone],
            mode="markers",
            name=t("timeline.alone"),
            marker={"symbol": "line-ns-open", "size": 15, "color": theme.NEUTRAL, "line": {"width": 2}},
            customdata=[
                f"{t(f'column.{column}')}: {units.by_unit(column, getattr(row, column))}" for row, column in alone
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )


def _bars(figure: go.Figure, rows: pd.DataFrame, places: dict[str, int], state: str) -> None:
    """Months, quarters and years as bars in their full length."""
    if rows.empty:
        return
    xs: list[object] = []
    ys: list[object] = []
    for row in records(rows):
        xs += [row.due_first_date, row.due_last_date, None]
        ys += [places[row.project_id] + _BAR] * 2 + [None]
    figure.add_scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"color": theme.STATE[state][0], "width": 8},
        opacity=0.5,
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(figure: go.Figure, rows: pd.DataFrame, places: dict[str, int], state: str) -> None:
    """One mark per milestone, whose shape and colour say its state."""
    if rows.empty:
        return
    colour, symbol = theme.STATE[state]
    figure.add_scatter(
        x=[middle(row, "due") for row in records(rows)],
        y=[places[project] + _BAR for project in rows.project_id],
        mode="markers",
        name=t(f"state.{state}"),
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"color": colour, "width": 2.5}},
        customdata=[_hover(row) for row in records(rows)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _first_plans(figure: go.Figure, rows: pd.DataFrame, places: dict[str, int]) -> None:
    """Where the first plan differs from what came of it: a hollow mark and a thin line to it."""
    moved = rows[rows.first_planned.notna() & (rows.first_planned != rows.due)]
    if moved.empty:
        return
    xs: list[object] = []
    ys: list[object] = []
    for row in records(moved):
        xs += [middle(row, "first_planned"), middle(row, "due"), None]
        ys += [places[row.project_id] + _BAR] * 2 + [None]
    figure.add_scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"color": theme.NEUTRAL, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=[middle(row, "first_planned") for row in records(moved)],
        y=[places[project] + _BAR for project in moved.project_id],
        mode="markers",
        name=t("timeline.first_plan"),
        marker={"symbol": "circle-open", "size": 11, "color": theme.NEUTRAL, "line": {"width": 2}},
        customdata=[_hover(row) for row in records(moved)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def middle(row: Any, prefix: str) -> Any:
    """The middle of the days that a partial date can mean."""
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
    return "<br>".join(map(escape, textwrap.wrap(text, 48)))


def _shortened(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 2].rstrip() + " …"


def _alt(dated: pd.DataFrame, projects: int, stand: dt.date) -> str:
    counts = dated.state.value_counts()
    states = "; ".join(f"{t(f'state.{state}')} {counts[state]}" for state in theme.STATE if state in counts)
    where = plural("sentence.in_projects", projects)
    if dated.empty:
        return t("timeline.alt_empty", projects=where)
    milestones = plural("timeline.milestones", len(dated))
    return t("timeline.alt", projects=where, milestones=milestones, states=states, stand=units.date(stand))
