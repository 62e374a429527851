"""What shows data: figures, charts, maps and tables are plain values, which the surface of the run shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from app import exhibits
from app.data.rows import Rows, as_rows
from app.data.selection import Selection, current
from app.exhibits import View
from app.navigation import ALL
from app.sentences.headline import Figure
from app.surfaces import table_data
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.panel import FIRST, Filters, Source, Table


def figures(key: str, *shown: Figure) -> None:
    """Headline figures."""
    surface.current().figures(key, shown)


def answer(as_of: str, *sentences: str) -> None:
    """The sentences that answer the question of the page, and of which day they are."""
    surface.current().answer(sentences, as_of)


def figure_groups(groups: Mapping[str, Sequence[Figure]]) -> None:
    """Headline figures in groups, each below the heading whose key stands with it; the way to more once a group."""
    surface.current().figure_groups(
        {
            heading: (*(replace(figure, page="") for figure in figures[:-1]), figures[-1])
            for heading, figures in groups.items()
            if figures
        }
    )


def note(*sentences: str) -> None:
    """Plain sentences, made from figures."""
    for sentence in filter(None, sentences):
        surface.current().note(sentence)


def exhibit(key: str, selection: Selection | None = None, **choices: str) -> None:
    """A chart or map with its heading, alt text, table, files and sources; a kind sentence when there is nothing to draw.

    ``selection`` is that of the page when there is none given; ``choices`` are those of the page that it depends on.
    """
    surface.current().exhibit(exhibits.by_key(key), View(selection or current(), tuple(choices.items())))


def table(
    key: str,
    rows: pd.DataFrame | Rows,
    columns: Sequence[str] = (),
    *,
    source: Source = "projekte",
    filters: Filters = ALL,
    subject: str = "",
    selection: Selection | None = None,
    first: int = FIRST,
) -> None:
    """A sortable table with its heading and CSV; ``selection`` says what it shows when that is not the page's own.

    Without ``columns`` those of the question are shown, in their order, but for those that only hold a link.
    Of more rows than the ``first`` somebody has to ask for all.
    """
    found = as_rows(rows)
    columns = tuple(columns or table_data.columns(found.page(1)))
    surface.current().table(Table(key, found, columns, source, filters, selection or current(), subject, first))


def table_if_any(key: str, rows: Rows, columns: Sequence[str]) -> None:
    """The same where there is any row; elsewhere nothing."""
    if rows.count:
        table(key, rows, columns)


def milestones(key: str, rows: pd.DataFrame | Rows) -> None:
    """A short list of milestones with their projects."""
    found = as_rows(rows)
    first = found.page(1)
    known = [
        name
        for name in ("since_plan_days", "delay_days")
        if first[name].notna().any() or (name == "delay_days" and first.delay_months.notna().any())
    ]
    columns = ("title", "project_title", "due", *known)
    surface.current().milestones(Table(key, found, columns, "projekte", ALL, current()))


def notes(key: str, rows: pd.DataFrame, *, lead: bool = False) -> None:
    """A few milestones: when, what, and the way to its project; with ``lead`` who would know more."""
    columns = ("title", "project_title", "due", *(["lead"] if lead else []))
    surface.current().notes(Table(key, as_rows(rows), columns, "projekte", ALL, current()))
