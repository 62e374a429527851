"""Mistakes to put into a copy of the embedded data, each with the one finding it must cause."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STAND = "staende/2026-11-23/"
Edit = Callable[[Path], int | None]
"""Breaks one file and returns the line where the finding must point, or None."""


@dataclass(frozen=True)
class Defect:
    """One mistake and the finding it must cause."""

    rule: str
    file: str
    edit: Edit
    column: str | None
    text: str
    severity: str = "error"
    is_alone: bool = False
    """Whether it makes a whole file unreadable, so that it would hide other mistakes in it."""
    found_in: str = ""
    """The file of the finding, if it is another one."""

    def apply(self, data_dir: Path) -> int | None:
        """Break the file in this data folder."""
        return self.edit(data_dir / self.file if self.file == "region.toml" else data_dir / "raw" / self.file)


def cell(row: int, column: str, value: str) -> Edit:
    """Set one cell; rows are counted from 0 below the header."""

    def edit(path: Path) -> int:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        rows[row + 1][rows[0].index(column)] = value
        _write(path, rows)
        return row + 2

    return edit


def copy(row: int, **cells: str) -> Edit:
    """Append a copy of a row with some other cells."""

    def edit(path: Path) -> int:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        values = dict(zip(rows[0], rows[row + 1], strict=True)) | cells
        _write(path, [*rows, list(values.values())])
        return len(rows) + 1

    return edit


def renamed(column: str, name: str) -> Edit:
    """Rename a column in the header."""

    def edit(path: Path) -> int:
        header, rest = path.read_text("utf-8").split("\n", 1)
        path.write_text("\n".join([header.replace(column, name, 1), rest]), "utf-8")
        return 1

    return edit


def added(column: str) -> Edit:
    """Add an empty column."""

    def edit(path: Path) -> int:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        _write(path, [[*rows[0], column], *([*row, ""] for row in rows[1:])])
        return 1

    return edit


def without(column: str) -> Edit:
    """Remove a column."""

    def edit(path: Path) -> int:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        position = rows[0].index(column)
        _write(path, [[*row[:position], *row[position + 1 :]] for row in rows])
        return 1

    return edit


def replaced(old: str, new: str, line: int | None = None) -> Edit:
    """Replace the first occurrence of a text."""

    def edit(path: Path) -> int | None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return line

    return edit


def cut_off(path: Path) -> int:
    """End the file within a quotation."""
    data = path.read_bytes()
    path.write_bytes(data + b'"bb')
    return data.count(b"\n") + 1


def rewritten(change: Callable[[bytes], bytes], line: int | None = None) -> Edit:
    """Change the bytes of the file."""

    def edit(path: Path) -> int | None:
        path.write_bytes(change(path.read_bytes()))
        return line

    return edit


def missing(path: Path) -> None:
    """Remove the file."""
    path.unlink()


def features(change: Callable[[list[Any]], None], line: int | None = None) -> Edit:
    """Change the features of a GeoJSON file; one feature a line from the sixth line on."""

    def edit(path: Path) -> int | None:
        lines = path.read_text("utf-8").splitlines()
        found = json.loads("\n".join(lines))["features"]
        change(found)
        rows = ",\n".join(json.dumps(feature) for feature in found)
        path.write_text("\n".join([*lines[:6], rows, "]", "}"]), "utf-8")
        return line

    return edit


def _write(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def _ring(feature: Any) -> list[list[float]]:
    ring: list[list[float]] = feature["geometry"]["coordinates"][0]
    return ring


def _bow_tie(found: list[Any]) -> None:
    ring = _ring(found[0])
    ring[1], ring[40] = ring[40], ring[1]


def _move_shared_point(found: list[Any]) -> None:
    ring = _ring(found[0])
    shared = {tuple(point) for feature in found[1:] for point in _ring(feature)}
    position = next(
        number
        for number in range(1, len(ring) - 1)
        if all(tuple(point) in shared for point in ring[number - 1 : number + 2])
    )
    ring[position] = [ring[position][0] + 0.002, ring[position][1]]


def _punch_hole(found: list[Any]) -> None:
    x, y = 7.6333, 51.6167
    found[0]["geometry"]["coordinates"].append([[x, y], [x, y + 0.005], [x + 0.005, y + 0.005], [x, y]])


PROJECTS, FUNDING, MILESTONES = f"{STAND}projekte.csv", f"{STAND}foerderung.csv", f"{STAND}meilensteine.csv"
SOURCES, VALUES, BORDERS = f"{STAND}quellen.csv", "indikatoren.csv", "grenzen.geojson"
AREAS, AMOUNT = "Kommunen (AGS)", "Betrag (EUR)"

DEFECTS = [
    Defect("unknown AGS", PROJECTS, cell(2, AREAS, "05978999"), AREAS, "05978004 (Bergkamen), 05978008 (Bönen)"),
    Defect("end before start", PROJECTS, cell(0, "Ende", "2021"), "Ende", "vor dem Beginn („2022“)"),
    Defect("duplicate project", PROJECTS, copy(15, Titel="Zweimal"), "Projekt-ID", "steht schon in Zeile 17"),
    Defect("duplicate sum", FUNDING, copy(14, Anmerkung="noch einmal"), "Förder-ID", "steht schon in Zeile 16"),
    Defect("duplicate row", FUNDING, copy(15), None, "völlig gleich", severity="warning"),
    Defect(
        "reached, but planned",
        MILESTONES,
        cell(3, "Status laut Quelle", "geplant"),
        "Status laut Quelle",
        "Erwartet wird „erreicht“",
        severity="warning",
    ),
    Defect("duplicate source", SOURCES, copy(2, Titel="Noch einmal"), "Quelle-ID", "steht schon in Zeile 4"),
    Defect("empty value", VALUES, cell(5, "Wert", ""), None, "Der Wert fehlt", severity="warning"),
    Defect("duplicate value", VALUES, copy(7, Wert="1.5"), "Kennzahl-ID, AGS, Zeitpunkt", "schon in Zeile 9"),
    Defect(
        "duplicate day",
        "bevoelkerung.csv",
        copy(3, Stichtag="31.12.2008", Einwohner="1"),
        "AGS, Stichtag",
        "schon in Zeile 5",
    ),
    Defect(
        "measured after the Stand",
        VALUES,
        copy(7, Zeitpunkt="2026-12"),
        "Zeitpunkt",
        "nach dem Stand 23.11.2026",
        severity="warning",
    ),
    Defect(
        "counted after the Stand",
        "bevoelkerung.csv",
        copy(3, Stichtag="2026-11-24"),
        "Stichtag",
        "nach dem Stand 23.11.2026. Erwartet wird, was dann schon gemessen war.",
        severity="warning",
    ),
    Defect(
        "area off the official one",
        "gemeinden.csv",
        cell(0, "Fläche (km²)", "45.35"),
        "geometry",
        "Die Fläche misst 44,88 km², amtlich sind es 45,35 km²",
        found_in=BORDERS,
    ),
    Defect(
        "part of a point",
        VALUES,
        copy(1706, Zeitpunkt="2017-05", Wert="3.5"),
        "Wert",
        "Erwartet wird eine ganze Zahl ab 0, denn es ist eine Anzahl.",
    ),
    Defect(
        "more points than people",
        VALUES,
        copy(1706, Zeitpunkt="2017-06", Wert="60000"),
        "Wert",
        "mehr, als dort Menschen leben (",
    ),
    Defect(
        "place elsewhere",
        "gemeinden.csv",
        cell(2, "Länge", "7.95"),
        "Breite, Länge",
        "Die Ortsmitte liegt nicht in der Fläche dieser Kommune",
    ),
    Defect("unknown column", FUNDING, added("Notiz"), "Notiz", "wird nicht gelesen", severity="warning"),
    Defect("missing column", MILESTONES, without("Erstplanung"), "Erstplanung", "Die Spalte fehlt", is_alone=True),
    Defect(
        "renamed column twice there",
        MILESTONES,
        renamed("Erreicht", "Erstplanung"),
        "Erstplanung",
        "kommt mehrfach vor",
        is_alone=True,
    ),
    Defect("missing file", PROJECTS, missing, None, "Die Datei fehlt", is_alone=True),
    Defect("empty file", SOURCES, rewritten(lambda _: b""), None, "Die Datei ist leer", is_alone=True),
    Defect(
        "not UTF-8",
        FUNDING,
        rewritten(lambda data: data.decode().encode("cp1252"), 1),
        None,
        "nicht in UTF-8",
        is_alone=True,
    ),
    Defect(
        "semicolons",
        FUNDING,
        rewritten(lambda data: data.replace(b",", b";"), 1),
        "Förder-ID",
        "Semikolon",
        is_alone=True,
    ),
    Defect(
        "comma too many",
        PROJECTS,
        replaced("\n5g-dos-fire,", "\n5g,dos-fire,", 12),
        None,
        "Enthält ein Text ein Komma",
        is_alone=True,
    ),
    Defect(
        "open quotation mark",
        VALUES,
        cut_off,
        None,
        "Anführungszeichen",
        is_alone=True,
    ),
    Defect(
        "unknown key",
        "region.toml",
        replaced('email = ""', 'email = ""\nphon = ""'),
        "operator.phon",
        "Gemeint ist vielleicht „phone“",
        is_alone=True,
    ),
    Defect(
        "missing key",
        "region.toml",
        replaced('state = "Nordrhein-Westfalen"\n', ""),
        "region.state",
        "Der Schlüssel fehlt",
        is_alone=True,
    ),
    Defect(
        "district key",
        "region.toml",
        replaced('district_ags = "05978"', "district_ags = 5978"),
        "region.district_ags",
        "Text in Anführungszeichen",
        is_alone=True,
    ),
    Defect(
        "another district",
        "region.toml",
        replaced('district_ags = "05978"', 'district_ags = "05979"'),
        None,
        "[[comparison]]",
        is_alone=True,
    ),
    Defect(
        "form of a key",
        "region.toml",
        replaced('id = "digitale-verwaltung"', 'id = "Digitale Verwaltung"'),
        "field_of_action.1.id",
        "Kleinbuchstaben",
        is_alone=True,
    ),
    Defect(
        "day of the check",
        "region.toml",
        replaced('accessibility_checked_on = ""', 'accessibility_checked_on = "gestern"'),
        "operator.accessibility_checked_on",
        "Erwartet wird ein Tag",
        is_alone=True,
    ),
    Defect(
        "field twice",
        "region.toml",
        replaced('name = "Bauen und Wohnen"', 'name = "Digitale Verwaltung"'),
        None,
        "field_of_action.name kommt doppelt vor",
        is_alone=True,
    ),
    Defect("TOML syntax", "region.toml", replaced("[region]", "[region", 3), None, "TOML-Schreibweise", is_alone=True),
    Defect(
        "period of a source",
        "sources.toml",
        replaced("period_days = 184", "period_days = 0"),
        "dataset.1.period_days",
        "größer als null",
        is_alone=True,
    ),
    Defect(
        "no polygon for a municipality",
        BORDERS,
        features(lambda found: found.pop()),
        "ags",
        "fehlt die Fläche",
        is_alone=True,
    ),
    Defect(
        "two polygons for a municipality",
        BORDERS,
        features(lambda found: found.append(found[0]), 17),
        "ags",
        "schon eine Fläche",
        is_alone=True,
    ),
    Defect(
        "polygon of a stranger",
        BORDERS,
        features(lambda found: found.append(found[0] | {"properties": {"ags": "05913000"}}), 17),
        "ags",
        "gehört zu keiner Kommune",
        is_alone=True,
    ),
    Defect(
        "polygon without key",
        BORDERS,
        features(lambda found: found[0]["properties"].pop("ags")),
        "ags",
        "fehlt die Eigenschaft",
        is_alone=True,
    ),
    Defect("invalid polygon", BORDERS, features(_bow_tie, 7), "geometry", "ist ungültig", is_alone=True),
    Defect(
        "gap or overlap",
        BORDERS,
        features(_move_shared_point),
        "geometry",
        "An den Grenzen von „Bergkamen“, „Werne“",
        is_alone=True,
    ),
    Defect("hole", BORDERS, features(_punch_hole), "geometry", "eine Lücke", is_alone=True),
    Defect(
        "points for polygons",
        BORDERS,
        features(lambda found: found[0].update(geometry={"type": "Point", "coordinates": [7.6, 51.6]}), 7),
        "geometry",
        "nicht lesbar",
        is_alone=True,
    ),
    Defect("no GeoJSON", BORDERS, rewritten(lambda data: data[:500]), None, "kein GeoJSON", is_alone=True),
    Defect(
        "direction turned",
        PROJECTS,
        cell(3, "Kurzbeschreibung", "x \u202ey\u2066"),
        "Kurzbeschreibung",
        "(U+202E, U+2066)",
    ),
    Defect("control character", FUNDING, cell(4, "Anmerkung", "x\x1b[31m"), "Anmerkung", "(U+001B)"),
    Defect(
        "control character of TOML",
        "region.toml",
        replaced('name = "', 'name = "\\u0007'),
        "region.name",
        "(U+0007)",
        is_alone=True,
    ),
]
