"""From the texts of an input table to typed columns under the names of the release; nothing is derived or judged."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_dictionary import TABLES, Kind
from etl.reading.money import AMOUNT, amount
from etl.reading.partial_dates import partial_date
from etl.reading.text_columns import has_pattern, in_pandas, read, texts_of

TEXT, DATE, EUROS = pa.string(), pa.date32(), pa.decimal128(14, 2)
ORIGIN = ["input_file", "input_line"]
READINGS: dict[Kind, tuple[Callable[[str], Any], pa.DataType]] = {
    "day": (lambda text: partial_date(text).first, DATE),
    "count": (int, pa.int32()),
    "number": (float, pa.float64()),
    "decimal": (Decimal, pa.decimal128(14, 6)),
    "latitude": (float, pa.float64()),
    "longitude": (float, pa.float64()),
}
"""How a text of a kind is read, and what its column then holds; all others stay texts."""


def typed_rows(kind: str, table: pd.DataFrame) -> pd.DataFrame:
    """One row per row of the file, with where it comes from; a column that the file lacks is empty."""
    columns: dict[str, pa.Array] = {}
    for column in TABLES[kind].stored:
        texts = texts_of(table[column.header]) if column.header in table else pa.nulls(len(table), pa.large_string())
        if column.kind == "date":
            columns |= _partial_dates(column.name, texts)
        elif column.kind == "amount":
            columns[column.name] = _euros(texts)
        elif column.kind in READINGS:
            columns[column.name] = read(texts, *READINGS[column.kind])
        else:
            columns[column.name] = texts
    origin = {name: table[name].array for name in ORIGIN if name in table}
    return pd.DataFrame({name: in_pandas(values) for name, values in columns.items()} | origin)


def with_stand_date(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Add the Stand to which the rows belong."""
    return table.assign(stand_date=in_pandas(pa.repeat(pa.scalar(stand_date, DATE), len(table))))


def _euros(texts: pa.Array) -> pa.Array:
    if pc.all(has_pattern(texts, AMOUNT.pattern)).as_py():
        return texts.cast(EUROS)
    return read(texts, amount, EUROS)


def _partial_dates(name: str, texts: pa.Array) -> dict[str, pa.Array]:
    """As written, first day, last day, precision."""
    return {
        name: read(texts, lambda text: partial_date(text).text, TEXT),
        f"{name}_first_date": read(texts, lambda text: partial_date(text).first, DATE),
        f"{name}_last_date": read(texts, lambda text: partial_date(text).last, DATE),
        f"{name}_precision": read(texts, lambda text: partial_date(text).precision, TEXT),
    }
