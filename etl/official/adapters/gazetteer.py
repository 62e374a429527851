"""Gemeindeverzeichnis GV100AD: fixed width, one record per line; municipalities with area and population."""

import re
from datetime import date
from pathlib import Path

from etl.messages.refusals import UnreadableError
from etl.official.adapters.indicator_rows import report_missing
from etl.official.adapters.population_rows import HECTARES_PER_KM2, SOURCE, Place, require_region, sums, tables
from etl.official.formats.excel import is_excel
from etl.official.formats.text_tables import CUT_OFF, beginning, days_in, text
from etl.official.interface import Adapter, Extract, Reading

URL = "https://www.destatis.de/DE/Themen/Laender-Regionen/Regionales/Gemeindeverzeichnis/_inhalt.html"
STATE, MUNICIPALITY = "10", "60"
RECORD = re.compile(r"(?:10|20|30|40|50|60)(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d\d\d.{11}.*")
# Sliced by character: the official widths count characters, not bytes.
WHOLE = re.compile(
    r"60(?P<day>\d{8})(?P<key>\d{8}).{4}(?P<name>.{50}).{49} (?P<kind>\d\d) {4}(?P<hectares>\d{11})(?P<people>\d{11})"
)
TOWNS, NOT_INHABITED = {"61", "62", "63", "67"}, {"65", "66"}
STATES = 16
WIDTH = 150
"""Up to the population, the last of what is read."""


def _is_kind(path: Path) -> bool:
    if is_excel(path):
        return False
    lines = [line for line in beginning(path).splitlines() if line.strip()][:20]
    return bool(lines) and all(RECORD.fullmatch(line) for line in lines)


def _extract(reading: Reading) -> Extract:
    """Area and population of municipalities, and sums for regions that are complete in the file.

    Raises UnreadableError where no municipality is in the file, or one twice with different figures.
    """
    lines = text(reading.path).splitlines()
    scope = reading.scope
    records = []
    for at, line in enumerate(lines, start=1):
        if line[:2] != MUNICIPALITY:
            continue
        key, name = line[10:18], line[22:72].strip()
        whole = WHOLE.match(line)
        if whole and any(days_in(whole["day"])):
            records.append(whole)
        elif scope.is_inside(key):
            message = (
                "An den Stellen 129 bis 150 stehen nicht Fläche und Bevölkerung; die Zeile wird nicht übernommen. "
                "Vermutlich ist sie beim Speichern verschoben worden."
            )
            reading.warn(message, line=at, value=name)
        if whole and whole["kind"] in NOT_INHABITED and scope.is_inside(key):
            message = f"{name} ist gemeindefreies Gebiet und keine Kommune; die Zeile wird nicht übernommen."
            reading.warn(message, line=at, value=key)
    if not records:
        raise UnreadableError("Kein Satz der Art 60 (Gemeinde) hat Fläche und Bevölkerung an den erwarteten Stellen.")
    uninhabited = {record["key"] for record in records if record["kind"] in NOT_INHABITED}
    keys = [record["key"] for record in records]
    own = {key for key in keys if scope.is_inside(key)}
    require_region(reading, keys, own)
    report_missing(reading, own, keys)
    at, last = max((at, line) for at, line in enumerate(lines, start=1) if line.strip())
    if last[:2] == MUNICIPALITY and len(last) < WIDTH:
        raise UnreadableError(
            CUT_OFF,
            line=at,
        )
    edition = max(day for record in records for day in days_in(record["day"]))
    day = population_day(reading, edition)
    note = note_on(edition, "Gemeindeverzeichnis GV100AD")
    places: dict[str, Place] = {}
    for record in records:
        place = _place(record, day, note)
        if places.setdefault(place.key, place) != place:
            raise UnreadableError(
                f"{place.name} ({place.key}) steht zweimal in der Datei, mit verschiedenen Angaben. Bitte die Datei neu laden."
            )
    places = {key: place for key, place in places.items() if key not in uninhabited}
    states = {line[10:12] for line in lines if line[:2] == STATE}
    complete = [scope.district_ags, *sorted(states), *(["DG"] if len(states) == STATES else [])]
    found = tables([*places.values(), *sums(places, complete, note)], scope, URL)
    title = f"Gemeindeverzeichnis GV100AD, Gebietsstand {edition:%d.%m.%Y}"
    return Extract(title, sum(bool(line.strip()) for line in lines), found)


def population_day(reading: Reading, edition: date) -> date:
    """The day a population counts for, which no record tells: the end of the year before the edition; says so.

    The file of 30.11.2023 carries 31.12.2022. The yearly edition of 31.12. carries its own day.
    """
    day = edition if (edition.month, edition.day) == (12, 31) else date(edition.year - 1, 12, 31)
    message = (
        f"Der Stichtag der Einwohnerzahlen steht nicht in der Datei. Angenommen ist der {day:%d.%m.%Y} "
        f"zum Gebietsstand {edition:%d.%m.%Y}. Bitte mit der Beschreibung der Ausgabe vergleichen."
    )
    reading.warn(message, value=f"{day:%d.%m.%Y}")
    return day


def note_on(edition: date, what: str) -> str:
    """What to say beside a figure of an edition."""
    return f"{what}, Gebietsstand {edition:%d.%m.%Y}; Stichtag danach erschlossen"


def _place(record: re.Match[str], day: date, note: str) -> Place:
    kind = "Stadt" if record["kind"] in TOWNS else {"60": "Markt", "64": "Gemeinde"}.get(record["kind"])
    area = int(record["hectares"]) / HECTARES_PER_KM2
    return Place(record["key"], record["name"].strip(), day, int(record["people"]), area, kind, note=note)


ADAPTER = Adapter(SOURCE, "Gemeindeverzeichnis GV100AD von Destatis, Textdatei", _is_kind, _extract)
