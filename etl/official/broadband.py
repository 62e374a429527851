"""Breitbandatlas: coverage per municipality, district, state and country, in all shapes published since 2005."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from etl.findings import Finding, warning
from etl.german import number as german
from etl.german import quoted
from etl.official.broadband_names import Measure, data_date, group_of, measure, names, period_of, target
from etl.official.excel import is_excel
from etl.official.extract import Extract, Scope, UnreadableError
from etl.official.reading import HEAD_ROWS, Grid, beginnings, folded, grids, number, recognising, region_key

SOURCE = "breitbandatlas"
NAME = "Breitbandatlas der Bundesnetzagentur"

COLUMNS = ["Kennzahl-ID", "AGS", "Zeitpunkt", "Wert", "Anmerkung"]
GROUPS = {"privat": "Haushalte", "gewerbe": "Gewerbe", "gwg": "Gewerbegebiete", "schulen": "Schulen"}
GROUPS |= {"mobilfunk": "Mobilfunk nach Flächen"}
AREA_COLUMNS = ("technologie", "flaechenart", "verfügbarkeit")
YEARLY = "alle Techniken einschließlich Mobilfunk; Bezug Jahresende erschlossen; Methodenbrüche 2015 und 2018"
WHOLE = "in der Quelle ganzzahlig"
NEW_METHOD, NEW_METHOD_SINCE = "seit 2022 neu erhoben, mit früheren Werten nur bedingt vergleichbar", "2022"
ENOUGH_TO_JUDGE = 10
HOW_TO_NAME = (
    "Bitte die Datei so nennen, wie sie veröffentlicht wurde, etwa „gemeinde_privat_2019_mitte.csv“, "
    "„landkreis_gew_2020_2.csv“ oder „bba_12_2025.xlsx“."
)


@dataclass
class Cell:
    """One share as it stands in the file."""

    measure: Measure
    region: str
    period: str
    text: str
    line: int
    column: str


@dataclass
class Harvest:
    """What the sheets of a file give, and what they give beside it."""

    rows_read: int = 0
    cells: list[Cell] = field(default_factory=list)
    columns_left: list[str] = field(default_factory=list)
    parts_left: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


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
    values = _values(path, scope, harvest)
    used = sorted({cell.period for cell in harvest.cells})
    groups = dict.fromkeys(GROUPS.get(cell.measure.group, "") for cell in harvest.cells)
    span = f"{used[0]} bis {used[-1]}" if len(used) > 1 else "".join(used)
    return Extract(
        source=SOURCE,
        title=", ".join(part for part in ("Breitbandatlas", *groups, span) if part),
        rows_read=harvest.rows_read,
        tables={"indikatoren": values},
        findings=(*harvest.findings, *_coverage(path, scope, harvest)),
    )


def _header(grid: Grid) -> int | None:
    """Position of the row with the column of keys and at least one measure; None for a sheet without."""
    for at, row in enumerate(grid.rows[:HEAD_ROWS]):
        cells = [folded(cell) for cell in row]
        if any(key in cells for key in names("Schlüssel")) and (
            set(AREA_COLUMNS) <= set(cells)
            or "verwaltungsebene" in cells
            or any(_is_known(found) for _, found in _measures(grid, at, "privat"))
        ):
            return at
    return None


def _is_known(found: Measure | None) -> bool:
    return found is not None and found.technology in names("Technik").values()


def _measures(grid: Grid, at: int, group: str) -> Iterator[tuple[int, Measure | None]]:
    """Position and measure of every column that is neither a key nor a name."""
    known = names("Schlüssel") | names("Beiwerk")
    above = grid.rows[max(0, at - 2) : at] if _is_layered(grid, at) else []
    for column, heading in enumerate(grid.rows[at]):
        if heading and folded(heading) not in known:
            cells = [row[column] if column < len(row) else "" for row in above]
            layers = tuple(dict.fromkeys(cell for cell in cells if cell and data_date(cell) is None))
            yield column, measure(heading, layers, group)


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
    keys = {key for _, key, _ in rows}
    wanted = [(line, key, row) for line, key, row in rows if scope.wants(key)]
    # Cities without a district are also given by borough, under keys that look like municipalities.
    parts = {key for _, key, _ in wanted if len(key) == 8 and key[5:] != "000" and f"{key[:5]}000" in keys}
    harvest.parts_left += sorted(parts)
    wanted = [(line, key, row) for line, key, row in wanted if key not in parts]
    period = period_of(grid.name) or period if is_excel(path) else period
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
            harvest.columns_left += [grid.rows[at][column]] if any(text for *_, text in texts) else []
            continue
        when = f"{found.year}-12" if found.year else period
        if when is None:
            raise UnreadableError(f"Aus der Datei geht nicht hervor, für welches Halbjahr sie gilt. {HOW_TO_NAME}")
        harvest.cells += [Cell(found, key, when, text, line, grid.rows[at][column]) for line, key, text in texts]


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
    household = {"alle", "funk"} & {found.technology for _, found in _measures(grid, at, "") if found}
    return named or ("privat" if household else "")


def _values(path: Path, scope: Scope, harvest: Harvest) -> pd.DataFrame:
    """One row per indicator, region and period, in the columns of indikatoren.csv."""
    known: dict[tuple[str, str, str], tuple[int, float, str]] = {}
    unknown_ids: dict[str, int] = {}
    numbers: list[tuple[Cell, float]] = []
    for cell in harvest.cells:
        try:
            share = number(cell.text)
        except ValueError:
            message = "Das ist kein Anteil; der Wert wird nicht übernommen. Erwartet wird eine Zahl wie 98,46."
            harvest.findings.append(_at(path, cell, message))
            continue
        if share is not None and not 0 <= share <= 100:
            message = "Ein Anteil liegt zwischen 0 und 100 Prozent; der Wert wird nicht übernommen."
            harvest.findings.append(_at(path, cell, message))
        elif share is not None:
            numbers.append((cell, share))
    is_whole = len(numbers) >= ENOUGH_TO_JUDGE and all(share == int(share) for _, share in numbers)
    for cell, share in numbers:
        found = target(cell.measure)
        if found is None or found.indicator_id not in scope.indicator_ids:
            unknown_ids[found.indicator_id if found else ""] = (
                unknown_ids.get(found.indicator_id if found else "", 0) + 1
            )
            continue
        notes = [found.note] if found.note else []
        notes += [YEARLY] if cell.measure.year else []
        notes += [WHOLE] if is_whole else []
        notes += [NEW_METHOD] if cell.period >= NEW_METHOD_SINCE else []
        row = (found.indicator_id, cell.region, cell.period)
        before = known.get(row)
        if before and before[0] == found.rank and before[1] != share:
            message = (
                f"Der Wert steht mehrfach in der Datei, zuerst als {german(before[1])}. Übernommen wird der erste."
            )
            harvest.findings.append(_at(path, cell, message))
        elif before is None or found.rank < before[0]:
            known[row] = (found.rank, share, "; ".join(notes))
    if unknown_ids:
        message = (
            f"{sum(unknown_ids.values())} Werte gehören zu Kennzahlen, die nicht in kennzahlen.csv stehen, "
            f"und werden nicht übernommen: {', '.join(sorted(unknown_ids))}."
        )
        harvest.findings.append(warning(path.name, message))
    rows = [(*row, repr(share), note or None) for row, (_, share, note) in known.items()]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _coverage(path: Path, scope: Scope, harvest: Harvest) -> Iterator[Finding]:
    """Report what the file holds beyond our indicators, and which regions it does not have."""
    if harvest.columns_left:
        left = list(dict.fromkeys(harvest.columns_left))
        examples = quoted(left[:3])
        yield warning(
            path.name,
            f"{len(left)} weitere Spalten mit Werten der Region gehören zu keiner Kennzahl und werden nicht "
            f"übernommen, etwa {examples}. Welche Spalte zu welcher Kennzahl gehört, steht in "
            "data/mapping/breitbandatlas.csv.",
        )
    if harvest.parts_left:
        yield warning(
            path.name,
            f"{len(harvest.parts_left)} Schlüssel meinen Stadtbezirke, keine Kommunen, und werden nicht übernommen: "
            f"{', '.join(harvest.parts_left)}.",
        )
    found = {cell.region for cell in harvest.cells}
    missing = sorted(set(scope.municipalities) - found)
    if not found:
        yield warning(
            path.name, f"Die Datei enthält keine Werte für den Kreis {scope.district_ags} und Vergleichsgebiete."
        )
    elif missing and len(missing) < len(scope.municipalities):
        lacking = ", ".join(f"{scope.municipalities[key]} ({key})" for key in missing)
        yield warning(path.name, f"In der Datei fehlen Kommunen der Region: {lacking}.")


def _at(path: Path, cell: Cell, message: str) -> Finding:
    return warning(path.name, message, line=cell.line, column=cell.column, value=cell.text)
