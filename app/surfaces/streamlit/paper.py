"""The page for the printer: what a screen shows page by page stands there at once, as much of it as paper bears."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app.data.rows import pages
from app.exhibits import Exhibit
from app.exhibits.model import PER_PAGE
from app.surfaces.streamlit import address_state, table_state
from app.surfaces.streamlit.panel import Table
from app.surfaces.streamlit.screen import Screen
from app.surfaces.streamlit.table_state import TableState
from app.words import units
from app.words.markdown import markdown
from app.words.text import t

PARAMETER = address_state.PRINTED
ROWS = 2000
"""Rows of one table that are printed, about fifty sheets; whoever needs more wants the file."""

CHARTS = 10
"""Parts of one chart that are printed; on each of them stand several projects."""


class Paper(Screen):
    """A screen without pages to turn."""

    is_whole = True

    def _numbers(self, found: Exhibit, count: int, groups: int) -> Sequence[int]:
        printed = min(count, CHARTS)
        if printed < count:
            shown, total = units.number(printed * PER_PAGE), units.number(groups)
            st.markdown(markdown(t("paper.charts", n=shown, total=total)))
        return range(1, printed + 1)

    def _rows(self, table: Table, state: TableState) -> tuple[pd.DataFrame, str]:
        """In the order that was chosen; what is not printed is in the file."""
        count = table.rows.count
        if pages(table.rows) == 1:
            return super()._rows(table, state)
        rest = t("paper.rest", n=units.number(ROWS), total=units.number(count)) if count > ROWS else ""
        return table_state.page(table.rows, 1, state.order, ROWS), rest
