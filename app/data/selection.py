"""What the visitor has chosen: a frozen value that queries and caches use as their key."""

import datetime as dt
from dataclasses import dataclass, field, replace

import streamlit as st

_KEY = "_selection"
UNDATED = 0
"""Stands among the years for what has no date."""
UNDATED_KEY = "ohne-datum"


@dataclass(frozen=True)
class Selection:
    """Release, Stand and filters of one run; an empty tuple selects everything."""

    release_id: str
    stand: dt.date
    municipalities: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    described: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """The active filters by name, in German words, for files that leave the house."""

    def of(self, *municipalities: str) -> "Selection":
        """The same selection, narrowed to these areas instead."""
        if municipalities == self.municipalities:
            return self
        # Others are not what the filter says.
        described = tuple(words for words in self.described if words[0] != "kommune")
        return replace(self, municipalities=municipalities, described=described)

    def as_of(self, stand: dt.date) -> "Selection":
        """The same filters in another Stand."""
        return replace(self, stand=stand)

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """What each filter has chosen, by its name and keys in an address."""
        return {
            "kommune": self.municipalities,
            "handlungsfeld": self.fields,
            "ebene": self.levels,
            "jahr": tuple(map(year_key, self.years)),
        }

    def pairs(self) -> list[tuple[str, str]]:
        """The same as names and keys of an address, one after the other."""
        return [(name, key) for name, keys in self.chosen().items() for key in keys]

    def undated(self) -> "Selection | None":
        """What these filters leave out only because it has no date; None when they leave out no such thing."""
        return replace(self, years=(UNDATED,)) if self.years and UNDATED not in self.years else None

    def with_undated(self) -> "Selection":
        """The same filters, and beside the chosen years what has no date."""
        return replace(self, years=(*self.years, UNDATED))

    def everything(self) -> "Selection":
        """The same release and Stand without any filter."""
        return Selection(self.release_id, self.stand)


def year_key(year: int) -> str:
    """A year as it stands in an address."""
    return str(year) if year != UNDATED else UNDATED_KEY


def remember(selection: Selection) -> None:
    """Keep the selection for the pages of this run; called by the frame alone."""
    st.session_state[_KEY] = selection


def current() -> Selection:
    """The selection of this run."""
    selection: Selection = st.session_state[_KEY]
    return selection
