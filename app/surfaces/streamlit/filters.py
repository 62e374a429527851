"""The global filters: chosen by name on screen, carried by key in the address, kept across pages."""

from collections.abc import Callable
from html import escape

import streamlit as st

from app.data.selection import UNDATED_KEY, Selection
from app.exhibits import filters as filters_of
from app.exhibits.data_selection import TABLE
from app.exhibits.understanding import sentences, understood
from app.navigation import ALL, Entry
from app.sentences.left_out import notice
from app.surfaces.streamlit import stand_picker
from app.words.markdown import markdown
from app.words.text import t


def filter_bar(entry: Entry, release_id: str) -> Selection:
    """Draw the filters that have an effect on the page ``entry`` and return what is chosen.

    Streamlit binds a widget's *labels* to the address, but an address must carry keys (``kommune=01234567``). So a
    widget that nobody sees is bound and holds the keys; the visible one shows names and writes the keys through.
    """
    with st.container(key="address-state"):
        unknown = _not_understood(release_id)
        everything = Selection(release_id, stand_picker.chosen_stand(release_id))
        choices = filters_of.choices(everything)
        for name in ALL:
            kept = [key for key in st.session_state.get(name, ()) if key in choices[name]]
            if kept != st.session_state.get(name, []) or (kept and name not in st.query_params):
                # A page opened by one of our own links has an empty address; a value set anew is written into it.
                # Another Stand may not know what was chosen.
                st.session_state[name] = kept
            st.multiselect(name, list(choices[name]), key=name, bind="query-params", persist_state="session")
    chosen = {name: tuple(st.session_state[name]) for name in ALL}
    asked = (st.query_params.get(name, "") for name in ("projekt", TABLE))
    filters = filters_of.effective(entry, everything, *asked)
    if entry.in_menu and (filters or stand_picker.has_choice(release_id)):
        with st.container(key="filter-fold"):
            st.html(f'<details class="srm-fold"><summary>{escape(_fold(filters, choices, chosen))}</summary></details>')
            with st.container(key="filters"):
                _bar(filters, choices)
                stand_picker.picker(release_id)
    for sentence in unknown:
        st.warning(markdown(sentence))
    stand_picker.notice(release_id, everything.stand)
    selection = filters_of.selection(everything, chosen, filters, choices)
    _notice(filters, choices, chosen, notice(selection))
    return selection


def _not_understood(release_id: str) -> list[str]:
    """What the address says that nobody knows; widgets take it out of the address as soon as they are drawn."""
    asked = tuple((name, value) for name in st.query_params for value in st.query_params.get_all(name))
    return sentences(understood(release_id, asked))


def _fold(filters: tuple[str, ...], choices: dict[str, dict[str, str]], chosen: dict[str, tuple[str, ...]]) -> str:
    """What is chosen in one line: „Musterstadt · alle Jahre“."""
    shown = (
        ", ".join(choices[name][key] for key in chosen[name]) or t(f"filter.all_of.{name}")
        for name in filters
        if chosen[name] or name in ("kommune", "jahr")
    )
    return " · ".join(shown) or t("filter.stand_only")


def clear() -> None:
    """Select everything again."""
    for name in ALL:
        st.session_state[name] = []


def _bar(filters: tuple[str, ...], choices: dict[str, dict[str, str]]) -> None:
    for name in filters:
        visible = f"filter-{name}"
        st.session_state[visible] = list(st.session_state[name])
        st.multiselect(
            t(f"filter.{name}"),
            list(choices[name]),
            format_func=choices[name].__getitem__,
            key=visible,
            placeholder=t("filter.all"),
            select_all=False,
            on_change=_write_through(name, visible),
        )


def _write_through(name: str, visible: str) -> Callable[[], None]:
    def write() -> None:
        st.session_state[name] = st.session_state[visible]

    return write


def _with_undated() -> None:
    st.session_state["jahr"] = [*st.session_state["jahr"], UNDATED_KEY]


def _notice(
    filters: tuple[str, ...], choices: dict[str, dict[str, str]], chosen: dict[str, tuple[str, ...]], undated: str
) -> None:
    active = [name for name in ALL if chosen[name]]
    if not active:
        return
    with st.container(horizontal=True, key="active-filters", vertical_alignment="center"):
        for kind, names in (
            ("active", [n for n in active if n in filters]),
            ("idle", [n for n in active if n not in filters]),
        ):
            if names:
                shown = filters_of.filter_sentence({name: chosen[name] for name in names}, choices)
                st.markdown(markdown(t(f"filter.{kind}", filters=shown)))
        st.button(t("filter.clear"), on_click=clear, key="clear-filters")
        if undated:
            st.button(t("filter.with_undated"), on_click=_with_undated, key="with-undated")
    if undated:
        st.markdown(markdown(undated))
