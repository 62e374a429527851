"""Whole columns of partial dates, written alike."""

import pyarrow as pa

from etl.reading.partial_dates import FORM, normalised_date
from etl.reading.text_columns import has_pattern


def normalised_dates(texts: pa.Array) -> pa.Array:
    """The texts with every date in one way of writing it; all others as they are."""
    coded = texts.dictionary_encode()
    dates = coded.dictionary.filter(has_pattern(coded.dictionary, FORM.pattern)).to_pylist()
    changed = {text: same for text in dates if (same := normalised_date(text)) != text}
    if not changed:
        return texts
    written = [changed.get(text, text) for text in coded.dictionary.to_pylist()]
    return pa.array(written, type=texts.type).take(coded.indices)
