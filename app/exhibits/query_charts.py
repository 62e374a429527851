"""What can be drawn of the answer to a query: bars, lines, points, a map of municipalities.

The first column of texts names the rows, the first columns of numbers are drawn: a query says by their order what is what.
"""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from app.charts import theme
from app.charts.bars import MAX_BARS, BarChart, Parts, Row
from app.charts.lines import Curve, LineChart, Value
from app.charts.marks import Chart, Series, day
from app.charts.scatter import Measure, ScatterChart, Spot
from app.data import queries
from app.data.selection import Selection
from app.exhibits.model import Choropleth, ExhibitContent
from app.exhibits.query_result import QueryResult, formatted
from app.words import units
from app.words.cells import records
from app.words.text import t

_MOST_LINES, _MOST_POINTS, _MOST_BARS = 12, 500, 200
"""Of more nobody could tell one from the other."""


def drawings(result: QueryResult, everything: Selection) -> tuple[str, ...]:
    """Kinds of drawings that a result gives, of the map too."""
    found = [kind for kind in _CHARTS if chart(kind, result)]
    return (*found, *(["map"] if map_content(result, everything) else []))


@functools.lru_cache(maxsize=64)
def chart(kind: str, result: QueryResult) -> Chart | None:
    """The chart of one kind; None when the result does not give it."""
    return _CHARTS[kind](result)


@functools.lru_cache(maxsize=16)
def map_content(result: QueryResult, everything: Selection) -> ExhibitContent | None:
    """A map of the first numbers by the keys of municipalities, which stand in a column of texts."""
    keys = set(queries.municipalities(everything).municipality_ags)
    frame, values = result.frame, measured(result)
    column = next((name for name in result.texts if set(frame[name].dropna()) & keys), "") if len(frame) else ""
    if not column or not values or frame[column].duplicated().any():
        return None
    table = pd.DataFrame({"municipality_ags": frame[column], values[0]: frame[values[0]]})
    label = result.labels[values[0]]
    return ExhibitContent(table, ("municipality_ags", values[0]), Choropleth(values[0], label))


def measured(result: QueryResult) -> list[str]:
    """Columns that are measured: numbers that are no years."""
    return [name for name in result.numbers if name not in result.days]


def _bars(result: QueryResult) -> BarChart | None:
    """One bar a row: its texts and days name it, the first number is its length."""
    names, values = [*result.texts[:1], *result.days[:1]][:1], measured(result)
    if not names or not values or not 0 < len(result.frame) <= _MOST_BARS:
        return None
    name, value = names[0], values[0]
    if result.frame[name].duplicated().any():
        return None
    lengths = [units.known(number) for number in result.frame[value]]
    if min((length for length in lengths if length is not None), default=-1.0) < 0:
        return None
    write = formatted(value)
    rows = tuple(
        Row(units.by_unit(name, label), (length,)) for label, length in zip(result.frame[name], lengths, strict=True)
    )

    def words(parts: Parts) -> str:
        return units.UNKNOWN if parts[0] is None else write(_whole(parts[0], result.frame[value]))

    series = (Series(result.labels[value], theme.HIGHLIGHT, is_in_legend=False),)
    alt = functools.partial(_alt, "bars", measure=result.labels[value], by=result.labels[name])
    found = BarChart(rows, series, words, words, lambda listed: alt(list=listed))
    return found.on_page() if len(rows) > MAX_BARS else found


def _lines(result: QueryResult) -> LineChart | None:
    """Values over days or years: a line for each text, else one for each column of numbers."""
    values = measured(result)
    if not result.days or not values:
        return None
    time, frame = result.days[0], result.frame[result.frame[result.days[0]].notna()]
    days = frame[time].tolist()
    groups = _groups(result, frame, days) if result.texts else _columns(result, frame, days)
    points = {name: [(when, number) for when, number in pairs if number is not None] for name, pairs in groups.items()}
    points = {name: pairs for name, pairs in points.items() if pairs}
    known = {when for pairs in points.values() for when, _ in pairs}
    is_drawn = 0 < len(points) <= _MOST_LINES and len(known) > 1 and len(frame) <= _MOST_POINTS
    if not is_drawn or any(number < 0 for pairs in points.values() for _, number in pairs):
        return None
    if any(len({when for when, _ in pairs}) < len(pairs) for pairs in points.values()):
        return None
    write = formatted(values[0])
    curves = []
    for number, (name, pairs) in enumerate(points.items()):
        symbol, dash = theme.SYMBOLS[number % len(theme.SYMBOLS)], theme.LINES[number % len(theme.LINES)]
        series = Series(name, theme.SERIES[number % 10], symbol=symbol, dash=dash, line_width=2.0)
        written = [(when, length, units.by_unit(time, when)) for when, length in sorted(pairs)]
        curves.append(
            Curve(
                series,
                tuple(
                    Value(_day(when), length, date, f"{name}: {write(_whole(length, frame[values[0]]))}\n{date}")
                    for when, length, date in written
                ),
            )
        )
    first, last = (units.by_unit(time, end(known)) for end in (min, max))
    latest = "; ".join(f"{curve.series.name} {write(_whole(curve.known[-1][1], frame[values[0]]))}" for curve in curves)
    alt = _alt("lines", measure=result.labels[values[0]], first=first, last=last, list=latest)
    return LineChart(tuple(curves), alt, " %" if values[0].endswith("_pct") else "")


def _points(result: QueryResult) -> ScatterChart | None:
    """A point a row at its first two numbers, named by its first text."""
    values, frame = measured(result)[:2], result.frame
    if len(values) < 2 or not 1 < len(frame) <= _MOST_POINTS:
        return None
    known = frame[frame[values[0]].notna() & frame[values[1]].notna()]
    if any(known[value].nunique() < 2 for value in values):
        return None
    labels = [result.labels[value] for value in values]
    series = Series(t("sql.points.heading"), theme.HIGHLIGHT, symbol="circle", is_in_legend=False)
    spots = []
    for row in records(known):
        pair = [getattr(row, value) for value in values]
        name = units.by_unit(result.texts[0], getattr(row, result.texts[0])) if result.texts else ""
        written = (f"{label}: {units.by_unit(*each)}" for label, *each in zip(labels, values, pair, strict=True))
        spots.append(Spot(name, float(pair[0]), float(pair[1]), series, "\n".join(filter(None, (name, *written)))))
    listed = "; ".join(spot.tip.replace("\n", ", ") for spot in spots)
    x, y = (Measure(label, units.number) for label in labels)
    return ScatterChart(tuple(spots), x, y, _alt("points", x=labels[0], y=labels[1], list=listed))


_CHARTS = {"bars": _bars, "lines": _lines, "points": _points}

_Pairs = list[tuple[Any, float | None]]


def _groups(result: QueryResult, frame: pd.DataFrame, days: Sequence[Any]) -> Mapping[str, _Pairs]:
    """Days and first numbers of each text."""
    name, value = result.texts[0], measured(result)[0]
    groups: dict[str, _Pairs] = {}
    for label, when, number in zip(frame[name], days, frame[value], strict=True):
        groups.setdefault(units.by_unit(name, label), []).append((when, units.known(number)))
    return groups


def _columns(result: QueryResult, frame: pd.DataFrame, days: Sequence[Any]) -> Mapping[str, _Pairs]:
    """Days and numbers of each column."""
    return {
        result.labels[value]: list(zip(days, map(units.known, frame[value]), strict=True)) for value in measured(result)
    }


def _day(when: Any) -> float:
    """A day or a year on a scale; a year lies at its beginning."""
    return day(when if isinstance(when, dt.date) else dt.date(int(when), 1, 1))


def _whole(value: float, column: pd.Series) -> float | int:
    """A number of a column of whole ones as such."""
    return int(value) if pd.api.types.is_integer_dtype(column) else value


def _alt(kind: str, **words: object) -> str:
    return t(f"sql.alt.{kind}", **words)
