"""Timelines of milestones, what was shifted, and how confident one may be."""

import functools

import pandas as pd

from app.charts import milestone_charts
from app.data import queries
from app.data.origins import RESULT_ROWS, origin
from app.data.rows import QueryRows
from app.exhibits.claims import series
from app.exhibits.measures import area, due, measure, part, project_or_area, stand
from app.exhibits.model import Exhibit, ExhibitContent, Plot, View, municipality_name, of_shown
from app.sentences.left_out import MILESTONES, PROJECTS, RESULTS
from app.words import table_columns


def _groups(view: View) -> QueryRows:
    return queries.timeline_projects(view.selection)


def _paged(view: View) -> ExhibitContent:
    if view.is_whole:
        # All of them need no names, and those without any date stand on no page.
        rows = queries.timeline_rows(view.selection)
        return _drawn(view, rows[rows.last_date.notna()])
    projects = _groups(view).page(int(view.parameter("seite") or 1), size=view.size).iloc[:, 0]
    return _timeline(view, *projects)


def _of_project(view: View) -> ExhibitContent:
    return _timeline(View(view.selection.everything()), view.parameter("projekt"))


def _timeline(view: View, *projects: str) -> ExhibitContent:
    # Without a name the question answers for all projects.
    return _drawn(view, queries.timeline_rows(view.selection, *(projects or ("",))))


def _drawn(view: View, rows: pd.DataFrame) -> ExhibitContent:
    plot = Plot(milestone_charts.timeline, (("stand", view.selection.stand),))
    return ExhibitContent(rows, table_columns.TIMELINE, plot)


def _states(view: View) -> ExhibitContent:
    rows = queries.milestone_states(view.selection)
    return ExhibitContent(rows, tuple(rows.columns), Plot(milestone_charts.states))


def _shifts(view: View) -> ExhibitContent:
    plot = Plot(milestone_charts.shifts, (("stand", view.selection.stand),))
    return ExhibitContent(queries.shifts(view.selection), table_columns.SHIFTS, plot)


def _confidence(view: View) -> ExhibitContent:
    rows = queries.confidence_counts(view.selection)
    return ExhibitContent(rows, tuple(rows.columns), Plot(milestone_charts.confidence_counts))


_exhibit = functools.partial(Exhibit, inputs=("meilensteine", "projekte"))
_timeline_exhibit = functools.partial(
    _exhibit,
    kind="timeline",
    claims=series.milestones,
    measure=measure("milestones", project_or_area, due, part),
    dated=(MILESTONES,),
    origin=origin("timeline_rows", "milestone_detail", groups=("state",)),
)

EXHIBITS = (
    _exhibit(
        "overview.states",
        "ergebnisse-nach-zustand",
        "overview",
        "bars",
        _states,
        claims=series.states,
        measure=measure("states", area, stand),
        dated=(RESULTS,),
        origin=origin("milestone_states", "milestone_detail", RESULT_ROWS, groups=("state",)),
    ),
    _timeline_exhibit(
        "milestones.timeline",
        "zeitleiste",
        "milestones",
        content=_paged,
        groups=_groups,
        conditions=of_shown("project_id", _paged),
    ),
    _timeline_exhibit(
        "municipality.milestones",
        "zeitleiste-der-kommune",
        "municipalities",
        content=_paged,
        subject=municipality_name,
        groups=_groups,
        conditions=of_shown("project_id", _paged),
    ),
    _timeline_exhibit(
        "project.milestones",
        "zeitleiste-des-projekts",
        "projects",
        content=_of_project,
        filters=(),
        choices=("projekt",),
    ),
    _exhibit(
        "account.shifts",
        "verschobene-meilensteine",
        "milestones",
        "timeline",
        _shifts,
        claims=series.shifts,
        measure=measure("account.shifts", area, stand),
        origin=origin("shifts", "milestone_detail", groups=("timing", "state"), beside=("dropped_milestone",)),
        conditions=of_shown("milestone_id", _shifts),
    ),
    _exhibit(
        "confidence",
        "zuversicht-zu-den-terminen",
        "milestones",
        "bars",
        _confidence,
        claims=series.confidence_counts,
        measure=measure("confidence", area, stand),
        dated=(PROJECTS,),
        origin=origin(
            "confidence_counts", "project_detail", groups=("confidence_step",), beside=("project_confidence",)
        ),
    ),
)
