"""Every table that stands alone on a page: its question, columns and sources, wherever it is asked for: page or file."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from app.data import period, queries
from app.data.published import published_table, published_tables
from app.data.rows import Rows, as_rows
from app.data.selection import Selection
from app.exhibits import side_by_side
from app.exhibits.chosen_indicator import CHOICES as INDICATOR
from app.exhibits.chosen_indicator import indicator
from app.exhibits.compared import PLACES, places_of, topic_of
from app.exhibits.compared_dates import BEGIN, END, MORE, dates_of, indicators_of
from app.exhibits.data_selection import TABLE
from app.exhibits.model import ExhibitContent, Table, TableContent, View
from app.exhibits.party import PARTIES, party_of
from app.navigation import FILTERS, FILTERS_BUT_PLACE, PLACE_FILTER
from app.sentences.left_out import MONEY, PROJECTS, RESULTS
from app.words import table_columns
from app.words.text import t

PROJECT, DAYS = ("projekt",), ("von", "bis")
STEPS = {t(f"projects.confidence.{step}"): step for step in "543210"}
"""Steps of confidence by their names, as the address of a page holds them."""


def by_key(key: str) -> Table:
    """The table of that key in the texts; KeyError when there is none."""
    return _BY_KEY[key]


def by_slug(slug: str) -> Table:
    """The table of that name in addresses; KeyError when there is none."""
    return _BY_SLUG[slug]


def _table(
    key: str,
    slug: str,
    question: Callable[[View], TableContent],
    *,
    page: str = "",
    filters: tuple[str, ...] = FILTERS,
    choices: tuple[str, ...] = (),
    dated: tuple[str, ...] = (),
) -> Table:
    """A table of the ``page`` that its key begins with, where no other one is named."""

    def content(view: View) -> ExhibitContent:
        found = question(view)
        return ExhibitContent(found.rows.all(), found.columns, None, found.source)

    page = page or key.partition(".")[0]
    return Table(key, slug, page, "table", content, filters, choices, dated=dated, question=question)


def _content(
    rows: pd.DataFrame | Rows, columns: Sequence[str] = (), source: Sequence[str] = ("projekte",)
) -> TableContent:
    """Without ``columns`` those of the question, in their order, but for those that only hold a key or a link."""
    found = as_rows(rows)
    usual = (name for name in found.page(1).columns if name not in table_columns.KEYS and not name.endswith("_url"))
    return TableContent(found, tuple(columns or usual), tuple(source))


def _of(
    rows: Callable[[Selection], pd.DataFrame | Rows], columns: Sequence[str], *source: str
) -> Callable[[View], TableContent]:
    """What a question says of the selection."""
    return lambda view: _content(rows(view.selection), columns, source or ("projekte",))


# Municipalities


def _figures(columns: Sequence[str], *source: str) -> Callable[[View], TableContent]:
    """All municipalities side by side, whichever is chosen."""
    return _of(lambda selection: queries.municipality_figures(selection.of()), columns, *source)


def _compared(view: View) -> TableContent:
    source = ("projekte", "bevoelkerung", *queries.supply_datasets(view.selection.of()))
    return _figures(table_columns.COMPARISON, *source)(view)


def _all_municipalities(view: View) -> TableContent:
    columns = table_columns.MUNICIPALITIES if queries.has_projects(view.selection) else table_columns.PLACES
    return _figures(columns, "projekte", "bevoelkerung")(view)


def _of_indicator(view: View) -> TableContent:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    return _content(rows, table_columns.VALUES, (chosen.dataset_id,))


def _indicator_changes(view: View) -> TableContent:
    keys, known = indicators_of(view), queries.indicators(view.selection).set_index("indicator_id").dataset_id
    rows = queries.indicator_changes(view.selection, *dates_of(view), *keys)
    return _content(rows, table_columns.INDICATOR_CHANGES, tuple(dict.fromkeys(known[list(keys)])))


def _district_projects(view: View) -> TableContent:
    district = queries.district(view.selection)
    return _content(queries.project_rows(view.selection.of(district)), table_columns.PROJECTS)


def _profile(view: View) -> TableContent:
    rows = queries.indicator_profile(view.selection, view.selection.municipalities[0])
    return _content(rows, table_columns.PROFILE, queries.indicator_datasets(view.selection))


def _side_by_side(
    rows: Callable[[Selection, tuple[str, ...]], pd.DataFrame], *columns: str
) -> Callable[[View], TableContent]:
    """The chosen areas side by side, whichever municipality the filter has chosen."""

    def question(view: View) -> TableContent:
        places, selection = places_of(view), view.selection.of()
        source = ("projekte", "bevoelkerung", *(queries.indicator_datasets(selection) if "topic" in columns else ()))
        return _content(rows(selection, places), (*columns, *side_by_side.value_columns(places)), source)

    return question


def _readings(view: View) -> TableContent:
    known = queries.indicators(view.selection)
    topic = topic_of(view)
    source = tuple(dict.fromkeys(known.dataset_id[known.topic == topic]))
    rows = queries.indicator_readings(view.selection, topic=topic)
    return _content(rows, table_columns.READINGS, (*source, "bevoelkerung"))


# Projects and milestones


def _project_rows(view: View) -> TableContent:
    step = STEPS.get(view.parameter("zuversicht"), "")
    rows = queries.project_rows(view.selection, view.parameter("suche"), step)
    return _content(rows, table_columns.PROJECTS_OF_ALL)


def _of_project(
    rows: Callable[[Selection, str], pd.DataFrame], columns: Sequence[str] = ()
) -> Callable[[View], TableContent]:
    return lambda view: _content(rows(view.selection, view.parameter("projekt")), columns)


def _milestone_list(state: str) -> Callable[[View], TableContent]:
    """Columns without any value are hidden on a page and stand in files."""
    columns = ("title", "project_title", "due", "since_plan_days", "delay_days", *table_columns.SHIFT)
    return lambda view: _content(queries.milestone_list(view.selection, state), columns)


# Changes


def _events(columns: Sequence[str], *kinds: str, fit: str = "inside") -> Callable[[View], TableContent]:
    def question(view: View) -> TableContent:
        days = _period(view)
        return _content(queries.event_rows(view.selection, days.first, days.last, *kinds, fit=fit), columns)

    return question


def _between_stands(rows: Callable[..., pd.DataFrame | Rows], columns: Sequence[str]) -> Callable[[View], TableContent]:
    """What differs between the Stände of a period; nothing where it has not two."""

    def question(view: View) -> TableContent:
        selection = view.selection
        stands = period.compared_stands(selection, _period(view)) or (selection.stand, selection.stand)
        return _content(rows(selection, *stands), columns)

    return question


def _period(view: View) -> period.Period:
    return period.between(view.selection, view.parameter("von"), view.parameter("bis"))


# The page of methods


def _datasets(view: View) -> TableContent:
    rows = queries.datasets(view.selection)
    return _content(rows, table_columns.DATASETS, tuple(rows.dataset_id))


def _dictionary(*, derived: bool) -> Callable[[View], TableContent]:
    return lambda view: _content(queries.dictionary(view.selection, derived=derived))


# The page of data


def _published(view: View) -> TableContent:
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


def _columns(view: View) -> TableContent:
    table = published_table(view.selection.release_id, view.parameter(TABLE))
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


TABLES = (
    _table("overview.compared", "kommunen-nebeneinander", _compared, filters=FILTERS_BUT_PLACE),
    _table(
        "map.table",
        "kennzahlen-der-karte",
        _figures(table_columns.MUNICIPALITIES, "projekte", "bevoelkerung"),
        filters=FILTERS_BUT_PLACE,
        choices=("kennzahl",),
    ),
    _table(
        "map.places",
        "bevoelkerung-und-flaeche",
        _figures(table_columns.PLACES, "bevoelkerung"),
        filters=(),
        choices=("kennzahl",),
    ),
    _table("map.values", "werte-der-karte", _of_indicator, filters=(), choices=("kennzahl", *INDICATOR)),
    _table("funding.rows", "alle-betraege", _of(queries.funding_rows, table_columns.MONEY_OF_ALL), dated=(MONEY,)),
    _table(
        "party.rows",
        "betraege-der-foerderung",
        lambda view: _content(queries.funding_rows(view.selection, **party_of(view)), table_columns.MONEY_OF_ALL),
        page="funding",
        choices=tuple(PARTIES),
        dated=(MONEY,),
    ),
    _table(
        "party.projects",
        "projekte-der-foerderung",
        lambda view: _content(queries.party_projects(view.selection, **party_of(view)), table_columns.PARTY_PROJECTS),
        page="funding",
        choices=tuple(PARTIES),
        dated=(MONEY,),
    ),
    _table(
        "account.projects",
        "verschiebungskonto-nach-projekt",
        _of(queries.account_by_project, table_columns.ACCOUNT),
        page="milestones",
    ),
    _table("milestones.planned", "geplante-ergebnisse", _milestone_list("planned")),
    _table("milestones.reached", "erreichte-ergebnisse", _milestone_list("reached")),
    _table("milestones.overdue", "ueberfaellige-ergebnisse", _milestone_list("overdue")),
    _table("milestones.no_feedback", "ergebnisse-ohne-rueckmeldung", _milestone_list("no_feedback")),
    _table(
        "milestones.happened",
        "ereignisse-und-rueckschlaege",
        _of(lambda selection: queries.milestone_chronicle(selection, "event", "setback"), table_columns.CHRONICLE),
    ),
    _table(
        "milestones.steps",
        "getane-schritte",
        _of(lambda selection: queries.milestone_chronicle(selection, "step_taken"), table_columns.CHRONICLE),
    ),
    _table("milestones.delays", "verzug-der-meilensteine", _of(queries.delays, table_columns.DELAYS)),
    _table(
        "milestones.rows",
        "alle-meilensteine",
        _of(queries.milestone_rows, table_columns.MILESTONES_OF_ALL),
    ),
    _table("projects.rows", "liste-der-projekte", _project_rows, choices=("suche", "zuversicht")),
    _table(
        "project.funding",
        "betraege-des-projekts",
        _of_project(queries.project_funding, table_columns.MONEY),
        page="projects",
        choices=PROJECT,
    ),
    _table(
        "project.milestone_rows",
        "meilensteine-des-projekts",
        _of_project(queries.project_milestones, table_columns.MILESTONES),
        page="projects",
        choices=PROJECT,
    ),
    _table(
        "project.sources",
        "quellen-des-projekts",
        _of_project(queries.project_sources),
        page="projects",
        choices=PROJECT,
    ),
    _table(
        "indicators.changes",
        "indikator-aenderung",
        _indicator_changes,
        filters=(),
        choices=(*INDICATOR, BEGIN, END, MORE),
    ),
    _table("municipalities.rows", "alle-kommunen", _all_municipalities, filters=FILTERS_BUT_PLACE),
    _table(
        "comparison.facts",
        "gebiete-nebeneinander",
        _side_by_side(side_by_side.facts, "name"),
        filters=FILTERS_BUT_PLACE,
        choices=(PLACES,),
        dated=(MONEY, PROJECTS, RESULTS),
    ),
    _table(
        "comparison.everything",
        "gebiete-nebeneinander-mit-indikatoren",
        _side_by_side(side_by_side.everything, "topic", "name", "unit", "period"),
        filters=FILTERS_BUT_PLACE,
        choices=(PLACES,),
        dated=(MONEY, PROJECTS, RESULTS),
    ),
    _table(
        "comparison.readings",
        "drei-lesarten",
        _readings,
        filters=(),
        choices=("thema",),
    ),
    _table(
        "municipality.own",
        "projekte-der-kommune",
        _of(queries.project_rows, table_columns.PROJECTS),
        page="municipalities",
    ),
    _table(
        "municipality.money",
        "betraege-der-kommune",
        _of(queries.funding_rows, table_columns.MONEY_OF_ALL),
        page="municipalities",
        dated=(MONEY,),
    ),
    _table(
        "municipality.shared",
        "kreisweite-projekte",
        _district_projects,
        page="municipalities",
        filters=FILTERS_BUT_PLACE,
    ),
    _table(
        "municipality.profile",
        "indikatoren-der-kommune",
        _profile,
        page="municipalities",
        filters=PLACE_FILTER,
    ),
    _table(
        "changes.reached",
        "im-zeitraum-erreicht",
        _events(table_columns.EVENTS_REACHED, "reached"),
        choices=DAYS,
    ),
    _table(
        "changes.happened",
        "im-zeitraum-geschehen",
        _events(table_columns.EVENTS, "step_taken", "event", "setback"),
        choices=DAYS,
    ),
    _table(
        "changes.missed",
        "im-zeitraum-verstrichen",
        _events(table_columns.EVENTS_MISSED, "overdue", "no_feedback"),
        choices=DAYS,
    ),
    _table(
        "changes.moved", "im-zeitraum-verschoben", _events(table_columns.EVENTS_MOVED, "later", "earlier"), choices=DAYS
    ),
    _table("changes.granted", "im-zeitraum-bewilligt", _events(table_columns.EVENTS_GRANTED, "granted"), choices=DAYS),
    _table(
        "changes.run",
        "im-zeitraum-begonnen-oder-beendet",
        _events(table_columns.EVENTS_RUN, "begun", "ended"),
        choices=DAYS,
    ),
    _table(
        "changes.possible",
        "im-zeitraum-moeglich",
        _events(table_columns.EVENTS, fit="possible"),
        choices=DAYS,
    ),
    _table(
        "changes.steps",
        "geaenderte-meilensteine",
        _between_stands(queries.milestone_changes, table_columns.MILESTONE_CHANGES),
        choices=DAYS,
    ),
    _table(
        "changes.tables",
        "unterschiede-nach-tabelle",
        _between_stands(queries.difference_tables, table_columns.DIFFERENCE_TABLES),
        choices=DAYS,
    ),
    *(
        _table(
            f"changes.{name}",
            f"unterschiede-{name}",
            _between_stands(partial(queries.difference_rows, table=name), columns),
            choices=DAYS,
        )
        for name, columns in table_columns.DIFFERENCES.items()
    ),
    _table("data.tables", "tabellen", _published, filters=()),
    _table("data.columns", "spalten", _columns, filters=(), choices=(TABLE,)),
    _table("methodology.corrections", "berichtigungen", _of(queries.corrections, table_columns.CORRECTIONS)),
    _table("methodology.figures", "abgeleitete-groessen", _dictionary(derived=True)),
    _table("methodology.datasets", "datenquellen", _datasets),
    _table("methodology.sources", "alle-fundstellen", _of(queries.source_rows, table_columns.SOURCES_OF_ALL)),
    _table("methodology.dictionary", "datenwoerterbuch", _dictionary(derived=False)),
)

_BY_KEY = {table.key: table for table in TABLES}
_BY_SLUG = {table.slug: table for table in TABLES}
