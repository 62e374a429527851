"""The account of every input file: rows read = rows loaded + rejected + replaced by a later Stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from etl.csv_file import Table
from etl.inputs import BOUNDARIES
from etl.tables import Tables
from etl.validation import Validated

TABLES = {
    "gemeinden": "municipality",
    "bevoelkerung": "population",
    "kennzahlen": "indicator",
    "indikatoren": "indicator_value",
    "projekte": "project",
    "foerderung": "funding",
    "meilensteine": "milestone",
    "quellen": "source",
}


@dataclass(frozen=True)
class Account:
    """Where the rows of one input file went."""

    file: str
    read: int
    loaded: int
    rejected: int = 0
    replaced: int = 0
    """Sources that a later Stand names again."""
    reasons: tuple[str, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Whether every row is accounted for."""
        return self.read == self.loaded + self.rejected + self.replaced


def accounts(checked: Validated, tables: Tables) -> list[Account]:
    """One account per file with rows, in the order in which the files are read."""
    polygons = len(checked.inputs.boundaries or ())
    in_order = [_account(kind, table, checked, tables) for kind, table in checked.inputs.tables()]
    return [*in_order, Account(BOUNDARIES, polygons, int(tables["municipality"]["geometry"].notna().sum()))]


def _account(kind: str, table: Table, checked: Validated, tables: Tables) -> Account:
    rows = tables[TABLES[kind]]
    loaded = rows["input_file"].eq(table.file).sum() if "input_file" in rows else len(rows)
    reasons = checked.rejected["reason"][checked.rejected["input_file"] == table.file]
    replaced = sum(1 for _ in _replaced(table, checked)) if kind == "quellen" else 0
    return Account(table.file, len(table.texts), int(loaded), len(reasons), replaced, tuple(reasons.unique()))


def _replaced(table: Table, checked: Validated) -> Iterator[str]:
    stands = [office["quellen"] for office in checked.inputs.stands.values()]
    later = stands[[found.file for found in stands].index(table.file) + 1 :]
    names_again = {key for found in later for _, key in found.rows("Quelle-ID")}
    yield from (key for _, key in table.rows("Quelle-ID") if key in names_again)
