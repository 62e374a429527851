"""GENESIS flat files („ffcsv“), old and new headings: population and area, one figure per row or per column."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl.messages.findings import Finding, warning
from etl.messages.german import quoted
from etl.official.adapters.population_rows import HECTARES_PER_KM2, Place, tables
from etl.official.formats.text_tables import Grid, beginnings, count, grids, number, recognising, region_key
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "bevoelkerung"
NAME = "Abzug einer GENESIS-Datenbank mit Bevölkerung oder Fläche, ffcsv"

URL = "https://www.regionalstatistik.de/genesis/online?operation=statistic&code={code}"
CODE_HEADING = re.compile(r"(\d+)_(?:Auspraegung_Code|variable_attribute_code)", re.IGNORECASE)
LABELS = ("{n}_Auspraegung_Label", "{n}_variable_attribute_label")
VARIABLES = ("{n}_Merkmal_Label", "{n}_variable_label", "{n}_Merkmal_Code", "{n}_variable_code")
TIMES = ("Zeit", "time")
STATISTICS = ("Statistik_Code", "statistics_code")
PEOPLE = re.compile(r"bevstd|bev\d|bevoelkerungsstand|bevölkerungsstand|bevölkerung insgesamt", re.IGNORECASE)
AREA = re.compile(r"flx|flc|flaechen?\b|bodenfläche|bodenflaeche|gebietsfläche|gebietsflaeche", re.IGNORECASE)
TOTAL = re.compile(r"|insgesamt|total|gesamt", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Where things stand: positions of columns by our name."""

    header: list[str]
    time: int
    codes: dict[str, int]
    """Position of the key of each variable by its number."""
    region: str
    """Number of the variable that holds the region."""
    figures: dict[int, tuple[str, str]]
    """What each column of figures holds (``people`` or ``area``) and its unit; empty for the new form."""

    def at(self, *names: str) -> int | None:
        """Position of the first of these headings."""
        low = [heading.lower() for heading in self.header]
        return next((low.index(name.lower()) for name in names if name.lower() in low), None)


@recognising
def recognises(path: Path) -> bool:
    """Whether the header is that of a flat file, and some figure counts people or area."""
    return any(_layout(grid) is not None for grid in beginnings(path))


def read(path: Path, scope: Scope) -> Extract:
    """Population by region and day, and the area of municipalities; only rows for the whole population.

    Raises UnreadableError where the header is not that of a flat file.
    """
    chosen = next(((grid, layout) for grid in grids(path) if (layout := _layout(grid)) is not None), None)
    if chosen is None:
        raise UnreadableError(
            "Die Kopfzeile ist keine von GENESIS: Erwartet werden „Zeit“ und „1_Auspraegung_Code“ oder „time“ und "
            "„1_variable_attribute_code“ sowie ein Wert zu Bevölkerungsstand oder Fläche."
        )
    grid, layout = chosen
    statistic = layout.at(*STATISTICS)
    code = next((row[statistic] for row in grid.rows[1:2] if statistic is not None and row[statistic:]), "12411")
    found: dict[tuple[str, date | None], Place] = {}
    findings: list[Finding] = []
    skipped = rows_read = 0
    others: Counter[str] = Counter()
    for line, row in zip(grid.lines[1:], grid.rows[1:], strict=True):
        if not any(row):
            continue
        rows_read += 1
        row = [*row, *[""] * (len(layout.header) - len(row))]
        key = region_key(row[layout.codes[layout.region]])
        if not scope.wants(key) and f"{key}000" not in scope.municipalities:
            continue
        if not _is_total(layout, row):
            skipped += 1
            continue
        if not layout.figures and not _kind(_described(layout, row)):
            others[_described(layout, row).replace("__", ", ")] += 1
            continue
        day, note = _day(row[layout.time])
        if day is None:
            message = "Das ist kein Stichtag; die Zeile wird nicht übernommen. Erwartet wird ein Tag wie 31.12.2024."
            findings.append(warning(path.name, message, line=line, column="Zeit", value=row[layout.time]))
            continue
        label = layout.at(*(name.format(n=layout.region) for name in LABELS))
        start = Place(key, key if label is None else row[label], day, note=f"GENESIS-Abzug, Statistik {code}{note}")
        place, problems = _with_figures(path, layout, row, line, found.get((key, day), start))
        found[(key, day)] = place
        findings += problems
    if skipped:
        message = f"Zeilen der Region für nur einen Teil der Bevölkerung, nicht übernommen: {skipped}."
        findings.append(warning(path.name, message))
    if others:
        message = (
            f"Zeilen der Region mit anderen Angaben, nicht übernommen: {others.total()} ({quoted(others)}). Übernommen "
            "werden der fortgeschriebene Bevölkerungsstand und die Fläche."
        )
        findings.append(warning(path.name, message))
    return Extract(
        source=SOURCE,
        title=f"GENESIS-Abzug, Statistik {code}",
        rows_read=rows_read,
        tables=tables(found.values(), scope, URL.format(code=code)),
        findings=tuple(findings),
    )


def _layout(grid: Grid) -> Layout | None:
    header = grid.rows[0] if grid.rows else []
    low = [heading.lower() for heading in header]
    time = next((low.index(name.lower()) for name in TIMES if name.lower() in low), None)
    codes = {found[1]: at for at, heading in enumerate(header) if (found := CODE_HEADING.fullmatch(heading))}
    if time is None or not codes:
        return None
    figures = {at: kind for at, heading in enumerate(header) if "__" in heading and (kind := _kind(heading))}
    draft = Layout(header, time, codes, "", figures)
    if not figures and not any(_kind(_described(draft, row)) for row in grid.rows[1:]):
        return None
    regions = Counter(
        number
        for row in grid.rows[1:]
        for number, at in codes.items()
        if at < len(row) and re.fullmatch(r"DG|\d{2}|\d{5}|\d{8}|\d{7}|\d{12}", row[at])
    )
    return replace(draft, region=regions.most_common(1)[0][0]) if regions else None


def _described(layout: Layout, row: list[str]) -> str:
    """What a row of the new form counts: key, label and unit of its figure."""
    names = ("value_variable_code", "value_variable_label", "value_unit")
    return "__".join(row[at] for name in names if (at := layout.at(name)) is not None and at < len(row))


def _kind(described: str) -> tuple[str, str] | None:
    """Whether „BEVSTD__Bevoelkerungsstand__Anzahl“ or its like counts people or area, and its unit."""
    unit = described.rpartition("__")[2].lower()
    if PEOPLE.search(described) and unit in ("anzahl", "number", "personen"):
        return "people", unit
    return ("area", unit) if AREA.search(described) and unit in ("qkm", "km²", "km2", "ha", "sqkm") else None


def _is_total(layout: Layout, row: list[str]) -> bool:
    """Whether a row counts everybody: every variable beside the region is at its total."""
    for n, at in layout.codes.items():
        label_at = layout.at(*(name.format(n=n) for name in LABELS))
        label = row[at] if label_at is None else row[label_at]
        name_at = layout.at(*(name.format(n=n) for name in VARIABLES))
        is_used = bool(row[at] or label) if name_at is None else bool(row[name_at])
        if n != layout.region and is_used and row[at] and not TOTAL.fullmatch(label):
            return False
    return True


def _with_figures(path: Path, layout: Layout, row: list[str], line: int, place: Place) -> tuple[Place, list[Finding]]:
    cells = [(row[at], *kind, layout.header[at]) for at, kind in layout.figures.items()]
    value = layout.at("value")
    if not cells and value is not None and (kind := _kind(_described(layout, row))):
        cells = [(row[value], *kind, "value")]
    findings = []
    for cell, what, unit, column in cells:
        try:
            if what == "people":
                place = replace(place, people=count(cell))
            elif (area := number(cell)) is not None:
                place = replace(place, area_km2=area / (HECTARES_PER_KM2 if unit == "ha" else 1))
        except ValueError:
            message = "Das ist keine Zahl; der Wert wird nicht übernommen."
            findings.append(warning(path.name, message, line=line, column=column, value=cell))
        else:
            if what == "people" and place.people is None:
                message = f"Für {place.name} steht hier kein Wert („{cell}“)."
                findings.append(warning(path.name, message, line=line, column=column, value=cell))
    return place, findings


def _day(text: str) -> tuple[date | None, str]:
    """The day, and a note where the file names the year only."""
    try:
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
            return date(int(found[3]), int(found[2]), int(found[1])), ""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text), ""
    except ValueError:
        return None, ""
    is_year = re.fullmatch(r"(19|20)\d\d", text)
    return (date(int(text), 12, 31), "; Bezug Jahresende erschlossen") if is_year else (None, "")
