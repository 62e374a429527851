"""What the map, the list of municipalities and one municipality's profile say in plain words."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.sentences.plain import words
from app.sentences.plain.parts import (
    Aside,
    announcement,
    box,
    ends,
    known_on,
    reached_results,
    selection_sentence,
    value_of,
)
from app.words import units
from app.words.text import counted, plural, t

_SAY: dict[str, Callable[[Any], str]] = {
    "grant_eur": words.euro,
    "grant_per_head_eur": words.euro,
    "project_count": lambda n: counted("plain.value.project", int(n)),
    "reached_count": lambda n: counted("plain.value.result", int(n)),
    "density_count": lambda n: t("plain.value.people", n=words.about(n)),
}


def on_map(selection: Selection, measure: str) -> list[str]:
    """What the map shows with this measure: the highest and the lowest value, and who has none."""
    everywhere = selection.of()
    rows = queries.municipality_figures(everywhere)
    # Filters on projects change nothing about how many people live somewhere.
    filters = "" if measure == "density_count" else selection_sentence(everywhere)
    compared = ends(rows, measure, _SAY[measure])
    return box(
        filters,
        t(f"plain.map.{measure}"),
        _of_one(selection, rows, measure, compared),
        *compared,
        Aside(t("plain.map.own")) if measure.endswith("_eur") else "",
        known_on(selection),
    )


def municipalities(selection: Selection) -> list[str]:
    """How many municipalities there are, and who has most."""
    if not queries.has_projects(selection):
        return announcement("municipalities", selection)
    everywhere = selection.of()
    rows = queries.municipality_figures(everywhere)
    return box(
        selection_sentence(everywhere),
        plural("plain.region.municipalities", len(rows)),
        Aside(t("plain.municipality_is")),
        _most(rows, "grant_eur"),
        _most(rows, "project_count"),
        Aside(t("plain.municipalities.choose")),
        known_on(selection),
    )


def municipality(selection: Selection, ags: str) -> list[str]:
    """People, own and joint money, projects and milestones of one municipality."""
    own = selection.of(ags)
    row = queries.municipality_figures(own).iloc[0]
    people, name = row.population_count, row["name"]
    lives = "" if units.is_unknown(people) else t("plain.municipality.people", name=name, n=words.about(people))
    if not queries.has_projects(selection):
        return box(lives, t("plain.municipality.no_project"), t("plain.early.municipality"), known_on(selection))
    joint = queries.funding_totals(own).joint_eur
    amount = "" if units.is_unknown(row.grant_eur) else words.euro(row.grant_eur)
    alone = t("plain.money.alone", name=name, amount=amount) if amount else t("plain.money.alone_none", name=name)
    return box(
        selection_sentence(selection.of()),
        Aside(lives),
        alone,
        t("plain.money.joint", amount=words.euro(joint)) if not units.is_unknown(joint) else "",
        counted("plain.municipality.projects", int(row.project_count), name=name),
        reached_results(row) if row.project_count else "",
        known_on(selection),
    )


def _of_one(selection: Selection, rows: pd.DataFrame, measure: str, compared: list[str]) -> str:
    """The value of the municipality that is chosen, when it is one and not named already."""
    row = rows[rows.municipality_ags.isin(selection.municipalities)]
    if len(row) != 1 or any(row.name.iloc[0] in sentence for sentence in compared):
        return ""
    return value_of(row.name.iloc[0], row[measure].iloc[0], _SAY[measure])


def _most(rows: pd.DataFrame, measure: str) -> str:
    known = rows[rows[measure] > 0]
    if known.empty:
        return t(f"plain.municipalities.{measure}.none")
    high = known[measure].max()
    first = list(known.name[known[measure] == high])
    key = f"plain.municipalities.{measure}"
    return plural(key, len(first), names=words.names(first), value=_SAY[measure](high))
