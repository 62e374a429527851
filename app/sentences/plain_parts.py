"""Sentences that several pages share, and the rule that keeps a box short."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.sentences import plain_words as words
from app.sentences.headlines import BOTH, known_parts
from app.words import cells, units
from app.words.text import counted, enumeration, has, plural, t

_MOST = 6
_WORDS = 15


class Aside(str):
    """An explanation that gives way when the box would grow too long."""

    __slots__ = ()


def box(*sentences: str) -> list[str]:
    """At most six of these sentences, the most important first; the last one, of the Stand, always stays."""
    said = [sentence for sentence in sentences if sentence]
    while len(said) > _MOST:
        asides = [i for i, sentence in enumerate(said) if isinstance(sentence, Aside)]
        said.pop(asides[-1] if asides else -2)
    return said


def known_on(selection: Selection) -> str:
    """As of which Stand all this is said, and whether there is a later one."""
    latest = queries.stand_days(selection.release_id)[0]
    return t("plain.known_on" if selection.stand == latest else "plain.known_on_older", day=words.day(selection.stand))


def selection_sentence(selection: Selection) -> str:
    """What the filters leave, by name; empty when they leave everything."""
    parts = [*_places(selection), *_fields(selection)]
    parts += [
        t("plain.only.undivided") if name == BOTH else t("plain.only.level", level=level(name))
        for name in selection.levels
    ]
    parts += [t("plain.only.year", year=year) if year else t("plain.only.undated") for year in selection.years]
    if not parts:
        return ""
    text = t("plain.only.named", parts=enumeration(parts))
    return text if len(text.split()) <= _WORDS else t("plain.only.above")


def announcement(page: str, selection: Selection) -> list[str]:
    """What ``page`` says as long as it has nothing to show."""
    return box(
        t("plain.no_indicators" if page == "indicators" else "plain.no_projects"),
        t(f"plain.early.{page}"),
        *_region(selection),
        known_on(selection),
    )


def how_many(count: int) -> str:
    """How many projects are known."""
    return counted("plain.projects", count)


def none_known(selection: Selection) -> list[str]:
    """What is said when no project is left."""
    return box(selection_sentence(selection), how_many(0), t("plain.not_none"), known_on(selection))


def money(key: str, row: pd.Series, selection: Selection) -> list[str]:
    """Grants that count; with a filter on municipalities their own, and apart from them what belongs to several."""
    places = _places(selection)
    name = places[0] if len(places) == 1 and selection.municipalities != (queries.district(selection),) else ""
    known = known_parts(row, *(() if places else ("grant",)))
    said = [
        t(f"{key}.{'alone' if part == 'single' and name else part}", amount=words.euro(amount), name=name)
        for part, amount in known.items()
    ]
    if said and name and "single" not in known and has(f"{key}.alone_none"):
        return [t(f"{key}.alone_none", name=name), *said]
    return said or [t(f"{key}.none")]


def reached_results(row: pd.Series) -> str:
    """How many of the results are reached."""
    total, done = int(row.result_count), int(row.reached_count)
    if total == done == 2:
        return t("plain.reached.both")
    if total and done == total:
        return plural("plain.reached.all", total)
    if done:
        return plural("plain.reached.some", done, total=units.number(total))
    return counted("plain.reached.unsure", total)


def meaning_of_results() -> str:
    """What a result is."""
    return Aside(t("plain.result_is"))


def level(name: str) -> str:
    """„vom Bund“."""
    return t(f"plain.level.{name.lower().replace(' ', '_')}")


def ends(rows: pd.DataFrame, column: str, say: Callable[[Any], str]) -> list[str]:
    """Which municipalities have the highest and the lowest value, and how many have joint money alone or none known."""
    known = rows[rows[column].notna()]
    only_joint = sum(cells.has_only_joint(column, row) for row in cells.records(rows))
    unknown = len(rows) - len(known) - only_joint
    without = [
        plural(f"plain.{key}", n) if n and len(known) else ""
        for key, n in (("only_joint", only_joint), ("missing", unknown))
    ]
    if known.empty:
        return [t("plain.value.nobody")]
    high, low = known[column].max(), known[column].min()
    if len(known) == 1:
        return [t("plain.value.only", name=known.name.iloc[0], value=say(high)), *without]
    if high == low:
        whose = "of_known" if len(known) < len(rows) else "of_both" if len(rows) == 2 else "of_all"
        return [t(f"plain.value.equal.{whose}", value=say(high)), *without]
    most, least = (list(known.name[known[column] == end]) for end in (high, low))
    return [
        plural("plain.value.highest", len(most), names=words.names(most), value=say(high)),
        plural("plain.value.lowest", len(least), names=words.names(least), value=say(low)),
        *without,
    ]


def value_of(row: Any, column: str, say: Callable[[Any], str]) -> str:
    """The value of one municipality, or that it has joint money alone, or that nobody knows it."""
    if cells.has_only_joint(column, row):
        return t("plain.value.only_joint", name=row.name)
    value = getattr(row, column)
    return (
        t("plain.value.unknown", name=row.name)
        if units.is_unknown(value)
        else t("plain.value.of", name=row.name, value=say(value))
    )


def _region(selection: Selection) -> list[str]:
    people = queries.municipality_figures(selection.everything()).population_count
    how_many = plural("plain.region.municipalities", len(people))
    return [how_many, t("plain.region.people", n=words.about(people.sum())) if people.notna().all() else ""]


def _places(selection: Selection) -> list[str]:
    municipalities = queries.municipalities(selection)
    known = dict(zip(municipalities.municipality_ags, municipalities.name, strict=True))
    return [known.get(ags, t("plain.only.district")) for ags in selection.municipalities]


def _fields(selection: Selection) -> list[str]:
    fields = queries.fields_of_action(selection)
    known = dict(zip(fields.field_of_action_id, fields.name, strict=True))
    return [t("plain.only.field", name=known[field]) for field in selection.fields]
