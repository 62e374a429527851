"""A second opinion: the figures once more, from the raw CSV files, with Decimal and plain Python only.

Nothing here uses code of the app or the ETL, so that both would have to be wrong in the same way.
"""

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from config import ROOT
from tests.app.conftest import STAND, raw, reference

DISTRICT = "05978"
STAND_DATE = dt.date.fromisoformat(STAND)


@dataclass
class Project:
    """A project with its areas inside the region, and all it is known by."""

    areas: set[str]
    attribution: str
    field_id: str
    levels: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Choice:
    """What is chosen; nothing chosen is everything."""

    municipalities: Collection[str] = ()
    fields: Collection[str] = ()
    levels: Collection[str] = ()
    years: Collection[int] = ()


def interval(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a partial date."""
    if not text:
        return None
    year, _, rest = text.partition("-")
    if not rest:
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    if rest.startswith("Q"):
        month, length = 3 * int(rest[1]) - 2, 3
    elif len(rest) == 2:
        month, length = int(rest), 1
    else:
        day = dt.date.fromisoformat(text)
        return day, day
    after = dt.date(int(year) + (month + length > 12), (month + length - 1) % 12 + 1, 1)
    return dt.date(int(year), month, 1), after - dt.timedelta(days=1)


@cache
def projects() -> dict[str, Project]:
    """All projects of the Stand."""
    region = tomllib.loads((ROOT / "data" / "region.toml").read_text(encoding="utf-8"))
    fields = {entry["name"]: entry["id"] for entry in region["field_of_action"]}
    found = {}
    for row in raw("projekte"):
        named = set(row["Kommunen (AGS)"].split())
        inside = {area for area in named if area.startswith(DISTRICT)}
        attribution = "district" if DISTRICT in inside else "single" if len(inside) == 1 else "joint"
        begin, end = interval(row["Beginn"]), interval(row["Ende"])
        years = {known[i].year for i, known in enumerate((begin, end)) if known}
        if begin and end:
            years |= set(range(begin[0].year, end[1].year + 1))
        areas = {DISTRICT} if attribution == "district" else inside
        found[row["Projekt-ID"]] = Project(areas, attribution, fields[row["Handlungsfeld"]], years=years)
    for row in raw("foerderung"):
        found[row["Projekt-ID"]].levels.add(row["Ebene"])
        if approved := interval(row["Bewilligt"]):
            found[row["Projekt-ID"]].years.add(approved[0].year)
    for row in raw("meilensteine"):
        if due := due_of(row):
            found[row["Projekt-ID"]].years.add(due[0].year)
    return found


def municipalities() -> list[str]:
    """Keys of all municipalities."""
    return sorted(row["AGS"] for row in reference("gemeinden"))


def gigabit(area: str) -> Decimal:
    """Share of households with a gigabit on the latest day that municipalities have one of, by the newest evaluation."""
    rows = [row for row in reference("indikatoren") if row["Kennzahl-ID"].endswith("_ge1000_pct")]
    names = {row["Kennzahl-ID"] for row in rows if len(row["AGS"]) == 8}
    name = next(name for name in ("bb_hh_bbsr_ge1000_pct", "bb_hh_all_ge1000_pct") if name in names)
    found = {(row["AGS"], row["Zeitpunkt"]): row["Wert"] for row in rows if row["Kennzahl-ID"] == name}
    return Decimal(found[area, max(day for ags, day in found if len(ags) == 8)])


def is_reached(row: dict[str, str]) -> bool:
    """Whether a milestone is reached on the day of the Stand."""
    reached = interval(row["Erreicht"])
    return row["Status laut Quelle"] == "erreicht" or bool(reached and reached[0] <= STAND_DATE)


def due_of(row: dict[str, str]) -> tuple[dt.date, dt.date] | None:
    """When a milestone was reached, else when it is planned."""
    return interval(row["Erreicht"] if is_reached(row) else row["Aktuelle Planung"] or row["Erstplanung"])


def state_of(row: dict[str, str]) -> str:
    """State of a milestone on the day of the Stand."""
    planned = interval(row["Aktuelle Planung"] or row["Erstplanung"])
    if is_reached(row):
        return "reached"
    if planned and planned[1] >= STAND_DATE:
        return "planned"
    return "overdue" if planned and row["Status laut Quelle"] == "verzögert" else "no_feedback"


def chosen_projects(choice: Choice, *, by_year: bool = True, by_level: bool = True) -> set[str]:
    """Keys of the projects of the selection."""
    return {
        key
        for key, project in projects().items()
        if (not choice.municipalities or project.areas & set(choice.municipalities))
        and (not choice.fields or project.field_id in choice.fields)
        and (not by_level or not choice.levels or project.levels & set(choice.levels))
        and (not by_year or not choice.years or project.years & set(choice.years))
    }


def money(choice: Choice) -> list[tuple[Project, dict[str, str], Decimal]]:
    """Sums of the selection that count, of every kind."""
    keys = chosen_projects(choice, by_year=False, by_level=False)
    return [
        (projects()[row["Projekt-ID"]], row, Decimal(row["Betrag (EUR)"]))
        for row in raw("foerderung")
        if row["Zählweise"] == "zählt"
        and row["Projekt-ID"] in keys
        and (not choice.levels or row["Ebene"] in choice.levels)
        and (not choice.years or (row["Bewilligt"] and int(row["Bewilligt"][:4]) in choice.years))
    ]


def total(choice: Choice, kind: str = "Zuwendung", *attributions: str) -> Decimal | None:
    """Sum of one kind; None when there is none."""
    found = [
        amount
        for project, row, amount in money(choice)
        if row["Art"] == kind and (not attributions or project.attribution in attributions)
    ]
    return sum(found, Decimal(0)) if found else None


def states(choice: Choice) -> list[str]:
    """State of every milestone of the selection."""
    keys = chosen_projects(choice, by_year=False)
    rows = [row for row in raw("meilensteine") if row["Projekt-ID"] in keys]
    dated = [row for row in rows if not choice.years or ((due := due_of(row)) and due[0].year in choice.years)]
    return [state_of(row) for row in dated]
