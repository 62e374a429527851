"""Corrections between two Stände of what an exhibit shows: of those rows alone by which its figures differ."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from app.data import queries
from app.data.origins import Origin, origin
from app.data.published import published_table, read
from app.exhibits.chosen_indicator import indicators_of
from app.exhibits.data_selection import data_selection, filters_of_table
from app.exhibits.model import Exhibit, View
from app.exhibits.origins import origin_of
from app.words import cells

_PEOPLE = ("bevoelkerung", ("region_ags", "reference_date"))
_VALUES = ("indikatoren", ("indicator_id", "region_ags", "period"))
_INPUTS = {
    "funding_detail": ("foerderung", ("funding_id",)),
    "milestone_detail": ("meilensteine", ("milestone_id",)),
    "project_detail": ("projekte", ("project_id",)),
    "project_area": ("projekte", ("project_id",)),
    "municipality": ("gemeinden", ("municipality_ags",)),
    "population": _PEOPLE,
    "latest_population": _PEOPLE,
    "indicator_value": _VALUES,
    "supply_value": _VALUES,
}
"""By public table: the input table that its rows come from, and the columns that are their key there."""
_WHOSE = ("project_id", "attribution", "municipality_ags")
_NO_VALUES = ("stand_date", "version_date", "input_file", "input_line", "source_id", "source_url", "note")
"""What tells whose a row is, and what is no value of it."""
_Row = tuple[str, str, str]
"""Input table, key and project of a row, as they are called now."""
_Names = dict[tuple[str, str], str]
"""By input table and the key that a correction names: what the row is called now."""


def corrections_of(exhibit: Exhibit, then: View, now: View, differing: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Corrections of rows by which the figures of two Stände differ, and whether other rows differ beside them.

    ``differing`` are the rows of the exhibit itself that only one of both has.
    """
    indicators = indicators_of(now) if "indikator" in exhibit.choices else ()
    found = queries.corrections_since(now.selection, then.selection.stand, exhibit.inputs, indicators)
    key_now: _Names = {(row.changed_table, row.row_key): row.key_now for row in cells.records(found)}
    rows = set[_Row]()
    origins = _origins(exhibit, now)
    for made in origins:
        name, key = _INPUTS[made.table]
        fixed: dict[Any, Any] = {column.removesuffix("__exact"): value for column, value in made.conditions}
        if set(key) <= {*differing.columns, *fixed}:
            rows |= {_row(name, key, {**fixed, **row}, key_now) for row in differing.to_dict("records")}
        else:
            before, after = (_values(exhibit, view, made, key, differing, key_now) for view in (then, now))
            rows |= {row for row in before.keys() | after.keys() if before.get(row) != after.get(row)}
    if not origins:
        return found[~found.is_rename], False
    keys, projects = {(table, key) for table, key, _ in rows}, {project for *_, project in rows if project}
    own = _INPUTS[origins[0].table][0]

    def concerns(row: Any) -> bool:
        if row.changed_table in {_INPUTS[made.table][0] for made in origins}:
            return (row.changed_table, row.key_now) in keys
        # What belongs to a project differs with it, and what is derived of a project with what belongs to it.
        return row.project_id in projects if isinstance(row.project_id, str) else True

    found = found.loc[[row.Index for row in found.itertuples() if not row.is_rename and concerns(row)]]
    corrected = {*zip(found.changed_table, found.key_now, strict=True)}
    of_projects = set(found.project_id[found.changed_table != own].dropna())
    return found, any((table, key) not in corrected and project not in of_projects for table, key, project in rows)


def _origins(exhibit: Exhibit, view: View) -> list[Origin]:
    """From which public tables its figures are made, the one of its rows first."""
    made = origin_of(exhibit, view)
    tables = (made, *(origin(made.question, table) for table in made.beside)) if made else ()
    return [made for made in tables if made.table in _INPUTS and _INPUTS[made.table][0] in exhibit.inputs]


def _row(name: str, key: tuple[str, ...], values: Mapping[Any, Any], key_now: _Names) -> _Row:
    """Which row of an input table the values are of."""
    row_key = " / ".join(
        str(value.date() if isinstance(value, pd.Timestamp) else value) for value in map(values.get, key)
    )
    project = str(values.get("project_id", ""))
    return name, key_now.get((name, row_key), row_key), key_now.get(("projekte", project), project)


def _values(
    exhibit: Exhibit,
    view: View,
    made: Origin,
    key: tuple[str, ...],
    differing: pd.DataFrame,
    key_now: _Names,
) -> dict[_Row, list[Any]]:
    """What is drawn of each row of a public table that the view shows."""
    selection = view.selection
    table = published_table(selection.release_id, made.table)
    acting = filters_of_table(selection.release_id, made.table)
    selection = replace(
        selection,
        municipalities=selection.municipalities if "kommune" in acting else (),
        fields=selection.fields if "handlungsfeld" in acting else (),
        levels=selection.levels if "ebene" in acting else (),
        years=selection.years if "jahr" in acting else (),
    )
    drawn = {*(name.partition("__")[0] for name, _ in made.conditions), *made.groups, made.summed, *differing.columns}
    drawn = drawn & {*table.names} or {*table.names} - {*_NO_VALUES}
    columns = tuple(name for name in table.names if name in drawn or name in (*key, *_WHOSE))
    query = data_selection(table, selection, {name: [value] for name, value in made.conditions}).query
    found: dict[_Row, list[Any]] = {}
    for row in read(replace(query, columns=columns)).read_all().to_pylist():
        values = [value for name, value in row.items() if name not in (*key, "project_id")]
        found.setdefault(_row(_INPUTS[made.table][0], key, row, key_now), []).append(values)
    return found
