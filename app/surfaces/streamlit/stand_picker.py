"""The Stand that a visitor looks at: the latest, or an older one that stands in the address."""

import datetime as dt
import functools
from collections.abc import Callable

import streamlit as st

from app.data import queries
from app.words import units
from app.words.markdown import markdown
from app.words.text import t

PARAMETER = "stand"
_VISIBLE = "filter-stand"
LATEST = ""


def chosen_stand(release_id: str) -> dt.date:
    """The Stand in the address (``stand=2026-11-23``), else the latest; draws what nobody sees and the address holds.

    "The latest" is kept as that and not as its day: who has chosen none gets a new Stand as soon as there is one.
    """
    days = _days(release_id)
    asked = st.query_params.get(PARAMETER, LATEST)
    if asked and asked not in days:
        st.session_state["stand-unknown"] = asked
    if st.session_state.get(PARAMETER, LATEST) not in (LATEST, *days):
        st.session_state[PARAMETER] = LATEST
    elif st.session_state.get(PARAMETER) and not asked:
        # A page opened by one of our own links has an empty address; a value set anew is written into it.
        st.session_state[PARAMETER] = str(st.session_state[PARAMETER])
    day = st.selectbox(PARAMETER, (LATEST, *days), key=PARAMETER, bind="query-params", persist_state="session")
    return dt.date.fromisoformat(day or days[0])


def picker(release_id: str) -> None:
    """The choice among all Stände, when there are several."""
    days = _days(release_id)
    if len(days) > 1:
        # The latest by its day is the latest all the same.
        day = st.session_state[PARAMETER]
        st.session_state[_VISIBLE] = LATEST if day == days[0] else day
        st.selectbox(t("stand.label"), (LATEST, *days[1:]), format_func=_name(days[0]), key=_VISIBLE, on_change=_write)


def has_choice(release_id: str) -> bool:
    """Whether there are several Stände."""
    return len(_days(release_id)) > 1


def notice(release_id: str, stand: dt.date) -> None:
    """Say that an older Stand is shown, or that the address named one that does not exist."""
    if unknown := st.session_state.pop("stand-unknown", ""):
        found = "".join(c for c in unknown[:20] if c.isalnum() or c in "-.")
        st.warning(markdown(t("stand.unknown", found=found)))
    latest = dt.date.fromisoformat(_days(release_id)[0])
    if stand != latest:
        with st.container(horizontal=True, key="older-stand", vertical_alignment="center"):
            st.markdown(markdown(t("stand.older", stand=units.date(stand), latest=units.date(latest))))
            st.button(t("stand.to_latest"), on_click=_to_latest, key="latest-stand")


@functools.lru_cache(maxsize=16)
def _days(release_id: str) -> tuple[str, ...]:
    """All Stände as in the address, latest first."""
    return tuple(day.date().isoformat() for day in queries.stands(release_id).stand_date)


def _name(latest: str) -> Callable[[str], str]:
    def name(day: str) -> str:
        shown = units.date(dt.date.fromisoformat(day or latest))
        return shown if day else t("stand.latest", stand=shown)

    return name


def _write() -> None:
    st.session_state[PARAMETER] = st.session_state[_VISIBLE]


def _to_latest() -> None:
    st.session_state[PARAMETER] = LATEST
