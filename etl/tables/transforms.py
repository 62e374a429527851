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
from etl.reading.text_columns import constant, has_pattern, one_by_one, read, spread, texts_of

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
    columns = TABLES[kind].stored
    wanted = table.reindex(columns=[*(column.header for column in columns), *ORIGIN]).reset_index(drop=True)
    rows = wanted.set_axis([*(column.name for column in columns), *ORIGIN], axis="columns")
    for column in columns:
        texts = rows[column.name]
        if column.kind == "date":
            rows = rows.assign(**_partial_dates(texts))
        elif column.kind == "amount":
            rows = rows.assign(**{column.name: _euros(texts)})
        elif column.kind in READINGS:
            rows = rows.assign(**{column.name: read(texts, *READINGS[column.kind])})
    return rows


def with_stand_date(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Add the Stand to which the rows belong."""
    return table.assign(stand_date=constant(stand_date, DATE, table.index))


def _euros(texts: pd.Series) -> pd.Series:
    written = texts_of(texts)
    if pc.all(has_pattern(written, AMOUNT.pattern)).as_py():
        amounts = written.cast(EUROS)
        return pd.Series(pd.arrays.ArrowExtensionArray(amounts), index=texts.index)
    return read(texts, amount, EUROS)


def _partial_dates(texts: pd.Series) -> dict[str, pd.Series]:
    """As written, first day, last day, precision."""
    positions, different = texts.factorize()
    dates = [partial_date(text) for text in one_by_one(different)]

    def part(name: str, kind: pa.DataType) -> pd.Series:
        return spread([getattr(found, name) for found in dates], positions, kind, texts.index)

    return {
        str(texts.name): part("text", TEXT),
        f"{texts.name}_first_date": part("first", DATE),
        f"{texts.name}_last_date": part("last", DATE),
        f"{texts.name}_precision": part("precision", TEXT),
    }
