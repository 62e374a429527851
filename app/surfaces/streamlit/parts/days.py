"""The choice of a period: two days that stand in the address as ``von`` and ``bis``."""

import datetime as dt
from typing import Any

import streamlit as st

from app.data import period
from app.data.period import EARLIEST, Period
from app.data.selection import Selection
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.parts.page import PageEnd
from app.surfaces.streamlit.surface import native
from app.words import units
from app.words.text import t

_BEGIN, _END = "von", "bis"


def period_choice(selection: Selection) -> Period:
    """From the first to the last day of the address, both included, else the usual period; nothing after the Stand.

    Ends the page with a kind sentence when the last day lies before the first.
    """
    with native().container(key="period"):
        left, right = st.columns(2, width=420)
        with right:
            last = _day(_END, selection.stand, selection.stand)
        with left:
            first = _day(_BEGIN, period.beginning(selection, last), selection.stand)
    if first > last:
        surface.current().notice(t("period.reversed", first=units.date(first), last=units.date(last)))
        raise PageEnd
    return Period(first, last)


def _day(name: str, default: dt.date, latest: dt.date) -> dt.date:
    """One day; what the address says instead of a day in reach is named."""
    asked, usual = st.query_params.get(name, ""), f"usual-{name}"
    if asked and not _is_in_reach(units.iso_day(asked), latest):
        st.session_state[f"{name}-unknown"] = "".join(c for c in asked[:20] if c.isalnum() or c in "-.")
    kept: Any = st.session_state.get(name) if usual in st.session_state else units.iso_day(asked)
    # Where nobody has chosen a day, another Stand has another usual one.
    is_chosen = kept != st.session_state.get(usual) and _is_in_reach(kept, latest)
    day: dt.date = kept if is_chosen else default
    st.session_state[usual] = default
    if day != st.session_state.get(name) or name not in st.query_params:
        # Set anew it is written into the address: what is seen can be sent to somebody, and stays when a Stand comes.
        st.session_state[name] = day
    st.date_input(
        t(f"period.{name}"),
        None,
        EARLIEST,
        latest,
        key=name,
        format="DD.MM.YYYY",
        bind="query-params",
        persist_state="session",
    )
    if found := st.session_state.pop(f"{name}-unknown", ""):
        latest_day, shown = units.date(latest), units.date(day)
        surface.current().notice(t("period.unknown", found=found, name=name, latest=latest_day, day=shown))
    return day


def _is_in_reach(day: dt.date | None, latest: dt.date) -> bool:
    return day is not None and EARLIEST <= day <= latest
