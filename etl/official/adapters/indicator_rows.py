"""Values of indicators as rows of indikatoren.csv, with the description of an indicator that is new."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from etl.official.formats.text_tables import count, number
from etl.official.interface import Reading

COLUMNS = {
    "indicator_id": "Kennzahl-ID",
    "region": "AGS",
    "period": "Zeitpunkt",
    "text": "Wert",
    "note": "Anmerkung",
}
DESCRIPTION = ("Kennzahl-ID", "Thema", "Name", "Einheit", "Besser ist", "Beschreibung")
"""Columns of kennzahlen.csv that a mapping fills for an indicator; its publisher is that of the source."""


@dataclass(frozen=True)
class Value:
    """One value of an indicator: a number with decimal point, as text."""

    indicator_id: str
    region: str
    period: str
    text: str
    note: str | None = None


def share_in(reading: Reading, text: str, line: int, column: str) -> float | None:
    """The share in a cell, in percent; None where there is none, and reported where it is no share."""
    try:
        share = number(text)
    except ValueError:
        message = "Das ist kein Anteil; der Wert wird nicht übernommen. Erwartet wird eine Zahl wie 98,46."
        reading.refuse(message, line=line, column=column, value=text)
        return None
    if share is not None and not 0 <= share <= 100:
        message = "Ein Anteil liegt zwischen 0 und 100 Prozent; der Wert wird nicht übernommen."
        reading.refuse(message, line=line, column=column, value=text)
        return None
    reading.values_taken += share is not None
    return share


def count_in(reading: Reading, text: str, line: int, column: str) -> int | None:
    """The number of something in a cell; None where there is none, and reported where it is no such number."""
    try:
        found = count(text)
    except ValueError:
        message = "Das ist keine Anzahl; der Wert wird nicht übernommen."
        reading.refuse(message, line=line, column=column, value=text)
        return None
    reading.values_taken += found is not None
    return found


def report_missing(reading: Reading, regions: Collection[str], keys: Collection[str]) -> None:
    """Report which municipalities a file lacks, and ask where it is one of municipalities that lacks most of them.

    Parameters
    ----------
    regions
        Keys of the regions of interest that it has.
    keys
        All keys in it; a file of districts or states lacks no municipality.
    """
    municipalities = reading.scope.municipalities
    # A city without a district may stand under the key of the district that it is.
    missing = sorted(key for key in municipalities if not {key, key.removesuffix("000")} & set(regions))
    there = len(municipalities) - len(missing)
    lacking = ", ".join(f"{municipalities[key]} ({key})" for key in missing)
    # Tables of districts have a few municipalities that are like one: Aachen, Hannover, Saarbrücken.
    digits = Counter(len(key) for key in set(keys) if not key.endswith("000"))
    if there < len(missing) and digits[8] > digits[5]:
        told = f"nur für {there} der {len(municipalities)} Kommunen der Region; es fehlen {lacking}"
        reading.ask(
            f"Die Datei hat Zeilen für Gemeinden, aber {told if there else 'für keine Kommune der Region'}. Vermutlich ist "
            "sie abgeschnitten, gefiltert oder für ein anderes Gebiet; dann bitte die ganze Datei laden."
        )
    elif not regions:
        reading.warn(f"Die Datei enthält keine Zeile für den Kreis {reading.scope.district_ags} und Vergleichsgebiete.")
    elif there and missing:
        reading.warn(f"In der Datei fehlen Kommunen der Region: {lacking}.")


def indicator_tables(
    reading: Reading, values: Iterable[Value], mapping: Iterable[Mapping[str, str]] = ()
) -> dict[str, pd.DataFrame]:
    """``indikatoren``, one row per value, and ``kennzahlen``, one row per indicator that is new.

    A value is taken if its indicator is in kennzahlen.csv, or a row of the ``mapping`` describes it (``DESCRIPTION``);
    others are counted and left.
    """
    new = {row["Kennzahl-ID"]: row for row in mapping if row.get("Name")}
    new = {key: row for key, row in new.items() if key not in reading.scope.indicator_ids}
    taken, left = [], Counter[str]()
    for value in values:
        if value.indicator_id in reading.scope.indicator_ids or value.indicator_id in new:
            taken.append(vars(value))
        else:
            left[value.indicator_id] += 1
    if left:
        reading.warn(
            "Werte von Kennzahlen, die nicht in kennzahlen.csv stehen, nicht übernommen: "
            f"{left.total()} ({', '.join(sorted(left))})."
        )
    tables = {"indikatoren": pd.DataFrame(taken, columns=list(COLUMNS), dtype="str").rename(columns=COLUMNS)}
    if used := [row for key, row in new.items() if any(value["indicator_id"] == key for value in taken)]:
        tables["kennzahlen"] = pd.DataFrame(used, columns=list(DESCRIPTION), dtype="str").replace("", pd.NA)
    return tables
