"""The global filters and the Stand: chosen by name on screen, carried by key in the address, kept across pages."""

import datetime as dt
import functools
import json
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from app.data import queries
from app.data.selection import UNDATED_KEY, Selection
from app.exhibits import filters as filters_of
from app.exhibits.address_parameters import read_parameters, sentences
from app.exhibits.data_selection import PUBLIC_TABLE_PARAMETER
from app.navigation import FILTERS, Entry
from app.sentences.headlines import counted_gaps
from app.sentences.left_out import notice
from app.surfaces import markdown as reader
from app.surfaces.form import AnyOf, OneOf, filter_form
from app.surfaces.streamlit import address_state
from app.surfaces.streamlit.address_state import STAND
from app.surfaces.streamlit.screen import Screen
from app.words import units
from app.words.markdown import markdown
from app.words.text import t

Chosen = Mapping[str, tuple[str, ...]]
_ABOUT_RESULTS = ("overview", "map", "milestones", "projects", "municipalities", "comparison", "changes")
"""Pages that count results."""


def filter_bar(screen: Screen, entry: Entry, release_id: str) -> Selection:
    """Show the filters that have an effect on the page ``entry`` and return what is chosen.

    The address alone holds what is chosen; keys that another Stand does not know choose nothing.
    """
    stand = _chosen_stand(release_id)
    everything = Selection(release_id, stand)
    choices = filters_of.choices(everything)
    chosen = {name: tuple(key for key in st.query_params.get_all(name) if key in choices[name]) for name in FILTERS}
    asked = (st.query_params.get(name, "") for name in ("projekt", PUBLIC_TABLE_PARAMETER))
    filters = filters_of.effective(entry, everything, *asked)
    stands = _stands(release_id, stand)
    if entry.in_menu and (filters or stands):
        fields = tuple(_field(name, choices[name], chosen[name]) for name in filters)
        idle = tuple((name, key) for name in FILTERS if name not in filters for key in chosen[name])
        screen.frame("form", "filters", {"html": filter_form(fields, stands, idle)})
    _notices(screen, release_id, stand)
    selection = filters_of.selection(everything, chosen, filters, choices)
    if entry.key in _ABOUT_RESULTS:
        _unknown_kinds(screen, selection)
    _chosen_notice(screen, filters, choices, chosen, notice(selection))
    return selection


def _field(name: str, options: Mapping[str, str], chosen: tuple[str, ...]) -> AnyOf:
    return AnyOf(name, t(f"filter.{name}"), tuple(options.items()), chosen, none=t("filter.all"))


def _notices(screen: Screen, release_id: str, stand: dt.date) -> None:
    """What the address says that nobody knows, and that an older Stand is shown."""
    asked = tuple((name, value) for name in st.query_params for value in st.query_params.get_all(name))
    unknown = [*sentences(read_parameters(release_id, asked)), *_unknown_stand(release_id)]
    if unknown:
        screen.frame("html", "unknown", {"html": "".join(map(reader.notice, unknown))})
    latest = queries.stand_days(release_id)[0]
    if stand != latest:
        said = t("stand.older", stand=units.date(stand), latest=units.date(latest))
        _notice(screen, "older-stand", [said], {"stand.to_latest": {STAND: ()}})


def _unknown_kinds(screen: Screen, selection: Selection) -> None:
    """What counts as a result because nobody says what it is."""
    if said := counted_gaps(queries.gaps(selection), ("unknown_kind",)):
        _notice(screen, "unknown-kinds", said, {})


def _chosen_notice(
    screen: Screen, filters: Sequence[str], choices: Mapping[str, Mapping[str, str]], chosen: Chosen, undated: str
) -> None:
    active = [name for name in FILTERS if chosen[name]]
    if not active:
        return
    said = []
    for kind, names in (
        ("active", [name for name in active if name in filters]),
        ("idle", [name for name in active if name not in filters]),
    ):
        if names:
            shown = filters_of.filter_sentence({name: chosen[name] for name in names}, choices)
            said.append(t(f"filter.{kind}", filters=shown))
    buttons: dict[str, Chosen] = {"filter.clear": dict.fromkeys(FILTERS, ())}
    if undated:
        buttons["filter.with_undated"] = {"jahr": (*chosen["jahr"], UNDATED_KEY)}
    _notice(screen, "active-filters", said, buttons, undated)


def _notice(screen: Screen, key: str, said: Sequence[str], buttons: Mapping[str, Chosen], below: str = "") -> None:
    """Sentences with links that choose otherwise; who has no script follows them."""
    sentences = "".join(f"<p>{reader.inline(markdown(sentence))}</p>" for sentence in said)
    links = "".join(
        f'<a class="srm-tool" href="{escape(address_state.address(choice))}" data-choose="{escape(json.dumps(choice))}">'
        f"{escape(t(name))}</a>"
        for name, choice in buttons.items()
    )
    more = f"<p>{reader.inline(markdown(below))}</p>" if below else ""
    screen.frame("html", key, {"html": f'<div class="srm-chosen">{sentences}{links}</div>{more}'})


def _chosen_stand(release_id: str) -> dt.date:
    """The Stand in the address (``stand=2026-11-23``), else the latest."""
    latest, *older = queries.stand_days(release_id)
    return next((day for day in older if day.isoformat() == st.query_params.get(STAND)), latest)


@functools.lru_cache(maxsize=64)
def _stands(release_id: str, chosen: dt.date) -> OneOf | None:
    """The choice among all Stände, when there are several."""
    latest, *older = queries.stand_days(release_id)
    # Who has chosen none gets a new Stand as soon as there is one: so the latest is kept as that and not as its day.
    names = ("", t("stand.latest", stand=units.date(latest))), *((day.isoformat(), units.date(day)) for day in older)
    return OneOf(STAND, t("stand.label"), names, chosen.isoformat() if chosen in older else "", "") if older else None


def _unknown_stand(release_id: str) -> list[str]:
    """A sentence where the address names a Stand that does not exist."""
    asked = st.query_params.get(STAND, "")
    if not asked or asked in map(str, queries.stand_days(release_id)):
        return []
    return [t("stand.unknown", found="".join(c for c in asked[:20] if c.isalnum() or c in "-."))]
