"""A difference in words: as plain text, and as one page of HTML that needs nothing else and can be mailed round."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data_dictionary import TABLES
from etl.difference.comparison import Difference, Figure, Milestone, Rows
from etl.messages import german
from etl.reading.inputs import OFFICE, REFERENCE
from etl.reading.money import AMOUNT, NUMBER
from etl.reading.partial_dates import german_date, is_possible
from etl.tables.keys import DATES

TEMPLATES = Path(__file__).parent / "templates"
STATES = {
    "reached": "erreicht",
    "step_taken": "Schritt getan",
    "event": "Ereignis",
    "setback": "Rückschlag",
    "planned": "geplant",
    "overdue": "überfällig",
    "no_feedback": "ohne Rückmeldung",
}
DONE = ("reached", "step_taken", "event", "setback")
"""States of what has happened: its day counts, whatever was planned."""
BREAKDOWNS = {
    "Kommune": "Zuwendungen nach Kommunen, gemeinsame und kreisweite Vorhaben für sich",
    "Ebene": "Zuwendungen nach Ebenen des Geldgebers",
    "Geldgeber": "Zuwendungen nach Geldgebern",
    "Programm": "Zuwendungen nach Programmen",
    "Handlungsfeld": "Zuwendungen nach Handlungsfeldern",
    "Art": "Zusammen, nach Art des Betrags",
}
CORRECTIONS = "Berichtigungen, die damit veröffentlicht werden"
UNKNOWN = "keine Angabe"
MONEY, NUMBERS = (
    {column.header for table in TABLES.values() for column in table.columns if column.kind in kinds}
    for kinds in (("amount",), ("count", "decimal", "number"))
)
"""Columns of amounts and of other numbers, by header."""


def plain_text(difference: Difference, most: int | None = None) -> str:
    """Plain text, as the terminal shows it; of each list at ``most`` so many, and how many there are more."""
    return _filled("difference.txt.j2", difference, most=most)


def html_page(difference: Difference, theme: Mapping[str, Any]) -> str:
    """One page of HTML in the light and dark colours of a theme; everything from the tables is escaped."""
    return _filled("difference.html.j2", difference, colours={base: theme[base] for base in ("light", "dark")})


def as_record(difference: Difference) -> dict[str, Any]:
    """All of it for JSON: days as ISO texts, amounts as numbers, and of each table the cells that differ by column."""
    record: dict[str, Any] = json.loads(json.dumps(asdict(difference), default=_plain_value))
    for kind, rows in difference.tables.items():
        record["tables"][kind]["columns"] = rows.columns
    return record


def _plain_value(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value.isoformat()


def amount(value: Decimal) -> str:
    """Euros to the cent, cents only where there are any."""
    return f"{german.number(value, 2 if value % 1 else 0)} €"


def figure(value: Decimal | int | None) -> str:
    """A count as such, a sum of money in euros."""
    if value is None:
        return UNKNOWN
    return amount(value) if isinstance(value, Decimal) else german.number(value, 0)


def signed_change(old: Decimal | int | None, new: Decimal | int | None) -> str:
    """The way from one figure to the other with its sign."""
    if old == new:
        return "gleich"
    change = Decimal(new or 0) - Decimal(old or 0)
    sign = "+" if change > 0 else "−"
    size = abs(change) if Decimal in (type(old), type(new)) else int(abs(change))
    return f"{sign}{figure(size)}"


def comparison_rows(figures: Iterable[Figure]) -> list[tuple[str, str, str, str]]:
    """Name of each figure, and the texts before, after and of the change."""
    return [
        (found.name, figure(found.old), figure(found.new), signed_change(found.old, found.new)) for found in figures
    ]


def column_rows(rows: Rows) -> list[tuple[str, str, str, str]]:
    """Name of each column that differs, and the texts of how many cells of how many rows, also as a share."""
    total = rows.kept_count
    return [
        (column, german.number(count, 0), german.number(total, 0), f"{german.number(100 * count / total, 0)} %")
        for column, count in rows.columns.items()
    ]


def correction_rows(difference: Difference) -> list[tuple[str, str, str, str]]:
    """What each correction is of, what was there and is now, why, and its day."""
    return [
        (
            ", ".join([TABLES[table].title, key, *([column] if column else [])]),
            cell_change(column, old, new),
            reason,
            german_date(day),
        )
        for table, key, column, old, new, reason, day in difference.corrections
    ]


def cell_change(column: str, old: str, new: str) -> str:
    """What a cell was and what it is."""
    return f"{cell_text(column, old)} → {cell_text(column, new)}"


def cell_text(column: str, value: str) -> str:
    """A cell of an input table as a person writes it."""
    if not value:
        return UNKNOWN
    if column in MONEY and AMOUNT.fullmatch(value):
        return amount(Decimal(value))
    if column in NUMBERS and NUMBER.fullmatch(value):
        found = Decimal(value).normalize()
        return german.number(found, max(0, -int(found.as_tuple().exponent)))
    return german_date(value) if column in DATES and is_possible(value) else value


def milestone_change(milestone: Milestone) -> str:
    """What became of a milestone."""
    if milestone.new_state is None:
        return "entfallen"
    if milestone.new_state in DONE:
        when = f" {german_date(milestone.reached)}" if milestone.reached else ", ohne Datum"
        if milestone.change == "redated":
            when += f", vorher {german_date(milestone.old_reached) if milestone.old_reached else 'ohne Datum'}"
        return f"{STATES[milestone.new_state]}{when}" + (" (neu)" if milestone.old_state is None else "")
    plan = german_date(milestone.new_planned) if milestone.new_planned else "ohne Termin"
    if milestone.old_state is None:
        return f"neu: {STATES[milestone.new_state]}, {plan}"
    old, new = milestone.old_planned, milestone.new_planned
    before = german_date(old) if old else "ohne Termin"
    match milestone.change:
        case "refined":
            words = [f"genauer: {plan} statt {before}"]
        case "corrected":
            words = [f"berichtigt: {plan} statt {before}"]
        case "moved":
            words = [f"verschoben von {before} auf {plan}"]
        case _:
            words = [plan if old == new else f"{plan}, vorher {before}"]
    if milestone.old_state != milestone.new_state:
        words.append(f"jetzt {STATES[milestone.new_state]}, vorher {STATES[milestone.old_state]}")
    return "; ".join(words)


def _filled(name: str, difference: Difference, **more: Any) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": lambda day: f"{day:%d.%m.%Y}",
        "date": german_date,
        "count": lambda number: german.number(number, 0),
    }
    tables = {kind: (TABLES[kind].title, rows) for kind, rows in difference.tables.items() if not rows.is_empty}
    return environment.get_template(name).render(
        difference=difference,
        **more,
        office=[tables[kind] for kind in OFFICE if kind in tables],
        reference=[tables[kind] for kind in REFERENCE if kind in tables],
        breakdowns=BREAKDOWNS,
        corrections=CORRECTIONS,
        comparison_rows=comparison_rows,
        column_rows=column_rows,
        correction_rows=correction_rows,
        cell_change=cell_change,
        course=milestone_change,
    )
