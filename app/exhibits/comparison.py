"""Charts of areas side by side, of two measures against each other, and of who works with whom."""

import functools
from collections.abc import Iterator, Mapping

import pandas as pd

from app.charts import comparison_charts, grant_charts
from app.data import queries
from app.data.origins import LATEST, RESULT_ROWS, grants, origin
from app.data.selection import Selection
from app.exhibits import side_by_side
from app.exhibits.claims import comparison
from app.exhibits.compared import (
    OWN,
    PLACES_PARAMETER,
    X,
    Y,
    against,
    axes,
    known_measures,
    known_places,
    measures_of,
    places_of,
    topic_of,
)
from app.exhibits.maps import FIGURES
from app.exhibits.measures import approved, measure, stand, whole_region
from app.exhibits.model import ChosenFigure, Exhibit, ExhibitContent, Plot, View
from app.navigation import FILTERS_BUT_PLACE
from app.sentences.left_out import GRANTS, PROJECTS, RESULTS
from app.words import table_columns
from app.words.text import enumeration, t

_SOURCES = ("projekte", "bevoelkerung")
"""Input tables that are sources of their own."""


def _money(view: View) -> ExhibitContent:
    rows = _grants(view.selection.of(), places_of(view))
    return ExhibitContent(rows, table_columns.GRANTS_OF_AREAS, Plot(grant_charts.by_group, (("apart", True),)))


@functools.lru_cache(maxsize=64)
def _grants(selection: Selection, places: tuple[str, ...]) -> pd.DataFrame:
    """The same object for the same areas, so that what is drawn of it is drawn once."""
    areas = _figures(selection, places)
    return areas[areas.project_count.notna()].rename(columns={"name": "label"})


@functools.lru_cache(maxsize=64)
def _figures(selection: Selection, places: tuple[str, ...]) -> pd.DataFrame:
    """Figures of the areas with what stands where one has none, as the same object for the same areas."""
    return side_by_side.with_missing(queries.comparison_figures(selection, *places))


def _fields(view: View) -> ExhibitContent:
    rows = queries.comparison_fields(view.selection.of(), *places_of(view))
    return ExhibitContent(rows, ("field_of_action", "name", "project_count"), Plot(comparison_charts.fields))


def _results(view: View) -> ExhibitContent:
    rows = _figures(view.selection.of(), places_of(view))
    return ExhibitContent(rows, table_columns.RESULTS_OF_AREAS, Plot(comparison_charts.results))


def _indicators(view: View) -> ExhibitContent:
    places, topic = places_of(view), topic_of(view)
    known = queries.indicators(view.selection)
    source = tuple(dict.fromkeys(known.dataset_id[known.topic == topic]))
    rows = queries.comparison_series(view.selection.of(), topic, *places)
    plot = Plot(comparison_charts.indicators, (("places", places),))
    return ExhibitContent(rows, table_columns.VALUES_OF_AREAS, plot, source)


def _of_topic(view: View) -> Mapping[str, str]:
    known = queries.indicators(view.selection)
    indicators = known.indicator_id[known.topic == topic_of(view)]
    return {"indicator_id__in": ",".join(indicators), "region_ags__in": ",".join(places_of(view))}


def _scatter(view: View) -> ExhibitContent:
    measures = measures_of(view)
    rows = against(view.selection.of(), *measures)
    x, y = axes(rows)
    known = queries.indicators(view.selection).set_index("indicator_id").dataset_id
    inputs = {name for figure in _chosen_measures(view) for name in figure.inputs}
    sources = (*(name for name in _SOURCES if name in inputs), *(known[key] for key in measures if key in known))
    plot = Plot(comparison_charts.scatter, (("x", x), ("y", y), ("chosen", places_of(view))))
    return ExhibitContent(rows, ("name", x, y), plot, tuple(dict.fromkeys(sources)))


def _chosen_measures(view: View) -> Iterator[ChosenFigure]:
    """Both measures."""
    known = known_measures(view.selection.everything())
    for key in measures_of(view):
        if key in OWN:
            figure = FIGURES[OWN[key]]
            yield ChosenFigure(known[key], figure["inputs"], figure["origin"])
        else:
            yield ChosenFigure(known[key], ("indikatoren", "kennzahlen"), LATEST.where(indicator_id__exact=key))


def _matrix(view: View) -> ExhibitContent:
    rows = queries.joint_projects(view.selection.of())
    known = queries.municipalities(view.selection)
    alone = tuple(known.name[~known.municipality_ags.isin({*rows.municipality_ags, *rows.partner_ags})])
    return ExhibitContent(rows, ("name", "partner", "joint_count"), Plot(comparison_charts.matrix, (("alone", alone),)))


def _areas(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    known = known_places(view.selection.everything())
    return enumeration([known[place] for place in places_of(view)])


def _against(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    x, y = (shown.table.attrs["labels"][column] for column in axes(shown.table))
    return [t("telling.measure.against", x=x, y=y), whole_region(exhibit, view, shown)]


_exhibit = functools.partial(Exhibit, page="comparison", filters=FILTERS_BUT_PLACE, choices=(PLACES_PARAMETER,))

EXHIBITS = (
    _exhibit(
        "comparison.money",
        "vergleich-geld",
        kind="bars",
        content=_money,
        claims=comparison.grants,
        measure=measure("grants", _areas, approved),
        dated=(GRANTS,),
        origin=grants("attribution", "municipality_ags", question="comparison_figures"),
    ),
    _exhibit(
        "comparison.fields",
        "vergleich-handlungsfelder",
        kind="multiples",
        content=_fields,
        inputs=("projekte",),
        claims=comparison.projects,
        measure=measure("project_count", _areas, stand),
        dated=(PROJECTS,),
        origin=origin("comparison_fields", "project_detail", groups=("field_of_action",)),
    ),
    _exhibit(
        "comparison.results",
        "vergleich-ergebnisse",
        kind="bars",
        content=_results,
        inputs=("meilensteine", "projekte"),
        claims=comparison.results,
        measure=measure("states", _areas, stand),
        dated=(RESULTS,),
        origin=origin("comparison_figures", "milestone_detail", RESULT_ROWS, groups=("state",)),
    ),
    _exhibit(
        "comparison.indicators",
        "vergleich-indikatoren",
        kind="multiples",
        content=_indicators,
        filters=(),
        choices=(PLACES_PARAMETER, "thema"),
        subject=topic_of,
        inputs=("indikatoren", "kennzahlen"),
        claims=comparison.indicators,
        measure=measure("latest_values", _areas),
        origin=origin("comparison_series", "indicator_value", beside=("indicator",)),
        conditions=_of_topic,
    ),
    _exhibit(
        "comparison.scatter",
        "zwei-groessen",
        kind="scatter",
        content=_scatter,
        choices=(PLACES_PARAMETER, X, Y),
        claims=comparison.scatter,
        measure=_against,
        dated=(GRANTS, PROJECTS),
        origins=(*dict.fromkeys(FIGURES[column]["origin"] for column in OWN.values()), LATEST),
        chosen_figures=_chosen_measures,
    ),
    _exhibit(
        "comparison.matrix",
        "wer-mit-wem",
        kind="matrix",
        content=_matrix,
        choices=(),
        inputs=("projekte",),
        claims=comparison.matrix,
        measure=measure("matrix", whole_region, stand),
        dated=(PROJECTS,),
        origin=origin("joint_projects", "project_detail", (("attribution__exact", "joint"),), beside=("project_area",)),
    ),
)
