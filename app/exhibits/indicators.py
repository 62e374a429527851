"""Charts and the map of one indicator, and the line of the population."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.charts import comparison_charts, indicator_charts
from app.data import queries
from app.data.origins import LATEST, origin
from app.exhibits import measures
from app.exhibits.chosen_indicator import CHOICES, MORE, indicator, indicators_of
from app.exhibits.claims import comparison, places, series
from app.exhibits.compared import MOST
from app.exhibits.model import (
    Choropleth,
    Exhibit,
    ExhibitContent,
    Plot,
    View,
    municipality_name,
    of_municipality,
    of_shown,
)
from app.navigation import PLACE_FILTER
from app.words import table_columns


def _measure(chosen: Any) -> str:
    """What the values of an indicator are, in words, for a drawing that stands alone."""
    return f"{chosen['name']}, {chosen.unit}"


def _series(view: View) -> ExhibitContent:
    chosen = indicator(view)
    options = (
        ("breaks", tuple(chosen.break_years)),
        ("chosen", view.selection.municipalities),
        ("measure", _measure(chosen)),
    )
    rows = queries.indicator_series(view.selection, chosen.indicator_id)
    return ExhibitContent(rows, table_columns.VALUES, Plot(indicator_charts.series, options), (chosen.dataset_id,))


def _ranking(view: View) -> ExhibitContent:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    plot = Plot(indicator_charts.ranking, (("chosen", view.selection.municipalities), ("measure", _measure(chosen))))
    return ExhibitContent(rows, table_columns.VALUES, plot, (chosen.dataset_id,))


def _map(view: View) -> ExhibitContent:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    drawing = Choropleth("value", _measure(chosen), chosen.unit)
    return ExhibitContent(rows, table_columns.VALUES, drawing, (chosen.dataset_id, "grenzen"))


def _several(view: View) -> ExhibitContent:
    keys, places = indicators_of(view), _places(view)
    known = queries.indicators(view.selection).set_index("indicator_id").dataset_id
    rows = queries.several_series(view.selection.of(), keys, *places)
    plot = Plot(comparison_charts.indicators, (("places", places),))
    return ExhibitContent(rows, table_columns.VALUES_OF_AREAS, plot, tuple(dict.fromkeys(known[list(keys)])))


def _of_places(view: View) -> Mapping[str, str]:
    return {"region_ags__in": ",".join(_places(view))}


def _places(view: View) -> tuple[str, ...]:
    """The chosen municipalities, as many as a panel can hold, and the whole regions."""
    areas = queries.comparison_areas(view.selection)
    chosen = view.selection.municipalities[:MOST]
    is_shown = (areas.region_level != "municipality") | areas.region_ags.isin(chosen)
    return tuple(areas.region_ags[is_shown])


def _area(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """Which area is shown: of many chosen municipalities those that a panel can hold."""
    selection = view.selection.of(*view.selection.municipalities[:MOST])
    return measures.area(exhibit, replace(view, selection=selection), shown)


def _population(view: View) -> ExhibitContent:
    rows = queries.population_series(view.selection, view.selection.municipalities[0])
    return ExhibitContent(rows, table_columns.POPULATION, Plot(indicator_charts.population), ())


_of_indicator = functools.partial(
    Exhibit,
    choices=CHOICES,
    subject=lambda view: view.parameter("indikator"),
    inputs=("indikatoren", "kennzahlen"),
    measure=measures.indicator,
    origin=LATEST,
)
_of_series = functools.partial(
    _of_indicator,
    kind="lines",
    content=_series,
    filters=PLACE_FILTER,
    claims=series.series,
    # Beside the chosen municipalities the whole regions are drawn.
    origin=replace(origin("indicator_series", "indicator_value", beside=("indicator",)), is_filtered=False),
    conditions=of_shown("region_ags", _series),
)

EXHIBITS = (
    _of_series("indicators.series", "indikator-verlauf", "indicators"),
    _of_indicator(
        "indicators.several",
        "mehrere-indikatoren",
        "indicators",
        "multiples",
        _several,
        PLACE_FILTER,
        choices=(*CHOICES, MORE),
        claims=comparison.several,
        measure=measures.measure("latest_values", _area),
        origin=replace(origin("comparison_series", "indicator_value", beside=("indicator",)), is_filtered=False),
        conditions=_of_places,
    ),
    _of_indicator("indicators.map", "indikator-karte", "indicators", "map", _map, (), claims=places.indicator),
    _of_indicator(
        "indicators.ranking", "indikator-rangfolge", "indicators", "bars", _ranking, (), claims=places.indicator
    ),
    _of_indicator("map.indicator", "karte-indikator", "map", "map", _map, (), claims=places.indicator),
    _of_series("municipality.series", "indikator-der-kommune", "municipalities"),
    Exhibit(
        "municipality.population",
        "bevoelkerung-der-kommune",
        "municipalities",
        "lines",
        _population,
        (),
        subject=municipality_name,
        inputs=("bevoelkerung",),
        claims=series.population,
        measure=measures.measure("population", measures.municipality, measures.counted_on),
        origin=origin("population_series", "population"),
        conditions=of_municipality,
    ),
)
