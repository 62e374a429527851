"""Charts and the map of one indicator, and the line of the population."""

from typing import Any

import pandas as pd

from app.charts import indicator_charts
from app.data import queries
from app.exhibits.model import Choropleth, Exhibit, Plot, Shown, View, municipality_name
from app.navigation import PLACE
from app.words import table_columns

CHOICES = ("thema", "indikator")
"""Parameters of the address that name an indicator."""


def indicator(view: View) -> Any:
    """The indicator that the view has chosen by topic and name.

    Raises
    ------
    LookupError
        When there is none of that topic and name.
    """
    found = find(view)
    if found.empty:
        raise LookupError(view.parameter("indikator"))
    return found.iloc[0]


def find(view: View) -> pd.DataFrame:
    """The indicator of the chosen topic and name: one row, or none."""
    known = queries.indicators(view.selection)
    return known[(known.topic == view.parameter("thema")) & (known["name"] == view.parameter("indikator"))]


def _series(view: View) -> Shown:
    chosen = indicator(view)
    options = (("breaks", tuple(chosen.break_years)), ("chosen", view.selection.municipalities))
    rows = queries.indicator_series(view.selection, chosen.indicator_id)
    return Shown(rows, table_columns.VALUES, Plot(indicator_charts.series, options), (chosen.dataset_id,))


def _ranking(view: View) -> Shown:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    plot = Plot(indicator_charts.ranking, (("chosen", view.selection.municipalities),))
    return Shown(rows, table_columns.VALUES, plot, (chosen.dataset_id,))


def _map(view: View) -> Shown:
    chosen = indicator(view)
    rows = queries.indicator_latest(view.selection, chosen.indicator_id)
    return Shown(
        rows, table_columns.VALUES, Choropleth("value", chosen.unit, chosen.unit), (chosen.dataset_id, "grenzen")
    )


def _population(view: View) -> Shown:
    rows = queries.population_series(view.selection, view.selection.municipalities[0])
    return Shown(rows, table_columns.POPULATION, Plot(indicator_charts.population), ("bevoelkerung",))


def _name(view: View) -> str:
    return view.parameter("indikator")


_INPUTS = ("indikatoren", "kennzahlen")

EXHIBITS = (
    Exhibit("indicators.series", "indikator-verlauf", "indicators", _series, PLACE, CHOICES, _name, inputs=_INPUTS),
    Exhibit("indicators.map", "indikator-karte", "indicators", _map, (), CHOICES, _name, inputs=_INPUTS),
    Exhibit("indicators.ranking", "indikator-rangfolge", "indicators", _ranking, (), CHOICES, _name, inputs=_INPUTS),
    Exhibit("map.indicator", "karte-indikator", "map", _map, (), CHOICES, _name, inputs=_INPUTS),
    Exhibit(
        "municipality.series",
        "indikator-der-kommune",
        "municipalities",
        _series,
        PLACE,
        CHOICES,
        _name,
        inputs=_INPUTS,
    ),
    Exhibit(
        "municipality.population",
        "bevoelkerung-der-kommune",
        "municipalities",
        _population,
        (),
        subject=municipality_name,
    ),
)
