"""Postcodes: from mapping/postleitzahlen.csv and the town halls' addresses, where one means one municipality."""

import re
from pathlib import Path

import pandas as pd

from etl.messages.findings import Finding, error
from etl.messages.german import quoted
from etl.reading.csv_file import read_csv

FILE = "mapping/postleitzahlen.csv"
COLUMNS = ["PLZ", "AGS"]
IN_ADDRESS = r"\b([0-9]{5})\b"


def postcodes(data_dir: Path, places: pd.DataFrame) -> tuple[dict[str, str], list[Finding]]:
    """Municipality key by postcode.

    ``places`` are the rows of gemeinden.csv. The mapping is there to complete what the addresses give; a postcode
    that leads to several municipalities leads to none.
    """
    halls = pd.DataFrame({"PLZ": places["Rathaus"].str.extract(IN_ADDRESS)[0], "AGS": places["AGS"]}).dropna()
    mapping, findings = _mapping(data_dir / FILE, places["AGS"].tolist())
    pairs = pd.concat([mapping, halls]).drop_duplicates()
    alone = pairs[~pairs["PLZ"].duplicated(keep=False)]
    return dict(zip(alone["PLZ"], alone["AGS"], strict=True)), findings


def _mapping(path: Path, known: list[str]) -> tuple[pd.DataFrame, list[Finding]]:
    empty = pd.DataFrame(columns=COLUMNS, dtype="str")
    if not path.exists():
        return empty, []
    table, findings = read_csv(path, FILE)
    if missing := [column for column in COLUMNS if column not in table.frame.columns]:
        return empty, findings or [
            error(FILE, f"Spalten fehlen: {quoted(missing)}. Erwartet werden {quoted(COLUMNS)}.", line=1)
        ]
    for line, postcode, key in table.rows(*COLUMNS):
        if re.fullmatch("[0-9]{5}", postcode) is None:
            message = "Das ist keine Postleitzahl. Erwartet werden fünf Ziffern mit führender Null."
            findings.append(error(FILE, message, line=line, column="PLZ", value=postcode))
        if known and key not in known:
            findings.append(
                error(FILE, "Diese Kommune steht nicht in gemeinden.csv.", line=line, column="AGS", value=key)
            )
    return table.frame[COLUMNS].dropna(), findings
