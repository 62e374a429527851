"""Charts and the map of one indicator, and the line of the population."""

import functools

from app.charts import indicator_charts
from app.data import queries
from app.exhibits import measures
from app.exhibits.chosen_indicator import CHOICES, indicator
from app.exhibits.claims import places, series
from app.exhibits.model import Choropleth, Exhibit, ExhibitContent, Plot, View, municipality_name
from app.navigation import PLACE
from app.words import table_columns


def _series(view: View) -> ExhibitContent:
    chosen = indicator(view)
    options = (("breaks", tuple(chosen.break_years)), ("chosen", view.selection.municipalities))
    rows = queries.indicator_series(view.selection, chosen.indicator_id)
    return ExhibitContent(rows, table_columns.VALUES, Plot(indicator_charts.series, options), (chosen.dataset_id,))


def _ranking(view: View) -> ExhibitContent:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    plot = Plot(indicator_charts.ranking, (("chosen", view.selection.municipalities),))
    return ExhibitContent(rows, table_columns.VALUES, plot, (chosen.dataset_id,))


def _map(view: View) -> ExhibitContent:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    drawing = Choropleth("value", chosen.unit, chosen.unit)
    return ExhibitContent(rows, table_columns.VALUES, drawing, (chosen.dataset_id, "grenzen"))


def _population(view: View) -> ExhibitContent:
    rows = queries.population_series(view.selection, view.selection.municipalities[0])
    return ExhibitContent(rows, table_columns.POPULATION, Plot(indicator_charts.population), ("bevoelkerung",))


_of_indicator = functools.partial(
    Exhibit,
    choices=CHOICES,
    subject=lambda view: view.parameter("indikator"),
    inputs=("indikatoren", "kennzahlen"),
    measure=measures.indicator,
)

EXHIBITS = (
    _of_indicator(
        "indicators.series", "indikator-verlauf", "indicators", "lines", _series, PLACE, claims=series.series
    ),
    _of_indicator("indicators.map", "indikator-karte", "indicators", "map", _map, (), claims=places.indicator),
    _of_indicator(
        "indicators.ranking", "indikator-rangfolge", "indicators", "bars", _ranking, (), claims=places.indicator
    ),
    _of_indicator("map.indicator", "karte-indikator", "map", "map", _map, (), claims=places.indicator),
    _of_indicator(
        "municipality.series", "indikator-der-kommune", "municipalities", "lines", _series, PLACE, claims=series.series
    ),
    Exhibit(
        "municipality.population",
        "bevoelkerung-der-kommune",
        "municipalities",
        "lines",
        _population,
        (),
        subject=municipality_name,
        claims=series.population,
        measure=measures.measure("population", measures.municipality, measures.counted_on),
    ),
)
