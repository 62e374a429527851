"""Landesdatenbank NRW and other GENESIS databases: tables on population and area, one figure per column."""

import re
from dataclasses import dataclass
from datetime import date

from etl.messages.refusals import UnreadableError
from etl.official.adapters.population_rows import SOURCE, YEAR, Place, Places, basis, day_in, tables
from etl.official.adapters.table_adapter import cell, table_adapter
from etl.official.formats.text_tables import Grid, days_in, folded, region_key
from etl.official.interface import Extract, Reading

KEY = re.compile(r"DG|\d{1,5}|\d{7,8}")
CODE = re.compile(r"\b(\d{5}-[\w-]+)")
STATED = re.compile(r"Stand:?\s*(\d{1,2}\.\d{1,2}\.\d{4})")
PEOPLE = re.compile(r"bevölkerung(?!s?dichte)|einwohner")
PART = re.compile(
    r"männlich|weiblich|ausländ|deutsche|geschlecht: |dichte|pro |je |unter |über |alter|veränder|saldo|geboren|gestorben"
)
AREA = re.compile(r"katasterfläche|bodenfläche|gebietsfläche|fläche insgesamt")
AREA_UNIT = re.compile(r"\b(qkm|km²|km2|ha)\b")
SHARE = re.compile(r"pro |je |anteil")
LEADING = 3
CODES = {r"\d{5}-\d\d-\d\d-\d(-\w+)?": "Statistische Ämter", r"\d{5}-\d{4}": "Statistisches Bundesamt"}
"""Publisher by the form of a table's code, for a file that has lost its last lines."""
PUBLISHERS = (
    ("IT.NRW", "Landesdatenbank NRW", "https://www.landesdatenbank.nrw.de/ldbnrw//online?operation=table&code={code}"),
    (
        "Statistische Ämter",
        "Regionaldatenbank Deutschland",
        "https://www.regionalstatistik.de/genesis/online?operation=table&code={code}",
    ),
    ("Statistisches Bundesamt", "GENESIS-Online", "https://www-genesis.destatis.de/datenbank/online/table/{code}"),
)


@dataclass(frozen=True)
class Column:
    """A column of figures: what its headings say, one below the other."""

    at: int
    heading: str
    day: date | None

    @property
    def figure(self) -> str:
        """What it gives: ``people`` (all inhabitants), ``area_km2`` (the whole area), or nothing of interest."""
        low = self.heading.lower()
        if AREA_UNIT.search(low):
            return "area_km2" if AREA.search(low) and not SHARE.search(low) else ""
        return "people" if PEOPLE.search(low) and not PART.search(low) else ""

    @property
    def unit(self) -> str:
        """Unit of an area."""
        return next(reversed(AREA_UNIT.findall(self.heading.lower())), "")


@dataclass(frozen=True)
class Figures:
    """A table with the position of its first row, and its columns on population, then on area."""

    grid: Grid
    start: int
    columns: list[Column]


def _figures(grid: Grid) -> Figures | None:
    """Rows of day, key and name under headings that speak of population or area."""
    start = next((at for at, row in enumerate(grid.rows) if _key_at(row) is not None), None)
    if start is None:
        return None
    columns = _columns(grid, start)
    of_interest = [column for figure in ("people", "area_km2") for column in columns if column.figure == figure]
    return Figures(grid, start, of_interest) if of_interest else None


def _key_at(row: list[str]) -> int | None:
    """Position of the key in a row of figures: first, or second behind a day; a name follows it."""
    for at in (0, 1) if len(row) >= LEADING else ():
        is_dated = at == 0 or bool(YEAR.fullmatch(row[0]) or any(days_in(row[0])))
        if is_dated and KEY.fullmatch(row[at]) and re.match(r"[^\W\d_]", row[at + 1]):
            return at
    return None


def _columns(grid: Grid, start: int) -> list[Column]:
    """The columns of figures with all that stands above them; a heading goes on until the next one."""
    first = (_key_at(grid.rows[start]) or 0) + 2
    above = grid.rows[:start]
    heads = [row for row in above if any(row[first:])]
    width = max(len(row) for row in [*heads, grid.rows[start]])
    stacks: list[list[str]] = [[] for _ in range(first, width)]
    for row in heads:
        current = ""
        for stack, at in zip(stacks, range(first, width), strict=True):
            current = cell(row, at) or current
            stack.append(current)
    days = [day for row in above for text in row for day in days_in(text)]
    general = days[0] if len(days) == 1 else None
    # Where the columns only tell the sexes apart, what is counted stands in a line of its own above them.
    titles = [row[0].lower() for row in above if row and row[0] and not any(row[1:])]
    columns = []
    for at, stack in enumerate(stacks, start=first):
        heading = " | ".join(dict.fromkeys(part for part in stack if part))
        if folded(heading) == "insgesamt" and (subject := next(filter(PEOPLE.search, reversed(titles)), "")):
            heading = f"{subject} | {heading}"
        columns.append(Column(at, heading, next(filter(None, map(day_in, stack)), general)))
    return columns


def _extract(reading: Reading, found: list[Figures]) -> Extract:
    """Population by region and day, and the area of municipalities. Raises UnreadableError where figures have no day."""
    table, scope = found[0], reading.scope
    grid = table.grid
    database, url, stated = _origin(table)
    places = Places(reading)
    rows_read = 0
    for line, row in zip(grid.lines[table.start :], grid.rows[table.start :], strict=True):
        if (at := _key_at(row)) is None:
            continue
        rows_read += 1
        key = region_key(row[at])
        if not scope.wants(key) and f"{key}000" not in scope.municipalities:
            continue
        for column in table.columns:
            day = (day_in(row[0]) if at else None) or column.day
            counted = basis(day, column.heading) if day and column.figure == "people" else ""
            place = Place(key, row[at + 1], day, note=f"{database}{stated}", basis=counted)
            text = cell(row, column.at)
            places.add(place, column.figure, text, line=line, column=column.heading, unit=column.unit)
    every = places.found.values()
    if any(place.people is not None and place.day is None for place in every):
        raise UnreadableError("Aus der Tabelle geht nicht hervor, für welchen Stichtag die Bevölkerung gezählt ist.")
    days = sorted({place.day for place in every if place.day})
    span = " bis ".join(f"{day:%d.%m.%Y}" for day in dict.fromkeys((days[0], days[-1]))) if days else ""
    title = ", ".join(part for part in (database, span) if part)
    return Extract(title, rows_read, tables(every, scope, url))


def _origin(table: Figures) -> tuple[str, str, str]:
    """Database with code, its address and its day, from what stands above and below the figures."""
    parts = (table.grid.rows[: table.start], table.grid.rows[-60:])
    above, below = (" ".join(" ".join(row) for row in rows) for rows in parts)
    code = found[1] if (found := CODE.search(above)) else "12411"
    by_code = next((mark for form, mark in CODES.items() if re.fullmatch(form, code)), "")
    publisher, address = next(
        ((name, url) for text in (above + below, by_code) for mark, name, url in PUBLISHERS if mark in text),
        PUBLISHERS[0][1:],
    )
    stated = f", Stand {found[1]}" if (found := STATED.search(below)) else ""
    return f"{publisher}, Tabelle {code}", address.format(code=code), stated


ADAPTER = table_adapter(
    SOURCE,
    "Tabelle einer GENESIS-Datenbank (Landesdatenbank NRW) mit Bevölkerung oder Fläche, CSV oder Excel",
    _figures,
    "Keine Zeile beginnt mit Stichtag, Regionalschlüssel und Name unter Spalten zu Bevölkerungsstand oder Bodenfläche.",
    _extract,
)
