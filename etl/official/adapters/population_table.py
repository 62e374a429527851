"""Landesdatenbank NRW and other GENESIS databases: tables on population and area, one figure per column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from etl.messages.german import quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.dimensions import MOST_NAMED, dimension, part_of, says_total, total_rows
from etl.official.adapters.indicator_rows import report_missing
from etl.official.adapters.population_rows import (
    ADVICE,
    AREA_PART,
    PART,
    SOURCE,
    YEAR,
    Place,
    Places,
    basis,
    day_in,
    region_of,
    report_name,
    require_count,
    require_region,
    tables,
)
from etl.official.adapters.table_adapter import Row, cell, table_adapter
from etl.official.formats.text_tables import Grid, days_in, folded, number
from etl.official.interface import Extract, Reading

KEY = re.compile(r"DG|\d{1,5}|\d{7,8}|\d{11,12}")
CODE = re.compile(r"\b(\d{5}-[\w-]+)")
STATED = re.compile(r"Stand:?\s*(\d{1,2}\.\d{1,2}\.\d{4})")
PEOPLE = re.compile(r"bevölkerung(?!s?dichte)|einwohner|population(?! density)|inhabitants")
AREA = re.compile(r"katasterfläche|bodenfläche|gebietsfläche|fläche insgesamt")
AREA_UNIT = re.compile(r"\b(qkm|km²|km2|ha)\b")
SHARE = re.compile(r"pro |je |anteil")
NEUTRAL = re.compile(r"anzahl|personen|number|persons|zensus \d{4}|\d{1,2}")
"""What stands over a figure and takes nothing away from it: its unit, its census, the number of its column."""
LEADING = 3
MOST_BEFORE = 4
"""So many columns, with the day and dimensions, may stand before the key."""
DAY_HEADINGS = frozenset({"", "jahr", "zeit", "stichtag", "berichtsjahr", "datum", "stand"})
CODES = {r"\d{5}-\d\d-\d\d-\d(-\w+)?": "Statistische Ämter", r"\d{5}-\d{4}": "Statistisches Bundesamt"}
"""Publisher by the form of a table's code, for a file that has lost its last lines."""
PUBLISHERS = (
    ("IT.NRW", "Landesdatenbank NRW", "https://www.landesdatenbank.nrw.de/ldbnrw//online?operation=table&code={code}"),
    (
        "Statistische Ämter",
        "Regionaldatenbank Deutschland",
        "https://www.regionalstatistik.de/genesis/online?operation=table&code={code}",
    ),
    ("Statistisches Bundesamt", "GENESIS-Online", "https://www-genesis.destatis.de/datenbank/online/table/{code}"),
)


@dataclass(frozen=True)
class Column:
    """A column of figures: what its headings say, one below the other."""

    at: int
    parts: tuple[str, ...]
    shared: frozenset[str]
    """What stands over every column of figures."""
    day: date | None
    is_titled: bool = False
    """Whether what is counted stands in a title above the table, and not over the column."""

    @property
    def heading(self) -> str:
        """All headings in one text."""
        return " | ".join(dict.fromkeys(self.parts))

    @property
    def is_of_people(self) -> bool:
        """Whether it is about the population, or a part of it."""
        return bool(PEOPLE.search(self.heading.lower())) and not AREA_UNIT.search(self.heading.lower())

    @property
    def figure(self) -> str:
        """What it gives: ``people`` (all inhabitants), ``area_km2`` (the whole area), or nothing of interest."""
        low = self.heading.lower()
        if AREA_UNIT.search(low):
            return "area_km2" if AREA.search(low) and not (SHARE.search(low) or AREA_PART.search(low)) else ""
        return "people" if self.is_of_people and not self.restriction else ""

    @property
    def restriction(self) -> str:
        """The heading by which it counts a part of the population only; empty where it counts everybody."""
        divisions = [part for part in self.parts if dimension(part)]
        others = [part for part in self.parts if part not in divisions and not says_total(part)]
        if found := next((part for part in others if PART.search(part.lower()) or part_of(part)), ""):
            return found
        if not (divisions or self.is_titled):
            return ""
        unclear = [part for part in others if (self.is_titled or part not in self.shared) and not _is_neutral(part)]
        if unclear or not divisions or any(map(says_total, self.parts)):
            return unclear[0] if unclear else ""
        return divisions[0]

    @property
    def unit(self) -> str:
        """Unit of an area."""
        return next(reversed(AREA_UNIT.findall(self.heading.lower())), "")


@dataclass(frozen=True)
class Figures:
    """A table with its rows of figures, and what its columns hold."""

    grid: Grid
    start: int
    key_at: int
    day_at: int | None
    """Position of the day in a row; None where it stands above."""
    columns: list[Column]
    """Columns of figures about population or area."""
    divisions: dict[int, str]
    """Columns of words beside day, key and name, with their headings."""

    @property
    def restriction(self) -> str:
        """The title, or the name of the sheet, by which the whole table is about a part of the population only."""
        above = [text for row in self.grid.rows[: self.start] for text in row[: self.columns[0].at] if text]
        titles = [re.split(r"\s+nach\s", text)[0] for text in above]
        for title in [*titles, *([self.grid.name] if self.grid.is_sheet else [])]:
            part = part_of(title)
            # „01.01. bis 31.12.“ is no age.
            if part and (part != "Altersgruppe" or re.search(r"\d{1,2} jahre", folded(title))):
                return title
        return ""

    def of(self, figure: str) -> list[Column]:
        """Columns of one figure; of several for one day those that say they count all, where any does."""
        found = [column for column in self.columns if column.figure == figure]
        totals = [column for column in found if any(map(says_total, column.parts))]
        days = {column.day for column in totals}
        return [column for column in found if column in totals or column.day not in days]

    def rows(self) -> Iterator[Row]:
        """Rows that have a figure."""
        for line, cells in _filled(self.grid, self.start, self.key_at):
            if any(cell(cells, column.at) for column in self.columns):
                yield Row(line, cells, {})


def _filled(grid: Grid, start: int, key_at: int) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row with a key; what a program has left out as it stands in the row above is filled in."""
    above: list[str] = []
    for line, cells in zip(grid.lines[start:], grid.rows[start:], strict=True):
        is_continued = above and any(cells) and not any(cells[: key_at + 2])
        if is_continued:
            empty = next(at for at, text in enumerate(cells) if text)
            above = above[:empty] + cells[empty:]
        elif _key_at(cells) == key_at:
            above = cells
        else:
            continue
        yield line, above


def _is_neutral(part: str) -> bool:
    return bool(NEUTRAL.fullmatch(folded(part)) or PEOPLE.search(part.lower()) or day_in(part) or any(days_in(part)))


def _figures(grid: Grid) -> Figures | None:
    """Rows of day, key and name under headings that speak of population or area."""
    start = next((at for at, row in enumerate(grid.rows) if _key_at(row) is not None), None)
    if start is None:
        return None
    key_at = _key_at(grid.rows[start]) or 0
    rows = [cells for _, cells in _filled(grid, start, key_at)]
    width = max(len(row) for row in [*grid.rows[:start], *rows])
    # Words stand between name and figures only; a note in a last column is none.
    beside = [at for at in range(width) if at < key_at or at > key_at + 1]
    heads = [row for row in grid.rows[:start] if any(row[key_at + 2 :])]
    named = {at: next((cell(row, at) for row in reversed(heads) if cell(row, at)), "") for at in range(width)}
    dated = [at for at in beside if _holds_days(rows, at, named[at] if at > key_at else "")]
    words = {at: named[at] for at in beside if at not in dated and any(_is_word(cell(row, at)) for row in rows)}
    names: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        # A municipality may be called otherwise on another day.
        names.setdefault((row[key_at], row[dated[0]] if dated else ""), set()).add(row[key_at + 1])
    if any(len(found) > 1 for found in names.values()):
        words[key_at + 1] = named[key_at + 1]
    figures = [at for at in beside if at > key_at and at not in dated and at not in words]
    columns = [column for column in _columns(grid, start, figures) if column.is_of_people or column.figure]
    return Figures(grid, start, key_at, dated[0] if dated else None, columns, words) if columns else None


def _key_at(row: list[str]) -> int | None:
    """Position of the key in a row of figures, behind a day or words at most; a name follows it."""
    for at in range(min(MOST_BEFORE, len(row) - LEADING) + 1):
        text = row[at]
        if KEY.fullmatch(text) and not YEAR.fullmatch(text) and re.match(r"[^\W\d_]", row[at + 1]):
            return at
        if not (text == "" or YEAR.fullmatch(text) or any(days_in(text)) or _is_word(text)):
            return None
    return None


def _is_word(text: str) -> bool:
    """Whether a cell holds neither a figure nor a sign for none."""
    try:
        return number(text) is None and bool(re.search(r"[^\W\d_]{2}", text))
    except ValueError:
        return bool(re.search(r"[^\W\d_]", text)) and not any(days_in(text))


def _holds_days(rows: list[list[str]], at: int, heading: str) -> bool:
    texts = [cell(row, at) for row in rows]
    if all(any(days_in(text)) for text in texts):
        return True
    return folded(heading) in DAY_HEADINGS and all(YEAR.fullmatch(text) for text in texts)


def _columns(grid: Grid, start: int, figures: list[int]) -> Iterator[Column]:
    """The columns of figures with all that stands above them; a heading goes on until the next one."""
    if not figures:
        return
    above = grid.rows[:start]
    stacks: dict[int, list[str]] = {at: [] for at in figures}
    for row in above:
        current = ""
        if any(row[figures[0] :]):
            for at in figures:
                current = cell(row, at) or current
                stacks[at].append(current)
    days = [day for row in above for text in row for day in days_in(text)]
    general = days[0] if len(days) == 1 else None
    # Where the columns only tell days or the sexes apart, what is counted stands in a line of its own above them.
    titles = [row[0] for row in above if row and row[0] and not any(row[1:])]
    subjects = [title for title in reversed(titles) if PEOPLE.search(title.lower())]
    parts = {at: [part for part in stack if part] for at, stack in stacks.items()}
    texts_above = [text.lower() for texts in parts.values() for text in texts]
    is_titled = bool(subjects) and not any(PEOPLE.search(text) or AREA_UNIT.search(text) for text in texts_above)
    if is_titled:
        # Without what it is divided by: „Bevölkerung nach Geschlecht“ is „Bevölkerung“.
        subject = re.split(r"\s+nach\s", subjects[0])[0]
        parts = {at: [subject, *texts] for at, texts in parts.items()}
    shared = frozenset.intersection(*(frozenset(texts) for texts in parts.values()))
    for at, texts in parts.items():
        yield Column(at, tuple(texts), shared, next(filter(None, map(day_in, texts)), general), is_titled)


def _extract(reading: Reading, found: list[Figures]) -> Extract:
    """Population by region and day, and the area of municipalities, from all sheets that are about everybody.

    Raises UnreadableError where figures have no day, or count a part of the population only.
    """
    scope = reading.scope
    named = [table for table in found if says_total(table.grid.name)] or found
    whole = [table for table in named if not table.restriction]
    if not whole:
        raise UnreadableError(
            f"Die Tabelle zählt nur einen Teil der Bevölkerung: „{found[0].restriction}“. Ein Teil wird nie für das Ganze genommen. "
            f"{ADVICE}",
            value=found[0].restriction,
        )
    places = Places(reading)
    rows_read, held = 0, list[str]()
    keys: list[str] = []
    for table in whole:
        every = [(region_of(row.cells[table.key_at], scope), row) for row in table.rows()]
        rows_read += len(every)
        keys += [key for key, _ in every]
        wanted = [(key, row) for key, row in every if scope.wants(key) or f"{key}000" in scope.municipalities]
        held += [key for key, _ in wanted]
        if wanted:
            _add(places, table, wanted, [row for _, row in every])
    require_region(reading, keys, held)
    report_missing(reading, set(held), set(keys))
    known = places.found.values()
    if any(place.people is not None and place.day is None for place in known):
        raise UnreadableError("Aus der Tabelle geht nicht hervor, für welchen Stichtag die Bevölkerung gezählt ist.")
    days = sorted({place.day for place in known if place.day})
    report_name(reading, days)
    database, url, _ = _origin(whole[0])
    span = " bis ".join(f"{day:%d.%m.%Y}" for day in dict.fromkeys((days[0], days[-1]))) if days else ""
    title = ", ".join(part for part in (database, span) if part)
    return Extract(title, rows_read, tables(known, scope, url))


def _add(places: Places, table: Figures, wanted: list[tuple[str, Row]], every: list[Row]) -> None:
    """Add what one table says of the regions of interest."""
    _require_totals(places.reading, table)
    database, _, stated = _origin(table)
    dated = [((key, "" if table.day_at is None else row.cells[table.day_at]), row) for key, row in wanted]
    figures = [column for figure in ("people", "area_km2") for column in table.of(figure)]
    rows = total_rows(dated, table.divisions, [column.at for column in figures], among=every, advice=ADVICE)
    for (key, told), row in rows.items():
        for column in figures:
            day = day_in(told) or column.day
            counted = basis(day, column.heading) if day and column.figure == "people" else ""
            place = Place(key, row.cells[table.key_at + 1], day, note=f"{database}{stated}", basis=counted)
            text = cell(row.cells, column.at)
            places.add(place, column.figure, text, line=row.line, column=column.heading, unit=column.unit)


def _require_totals(reading: Reading, table: Figures) -> None:
    """Raise UnreadableError where columns on the population are there, and none counts everybody to the person.

    Where the table gives the area all the same, report them.
    """
    of_people = [column for column in table.columns if column.is_of_people]
    figures = {column.figure for column in table.columns}
    if not of_people or "people" in figures:
        return
    if "area_km2" in figures:
        told = quoted(list(dict.fromkeys(column.restriction for column in of_people))[:MOST_NAMED])
        reading.warn(
            f"Keine Spalte zählt alle Einwohner an einem Tag auf die Person genau; übernommen wird nur die Fläche, nicht {told}."
        )
        return
    line, first = table.grid.lines[table.start], of_people[0]
    for column in of_people:
        require_count(column.restriction, line=line, column=column.heading)
    parts = list(dict.fromkeys(column.restriction for column in of_people))
    names = list(dict.fromkeys(filter(None, map(part_of, parts))))
    divided = f"Sie sind aufgeteilt nach {quoted(names)}" if names else "Sie zählen etwas anderes"
    raise UnreadableError(
        f"Keine Spalte zählt alle Einwohner: {divided} ({quoted(parts[:MOST_NAMED])}"
        f"{' und weitere' if len(parts) > MOST_NAMED else ''}). Ein Teil wird nie für das Ganze genommen. {ADVICE}",
        line=line,
        column=first.heading,
    )


def _origin(table: Figures) -> tuple[str, str, str]:
    """Database with code, its address and its day, from what stands above and below the figures."""
    parts = (table.grid.rows[: table.start], table.grid.rows[-60:])
    above, below = (" ".join(" ".join(row) for row in rows) for rows in parts)
    code = found[1] if (found := CODE.search(above)) else "12411"
    by_code = next((mark for form, mark in CODES.items() if re.fullmatch(form, code)), "")
    publisher, address = next(
        ((name, url) for text in (above + below, by_code) for mark, name, url in PUBLISHERS if mark in text),
        PUBLISHERS[0][1:],
    )
    stated = f", Stand {found[1]}" if (found := STATED.search(below)) else ""
    return f"{publisher}, Tabelle {code}", address.format(code=code), stated


ADAPTER = table_adapter(
    SOURCE,
    "Tabelle einer GENESIS-Datenbank (Landesdatenbank NRW) mit Bevölkerung oder Fläche, CSV oder Excel",
    _figures,
    "Keine Zeile beginnt mit Stichtag, Regionalschlüssel und Name unter Spalten zu Bevölkerungsstand oder Bodenfläche.",
    _extract,
    is_known_by_common_words=True,
)
