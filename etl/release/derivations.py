"""How a release is derived, in the release itself: the SQL of each of its tables, views and macros."""

import functools
import re
from collections.abc import Iterable

import duckdb
import pandas as pd

_CREATED = re.compile(r"^create (table|view|macro) (\w+)", re.MULTILINE)


def derivations(scripts: Iterable[str]) -> pd.DataFrame:
    """One row per table, view and macro that these scripts make: ``name, kind, statement``, with its comments."""
    made = ((found, text) for text in statements(*scripts) if (found := _CREATED.search(text)))
    rows = [(found[2], found[1], text.strip()) for found, text in made]
    return pd.DataFrame(rows, columns=["derived_name", "derived_kind", "statement"])


@functools.cache
def statements(*scripts: str) -> tuple[str, ...]:
    """Every statement of these scripts, with its comments, in order."""
    return tuple(statement.query for script in scripts for statement in duckdb.extract_statements(script))
