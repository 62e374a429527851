"""A file with several rows of a region and day is read by its total alone, known by what it says, never by position."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from etl.messages.german import quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.table_adapter import Row, cell
from etl.official.formats.text_tables import folded

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
TOTAL_WORDS, BOTH, TOTAL_CODES, OTHER_WORDS = (
    frozenset(WORDS[name]) for name in ("total", "both", "total_codes", "other")
)
BENIGN = re.compile("|".join(WORDS["benign"]))
MOST_NAMED = 5
Key = TypeVar("Key")


def says_total(text: str) -> bool:
    """Whether a text says that all are counted: „Insgesamt“, „Alle Altersgruppen“, „Deutsche und Ausländer“."""
    bare = folded(text)
    words = [word for word in bare.split() if not word.isdigit()]
    others = [word for word in words if word not in TOTAL_WORDS | OTHER_WORDS and not dimension(word)]
    return bare in BOTH or (not others and bool(TOTAL_WORDS & set(words)))


def counts_all(text: str) -> bool:
    """Whether a text says so, or names nothing but the population: „Bevölkerungsstand“."""
    return says_total(text) or bool(text and set(folded(text).split()) <= OTHER_WORDS)


def dimension(text: str) -> str:
    """Name of the dimension that a heading is, with or without what stands in brackets behind it; empty for others."""
    bare = folded(re.sub(r"\s*\(.*", "", text))
    return next((name for name, spelling in WORDS["dimensions"].items() if re.fullmatch(spelling, bare)), "")


def part_of(text: str) -> str:
    """Name of the dimension whose part a text names; empty where it names none, or all."""
    if says_total(text) or dimension(text):
        return ""
    bare = folded(text)
    return next((name for name, spelling in WORDS["parts"].items() if re.search(spelling, bare)), "")


def total_rows(
    wanted: Iterable[tuple[Key, Row]],
    columns: Mapping[int, str],
    figures: Collection[int],
    *,
    among: Iterable[Row],
    advice: str,
) -> dict[Key, Row]:
    """For each region and day the one row that counts all.

    Parameters
    ----------
    wanted
        Rows with their region and day.
    columns
        Headings by position of the columns that tell the rows of one region and day apart, if any does.
    figures
        Positions of the figures that are read.
    among
        All rows of the file, by which a column is judged.
    advice
        What to load instead, in German.

    Raises UnreadableError where a region and day has no such row, or several that contradict each other.
    """
    every, groups = list(among), dict[Key, list[Row]]()
    for key, row in wanted:
        groups.setdefault(key, []).append(row)
    found = _dimensions(groups, columns, every)
    return {key: _total(rows, found, figures, every, advice) for key, rows in groups.items()}


def _dimensions(groups: Mapping[Key, Sequence[Row]], columns: Mapping[int, str], every: list[Row]) -> dict[int, str]:
    """Columns that divide what is counted: named so, with parts or totals in them, or by which rows of a group differ."""
    found = {}
    for at, heading in columns.items():
        texts = list(dict.fromkeys(cell(row.cells, at) for row in every))
        filled = [text for text in texts if text]
        part = next(filter(None, map(part_of, filled)), "")
        differs = any(len({cell(row.cells, at) for row in rows}) > 1 for rows in groups.values())
        is_benign = bool(heading) or all(BENIGN.fullmatch(folded(text)) for text in filled)
        if filled and (part or differs or dimension(heading) or any(map(says_total, filled)) or not is_benign):
            found[at] = heading or part or f"Spalte {at + 1}"
    return found


def _total(
    rows: Sequence[Row], found: Mapping[int, str], figures: Collection[int], every: list[Row], advice: str
) -> Row:
    named = {at for at in found if any(says_total(cell(row.cells, at)) for row in every)}

    def is_whole(row: Row, at: int) -> bool:
        text = cell(row.cells, at)
        return counts_all(text) if text else at not in named

    totals = [row for row in rows if all(is_whole(row, at) for at in found)]
    if not totals:
        broken = [at for at in found if not any(is_whole(row, at) for row in rows)] or list(found)
        values = {found[at]: [cell(row.cells, at) for row in rows] for at in broken}
        raise no_total(values, advice, rows[0].line, cell(rows[0].cells, broken[0]))
    first, *others = totals
    for other in others:
        if at := next((at for at in figures if cell(first.cells, at) != cell(other.cells, at)), None):
            raise UnreadableError(
                f"Für dasselbe Gebiet und denselben Tag stehen zwei Werte in der Datei: „{cell(first.cells, at)}“ in Zeile "
                f"{first.line} und „{cell(other.cells, at)}“ hier, und nichts sagt, welcher alles zählt. {advice}",
                line=other.line,
                value=cell(other.cells, at),
            )
    return first


def no_total(values: Mapping[str, Sequence[str]], advice: str, line: int, value: str) -> UnreadableError:
    """The error for a region of which a file has parts only: the dimensions that divide it, with the values there."""
    told = []
    for name, texts in values.items():
        different = list(dict.fromkeys(texts))
        more = f" und {len(different) - MOST_NAMED} weitere" if len(different) > MOST_NAMED else ""
        told.append(f"„{name}“ ({quoted(different[:MOST_NAMED])}{more})")
    return UnreadableError(
        f"Die Zeilen sind aufgeteilt nach {' und '.join(told)}. Für dieses Gebiet fehlt eine Zeile, die sich „Insgesamt“ nennt; "
        f"ein Teil wird nie für das Ganze genommen. {advice}",
        line=line,
        column=next(iter(values)),
        value=value,
    )
