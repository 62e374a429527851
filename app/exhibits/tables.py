"""Every table that stands alone on a page: its question, columns and sources, wherever it is asked for: page or file."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from app.data import period, queries
from app.data.origins import (
    COMPARED,
    LATEST,
    MUNICIPALITY_FIGURES,
    ORIGINS,
    RESULT_ROWS,
    Conditions,
    Origin,
    in_period,
    origin,
)
from app.data.published import published_table, published_tables
from app.data.rows import Rows, as_rows
from app.data.selection import Selection
from app.exhibits import side_by_side
from app.exhibits.chosen_indicator import BEGIN, END, MORE, dates_of, indicator, indicators_of
from app.exhibits.chosen_indicator import CHOICES as INDICATOR
from app.exhibits.compared import PLACES_PARAMETER, places_of, topic_of
from app.exhibits.data_selection import PUBLIC_TABLE_PARAMETER
from app.exhibits.model import Exhibit, ExhibitContent, View, of_municipality, of_shown
from app.exhibits.party import PARTIES, party_of
from app.navigation import FILTERS_BUT_PLACE, PLACE_FILTER
from app.sentences.left_out import MONEY, PROJECTS, RESULTS
from app.words import table_columns
from app.words.text import t
from data_dictionary import TABLES as INPUTS

PROJECT, DAYS = ("projekt",), ("von", "bis")
_MONEY = origin("funding_rows", "funding_detail", groups=("kind", "counting"))
_PROJECTS = origin("project_rows", "project_detail")
STEPS = {t(f"projects.confidence.{step}"): step for step in "543210"}
"""Steps of confidence by their names, as the address of a page holds them."""


def by_key(key: str) -> Exhibit:
    """The table of that key in the texts; KeyError when there is none."""
    return _BY_KEY[key]


def _table(key: str, slug: str, content: Callable[[View], ExhibitContent], *, page: str = "", **more: Any) -> Exhibit:
    """A table of the ``page`` that its key begins with, where no other one is named; ``more`` as of any exhibit."""
    return Exhibit(key, slug, page or key.partition(".")[0], "table", content, **more)


def _content(
    rows: pd.DataFrame | Rows, columns: Sequence[str] = (), source: Sequence[str] = ("projekte",)
) -> ExhibitContent:
    """Without ``columns`` those of the question, in their order, but for those that only hold a key or a link."""
    found = as_rows(rows)
    usual = (name for name in found.page(1).columns if name not in table_columns.KEYS and not name.endswith("_url"))
    return ExhibitContent(found, tuple(columns or usual), source=tuple(source))


def _of(
    rows: Callable[[Selection], pd.DataFrame | Rows], columns: Sequence[str] = (), *source: str
) -> Callable[[View], ExhibitContent]:
    """What a question says of the selection."""
    return lambda view: _content(rows(view.selection), columns, source or ("projekte",))


# Municipalities


def _figures(columns: Sequence[str], *source: str) -> Callable[[View], ExhibitContent]:
    """All municipalities side by side, whichever is chosen."""
    return _of(lambda selection: queries.municipality_figures(selection.of()), columns, *source)


def _compared(view: View) -> ExhibitContent:
    source = ("projekte", *queries.supply_datasets(view.selection.of()))
    return _figures(table_columns.COMPARISON, *source)(view)


def _all_municipalities(view: View) -> ExhibitContent:
    columns = table_columns.MUNICIPALITIES if queries.has_projects(view.selection) else table_columns.PLACES
    return _figures(columns)(view)


def _of_indicator(view: View) -> ExhibitContent:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    return _content(rows, table_columns.VALUES, (chosen.dataset_id,))


def _indicator_changes(view: View) -> ExhibitContent:
    keys, known = indicators_of(view), queries.indicators(view.selection).set_index("indicator_id").dataset_id
    rows = queries.indicator_changes(view.selection, *dates_of(view), *keys)
    return _content(rows, table_columns.INDICATOR_CHANGES, tuple(dict.fromkeys(known[list(keys)])))


def _district_projects(view: View) -> ExhibitContent:
    district = queries.district(view.selection)
    return _content(queries.project_rows(view.selection.of(district)), table_columns.PROJECTS)


def _profile(view: View) -> ExhibitContent:
    rows = queries.indicator_profile(view.selection, view.selection.municipalities[0])
    return _content(rows, table_columns.PROFILE, queries.indicator_datasets(view.selection))


def _side_by_side(
    rows: Callable[[Selection, tuple[str, ...]], pd.DataFrame], *columns: str
) -> Callable[[View], ExhibitContent]:
    """The chosen areas side by side, whichever municipality the filter has chosen."""

    def question(view: View) -> ExhibitContent:
        places, selection = places_of(view), view.selection.of()
        source = ("projekte", "bevoelkerung", *(queries.indicator_datasets(selection) if "topic" in columns else ()))
        return _content(rows(selection, places), (*columns, *side_by_side.value_columns(places)), source)

    return question


def _readings(view: View) -> ExhibitContent:
    known = queries.indicators(view.selection)
    topic = topic_of(view)
    source = tuple(dict.fromkeys(known.dataset_id[known.topic == topic]))
    rows = queries.indicator_readings(view.selection, topic=topic)
    return _content(rows, table_columns.READINGS, (*source, "bevoelkerung"))


# Projects and milestones


def _project_rows(view: View) -> ExhibitContent:
    step = STEPS.get(view.parameter("zuversicht"), "")
    rows = queries.project_rows(view.selection, view.parameter("suche"), step)
    return _content(rows, table_columns.PROJECTS_OF_ALL)


def _found_projects(view: View) -> Mapping[str, str]:
    is_narrowed = view.parameter("suche") or view.parameter("zuversicht")
    return of_shown("project_id", _project_rows)(view) if is_narrowed else {}


def _of_project(
    rows: Callable[[Selection, str], pd.DataFrame], columns: Sequence[str] = ()
) -> Callable[[View], ExhibitContent]:
    return lambda view: _content(rows(view.selection, view.parameter("projekt")), columns)


def _milestone_list(state: str, slug: str) -> Exhibit:
    """Columns without any value are hidden on a page and stand in files."""
    columns = ("title", "project_title", "due", "since_plan_days", "delay_days", *table_columns.SHIFT)
    # What is reached stands in the list only where its date is known.
    dated = (("due_precision__in", "day,month,quarter,year"),) if state == "reached" else ()
    rows = origin("milestone_list", "milestone_detail", (*RESULT_ROWS, ("state__exact", state), *dated))
    question = _of(lambda selection: queries.milestone_list(selection, state), columns)
    return _table(f"milestones.{state}", slug, question, origin=rows)


# Changes


def _happened(columns: Sequence[str], *kinds: str, fit: str = "inside") -> Callable[[View], ExhibitContent]:
    def question(view: View) -> ExhibitContent:
        days = _period(view)
        return _content(queries.event_rows(view.selection, days.first, days.last, *kinds, fit=fit), columns)

    return question


def _events(
    key: str,
    slug: str,
    question: Callable[[View], ExhibitContent],
    rows: Conditions,
    *,
    table: str = "milestone_detail",
    date: str = "due",
) -> Exhibit:
    """What happened in a period; the ``date`` of its rows says whether it did."""

    def conditions(view: View) -> Mapping[str, str]:
        days = _period(view)
        return in_period(date, days.first, days.last, view.selection.stand)

    return _table(key, slug, question, choices=DAYS, origin=origin("event_rows", table, rows), conditions=conditions)


def _differences(
    key: str,
    slug: str,
    rows: Callable[..., pd.DataFrame | Rows],
    columns: Sequence[str],
    of_rows: Origin,
    date: str = "stand_date",
) -> Exhibit:
    """What differs between the Stände of a period, nothing where it has not two; ``date`` tells its rows apart by them."""

    def question(view: View) -> ExhibitContent:
        return _content(rows(view.selection, *(_stands(view) or (view.selection.stand,) * 2)), columns)

    def conditions(view: View) -> Mapping[str, str]:
        shown = (view.selection.as_of(day) for day in _stands(view) or (view.selection.stand,))
        # Of reference tables the versions that these Stände show.
        days = (queries.version(stand) if date == "version_date" else stand.stand for stand in shown)
        return {f"{date}__in": ",".join(dict.fromkeys(map(str, days)))}

    of_rows = replace(of_rows, groups=(date,), beside=("correction",))
    return _table(key, slug, question, choices=DAYS, origin=of_rows, conditions=conditions)


def _stands(view: View) -> tuple[dt.date, ...]:
    """The Stände that a period compares; none where it has not two."""
    return period.compared_stands(view.selection, _period(view)) or ()


def _period(view: View) -> period.Period:
    return period.between(view.selection, view.parameter("von"), view.parameter("bis"))


# The page of methods


def _datasets(view: View) -> ExhibitContent:
    rows = queries.datasets(view.selection)
    return _content(rows, table_columns.DATASETS, tuple(rows.dataset_id))


def _dictionary(*, derived: bool) -> Callable[[View], ExhibitContent]:
    return lambda view: _content(queries.dictionary(view.selection, derived=derived))


# The page of data


def _published(view: View) -> ExhibitContent:
    release_id = view.selection.release_id
    rows = [
        {
            "published_name": table.name,
            "published_table": t("data.name", label=table.label, name=table.name),
            "grain": table.grain,
            "row_count": table.row_count,
            "column_count": len(table.columns),
            "origin": t("data.derived_short" if table.is_derived else "data.loaded_short"),
        }
        for table in published_tables(release_id)
    ]
    return _content(pd.DataFrame(rows), table_columns.PUBLISHED)


def _columns(view: View) -> ExhibitContent:
    table = published_table(view.selection.release_id, view.parameter(PUBLIC_TABLE_PARAMETER))
    rows = [
        {
            "column_label": column.label,
            "technical_name": column.name,
            "value_kind": t(f"data.kind.{column.kind}"),
            "sql_type": column.type,
            "unit": column.unit,
            "comment": column.meaning,
            "is_key": column.name in table.key,
        }
        for column in table.columns
    ]
    return _content(pd.DataFrame(rows), table_columns.PUBLISHED_COLUMNS, table.datasets)


_party = partial(_table, page="funding", choices=tuple(PARTIES), dated=(MONEY,))
_project = partial(_table, page="projects", choices=PROJECT)
_municipality = partial(_table, page="municipalities")
_areas = partial(
    _table,
    filters=FILTERS_BUT_PLACE,
    choices=(PLACES_PARAMETER,),
    dated=(MONEY, PROJECTS, RESULTS),
    origin=replace(COMPARED, question="comparison_figures"),
)

TABLES = (
    _table("overview.compared", "kommunen-nebeneinander", _compared, filters=FILTERS_BUT_PLACE, origin=COMPARED),
    _table(
        "map.table",
        "kennzahlen-der-karte",
        _figures(table_columns.MUNICIPALITIES),
        filters=FILTERS_BUT_PLACE,
        choices=("kennzahl",),
        origin=COMPARED,
    ),
    _table(
        "map.places",
        "bevoelkerung-und-flaeche",
        _figures(table_columns.PLACES, "bevoelkerung"),
        filters=(),
        choices=("kennzahl",),
        origin=MUNICIPALITY_FIGURES,
    ),
    _table("map.values", "werte-der-karte", _of_indicator, filters=(), choices=("kennzahl", *INDICATOR), origin=LATEST),
    _table(
        "funding.rows",
        "alle-betraege",
        _of(queries.funding_rows, table_columns.MONEY_OF_ALL),
        dated=(MONEY,),
        origin=_MONEY,
    ),
    _party(
        "party.rows",
        "betraege-der-foerderung",
        lambda view: _content(queries.funding_rows(view.selection, **party_of(view)), table_columns.MONEY_OF_ALL),
        origin=_MONEY,
    ),
    _party(
        "party.projects",
        "projekte-der-foerderung",
        lambda view: _content(queries.party_projects(view.selection, **party_of(view)), table_columns.PARTY_PROJECTS),
        origin=replace(_MONEY, question="party_projects"),
    ),
    _table(
        "account.projects",
        "verschiebungskonto-nach-projekt",
        _of(queries.account_by_project, table_columns.ACCOUNT),
        page="milestones",
        origin=origin("account_by_project", "milestone_detail", beside=("dropped_milestone",)),
    ),
    _milestone_list("planned", "geplante-ergebnisse"),
    _milestone_list("reached", "erreichte-ergebnisse"),
    _milestone_list("overdue", "ueberfaellige-ergebnisse"),
    _milestone_list("no_feedback", "ergebnisse-ohne-rueckmeldung"),
    _table(
        "milestones.happened",
        "ereignisse-und-rueckschlaege",
        _of(lambda selection: queries.milestone_chronicle(selection, "event", "setback"), table_columns.CHRONICLE),
        origin=origin("milestone_chronicle", "milestone_detail", (("state__in", "event,setback"),)),
    ),
    _table(
        "milestones.steps",
        "getane-schritte",
        _of(lambda selection: queries.milestone_chronicle(selection, "step_taken"), table_columns.CHRONICLE),
        origin=origin("milestone_chronicle", "milestone_detail", (("state__exact", "step_taken"),)),
    ),
    _table(
        "milestones.delays",
        "verzug-der-meilensteine",
        _of(queries.delays, table_columns.DELAYS),
        origin=origin("delays", "milestone_detail", groups=("timing",)),
    ),
    _table(
        "milestones.rows",
        "alle-meilensteine",
        _of(queries.milestone_rows, table_columns.MILESTONES_OF_ALL),
        origin=origin("milestone_rows", "milestone_detail", groups=("state",)),
    ),
    _table(
        "projects.rows",
        "liste-der-projekte",
        _project_rows,
        choices=("suche", "zuversicht"),
        origin=_PROJECTS,
        conditions=_found_projects,
    ),
    _project(
        "project.funding",
        "betraege-des-projekts",
        _of_project(queries.project_funding, table_columns.MONEY),
        origin=replace(_MONEY, question="project_funding"),
    ),
    _project(
        "project.milestone_rows",
        "meilensteine-des-projekts",
        _of_project(queries.project_milestones, table_columns.MILESTONES),
        origin=origin("project_milestones", "milestone_detail"),
    ),
    _project("project.sources", "quellen-des-projekts", _of_project(queries.project_sources)),
    _table(
        "indicators.changes",
        "indikator-aenderung",
        _indicator_changes,
        filters=(),
        choices=(*INDICATOR, BEGIN, END, MORE),
        origin=origin("indicator_changes", "indicator_value", beside=("indicator",)),
    ),
    _table("municipalities.rows", "alle-kommunen", _all_municipalities, filters=FILTERS_BUT_PLACE, origin=COMPARED),
    _areas("comparison.facts", "gebiete-nebeneinander", _side_by_side(side_by_side.facts, "name")),
    _areas(
        "comparison.everything",
        "gebiete-nebeneinander-mit-indikatoren",
        _side_by_side(side_by_side.everything, "topic", "name", "unit", "period"),
    ),
    _table(
        "comparison.readings",
        "drei-lesarten",
        _readings,
        filters=(),
        choices=("thema",),
        origin=origin("indicator_readings", "indicator_value", beside=("indicator_reading", "latest_population")),
        conditions=of_shown("indicator_id", _readings),
    ),
    _municipality(
        "municipality.own",
        "projekte-der-kommune",
        _of(queries.project_rows, table_columns.PROJECTS),
        origin=_PROJECTS,
    ),
    _municipality(
        "municipality.money",
        "betraege-der-kommune",
        _of(queries.funding_rows, table_columns.MONEY_OF_ALL),
        dated=(MONEY,),
        origin=_MONEY,
    ),
    _municipality(
        "municipality.shared",
        "kreisweite-projekte",
        _district_projects,
        filters=FILTERS_BUT_PLACE,
        origin=_PROJECTS.where(attribution__exact="district"),
    ),
    _municipality(
        "municipality.profile",
        "indikatoren-der-kommune",
        _profile,
        filters=PLACE_FILTER,
        origin=origin("indicator_profile", "indicator_value", beside=("indicator",)),
        conditions=of_municipality,
    ),
    _events(
        "changes.reached",
        "im-zeitraum-erreicht",
        _happened(table_columns.EVENTS_REACHED, "reached"),
        ORIGINS["erreicht"].conditions,
    ),
    _events(
        "changes.happened",
        "im-zeitraum-geschehen",
        _happened(table_columns.EVENTS, "step_taken", "event", "setback"),
        (("state__in", "step_taken,event,setback"),),
    ),
    _events(
        "changes.missed",
        "im-zeitraum-verstrichen",
        _happened(table_columns.EVENTS_MISSED, "overdue", "no_feedback"),
        ORIGINS["verstrichen"].conditions,
    ),
    _events(
        "changes.moved",
        "im-zeitraum-verschoben",
        _happened(table_columns.EVENTS_MOVED, "later", "earlier"),
        ORIGINS["verschoben"].conditions,
        date="first_planned",
    ),
    _events(
        "changes.granted",
        "im-zeitraum-bewilligt",
        _happened(table_columns.EVENTS_GRANTED, "granted"),
        ORIGINS["zuwendungen"].conditions,
        table="funding_detail",
        date="approved",
    ),
    _table(
        "changes.run",
        "im-zeitraum-begonnen-oder-beendet",
        _happened(table_columns.EVENTS_RUN, "begun", "ended"),
        choices=DAYS,
    ),
    _table("changes.possible", "im-zeitraum-moeglich", _happened(table_columns.EVENTS, fit="possible"), choices=DAYS),
    _differences(
        "changes.steps",
        "geaenderte-meilensteine",
        queries.milestone_changes,
        table_columns.MILESTONE_CHANGES,
        origin("milestone_changes", "milestone"),
    ),
    _differences(
        "changes.tables",
        "unterschiede-nach-tabelle",
        queries.difference_tables,
        table_columns.DIFFERENCE_TABLES,
        origin("difference_tables", "stand"),
    ),
    *(
        _differences(
            f"changes.{name}",
            f"unterschiede-{name}",
            partial(queries.difference_rows, table=name),
            columns,
            origin("difference_rows", INPUTS[name].name),
            "stand_date" if "project_title" in columns else "version_date",
        )
        for name, columns in table_columns.DIFFERENCES.items()
    ),
    _table("data.tables", "tabellen", _published, filters=()),
    _table("data.columns", "spalten", _columns, filters=(), choices=(PUBLIC_TABLE_PARAMETER,)),
    _table(
        "methodology.corrections",
        "berichtigungen",
        _of(queries.corrections, table_columns.CORRECTIONS),
        origin=origin("corrections", "correction"),
    ),
    _table("methodology.figures", "abgeleitete-groessen", _dictionary(derived=True)),
    _table("methodology.datasets", "datenquellen", _datasets, origin=origin("datasets", "dataset")),
    _table(
        "methodology.sources",
        "alle-fundstellen",
        _of(queries.source_rows, table_columns.SOURCES_OF_ALL),
        origin=origin("source_rows", "source"),
    ),
    _table("methodology.dictionary", "datenwoerterbuch", _dictionary(derived=False)),
)

_BY_KEY = {table.key: table for table in TABLES}
