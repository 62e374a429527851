"""Corrections between two Stände of what an exhibit shows: of those rows and columns alone by which its figures differ."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from app.data import queries
from app.data.origins import Origin, origin
from app.data.published import published_table, read
from app.exhibits.data_selection import data_selection, filters_of_table
from app.exhibits.model import Exhibit, View
from app.exhibits.origins import origins_of
from app.words import cells
from data_dictionary import TABLES

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
_MADE_OF = {"role": "kind", "is_counted": "counting"}
"""What follows from one column of the input table alone, and which."""
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
    inputs, origins = _made_of(exhibit, now)
    named = dict(condition for made in origins for condition in made.conditions if "indicator_id" in condition[0])
    indicators = tuple(key for keys in named.values() for key in keys.split(","))
    found = queries.corrections_since(now.selection, then.selection.stand, inputs, indicators)
    key_now: _Names = {(row.changed_table, row.row_key): row.key_now for row in cells.records(found)}
    rows: dict[_Row, set[str]] = {}
    for made in origins:
        name, key = _INPUTS[made.table]
        fixed: dict[Any, Any] = {column.removesuffix("__exact"): value for column, value in made.conditions}
        if set(key) <= {*differing.columns, *fixed}:
            rows |= {_row(name, key, {**fixed, **row}, key_now): set() for row in differing.to_dict("records")}
        else:
            drawn = {name.partition("__")[0] for name, _ in made.conditions} | {*made.groups, made.summed, *differing}
            before, after = (_values(view, made, key, drawn, key_now) for view in (then, now))
            changed = {row for row in before.keys() | after.keys() if before.get(row) != after.get(row)}
            if len(key) == 1 and changed - (before.keys() & after.keys()):
                # Of a row that counts in one of both alone it shows by the whole row what made the difference.
                whole = replace(made, conditions=((f"{key[0]}__in", ",".join(found for _, found, _ in changed)),))
                before, after = (_values(view, whole, key, drawn, key_now) for view in (then, now))
            rows |= {row: _columns(name, before.get(row), after.get(row)) for row in changed}
    if not origins:
        return found[~found.is_rename], False
    columns = {(table, key): differ for (table, key, _), differ in rows.items()}
    projects = {project for *_, project in rows if project}
    own = _INPUTS[origins[0].table][0]

    def concerns(row: Any) -> bool:
        if row.changed_table in {_INPUTS[made.table][0] for made in origins}:
            differ = columns.get((row.changed_table, row.key_now))
            return differ is not None and (not differ or row.published_column in differ)
        # What belongs to a project differs with it, and what is derived of a project with what belongs to it.
        return row.project_id in projects if isinstance(row.project_id, str) else True

    found = found.loc[[row.Index for row in found.itertuples() if not row.is_rename and concerns(row)]]
    corrected = {*zip(found.changed_table, found.key_now, strict=True)}
    of_projects = set(found.project_id[found.changed_table != own].dropna())
    return found, any((table, key) not in corrected and project not in of_projects for table, key, project in rows)


def _made_of(exhibit: Exhibit, view: View) -> tuple[tuple[str, ...], list[Origin]]:
    """Input tables that its figures rest on, and the public tables that they are made from, the one of its rows first."""
    parts: list[tuple[tuple[str, ...], Origin | None]]
    if exhibit.chosen_figures:
        parts = [(figure.inputs, figure.origin) for figure in exhibit.chosen_figures(view)]
    else:
        parts = [(exhibit.inputs, next(iter(origins_of(exhibit, view)), None))]
    origins = dict.fromkeys(
        table
        for inputs, made in parts
        if made
        for table in (made, *(origin(made.question, beside) for beside in made.beside))
        if table.table in _INPUTS and _INPUTS[table.table][0] in inputs
    )
    return tuple(dict.fromkeys(name for inputs, _ in parts for name in inputs)), list(origins)


def _row(name: str, key: tuple[str, ...], values: Mapping[Any, Any], key_now: _Names) -> _Row:
    """Which row of an input table the values are of."""
    row_key = " / ".join(
        str(value.date() if isinstance(value, pd.Timestamp) else value) for value in map(values.get, key)
    )
    project = str(values.get("project_id", ""))
    return name, key_now.get((name, row_key), row_key), key_now.get(("projekte", project), project)


def _columns(name: str, before: dict[str, list[Any]] | None, after: dict[str, list[Any]] | None) -> set[str]:
    """Columns of an input table by which a row of it differs; none where it is in one Stand alone, or nobody can tell."""
    differing = {
        _MADE_OF.get(found, found) for found in before or {} if before and after and before[found] != after[found]
    }
    return differing if differing <= {column.name for column in TABLES[name].columns} else set()


def _values(
    view: View, made: Origin, key: tuple[str, ...], drawn: set[str], key_now: _Names
) -> dict[_Row, dict[str, list[Any]]]:
    """What is drawn of each row of a public table that the view shows, by its column."""
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
    drawn = drawn & {*table.names} or {*table.names} - {*_NO_VALUES}
    columns = tuple(name for name in table.names if name in drawn or name in (*key, *_WHOSE))
    query = data_selection(table, selection, {name: [value] for name, value in made.conditions}).query
    found: dict[_Row, dict[str, list[Any]]] = {}
    for row in read(replace(query, columns=columns)).read_all().to_pylist():
        values = found.setdefault(_row(_INPUTS[made.table][0], key, row, key_now), {})
        for name in columns:
            if name not in (*key, "project_id"):
                values.setdefault(name, []).append(row[name])
    return found
