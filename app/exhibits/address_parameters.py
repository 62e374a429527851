"""What a query means that somebody bent: what is unambiguous is put right, the rest is named; asked by pages and files."""

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import parse_qsl, unquote

from app import exhibits
from app.data import queries
from app.data.selection import Selection
from app.exhibits.chosen_indicator import BEGIN, END, MORE
from app.exhibits.compared import PLACES_PARAMETER, X, Y, known_measures, known_places
from app.exhibits.data_selection import ORIGIN_PARAMETER, PUBLIC_TABLE_PARAMETER, is_condition
from app.exhibits.filters import choices
from app.exhibits.model import TABLE_PARAMETER
from app.exhibits.party import PARTIES
from app.exhibits.tables import TABLES
from app.navigation import FILTERS
from app.words import units
from app.words.text import has, t

SHOWN = (
    *FILTERS,
    "abfrage",
    *("stand", "bild", "projekt", "kennzahl", "thema", "indikator", "suche", "zuversicht", "von", "bis"),
    *("adresse", "seite", "tabelle", "folge", "gliederung", "ansicht", "liste", "unterschied", "nebeneinander"),
    *("profil", PLACES_PARAMETER, X, Y, *PARTIES, BEGIN, END, MORE),
    *(PUBLIC_TABLE_PARAMETER, ORIGIN_PARAMETER),
)
"""Names that change what a page shows."""
SURFACES = ("embed", "drucken", "praesentation")
"""Names that are „true“ or nothing."""
NAMES = (*SHOWN, *SURFACES, "embed_options", "folie", "je", "kennung", "veroeffentlichung")
"""Every name that an address of a page may hold."""
_NAMED_HERE = (*FILTERS, "kennzahl", "thema", "indikator", TABLE_PARAMETER, PLACES_PARAMETER, X, Y)
"""Parameters whose unknown values nobody else names."""
_DAYS = ("von", "bis", "stand")
_TRACKING = re.compile(
    r"(utm|mtm|pk|hsa|piwik|matomo|_hs)_.*|_ga|_gl|(fb|g|d|gb|wb|ms|y|tw|tt)(clid|raid)|gclsrc|igshid|igsh|mc_[ce]id|srsltid|li_fat_id"
)
"""What other sites hang on to links to count clicks."""
AROUND = " \t\r\n()[]{}<>.,;:!?&'\"„“”‚‘’»«\u200b\u200e\ufeff"
"""What mails and texts leave at the end of an address."""
_LISTS = re.compile(r"[,;|]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_DIGITS = re.compile(r"[\d\s./-]+", re.ASCII)


@dataclass(frozen=True)
class AddressParameters:
    """A query as it should be written; values that are unknown stay in it as they came."""

    pairs: tuple[tuple[str, str], ...] = ()
    unknown_values: tuple[tuple[str, str], ...] = ()
    """Of parameters that choose from a list, with their names."""
    unknown_names: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, list[str]]:
        """Values by name."""
        found: dict[str, list[str]] = {}
        for name, value in self.pairs:
            found.setdefault(name, []).append(value)
        return found


def pairs(query: str) -> tuple[tuple[str, str], ...]:
    """Names and values of a query, without those that are empty."""
    return tuple(parse_qsl(query))


@functools.lru_cache(maxsize=256)
def read_parameters(
    release_id: str, asked: tuple[tuple[str, str], ...], names: Sequence[str] = NAMES
) -> AddressParameters:
    """What ``asked`` means where these ``names`` are known; never raises for what somebody wrote."""
    named = [(_name(name, names), value) for name, value in asked if value]
    days = [day.isoformat() for day in queries.stand_days(release_id)]
    stand = next((_day(value) for name, value in named if name == "stand"), "")
    stand = stand if stand in days else days[0]
    options = _options(release_id, stand)
    everything = Selection(release_id, dt.date.fromisoformat(stand))
    found: dict[tuple[str, str], None] = {}
    unknown_values, unknown_names = [], []
    # The page of a table names by itself what of its conditions cannot be asked.
    has_table = PUBLIC_TABLE_PARAMETER in names and any(name == PUBLIC_TABLE_PARAMETER for name, _ in named)
    for name, value in named:
        if name is None:
            continue
        if has_table and is_condition(name):
            found[name, value] = None
            continue
        if name not in names:
            unknown_names.append(name)
            found[name, value] = None
            continue
        if name == "projekt":
            value = _project(everything, value)
        for one, is_known in _values(name, value, options):
            found[name, one] = None
            if not is_known and name in _NAMED_HERE:
                unknown_values.append((name, one))
    joined = _joined(found)
    # In the order in which the address as it should be written has them: asked again, it says the same.
    names_in_order = [name for name, _ in joined]
    unknown = sorted(dict.fromkeys(unknown_values), key=lambda pair: names_in_order.index(pair[0]))
    return AddressParameters(joined, tuple(unknown), tuple(dict.fromkeys(unknown_names)))


def _joined(found: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The same with all areas in one value, in the order in which they are compared."""
    places = ",".join(value for name, value in found if name == PLACES_PARAMETER)
    return tuple(dict.fromkeys((name, places if name == PLACES_PARAMETER else value) for name, value in found))


def sentences(found: AddressParameters) -> list[str]:
    """What of a query nobody knows, for whoever sees a page in spite of it."""
    known = {name for name, _ in found.pairs if name in FILTERS} - _only_unknown(found)
    said = []
    for name in dict.fromkeys(name for name, _ in found.unknown_values):
        values = ", ".join(f"„{value[:60]}“" for other, value in found.unknown_values if other == name)
        of_filter = "rest" if known else "district" if name == "kommune" else "all"
        shown = of_filter if name in FILTERS else "usual"
        said.append(t(f"address_parameters.{shown}", name=_label(name), found=values))
    said += [t("address_parameters.name", found=name[:60]) for name in found.unknown_names[:3]]
    return said


def folded(text: str) -> str:
    """Letters and digits alone, in small, umlauts as two letters: how a name is compared that somebody typed."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return _letters(composed)


def _only_unknown(found: AddressParameters) -> set[str]:
    unknown = set(found.unknown_values)
    return {name for name, _ in found.pairs if all(pair in unknown for pair in found.pairs if pair[0] == name)}


def _label(name: str) -> str:
    return t(f"filter.{name}") if name in FILTERS else t(f"address_parameters.label.{name}")


def _letters(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum())


def _plain(text: str) -> str:
    """The same with umlauts as their first letter."""
    return _letters(unicodedata.normalize("NFKD", text).casefold())


def _name(name: str, names: Sequence[str]) -> str | None:
    """The parameter that is meant, as it came when there is none; None for what counts clicks."""
    if name in names or is_condition(name):
        return name
    clean = unicodedata.normalize("NFKC", name).casefold()
    while clean.startswith("amp;"):
        clean = clean.removeprefix("amp;")
    clean = clean.strip(AROUND)
    if _TRACKING.fullmatch(clean):
        return None
    if clean in names:
        return clean
    near = get_close_matches(clean[:40], names, n=2, cutoff=0.8) if len(clean) > 3 else []
    return near[0] if len(near) == 1 else name


def _values(name: str, value: str, options: Mapping[str, Mapping[str, str]]) -> list[tuple[str, bool]]:
    """The values that are meant, and whether each is known."""
    known = options.get(name)
    if known is None:
        clean = value.strip(AROUND)
        if name in SURFACES:
            return [(clean.casefold() if clean.casefold() in ("true", "false") else value, True)]
        if name in _DAYS:
            return [(_day(value) or value, True)]
        return [(clean if name == "seite" and clean else value, True)]
    if name == TABLE_PARAMETER:
        # How it is shown stands behind its name.
        table, *shown = value.split("~")
        found = _option(name, table, known) or (table if has(f"{table}.heading") else "")
        return [("~".join((found or table, *shown)), bool(found))]
    whole = _option(name, value, known)
    if whole:
        return [(whole, True)]
    parts = [part for part in _LISTS.split(value) if part.strip(AROUND)] if name in (*FILTERS, PLACES_PARAMETER) else []
    meant = [(part, _option(name, part, known)) for part in parts]
    if name != PLACES_PARAMETER and (len(parts) < 2 or not any(option for _, option in meant)):
        return [(value, False)]
    return [(option or part.strip(AROUND), bool(option)) for part, option in meant]


def _project(everything: Selection, value: str) -> str:
    # There may be too many to list them.
    forms = (value, value.strip(AROUND), value.strip(AROUND).casefold())
    return next((form for form in forms if not queries.project(everything, form).empty), value)


def _option(name: str, value: str, known: Mapping[str, str]) -> str:
    """The key that is meant, empty when there is none or more than one."""
    for text in dict.fromkeys((value, unquote(value))):
        if name in ("kommune", PLACES_PARAMETER) and _DIGITS.fullmatch(text.strip(AROUND)):
            return _key(re.sub(r"\D", "", text), known)
        for form in (text, folded(text), _plain(text)):
            if form and known.get(form):
                return known[form]
    return ""


def _key(digits: str, known: Mapping[str, str]) -> str:
    """The municipality of a key without its first zero, of twelve digits, or of the district with three zeros behind."""
    meant = set()
    for key in (digits, f"0{digits}"):
        forms = [key, key[:5] + key[9:]] if len(key) == 12 else [key, key.removesuffix("000")]
        meant |= {known[form] for form in forms if form in known}
    return meant.pop() if len(meant) == 1 else ""


def _day(value: str) -> str:
    """A day as an address holds it, also of one written in German; empty for no day."""
    day = units.written_day(value.strip(AROUND))
    return day.isoformat() if day else ""


@functools.lru_cache(maxsize=16)
def _options(release_id: str, stand: str) -> dict[str, dict[str, str]]:
    """Keys of each list by all that they may be called; empty where two are called the same."""
    everything = Selection(release_id, dt.date.fromisoformat(stand))
    indicators = queries.indicators(everything)
    lists: dict[str, Mapping[str, str]] = dict(choices(everything))
    lists[PLACES_PARAMETER] = known_places(everything)
    lists[X] = lists[Y] = known_measures(everything)
    lists["bild"] = {found.slug: found.slug for found in exhibits.EXHIBITS}
    lists[TABLE_PARAMETER] = {name: name for found in (*exhibits.EXHIBITS, *TABLES) for name in (found.slug, found.key)}
    measures = [found.key.removeprefix("map.") for found in exhibits.EXHIBITS if found.page == "map"]
    lists["kennzahl"] = {t(f"map.measure.{name}"): _former(name) for name in measures}
    for name, column in (("thema", "topic"), ("indikator", "name")):
        lists[name] = {label: label for label in indicators[column]}
    return {name: _called(keys) for name, keys in lists.items()}


def _former(measure: str) -> str:
    """What a measure of the map was called in older addresses, else what it is called."""
    return t(f"map.former.{measure}") if has(f"map.former.{measure}") else t(f"map.measure.{measure}")


def _called(keys: Mapping[str, str]) -> dict[str, str]:
    called: dict[str, str] = {}
    for key, label in keys.items():
        for form in {form(text) for text in _texts(key, label) for form in (folded, _plain)}:
            called[form] = "" if called.get(form, key) != key else key
    return {**called, **{key: key for key in keys}}


def _texts(key: str, label: str) -> Iterable[str]:
    return (key, label, label.partition("/")[0], label.partition(" (")[0])
