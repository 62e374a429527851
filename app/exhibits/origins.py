"""How the figures of a chart, map or table are made: question, public table and rows, in the view that is shown."""

from collections.abc import Mapping
from dataclasses import replace

from app.data import queries
from app.data.origins import ORIGINS, Conditions, Origin
from app.data.period import between, compared_stands
from app.exhibits import EXHIBITS
from app.exhibits.chosen_indicator import indicator
from app.exhibits.compared_dates import MORE, indicators_of
from app.exhibits.model import Exhibit, View
from app.exhibits.party import conditions, party_of
from app.exhibits.tables import TABLES

_GRANTS = ORIGINS["zuwendungen"].conditions
_RESULTS = ORIGINS["geplant"].conditions[:1]
_OWN = ORIGINS["eigene-zuwendungen"].conditions


def _of(
    question: str,
    table: str,
    conditions: Conditions = (),
    summed: str = "",
    groups: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
) -> Origin:
    return Origin("", "", question, table, conditions, summed, groups, beside)


def _grants(*groups: str, question: str = "funding_by") -> Origin:
    return _of(question, "funding_detail", _GRANTS, "amount_eur", groups)


def _state(state: str) -> Origin:
    return _of("milestone_list", "milestone_detail", (*_RESULTS, ("state__exact", state)))


_OWN_GRANTS = _of(
    *("municipality_figures", "funding_detail"), _OWN, "amount_eur", ("municipality_ags",), ("latest_population",)
)
_PLACES = _of("municipality_figures", "municipality", beside=("latest_population",))
_COMPARED = replace(_OWN_GRANTS, beside=("project_detail", "milestone_detail", "latest_population", "supply_value"))
_TIMELINE = _of("timeline_rows", "milestone_detail", groups=("state",))
_MONEY = _of("funding_rows", "funding_detail", groups=("kind", "counting"))
_PROJECTS = _of("project_rows", "project_detail")
_SERIES = _of("indicator_series", "indicator_value", beside=("indicator",))
_LATEST = _of("indicator_latest", "indicator_value", beside=("indicator",))
_EVENTS: Mapping[str, tuple[Origin, str]] = {
    "changes.reached": (ORIGINS["erreicht"], "due"),
    "changes.happened": (_of("", "milestone_detail", (("state__in", "step_taken,event,setback"),)), "due"),
    "changes.missed": (ORIGINS["verstrichen"], "due"),
    "changes.moved": (ORIGINS["verschoben"], "first_planned"),
    "changes.granted": (ORIGINS["zuwendungen"], "approved"),
}
"""What happened in a period, and the date by which it did."""

_COMPARED_TABLES = {
    "changes.tables": ("difference_tables", "stand", "stand_date"),
    "changes.steps": ("milestone_changes", "milestone", "stand_date"),
    "changes.projekte": ("difference_rows", "project", "stand_date"),
    "changes.foerderung": ("difference_rows", "funding", "stand_date"),
    "changes.meilensteine": ("difference_rows", "milestone", "stand_date"),
    "changes.quellen": ("difference_rows", "source", "stand_date"),
    "changes.gemeinden": ("difference_rows", "municipality", "version_date"),
    "changes.bevoelkerung": ("difference_rows", "population", "version_date"),
    "changes.kennzahlen": ("difference_rows", "indicator", "version_date"),
    "changes.indikatoren": ("difference_rows", "indicator_value", "version_date"),
}
"""What differs between two Stände: question, public table, and the column that tells its rows apart by Stand or version."""

_BY_KEY: Mapping[str, Origin] = {
    "overview.map": _OWN_GRANTS,
    "overview.places": _PLACES,
    "overview.states": _of("milestone_states", "milestone_detail", _RESULTS, groups=("state",)),
    "overview.compared": _COMPARED,
    "map.grant_eur": _OWN_GRANTS,
    "map.grant_per_head_eur": _OWN_GRANTS,
    "map.project_count": _of("municipality_figures", "project_detail", (("attribution__in", "single,joint"),)),
    "map.reached_count": _of("municipality_figures", "milestone_detail", (("state__exact", "reached"),)),
    "map.density_count": _PLACES,
    "map.table": _COMPARED,
    "map.places": _PLACES,
    "map.values": _LATEST,
    "map.indicator": _LATEST,
    "funding.level": _grants("funder_level"),
    "funding.programme": _grants("programme"),
    "funding.year": _grants("approved_year"),
    "funding.field": _grants("field_of_action"),
    "funding.municipality": _grants("attribution", "municipality_ags"),
    "funding.flow": _grants("funder", "programme", "attribution", question="funding_flow"),
    "funding.rows": _MONEY,
    "party.rows": _MONEY,
    "party.projects": replace(_MONEY, question="party_projects"),
    "account.shifts": _of("shifts", "milestone_detail", groups=("timing", "state"), beside=("dropped_milestone",)),
    "account.projects": _of("account_by_project", "milestone_detail", beside=("dropped_milestone",)),
    "confidence": _of(
        "confidence_counts", "project_detail", groups=("confidence_step",), beside=("project_confidence",)
    ),
    "milestones.timeline": _TIMELINE,
    "milestones.planned": _state("planned"),
    "milestones.reached": _state("reached"),
    "milestones.overdue": _state("overdue"),
    "milestones.no_feedback": _state("no_feedback"),
    "milestones.happened": _of("milestone_chronicle", "milestone_detail", (("state__in", "event,setback"),)),
    "milestones.steps": _of("milestone_chronicle", "milestone_detail", (("state__exact", "step_taken"),)),
    "milestones.delays": _of("delays", "milestone_detail", groups=("timing",)),
    "milestones.rows": _of("milestone_rows", "milestone_detail", groups=("state",)),
    "projects.rows": _PROJECTS,
    "project.place": _of("project", "project_area", beside=("municipality",)),
    "project.milestones": _TIMELINE,
    "project.funding": replace(_MONEY, question="project_funding"),
    "project.milestone_rows": _of("project_milestones", "milestone_detail"),
    "municipality.place": _of("municipalities", "region", beside=("municipality",)),
    "municipality.own": _PROJECTS,
    "municipality.money": _MONEY,
    "municipality.milestones": _TIMELINE,
    "municipality.shared": _PROJECTS,
    "municipality.population": _of("population_series", "population"),
    "municipality.series": _SERIES,
    "municipality.profile": _of("indicator_profile", "indicator_value", beside=("indicator",)),
    "municipalities.rows": _COMPARED,
    "indicators.series": _SERIES,
    "indicators.several": _of("comparison_series", "indicator_value", beside=("indicator",)),
    "indicators.changes": _of("indicator_changes", "indicator_value", beside=("indicator",)),
    "indicators.map": _LATEST,
    "indicators.ranking": _LATEST,
    **{key: replace(origin, question="event_rows", summed="") for key, (origin, _) in _EVENTS.items()},
    **{
        key: _of(question, table, groups=(column,), beside=("correction",))
        for key, (question, table, column) in _COMPARED_TABLES.items()
    },
    "comparison.money": _grants("attribution", "municipality_ags", question="comparison_figures"),
    "comparison.fields": _of("comparison_fields", "project_detail", groups=("field_of_action",)),
    "comparison.results": _of("comparison_figures", "milestone_detail", _RESULTS, groups=("state",)),
    "comparison.indicators": _of("comparison_series", "indicator_value", beside=("indicator",)),
    "comparison.scatter": replace(_COMPARED, question="comparison_figures"),
    "comparison.readings": replace(_COMPARED, question="municipality_figures"),
    "comparison.matrix": _of("joint_projects", "project_area", beside=("project_detail",)),
    "comparison.facts": replace(_COMPARED, question="comparison_figures"),
    "comparison.everything": replace(_COMPARED, question="comparison_figures"),
    "methodology.corrections": _of("corrections", "correction"),
    "methodology.datasets": _of("datasets", "dataset"),
    "methodology.sources": _of("source_rows", "source"),
}
"""By the keys of exhibits and tables; one that holds more than one kind of figure is told by that of its first."""
_KNOWN: Mapping[str, Origin] = ORIGINS | {
    found.slug: replace(_BY_KEY[found.key], name=found.slug, label=f"{found.key}.heading")
    for found in (*EXHIBITS, *TABLES)
    if found.key in _BY_KEY
}


def origin_by_name(name: str) -> Origin | None:
    """What an address calls by this name; of a chart or table without what its view has chosen."""
    return _KNOWN.get(name)


def origin_of(exhibit: Exhibit, view: View) -> Origin | None:
    """Of an exhibit or table as it is shown in a view; None where its rows are no other table's."""
    found = _KNOWN.get(exhibit.slug)
    if found is None:
        return None
    if project := view.parameter("projekt") if "projekt" in exhibit.choices else "":
        return found.where(project_id__exact=project)
    if named := party_of(view) if "geldgeber" in exhibit.choices else {}:
        return found.where(**conditions(named))
    if exhibit.key in _EVENTS:
        days = between(view.selection, view.parameter("von"), view.parameter("bis"))
        return found.between(_EVENTS[exhibit.key][1], days.first, days.last, view.selection.stand)
    if exhibit.key in _COMPARED_TABLES:
        return _of_both_stands(found, view, _COMPARED_TABLES[exhibit.key][2])
    if MORE in exhibit.choices:
        return found.where(indicator_id__in=",".join(indicators_of(view)))
    if "indikator" in exhibit.choices:
        return found.where(indicator_id__exact=str(indicator(view).indicator_id))
    if exhibit.key in ("municipality.place", "municipality.population", "municipality.profile"):
        return found.where(region_ags__exact=view.selection.municipalities[0])
    return found


def _of_both_stands(found: Origin, view: View, column: str) -> Origin:
    """The rows of the two Stände that are compared, or of the reference tables as these show them."""
    days = between(view.selection, view.parameter("von"), view.parameter("bis"))
    stands = compared_stands(view.selection, days) or (view.selection.stand,)
    shown = [queries.version(replace(view.selection, stand=day)) if column == "version_date" else day for day in stands]
    return found.where(**{f"{column}__in": ",".join(dict.fromkeys(map(str, shown)))})
