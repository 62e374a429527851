"""The steps all tables share: rename, type, split partial dates. Form only, nothing is derived."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from etl.money import amount
from etl.partial_dates import partial_date

ORIGIN = ["input_file", "input_line"]


def renamed(table: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Keep these columns under their English names, and where each row comes from; one that the file lacks is empty."""
    wanted = table.reindex(columns=[*columns, *ORIGIN])
    return wanted.rename(columns=dict(columns)).reset_index(drop=True)


def of_stand(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Add the Stand to which the rows belong."""
    return table.assign(stand_date=stand_date)


def typed(table: pd.DataFrame, column: str, read: Callable[[str], Any]) -> pd.DataFrame:
    """Read the texts of one column; an empty cell stays empty."""
    values = [None if pd.isna(text) else read(text) for text in table[column]]
    return table.assign(**{column: pd.Series(values, index=table.index, dtype=object)})


def money(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Read one column as decimal euros."""
    return typed(table, column, amount)


def days(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Read one column as days; each must be written to the day."""
    return typed(table, column, lambda text: partial_date(text).first)


def partial_dates(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Read one column as partial dates: as written, first day, last day, precision."""
    dates = [None if pd.isna(text) else partial_date(text) for text in table[column]]
    parts = {
        column: [found and found.text for found in dates],
        f"{column}_first_date": [found and found.first for found in dates],
        f"{column}_last_date": [found and found.last for found in dates],
        f"{column}_precision": [found and found.precision for found in dates],
    }
    return table.assign(**{name: pd.Series(part, index=table.index, dtype=object) for name, part in parts.items()})
