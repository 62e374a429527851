"""What the pages about the whole programme say in plain words: overview, funding, milestones."""

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.sentences.plain import words
from app.sentences.plain.parts import (
    Aside,
    announcement,
    box,
    how_many,
    known_on,
    level,
    meaning_of_results,
    money,
    none_known,
    reached_results,
    selection_sentence,
)
from app.words import units
from app.words.text import counted, t


def overview(selection: Selection) -> list[str]:
    """How many projects, how much money, how far."""
    if not queries.has_projects(selection):
        return announcement("overview", selection)
    milestones = queries.milestone_totals(selection)
    count = queries.project_totals(selection).project_count
    if not count:
        return none_known(selection)
    return box(
        selection_sentence(selection),
        how_many(count),
        *money("plain.money", queries.funding_totals(selection), selection),
        meaning_of_results(),
        reached_results(milestones),
        Aside(counted("plain.silent", milestones.no_feedback_count)) if milestones.milestone_count else "",
        known_on(selection),
    )


def funding(selection: Selection) -> list[str]:
    """How much money, from whom, and what is not counted."""
    totals = queries.funding_totals(selection)
    begin = selection_sentence(selection), Aside(t("plain.funding.is"))
    if not totals.row_count:
        return box(*begin, t("plain.money.none"), *_left_open(selection))
    return box(
        *begin,
        *money("plain.money", totals, selection),
        *_origin(selection),
        counted("plain.funding.uncounted", totals.uncounted_count),
        Aside(t("plain.funding.once")),
        known_on(selection),
    )


def party(selection: Selection, totals: pd.Series) -> list[str]:
    """How much money of one funder, one programme or one recipient there is."""
    return box(
        selection_sentence(selection),
        t("plain.party.about"),
        *money("plain.money", totals, selection),
        counted("plain.funding.uncounted", totals.uncounted_count),
        Aside(t("plain.funding.once")),
        known_on(selection),
    )


def milestones(selection: Selection) -> list[str]:
    """What is reached, what comes next, what is late, what is silent."""
    totals = queries.milestone_totals(selection)
    begin = selection_sentence(selection), meaning_of_results(), reached_results(totals)
    if not totals.milestone_count:
        return box(*begin, *_left_open(selection))
    return box(
        *begin,
        counted("plain.planned", totals.planned_count),
        Aside(t("plain.next", when=words.when(totals.next_planned))) if totals.planned_count else "",
        counted("plain.overdue", totals.overdue_count),
        counted("plain.silent", totals.no_feedback_count),
        known_on(selection),
    )


def _left_open(selection: Selection) -> list[str]:
    return [t("plain.not_none"), known_on(selection)]


def _origin(selection: Selection) -> list[str]:
    """What goes to single municipalities and who gives most; of chosen municipalities only their own is a sum."""
    totals = queries.funding_totals(selection)
    if selection.municipalities or units.is_unknown(totals.grant_eur):
        return []
    single = totals.single_eur
    by_level = queries.funding_by(selection, "level")
    first = by_level.iloc[0]
    parts = [] if units.is_unknown(single) else [t("plain.funding.single", amount=words.euro(single))]
    if len(by_level) == 1:
        return [*parts, t("plain.funding.all_from", level=level(first.label))]
    if first.grant_eur > by_level.grant_eur.iloc[1]:
        parts.append(t("plain.funding.most_from", level=level(first.label), amount=words.euro(first.grant_eur)))
    return parts
