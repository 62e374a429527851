"""LIS in Zahlen: charging points reported, published or not, at the start of a quarter, for district, state and country.

The workbook has no keys: regions are found by name, a district by its state as well.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from etl.official.adapters.indicator_rows import Value, count_in, indicator_tables
from etl.official.adapters.mapping import mapping, states
from etl.official.adapters.table_adapter import cell, table_adapter
from etl.official.formats.text_tables import HEAD_ROWS, Grid, days_in, folded
from etl.official.interface import Extract, Reading, Scope

STATE, TOTAL = "bundesland", "summe"
KIND_OF_DISTRICT = frozenset({"kreis", "landkreis", "kreisfreie", "stadt", "stadtkreis"})
"""Words before a name that region.toml may lack or spell in another way."""
STAND = re.compile(r"Stand:\s*(.+)")


@dataclass(frozen=True)
class Line:
    """One row of figures, with the name of its region, and the state where it is a district."""

    number: int
    name: str
    state: str
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """One table: in its headings days above kinds of points, below one row per region."""

    grid: Grid
    at: int
    """Row of the days."""
    columns: dict[str, dict[str, int]]
    """Positions by day and kind of points; days that have every kind."""

    def lines(self) -> Iterator[Line]:
        """All rows that have a name and figures."""
        first = min(at for kinds in self.columns.values() for at in kinds.values())
        has_state = folded(cell(self.grid.rows[self.at], first - 1)) == STATE
        for number, cells in zip(self.grid.lines[self.at + 2 :], self.grid.rows[self.at + 2 :], strict=True):
            name, state = cell(cells, first - 1 - has_state), cell(cells, first - 1) if has_state else ""
            # A footnote fills the whole row with its text; the total over all districts is no district.
            if name and (state or not has_state) and set(cells[first:]) - {"", name}:
                yield Line(number, folded(name), folded(state), cells)


def _sheet(grid: Grid) -> Sheet | None:
    kinds = {folded(row["Spalte"]) for row in mapping("lis_in_zahlen")}
    for at, (days, below) in enumerate(pairwise(grid.rows[:HEAD_ROWS])):
        columns: dict[str, dict[str, int]] = {}
        for column, text in enumerate(days):
            for day in days_in(text):
                columns.setdefault(day.isoformat(), {}).setdefault(folded(cell(below, column)), column)
        # Some tables name the year before beside it, with its total alone.
        if whole := {day: positions for day, positions in columns.items() if kinds <= set(positions)}:
            return Sheet(grid, at, whole)
    return None


def _extract(reading: Reading, sheets: list[Sheet]) -> Extract:
    """Points by kind, day and region; of a district that cannot be told from another none, and it is reported."""
    rows = mapping("lis_in_zahlen")
    title = "Ladeinfrastruktur (LIS) in Zahlen"
    above = (text for sheet in sheets for row in sheet.grid.rows[: sheet.at] for text in row)
    if stand := next(filter(None, map(STAND.match, above)), None):
        title += f", Stand {stand[1]}"
    values, rows_read, regions = [], 0, set()
    for sheet in sheets:
        lines = list(sheet.lines())
        rows_read += len(lines)
        for key, line in _regions(lines, reading.scope):
            regions.add(key)
            for day, positions in sheet.columns.items():
                for row in rows:
                    text = cell(line.cells, positions[folded(row["Spalte"])])
                    column = f"{sheet.grid.name}, {day} {row['Spalte']}"
                    if (points := count_in(reading, text, line.number, column)) is not None:
                        values.append(Value(row["Kennzahl-ID"], key, day, str(points), f"{title}, {sheet.grid.name}"))
    if reading.scope.district_ags not in regions:
        message = (
            "Der Kreis ist in der Datei nicht sicher zu finden: Sie hat keine Schlüssel, und kein Name oder mehr als einer "
            "passt zu dem in region.toml. Für ihn wird nichts übernommen."
        )
        reading.warn(message, value=reading.scope.district_name or reading.scope.district_ags)
    return Extract(title, rows_read, indicator_tables(reading, values, rows))


def _regions(lines: Iterable[Line], scope: Scope) -> Iterator[tuple[str, Line]]:
    """Rows of the district, the state and the country, each with its key."""
    keys = {folded(name): key for key, name in states().items()}
    districts = []
    for line in lines:
        key = "DG" if line.name == TOTAL else keys.get(line.name, "")
        if line.state:
            districts += [line] if keys.get(line.state) == scope.district_ags[:2] else []
        elif key in scope.comparison:
            yield key, line
    own = folded(scope.district_name)
    same = [line for line in districts if line.name == own]
    alike = [line for line in districts if _bare(line.name) == _bare(own)]
    if len(found := same or alike) == 1:
        yield scope.district_ags, found[0]


def _bare(name: str) -> str:
    return " ".join(word for word in name.split() if word not in KIND_OF_DISTRICT)


ADAPTER = table_adapter(
    "lis-in-zahlen",
    "Ladeinfrastruktur (LIS) in Zahlen der Bundesnetzagentur",
    _sheet,
    "Kein Blatt hat Tage über Spalten „NLP“, „SLP“ und „gesamt“.",
    _extract,
)
