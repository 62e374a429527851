"""GENESIS flat files („ffcsv“), old and new headings: population and area, one figure per row or per column."""

import re
from collections import Counter
from dataclasses import dataclass

from etl.messages.german import quoted
from etl.official.adapters.dimensions import TOTAL_CODES, no_total, says_total
from etl.official.adapters.indicator_rows import report_missing
from etl.official.adapters.population_rows import (
    ADVICE,
    AREA_PART,
    PART,
    ROUNDED,
    SOURCE,
    YEAR,
    Place,
    Places,
    day_in,
    region_of,
    report_name,
    require_count,
    require_region,
    tables,
)
from etl.official.adapters.table_adapter import HEADINGS, Row, Table, columns, table_adapter
from etl.official.formats.text_tables import Grid, folded
from etl.official.interface import Extract, Reading

URL = "https://www.regionalstatistik.de/genesis/online?operation=statistic&code={code}"
COLUMNS, OF_VARIABLE = HEADINGS["ffcsv"], HEADINGS["ffcsv-variable"]
CODE_HEADING = re.compile(r"(\d+) (?:auspraegung|variable attribute) code")
REGION = re.compile(r"DG|\d{2}|\d{5}|\d{8}|\d{7}|\d{12}")
PEOPLE = re.compile(
    r"bevstd|bevoelkerungsstand|bevölkerungsstand|bevölkerung insgesamt|bev\d.*(bev(ö|oe)lkerung|einwohner)"
)
AREA = re.compile(r"flx|flc|flaechen?\b|bodenfläche|bodenflaeche|gebietsfläche|gebietsflaeche", re.IGNORECASE)
PERSONS = frozenset({"anzahl", "number", "personen"})
REGIONAL = re.compile(r"gemein|kreis|land\b|länder|laender|deutschland|region|gebiet")


@dataclass(frozen=True)
class FlatFile:
    """A flat file and what its columns hold."""

    table: Table
    variables: list[str]
    """Numbers of the variables."""
    region: str
    """Number of the one that holds the region."""
    figures: dict[str, tuple[str, str]]
    """What each column of figures holds (``people`` or ``area_km2``) and its unit; empty for the new form."""

    def parts(self, row: Row) -> dict[str, str]:
        """By what a row counts a part only: values by variable, of those beside the region that are not at their total."""
        found = {}
        for number in self.variables:
            code, name = row[f"{number} code"], variable(row, number)
            label = row[f"{number} label"] if f"{number} label" in row.columns else code
            is_used = name or not {f"{number} name", f"{number} key"} & set(row.columns)
            is_total = says_total(label) or (folded(code) in TOTAL_CODES and not label) or not (code or label)
            if number != self.region and is_used and not is_total:
                found[name or f"Merkmal {number}"] = label or code
        return found


def variable(row: Row, number: str) -> str:
    """Name of a variable, or its code: some files have columns for names and leave them empty."""
    return row[f"{number} name"] or row[f"{number} key"]


def _flat_file(grid: Grid) -> FlatFile | None:
    """The file, if its header is that of a flat file and some figure counts people or area."""
    header = grid.rows[0] if grid.rows else []
    headings = [folded(heading) for heading in header]
    variables = list(dict.fromkeys(found[1] for heading in headings if (found := CODE_HEADING.fullmatch(heading))))
    spellings = {
        f"{number} {name}": tuple(f"{number} {spelling}" for spelling in spellings)
        for number in variables
        for name, spellings in OF_VARIABLE.items()
    }
    figures = {heading: kind for heading in header if "__" in heading and (kind := _kind(heading))}
    table = Table(
        grid, 0, {heading: header.index(heading) for heading in figures} | columns(headings, {**COLUMNS, **spellings})
    )
    rows = list(table.rows())
    if "time" not in table.columns or not (figures or any(_kind(_described(row)) for row in rows)):
        return None
    regions = Counter(number for row in rows for number in variables if REGION.fullmatch(row[f"{number} code"]))
    likely = sorted(
        regions, key=lambda number: (not REGIONAL.search(variable(rows[0], number).lower()), -regions[number])
    )
    return FlatFile(table, variables, likely[0], figures) if likely else None


def _described(row: Row) -> str:
    """What a row of the new form counts: key, label and unit of its figure."""
    return "__".join(row[name] for name in ("value code", "value label", "value unit") if name in row.columns)


def _kind(described: str) -> tuple[str, str] | None:
    """Whether „BEVSTD__Bevoelkerungsstand__Anzahl“ or its like counts people or area, and its unit."""
    unit = described.rpartition("__")[2].lower()
    label = described.lower().rpartition("__")[0]
    if PEOPLE.search(label) and not PART.search(label) and (unit in PERSONS or ROUNDED.search(unit)):
        return "people", unit
    is_area = AREA.search(described) and not AREA_PART.search(folded(label))
    return ("area_km2", unit) if is_area and unit in ("qkm", "km²", "km2", "ha", "sqkm") else None


def _extract(reading: Reading, found: list[FlatFile]) -> Extract:
    """Population by region and day, and the area of municipalities; only rows for the whole population.

    Raises UnreadableError where a region has rows for parts of its population only.
    """
    flat, scope = found[0], reading.scope
    rows = list(flat.table.rows())
    code = rows[0]["statistic"] or "12411"
    places = Places(reading)
    parts: dict[tuple[str, str, str], list[Row]] = {}
    whole: set[tuple[str, str, str]] = set()
    others: Counter[str] = Counter()
    wanted = [
        (key, row)
        for row in rows
        if scope.wants(key := region_of(row[f"{flat.region} code"], scope)) or f"{key}000" in scope.municipalities
    ]
    keys = [region_of(row[f"{flat.region} code"], scope) for row in rows]
    require_region(reading, keys, wanted)
    for key, row in wanted:
        figures = flat.figures
        if not figures:
            if (kind := _kind(_described(row))) is None:
                others[_described(row).replace("__", ", ")] += 1
                continue
            figures = {"value": kind}
        counted = (key, row["time"], "" if flat.figures else _described(row))
        if flat.parts(row):
            parts.setdefault(counted, []).append(row)
            continue
        whole.add(counted)
        if (day := day_in(row["time"])) is None:
            message = "Das ist kein Stichtag; die Zeile wird nicht übernommen. Erwartet wird ein Tag wie 31.12.2024."
            reading.warn(message, line=row.line, column="Zeit", value=row["time"])
            continue
        note = "; Bezug Jahresende erschlossen" if YEAR.fullmatch(row["time"]) else ""
        place = Place(key, row[f"{flat.region} label"] or key, day, note=f"GENESIS-Abzug, Statistik {code}{note}")
        for column, (figure, unit) in figures.items():
            if figure == "people":
                require_count(unit, line=row.line, column=column)
            places.add(place, figure, row[column], line=row.line, column=column, unit=unit)
    for counted, divided in parts.items():
        if counted not in whole:
            values: dict[str, list[str]] = {}
            for row in divided:
                for name, value in flat.parts(row).items():
                    values.setdefault(name, []).append(value)
            raise no_total(values, ADVICE, divided[0].line, next(iter(values.values()))[0])
    if parts:
        partial = sum(map(len, parts.values()))
        reading.warn(f"Zeilen der Region für nur einen Teil der Bevölkerung, nicht übernommen: {partial}.")
    if others:
        reading.warn(
            f"Zeilen der Region mit anderen Angaben, nicht übernommen: {others.total()} ({quoted(others)}). Übernommen "
            "werden der fortgeschriebene Bevölkerungsstand und die Fläche."
        )
    report_name(reading, (place.day for place in places.found.values()))
    report_missing(reading, {key for key, _ in wanted}, set(keys))
    every = tables(places.found.values(), scope, URL.format(code=code))
    return Extract(f"GENESIS-Abzug, Statistik {code}", len(rows), every)


ADAPTER = table_adapter(
    SOURCE,
    "Abzug einer GENESIS-Datenbank mit Bevölkerung oder Fläche, ffcsv",
    _flat_file,
    "Die Kopfzeile ist keine von GENESIS: Erwartet werden „Zeit“ und „1_Auspraegung_Code“ oder „time“ und "
    "„1_variable_attribute_code“ sowie ein Wert zu Bevölkerungsstand oder Fläche.",
    _extract,
)
