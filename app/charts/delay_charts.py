"""Charts of shifted dates and of confidence: a table in, a plotly figure out.

Knows neither Streamlit nor DuckDB. Texts from tables are escaped on their way into a figure; alt texts are plain.
"""

import datetime as dt
import textwrap
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from app.charts import theme
from app.charts.grant_charts import KEPT, MOST, ROW_BAR, bar_rows, positions, told
from app.charts.timeline import middle, separator, stand_line, stand_text
from app.words import cells, confidence, units
from app.words.cells import records
from app.words.text import plural, t

_ROW, _LINE, _LINES, _WIDTH, _TOP = 51, 17, 3, 46, 128
_BAR = -0.24
_PLACE = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -2, "align": "left", "showarrow": False}


def shifts(table: pd.DataFrame, *, stand: dt.date) -> go.Figure:
    """One row per milestone: from its first plan, a hollow circle, to what came of it; overdue ones reach to the Stand.

    Of more than a screen can hold the first are drawn, and the figure says so.

    Parameters
    ----------
    table
        Rows of ``queries.shifts``, the longest delay first.
    stand
        Day of the Stand.
    """
    drawn, total = table if len(table) <= MOST else table.iloc[:KEPT], int(table.shift_count.iloc[0])
    rows = records(drawn)
    labels = [_label(row) for row in rows]
    titles = [_lines_of(row, amount) for row, (amount, _) in zip(rows, labels, strict=True)]
    # The upper half of a row holds its words, the lower one its marks.
    row_height = max(_ROW, 2 * _LINE * max(map(len, titles)))
    figure = theme.figure(
        height=len(rows) * row_height + _TOP + 24,
        margin={"l": 4, "r": 12, "t": _TOP, "b": 24},
        hovermode="closest",
        legend={"y": 1, "yanchor": "top", "yref": "container"},
    )
    ends = [pd.Timestamp(stand) if row.state == "overdue" else middle(row, "due") for row in rows]
    starts = [middle(row, "first_planned") for row in rows]
    _intervals(figure, [(i, row) for i, row in enumerate(rows)], "first_planned", theme.NEUTRAL)
    for state, (colour, _) in theme.STATE.items():
        reached = [(i, row) for i, row in enumerate(rows) if row.state == state != "overdue"]
        _intervals(figure, reached, "due", colour)
    for is_open, dash in ((False, "solid"), (True, "dash")):
        _lines(figure, rows, starts, ends, is_open=is_open, dash=dash)
    hover = [_told(row) for row in rows]
    figure.add_scatter(
        x=starts,
        y=[-i + _BAR for i in range(len(rows))],
        name=t("account.first_plan"),
        marker={"symbol": "circle-open", "size": 12, "color": theme.NEUTRAL, "line": {"width": 2.5}},
        **_marks(hover),
    )
    for state, (colour, symbol) in theme.STATE.items():
        of_state = [i for i, row in enumerate(rows) if row.state == state]
        if of_state:
            figure.add_scatter(
                x=[ends[i] for i in of_state],
                y=[-i + _BAR for i in of_state],
                name=t("account.until_stand") if state == "overdue" else t(f"state.{state}"),
                marker={"symbol": symbol, "size": 12, "color": colour, "line": {"color": colour, "width": 2.5}},
                **_marks([hover[i] for i in of_state]),
            )
    hidden = total - len(drawn)
    rest = t("account.shift_rest", n=units.number(len(drawn)), total=units.number(total)) if hidden else ""
    notes = [{**_PLACE, "text": rest, "y": 0, "yref": "paper", "yanchor": "top"}] if rest else []
    figure.update_layout(
        shapes=[*(separator(-i) for i in range(len(rows))), stand_line(stand)],
        annotations=[
            *notes,
            *(_title(i, amount, titles[i]) for i, (amount, _) in enumerate(labels)),
            stand_text(stand),
        ],
        meta={
            "projects": [escape(f"{amount}: {text}" if amount else text) for amount, text in labels],
            "hidden": hidden,
            "more": "picture.more_milestones",
        },
    )
    figure.update_xaxes(type="date", side="top", fixedrange=True, tickformat="%Y", dtick="M12", tickangle=0)
    figure.update_xaxes(ticklabelmode="period")
    figure.update_yaxes(visible=False, range=[-len(rows) + 0.5, 0.5], fixedrange=True)
    spoken = "; ".join(map(_spoken, rows))
    alt = t("account.shift_alt", n=units.number(total), stand=units.date(stand), list=spoken)
    return told(figure, f"{alt} {rest}".strip())


def steps(table: pd.DataFrame) -> go.Figure:
    """Projects per step of confidence, from the highest down; those without a step stand apart, hatched."""
    numbers = [units.number(count) for count in table.project_count]
    figure = bar_rows([confidence.shown(step) for step in table.confidence_step], numbers)
    known = table.confidence_step.notna()
    colours = [theme.HIGHLIGHT if is_known else theme.NEUTRAL for is_known in known]
    figure.add_bar(
        x=table.project_count,
        y=positions(table),
        **ROW_BAR,
        showlegend=False,
        marker={
            "color": colours,
            "line": {"width": 1, "color": colours},
            "pattern": {"shape": ["" if is_known else "/" for is_known in known], "size": 6, "solidity": 0.35},
        },
        customdata=[_projects(row) for row in records(table)],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return told(figure, t("confidence.alt", list="; ".join(_projects(row) for row in records(table))))


def _projects(row: Any) -> str:
    return f"{confidence.word(row.confidence_step)}: {plural('confidence.projects', row.project_count)}"


def _lines(figure: go.Figure, rows: list[Any], starts: list[Any], ends: list[Any], *, is_open: bool, dash: str) -> None:
    xs: list[object] = []
    ys: list[object] = []
    for i, row in enumerate(rows):
        if (row.state == "overdue") == is_open:
            xs += [starts[i], ends[i], None]
            ys += [-i + _BAR, -i + _BAR, None]
    if xs:
        line = {"color": theme.NEUTRAL, "width": 2.5, "dash": dash}
        figure.add_scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _intervals(figure: go.Figure, rows: list[tuple[int, Any]], prefix: str, colour: str) -> None:
    """What is known by month, quarter or year only is drawn in its whole length."""
    xs: list[object] = []
    ys: list[object] = []
    for i, row in rows:
        first, last = getattr(row, f"{prefix}_first_date"), getattr(row, f"{prefix}_last_date")
        if first < last:
            xs += [first, last, None]
            ys += [-i + _BAR, -i + _BAR, None]
    if xs:
        line = {"color": colour, "width": 8}
        figure.add_scatter(x=xs, y=ys, mode="lines", line=line, opacity=0.5, hoverinfo="skip", showlegend=False)


def _marks(hover: list[str]) -> dict[str, object]:
    return {"mode": "markers", "customdata": hover, "hovertemplate": "%{customdata}<extra></extra>"}


def _label(row: Any) -> tuple[str, str]:
    """The delay, if there is a number for it, and the title."""
    delay = cells.shown("delay_days", row)
    return "" if delay == units.UNKNOWN or row.state == "overdue" else delay, row.title


def _lines_of(row: Any, amount: str) -> list[str]:
    """Delay, title and project in lines that a phone has room for."""
    text = row.title if row.title == row.project_title else f"{row.title} ({row.project_title})"
    return textwrap.wrap(f"{amount} · {text}" if amount else text, _WIDTH, max_lines=_LINES, placeholder=" …")


def _title(i: int, amount: str, lines: list[str]) -> dict[str, object]:
    first, *rest = [escape(line) for line in lines]
    first = f"<b>{amount}</b>{first.removeprefix(amount)}" if amount else first
    return {**_PLACE, "text": "<br>".join([first, *rest]), "y": -i, "yanchor": "bottom"}


def _told(row: Any) -> str:
    return "<br>".join(map(escape, textwrap.wrap(_spoken(row), 60)))


def _spoken(row: Any) -> str:
    """One milestone in words."""
    delay = cells.shown("delay_days", row)
    kind = "open" if row.state == "overdue" else "unmeasured" if delay == units.UNKNOWN else "known"
    return t(
        f"account.shift_{kind}",
        title=row.title,
        project=row.project_title,
        first=units.by_unit("first_planned", row.first_planned),
        due=units.by_unit("due", row.due),
        delay=delay,
    )
