"""Gemeindeverzeichnis as a workbook („Auszug GV“): keys split over columns, area, population, coordinates."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl.messages.findings import Finding, warning
from etl.official.adapters.gazetteer import NOT_INHABITED, TOWNS, URL, note_on, population_day, warning_on_day
from etl.official.adapters.population_rows import HECTARES_PER_KM2, Place, basis, sums, tables
from etl.official.formats.text_tables import (
    HEAD_ROWS,
    Grid,
    beginnings,
    count,
    days_in,
    folded,
    grids,
    header_row,
    number,
    recognising,
)
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "bevoelkerung"
NAME = "Gemeindeverzeichnis von Destatis als Excel-Arbeitsmappe („Auszug GV“)"

KEY_WIDTHS = {"land": 2, "rb": 1, "kreis": 2, "gem": 3}
"""Digits of each part of the key; the association of municipalities (VB) is no part of the AGS."""
ROWS_ABOVE, ROWS_BELOW = 4, 3
WORDS: dict[str, Callable[[str], bool]] = {
    "name": lambda head: "gemeindename" in head or "name" in head.split(),
    "kind": lambda head: "textkenn" in head,
    "area": lambda head: "fläche" in head and "je " not in head,
    "people": lambda head: "bevölkerung" in head and "insgesamt" in head,
    "latitude": lambda head: "breitengrad" in head or "breite" in head.split(),
    "longitude": lambda head: "längengrad" in head or "länge" in head.split(),
}


@dataclass(frozen=True)
class Layout:
    """Where things stand on the sheet."""

    header: int
    columns: dict[str, int]
    in_hectares: bool
    heading_of_people: str


@recognising
def recognises(path: Path) -> bool:
    """Whether a sheet splits keys into Land, RB, Kreis and Gem, with area or population beside."""
    return any(_layout(grid) is not None for grid in beginnings(path))


def read(path: Path, scope: Scope) -> Extract:
    """Area, population and coordinates of municipalities, and the sum of the district.

    Raises UnreadableError where no sheet has such columns, or the edition's day is nowhere told.
    """
    whole = grids(path)
    chosen = next(((grid, layout) for grid in whole if (layout := _layout(grid)) is not None), None)
    if chosen is None:
        raise UnreadableError(
            "Kein Blatt hat die Spalten „Land“, „RB“, „Kreis“, „VB“ und „Gem“ mit Fläche oder Bevölkerung."
        )
    grid, layout = chosen
    titles = [" ".join(row) for row in grid.rows[: layout.header + 1]]
    edition = next((day for text in [*titles, path.stem] for day in days_in(text)), None)
    if edition is None:
        raise UnreadableError(
            "Aus der Arbeitsmappe geht der Gebietsstand nicht hervor. Bitte die Datei so nennen, wie sie "
            "veröffentlicht wurde, etwa „31122023_Auszug_GV.xlsx“."
        )
    told = next(days_in(layout.heading_of_people), None)
    day = told or population_day(edition)
    note = note_on(edition, "Gemeindeverzeichnis") if told is None else f"Gemeindeverzeichnis vom {edition:%d.%m.%Y}"
    findings: list[Finding] = [] if told else [warning_on_day(path, edition, day)]
    places: dict[str, Place] = {}
    rows_read = 0
    for line, row in zip(grid.lines[layout.header + 1 :], grid.rows[layout.header + 1 :], strict=True):
        key = _key(row, layout)
        rows_read += key is not None
        if key is not None and len(key) == 8 and key.startswith(scope.district_ags):
            place, problems = _place(path, row, line, layout, key, day, note)
            findings += problems
            if place is not None:
                places[key] = replace(place, basis=basis(day, " ".join(titles)))
    if not rows_read:
        raise UnreadableError(
            "Unter den Spaltenüberschriften steht kein Regionalschlüssel; die Datei ist unvollständig."
        )
    found = [*places.values(), *sums(places, [scope.district_ags], note)]
    return Extract(
        source=SOURCE,
        title=f"Gemeindeverzeichnis, Gebietsstand {edition:%d.%m.%Y}",
        rows_read=rows_read,
        tables=tables(found, scope, URL),
        findings=(*findings, *_coverage(path, places, scope)),
    )


def _layout(grid: Grid) -> Layout | None:
    at = header_row(grid.rows[:HEAD_ROWS], lambda cells: set(KEY_WIDTHS) <= set(cells))
    if at is None:
        return None
    header = [folded(cell) for cell in grid.rows[at]]
    around = grid.rows[max(0, at - ROWS_ABOVE) : at + 1]
    around += [row for row in grid.rows[at + 1 : at + 1 + ROWS_BELOW] if not row[header.index("land")].isdigit()]
    width = max(len(row) for row in around)
    heads = [" ".join(row[column] for row in around if column < len(row)) for column in range(width)]
    # Titles above the table are no headings: they stand in the first column only, or are merged over all.
    shared = {cell for row in around for cell in row if cell and row.count(cell) == len(row)}
    for title in shared:
        heads = [head.replace(title, "") for head in heads]
    columns = {part: header.index(part) for part in KEY_WIDTHS}
    for name, is_meant in WORDS.items():
        taken = [
            column for column, head in enumerate(heads) if is_meant(folded(head)) and column not in columns.values()
        ]
        if taken:
            columns[name] = taken[0]
    if not {"area", "people"} & set(columns):
        return None
    in_hectares = "area" in columns and re.search(r"\bha\b|hektar", heads[columns["area"]].lower()) is not None
    return Layout(at, columns, in_hectares, heads[columns["people"]] if "people" in columns else "")


def _key(row: list[str], layout: Layout) -> str | None:
    """Key of the region a row is about, as long as its parts go; None for a row without."""
    parts = []
    for part, digits in KEY_WIDTHS.items():
        cell = row[layout.columns[part]] if layout.columns[part] < len(row) else ""
        if not cell:
            break
        if not re.fullmatch(rf"\d{{1,{digits}}}", cell):
            return None
        parts.append(cell.zfill(digits))
    return "".join(parts) or None


def _place(
    path: Path, row: list[str], line: int, layout: Layout, key: str, day: date, note: str
) -> tuple[Place | None, list[Finding]]:
    cells = {name: row[at] if at < len(row) else "" for name, at in layout.columns.items()}
    if cells.get("kind", "") in NOT_INHABITED:
        message = "Das ist gemeindefreies Gebiet und keine Kommune; die Zeile wird nicht übernommen."
        return None, [warning(path.name, message, line=line, value=cells.get("name"))]
    findings = []
    figures: dict[str, float | None] = {}
    for name in ("area", "people", "latitude", "longitude"):
        try:
            figures[name] = (count if name == "people" else number)(cells.get(name, ""))
        except ValueError:
            message = "Das ist keine Zahl; der Wert wird nicht übernommen."
            findings.append(warning(path.name, message, line=line, value=cells[name]))
            figures[name] = None
    area, people = figures["area"], figures["people"]
    kind = "Stadt" if cells.get("kind") in TOWNS else None
    place = Place(
        key,
        cells.get("name") or key,
        day,
        None if people is None else int(people),
        area / HECTARES_PER_KM2 if area is not None and layout.in_hectares else area,
        kind,
        figures["latitude"],
        figures["longitude"],
        note,
    )
    return place, findings


def _coverage(path: Path, places: dict[str, Place], scope: Scope) -> Iterator[Finding]:
    if not places:
        yield warning(path.name, f"Die Datei enthält keine Kommune des Kreises {scope.district_ags}.")
