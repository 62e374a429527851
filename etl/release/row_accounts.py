"""The account of every input file: rows read = rows loaded + rejected."""

from dataclasses import dataclass

import pandas as pd

from data_dictionary import TABLES
from etl.rules.validation import CheckedInputs
from etl.tables.release_tables import Tables

LOADED = {file: table.name for file, table in TABLES.items()} | {"grenzen": "municipality"}
"""The table of the release that each input goes to."""


@dataclass(frozen=True)
class Account:
    """Where the rows of one input file went."""

    file: str
    read: int
    loaded: int
    rejected: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Whether every row is accounted for."""
        return self.read == self.loaded + self.rejected


def accounts(checked: CheckedInputs, tables: Tables) -> list[Account]:
    """One account per file with rows, in the order in which the files are read."""
    inputs = checked.inputs
    first = {file: stand_date for stand_date, files in reversed(inputs.stands.items()) for file in files.values()}

    def loaded(kind: str, file: str) -> pd.DataFrame:
        # A reference file is loaded once for every version of the reference tables in which it holds.
        rows = tables[LOADED[kind]]
        own = rows if "input_file" not in rows else rows[rows["input_file"] == file]
        return own if "version_date" not in own else own[own["version_date"] == inputs.versions[first[file]]]

    found = []
    for kind, table in inputs.tables():
        reasons = checked.rejected["reason"][checked.rejected["input_file"] == table.file]
        counts = len(table.texts), len(loaded(kind, table.file)), len(reasons)
        found.append(Account(table.file, *counts, tuple(reasons.unique())))
    for file, shapes in inputs.shapes.items():
        found.append(Account(file, len(shapes or ()), int(loaded("grenzen", file)["geometry"].notna().sum())))
    return found
