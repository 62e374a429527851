"""Gemeindeverzeichnis GV100AD: fixed width, one record per line; municipalities with area and population."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.messages.findings import Finding, warning
from etl.official.adapters.population_rows import HECTARES_PER_KM2, Place, sums, tables
from etl.official.formats.excel import is_excel
from etl.official.formats.text_tables import beginning, recognising, text
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "bevoelkerung"
NAME = "Gemeindeverzeichnis GV100AD von Destatis, Textdatei"

URL = "https://www.destatis.de/DE/Themen/Laender-Regionen/Regionales/Gemeindeverzeichnis/_inhalt.html"
STATE, MUNICIPALITY = "10", "60"
RECORD = re.compile(r"(?:10|20|30|40|50|60)(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d\d\d.*")
TOWNS, NOT_INHABITED = {"61", "62", "63", "67"}, {"65", "66"}
STATES = 16


@dataclass(frozen=True)
class Record:
    """One line of type 60, sliced by character (the official widths count characters, not bytes)."""

    line: int
    day: str
    key: str
    name: str
    kind_field: str
    hectares: str
    people: str

    @classmethod
    def of(cls, line: int, row: str) -> "Record":
        """Slice one line."""
        return cls(line, row[2:10], row[10:18], row[22:72].strip(), row[121:128], row[128:139], row[139:150])

    @property
    def kind(self) -> str:
        """Textkennzeichen."""
        return self.kind_field.strip()

    @property
    def is_whole(self) -> bool:
        """Whether numbers stand where they must."""
        numbers = (self.day, self.key, self.hectares, self.people)
        is_in_place = re.fullmatch(r" \d\d {4}", self.kind_field) is not None
        return is_in_place and all(re.fullmatch(r"\d+", part) for part in numbers)


@recognising
def recognises(path: Path) -> bool:
    """Whether the first lines are records of the fixed width."""
    if is_excel(path):
        return False
    lines = [line for line in beginning(path).splitlines() if line.strip()][:20]
    return bool(lines) and all(RECORD.fullmatch(line) and len(line) > len("6020311231012345670004") for line in lines)


def read(path: Path, scope: Scope) -> Extract:
    """Area and population of municipalities, and sums for regions that are complete in the file.

    Raises UnreadableError where no municipality is in the file.
    """
    lines = text(path).splitlines()
    records = [Record.of(at, line) for at, line in enumerate(lines, start=1) if line[:2] == MUNICIPALITY]
    whole = [record for record in records if record.is_whole and _date(record.day)]
    if not whole:
        raise UnreadableError("Kein Satz der Art 60 (Gemeinde) hat Fläche und Bevölkerung an den erwarteten Stellen.")
    edition = _date(max(record.day for record in whole)) or date.min
    day = population_day(edition)
    note = note_on(edition, "Gemeindeverzeichnis GV100AD")
    places = {record.key: _place(record, day, note) for record in whole if record.kind not in NOT_INHABITED}
    states = {line[10:12] for line in lines if line[:2] == STATE}
    complete = [scope.district_ags, *sorted(states), *(["DG"] if len(states) == STATES else [])]
    found = [*places.values(), *sums(places, complete, note)]
    return Extract(
        source=SOURCE,
        title=f"Gemeindeverzeichnis GV100AD, Gebietsstand {edition:%d.%m.%Y}",
        rows_read=sum(bool(line.strip()) for line in lines),
        tables=tables(found, scope, URL),
        findings=tuple(_findings(path, records, edition, day, scope)),
    )


def population_day(edition: date) -> date:
    """The day a population counts for, which no record tells: the end of the year before the edition.

    The file of 30.11.2023 carries 31.12.2022. The yearly edition of 31.12. carries its own day.
    """
    return edition if (edition.month, edition.day) == (12, 31) else date(edition.year - 1, 12, 31)


def note_on(edition: date, what: str) -> str:
    """What to say beside a figure of an edition."""
    return f"{what}, Gebietsstand {edition:%d.%m.%Y}; Stichtag danach erschlossen"


def warning_on_day(path: Path, edition: date, day: date) -> Finding:
    """Say that the day was concluded."""
    message = (
        f"Der Stichtag der Einwohnerzahlen steht nicht in der Datei. Angenommen ist der {day:%d.%m.%Y} "
        f"zum Gebietsstand {edition:%d.%m.%Y}. Bitte mit der Beschreibung der Ausgabe vergleichen."
    )
    return warning(path.name, message, value=f"{day:%d.%m.%Y}")


def _place(record: Record, day: date, note: str) -> Place:
    kind = "Stadt" if record.kind in TOWNS else {"60": "Markt", "64": "Gemeinde"}.get(record.kind)
    area = int(record.hectares) / HECTARES_PER_KM2
    return Place(record.key, record.name, day, int(record.people), area, kind, note=note)


def _findings(path: Path, records: list[Record], edition: date, day: date, scope: Scope) -> Iterator[Finding]:
    yield warning_on_day(path, edition, day)
    for record in records:
        if record.key.startswith(scope.district_ags) and (not record.is_whole or not _date(record.day)):
            message = (
                "An den Stellen 129 bis 150 stehen nicht Fläche und Bevölkerung; die Zeile wird nicht übernommen. "
                "Vermutlich ist sie beim Speichern verschoben worden."
            )
            yield warning(path.name, message, line=record.line, value=record.name)
        elif record.key.startswith(scope.district_ags) and record.kind in NOT_INHABITED:
            message = f"{record.name} ist gemeindefreies Gebiet und keine Kommune; die Zeile wird nicht übernommen."
            yield warning(path.name, message, line=record.line, value=record.key)


def _date(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits) if re.fullmatch(r"\d{8}", digits) else None
    except ValueError:
        return None
