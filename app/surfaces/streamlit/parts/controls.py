"""What a visitor can choose on one page; each choice stands in the address, so that a link shows the same."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from html import escape
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app.data import queries
from app.data.selection import Selection
from app.exhibits import EXHIBITS, compared, compared_dates
from app.exhibits.address import EXHIBIT
from app.exhibits.compared import MOST, PLACES, X, Y
from app.exhibits.compared_dates import BEGIN, END, MORE
from app.exhibits.tables import TABLES
from app.surfaces.streamlit import surface, turning, uploads
from app.surfaces.streamlit.parts.page import warn_when_old
from app.surfaces.streamlit.surface import native
from app.words.markdown import markdown
from app.words.text import t
from app.words.units import partial_date
from config import settings

Read = TypeVar("Read")


def parameter(name: str) -> str:
    """Value of a parameter of the address that no one chooses by hand, empty when it is not there."""
    return str(st.query_params.get(name, ""))


def choice(key: str, options: Sequence[str], name: str) -> str:
    """One of ``options``, named in the texts as ``key.option``; ``name`` is its parameter in the address."""
    labels = [t(f"{key}.{option}") for option in options]
    picked = native().selectbox(
        t(f"{key}.label"), labels, key=name, bind="query-params", persist_state="session", width=420
    )
    return options[labels.index(picked)]


def switch(name: str, *parts: str | tuple[str, ...]) -> Sequence[AbstractContextManager[None]]:
    """Places for ``parts`` of the page, of which one is on screen and all are on paper; the address says by ``name`` which.

    A part has the key of its chart or table, the first of several. One that the address brings into sight is on screen.
    """
    if len(parts) == 1:
        return [nullcontext()]
    held = [(part,) if isinstance(part, str) else part for part in parts]
    labels = {keys[0]: t(f"switch.{keys[0]}") for keys in held}
    chosen = next((keys[0] for keys in held if _keys_in_sight().intersection(keys)), held[0][0])
    chosen = next((key for key, label in labels.items() if label == st.query_params.get(name)), chosen)
    return surface.current().switch(name, t(f"switch.{name}"), tuple(labels.values()), labels[chosen])


def _keys_in_sight() -> set[str]:
    """Keys of the charts and tables that the address names."""
    names = {st.query_params.get(EXHIBIT), *turning.tables_in_address()}
    return {found.key for found in (*EXHIBITS, *TABLES) if found.slug in names}


def search(key: str, name: str, longest: int = 100) -> str:
    """Words to look for, or an address."""
    words = native().text_input(
        t(f"{key}.label"),
        key=name,
        placeholder=t(f"{key}.hint"),
        max_chars=longest,
        bind="query-params",
        persist_state="session",
    )
    if words:
        # On paper no field says it.
        said = f'<p class="srm-on-paper">{escape(t(f"{key}.label"))}: {escape(words)}</p>'
        surface.current().html(f"searched-{name}", said)
    return words or ""


def upload(key: str, kinds: Sequence[str], read: Callable[[bytes], Read]) -> Read | None:
    """What is ``read`` of a file that somebody brings along; the file itself is gone then."""
    uploads.ask()
    native().file_uploader(
        t(f"{key}.label"), type=list(kinds), max_upload_size=uploads.MEGABYTES, help=t(f"{key}.hint"), key=key
    )
    file: Any = st.session_state[key]
    kept = f"read-{key}"
    if isinstance(file, UploadedFile):
        st.session_state[kept] = file.file_id, read(uploads.content(file))
    # Its name is still shown, and with it what has been found.
    file_id, found = st.session_state.get(kept, ("", None))
    return cast("Read", found) if file and file.file_id == file_id else None


def own_host() -> str:
    """Host of the dashboard's public address, else the one that was asked for; empty when nobody has said any."""
    return urlsplit(settings().base_url).netloc or str(st.context.headers.get("host") or "")


def indicator_choice(indicators: pd.DataFrame, *, municipal: bool = False) -> Any:
    """One indicator, chosen by topic and name; with ``municipal`` only those that municipalities have values of.

    Says so when its latest value is older than its source's own period.
    """
    if municipal:
        indicators = indicators[indicators.municipality_count > 0]
    topics = list(dict.fromkeys(indicators.topic))
    left, right = native().columns([1, 2])
    with left:
        topic = st.selectbox(t("indicators.topic"), topics, key="thema", bind="query-params", persist_state="session")
    within = indicators[indicators.topic == topic]
    names = within.name.tolist()
    with right:
        preferred = names.index(t("indicators.preferred")) if t("indicators.preferred") in names else 0
        name = st.selectbox(
            t("indicators.indicator"),
            names,
            index=preferred,
            key="indikator",
            bind="query-params",
            persist_state="session",
        )
    indicator = within[within.name == name].iloc[0]
    warn_when_old(indicator.dataset_id)
    return indicator


def places_choice(selection: Selection) -> tuple[str, ...]:
    """Two to five areas to be compared: chosen by name, carried by key in the address."""
    known, visible = compared.known_places(selection.everything()), f"shown-{PLACES}"
    asked = _keys_in_address(PLACES)
    places = compared.places(selection, asked)
    st.session_state[visible] = list(places)
    native().multiselect(
        t("comparison.places"),
        list(known),
        format_func=known.__getitem__,
        key=visible,
        max_selections=MOST,
        on_change=_write_keys(PLACES),
    )
    if len(compared.keys_in(asked)) > MOST:
        surface.current().notice(t("comparison.too_many", most=MOST))
    return places


def measures_choice(selection: Selection) -> tuple[str, str]:
    """Two measures of municipalities that are set against each other: chosen by name, carried by key in the address."""
    everything, sides = selection.everything(), native().columns(2)
    known = compared.known_measures(everything)
    for name, side in zip((X, Y), sides, strict=True):
        with side:
            visible = f"shown-{name}"
            st.session_state[visible] = compared.measure_of(everything, name, _keys_in_address(name))
            st.selectbox(
                t(f"address_parameters.label.{name}"),
                list(known),
                format_func=known.__getitem__,
                key=visible,
                on_change=_write_keys(name),
            )
    return st.session_state[f"shown-{X}"], st.session_state[f"shown-{Y}"]


def dates_choice(selection: Selection, indicator_id: str) -> tuple[str, str]:
    """Two dates of an indicator that are compared, the earlier one first."""
    everything, sides = selection.everything(), native().columns(2, width=420)
    known = compared_dates.known_dates(everything, indicator_id)
    with sides[1]:
        end_kept = _keys_in_address(END)
    with sides[0]:
        begin, end = compared_dates.dates(everything, indicator_id, _keys_in_address(BEGIN), end_kept)
    earlier = known[known.index(end) :]
    for name, day, days, side in ((BEGIN, begin, earlier, sides[0]), (END, end, known, sides[1])):
        with side:
            st.session_state[f"shown-{name}"] = day
            st.selectbox(
                t("indicators.from" if name == BEGIN else "indicators.to"),
                days,
                format_func=partial_date,
                key=f"shown-{name}",
                on_change=_write_keys(name),
            )
    return begin, end


def more_indicators_choice(selection: Selection, indicator_id: str) -> tuple[str, ...]:
    """Indicators that are shown beside the chosen one."""
    known = queries.indicators(selection).set_index("indicator_id").name
    chosen = compared_dates.more_indicators(selection.everything(), indicator_id, _keys_in_address(MORE))
    st.session_state[f"shown-{MORE}"] = list(chosen)
    native().multiselect(
        t("indicators.more"),
        [key for key in known.index if key != indicator_id],
        format_func=known.__getitem__,
        key=f"shown-{MORE}",
        placeholder=t("sentence.none"),
        max_selections=compared_dates.MOST,
        on_change=_write_keys(MORE),
    )
    return chosen


def topic_choice(indicators: pd.DataFrame) -> str:
    """One topic of indicators."""
    topics = list(dict.fromkeys(indicators.topic))
    return str(
        native().selectbox(
            t("indicators.topic"), topics, key="thema", bind="query-params", persist_state="session", width=420
        )
    )


def _keys_in_address(name: str) -> str:
    """What the address holds by this name; a field that nobody sees is bound to it, the one that is seen shows names."""
    with native().container(key=f"address-{name}"):
        kept = st.session_state.get(name, "")
        if kept and name not in st.query_params:
            # A page opened by one of our own links has an empty address; a value set anew is written into it.
            st.session_state[name] = kept
        return st.text_input(name, key=name, bind="query-params", persist_state="session") or ""


def _write_keys(name: str) -> Callable[[], None]:
    def write() -> None:
        chosen = st.session_state[f"shown-{name}"]
        st.session_state[name] = chosen if isinstance(chosen, str) else ",".join(chosen)

    return write


def municipality_choice(selection: Selection) -> str | None:
    """The municipality whose profile is shown: the filter's, or one of several chosen there; None asks for a choice."""
    names = queries.municipalities(selection).set_index("municipality_ags").name
    chosen = [ags for ags in selection.municipalities if ags in names.index]
    if len(chosen) <= 1:
        return chosen[0] if chosen else None
    picked = native().segmented_control(
        t("municipalities.which"),
        chosen,
        format_func=lambda ags: markdown(names[ags]),
        default=chosen[0],
        required=True,
        key="profil",
    )
    return picked or chosen[0]
