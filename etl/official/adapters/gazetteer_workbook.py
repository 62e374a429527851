"""Gemeindeverzeichnis as a workbook („Auszug GV“): keys split over columns, area, population, coordinates."""

import re
from dataclasses import replace

from etl.messages.refusals import UnreadableError
from etl.official.adapters.gazetteer import NOT_INHABITED, TOWNS, URL, note_on, population_day
from etl.official.adapters.indicator_rows import report_missing
from etl.official.adapters.population_rows import SOURCE, Place, Places, basis, require_region, sums, tables
from etl.official.adapters.table_adapter import HEADINGS, Row, Table, cell, columns, headed_table, table_adapter
from etl.official.formats.text_tables import Grid, days_in, folded
from etl.official.interface import Extract, Reading

KEY_WIDTHS = {"land": 2, "rb": 1, "kreis": 2, "gem": 3}
"""Digits of each part of the key; the association of municipalities (VB) is no part of the AGS."""
ROWS_ABOVE, ROWS_BELOW = 4, 3
COLUMNS = HEADINGS["gemeindeverzeichnis"]
FIGURES = ("people", "area_km2", "latitude", "longitude")


def _table(grid: Grid) -> Table | None:
    """The sheet whose columns Land, RB, Kreis and Gem split the key, with area or population beside."""
    keys = headed_table(grid, {part: (part,) for part in KEY_WIDTHS}, tuple(KEY_WIDTHS))
    if keys is None:
        return None
    heads = [folded(head) for head in _heads(keys)]
    for at in keys.columns.values():
        heads[at] = ""
    found = columns(heads, COLUMNS)
    return replace(keys, columns=keys.columns | found) if {"area_km2", "people"} & set(found) else None


def _heads(table: Table) -> list[str]:
    """What stands above and right below each column, in one text."""
    rows, at = table.grid.rows, table.at
    around = rows[max(0, at - ROWS_ABOVE) : at + 1]
    around += [row for row in rows[at + 1 : at + 1 + ROWS_BELOW] if not cell(row, table.columns["land"]).isdigit()]
    # Titles above the table are no headings: they stand in the first column only, or are merged over all.
    titles = {text for row in around for text in row if text and row.count(text) == len(row)}
    width = max(len(row) for row in around)
    heads = [" ".join(cell(row, column) for row in around) for column in range(width)]
    for title in titles:
        heads = [head.replace(title, "") for head in heads]
    return heads


def _extract(reading: Reading, found: list[Table]) -> Extract:
    """Area, population and coordinates of municipalities, and the sum of the district.

    Raises UnreadableError where no row has a key, or the edition's day is nowhere told.
    """
    table, scope = found[0], reading.scope
    titles = [*table.above, " ".join(table.headings)]
    edition = next((day for text in [*titles, reading.path.stem] for day in days_in(text)), None)
    if edition is None:
        raise UnreadableError(
            "Aus der Arbeitsmappe geht der Gebietsstand nicht hervor. Bitte die Datei so nennen, wie sie "
            "veröffentlicht wurde, etwa „31122023_Auszug_GV.xlsx“."
        )
    heads = {name: _heads(table)[at] for name, at in table.columns.items()}
    told = next(days_in(heads.get("people", "")), None)
    day = told or population_day(reading, edition)
    note = f"Gemeindeverzeichnis vom {edition:%d.%m.%Y}" if told else note_on(edition, "Gemeindeverzeichnis")
    units = {"area_km2": "ha"} if re.search(r"\bha\b|hektar", heads.get("area_km2", "").lower()) else {}
    places = Places(reading)
    rows = [(row, key) for row in table.rows() if (key := _key(row))]
    for row, key in rows:
        if len(key) != 8 or not scope.is_inside(key):
            continue
        if row["kind"] in NOT_INHABITED:
            message = "Das ist gemeindefreies Gebiet und keine Kommune; die Zeile wird nicht übernommen."
            reading.warn(message, line=row.line, value=row["name"])
            continue
        kind = "Stadt" if row["kind"] in TOWNS else None
        place = Place(key, row["name"] or key, day, kind=kind, note=note, basis=basis(day, " ".join(titles)))
        for name in (name for name in FIGURES if name in table.columns):
            places.add(place, name, row[name], line=row.line, unit=units.get(name, ""))
    if not rows:
        raise UnreadableError(
            "Unter den Spaltenüberschriften steht kein Regionalschlüssel; die Datei ist unvollständig. Bitte neu herunterladen."
        )
    keys = [key for _, key in rows]
    require_region(reading, keys, places.found)
    municipalities = {place.key: place for place in places.found.values()}
    report_missing(reading, municipalities, keys)
    every = [*municipalities.values(), *sums(municipalities, [scope.district_ags], note)]
    return Extract(f"Gemeindeverzeichnis, Gebietsstand {edition:%d.%m.%Y}", len(rows), tables(every, scope, URL))


def _key(row: Row) -> str:
    """Key of the region a row is about, as long as its parts go; empty for a row without."""
    key = ""
    for part, digits in KEY_WIDTHS.items():
        if not row[part]:
            break
        if not re.fullmatch(rf"\d{{1,{digits}}}", row[part]):
            return ""
        key += row[part].zfill(digits)
    return key


ADAPTER = table_adapter(
    SOURCE,
    "Gemeindeverzeichnis von Destatis als Excel-Arbeitsmappe („Auszug GV“)",
    _table,
    "Kein Blatt hat die Spalten „Land“, „RB“, „Kreis“, „VB“ und „Gem“ mit Fläche oder Bevölkerung.",
    _extract,
)
