"""Rules and readings for a whole column of texts: each different text is looked at once, however often it stands there."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.reading.partial_dates import FORM, normalised_date


def texts_of(cells: pd.Series) -> pa.Array:
    """A column as texts of Arrow, empty cells missing: what pandas would look at row by row, or copy, costs nothing there."""
    found = pa.array(cells, type=pa.large_string(), from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def different(texts: pa.Array) -> list[str]:
    """Every text once, in the order in which they first stand there."""
    return list(texts.unique().drop_null().to_pylist())


def places_of(texts: pa.Array, wanted: Iterable[str]) -> npt.NDArray[np.intp]:
    """Where one of these texts stands."""
    found = pc.is_in(texts, value_set=pa.array(list(wanted), type=texts.type))
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))


def has_pattern(texts: pa.Array, pattern: str) -> pa.Array:
    """Whether each text has this form from its first to its last character.

    The pattern must mean the same to RE2, which knows no look-ahead.
    """
    return pc.match_substring_regex(texts, rf"(?s)\A(?:{pattern})\z")


def normalised_dates(texts: pa.Array) -> pa.Array:
    """The texts with every date in one way of writing it; all others as they are."""
    coded = texts.dictionary_encode()
    dates = coded.dictionary.filter(has_pattern(coded.dictionary, FORM.pattern)).to_pylist()
    changed = {text: same for text in dates if (same := normalised_date(text)) != text}
    if not changed:
        return texts
    written = [changed.get(text, text) for text in coded.dictionary.to_pylist()]
    return pa.array(written, type=texts.type).take(coded.indices)


def row_numbers(columns: Sequence[pa.Array]) -> npt.NDArray[np.int64]:
    """A number for each row, the same for rows that say the same in all these columns."""
    numbers = np.zeros(len(columns[0]) if columns else 0, dtype=np.int64)
    for texts in columns:
        coded = texts.dictionary_encode(null_encoding="encode")
        numbers, found = pd.factorize(numbers * len(coded.dictionary) + coded.indices.to_numpy())
        if len(found) == len(numbers):
            break
    return numbers


def places_of_repeats(numbers: npt.NDArray[np.int64]) -> list[int]:
    """Places of the rows that have their number in common with another one."""
    return np.flatnonzero((np.bincount(numbers) > 1)[numbers]).tolist()


def read(texts: pa.Array, reading: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """What each text means; an empty cell means nothing."""
    coded = texts.dictionary_encode()
    return pa.array([reading(text) for text in coded.dictionary.to_pylist()], type=kind).take(coded.indices)


def in_pandas(values: pa.Array) -> pd.api.extensions.ExtensionArray:
    """Values of Arrow as a column of pandas, not copied."""
    return (
        pd.array(values, dtype="str")
        if pa.types.is_large_string(values.type)
        else pd.arrays.ArrowExtensionArray(values)
    )


def one_by_one(values: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """The values as objects of Python; pandas would make each of them alone, which takes several times as long."""
    return np.asarray(values, dtype=object)
