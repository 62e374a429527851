"""LIS in Zahlen: charging points reported, published or not, at the start of a quarter, for district, state and country.

The workbook has no keys: regions are found by name, a district by its state as well.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from etl.messages.german import number as german
from etl.official.adapters.indicator_rows import Value, count_in, indicator_tables
from etl.official.adapters.mapping import mapping, state_keys
from etl.official.adapters.table_adapter import Row, cell, table_adapter
from etl.official.formats.text_tables import HEAD_ROWS, Grid, days_in, folded
from etl.official.interface import Extract, Reading, Scope

STATE, TOTAL = "bundesland", "summe"
ALL_KINDS = "gesamt"
"""The kind of points that is the sum of the others."""
KIND_OF_DISTRICT = frozenset({"kreis", "landkreis", "kreisfreie", "stadt", "stadtkreis"})
"""Words before a name that region.toml may lack or spell in another way."""
STAND = re.compile(r"Stand:\s*(.+)")


@dataclass(frozen=True)
class Sheet:
    """One table: in its headings days above kinds of points, below one row per region."""

    grid: Grid
    at: int
    """Row of the days."""
    columns: dict[str, dict[str, int]]
    """Positions by day and kind of points; days that have every kind."""

    def rows(self) -> Iterator[Row]:
        """All rows that have a name and figures: ``name`` of the region, and its ``state`` where it is a district."""
        first = min(at for kinds in self.columns.values() for at in kinds.values())
        has_state = folded(cell(self.grid.rows[self.at], first - 1)) == STATE
        columns = {"name": first - 2, "state": first - 1} if has_state else {"name": first - 1}
        for line, cells in zip(self.grid.lines[self.at + 2 :], self.grid.rows[self.at + 2 :], strict=True):
            row = Row(line, cells, columns)
            # A footnote fills the whole row with its text; the total over all districts is no district.
            if all(row[name] for name in columns) and set(cells[first:]) - {"", row["name"]}:
                yield row


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
        found = list(sheet.rows())
        rows_read += len(found)
        for key, region in _regions(found, reading.scope):
            regions.add(key)
            for day, positions in sheet.columns.items():
                counts: dict[str, int] = {}
                for row in rows:
                    text = cell(region.cells, positions[folded(row["Spalte"])])
                    column = f"{sheet.grid.name}, {day} {row['Spalte']}"
                    if (points := count_in(reading, text, region.line, column)) is not None:
                        values.append(Value(row["Kennzahl-ID"], key, day, str(points), f"{title}, {sheet.grid.name}"))
                        counts[row["Spalte"]] = points
                if len(counts) == len(rows):
                    when = f"{date.fromisoformat(day):%d.%m.%Y}"
                    where = f"{sheet.grid.name}, Zeile {region.line}, {region['name']}, {when}"
                    _check_total(reading, where, counts)
    if reading.scope.district_ags not in regions:
        message = (
            "Der Kreis ist in der Datei nicht sicher zu finden: Sie hat keine Schlüssel, und kein Name oder mehr als einer "
            "passt zu dem in region.toml. Für ihn wird nichts übernommen."
        )
        reading.warn(message, value=reading.scope.district_name or reading.scope.district_ags)
    return Extract(title, rows_read, indicator_tables(reading, values, rows))


def _check_total(reading: Reading, where: str, counts: Mapping[str, int]) -> None:
    """Ask about a total that is not the sum of its parts."""
    parts = {kind: points for kind, points in counts.items() if kind != ALL_KINDS}
    if counts[ALL_KINDS] != (total := sum(parts.values())):
        kinds = " und ".join(f"„{kind}“" for kind in parts)
        told = f"„{ALL_KINDS}“ ist {german(counts[ALL_KINDS], 0)}, {kinds} geben zusammen {german(total, 0)}"
        reading.ask(f"{where}: {told}.")


def _regions(rows: Iterable[Row], scope: Scope) -> Iterator[tuple[str, Row]]:
    """Rows of the district, the state and the country, each with its key."""
    keys, districts = state_keys(), []
    for row in rows:
        name, state = folded(row["name"]), folded(row["state"])
        key = "DG" if name == TOTAL else keys.get(name, "")
        if state:
            districts += [(name, row)] if keys.get(state) == scope.district_ags[:2] else []
        elif key in scope.comparison:
            yield key, row
    own = folded(scope.district_name)
    same = [row for name, row in districts if name == own]
    alike = [row for name, row in districts if _bare(name) == _bare(own)]
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
