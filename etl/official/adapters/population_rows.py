"""What all files with population and area give: rows for bevoelkerung.csv and gemeinden.csv, spelt as there."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from etl.messages.german import number as german
from etl.messages.german import quoted
from etl.messages.refusals import UnreadableError
from etl.official.formats.text_tables import SIGNS, count, days_in, number, region_key
from etl.official.interface import Reading, Scope

SOURCE = "bevoelkerung"

POPULATION = ["AGS", "Stichtag", "Einwohner", "Basis", "Quelle (URL)", "Anmerkung"]
PLACES = ["AGS", "Name", "Amtliche Bezeichnung", "Art", "Fläche (km²)"]
POSITION = ["Breite", "Länge"]
CENSUS_DAYS = {date(2022, 5, 15): "Zensus 2022", date(2011, 5, 9): "Zensus 2011"}
"""Days of which a figure is a count and no projection of one."""
CENSUSES = {2023: "Zensus 2022", 2011: "Zensus 2011", 1987: "Volkszählung 1987"}
"""Census on which the figures go on, by the first year of it, as IT.NRW says below its tables."""
HECTARES_PER_KM2 = 100
MOST_OTHERS = 5
YEAR = re.compile(r"(?:19|20)\d\d")
AREA_PART = re.compile(
    r"\b(?!boden|kataster|gebiets|gesamt)\w+fl(?:ä|ae)chen?\b|siedlung|verkehr|vegetation|gewässer|gewaesser|\bwald\b|"
    r"landwirtschaft|industrie|wohnbau|gehölz|gehoelz|tagebau"
)
"""What a heading about the area says where it measures one use of the land only."""
PART = re.compile(
    r"männlich|weiblich|ausländ|deutsche|geschlecht: |dichte|pro |je |unter |über |alter|veränder|saldo|geboren|gestorben|"
    r"bewegung|wander|zuz(?:ü|ue)ge|fortz(?:ü|ue)ge|entwicklung|prognos|vorausberech|haushalt|anteil|prozent|%|tsd|tausend|"
    r"1[ .]?000|mio|index|erwerb|schutzsuch|durchschnitt|mittlere|nebenwohn|wohnberechtigt|wahlberechtigt|tagesbev|"
    r"zunahme|abnahme|wachstum|melderegister|melderechtlich|hauptwohn|jahresanfang|jahresbeginn|anfang des|"
    r"\bmale\b|\bfemale\b|\bforeign|\bgermans?\b|\byears\b|under \d|density|average|projection|forecast|change|household"
)
"""What a heading about the population says where it does not count all who live somewhere on one day, to the person."""
ROUNDED = re.compile(r"\b(?:1[ .]?000|tsd\.?|tausend|mio\.?|millionen|prozent)(?!\w)|%", re.IGNORECASE)
"""Units that are no count of people."""
ADVICE = (
    "Bitte die Tabelle mit „Insgesamt“ ausgeben oder eine ohne diese Aufteilung laden: 12411-15i der Landesdatenbank NRW "
    "(https://www.landesdatenbank.nrw.de/ldbnrwws/downloader/00/tables/12411-15i_00.csv), für andere Länder 12411-01-01-4 "
    "(Kreise) und 12411-01-01-5 (Gemeinden) der Regionaldatenbank Deutschland (https://www.regionalstatistik.de)."
)


@dataclass(frozen=True)
class Place:
    """A region as a file knows it on one day; what it does not say is None."""

    key: str
    name: str
    day: date | None = None
    people: int | None = None
    area_km2: float | None = None
    kind: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    note: str = ""
    basis: str = ""


def basis(day: date, heading: str = "") -> str:
    """The census behind a figure: the one its heading names, else the one of its year.

    „Zensus 2022 und früher“ names the latest of several; each year then has its own.
    """
    if day in CENSUS_DAYS:
        return CENSUS_DAYS[day]
    named = re.search(r"Zensus (\d{4})(?P<earlier>\s+und früher)?", heading)
    if named and not named["earlier"] and day.year >= int(named[1]):
        return f"Zensus {named[1]} Fortschreibung"
    since = max((year for year in CENSUSES if year <= day.year), default=min(CENSUSES))
    return f"{CENSUSES[since]} Fortschreibung"


def day_in(text: str) -> date | None:
    """The first day that a text names; the end of the year where it is a year alone."""
    year_end = date(int(text), 12, 31) if YEAR.fullmatch(text) else None
    return next(days_in(text), year_end)


@dataclass
class Places:
    """Regions of a file by key and day, filled figure by figure."""

    reading: Reading
    found: dict[tuple[str, date | None], Place] = field(default_factory=dict)

    def add(
        self, place: Place, figure: str, text: str, *, line: int, column: str | None = None, unit: str = ""
    ) -> None:
        """Add one figure (``people``, ``area_km2``, …) to a region on a day.

        What is no number is reported, and so are inhabitants that are not told. Raises UnreadableError where another
        cell of the file says something else.
        """
        key = (place.key, place.day)
        place = self.found.setdefault(key, place)
        try:
            value = count(text) if figure == "people" else number(text)
        except ValueError:
            message = "Das ist keine Zahl; der Wert wird nicht übernommen."
            self.reading.refuse(message, line=line, column=column, value=text)
            return
        known = getattr(place, figure)
        if value is not None:
            self.reading.values_taken += 1
            value = value / HECTARES_PER_KM2 if unit == "ha" else value
            if known is not None and known != value:
                raise UnreadableError(
                    f"Für {place.name} stehen zwei Werte in der Datei, {german(known, 0)} und „{text}“, und nichts sagt, welcher "
                    f"alles zählt. {ADVICE}",
                    line=line,
                    column=column,
                    value=text,
                )
            change: dict[str, Any] = {figure: value}
            self.found[key] = replace(place, **change)
        elif figure == "people" and known is None:
            meaning = f": {SIGNS[text]}" if text in SIGNS else ""
            message = f"Für {place.name} steht hier kein Wert („{text}“{meaning})."
            self.reading.warn(message, line=line, column=column, value=text)


def require_count(described: str, *, line: int | None, column: str) -> None:
    """Raise UnreadableError where people are told in thousands or percent."""
    if found := ROUNDED.search(described):
        raise UnreadableError(
            f"Die Einwohner sind in „{found[0]}“ angegeben. Erwartet wird ihre Anzahl, auf die Person genau. {ADVICE}",
            line=line,
            column=column,
        )


def region_of(cell: str, scope: Scope) -> str:
    """Key of the region that a cell names; the district's own, also with zeros behind it."""
    key = region_key(cell)
    return scope.district_ags if key == f"{scope.district_ags}000" and key not in scope.municipalities else key


def require_region(reading: Reading, keys: Iterable[str], found: Collection[object]) -> None:
    """Raise UnreadableError where a file has rows, and none of the district or a region to compare with."""
    if not found and (others := list(dict.fromkeys(keys))):
        more = " und andere" if len(others) > MOST_OTHERS else ""
        raise UnreadableError(
            f"Die Datei hat keine Zeile für den Kreis {reading.scope.district_ags}, seine Kommunen und Vergleichsgebiete; sie "
            f"enthält die Schlüssel {quoted(others[:MOST_OTHERS])}{more}. Bitte die Tabelle für dieses Gebiet laden."
        )


def report_name(reading: Reading, days: Iterable[date | None]) -> None:
    """Report where the name of a file tells another year than what is in it, which counts."""
    named = set(re.findall(rf"(?<!\d){YEAR.pattern}(?!\d)", reading.path.stem))
    found = sorted({day for day in days if day})
    if named and found and not named & {str(day.year) for day in found}:
        told = " und ".join(sorted(named))
        message = (
            f"Der Dateiname nennt {told}, die Werte darin sind vom {found[-1]:%d.%m.%Y}. Übernommen werden sie für diesen Tag; "
            "bitte prüfen, ob es die richtige Datei ist."
        )
        reading.warn(message, value=told)


def tables(places: Iterable[Place], scope: Scope, url: str) -> dict[str, pd.DataFrame]:
    """Rows for ``bevoelkerung`` and ``gemeinden``; of several days the latest describes a municipality."""
    people: dict[tuple[str, str], tuple[str, str, str, str | None]] = {}
    latest: dict[str, Place] = {}
    for place in _with_city(places, scope):
        if not scope.wants(place.key):
            continue
        if place.day is not None and place.people is not None:
            cells = (str(place.people), place.basis or basis(place.day), url, place.note or None)
            people.setdefault((place.key, place.day.isoformat()), cells)
        if len(place.key) == 8 and scope.is_inside(place.key) and place.area_km2 is not None:
            before = latest.get(place.key, place)
            latest[place.key] = place if (place.day or date.min) >= (before.day or date.min) else before
    found = {}
    if people:
        rows = [(*key, *cells) for key, cells in people.items()]
        found["bevoelkerung"] = pd.DataFrame(rows, columns=POPULATION, dtype="str")
    if latest:
        columns = PLACES + (POSITION if any(place.latitude is not None for place in latest.values()) else [])
        frame = pd.DataFrame([_row(place) for place in latest.values()], dtype="str")
        found["gemeinden"] = frame.reindex(columns=columns)
    return found


def sums(places: Mapping[str, Place], complete: Iterable[str], note: str) -> Iterator[Place]:
    """One row per region that a file gives by municipality only: the sum over all of them."""
    for key in complete:
        parts = [place for place in places.values() if key == "DG" or place.key.startswith(key)]
        if parts and all(place.people is not None for place in parts):
            total = sum(place.people or 0 for place in parts)
            yield replace(parts[0], key=key, name=key, people=total, note=f"Summe der Gemeinden; {note}")


def short_name(official: str) -> str:
    """Name without what it is called beside it: „Musterstadt / Ruhr, Stadt“ is „Musterstadt/Ruhr“."""
    return re.sub(r"\s*/\s*", "/", official.split(",")[0]).strip()


def kind_of(official: str) -> str:
    """Whether an official name says that a municipality is a town."""
    title = official.partition(",")[2].lower()
    if "stadt" in title:
        return "Stadt"
    return next((kind for kind in ("Markt", "Flecken") if kind.lower() in title), "Gemeinde")


def _with_city(places: Iterable[Place], scope: Scope) -> Iterator[Place]:
    """A city without a district is its own district: a figure for one is a figure for both."""
    for place in places:
        yield place
        if len(place.key) == 5 and f"{place.key}000" in scope.municipalities:
            yield replace(place, key=f"{place.key}000")


def _row(place: Place) -> dict[str, str | None]:
    return {
        "AGS": place.key,
        "Name": short_name(place.name),
        "Amtliche Bezeichnung": place.name,
        "Art": place.kind or kind_of(place.name),
        "Fläche (km²)": f"{place.area_km2:.2f}",
        "Breite": None if place.latitude is None else f"{place.latitude:.6f}",
        "Länge": None if place.longitude is None else f"{place.longitude:.6f}",
    }
