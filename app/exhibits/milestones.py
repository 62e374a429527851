"""Timelines of milestones, what was shifted, and how confident one may be."""

from typing import Any

from app.charts import delay_charts, milestone_charts
from app.data import queries
from app.data.rows import QueryRows
from app.exhibits import measures
from app.exhibits.claims import delays, series
from app.exhibits.model import Exhibit, ExhibitContent, Plot, View, municipality_name
from app.words import table_columns


def _groups(view: View) -> QueryRows:
    return queries.timeline_projects(view.selection)


def _paged(view: View) -> ExhibitContent:
    projects = _groups(view).page(int(view.parameter("seite") or 1), size=view.size).iloc[:, 0]
    return _timeline(view, *projects)


def _of_project(view: View) -> ExhibitContent:
    return _timeline(View(view.selection.everything()), view.parameter("projekt"))


def _timeline(view: View, *projects: str) -> ExhibitContent:
    # Without a name the question answers for all projects.
    rows = queries.timeline_rows(view.selection, *(projects or ("",)))
    return ExhibitContent(
        rows, table_columns.TIMELINE, Plot(milestone_charts.timeline, (("stand", view.selection.stand),))
    )


def _shifts(view: View) -> ExhibitContent:
    plot = Plot(delay_charts.shifts, (("stand", view.selection.stand),))
    return ExhibitContent(queries.shifts(view.selection), table_columns.SHIFTS, plot)


def _confidence(view: View) -> ExhibitContent:
    return ExhibitContent(
        queries.confidence_counts(view.selection), table_columns.CONFIDENCE, Plot(delay_charts.confidence_counts)
    )


_INPUTS = ("meilensteine", "projekte")
_TIMELINE: dict[str, Any] = {"inputs": _INPUTS, "claims": series.milestones, "measure": measures.milestones}

EXHIBITS = (
    Exhibit("milestones.timeline", "zeitleiste", "milestones", "timeline", _paged, groups=_groups, **_TIMELINE),
    Exhibit(
        "municipality.milestones",
        "zeitleiste-der-kommune",
        "municipalities",
        "timeline",
        _paged,
        subject=municipality_name,
        groups=_groups,
        **_TIMELINE,
    ),
    Exhibit(
        "project.milestones",
        "zeitleiste-des-projekts",
        "projects",
        "timeline",
        _of_project,
        filters=(),
        choices=("projekt",),
        **_TIMELINE,
    ),
    Exhibit(
        "account.shifts",
        "verschobene-meilensteine",
        "milestones",
        "timeline",
        _shifts,
        inputs=_INPUTS,
        claims=delays.shifts,
        measure=measures.delays,
    ),
    Exhibit(
        "confidence",
        "zuversicht-zu-den-terminen",
        "milestones",
        "bars",
        _confidence,
        inputs=_INPUTS,
        claims=delays.confidence_counts,
        measure=measures.confidence,
    ),
)
