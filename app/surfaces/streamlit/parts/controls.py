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
from app.data.selection import Selection, current
from app.exhibits import EXHIBITS, chosen_indicator, compared
from app.exhibits.address import EXHIBIT
from app.exhibits.address_parameters import read_parameters
from app.exhibits.chosen_indicator import BEGIN, END, MORE
from app.exhibits.compared import MOST, PLACES_PARAMETER, X, Y
from app.exhibits.tables import TABLES
from app.surfaces.form import AnyOf, Field, OneOf, Words, form
from app.surfaces.streamlit import surface, table_state, uploads
from app.surfaces.streamlit.parts.page import warn_when_old
from app.surfaces.streamlit.surface import native
from app.words.escape import nested, quotable
from app.words.text import enumeration, plural, t
from app.words.units import partial_date
from config import settings

Read = TypeVar("Read")


def parameter(name: str) -> str:
    """Value of a parameter of the address that no one chooses by hand, empty when it is not there."""
    return str(st.query_params.get(name, ""))


def choice(key: str, options: Sequence[str], name: str) -> str:
    """One of ``options``, named in the texts as ``key.option``; ``name`` is its parameter in the address."""
    labels = {t(f"{key}.{option}"): option for option in options}
    return labels[_one_of(_list(name, t(f"{key}.label"), list(labels)))]


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
    _say_when_missing(name, t(f"switch.{name}"), labels[chosen])
    return surface.current().switch(name, t(f"switch.{name}"), tuple(labels.values()), labels[chosen])


def _keys_in_sight() -> set[str]:
    """Keys of the charts and tables that the address names."""
    names = {st.query_params.get(EXHIBIT), *table_state.tables_in_address()}
    return {found.key for found in (*EXHIBITS, *TABLES) if found.slug in names}


def search(key: str, name: str, longest: int = 100) -> str:
    """Words to look for, or an address."""
    words = parameter(name).strip()[:longest]
    _form(name, Words(name, t(f"{key}.label"), words, t(f"{key}.hint"), longest))
    if words:
        # On paper no field says it.
        said = f'<p class="srm-on-paper">{escape(t(f"{key}.label"))}: {escape(words)}</p>'
        surface.current().html(f"searched-{name}", said)
    return words


def upload(key: str, read: Callable[[bytes], Read]) -> Read | None:
    """What is ``read`` of a file of any kind that somebody brings along; the file itself is gone then."""
    uploads.ask()
    native().file_uploader(t(f"{key}.label"), max_upload_size=uploads.MEGABYTES, help=t(f"{key}.hint"), key=key)
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
    asked = indicators[indicators.name == parameter("indikator")].topic.tolist()
    topic = _topic(indicators, *asked)
    within = indicators[indicators.topic == topic.chosen]
    name = _list("indikator", t("indicators.indicator"), within.name.tolist(), t("indicators.preferred"))
    _form("indikator", topic, name)
    indicator = within[within.name == name.chosen].iloc[0]
    warn_when_old(indicator.dataset_id, indicator)
    return indicator


def places_choice(selection: Selection) -> tuple[str, ...]:
    """Two to five areas to be compared: chosen by name, carried by key in the address."""
    known, asked = compared.known_places(selection.everything()), _keys(PLACES_PARAMETER)
    places = compared.places(selection, asked)
    _form(PLACES_PARAMETER, AnyOf(PLACES_PARAMETER, t("comparison.places"), tuple(known.items()), places, MOST))
    if len(compared.keys_in(asked)) > MOST:
        surface.current().notice(t("comparison.too_many", most=MOST))
    return places


def measures_choice(selection: Selection) -> tuple[str, str]:
    """Two measures of municipalities that are set against each other: chosen by name, carried by key in the address."""
    everything = selection.everything()
    options = tuple(compared.known_measures(everything).items())
    x, y = (
        OneOf(
            name,
            t(f"address_parameters.label.{name}"),
            options,
            compared.measure_of(everything, name, parameter(name)),
            compared.measure_of(everything, name, ""),
        )
        for name in (X, Y)
    )
    _form(X, x, y)
    return x.chosen, y.chosen


def dates_choice(selection: Selection, indicator_id: str) -> tuple[str, str]:
    """Two dates of an indicator that are compared, the earlier one first; what the address says otherwise is named."""
    everything = selection.everything()
    known = chosen_indicator.known_dates(everything, indicator_id)
    asked = parameter(BEGIN), parameter(END)
    begin, end = chosen_indicator.dates(everything, indicator_id, *asked)
    shown = {"begin": partial_date(begin), "end": partial_date(end)}
    if unknown := [f"„{quotable(date)}“" for date in asked if date and date not in known]:
        found = enumeration(unknown)
        surface.current().notice(plural("indicators.unknown_date", len(unknown), found=found, **shown))
    elif asked == (end, begin) != (begin, end):
        surface.current().notice(t("indicators.reversed", **shown))
    usual_begin, _ = chosen_indicator.dates(everything, indicator_id, "", end)
    named = tuple((day, partial_date(day)) for day in known)
    earlier = named[known.index(end) :]
    _form(
        BEGIN,
        OneOf(BEGIN, t("indicators.from"), earlier, begin, usual_begin),
        OneOf(END, t("indicators.to"), named, end, known[0]),
    )
    return begin, end


def more_indicators_choice(selection: Selection, indicator_id: str) -> tuple[str, ...]:
    """Indicators that are shown beside the chosen one."""
    known = queries.indicators(selection).set_index("indicator_id").name
    chosen = chosen_indicator.more_indicators(selection.everything(), indicator_id, _keys(MORE))
    options = tuple((str(key), str(name)) for key, name in known.items() if key != indicator_id)
    _form(MORE, AnyOf(MORE, t("indicators.more"), options, chosen, chosen_indicator.MOST, t("sentence.none")))
    return chosen


def topic_choice(indicators: pd.DataFrame) -> str:
    """One topic of indicators."""
    return _one_of(_topic(indicators))


def municipality_choice(selection: Selection) -> str | None:
    """The municipality whose profile is shown: the filter's, or one of several chosen there; None asks for a choice."""
    names = queries.municipalities(selection).set_index("municipality_ags").name
    chosen = [ags for ags in selection.municipalities if ags in names.index]
    if len(chosen) <= 1:
        return chosen[0] if chosen else None
    shown = parameter("profil") if parameter("profil") in chosen else chosen[0]
    options = tuple((ags, names[ags]) for ags in chosen)
    return _one_of(OneOf("profil", t("municipalities.which"), options, shown, chosen[0]))


def _topic(indicators: pd.DataFrame, *asked: str) -> OneOf:
    """The choice of a topic: that of the address, else the one that is ``asked`` for, else the first."""
    return _list("thema", t("indicators.topic"), list(dict.fromkeys(indicators.topic)), *asked, resets="indikator")


def _list(name: str, label: str, names: Sequence[str], *preferred: str, resets: str = "") -> OneOf:
    """The choice of one of the ``names``, which stand in the address as they are."""
    usual = next((found for found in preferred if found in names), names[0])
    chosen = parameter(name) if parameter(name) in names else usual
    _say_when_missing(name, label, chosen)
    return OneOf(name, label, tuple((found, found) for found in names), chosen, usual, resets)


def _say_when_missing(name: str, label: str, chosen: str) -> None:
    """Name what the address asks for and this page does not have, such as an indicator of another topic."""
    asked = parameter(name)
    written = tuple((known, value) for known in st.query_params for value in st.query_params.get_all(known))
    # What nobody knows is named above the page already.
    unknown = read_parameters(current().release_id, written).unknown_values
    if asked and asked != chosen and (name, asked) not in unknown:
        found, shown = nested(asked[:60]), nested(chosen)
        surface.current().notice(t("address_parameters.not_here", name=label, found=found, shown=shown))


def _one_of(field: OneOf) -> str:
    _form(field.name, field)
    return field.chosen


def _form(name: str, *fields: Field) -> None:
    surface.current().add("form", f"choices-{name}", {"html": form(fields)})


def _keys(name: str) -> str:
    """What the address holds by this name; from a page without scripts each key comes by itself."""
    return ",".join(st.query_params.get_all(name))
