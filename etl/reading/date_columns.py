"""Whole columns of partial dates: written alike, and as days to compare."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.reading.partial_dates import FORM, is_possible, partial_date
from etl.reading.text_columns import has_pattern, one_by_one

Days = npt.NDArray[np.datetime64]


def normalised_dates(texts: pd.Series) -> pd.Series:
    """The texts with every date in one way of writing it; all others as they are."""
    dates = texts[texts.notna() & has_pattern(texts, FORM.pattern)]
    known = {text: partial_date(text).text for text in one_by_one(dates.drop_duplicates()) if is_possible(text)}
    changed = dates[dates.isin([text for text, same in known.items() if text != same])]
    if changed.empty:
        return texts
    texts = texts.copy()
    texts[changed.index] = changed.map(known)
    return texts


def bounds(texts: pd.Series) -> tuple[Days, Days]:
    """First and last day that each text can mean; no day (NaT) where it is empty or no date."""
    positions, different = texts.factorize()
    dates = [partial_date(text) if is_possible(text) else None for text in one_by_one(different)]

    def days(name: str) -> Days:
        found = [np.datetime64(getattr(date, name) if date else "NaT", "D") for date in dates]
        by_text: Days = np.array([*found, np.datetime64("NaT")], dtype="datetime64[D]")
        return by_text.take(positions)

    return days("first"), days("last")
