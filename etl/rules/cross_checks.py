"""Rules that look at more than one cell: keys, references between tables, and the order of dates."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache

from data_dictionary import TABLES
from etl.messages.findings import Finding, error, warning
from etl.messages.german import counted, number, quoted, suggestion
from etl.reading.csv_file import Table
from etl.reading.inputs import OFFICE, REFERENCE, Inputs
from etl.reading.money import NUMBER
from etl.reading.partial_dates import is_possible, partial_date
from etl.reading.text_columns import normalised_dates, places_of_repeats, row_numbers
from etl.rules.plausibility import impossible
from etl.tables.keys import KEYS, SEPARATOR

AREAS = "Kommunen (AGS)"
ALSO_UNIQUE = {"gemeinden": ("Name",)}
"""What no two rows have in common, beside the key."""

STATES = 16

# More names than this help nobody to find the right one.
LISTED = 200


def cross_findings(inputs: Inputs) -> Iterator[Finding]:
    """Every finding of every rule; a rule whose other table cannot be read is left out."""
    for kind, table in inputs.tables():
        yield from duplicate_findings(table, KEYS[kind])
        if kind in ALSO_UNIQUE:
            yield from duplicate_findings(table, ALSO_UNIQUE[kind])
    for version in dict.fromkeys(inputs.versions.values()):
        yield from outside_findings(inputs, version)
        yield from figure_findings(inputs, version)
    fields = [field.name for field in inputs.region.field_of_action] if inputs.region else None
    for stand_date in inputs.stands:
        projects, funding, milestones = (inputs.table(stand_date, kind) for kind in OFFICE[:3])
        sources = inputs.table(stand_date, "quellen").known("Quelle-ID")
        known = projects.known("Projekt-ID")
        for table in (projects, funding, milestones):
            yield from unknown_name_findings(table, "Quelle-ID", sources, "Diese Quelle steht nicht in quellen.csv.")
        for table in (funding, milestones):
            yield from unknown_name_findings(table, "Projekt-ID", known, "Dieses Projekt steht nicht in projekte.csv.")
        yield from unknown_name_findings(projects, "Handlungsfeld", fields, "Dieses Handlungsfeld gibt es nicht.")
        yield from area_findings(projects, inputs, stand_date)
        yield from recipient_findings(funding, inputs, stand_date)
        yield from period_findings(projects)
        yield from reached_findings(milestones, stand_date)
    if inputs.stands:
        yield from kind_findings(inputs.table(max(inputs.stands), "meilensteine"))


def kind_findings(milestones: Table) -> Iterator[Finding]:
    """Find that milestones have no kind: all of them count as results."""
    total = len(milestones.frame)
    without = total if "Art" not in milestones.columns else milestones.columns["Art"].null_count
    if without:
        kinds = next(column.choices for column in TABLES["meilensteine"].columns if column.header == "Art")
        message = (
            f"Ohne Angabe der Art: {number(without, 0)} von {counted(total, 'Meilenstein', 'Meilensteinen')}. "
            f"{'Er zählt als Ergebnis' if without == 1 else 'Sie zählen als Ergebnisse'}, auch wo es ein Beschluss, ein Beginn "
            "oder ein Rückschlag ist. Erwartet wird bei jedem Meilenstein "
            f"in der Spalte „Art“ eine von {quoted(kinds)}."
        )
        yield warning(milestones.file, message, column="Art")


def duplicate_findings(table: Table, columns: tuple[str, ...]) -> Iterator[Finding]:
    """Find rows whose key an earlier row has already; dates count as equal however they are written."""
    if not set(columns) <= set(table.columns):
        return
    texts = [table.columns[column] for column in columns]
    numbers = row_numbers([normalised_dates(each) for each in texts])
    seen: dict[int, int] = {}
    for place in places_of_repeats(numbers):
        cells = [each[place].as_py() for each in texts]
        if None not in cells:
            line = int(table.frame.index[place])
            first = seen.setdefault(numbers[place], line)
            if first != line:
                message = f"Diese Angabe steht schon in Zeile {first} und darf nur einmal vorkommen."
                yield error(table.file, message, line=line, column=", ".join(columns), value=SEPARATOR.join(cells))


def unknown_name_findings(table: Table, column: str, known: Collection[str] | None, message: str) -> Iterator[Finding]:
    """Find cells of a column that name something unknown."""
    if known is None:
        return
    hint = cache(lambda name: suggestion(name, known))
    for line, name in table.breaches(column, set(known).__contains__):
        yield error(table.file, message + hint(name), line=line, column=column, value=name)


def outside_findings(inputs: Inputs, stand_date: date) -> Iterator[Finding]:
    """Find municipalities that do not belong to the district."""
    table = inputs.table(stand_date, "gemeinden")
    if inputs.region is None:
        return
    district = inputs.region.region.district_ags
    for line, key in table.breaches("AGS", lambda key: not _is_outside(key, district)):
        message = f"Diese Kommune gehört nicht zum Kreis {district} aus region.toml."
        yield error(table.file, message, line=line, column="AGS", value=key)


def figure_findings(inputs: Inputs, stand_date: date) -> Iterator[Finding]:
    """Find unknown regions, indicators and publishers, values that cannot be, and what is measured after the Stand."""
    population, indicators, values = (inputs.table(stand_date, kind) for kind in REFERENCE[1:])
    if (names := _region_names(inputs, stand_date)) is not None:
        for table in (population, values):
            for line, key in table.breaches("AGS", names.__contains__):
                yield error(table.file, _no_such_key(key, names), line=line, column="AGS", value=key)
    for table, column in ((population, "Stichtag"), (values, "Zeitpunkt")):
        if later := [*later_dates(table, column, stand_date)]:
            (line, text), *others = later
            more = f", so wie {counted(len(others), 'weitere Zeile', 'weitere Zeilen')}" if others else ""
            message = (
                f"Das liegt nach dem Stand {stand_date:%d.%m.%Y}{more}. Erwartet wird, was dann schon gemessen war."
            )
            yield warning(table.file, message, line=line, column=column, value=text)
    message = "Diese Kennzahl steht nicht in kennzahlen.csv."
    yield from unknown_name_findings(values, "Kennzahl-ID", indicators.known("Kennzahl-ID"), message)
    if inputs.sources:
        publishers = [entry.publisher_match for entry in inputs.sources.dataset if entry.publisher_match]
        message = "Dieser Herausgeber steht bei keiner Quelle in sources.toml als publisher_match."
        yield from unknown_name_findings(indicators, "Herausgeber", publishers, message)
    people: dict[str, float] = {}
    for _, key, count in population.rows("AGS", "Einwohner"):
        if NUMBER.fullmatch(count):
            people[key] = max(people.get(key, 0), float(count))
    units = {key: unit for _, key, unit in indicators.rows("Kennzahl-ID", "Einheit")}
    for line, indicator, key, value in values.rows("Kennzahl-ID", "AGS", "Wert"):
        # What is negative is told of its column.
        if (
            NUMBER.fullmatch(value)
            and not value.startswith("-")
            and (message := impossible(indicator, units.get(indicator, ""), float(value), people.get(key)))
        ):
            yield error(values.file, message, line=line, column="Wert", value=value)


def area_findings(table: Table, inputs: Inputs, stand_date: date) -> Iterator[Finding]:
    """Find projects with unknown or repeated municipalities, or with none inside the region."""
    names = _region_names(inputs, stand_date)
    if inputs.region is None or names is None:
        return
    district = inputs.region.region.district_ags
    inside = {key: name for key, name in names.items() if key.startswith(district)}

    def is_right(cell: str) -> bool:
        keys = cell.split()
        return (
            len(set(keys)) == len(keys)
            and any(key in inside for key in keys)
            and all(key in inside or is_elsewhere(key, district) for key in keys)
        )

    for line, cell in table.breaches(AREAS, is_right):
        keys = cell.split()
        for key in dict.fromkeys(keys):
            if key not in inside and not is_elsewhere(key, district):
                yield error(table.file, _no_such_key(key, inside), line=line, column=AREAS, value=key)
            if keys.count(key) > 1:
                yield error(table.file, "Das Gebiet ist doppelt genannt.", line=line, column=AREAS, value=key)
        if all(_is_outside(key, district) for key in keys):
            message = "Kein Gebiet liegt in der Region. Erwartet wird mindestens eine Kommune des Kreises."
            yield error(table.file, message, line=line, column=AREAS, value=cell)


def recipient_findings(table: Table, inputs: Inputs, stand_date: date) -> Iterator[Finding]:
    """Find recipients whose seat is no key, an unknown municipality of the district, or outside of it."""
    column, names = "Empfänger-AGS", _region_names(inputs, stand_date)
    if inputs.region is None or names is None:
        return
    district = inputs.region.region.district_ags
    for line, key in table.breaches(column, names.__contains__):
        if is_elsewhere(key, district):
            message = f"Der Empfänger sitzt außerhalb des Kreises {district}. Bitte prüfen, ob das stimmt."
            yield warning(table.file, message, line=line, column=column, value=key)
        else:
            yield error(table.file, _no_such_key(key, names), line=line, column=column, value=key)


def period_findings(table: Table) -> Iterator[Finding]:
    """Find projects that end before they begin."""
    for line, begin, end in table.rows("Beginn", "Ende"):
        if is_possible(begin) and is_possible(end) and partial_date(end).last < partial_date(begin).first:
            message = f"Das Ende liegt vor dem Beginn („{begin}“)."
            yield error(table.file, message, line=line, column="Ende", value=end)


def reached_findings(table: Table, stand_date: date) -> Iterator[Finding]:
    """Find milestones reached after the Stand, or reached with another status."""
    for line, text in later_dates(table, "Erreicht", stand_date):
        message = f"Das liegt nach dem Stand {stand_date:%d.%m.%Y}. Was erst geplant ist, gehört in die Planung."
        yield error(table.file, message, line=line, column="Erreicht", value=text)
    for line, text, status in table.rows("Erreicht", "Status laut Quelle"):
        if status != "erreicht":
            message = f"„Erreicht“ nennt „{text}“, der Status ist aber „{status}“. Erwartet wird „erreicht“."
            yield warning(table.file, message, line=line, column="Status laut Quelle", value=status)


def later_dates(table: Table, column: str, stand_date: date) -> Iterator[tuple[int, str]]:
    """Give line and text of facts that lie after the Stand."""
    return table.breaches(column, lambda text: not is_possible(text) or partial_date(text).first <= stand_date)


def _is_outside(key: str, district: str) -> bool:
    return re.fullmatch("[0-9]{8}", key) is not None and not key.startswith(district)


def is_elsewhere(key: str, district: str) -> bool:
    """Whether a municipality outside the district can have this key: it begins with the number of a state."""
    return _is_outside(key, district) and 1 <= int(key[:2]) <= STATES


def _region_names(inputs: Inputs, stand_date: date) -> dict[str, str] | None:
    """Name of every region that has figures of its own in a Stand, by key."""
    table = inputs.table(stand_date, "gemeinden")
    keys = table.known("AGS")
    if inputs.region is None or keys is None:
        return None
    names = {key: name for _, key, name in table.rows("AGS", "Name")}
    return {key: names.get(key, key) for key in keys} | {entry.ags: entry.name for entry in inputs.region.comparison}


def _no_such_key(key: str, names: Mapping[str, str]) -> str:
    if f"0{key}" in names:
        return "Die führende Null fehlt; Excel lässt sie weg, wenn die Spalte nicht als Text formatiert ist."
    if len(names) > LISTED:
        return "Diesen amtlichen Schlüssel gibt es hier nicht. Erlaubt sind die Schlüssel aus gemeinden.csv und region.toml."
    known = ", ".join(f"{known} ({name})" for known, name in names.items())
    return f"Diesen amtlichen Schlüssel gibt es hier nicht. Erlaubt sind {known}."
