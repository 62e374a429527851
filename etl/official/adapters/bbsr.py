"""BBSR, INKAR and Deutschlandatlas: shares by municipality. Of when they are, only data/mapping/bbsr.csv knows.

District, state and country are taken where the file has them and are never worked out.
"""

from collections.abc import Mapping

from etl.messages.german import quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.dimensions import total_rows
from etl.official.adapters.indicator_rows import Value, indicator_tables, report_missing, share_in
from etl.official.adapters.mapping import mapping
from etl.official.adapters.table_adapter import Row, Table, headed_table, table_adapter
from etl.official.formats.text_tables import Grid, folded, region_key
from etl.official.interface import Adapter, Extract, Reading

KEY: Mapping[str, tuple[str, ...]] = {"key": ("ags", "gkz*")}
NO_VALUE = "-9999"
ADVICE = (
    "Bitte die Datei so laden, wie sie veröffentlicht wurde, mit einer Zeile je Gebiet und ohne weitere Aufteilung."
)


def _adapter(source: str, name: str, example: str) -> Adapter:
    """Adapter of the files whose columns the mapping gives to a source."""

    def find(grid: Grid) -> Table | None:
        shares = {row["Spalte"]: (folded(row["Spalte"]),) for row in _mapped(source)}
        return headed_table(grid, {**KEY, **shares}, tuple(KEY), tuple(shares))

    def extract(reading: Reading, tables: list[Table]) -> Extract:
        edition = _edition(reading, source, tables)
        wanted = [(table, row, key) for table in tables for key, row in _by_region(reading, table, edition).items()]
        every = {region_key(row["key"]) for table in tables for row in table.rows()}
        report_missing(reading, {key for *_, key in wanted}, every)
        values = [
            Value(meaning["Kennzahl-ID"], key, meaning["Zeitpunkt"], f"{round(share, 2):g}", meaning["Anmerkung"])
            for table, row, key in wanted
            for column, meaning in edition.items()
            if column in table.columns and row[column] != NO_VALUE
            if (share := share_in(reading, row[column], row.line, column)) is not None
        ]
        periods = ", ".join(sorted({value.period for value in values}))
        rows_read = sum(1 for table in tables for _ in table.rows())
        return Extract(f"{name}, {periods}", rows_read, indicator_tables(reading, values, _mapped(source)))

    return table_adapter(
        source, name, find, f"Keine Tabelle hat Schlüssel von Gemeinden und Spalten wie {example}.", extract
    )


def _by_region(reading: Reading, table: Table, edition: Mapping[str, object]) -> dict[str, Row]:
    """The one row of each region that counts all. Raises UnreadableError where a region has several."""
    every = list(table.rows())
    wanted = [(key, row) for row in every if reading.scope.wants(key := region_key(row["key"]))]
    others = {at: heading for at, heading in enumerate(table.headings) if at not in table.columns.values()}
    figures = [at for name, at in table.columns.items() if name in edition]
    return total_rows(wanted, others, figures, among=every, advice=ADVICE)


def _mapped(source: str) -> list[dict[str, str]]:
    return [row for row in mapping("bbsr") if row["Quelle"] == source]


def _edition(reading: Reading, source: str, tables: list[Table]) -> Mapping[str, Mapping[str, str]]:
    """What the columns of the edition mean that the name of the file tells. Raises UnreadableError when it tells none."""
    name = f" {folded(reading.path.stem)} "
    known = [row for row in _mapped(source) if any(row["Spalte"] in table.columns for table in tables)]
    if found := {row["Spalte"]: row for row in known if f" {folded(row['Ausgabe'])} " in name}:
        return found
    editions = quoted(dict.fromkeys(row["Ausgabe"] for row in known))
    raise UnreadableError(
        "Die Datei sagt nicht, von wann die Werte sind; das geht nur aus der Ausgabe hervor, und im Dateinamen steht keine "
        f"bekannte. Bekannt sind: {editions}. Bitte die Datei so benennen, dass die Ausgabe darin steht; eine neue Ausgabe "
        "wird mit ihrem Zeitpunkt in data/mapping/bbsr.csv eingetragen."
    )


BROADBAND = _adapter("bbsr-breitband", "Breitband nach INKAR und Deutschlandatlas (BBSR)", "„v_breitb50“")
MOBILE = _adapter("bbsr-mobilfunk", "Mobilfunk nach Deutschlandatlas (BBSR)", "„v_lte“")
