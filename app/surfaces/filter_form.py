"""The filters and the choice of a Stand as a form: names on screen, keys in the address; it works without any script."""

import functools
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from app.words.text import t


class Filter(NamedTuple):
    """A list of which any number may be chosen."""

    name: str
    """Its parameter of the address."""
    options: tuple[tuple[str, str], ...]
    """Keys with their names."""
    chosen: tuple[str, ...] = ()
    """Keys."""

    @property
    def names(self) -> str:
        """What is chosen, in the order in which it was; empty where nothing is."""
        known = dict(self.options)
        return ", ".join(known[key] for key in self.chosen)


class StandChoice(NamedTuple):
    """The Stände, of which one is shown."""

    options: tuple[tuple[str, str], ...]
    """Values of the parameter with their names, the latest Stand first and empty."""
    chosen: str = ""


@functools.lru_cache(maxsize=256)
def filter_form(filters: tuple[Filter, ...], stands: StandChoice | None, kept: tuple[tuple[str, str], ...] = ()) -> str:
    """The fields of the form and what is chosen in one line; ``kept`` are parameters that go along unseen."""
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in kept)
    fields = "".join(map(_filter, filters)) + (_stands(stands) if stands else "")
    button = f'<noscript><button class="srm-button">{escape(t("first_view.show"))}</button></noscript>'
    return (
        f'<details class="srm-fold"><summary>{escape(_fold(filters))}</summary></details>'
        f'<div class="srm-filters">{fields}{hidden}{button}</div>'
    )


def _fold(filters: Sequence[Filter]) -> str:
    """What is chosen in one line: „Musterstadt · alle Jahre“."""
    shown = (
        found.names or t(f"filter.all_of.{found.name}")
        for found in filters
        if found.chosen or found.name in ("kommune", "jahr")
    )
    return " · ".join(shown) or t("filter.stand_only")


def _filter(found: Filter) -> str:
    label = escape(t(f"filter.{found.name}"))
    count = f'<span class="srm-filter-count">{len(found.chosen)}</span>' if len(found.chosen) > 1 else ""
    shown = escape(found.names or t("filter.all"))
    look = " srm-filter-chosen" if found.chosen else ""
    options = "".join(
        f'<label><input type="checkbox" name="{found.name}" value="{escape(key)}"{" checked" if key in found.chosen else ""}>'
        f"<span>{escape(name)}</span></label>"
        for key, name in found.options
    )
    return (
        f'<details class="srm-filter st-key-filter-{found.name}" name="srm-filter" data-filter="{found.name}">'
        f'<summary><span class="srm-label">{label}</span> <span class="srm-input{look}">{count}'
        f'<span class="srm-filter-value">{shown}</span></span></summary>'
        f'<fieldset><legend class="srm-hidden">{label}</legend><div class="srm-filter-list">{options}</div></fieldset></details>'
    )


def _stands(stands: StandChoice) -> str:
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == stands.chosen else ""}>{escape(name)}</option>'
        for value, name in stands.options
    )
    return (
        f'<label class="srm-filter st-key-filter-stand"><span class="srm-label">{escape(t("stand.label"))}</span>'
        f'<select class="srm-input" name="stand">{options}</select></label>'
    )
