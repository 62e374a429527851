"""The steps all tables share: rename, type, split partial dates. Form only, nothing is derived."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from etl.reading.money import AMOUNT, amount
from etl.reading.partial_dates import partial_date
from etl.reading.text_columns import constant, has_pattern, one_by_one, read, spread

TEXT, DATE, EUROS = pa.string(), pa.date32(), pa.decimal128(14, 2)
ORIGIN = ["input_file", "input_line"]


def renamed(table: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Keep these columns under their English names, and where each row comes from; one that the file lacks is empty."""
    wanted = table.reindex(columns=[*columns, *ORIGIN])
    return wanted.rename(columns=dict(columns)).reset_index(drop=True)


def with_stand_date(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Add the Stand to which the rows belong."""
    return table.assign(stand_date=constant(stand_date, DATE, table.index))


def typed(table: pd.DataFrame, column: str, reading: Callable[[str], Any], kind: pa.DataType) -> pd.DataFrame:
    """Read the texts of one column; an empty cell stays empty."""
    return table.assign(**{column: read(table[column], reading, kind)})


def money(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Read one column as decimal euros."""
    if has_pattern(table[column], AMOUNT.pattern).all():
        amounts = pa.array(table[column], type=pa.large_string(), from_pandas=True).cast(EUROS)
        return table.assign(**{column: pd.Series(pd.arrays.ArrowExtensionArray(amounts), index=table.index)})
    return typed(table, column, amount, EUROS)


def days(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Read one column as days; each must be written to the day."""
    return typed(table, column, lambda text: partial_date(text).first, DATE)


def partial_dates(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Read one column as partial dates: as written, first day, last day, precision."""
    positions, different = table[column].factorize()
    dates = [partial_date(text) for text in one_by_one(different)]
    parts = {
        column: spread([found.text for found in dates], positions, TEXT, table.index),
        f"{column}_first_date": spread([found.first for found in dates], positions, DATE, table.index),
        f"{column}_last_date": spread([found.last for found in dates], positions, DATE, table.index),
        f"{column}_precision": spread([found.precision for found in dates], positions, TEXT, table.index),
    }
    return table.assign(**parts)
