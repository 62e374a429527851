"""Breitbandatlas: coverage per municipality, district, state and country, in all shapes published since 2005."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from etl.messages.german import quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.broadband_cells import Cell, Harvest, report, tables
from etl.official.adapters.broadband_names import Measure, data_date, group_of, measure, names, period_of, target
from etl.official.adapters.dimensions import total_rows
from etl.official.adapters.table_adapter import Row, Table, cell, table_adapter
from etl.official.formats.text_tables import HEAD_ROWS, Grid, beginnings, folded, region_key
from etl.official.interface import Extract, Reading, Scope

GROUPS = {"privat": "Haushalte", "gewerbe": "Gewerbe", "gwg": "Gewerbegebiete", "schulen": "Schulen"}
GROUPS |= {"mobilfunk": "Mobilfunk nach Flächen"}
POWER_OF_TEN = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
"""What Excel shows instead of a key of twelve digits."""
LEVEL, AREA_COLUMNS = "verwaltungsebene", ("technologie", "flaechenart", "verfügbarkeit")
HOW_TO_NAME = (
    "Bitte die Datei so nennen, wie sie veröffentlicht wurde, etwa „gemeinde_privat_2019_mitte.csv“, "
    "„landkreis_gew_2020_2.csv“ oder „bba_12_2025.xlsx“."
)
NO_PERIOD = f"Aus der Datei geht nicht hervor, für welches Halbjahr sie gilt. {HOW_TO_NAME}"
NO_GROUP = f"Aus der Datei geht nicht hervor, ob Haushalte, Gewerbe oder Schulen gezählt sind. {HOW_TO_NAME}"

ADVICE = "Bitte die Datei so laden, wie sie auf https://gigabitgrundbuch.bund.de veröffentlicht wurde, mit einer Zeile je Gebiet."

KeyedRow = tuple[str, Row]
"""A row and the key of its region."""


@dataclass(frozen=True)
class Sheet(Table):
    """A table with a column of keys and shares by technology."""

    @cached_property
    def header(self) -> list[str]:
        """The headings, folded."""
        return [folded(text) for text in self.headings]

    @property
    def is_layered(self) -> bool:
        """Whether technologies stand in merged cells above the header: the half-yearly workbook."""
        return LEVEL in self.header

    @property
    def has_areas(self) -> bool:
        """Whether there is one row per region, technology and kind of area."""
        return set(AREA_COLUMNS) <= set(self.header)

    @cached_property
    def wide_headings(self) -> list[list[str]]:
        """The layers of headings over several columns each."""
        return [_spread(row) for row in self.grid.rows[max(0, self.at - 2) : self.at]] if self.is_layered else []

    def layers(self, column: int) -> tuple[str, ...]:
        """What stands above a heading."""
        texts = [cell(row, column) for row in self.wide_headings]
        return tuple(dict.fromkeys(text for text in texts if text and data_date(text) is None))

    def label(self, column: int) -> str:
        """What a column is called for a person: in a workbook with its sheet and the technology above."""
        heading = self.headings[column]
        return ", ".join([self.grid.name, *self.layers(column)[-1:], heading]) if self.grid.is_sheet else heading

    def measures(self, group: str) -> Iterator[tuple[int, Measure | None]]:
        """Position and measure of every column that is neither a key nor a name."""
        known = names("Schlüssel") | names("Beiwerk")
        for column, heading in enumerate(self.headings):
            if heading and folded(heading) not in known:
                yield column, measure(heading, self.layers(column), group)

    def group(self, stem: str) -> str:
        """For whom the shares count: said by the sheet, by the file's name, or by columns that only households have."""
        if self.is_layered:
            return group_of(self.grid.name) or folded(self.grid.name)
        named = (group_of(self.grid.name) if self.grid.is_sheet else None) or group_of(stem)
        # Only the DSL-Atlas knows DSL of any speed; the umlaut in its name does not survive every ZIP.
        kinds = [(found.technology, found.feature) for _, found in self.measures("") if found]
        is_household = any(kind[0] in ("alle", "funk") or kind == ("dsl", "") for kind in kinds)
        return named or ("privat" if is_household else "")


def _sheet(grid: Grid) -> Sheet | None:
    """The sheet with its header: the row with the column of keys and at least one measure."""
    for at in range(min(len(grid.rows), HEAD_ROWS)):
        sheet = Sheet(grid, at, {})
        if any(key in sheet.header for key in names("Schlüssel")) and (
            sheet.has_areas
            or sheet.is_layered
            or any(name in sheet.header for name in names("Kennspalte"))
            or any(found and found.technology in names("Technik").values() for _, found in sheet.measures("privat"))
        ):
            return sheet
    return None


def _extract(reading: Reading, sheets: list[Sheet]) -> Extract:
    """Shares of the scope's regions, for the indicators that data/mapping/breitbandatlas.csv names.

    Raises UnreadableError where the file does not say when or for whom it counts.
    """
    harvest = Harvest()
    period = _period(reading)
    shares = [sheet for sheet in sheets if not set(folded(sheet.grid.name).split()) & set(names("Blatt ohne Anteile"))]
    if not shares:
        told = quoted([sheet.grid.name for sheet in sheets])
        raise UnreadableError(f"Es gibt kein Blatt mit Anteilen, nur {told}. Erwartet werden Anteile in Prozent.")
    for sheet in shares:
        _gather(reading, sheet, period, harvest)
    found = tables(reading, harvest.cells)
    report(reading, harvest)
    used = sorted({each.period for each in harvest.cells}) or [period or ""]
    groups = dict.fromkeys([each.measure.group for each in harvest.cells] or [group_of(reading.path.stem) or ""])
    span = " bis ".join(dict.fromkeys((used[0], used[-1])))
    title = ", ".join(part for part in ("Breitbandatlas", *(GROUPS.get(name, "") for name in groups), span) if part)
    return Extract(title, harvest.rows_read, found)


def _spread(row: list[str]) -> list[str]:
    """A row of headings over several columns each, also where a program has dropped the merging of cells."""
    if any(text and text == following for text, following in pairwise(row)):
        return row
    spread: list[str] = []
    for text in row:
        spread.append(text or (spread[-1] if spread else ""))
    return spread


def _period(reading: Reading) -> str | None:
    """The half-year that the file names in a cell, else in its own name."""
    grids = beginnings(reading.path)
    named, written = period_of(reading.path.stem), next(filter(None, map(_data_date, grids)), None)
    if named and written and named != written and any(grid.is_sheet for grid in grids):
        message = f"Der Dateiname nennt {named}, das Feld „Datenstand“ {written}. Übernommen wird der Datenstand."
        reading.warn(message, value=written)
    return written or named


def _data_date(grid: Grid) -> str | None:
    sheet = _sheet(grid)
    for row in grid.rows[: HEAD_ROWS if sheet is None else sheet.at + 1]:
        for column, text in enumerate(row):
            following = " ".join(row[column + 1 : column + 3]) if folded(text) in ("datenstand", "stand") else ""
            if text and (found := data_date(f"Datenstand {following}" if following else text)):
                return found
    below, header = (grid.rows[sheet.at + 1 : sheet.at + 6], sheet.header) if sheet else ([], [])
    for row in below:
        for column, text in enumerate(row):
            if cell(header, column) in ("", "datenstand", "stand") and (found := data_date(text)):
                return found
    return None


def _gather(reading: Reading, sheet: Sheet, period: str | None, harvest: Harvest) -> None:
    """Add the cells of one sheet that belong to regions of interest."""
    grid, header = sheet.grid, sheet.header
    key_column = next(header.index(key) for key in names("Schlüssel") if key in header)
    rows = [
        (_region(row.cells, key_column, header, reading.scope), row)
        for row in sheet.rows()
        if key_column < len(row.cells)
    ]
    harvest.rows_read += len(rows)
    if broken := next((found for found in rows if POWER_OF_TEN.fullmatch(found[0])), None):
        message = "Excel hat aus den Schlüsseln gerundete Zahlen gemacht. Bitte die Datei ungeöffnet verwenden."
        reading.warn(message, line=broken[1].line, column=sheet.label(key_column), value=broken[0])
    keys = {key for key, _ in rows}
    wanted = [(key, row) for key, row in rows if reading.scope.wants(key)]
    # Cities without a district are also given by borough, under keys that look like municipalities.
    parts = {key for key, _ in wanted if len(key) == 8 and key[5:] != "000" and f"{key[:5]}000" in keys}
    harvest.parts_left += sorted(parts)
    wanted = [(key, row) for key, row in wanted if key not in parts]
    harvest.regions |= {key for key, _ in wanted}
    harvest.keys |= {key for key in keys if f"{key[:5]}000" not in keys}
    if grid.is_sheet:
        # Fixed and mobile networks are published as of different months, each on its own sheets.
        period = period_of(grid.name) or _data_date(grid) or period
    if sheet.has_areas:
        _gather_areas(header, wanted, period, harvest)
        return
    measures = list(sheet.measures(sheet.group(reading.path.stem)))
    figures = [at for at, found in measures if found and target(found)]
    others = {at: text for at, text in enumerate(sheet.headings) if at not in (key_column, *figures)}
    by_region = total_rows(wanted, others, figures, among=[row for _, row in rows], advice=ADVICE)
    if any(found and not found.group for _, found in measures):
        raise UnreadableError(NO_GROUP)
    for column, found in measures:
        texts = [(row.line, key, cell(row.cells, column)) for key, row in by_region.items()]
        if found is None or target(found) is None:
            harvest.columns_left += [sheet.label(column)] if any(text for *_, text in texts) else []
            continue
        when = f"{found.year}-12" if found.year else period
        if when is None:
            raise UnreadableError(NO_PERIOD)
        label = sheet.label(column)
        harvest.cells += [Cell(found, key, when, text, line, label) for line, key, text in texts]


def _gather_areas(header: list[str], wanted: list[KeyedRow], period: str | None, harvest: Harvest) -> None:
    """Add the cells of a table with one row per region, technology and kind of area."""
    if period is None:
        raise UnreadableError(NO_PERIOD)
    technology, area, share = (header.index(name) for name in AREA_COLUMNS)
    for key, row in wanted:
        cells = row.cells
        if max(technology, area, share) >= len(cells):
            continue
        spellings = folded(cells[technology]), folded(cells[area])
        found = Measure("mobilfunk", names("Technik").get(spellings[0], ""), names("Fläche").get(spellings[1], ""))
        if target(found) is None:
            harvest.columns_left.append(f"{cells[technology]}, {cells[area]}")
        else:
            harvest.cells.append(Cell(found, key, period, cells[share], row.line, "Verfügbarkeit"))


def _region(cells: list[str], key_column: int, header: list[str], scope: Scope) -> str:
    key = region_key(cells[key_column])
    level = folded(cell(cells, header.index(LEVEL))) if LEVEL in header else ""
    if "bund" in level.split() or "deutschland" in level:
        return "DG"
    if "land" in level.split():
        return key[:2]
    is_district = "kreis" in level or (key == f"{scope.district_ags}000" and key not in scope.municipalities)
    return key[:5] if is_district else key


ADAPTER = table_adapter(
    "breitbandatlas",
    "Breitbandatlas der Bundesnetzagentur",
    _sheet,
    "Keine Tabelle hat eine Spalte „AGS“ und Anteile nach Technik und Bandbreite.",
    _extract,
)
