"""By what a row of a table is known: within its file, from one Stand to the next, and in an official file."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_dictionary import TABLES
from etl.reading.text_columns import normalised_dates, texts_of

KEYS = {file: table.key for file, table in TABLES.items()}
DATES = {column.header for table in TABLES.values() for column in table.columns if column.is_date}
"""Columns that hold dates, which can be written in more than one way."""
SEPARATOR = " / "


def row_keys(kind: str, rows: pd.DataFrame) -> pd.Series:
    """The key of every row as one text, with dates in their one spelling."""
    key = joined_key(kind, [texts_of(rows[column]) for column in KEYS[kind]])
    return pd.Series(pd.array(key, dtype="str"), index=rows.index, name="key")


def joined_key(kind: str, parts: Sequence[pa.Array]) -> pa.Array:
    """The same of the columns of the key alone."""
    written = [
        normalised_dates(texts) if column in DATES else texts for column, texts in zip(KEYS[kind], parts, strict=True)
    ]
    return pc.binary_join_element_wise(*written, pa.scalar(SEPARATOR, pa.large_string()))
