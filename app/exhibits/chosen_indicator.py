"""The indicator that an address names by topic and name."""

from typing import Any

import pandas as pd

from app.data import queries
from app.exhibits.model import View

CHOICES = ("thema", "indikator")
"""Parameters of the address that name an indicator."""


def indicator(view: View) -> Any:
    """The indicator that the view has chosen by topic and name.

    Raises
    ------
    LookupError
        When there is none of that topic and name.
    """
    found = indicator_rows(view)
    if found.empty:
        raise LookupError(view.parameter("indikator"))
    return found.iloc[0]


def indicator_rows(view: View) -> pd.DataFrame:
    """The indicator of the chosen topic and name: one row, or none."""
    known = queries.indicators(view.selection)
    return known[(known.topic == view.parameter("thema")) & (known["name"] == view.parameter("indikator"))]
