"""Breitbandatlas: coverage per municipality, district, state and country, in all shapes published since 2005."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from etl.messages.findings import warning
from etl.official.adapters.broadband_cells import Cell, Harvest, coverage, values
from etl.official.adapters.broadband_names import Measure, data_date, group_of, measure, names, period_of, target
from etl.official.formats.excel import is_excel
from etl.official.formats.text_tables import HEAD_ROWS, Grid, beginnings, folded, grids, recognising, region_key
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "breitbandatlas"
NAME = "Breitbandatlas der Bundesnetzagentur"

GROUPS = {"privat": "Haushalte", "gewerbe": "Gewerbe", "gwg": "Gewerbegebiete", "schulen": "Schulen"}
GROUPS |= {"mobilfunk": "Mobilfunk nach Flächen"}
POWER_OF_TEN = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
"""What Excel shows instead of a key of twelve digits."""
AREA_COLUMNS = ("technologie", "flaechenart", "verfügbarkeit")
HOW_TO_NAME = (
    "Bitte die Datei so nennen, wie sie veröffentlicht wurde, etwa „gemeinde_privat_2019_mitte.csv“, "
    "„landkreis_gew_2020_2.csv“ oder „bba_12_2025.xlsx“."
)


@recognising
def recognises(path: Path) -> bool:
    """Whether some sheet has a column of keys and shares by technology."""
    return any(_header(grid) is not None for grid in beginnings(path))


def read(path: Path, scope: Scope) -> Extract:
    """Shares of the scope's regions, for the indicators that data/mapping/breitbandatlas.csv names.

    Raises UnreadableError where the file has no such table, or does not say when or for whom it counts.
    """
    sheets = [(grid, at) for grid in grids(path) if (at := _header(grid)) is not None]
    if not sheets:
        raise UnreadableError("Keine Tabelle hat eine Spalte „AGS“ und Anteile nach Technik und Bandbreite.")
    harvest = Harvest()
    period = _period(path, grids(path), harvest)
    for grid, at in sheets:
        if not any(word in folded(grid.name).split() for word in names("Blatt ohne Anteile")):
            _gather(path, grid, at, period, scope, harvest)
    table = values(path, scope, harvest)
    used = sorted({cell.period for cell in harvest.cells}) or [period or ""]
    groups = dict.fromkeys([cell.measure.group for cell in harvest.cells] or [group_of(path.stem) or ""])
    span = " bis ".join(dict.fromkeys((used[0], used[-1])))
    return Extract(
        source=SOURCE,
        title=", ".join(part for part in ("Breitbandatlas", *(GROUPS.get(name, "") for name in groups), span) if part),
        rows_read=harvest.rows_read,
        tables={"indikatoren": table},
        findings=(*harvest.findings, *coverage(path, scope, harvest)),
    )


def _header(grid: Grid) -> int | None:
    """Position of the row with the column of keys and at least one measure; None for a sheet without."""
    for at, row in enumerate(grid.rows[:HEAD_ROWS]):
        cells = [folded(cell) for cell in row]
        if any(key in cells for key in names("Schlüssel")) and (
            set(AREA_COLUMNS) <= set(cells)
            or "verwaltungsebene" in cells
            or any(name in cells for name in names("Kennspalte"))
            or any(_is_known(found) for _, found in _measures(grid, at, "privat"))
        ):
            return at
    return None


def _is_known(found: Measure | None) -> bool:
    return found is not None and found.technology in names("Technik").values()


def _measures(grid: Grid, at: int, group: str) -> Iterator[tuple[int, Measure | None]]:
    """Position and measure of every column that is neither a key nor a name."""
    known = names("Schlüssel") | names("Beiwerk")
    above = _above(grid, at)
    for column, heading in enumerate(grid.rows[at]):
        if heading and folded(heading) not in known:
            yield column, measure(heading, _layers(above, column), group)


def _above(grid: Grid, at: int) -> list[list[str]]:
    return [_spread(row) for row in grid.rows[max(0, at - 2) : at]] if _is_layered(grid, at) else []


def _layers(above: list[list[str]], column: int) -> tuple[str, ...]:
    cells = [row[column] if column < len(row) else "" for row in above]
    return tuple(dict.fromkeys(cell for cell in cells if cell and data_date(cell) is None))


def _label(path: Path, grid: Grid, at: int, column: int) -> str:
    """What a column is called for a person: in a workbook with its sheet and the technology in merged cells above."""
    heading = grid.rows[at][column]
    return ", ".join([grid.name, *_layers(_above(grid, at), column)[-1:], heading]) if is_excel(path) else heading


def _spread(row: list[str]) -> list[str]:
    """A row of headings over several columns each, also where a program has dropped the merging of cells."""
    if any(cell and cell == following for cell, following in pairwise(row)):
        return row
    spread: list[str] = []
    for cell in row:
        spread.append(cell or (spread[-1] if spread else ""))
    return spread


def _is_layered(grid: Grid, at: int) -> bool:
    """Whether technologies stand in merged cells above the header: the half-yearly workbook."""
    return "verwaltungsebene" in [folded(cell) for cell in grid.rows[at]]


def _period(path: Path, whole: list[Grid], harvest: Harvest) -> str | None:
    """The half-year that the file names in a cell, else in its own name."""
    named, written = period_of(path.stem), _data_date(whole)
    if named and written and named != written and is_excel(path):
        message = f"Der Dateiname nennt {named}, das Feld „Datenstand“ {written}. Übernommen wird der Datenstand."
        harvest.findings.append(warning(path.name, message, value=written))
    return written or named


def _data_date(whole: list[Grid]) -> str | None:
    for grid in whole:
        at = _header(grid)
        for row in grid.rows[: HEAD_ROWS if at is None else at + 1]:
            for column, cell in enumerate(row):
                following = " ".join(row[column + 1 : column + 3]) if folded(cell) in ("datenstand", "stand") else ""
                if cell and (found := data_date(f"Datenstand {following}" if following else cell)):
                    return found
        for row in [] if at is None else grid.rows[at + 1 : at + 6]:
            for column, cell in enumerate(row):
                heading = folded(grid.rows[at or 0][column]) if column < len(grid.rows[at or 0]) else ""
                if heading in ("", "datenstand", "stand") and (found := data_date(cell)):
                    return found
    return None


def _gather(path: Path, grid: Grid, at: int, period: str | None, scope: Scope, harvest: Harvest) -> None:
    """Add the cells of one sheet that belong to regions of interest."""
    header = [folded(cell) for cell in grid.rows[at]]
    key_column = next(header.index(key) for key in names("Schlüssel") if key in header)
    level_column = header.index("verwaltungsebene") if "verwaltungsebene" in header else None
    rows = [
        (line, _region(row, key_column, level_column, scope), row)
        for line, row in zip(grid.lines[at + 1 :], grid.rows[at + 1 :], strict=True)
        if key_column < len(row) and any(row)
    ]
    harvest.rows_read += len(rows)
    if broken := next(((line, key) for line, key, _ in rows if POWER_OF_TEN.fullmatch(key)), None):
        message = "Excel hat aus den Schlüsseln gerundete Zahlen gemacht. Bitte die Datei ungeöffnet verwenden."
        label = _label(path, grid, at, key_column)
        harvest.findings.append(warning(path.name, message, line=broken[0], column=label, value=broken[1]))
    keys = {key for _, key, _ in rows}
    wanted = [(line, key, row) for line, key, row in rows if scope.wants(key)]
    # Cities without a district are also given by borough, under keys that look like municipalities.
    parts = {key for _, key, _ in wanted if len(key) == 8 and key[5:] != "000" and f"{key[:5]}000" in keys}
    harvest.parts_left += sorted(parts)
    wanted = [(line, key, row) for line, key, row in wanted if key not in parts]
    harvest.regions |= {key for _, key, _ in wanted}
    if is_excel(path):
        # Fixed and mobile networks are published as of different months, each on its own sheets.
        period = period_of(grid.name) or _data_date([grid]) or period
    if set(AREA_COLUMNS) <= set(header):
        _gather_areas(path, header, wanted, period, harvest)
        return
    group = _group(path, grid, at)
    measures = list(_measures(grid, at, group))
    if any(found and not found.group for _, found in measures):
        raise UnreadableError(
            f"Aus der Datei geht nicht hervor, ob Haushalte, Gewerbe oder Schulen gezählt sind. {HOW_TO_NAME}"
        )
    for column, found in measures:
        texts = [(line, key, row[column] if column < len(row) else "") for line, key, row in wanted]
        if found is None or target(found) is None:
            harvest.columns_left += [_label(path, grid, at, column)] if any(text for *_, text in texts) else []
            continue
        when = f"{found.year}-12" if found.year else period
        if when is None:
            raise UnreadableError(f"Aus der Datei geht nicht hervor, für welches Halbjahr sie gilt. {HOW_TO_NAME}")
        label = _label(path, grid, at, column)
        harvest.cells += [Cell(found, key, when, text, line, label) for line, key, text in texts]


def _gather_areas(
    path: Path, header: list[str], wanted: list[tuple[int, str, list[str]]], period: str | None, harvest: Harvest
) -> None:
    """Add the cells of a table with one row per region, technology and kind of area."""
    if period is None:
        raise UnreadableError(f"Aus der Datei geht nicht hervor, für welches Halbjahr sie gilt. {HOW_TO_NAME}")
    technology, area, share = (header.index(name) for name in AREA_COLUMNS)
    for line, key, row in wanted:
        if max(technology, area, share) >= len(row):
            continue
        spellings = folded(row[technology]), folded(row[area])
        found = Measure("mobilfunk", names("Technik").get(spellings[0], ""), names("Fläche").get(spellings[1], ""))
        if target(found) is None:
            harvest.columns_left.append(f"{row[technology]}, {row[area]}")
        else:
            harvest.cells.append(Cell(found, key, period, row[share], line, "Verfügbarkeit"))


def _region(row: list[str], key_column: int, level_column: int | None, scope: Scope) -> str:
    key = region_key(row[key_column])
    level = folded(row[level_column]) if level_column is not None and level_column < len(row) else ""
    if "bund" in level.split() or "deutschland" in level:
        return "DG"
    if "land" in level.split():
        return key[:2]
    is_district = "kreis" in level or (key == f"{scope.district_ags}000" and key not in scope.municipalities)
    return key[:5] if is_district else key


def _group(path: Path, grid: Grid, at: int) -> str:
    """For whom the shares count: said by the sheet, by the file's name, or by columns that only households have."""
    if _is_layered(grid, at):
        return group_of(grid.name) or folded(grid.name)
    named = (group_of(grid.name) if is_excel(path) else None) or group_of(path.stem)
    # Only the DSL-Atlas knows DSL of any speed; the umlaut in its name does not survive every ZIP.
    found = [found for _, found in _measures(grid, at, "") if found]
    is_household = any(
        each.technology in ("alle", "funk") or (each.technology, each.feature) == ("dsl", "") for each in found
    )
    return named or ("privat" if is_household else "")
