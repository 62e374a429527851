"""What sheets of the Breitbandatlas give: cells become rows of indikatoren.csv, and what is left is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from etl.messages.findings import Finding, warning
from etl.messages.german import number as german
from etl.messages.german import quoted
from etl.official.adapters.broadband_names import Measure, target
from etl.official.formats.text_tables import number
from etl.official.interface import Scope

COLUMNS = ["Kennzahl-ID", "AGS", "Zeitpunkt", "Wert", "Anmerkung"]
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
    findings: list[Finding] = field(default_factory=list)


def values(path: Path, scope: Scope, harvest: Harvest) -> pd.DataFrame:
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
    numbers = _in_percent(path, _reported(path, numbers, scope, harvest), harvest)
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
            f"Werte von Kennzahlen, die nicht in kennzahlen.csv stehen, nicht übernommen: {sum(unknown_ids.values())} "
            f"({', '.join(sorted(unknown_ids))})."
        )
        harvest.findings.append(warning(path.name, message))
    rows = [(*row, repr(share), note or None) for row, (_, share, note) in known.items()]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _reported(
    path: Path, numbers: list[tuple[Cell, float]], scope: Scope, harvest: Harvest
) -> list[tuple[Cell, float]]:
    """Without the years in which a municipality has 0 throughout: nobody had reported, which is not the same as none."""
    shares: dict[tuple[str, str], list[float]] = {}
    for cell, share in numbers:
        if len(cell.region) == 8 and cell.measure.year and int(cell.measure.year) <= NOT_REPORTED_UNTIL:
            shares.setdefault((cell.region, cell.period), []).append(share)
    empty = {key for key, found in shares.items() if not any(found)}
    for region in dict.fromkeys(region for region, _ in empty):
        years = ", ".join(sorted(period[:4] for key, period in empty if key == region))
        message = (
            f"Für {scope.municipalities.get(region, region)} steht in allen Spalten 0 ({years}). Bis {NOT_REPORTED_UNTIL} "
            "heißt das in dieser Datei, dass nichts gemeldet war; die Werte werden nicht übernommen."
        )
        harvest.findings.append(warning(path.name, message, value=region))
    return [(cell, share) for cell, share in numbers if (cell.region, cell.period) not in empty]


def _in_percent(path: Path, numbers: list[tuple[Cell, float]], harvest: Harvest) -> list[tuple[Cell, float]]:
    """Shares in percent, also where a workbook holds them as fractions that Excel only shows as percent."""
    basic = [share for cell, share in numbers if cell.measure.technology in BASIC]
    if len(basic) < ENOUGH_TO_JUDGE or max(share for _, share in numbers) > 1 or not any(basic):
        return numbers
    message = "Die Anteile stehen als Bruchteile in der Datei (0,98 für 98 %) und sind in Prozent umgerechnet."
    harvest.findings.append(warning(path.name, message))
    return [(cell, round(share * 100, 6)) for cell, share in numbers]


def coverage(path: Path, scope: Scope, harvest: Harvest) -> Iterator[Finding]:
    """Report what the file holds beyond our indicators, and which regions it does not have."""
    if harvest.columns_left:
        left = list(dict.fromkeys(harvest.columns_left))
        examples = quoted(left[:3])
        yield warning(
            path.name,
            f"Weitere Spalten mit Werten der Region ohne Kennzahl, nicht übernommen: {len(left)}, etwa {examples}. "
            "Welche Spalte zu welcher Kennzahl gehört, steht in data/mapping/breitbandatlas.csv.",
        )
    if harvest.parts_left:
        yield warning(
            path.name,
            f"Schlüssel von Stadtbezirken, keine Kommunen und nicht übernommen: {', '.join(harvest.parts_left)}.",
        )
    missing = sorted(set(scope.municipalities) - harvest.regions)
    if not harvest.regions:
        yield warning(
            path.name, f"Die Datei enthält keine Zeile für den Kreis {scope.district_ags} und Vergleichsgebiete."
        )
    elif missing and len(missing) < len(scope.municipalities):
        lacking = ", ".join(f"{scope.municipalities[key]} ({key})" for key in missing)
        yield warning(path.name, f"In der Datei fehlen Kommunen der Region: {lacking}.")


def _at(path: Path, cell: Cell, message: str) -> Finding:
    return warning(path.name, message, line=cell.line, column=cell.column, value=cell.text)
