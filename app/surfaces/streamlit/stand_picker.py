"""The Stand that a visitor looks at: the latest, or an older one that stands in the address."""

import datetime as dt
import functools

import streamlit as st

from app.data import queries
from app.surfaces.form import OneOf
from app.surfaces.streamlit.address_state import STAND
from app.words import units
from app.words.text import t

LATEST = ""
"""Who has chosen none gets a new Stand as soon as there is one: so the latest is kept as that and not as its day."""


def chosen_stand(release_id: str) -> dt.date:
    """The Stand in the address (``stand=2026-11-23``), else the latest."""
    asked = st.query_params.get(STAND, LATEST)
    return dt.date.fromisoformat(asked) if asked in _days(release_id) else latest(release_id)


def latest(release_id: str) -> dt.date:
    """The latest Stand."""
    return dt.date.fromisoformat(_days(release_id)[0])


def stands(release_id: str) -> OneOf | None:
    """The choice among all Stände, when there are several."""
    days = _days(release_id)
    if len(days) < 2:
        return None
    asked = st.query_params.get(STAND, LATEST)
    # The latest by its day is the latest all the same.
    return OneOf(STAND, t("stand.label"), _names(days), asked if asked in days[1:] else LATEST, LATEST)


def unknown(release_id: str) -> list[str]:
    """A sentence where the address names a Stand that does not exist."""
    asked = st.query_params.get(STAND, LATEST)
    if not asked or asked in _days(release_id):
        return []
    return [t("stand.unknown", found="".join(c for c in asked[:20] if c.isalnum() or c in "-."))]


@functools.lru_cache(maxsize=16)
def _days(release_id: str) -> tuple[str, ...]:
    """All Stände as in the address, latest first."""
    return tuple(day.isoformat() for day in queries.stand_days(release_id))


@functools.lru_cache(maxsize=16)
def _names(days: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    shown = [units.date(dt.date.fromisoformat(day)) for day in days]
    return (LATEST, t("stand.latest", stand=shown[0])), *zip(days[1:], shown[1:], strict=True)
