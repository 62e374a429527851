"""What is compared: areas side by side and two measures against each other, as an address names them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.exhibits.model import View
from app.words import cells, units
from app.words.text import has, t

PLACES_PARAMETER = "orte"
"""Parameter that names areas by their keys, one after the other."""
X, Y = "x", "y"
"""Parameters that name a measure each by its key."""
OWN = {
    "zuwendungen-je-kopf": "grant_per_head_eur",
    "eigene-zuwendungen": "grant_eur",
    "projekte": "project_count",
    "ergebnisse": "reached_count",
    "bevoelkerung": "population_count",
    "bevoelkerungsdichte": "density_count",
}
"""Keys of measures that are no indicators, and the columns of ``municipality_figures`` that hold them."""
_WITHOUT_PROJECTS = ("bevoelkerung", "bevoelkerungsdichte")
MOST = 5
"""Areas that stand side by side at most."""
_USUAL = 2
"""The most populous municipalities that are compared with district and state where nobody has chosen any."""


@lru_cache(maxsize=64)
def known_places(everything: Selection) -> Mapping[str, str]:
    """Names of all areas that can be compared, by key."""
    areas = queries.comparison_areas(everything)
    return dict(zip(areas.region_ags, areas.name, strict=True))


def keys_in(text: str) -> list[str]:
    """Keys as they stand in an address, each once."""
    return list(dict.fromkeys(key for key in text.split(",") if key))


def places(selection: Selection, text: str) -> tuple[str, ...]:
    """The areas of an address: those that are known, at most five; one alone is compared with district and state."""
    everything = selection.everything()
    chosen = [key for key in keys_in(text) if key in known_places(everything)][:MOST]
    if len(chosen) == 1:
        chosen += [key for key in _whole(everything) if key not in chosen]
    return tuple(chosen) or _usual(everything)


def places_of(view: View) -> tuple[str, ...]:
    """The areas that a view compares."""
    return places(view.selection, view.parameter(PLACES_PARAMETER))


def topic_of(view: View) -> str:
    """The topic whose indicators a view compares, the first where it names none that is known; empty without any."""
    topics = list(dict.fromkeys(queries.indicators(view.selection).topic))
    asked = view.parameter("thema")
    return asked if asked in topics else next(iter(topics), "")


@lru_cache(maxsize=64)
def _usual(everything: Selection) -> tuple[str, ...]:
    areas = queries.comparison_areas(everything)
    largest = areas[areas.region_level == "municipality"].sort_values(
        "population_count", ascending=False, kind="stable", na_position="last"
    )
    return (*largest.region_ags.head(_USUAL), *_whole(everything))


def _whole(everything: Selection) -> Iterator[str]:
    areas = queries.comparison_areas(everything)
    yield from areas.region_ags[areas.region_level.isin(("district", "state"))]


@lru_cache(maxsize=64)
def known_measures(everything: Selection) -> Mapping[str, str]:
    """Names of all measures of municipalities, by key."""
    keys = OWN if queries.has_projects(everything) else _WITHOUT_PROJECTS
    own = {key: _name(OWN[key]) for key in keys}
    indicators = queries.indicators(everything)
    municipal = indicators[indicators.municipality_count > 0]
    return own | dict(zip(municipal.indicator_id, municipal["name"], strict=True))


def measure_of(everything: Selection, name: str, key: str) -> str:
    """The measure that an address names for an axis, else the usual one: own grants per head against fibre."""
    known = known_measures(everything)
    if key in known:
        return key
    keys = list(known)
    if name == X:
        return keys[0]
    preferred = [found for found, label in known.items() if label == t("indicators.preferred")]
    others = [found for found in keys if found not in OWN]
    return next(iter((*preferred, *others, keys[1])))


def measures_of(view: View) -> tuple[str, str]:
    """The two measures of a view."""
    x, y = (measure_of(view.selection.everything(), name, view.parameter(name)) for name in (X, Y))
    return x, y


@lru_cache(maxsize=64)
def against(selection: Selection, x: str, y: str) -> pd.DataFrame:
    """One row per municipality with the values of two measures; ``labels`` in its attributes say what its columns are."""
    figures = queries.municipality_figures(selection.of())
    table, labels = figures[["municipality_ags", "name"]].copy(), {}
    for axis, key in ((X, x), (Y, y)):
        if key in OWN:
            column, values = f"{axis}_{OWN[key].rpartition('_')[2]}", figures[OWN[key]]
            labels[column] = known_measures(selection.everything())[key]
            if column.endswith("_eur"):
                pairs = zip(figures.grant_eur, figures.joint_eur, strict=True)
                told = [t("figure.only_joint") if cells.is_only_joint(*pair) else units.UNKNOWN for pair in pairs]
                table[f"{column}_missing"] = told
        else:
            column, labels_of, values = _indicator(selection, axis, key, figures)
            labels[column] = labels_of
        table[column] = pd.to_numeric(values).astype(float).to_numpy()
    table.attrs["labels"] = labels
    return table


def axes(table: pd.DataFrame) -> tuple[str, str]:
    """The columns that hold the values of the two measures."""
    x, y = table.attrs["labels"]
    return x, y


def _indicator(selection: Selection, axis: str, key: str, figures: pd.DataFrame) -> tuple[str, str, pd.Series]:
    rows = queries.indicator_latest(selection, key).set_index("region_ags")
    unit = str(rows.unit.iloc[0])
    is_share = unit.startswith("%")
    name = known_measures(selection.everything())[key]
    period = units.partial_date(str(rows.period.dropna().iloc[0]))
    label = t("comparison.axis", name=name if is_share else f"{name} ({unit})", period=period)
    return f"{axis}_{'pct' if is_share else 'count'}", label, rows.value.reindex(figures.municipality_ags)


def _name(column: str) -> str:
    return t(f"map.measure.{column}") if has(f"map.measure.{column}") else cells.own_label(column)
