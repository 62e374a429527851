"""Ladesäulenregister: public charging stations and points per municipality, in all layouts since 2017."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from etl.messages.findings import Finding, warning
from etl.messages.german import number, quoted
from etl.official.adapters.location import PLACE, POSITION, POSTCODE, municipality_of, positions
from etl.official.adapters.mapping import states
from etl.official.formats.text_tables import (
    HEAD_ROWS,
    Grid,
    beginnings,
    days_in,
    folded,
    grids,
    header_row,
    recognising,
)
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "ladesaeulen"
NAME = "Ladesäulenregister der Bundesnetzagentur"

POINTS, STATIONS = "ev_charging_points", "ev_charging_stations"
COLUMNS = ["Kennzahl-ID", "AGS", "Zeitpunkt", "Wert", "Anmerkung"]
HEADINGS = {
    "points": ("anzahl ladepunkte",),
    "latitude": ("breitengrad", "breitengrad dg"),
    "longitude": ("längengrad", "längengrad dg", "laengengrad"),
    "commissioned": ("inbetriebnahmedatum",),
    "postcode": ("postleitzahl", "plz"),
    "place": ("ort",),
    "address": ("postleitzahl ort", "standort"),
    "state": ("bundesland",),
    "status": ("status",),
    "id": ("ladeeinrichtungs id",),
}
"""Our names by folded heading; the spelling „Art der Ladeeinrichung“ and all columns per plug are not needed."""
IN_OPERATION = "in betrieb"
CONSENT, CONSENT_UNTIL = "nur Betreiber, die der Veröffentlichung zugestimmt haben", 2021
FIRST_LINES = 5
MOST_POINTS = 1000
"""More points than any one station has."""


@recognising
def recognises(path: Path) -> bool:
    """Whether some sheet lists charging stations."""
    return any(_header(grid) is not None for grid in beginnings(path))


def read(path: Path, scope: Scope) -> Extract:
    """Stations and points on the day of the register, and at the end of every year before by commissioning dates.

    Raises UnreadableError where the file is no list of charging stations or does not say of which day it is.
    """
    found = [(grid, at) for grid in grids(path) if (at := _header(grid)) is not None]
    if not found:
        raise UnreadableError("Keine Tabelle hat die Spalten „Anzahl Ladepunkte“ und Koordinaten oder Postleitzahl.")
    grid, at = found[0]
    day = _day(path, grid, at)
    every = _stations(grid, at)
    if every.empty:
        raise UnreadableError(
            "Unter den Spaltenüberschriften steht keine Ladeeinrichtung; die Datei ist unvollständig."
        )
    # Old layouts have no numbers; there two equal rows may be two stations side by side.
    is_repeated = every.duplicated(list(HEADINGS)) & (every["id"] != "")
    listed = every[~is_repeated]
    is_open = listed["status"].map(folded).isin({IN_OPERATION, ""}) if every["status"].any() else listed["line"] > 0
    stations = listed[is_open].reset_index(drop=True)
    spots = positions(stations.pop("latitude"), stations.pop("longitude"))
    stations = stations.join(spots).join(municipality_of(spots, stations["postcode"], stations["place"], scope))
    states = {name: _states().get(folded(name), "") for name in stations["state"].unique()}
    stations["state"] = stations["state"].map(states)
    table = pd.concat([_counts(stations, day, scope), _rebuilt(stations, day, scope)], ignore_index=True)
    table = table[table["Kennzahl-ID"].isin(scope.indicator_ids)].reset_index(drop=True)
    return Extract(
        source=SOURCE,
        title=f"Ladesäulenregister vom {day:%d.%m.%Y}",
        rows_read=len(every),
        tables={"indikatoren": table},
        findings=(
            *_findings(path, listed, stations, scope),
            *_lines(path, every[is_repeated], "stehen zweimal mit derselben Kennung in der Datei, einmal gezählt"),
        ),
    )


def _header(grid: Grid) -> int | None:
    return header_row(
        grid.rows[:HEAD_ROWS],
        lambda cells: (
            "anzahl ladepunkte" in cells
            and "betreiber" in cells
            and any(name in cells for kind in ("latitude", "postcode", "address") for name in HEADINGS[kind])
        ),
    )


def _day(path: Path, grid: Grid, at: int) -> date:
    """The day of the register: in a row above the header, else in the file's name."""
    above = [" ".join(row) for row in grid.rows[:at]]
    dated = [text for text in above if re.search(r"(?i)\bstand\b|aktualisier", text)] + [path.stem]
    if (day := next((day for text in dated for day in days_in(text)), None)) is not None:
        return day
    raise UnreadableError(
        "Aus der Datei geht nicht hervor, von welchem Tag das Register ist. Bitte die Datei so nennen, wie sie "
        "veröffentlicht wurde, etwa „Ladesaeulenregister_BNetzA_2026-03-01.csv“."
    )


def _stations(grid: Grid, at: int) -> pd.DataFrame:
    """One row per charging station as texts, with the line; columns that the layout lacks are empty."""
    header = [folded(cell) for cell in grid.rows[at]]
    rows = [(line, row) for line, row in zip(grid.lines[at + 1 :], grid.rows[at + 1 :], strict=True) if any(row)]
    columns: dict[str, list[str]] = {}
    for name, headings in HEADINGS.items():
        column = next((header.index(heading) for heading in headings if heading in header), None)
        columns[name] = [row[column] if column is not None and column < len(row) else "" for _, row in rows]
    table = pd.DataFrame(columns, dtype="str").assign(line=[line for line, _ in rows])
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
    table["point_count"] = points.where(points.between(0, MOST_POINTS))
    table["opened"] = _days(table["commissioned"])
    return table.reset_index(drop=True)


def _days(texts: pd.Series) -> pd.Series:
    """Days in all spellings of the register: „11.01.2020“, „11.01.20“ (2021), as Excel keeps and as it shows them."""
    bare = texts.str.replace(r"[ T]\d\d:\d\d.*$", "", regex=True).str.removesuffix(".0")
    days = pd.Series(pd.NaT, index=texts.index)
    for spelling in ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"):
        days = days.fillna(pd.to_datetime(bare, format=spelling, errors="coerce"))
    serial = pd.to_numeric(bare.where(bare.str.fullmatch(r"[2-6]\d{4}")), errors="coerce")
    return days.fillna(pd.to_datetime(serial, unit="D", origin="1899-12-30", errors="coerce"))


def _counts(stations: pd.DataFrame, day: date, scope: Scope) -> pd.DataFrame:
    """One row per indicator and region: the register as it is; a municipality without a station has none."""
    consent = f"; {CONSENT}" if day.year <= CONSENT_UNTIL else ""
    way = "Position, ersatzweise über Postleitzahl oder Ort" if scope.boundaries is not None else "Postleitzahl"
    rows = []
    for region, listed in _regions(stations, scope):
        note = f"Zuordnung über die {way}{consent}" if len(region) == 8 else consent.removeprefix("; ")
        if region == scope.district_ags:
            note = f"Summe der Kommunen; Zuordnung über die {way}{consent}"
        rows += _pair(region, day, listed, note)
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _rebuilt(stations: pd.DataFrame, day: date, scope: Scope) -> pd.DataFrame:
    """One row per indicator, region and end of year before the register's day, by commissioning dates.

    Only years after the latest register already known: a counted value is better than a rebuilt one.
    """
    dates = stations["opened"]
    inside = dates[stations["ags"] != ""].dropna()
    if inside.empty:
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    note = (
        f"zurückgerechnet aus den Inbetriebnahmedaten im Register vom {day:%d.%m.%Y}; "
        "ohne Ladeeinrichtungen, die bis dahin wieder abgemeldet waren"
    )
    known = max((scope.known_until.get(name, "") for name in (POINTS, STATIONS)), default="")
    counted = stations[["ags", "state", "point_count"]]
    rows = []
    for year in range(inside.min().year, day.year + 1):
        end = date(year, 12, 31)
        if end < day and end.isoformat() > known:
            for region, listed in _regions(counted[dates <= pd.Timestamp(end)], scope):
                rows += _pair(region, end, listed, note)
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _regions(stations: pd.DataFrame, scope: Scope) -> Iterator[tuple[str, pd.DataFrame]]:
    """Stations by region: every municipality, the district, and of the others those that can be told."""
    inside = stations[stations["ags"] != ""]
    if not (scope.municipalities or len(inside)):
        return
    for key in sorted({*scope.municipalities, *inside["ags"]}):
        yield key, inside[inside["ags"] == key]
    yield scope.district_ags, inside
    if stations["state"].any():
        for key in sorted(scope.comparison & set(_states().values())):
            yield key, stations[stations["state"] == key]
    if "DG" in scope.comparison:
        yield "DG", stations


def _pair(region: str, day: date, listed: pd.DataFrame, note: str) -> list[tuple[str, str, str, str, str | None]]:
    return [
        (POINTS, region, day.isoformat(), str(int(listed["point_count"].sum())), note or None),
        (STATIONS, region, day.isoformat(), str(len(listed)), note or None),
    ]


@cache
def _states() -> dict[str, str]:
    return {folded(name): key for key, name in states().items()}


def _findings(path: Path, every: pd.DataFrame, stations: pd.DataFrame, scope: Scope) -> Iterator[Finding]:
    inside = stations[stations["ags"] != ""]
    ways = inside["joined_by"].value_counts()
    counts = ", ".join(f"{ways.get(way, 0)} über {way}" for way in (POSITION, POSTCODE, PLACE))
    yield warning(
        path.name,
        f"Zuordnung zu Kommunen der Region: {counts}; außerhalb oder nicht zuzuordnen: {number(len(stations) - len(inside), 0)}.",
    )
    by_postcode = stations[stations["postcode"].isin(set(scope.postcodes))]
    if len(by_postcode) != len(inside):
        yield warning(
            path.name,
            f"Gezählt sind {len(inside)} Ladeeinrichtungen mit {int(inside['point_count'].sum())} Ladepunkten. Nach der "
            f"Postleitzahl allein wären es {len(by_postcode)} mit {int(by_postcode['point_count'].sum())}.",
        )
    elsewhere = inside[inside["is_elsewhere"]]
    addresses = (elsewhere["postcode"] + " " + elsewhere["place"]).str.strip().unique()
    what = f"mit Position in der Region, aber Anschrift anderswo ({quoted(addresses[:3])}), gezählt nach der Position"
    yield from _lines(path, elsewhere, what)
    is_far = (inside["joined_by"] == POSTCODE) & inside["latitude"].notna()
    what = "mit Postleitzahl der Region, aber Position außerhalb, gezählt nach der Postleitzahl"
    if scope.boundaries is not None:
        yield from _lines(path, inside[is_far], what)
    for oddity, odd in stations[stations["oddity"] != ""].groupby("oddity"):
        yield from _lines(path, odd, str(oddity))
    yield from _lines(path, stations[stations["point_count"].isna()], "ohne lesbare Anzahl der Ladepunkte")
    if len(closed := every[~every["line"].isin(stations["line"])]):
        states = quoted(sorted(closed["status"].unique())[:3])
        yield from _lines(path, closed, f"nicht in Betrieb ({states}), nicht gezählt")
    if not stations["commissioned"].any():
        yield warning(path.name, "Die Datei nennt keine Inbetriebnahmedaten; frühere Jahre sind nicht zu berechnen.")
    elif len(undated := inside[inside["commissioned"] == ""]):
        yield from _lines(path, undated, "der Region ohne Inbetriebnahmedatum, in früheren Jahren nicht gezählt")
    is_unreadable = inside["opened"].isna() & (inside["commissioned"] != "")
    what = (
        f"der Region mit unlesbarem Inbetriebnahmedatum ({quoted(inside[is_unreadable]['commissioned'].unique()[:3])})"
    )
    yield from _lines(path, inside[is_unreadable], f"{what}, in früheren Jahren nicht gezählt")
    if missing := sorted({POINTS, STATIONS} - scope.indicator_ids):
        yield warning(path.name, f"Nicht in kennzahlen.csv und deshalb nicht übernommen: {', '.join(missing)}.")


def _lines(path: Path, odd: pd.DataFrame, what: str) -> Iterator[Finding]:
    """One finding for all rows that are odd in the same way, with the first lines."""
    if len(odd):
        lines = ", ".join(str(line) for line in odd["line"].head(FIRST_LINES))
        more = " und weitere" if len(odd) > FIRST_LINES else ""
        message = f"Ladeeinrichtungen {what}: {len(odd)} (Zeile {lines}{more})."
        yield warning(path.name, message, line=int(odd["line"].iloc[0]))
