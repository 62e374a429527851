"""What sheets of the Breitbandatlas give: cells become values of indicators, and what is left is told."""

from dataclasses import dataclass, field

import pandas as pd

from etl.messages.german import number as german
from etl.messages.german import quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.broadband_names import Measure, target
from etl.official.adapters.indicator_rows import Value, indicator_tables, report_missing, share_in
from etl.official.adapters.mapping import mapping
from etl.official.interface import Reading

YEARLY = "alle Techniken einschließlich Mobilfunk; Bezug Jahresende erschlossen; Methodenbrüche 2015 und 2018"
WHOLE = "in der Quelle ganzzahlig"
NEW_METHOD, NEW_METHOD_SINCE = "seit 2022 neu erhoben, mit früheren Werten nur bedingt vergleichbar", "2022"
ENOUGH_TO_JUDGE = 10
BASIC = {"alle", "leitung"}
"""Technologies of which no file has shares below one percent only."""
NOT_REPORTED_UNTIL = 2014
"""Until then a municipality from which nobody reported has 0 in every column of the year."""


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
    regions: set[str] = field(default_factory=set)
    """Those of interest that the file has a row for."""
    keys: set[str] = field(default_factory=set)
    """Those of all regions in the file, without boroughs."""


Shares = list[tuple[Cell, float]]


def tables(reading: Reading, cells: list[Cell]) -> dict[str, pd.DataFrame]:
    """One value per indicator, region and period; of several measures the one with the lowest rank is taken.

    Raises UnreadableError where cells of the same measure contradict each other.
    """
    texts = [(cell, share_in(reading, cell.text, cell.line, cell.column)) for cell in cells]
    shares = _in_percent(reading, _reported(reading, [(cell, share) for cell, share in texts if share is not None]))
    is_whole = len(shares) >= ENOUGH_TO_JUDGE and all(share == int(share) for _, share in shares)
    known: dict[tuple[str, str, str], tuple[int, float, str]] = {}
    for cell, share in shares:
        found = target(cell.measure)
        assert found is not None
        notes = [found.note] if found.note else []
        notes += [YEARLY] if cell.measure.year else []
        notes += [WHOLE] if is_whole else []
        notes += [NEW_METHOD] if cell.period >= NEW_METHOD_SINCE else []
        key = (found.indicator_id, cell.region, cell.period)
        rank, first, _ = known.get(key, (None, share, ""))
        if rank == found.rank and first != share:
            raise UnreadableError(
                f"Für dasselbe Gebiet und denselben Zeitpunkt stehen zwei Werte in der Datei, {german(first)} und {cell.text}, "
                "und nichts sagt, welcher alles zählt. Bitte die Datei so laden, wie sie veröffentlicht wurde.",
                line=cell.line,
                column=cell.column,
                value=cell.text,
            )
        elif rank is None or found.rank < rank:
            known[key] = (found.rank, share, "; ".join(notes))
    values = [Value(*key, repr(share), note or None) for key, (_, share, note) in known.items()]
    return indicator_tables(reading, values, mapping("breitbandatlas"))


def _reported(reading: Reading, shares: Shares) -> Shares:
    """Without the years in which a municipality has 0 throughout: nobody had reported, which is not the same as none."""
    reported: dict[tuple[str, str], bool] = {}
    for cell, share in shares:
        if len(cell.region) == 8 and cell.measure.year and int(cell.measure.year) <= NOT_REPORTED_UNTIL:
            key = (cell.region, cell.period)
            reported[key] = reported.get(key, False) or share > 0
    empty = [key for key, is_reported in reported.items() if not is_reported]
    for region in dict.fromkeys(region for region, _ in empty):
        years = ", ".join(sorted(period[:4] for key, period in empty if key == region))
        message = (
            f"Für {reading.scope.municipalities.get(region, region)} steht in allen Spalten 0 ({years}). Bis "
            f"{NOT_REPORTED_UNTIL} heißt das in dieser Datei, dass nichts gemeldet war; die Werte werden nicht übernommen."
        )
        reading.warn(message, value=region)
    return [(cell, share) for cell, share in shares if (cell.region, cell.period) not in empty]


def _in_percent(reading: Reading, shares: Shares) -> Shares:
    """Shares in percent, also where a workbook holds them as fractions that Excel only shows as percent."""
    basic = [share for cell, share in shares if cell.measure.technology in BASIC]
    if len(basic) < ENOUGH_TO_JUDGE or max(share for _, share in shares) > 1 or not any(basic):
        return shares
    reading.warn("Die Anteile stehen als Bruchteile in der Datei (0,98 für 98 %) und sind in Prozent umgerechnet.")
    return [(cell, round(share * 100, 6)) for cell, share in shares]


def report(reading: Reading, harvest: Harvest) -> None:
    """Report what the file holds beyond our indicators, and which regions it does not have."""
    if left := list(dict.fromkeys(harvest.columns_left)):
        reading.warn(
            f"Weitere Spalten mit Werten der Region ohne Kennzahl, nicht übernommen: {len(left)}, etwa {quoted(left[:3])}. "
            "Welche Spalte zu welcher Kennzahl gehört, steht in data/mapping/breitbandatlas.csv."
        )
    if harvest.parts_left:
        keys = ", ".join(harvest.parts_left)
        reading.warn(f"Schlüssel von Stadtbezirken, keine Kommunen und nicht übernommen: {keys}.")
    report_missing(reading, harvest.regions, harvest.keys)
