"""Ladesäulenregister: public charging stations and points per municipality, in all layouts since 2017."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

import pandas as pd

from etl.messages.german import counted, number, quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.charging_coverage import REGISTER, Coverage, coverage
from etl.official.adapters.indicator_rows import Value, indicator_tables
from etl.official.adapters.location import PLACE, POSITION, POSTCODE, municipality_of, positions
from etl.official.adapters.mapping import state_keys, states
from etl.official.adapters.table_adapter import HEADINGS, Table, headed_table, table_adapter
from etl.official.formats.text_tables import days_in, folded
from etl.official.interface import Extract, Reading, Scope

POINTS, STATIONS = "ev_charging_points", "ev_charging_stations"
FAST_POINTS, POWER_KW = "ev_fast_charging_points", "ev_charging_power_kw"
INDICATORS = (POINTS, STATIONS, FAST_POINTS, POWER_KW)
"""Names of indicators and of columns with what each station adds; a layout may lack the last two."""
COLUMNS = HEADINGS["ladesaeulen"]
IN_OPERATION, FAST = "in betrieb", "schnellladeeinrichtung"
CONSENT, CONSENT_UNTIL = "nur Betreiber, die der Veröffentlichung zugestimmt haben", 2021
"""Later registers say so above the headings, as long as it holds."""
FIRST_LINES = 5
ENOUGH_ROWS, MOST_REPEATED = 20, 0.3
MOST_POINTS = 1000
"""More points than any one station has."""


def _extract(reading: Reading, tables: list[Table]) -> Extract:
    """Stations and points on the day of the register, and at the end of every year before by commissioning dates.

    Raises UnreadableError where the file has no stations or does not say of which day it is.
    """
    scope = reading.scope
    day = _day(reading, tables[0])
    every = _stations(tables[0])
    _require_once(tables[0], every)
    if every.empty:
        raise UnreadableError(
            "Unter den Spaltenüberschriften steht keine Ladeeinrichtung; die Datei ist unvollständig."
        )
    # Old layouts have no numbers; there two equal rows may be two stations side by side.
    is_repeated = every.duplicated(list(COLUMNS)) & (every["id"] != "")
    listed = every[~is_repeated]
    is_open = listed["status"].map(folded).isin({IN_OPERATION, ""}) if every["status"].any() else listed["line"] > 0
    stations = listed[is_open].reset_index(drop=True)
    needed_consent = day.year <= CONSENT_UNTIL or any("zugestimmt" in text for text in tables[0].above)
    consent = f"; {CONSENT}" if needed_consent else ""
    spots = positions(stations.pop("latitude"), stations.pop("longitude"))
    stations = stations.join(spots).join(municipality_of(spots, stations["postcode"], stations["place"], scope))
    stations["state"] = stations["state"].map(
        {name: state_keys().get(folded(name), "") for name in stations["state"].unique()}
    )
    known = {region: values for (name, region), values in scope.known_values.items() if name == STATIONS}
    covered = coverage(stations, day, known, scope)
    if (stations["ags"] == "").all() and not covered.regions:
        raise UnreadableError(
            f"Von {counted(len(stations), 'Ladeeinrichtung', 'Ladeeinrichtungen')} liegt keine in der Region; die Datei ist "
            f"vermutlich ein Auszug von anderswo. {REGISTER}"
        )
    if not covered.regions:
        raise UnreadableError(
            f"Die Datei ist ein Auszug ({covered.doubt}) und belegt für kein Gebiet, dass alle Ladeeinrichtungen darin stehen. "
            f"Was fehlt, wäre sonst null statt unbekannt. {REGISTER}"
        )
    found = indicator_tables(
        reading, [*_counts(stations, day, consent, scope, covered), *_rebuilt(stations, day, scope, covered)]
    )
    _report_coverage(reading, covered)
    _report(reading, stations)
    if len(closed := listed[~is_open]):
        kinds = quoted(sorted(closed["status"].unique())[:3])
        _report_lines(reading, closed, f"nicht in Betrieb ({kinds}), nicht gezählt")
    what = "stehen zweimal mit derselben Kennung in der Datei, einmal gezählt"
    _report_lines(reading, every[is_repeated], what)
    return Extract(f"Ladesäulenregister vom {day:%d.%m.%Y}", len(every), found)


def _day(reading: Reading, found: Table) -> date:
    """The day of the register: in a row above the header, else in the file's name."""
    dated = [text for text in found.above if re.search(r"(?i)\bstand\b|aktualisier", text)]
    named, written = (
        next(days_in(reading.path.stem), None),
        next((day for text in dated for day in days_in(text)), None),
    )
    if named and written and named != written:
        message = f"Der Dateiname nennt den {named:%d.%m.%Y}, die Datei den {written:%d.%m.%Y}. Übernommen wird, was in ihr steht."
        reading.warn(message, value=f"{written:%d.%m.%Y}")
    if (day := written or named) is not None:
        return day
    raise UnreadableError(
        "Aus der Datei geht nicht hervor, von welchem Tag das Register ist. Bitte die Datei so nennen, wie sie "
        "veröffentlicht wurde, etwa „Ladesaeulenregister_BNetzA_2026-03-01.csv“."
    )


def _stations(found: Table) -> pd.DataFrame:
    """One row per charging station as texts, with the line; columns that the layout lacks are empty."""
    rows = list(found.rows())
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    table = pd.DataFrame(columns, dtype="str").assign(line=[row.line for row in rows])
    # Notes below the table fill the first cell only.
    table = table[(table["points"] != "") | (table["latitude"] != "") | (table["postcode"] != "")]
    for mixed in ("address", "place"):
        address = table[mixed].str.extract(r"(?:^|\D)(?P<postcode>\d{4,5})\s+(?P<place>\D.*)$").fillna("")
        is_new = (table["postcode"] == "") & (address["postcode"] != "")
        for name in ("postcode", "place"):
            table.loc[is_new, name] = address.loc[is_new, name]
    table["postcode"] = (
        table["postcode"].str.removesuffix(".0").where(table["postcode"] == "", table["postcode"].str.zfill(5))
    )
    points = pd.to_numeric(table["points"].str.replace(",", "."), errors="coerce")
    table[POINTS] = points.where(points.between(0, MOST_POINTS))
    table[STATIONS] = 1
    if table["kind"].any():
        table[FAST_POINTS] = table[POINTS].where(table["kind"].map(folded) == FAST, 0)
    if table["power"].any():
        table[POWER_KW] = pd.to_numeric(table["power"].str.replace(",", "."), errors="coerce")
    table["opened"] = _days(table["commissioned"])
    return table.reset_index(drop=True)


def _require_once(table: Table, stations: pd.DataFrame) -> None:
    """Raise UnreadableError where so many rows stand twice that the file holds the register twice.

    Equal rows without a number may be stations side by side; in no register are they a tenth.
    """
    rows = pd.Series([tuple(row.cells) for row in table.rows()])
    repeated = rows[rows.duplicated()]
    if not stations["id"].any() and len(rows) >= ENOUGH_ROWS and len(repeated) > MOST_REPEATED * len(rows):
        raise UnreadableError(
            f"{number(len(repeated), 0)} von {number(len(rows), 0)} Zeilen stehen mehrfach in der Datei; vermutlich ist das Register "
            "doppelt darin. Bitte noch einmal herunterladen."
        )


def _days(texts: pd.Series) -> pd.Series:
    """Days in all spellings of the register: „11.01.2020“, „11.01.20“ (2021), as Excel keeps and as it shows them."""
    bare = texts.str.replace(r"[ T]\d\d:\d\d.*$", "", regex=True).str.removesuffix(".0")
    days = pd.Series(pd.NaT, index=texts.index)
    for spelling in ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"):
        days = days.fillna(pd.to_datetime(bare, format=spelling, errors="coerce"))
    serial = pd.to_numeric(bare.where(bare.str.fullmatch(r"[2-6]\d{4}")), errors="coerce")
    return days.fillna(pd.to_datetime(serial, unit="D", origin="1899-12-30", errors="coerce"))


def _counts(stations: pd.DataFrame, day: date, consent: str, scope: Scope, covered: Coverage) -> Iterator[Value]:
    """The register as it is, by indicator and region; a municipality that is covered and has no station has none."""
    way = "Position, ersatzweise über Postleitzahl oder Ort" if scope.boundaries is not None else "Postleitzahl"
    for region, listed in _regions(stations, scope, covered):
        note = f"Zuordnung über die {way}{consent}" if len(region) == 8 else consent.removeprefix("; ")
        if region == scope.district_ags:
            note = f"Summe der Kommunen; Zuordnung über die {way}{consent}"
        yield from _values(region, day, listed, note)


def _rebuilt(stations: pd.DataFrame, day: date, scope: Scope, covered: Coverage) -> Iterator[Value]:
    """The same for every end of a year before the register's day, by commissioning dates.

    Only years after the latest register already known: a counted value is better than a rebuilt one.
    """
    dates = stations["opened"]
    inside = dates[stations["ags"] != ""].dropna()
    note = (
        f"zurückgerechnet aus den Inbetriebnahmedaten im Register vom {day:%d.%m.%Y}; "
        "ohne Ladeeinrichtungen, die bis dahin wieder abgemeldet waren"
    )
    dated = [days for (name, _), days in scope.known_values.items() if name in INDICATORS]
    known = max((day for days in dated for day in days), default="")
    for year in range(inside.min().year, day.year + 1) if len(inside) else ():
        end = date(year, 12, 31)
        if end < day and end.isoformat() > known:
            for region, listed in _regions(stations[dates <= pd.Timestamp(end)], scope, covered):
                yield from _values(region, end, listed, note)


def _regions(stations: pd.DataFrame, scope: Scope, covered: Coverage) -> Iterator[tuple[str, pd.DataFrame]]:
    """Stations by region, of those that the file is proved to cover."""
    inside = stations[stations["ags"] != ""]
    for key in sorted(covered.regions, key=lambda region: (-len(region), region)):
        if len(key) == 8:
            yield key, inside[inside["ags"] == key]
        elif key == scope.district_ags:
            yield key, inside
        else:
            yield key, stations if key == "DG" else stations[stations["state"] == key]


def _values(region: str, day: date, listed: pd.DataFrame, note: str) -> Iterator[Value]:
    for name in INDICATORS:
        # Where stations are listed and none has a readable number, nothing is known; where none is listed, there are none.
        if name in listed and (listed.empty or listed[name].notna().any()):
            yield Value(name, region, day.isoformat(), f"{round(listed[name].sum(), 2):.15g}", note or None)


def _report_coverage(reading: Reading, covered: Coverage) -> None:
    """Report which regions a file that is not the whole register says nothing of."""
    scope = reading.scope
    if not covered.doubt:
        return
    names = {"DG": "Deutschland", scope.district_ags: f"der Kreis {scope.district_ags}"} | states()
    names |= scope.municipalities
    wanted = {*scope.municipalities, scope.district_ags, *scope.comparison} - covered.regions
    unknown = ", ".join(names.get(key, key) for key in sorted(wanted, key=lambda key: (len(key), key)))
    if unknown:
        reading.warn(
            f"Die Datei ist ein Auszug ({covered.doubt}). Was nicht belegt ist, bleibt unbekannt und wird nicht null: {unknown}. "
            f"{REGISTER}"
        )


def _report(reading: Reading, stations: pd.DataFrame) -> None:
    """Report how stations were given to municipalities, and what is odd about them."""
    scope = reading.scope
    inside = stations[stations["ags"] != ""]
    ways = inside["joined_by"].value_counts()
    counts = ", ".join(f"{ways.get(way, 0)} über {way}" for way in (POSITION, POSTCODE, PLACE))
    others = number(len(stations) - len(inside), 0)
    reading.warn(f"Zuordnung zu Kommunen der Region: {counts}; außerhalb oder nicht zuzuordnen: {others}.")
    if len(inside) == len(stations):
        reading.warn(
            "Alle Ladeeinrichtungen liegen in der Region: Die Datei ist ein Auszug, Land und Bund fehlen darin."
        )
    by_postcode = stations[stations["postcode"].isin(set(scope.postcodes))]
    if len(by_postcode) != len(inside):
        reading.warn(
            f"Gezählt: {counted(len(inside), 'Ladeeinrichtung', 'Ladeeinrichtungen')} mit "
            f"{counted(int(inside[POINTS].sum()), 'Ladepunkt', 'Ladepunkten')}. Nach der "
            f"Postleitzahl allein wären es {len(by_postcode)} mit {int(by_postcode[POINTS].sum())}."
        )
    elsewhere = inside[inside["is_elsewhere"]]
    addresses = quoted((elsewhere["postcode"] + " " + elsewhere["place"]).str.strip().unique()[:3])
    what = f"mit Position in der Region, aber Anschrift anderswo ({addresses}), gezählt nach der Position"
    _report_lines(reading, elsewhere, what)
    if scope.boundaries is not None:
        far = inside[(inside["joined_by"] == POSTCODE) & inside["latitude"].notna()]
        what = "mit Postleitzahl der Region, aber Position außerhalb, gezählt nach der Postleitzahl"
        _report_lines(reading, far, what)
    for oddity, odd in stations[stations["oddity"] != ""].groupby("oddity"):
        _report_lines(reading, odd, str(oddity))
    _report_lines(reading, stations[stations[POINTS].isna()], "ohne lesbare Anzahl der Ladepunkte")
    if POWER_KW in stations:
        _report_lines(reading, stations[stations[POWER_KW].isna()], "ohne lesbare Nennleistung")
    if stations["commissioned"].any():
        what = "der Region ohne Inbetriebnahmedatum, in früheren Jahren nicht gezählt"
        _report_lines(reading, inside[inside["commissioned"] == ""], what)
    else:
        reading.warn("Die Datei nennt keine Inbetriebnahmedaten; frühere Jahre sind nicht zu berechnen.")
    unreadable = inside[inside["opened"].isna() & (inside["commissioned"] != "")]
    dates = quoted(unreadable["commissioned"].unique()[:3])
    what = f"der Region mit unlesbarem Inbetriebnahmedatum ({dates}), in früheren Jahren nicht gezählt"
    _report_lines(reading, unreadable, what)


def _report_lines(reading: Reading, odd: pd.DataFrame, what: str) -> None:
    """One finding for all rows that are odd in the same way, with the first lines."""
    if len(odd):
        lines = ", ".join(str(line) for line in odd["line"].head(FIRST_LINES))
        more = " und weitere" if len(odd) > FIRST_LINES else ""
        message = f"Ladeeinrichtungen {what}: {len(odd)} (Zeile {lines}{more})."
        reading.warn(message, line=int(odd["line"].iloc[0]))


ADAPTER = table_adapter(
    "ladesaeulen",
    "Ladesäulenregister der Bundesnetzagentur",
    partial(
        headed_table,
        spellings=COLUMNS | {"operator": ("betreiber",)},
        needed=("points", "operator"),
        one_of=("latitude", "postcode", "address"),
    ),
    "Keine Tabelle hat die Spalten „Anzahl Ladepunkte“ und Koordinaten oder Postleitzahl.",
    _extract,
)
