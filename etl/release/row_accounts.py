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
    day_of = {file: stand_date for stand_date, files in inputs.stands.items() for file in files.values()}

    def loaded(kind: str, file: str) -> pd.Series:
        """For each row of the table whether it was loaded from this file."""
        rows = tables[LOADED[kind]]
        found = rows["input_file"] == file if "input_file" in rows else pd.Series(True, index=rows.index)
        # A reference file is loaded once for every version of the reference tables in which it holds.
        return found & (rows["version_date"] == inputs.versions[day_of[file]]) if "version_date" in rows else found

    found = []
    for kind, table in inputs.tables():
        reasons = checked.rejected["reason"][checked.rejected["input_file"] == table.file]
        counts = len(table.texts), int(loaded(kind, table.file).sum()), len(reasons)
        found.append(Account(table.file, *counts, tuple(reasons.unique())))
    for file, shapes in inputs.shapes.items():
        has_shape = loaded("grenzen", file) & tables["municipality"]["geometry"].notna()
        found.append(Account(file, len(shapes or ()), int(has_shape.sum())))
    return found
