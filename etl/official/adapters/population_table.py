"""Landesdatenbank NRW and other GENESIS databases: tables on population and area as CSV."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.messages.findings import Finding, warning
from etl.official.adapters.population_rows import HECTARES_PER_KM2, Place, basis, tables
from etl.official.formats.text_tables import Grid, beginnings, count, folded, grids, number, recognising, region_key
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "bevoelkerung"
NAME = "Tabelle einer GENESIS-Datenbank (Landesdatenbank NRW) mit Bevölkerung oder Fläche, CSV oder Excel"

KEY = re.compile(r"DG|\d{1,2}|\d{3}|\d{4,5}|\d{7,8}")
# Not within a longer number: the code of the table 12411-01-01-5 is no day.
DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)|(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
YEAR = re.compile(r"(?:19|20)\d\d")
CODE = re.compile(r"\b(\d{5}-[\w-]+)")
STATED = re.compile(r"Stand:?\s*(\d{1,2}\.\d{1,2}\.\d{4})")
PEOPLE = re.compile(r"bevölkerung(?!s?dichte)|einwohner")
PART = re.compile(
    r"männlich|weiblich|ausländ|deutsche|geschlecht: |dichte|pro |je |unter |über |alter|veränder|saldo|geboren|gestorben"
)
AREA = re.compile(r"katasterfläche|bodenfläche|gebietsfläche|fläche insgesamt")
AREA_UNIT = re.compile(r"\b(qkm|km²|km2|ha)\b")
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
    def is_people(self) -> bool:
        """Whether it counts all inhabitants."""
        low = self.heading.lower()
        return bool(PEOPLE.search(low)) and not PART.search(low) and not AREA_UNIT.search(low)

    @property
    def is_area(self) -> bool:
        """Whether it gives the whole area."""
        low = self.heading.lower()
        return bool(AREA.search(low)) and bool(AREA_UNIT.search(low)) and not re.search(r"pro |je |anteil", low)


@recognising
def recognises(path: Path) -> bool:
    """Whether the file has rows of day, key and name under headings that speak of population or area."""
    return any(_is_table(grid) for grid in beginnings(path))


def read(path: Path, scope: Scope) -> Extract:
    """Population by region and day, and the area of municipalities.

    Raises UnreadableError where there are no such rows or columns, or where figures have no day.
    """
    every = grids(path)
    grid = next((grid for grid in every if _is_table(grid)), every[0])
    start = _first_row(grid)
    if start is None:
        raise UnreadableError("Keine Zeile beginnt mit Stichtag, Regionalschlüssel und Name.")
    columns = _columns(grid, start)
    people, areas = ([column for column in columns if column.is_people], [c for c in columns if c.is_area])
    if not people and not areas:
        heads = ", ".join(f"„{column.heading}“" for column in columns[:4])
        raise UnreadableError(f"Keine Spalte nennt Bevölkerungsstand oder Bodenfläche; gefunden sind {heads}.")
    database, url, note = _origin(grid, start)
    rows_read, found, findings = _places(path, grid, start, people, areas, note, scope)
    if any(place.people is not None and place.day is None for place in found):
        raise UnreadableError("Aus der Tabelle geht nicht hervor, für welchen Stichtag die Bevölkerung gezählt ist.")
    days = sorted({place.day for place in found if place.day})
    span = " bis ".join(f"{day:%d.%m.%Y}" for day in dict.fromkeys((days[0], days[-1]))) if days else ""
    return Extract(
        source=SOURCE,
        title=", ".join(part for part in (database, span) if part),
        rows_read=rows_read,
        tables=tables(found, scope, url),
        findings=tuple(findings),
    )


def _is_table(grid: Grid) -> bool:
    start = _first_row(grid)
    return start is not None and any(column.is_people or column.is_area for column in _columns(grid, start))


def _first_row(grid: Grid) -> int | None:
    return next((at for at, row in enumerate(grid.rows) if _key_at(row) is not None), None)


def _key_at(row: list[str]) -> int | None:
    """Position of the key in a row of figures: first, or second behind a day; a name follows it."""
    for at in (0, 1) if len(row) >= LEADING else ():
        is_dated = at == 0 or bool(DAY.fullmatch(row[0]) or YEAR.fullmatch(row[0]))
        if is_dated and KEY.fullmatch(row[at]) and re.match(r"[^\W\d_]", row[at + 1]):
            return at
    return None


def _columns(grid: Grid, start: int) -> list[Column]:
    """The columns of figures with all that stands above them; a heading goes on until the next one."""
    first = (_key_at(grid.rows[start]) or 0) + 2
    heads = [row for row in grid.rows[:start] if any(row[first:])]
    width = max((len(row) for row in [*heads, grid.rows[start]]), default=0)
    stacks: list[list[str]] = [[] for _ in range(first, width)]
    for row in heads:
        current = ""
        for at in range(first, width):
            current = (row[at] if at < len(row) else "") or current
            stacks[at - first].append(current)
    above = " ".join(" ".join(row) for row in grid.rows[:start])
    general = _day(above) if len(DAY.findall(above)) == 1 else None
    # Where the columns only tell the sexes apart, what is counted stands in a line of its own above them.
    titles = [row[0].lower() for row in grid.rows[:start] if row and row[0] and not any(row[1:])]
    columns = []
    for at, stack in enumerate(stacks, start=first):
        heading = " | ".join(dict.fromkeys(part for part in stack if part))
        if folded(heading) == "insgesamt" and (subject := next(filter(PEOPLE.search, reversed(titles)), "")):
            heading = f"{subject} | {heading}"
        columns.append(Column(at, heading, next((day for part in stack if (day := _day(part))), general)))
    return columns


def _places(
    path: Path, grid: Grid, start: int, people: list[Column], areas: list[Column], note: str, scope: Scope
) -> tuple[int, list[Place], list[Finding]]:
    found: dict[tuple[str, date | None], Place] = {}
    findings: list[Finding] = []
    rows_read = 0
    for line, row in zip(grid.lines[start:], grid.rows[start:], strict=True):
        if (at := _key_at(row)) is None:
            continue
        rows_read += 1
        key = region_key(row[at])
        if not scope.wants(key) and f"{key}000" not in scope.municipalities:
            continue
        own_day = _day(row[0]) if at else None
        for column in [*people, *areas]:
            cell = row[column.at] if column.at < len(row) else ""
            day = own_day or column.day
            place = found.get((key, day)) or Place(key, row[at + 1].strip(), day, note=note)
            try:
                if column in people and place.people is None and (inhabitants := count(cell)) is not None:
                    place = Place(**{**vars(place), "people": inhabitants, "basis": _basis(day, column)})
                elif column in areas and place.area_km2 is None and (area := number(cell)) is not None:
                    unit = AREA_UNIT.findall(column.heading.lower())[-1]
                    place = Place(**{**vars(place), "area_km2": area / (HECTARES_PER_KM2 if unit == "ha" else 1)})
                elif column in people and place.people is None:
                    message = f"Für {place.name} steht hier kein Wert („{cell}“)."
                    findings.append(warning(path.name, message, line=line, column=column.heading, value=cell))
            except ValueError:
                message = "Das ist keine Zahl; der Wert wird nicht übernommen."
                findings.append(warning(path.name, message, line=line, column=column.heading, value=cell))
            found[(key, day)] = place
    return rows_read, list(found.values()), findings


def _basis(day: date | None, column: Column) -> str:
    return basis(day, column.heading) if day else ""


def _origin(grid: Grid, start: int) -> tuple[str, str, str]:
    """Database with code, address and note, from what stands above and below the figures."""
    above, below = (" ".join(" ".join(row) for row in part) for part in (grid.rows[:start], grid.rows[-60:]))
    code = found[1] if (found := CODE.search(above)) else "12411"
    by_code = next((mark for form, mark in CODES.items() if re.fullmatch(form, code)), "")
    publisher, address = next(
        ((name, url) for text in (above + below, by_code) for mark, name, url in PUBLISHERS if mark in text),
        PUBLISHERS[0][1:],
    )
    stated = f", Stand {found[1]}" if (found := STATED.search(below)) else ""
    return f"{publisher}, Tabelle {code}", address.format(code=code), f"{publisher}, Tabelle {code}{stated}"


def _day(text: str) -> date | None:
    """The day a text names; the end of the year where it is a year alone."""
    if found := DAY.search(text):
        day, month, year, iso_year, iso_month, iso_day = found.groups()
        try:
            return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
        except ValueError:
            return None
    return date(int(text), 12, 31) if YEAR.fullmatch(folded(text)) else None
