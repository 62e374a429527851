"""What shows data: figures, charts, maps and tables are plain values, which the surface of the run shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from app import exhibits
from app.data.rows import as_rows
from app.data.selection import Selection, current
from app.exhibits import View, tables
from app.navigation import FILTERS
from app.sentences.headlines import Figure
from app.surfaces.streamlit import panel, surface
from app.surfaces.streamlit.panel import FIRST, Filters, Sources, Table, csv_address

_NOTES = 2
"""Milestones of a list that names the first ones."""
_OPEN = ("milestones.overdue", "milestones.no_feedback")
"""Lists of what somebody should be asked about."""


def figures(key: str, *shown: Figure, selection: Selection | None = None) -> None:
    """Headline figures; they are of the ``selection`` of the page where none is given."""
    surface.current().figures(key, shown, selection)


def answer(as_of: str, *sentences: str, sources: tuple[str, ...]) -> None:
    """The sentences that answer the question of the page, of which day they are, and which data ``sources`` they rest on."""
    surface.current().answer(sentences, as_of, sources)


def figure_groups(groups: Mapping[str, Sequence[Figure]], sources: Mapping[str, tuple[str, ...]]) -> None:
    """Headline figures in groups, each below the heading whose key stands with it; the way to more once a group.

    ``sources`` names those of a group that rests on others than its page.
    """
    surface.current().figure_groups(
        {
            heading: (*(replace(figure, page="") for figure in figures[:-1]), figures[-1])
            for heading, figures in groups.items()
            if figures
        },
        sources,
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


def table(key: str, selection: Selection | None = None, *, first: int = FIRST, **choices: str) -> None:
    """A sortable table with its heading and files; ``selection`` and ``choices`` as of ``exhibit``.

    Of more rows than the ``first`` somebody has to ask for all.
    """
    surface.current().table(_table(key, selection, first, choices))


def table_if_any(key: str, **choices: str) -> None:
    """The same where there is any row; elsewhere nothing."""
    if (found := _table(key, None, FIRST, choices)).rows.count:
        surface.current().table(found)


def table_of(
    key: str,
    rows: pd.DataFrame,
    columns: Sequence[str],
    source: Sources = ("projekte",),
    filters: Filters = FILTERS,
    subject: str = "",
    selection: Selection | None = None,
) -> None:
    """A table of rows that no address can ask for, so that it holds its file itself."""
    shown = Table(key, as_rows(rows), tuple(columns), source, filters, selection or current(), subject)
    surface.current().table(replace(shown, files={"CSV": csv_address(shown)}))


def milestones(key: str) -> None:
    """A short list of milestones with their projects."""
    surface.current().milestones(_table(key, None, FIRST, {}))


def _table(key: str, selection: Selection | None, first: int, choices: Mapping[str, str]) -> Table:
    view = View(selection or current(), tuple((name, value) for name, value in choices.items() if value))
    return panel.exhibit_table(tables.by_key(key), view, first, view.selection.described)


def notes(key: str, table: str) -> None:
    """The first milestones of a ``table``: when, what, who would know more where it is not reached, and the way to more."""
    columns = ("title", "project_title", "due", *(["lead"] if table in _OPEN else []))
    surface.current().notes(replace(_table(table, None, _NOTES, {}), key=key, columns=columns))
