"""One chart of each kind: from the release, with hostile names, and of tables in which there is nothing to draw."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from app import exhibits
from app.charts import comparison_charts, grant_charts, indicator_charts, milestone_charts
from app.charts.marks import Chart
from app.data import queries
from app.data.selection import Selection
from tests.app.charts.drawings import MARKUP
from tests.app.charts.tables import counted, grants, measured, milestones, ranked, shifted
from tests.app.test_exhibits import view

STAND = pd.Timestamp("2026-11-23").date()


def _indicator(selection: Selection) -> str:
    return str(queries.indicators(selection).indicator_id.iloc[0])


def _compared(key: str, selection: Selection) -> Chart | None:
    exhibit = exhibits.by_key(key)
    asked = view(exhibit, selection)
    return exhibits.chart(exhibit.content(asked), asked)


OF_RELEASE: dict[str, Callable[[Selection], Chart | None]] = {
    "groups": lambda s: grant_charts.by_group(queries.funding_by(s, "programme")),
    "years": lambda s: grant_charts.by_year(queries.funding_by(s, "year")),
    "flow": lambda s: grant_charts.flow(queries.funding_flow(s)),
    "series": lambda s: indicator_charts.series(queries.indicator_series(s, _indicator(s)), breaks=(2015,)),
    "ranking": lambda s: indicator_charts.ranking(queries.indicator_latest(s, _indicator(s)), chosen=("05978024",)),
    "population": lambda s: indicator_charts.population(queries.population_series(s, "05978024")),
    "timeline": lambda s: milestone_charts.timeline(queries.timeline_rows(s), stand=s.stand),
    "shifts": lambda s: milestone_charts.shifts(queries.shifts(s), stand=s.stand),
    "confidence": lambda s: milestone_charts.confidence_counts(queries.confidence_counts(s)),
    **{key: partial(_compared, key) for key in ("comparison.fields", "comparison.scatter", "comparison.matrix")},
}

_FLOW = {"funder": MARKUP, "programme": MARKUP, "attribution": "single", "municipality": MARKUP, "grant_eur": 5.0}
_MILESTONE = {"project_title": MARKUP, "title": MARKUP, "due": "2020", "first_planned": "2019"}
_HOSTILE: dict[str, tuple[Callable[[pd.DataFrame], Chart | None], pd.DataFrame]] = {
    "groups": (grant_charts.by_group, grants([MARKUP], single=[5])),
    "years": (grant_charts.by_year, grants(["2020"], single=[5])),
    "flow": (grant_charts.flow, pd.DataFrame([_FLOW])),
    "series": (partial(indicator_charts.series, breaks=(2021,)), measured(MARKUP, periods=["2020", "2021"])),
    "ranking": (indicator_charts.ranking, ranked(MARKUP)),
    "population": (indicator_charts.population, counted(MARKUP)),
    "timeline": (partial(milestone_charts.timeline, stand=STAND), milestones(_MILESTONE)),
    "shifts": (partial(milestone_charts.shifts, stand=STAND), shifted(_MILESTONE)),
}
HOSTILE = {name: build(table) for name, (build, table) in _HOSTILE.items()}
EMPTY = {name: build(table.iloc[:0]) for name, (build, table) in _HOSTILE.items()} | {
    "areas without projects": comparison_charts.fields(pd.DataFrame({"project_count": [0, 0]})),
    "areas without results": comparison_charts.results(pd.DataFrame({"result_count": [0, 0]})),
    "counts of whole regions": comparison_charts.indicators(
        measured("A", periods=["2020"], unit="Anzahl", level="district"), places=("A",)
    ),
    "one measure": comparison_charts.scatter(pd.DataFrame({"x": [1.0], "y": [None]}), x="x", y="y"),
}
