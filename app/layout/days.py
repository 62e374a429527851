"""The choice of a period: two days that stand in the address as ``von`` and ``bis``."""

import datetime as dt

import streamlit as st

from app import period, units
from app.layout.page import PageEnd
from app.period import Period
from app.selection import Selection
from app.text import t

_EARLIEST = dt.date(1900, 1, 1)
_BEGIN, _END = "von", "bis"


def period_choice(selection: Selection) -> Period:
    """From the first to the last day of the address, both included, else the usual period; nothing after the Stand.

    Ends the page with a kind sentence when the last day lies before the first.
    """
    with st.container(key="period"):
        left, right = st.columns(2, width=420)
        with right:
            last = _day(_END, selection.stand, selection.stand)
        with left:
            first = _day(_BEGIN, period.beginning(selection, last), selection.stand)
    if first > last:
        st.warning(t("period.reversed", first=units.date(first), last=units.date(last)))
        raise PageEnd
    return Period(first, last)


def _day(name: str, default: dt.date, latest: dt.date) -> dt.date:
    """One day; what the address says instead of a day in reach is named."""
    asked = st.query_params.get(name, "")
    if asked and not _EARLIEST <= (_read(asked) or dt.date.min) <= latest:
        found = "".join(c for c in asked[:20] if c.isalnum() or c in "-.")
        st.session_state[f"{name}-unknown"] = found
    usual = f"usual-{name}"
    if st.session_state.get(name) == st.session_state.get(usual) is not None:
        # Nobody has chosen a day: another Stand has another usual one.
        st.session_state[name] = default
    elif st.session_state.get(name) and not asked:
        # A page opened by one of our own links has an empty address; a value set anew is written into it.
        st.session_state[name] = min(st.session_state[name], latest)
    st.session_state[usual] = default
    day = st.date_input(
        t(f"period.{name}"),
        default,
        _EARLIEST,
        latest,
        key=name,
        format="DD.MM.YYYY",
        required=True,
        bind="query-params",
        persist_state="session",
    )
    if found := st.session_state.pop(f"{name}-unknown", ""):
        st.warning(t("period.unknown", found=found, name=name, latest=units.date(latest), day=units.date(day)))
    return day


def _read(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None
