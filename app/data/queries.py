"""One typed function per question in app/data/sql, same name: selection in; rows out, one row, or those of a long list."""

import datetime as dt
import functools
from collections.abc import Callable
from functools import partial

import pandas as pd

from app.data import db
from app.data.rows import QueryRows, Rows, part
from app.data.selection import Selection

LATEST = ("-due_first_date", "due_last_date")
"""What happened last stands first; a year or month of which no more is known stands below every day that lies in it."""


def _parameters(selection: Selection, more: dict[str, object]) -> dict[str, object]:
    return {
        "stand": selection.stand,
        "version": _version(selection.release_id, selection.stand),
        "municipalities": selection.municipalities,
        "fields": selection.fields,
        "levels": selection.levels,
        "years": selection.years,
        **{"funders": (), "programmes": (), "recipients": ()},
        **more,
    }


def _ask(name: str, selection: Selection, **more: object) -> pd.DataFrame:
    return db.read(name, selection.release_id, _parameters(selection, more))


def _listed(name: str, selection: Selection, *order: str, **more: object) -> QueryRows:
    """Rows of a question that may be many; the columns of ``order`` together are unique."""
    return QueryRows(name, selection.release_id, tuple(sorted(_parameters(selection, more).items())), order)


def stands(release_id: str) -> pd.DataFrame:
    """One row per Stand, latest first: ``stand_date, version_date``."""
    return db.read("stands", release_id, {})


@functools.lru_cache(maxsize=64)
def stand_days(release_id: str) -> tuple[dt.date, ...]:
    """Day of every Stand, latest first."""
    return tuple(day.date() for day in stands(release_id).stand_date)


@functools.lru_cache(maxsize=256)
def _version(release_id: str, stand: dt.date) -> dt.date:
    """The version of the reference tables that a Stand shows."""
    known = stands(release_id)
    version: dt.date = known.version_date[known.stand_date.dt.date == stand].iloc[0].date()
    return version


def first_stand(release_id: str) -> dt.date:
    """Day of the first Stand: what was planned anew before it is not known."""
    return stand_days(release_id)[-1]


def release(release_id: str) -> pd.Series:
    """The release: ``release_id, stand_date, region_name, region_ags``."""
    return db.read("release", release_id, {}).iloc[0]


def latest(release_id: str) -> Selection:
    """Everything of the latest Stand."""
    return Selection(release_id, release(release_id).stand_date.date())


def published_columns(release_id: str) -> pd.DataFrame:
    """One row per column of the tables that say what their rows are."""
    return db.read("published_columns", release_id, {})


def input_files(release_id: str) -> pd.DataFrame:
    """One row per data source and file that its data stand in: ``dataset_id, input_file``."""
    return db.read("input_files", release_id, {})


def derivations(release_id: str) -> pd.DataFrame:
    """One row per table, view and rule that the release derives: ``derived_name, statement``."""
    return db.read("derivations", release_id, {})


def district(selection: Selection) -> str:
    """Key of the district itself, which stands for "the whole district" in the filter."""
    return _district(selection.release_id)


@functools.lru_cache(maxsize=16)
def _district(release_id: str) -> str:
    return str(release(release_id).region_ags)


municipalities = partial(_ask, "municipalities")
outline = partial(_ask, "outline")
fields_of_action = partial(_ask, "fields_of_action")
funder_levels = partial(_ask, "funder_levels")
years = partial(_ask, "years")
funding_flow = partial(_ask, "funding_flow")
indicators = partial(_ask, "indicators")
datasets = partial(_ask, "datasets")
corrections = partial(_ask, "corrections")
corrected_rows = partial(_ask, "corrected_rows")
joint_projects = partial(_ask, "joint_projects")
confidence_counts = partial(_ask, "confidence_counts")
milestone_states = partial(_ask, "milestone_states")
municipalities_without_grant = partial(_ask, "municipalities_without_grant")
shifts = partial(_ask, "shifts")
"""One row per milestone after its first plan or overdue, the longest delay first, a thousand at most."""
comparison_areas = partial(_ask, "comparison_areas")
"""One row per area that can be compared: municipalities, district, state, country."""


def corrections_since(
    selection: Selection, since: dt.date, inputs: tuple[str, ...], indicators: tuple[str, ...]
) -> pd.DataFrame:
    """One row per correction after that day of these tables, and of these indicators where any are named, latest first."""
    return _ask("corrections_since", selection, since=since, tables=inputs, indicators=indicators)


def areas(selection: Selection, *municipalities: str) -> pd.DataFrame:
    """One row per municipality with its shape; of these only, when there are any named."""
    return _ask("areas", selection, areas=municipalities)


def version(selection: Selection) -> dt.date:
    """The version of the reference tables that the Stand shows."""
    return _version(selection.release_id, selection.stand)


def sources_of(selection: Selection, *sources: str) -> pd.DataFrame:
    """One row per source among those of the given keys; without keys all."""
    return _ask("sources_of", selection, sources=sources)


@functools.lru_cache(maxsize=1024)
def _row(name: str, selection: Selection) -> pd.Series:
    return _ask(name, selection).iloc[0]


funding_totals = partial(_row, "funding_totals")
project_totals = partial(_row, "project_totals")
milestone_totals = partial(_row, "milestone_totals")
account_totals = partial(_row, "account_totals")
gaps = partial(_row, "gaps")


def latest_news(selection: Selection) -> str:
    """When the latest source of the selection's projects was published, as a partial date; empty when none says."""
    return str(_ask("latest_news", selection).published.fillna("").iloc[0])


def supply(selection: Selection) -> pd.DataFrame:
    """One row per supply that says how far the region is: of the one chosen municipality, else of the district."""
    chosen = selection.municipalities
    return _ask("supply", selection, region=chosen[0] if len(chosen) == 1 else district(selection))


def has_projects(selection: Selection) -> bool:
    """Whether the Stand holds any project at all, whatever the filters say."""
    return bool(project_totals(selection.everything()).project_count)


def has_indicators(selection: Selection, *, municipal: bool = False) -> bool:
    """Whether there is any value of an indicator; with ``municipal`` any of a municipality."""
    counts = indicators(selection).municipality_count
    return bool((counts > 0).any()) if municipal else len(counts) > 0


@functools.lru_cache(maxsize=512)
def funding_by(selection: Selection, dimension: str) -> pd.DataFrame:
    """Grants that count per ``level``, ``programme``, ``field``, ``year`` or ``municipality``."""
    # A page shows most of the dimensions: one question for all of them takes hardly longer than for one.
    found = _ask("funding_by", selection)
    return found[found.dimension == dimension].drop(columns="dimension").reset_index(drop=True)


def municipality_figures(selection: Selection) -> pd.DataFrame:
    """One row per municipality of the selection: own grants, per head, joint ones, projects, milestones, supply."""
    return _ask("municipality_figures", selection, district=district(selection))


def funding_rows(selection: Selection, **party: tuple[str, ...]) -> QueryRows:
    """One row per sum that a source names; grants that count first, the largest first.

    ``party`` holds the ``funders``, ``programmes`` or ``recipients`` whose money alone is meant.
    """
    return _listed("funding_rows", selection, "-is_counted", "-is_grant", "-amount_eur", "funding_id", **party)


def party_totals(selection: Selection, **party: tuple[str, ...]) -> pd.Series:
    """The sums of ``funding_totals`` of these funders, programmes or recipients alone."""
    return _ask("funding_totals", selection, **party).iloc[0]


def party_projects(selection: Selection, **party: tuple[str, ...]) -> QueryRows:
    """One row per project with money of these funders, programmes or recipients, the most money first."""
    return _listed("party_projects", selection, "-granted_eur", "project_title", "project_id", **party)


def _in_order(name: str, *order: str) -> Callable[[Selection], QueryRows]:
    return lambda selection: _listed(name, selection, *order)


milestone_rows = _in_order("milestone_rows", "due_first_date", "project_title", "milestone_id")
"""One row per milestone, earliest first."""
delays = _in_order("delays", "-about_days", "milestone_id")
"""One row per milestone whose first plan can be compared with what came of it, longest delay first."""
source_rows = _in_order("source_rows", "source_publisher", "source_title", "source_id")
"""One row per cited source."""
timeline_projects = _in_order("timeline_projects", "-last_date", "project_title", "project_id")
"""One row per project with any date, those with the latest date first."""


def account_by_project(selection: Selection) -> QueryRows:
    """One row per project whose account of shifted dates holds anything, longest delay first, then longest silence."""
    order = ("-about_days", "-replanned_count", "silent_last_date", "project_title", "project_id")
    return _listed("account_by_project", selection, *order)


def project_rows(selection: Selection, search: str = "", step: str = "") -> QueryRows:
    """One row per project that holds every word of ``search``; with ``step`` of that confidence, ``0`` is none."""
    words, steps = tuple(search.lower().split()), (int(step),) if step else ()
    return _listed("project_rows", selection, "project_title", "project_id", words=words, steps=steps)


def _of_project(name: str, selection: Selection, project_id: str) -> pd.DataFrame:
    return _ask(name, selection, project=project_id)


project = partial(_of_project, "project")
"""One row, or none when there is no such project in the Stand."""
project_account = partial(_of_project, "project_account")
"""One row, or none when no milestone of the project was ever known."""
project_funding = partial(_of_project, "project_funding")
"""One row per sum that a source names for the project."""
project_milestones = partial(_of_project, "project_milestones")
"""One row per milestone of the project."""
project_sources = partial(_of_project, "project_sources")
"""One row per source about the project."""


def timeline_rows(selection: Selection, *projects: str) -> pd.DataFrame:
    """One row per milestone, and one per project without any; of these projects only, when there are any named."""
    return _ask("timeline_rows", selection, projects=projects)


def milestone_list(selection: Selection, state: str) -> QueryRows:
    """Dated milestones in one state: the latest reached first, all others soonest or longest waiting first."""
    order = LATEST if state == "reached" else ("due_last_date", "-due_first_date")
    return _listed("milestone_list", selection, *order, "milestone_id", state=state)


def milestone_chronicle(selection: Selection, *states: str) -> QueryRows:
    """What has happened and is no result, by its state: steps, events, setbacks; the latest first."""
    return _listed("milestone_chronicle", selection, *LATEST, "milestone_id", states=states)


def municipality(selection: Selection, municipality_ags: str) -> pd.Series:
    """Key facts of one municipality."""
    return _ask("municipality", selection, municipality=municipality_ags).iloc[0]


def population_series(selection: Selection, region_ags: str) -> pd.DataFrame:
    """One row per reference date."""
    return _ask("population_series", selection, region=region_ags)


def indicator_series(selection: Selection, indicator_id: str) -> pd.DataFrame:
    """One row per region and date."""
    return _ask("indicator_series", selection, indicator=indicator_id, district=district(selection))


def indicator_latest(selection: Selection, indicator_id: str) -> pd.DataFrame:
    """One row per region on the latest date."""
    return _ask("indicator_latest", selection, indicator=indicator_id)


def indicator_profile(selection: Selection, municipality_ags: str) -> pd.DataFrame:
    """One row per indicator: the municipality beside district and state, on the same date."""
    return _ask("indicator_profile", selection, municipality=municipality_ags)


def comparison_figures(selection: Selection, *places: str) -> pd.DataFrame:
    """One row per chosen area: key facts, money, projects, results."""
    return _ask("comparison_figures", selection, places=places, district=district(selection))


def comparison_fields(selection: Selection, *places: str) -> pd.DataFrame:
    """One row per field of action and chosen area."""
    return _ask("comparison_fields", selection, places=places)


def comparison_indicators(selection: Selection, *places: str) -> pd.DataFrame:
    """One row per indicator and chosen area, on the latest date that can be compared."""
    return _ask("comparison_indicators", selection, places=places)


def comparison_series(selection: Selection, topic: str, *places: str) -> pd.DataFrame:
    """One row per indicator of the topic, chosen area and date."""
    return _ask("comparison_series", selection, topic=topic, places=places, indicators=())


def several_series(selection: Selection, indicators: tuple[str, ...], *places: str) -> pd.DataFrame:
    """The same of these indicators."""
    return _ask("comparison_series", selection, topic="", places=places, indicators=indicators)


def indicator_readings(selection: Selection, *indicators: str, topic: str = "") -> pd.DataFrame:
    """One row per indicator in per cent that municipalities have values of: three readings of what they make together."""
    return _ask("indicator_readings", selection, indicators=indicators, topic=topic)


def indicator_periods(selection: Selection, indicator_id: str) -> pd.DataFrame:
    """One row per date of one indicator, latest first."""
    return _ask("indicator_periods", selection, indicator=indicator_id)


def indicator_changes(selection: Selection, first: str, last: str, *indicators: str) -> pd.DataFrame:
    """One row per indicator and region with a value on the last date: change, rank, distance to whole regions."""
    return _ask("indicator_changes", selection, from_period=first, to_period=last, indicators=indicators)


def indicator_datasets(selection: Selection) -> tuple[str, ...]:
    """Data sources that any indicator comes from."""
    return tuple(dict.fromkeys(indicators(selection).dataset_id))


def supply_datasets(selection: Selection) -> tuple[str, ...]:
    """Data sources of what stands for the supply."""
    return tuple(dict.fromkeys(supply(selection).dataset_id))


def dictionary(selection: Selection, *, derived: bool) -> pd.DataFrame:
    """One row per described column: of the derived figures, or of the tables as they are loaded."""
    return _ask("dictionary", selection, derived=derived)


def event_totals(selection: Selection, first: dt.date, last: dt.date) -> pd.Series:
    """What happened from ``first`` to ``last``, counted by kind; what possibly did, and what has no date."""
    return _ask("event_totals", selection, first=first, last=last).iloc[0]


def event_rows(selection: Selection, first: dt.date, last: dt.date, *kinds: str, fit: str = "inside") -> Rows:
    """One row per event of these kinds, or of any, from ``first`` to ``last``, latest first.

    ``fit`` is ``possible`` for those whose date leaves open whether they lie in the period.
    """
    order = ("-first_date", "last_date", "project_title", "event", "subject_id")
    found = _listed("event_rows", selection, *order, first=first, last=last, kinds=(), fit=fit)
    return part(found, "event", "kinds", *kinds) if kinds else found


def difference_tables(selection: Selection, before: dt.date, after: dt.date) -> pd.DataFrame:
    """One row per table that differs between two Stände, the office's own first."""
    return _ask("difference_tables", selection.as_of(after), before=before, after=after)


def milestone_change_totals(selection: Selection, before: dt.date, after: dt.date) -> pd.Series:
    """What became of milestones between two Stände."""
    return _ask("milestone_change_totals", selection.as_of(after), before=before, after=after).iloc[0]


def new_since(selection: Selection, before: dt.date) -> pd.Series:
    """How many projects, milestones and sums an earlier Stand did not know, and how many results are reached since."""
    return _ask("new_since", selection, before=before).iloc[0]


def entered_grants(selection: Selection, before: dt.date, after: dt.date) -> pd.Series:
    """How many grants count that did not in an earlier Stand, and when they were granted."""
    return _ask("entered_grants", selection.as_of(after), before=before).iloc[0]


def difference_rows(selection: Selection, before: dt.date, after: dt.date, table: str = "") -> Rows:
    """One row per cell that differs between two Stände, per row or column that is new or gone, and per other id.

    Of one table only, when it is named.
    """
    order = ("position", "project_title", "row_key", "change", "changed_column")
    found = _listed("difference_rows", selection.as_of(after), *order, before=before, after=after, tables=())
    return part(found, "changed_table", "tables", table) if table else found


def milestone_changes(selection: Selection, before: dt.date, after: dt.date) -> QueryRows:
    """One row per milestone that is new, gone, reached, moved or overtaken by its date between two Stände."""
    order = ("position", "project_title", "milestone_id")
    return _listed("milestone_changes", selection.as_of(after), *order, before=before, after=after)
