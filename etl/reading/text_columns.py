"""Rules and readings for a whole column of texts: each different text is looked at once, however often it stands there."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def holds(texts: pd.Series, rule: Callable[[str], bool]) -> pd.Series:
    """Whether each text keeps a rule; an empty cell keeps every rule."""
    positions, different = texts.factorize()
    kept = [*map(rule, one_by_one(different)), True]
    return pd.Series(np.array(kept, dtype=bool)[positions], index=texts.index)


def among(texts: pd.Series, known: Collection[str]) -> pd.Series:
    """Whether each text is one of those known; an empty cell always is."""
    found = pc.is_in(_texts(texts), value_set=pa.array(known, type=pa.large_string()))
    return texts.isna() | pd.Series(found.to_numpy(zero_copy_only=False), index=texts.index)


def has_pattern(texts: pd.Series, pattern: str) -> pd.Series:
    """Whether each text has this form from its first to its last character; an empty cell has every form.

    The pattern must mean the same to RE2, which knows no look-ahead.
    """
    found = pc.match_substring_regex(_texts(texts), rf"(?s)\A(?:{pattern})\z")
    return pd.Series(pc.fill_null(found, True).to_numpy(zero_copy_only=False), index=texts.index, dtype=bool)


def read(texts: pd.Series, reading: Callable[[str], Any], kind: pa.DataType) -> pd.Series:
    """What each text means; an empty cell means nothing."""
    positions, different = texts.factorize()
    return spread(map(reading, one_by_one(different)), positions, kind, texts.index)


def spread(values: Iterable[Any], positions: npt.NDArray[np.int64], kind: pa.DataType, index: pd.Index) -> pd.Series:
    """One of the values for each row; none where the position is negative."""
    found = pa.array(list(values), type=kind).take(pa.array(positions, mask=positions < 0))
    return pd.Series(pd.arrays.ArrowExtensionArray(found), index=index)


def constant(value: Any, kind: pa.DataType, index: pd.Index) -> pd.Series:
    """The same value in each row."""
    return pd.Series(pd.arrays.ArrowExtensionArray(pa.repeat(pa.scalar(value, kind), len(index))), index=index)


def one_by_one(values: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """The values as objects of Python; pandas would make each of them alone, which takes several times as long."""
    return np.asarray(values, dtype=object)


def _texts(texts: pd.Series) -> pa.Array | pa.ChunkedArray:
    return pa.array(texts, type=pa.large_string(), from_pandas=True)
