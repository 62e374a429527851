"""Addresses of the dashboard: what filters one may hold, what it asks for, and the one that shows a view again."""

import datetime as dt
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from urllib.parse import urlencode, urlsplit

from app.data import queries
from app.data.period import between
from app.data.published import UnknownTableError, published_table
from app.data.rows import page_number
from app.data.selection import Selection
from app.exhibits import EXHIBITS, Exhibit, View, by_slug
from app.exhibits.address_parameters import AROUND, pairs, read_parameters
from app.exhibits.chosen_indicator import BEGIN, END, dates_of, indicator, indicator_rows, known_dates
from app.exhibits.chosen_indicator import CHOICES as INDICATOR
from app.exhibits.compared import PLACES_PARAMETER, X, Y, keys_in, known_measures, known_places, topic_of
from app.exhibits.data_selection import PUBLIC_TABLE_PARAMETER
from app.exhibits.filters import Parameters, choices, effective, selection
from app.exhibits.model import PAGE_PARAMETER, TABLE_PARAMETER
from app.exhibits.party import party_of
from app.exhibits.tables import STEPS
from app.navigation import FILTERS, entry
from app.words import units
from app.words.escape import quotable
from app.words.text import t

STAND = "stand"
EXHIBIT = "bild"
"""Parameter that names one exhibit of a page."""
RELEASE = "veroeffentlichung"
"""Parameter by which an address holds to one release: its answer never changes."""
SHORT = "/b/"
"""What short addresses begin with; the exhibit's name follows."""
LONGEST = 65_536
"""Letters of an address at most: room for some thousand municipalities, and no more than a server takes."""
_INDICATOR = "kennung"
"""Parameter of short addresses that says topic and name of an indicator by its key."""


class AddressError(LookupError):
    """An address asks for something that is not there; the message says what was found and what is expected."""


def view(exhibit: Exhibit, release_id: str, parameters: Parameters) -> View:
    """What an address asks of an exhibit; without a Stand it is the latest.

    Raises
    ------
    AddressError
        When it names a Stand, filter or choice that the release does not have, or not what the exhibit is of.
    """
    everything = Selection(release_id, _stand(release_id, parameters))
    known = choices(everything)
    for name in FILTERS:
        for key in parameters.get(name, ()):
            if key not in known[name]:
                raise AddressError(t("address.unknown", name=t(f"filter.{name}"), found=quotable(key)))
    page = next(iter(parameters.get(PAGE_PARAMETER, ())), "1")
    if page_number(page) is None:
        raise AddressError(t("address.page", found=quotable(page)))
    parameters = {**parameters, **_named(exhibit, everything, parameters)}
    names = (*exhibit.choices, PAGE_PARAMETER) if exhibit.groups else exhibit.choices
    own = tuple((name, parameters[name][0]) for name in names if parameters.get(name))
    filters = effective(entry(exhibit.page), everything, dict(own).get("projekt", ""))
    asked = View(selection(everything, parameters, filters, known), own)
    for missing in _missing(exhibit, asked):
        raise AddressError(missing)
    return _in_order(asked) if BEGIN in exhibit.choices else asked


def parameters(exhibit: Exhibit, shown: View) -> list[tuple[str, str]]:
    """What an address must hold to show the view again, its Stand too."""
    return [
        *shown.selection.pairs(),
        *((name, value) for name, value in shown.choices if name in (*exhibit.choices, PAGE_PARAMETER)),
        *_fixed(exhibit),
        (STAND, shown.selection.stand.isoformat()),
    ]


def exhibit_of_link(release_id: str, link: str) -> tuple[Exhibit, dict[str, list[str]]]:
    """The exhibit that a permalink names and its parameters as they are meant, wherever the dashboard is served.

    Raises
    ------
    AddressError
        When it names none.
    """
    if len(link) > LONGEST:
        raise AddressError(t("address.too_long", most=units.number(LONGEST)))
    try:
        parts = urlsplit(link.strip(AROUND))
        asked = pairs(parts.query)
    except ValueError as error:
        raise AddressError(t("address.unreadable", found=link[:80])) from error
    if SHORT in parts.path:
        asked = ((EXHIBIT, parts.path.rpartition(SHORT)[2]), *asked)
    found = read_parameters(release_id, asked).parameters
    if not found.get(EXHIBIT):
        raise AddressError(t("address.no_exhibit", found=link[:80]))
    return exhibit_of_slug(found[EXHIBIT][0]), found


def exhibit_of_slug(slug: str) -> Exhibit:
    """The exhibit of that name; AddressError when there is none."""
    try:
        return by_slug(slug)
    except KeyError as error:
        unknown = t("address.unknown_exhibit", found=slug[:80])
        raise AddressError(f"{unknown} {likely(slug, (found.slug for found in EXHIBITS))}".rstrip()) from error


def likely(slug: str, known: Iterable[str]) -> str:
    """A sentence with the name that is likely meant; empty when none is like it."""
    near = get_close_matches(slug[:80].casefold(), known, n=1)
    return t("address.likely", meant=near[0]) if near else ""


def permalink(exhibit: Exhibit, shown: View, **more: str) -> str:
    """The address, from the slash on, that shows the exhibit in this view on its page."""
    # A table is opened with all its rows.
    name = (TABLE_PARAMETER, f"{exhibit.slug}~~1") if exhibit.kind == "table" else (EXHIBIT, exhibit.slug)
    query = urlencode([*parameters(exhibit, shown), name, *more.items()], safe=",")
    return f"/{entry(exhibit.page).address}?{query}"


def short(exhibit: Exhibit, shown: View) -> str:
    """The same as a short address, to be read from paper: from the slash on, and as lasting as the long one."""
    kept = [
        (name, value)
        for name, value in parameters(exhibit, shown)
        if (name not in INDICATOR or "indikator" not in exhibit.choices)
        and (name in (*FILTERS, STAND, PAGE_PARAMETER) or name in exhibit.choices)
    ]
    if "indikator" in exhibit.choices:
        kept.insert(0, (_INDICATOR, str(indicator(shown).indicator_id)))
    return f"{SHORT}{exhibit.slug}?{urlencode(kept, safe=',')}"


def _in_order(asked: View) -> View:
    """The same with the earlier of two dates first."""
    if not (asked.parameter(BEGIN) and asked.parameter(END)):
        return asked
    begin, end = dates_of(asked)
    return View(asked.selection, tuple({**dict(asked.choices), BEGIN: begin, END: end}.items()))


def _missing(exhibit: Exhibit, asked: View) -> Iterator[str]:
    """What the exhibit cannot do without and the address does not name, or names wrongly."""
    chosen = asked.selection
    if "projekt" in exhibit.choices and queries.project(chosen.everything(), asked.parameter("projekt")).empty:
        yield t("address.missing", name=t("address.project"))
    if "indikator" in exhibit.choices and indicator_rows(asked).empty:
        yield t("address.missing", name=t("address.indicator"))
    for name in (BEGIN, END) if BEGIN in exhibit.choices else ():
        date = asked.parameter(name)
        if date and date not in known_dates(chosen.everything(), str(indicator(asked).indicator_id)):
            yield t("address.unknown", name=t(f"address_parameters.label.{name}"), found=quotable(date))
    if exhibit.key.startswith("municipality."):
        known = queries.municipalities(chosen).municipality_ags
        if len(chosen.municipalities) != 1 or chosen.municipalities[0] not in set(known):
            yield t("address.missing", name=t("address.municipality"))
    unknown = [
        key for key in keys_in(asked.parameter(PLACES_PARAMETER)) if key not in known_places(chosen.everything())
    ]
    if unknown and PLACES_PARAMETER in exhibit.choices:
        yield t("address.unknown", name=t("address_parameters.label.orte"), found=quotable(unknown[0]))
    for name in (X, Y):
        key = asked.parameter(name)
        if name in exhibit.choices and key and key not in known_measures(chosen.everything()):
            yield t("address.unknown", name=t(f"address_parameters.label.{name}"), found=quotable(key))
    topic = asked.parameter("thema")
    if topic and "thema" in exhibit.choices and "indikator" not in exhibit.choices and topic != topic_of(asked):
        yield t("address.unknown", name=t("address_parameters.label.thema"), found=quotable(topic))
    if "geldgeber" in exhibit.choices:
        who = party_of(asked)
        if not who or not queries.funding_rows(chosen.everything(), **who).count:
            yield t("address.missing", name=t("address.party"))
    if PUBLIC_TABLE_PARAMETER in exhibit.choices:
        try:
            published_table(chosen.release_id, asked.parameter(PUBLIC_TABLE_PARAMETER))
        except UnknownTableError as error:
            yield str(error)
    if "zuversicht" in exhibit.choices and asked.parameter("zuversicht") not in ("", *STEPS):
        yield t("address.unknown", name=t("filter.zuversicht"), found=quotable(asked.parameter("zuversicht")))
    if "von" in exhibit.choices:
        try:
            between(chosen, asked.parameter("von"), asked.parameter("bis"))
        except ValueError:
            yield t("address.missing", name=t("address.period"))
    if (number := int(asked.parameter(PAGE_PARAMETER) or 1)) > (pages := exhibit.pages(asked)):
        yield t("address.last_page", found=units.number(number), pages=units.number(pages))


def _named(exhibit: Exhibit, everything: Selection, parameters: Parameters) -> dict[str, list[str]]:
    """Topic and name of the indicator that a short address says by its key."""
    key = next(iter(parameters.get(_INDICATOR, ())), "")
    if not key or "indikator" not in exhibit.choices:
        return {}
    known = queries.indicators(everything)
    found = known[known.indicator_id == key]
    if found.empty:
        raise AddressError(t("address.unknown", name=t("indicators.indicator"), found=quotable(key)))
    return {"thema": [str(found.topic.iloc[0])], "indikator": [str(found["name"].iloc[0])]}


def _fixed(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    # The map page shows one of several measures, each of which is an exhibit of its own; a table stands with any.
    if exhibit.page == "map" and "kennzahl" not in exhibit.choices:
        yield "kennzahl", t(f"map.measure.{exhibit.key.removeprefix('map.')}")


def _stand(release_id: str, parameters: Parameters) -> dt.date:
    days = queries.stand_days(release_id)
    asked = next(iter(parameters.get(STAND, ())), "")
    if not asked:
        return days[0]
    found = next((day for day in days if day.isoformat() == asked), None)
    if found is None:
        raise AddressError(t("stand.unknown", found=quotable(asked)))
    return found
