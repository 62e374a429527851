"""Sentences about what happened in a period and what differs between two Stände, made from the figures."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from app.data.selection import Selection
from app.sentences import headlines
from app.sentences.headline import Figure
from app.words import units
from app.words.text import counted, plural, t


def events(row: pd.Series, selection: Selection) -> tuple[Figure, ...]:
    """What happened in a period, from the dates that sources name; ``row`` as of ``queries.event_totals``."""
    granted = headlines.grants(row, selection)
    if not selection.municipalities:
        granted = (replace(granted[0], label=t("changed.granted")),)
    if not row.grant_count:
        granted = (replace(granted[0], text=t("changed.no_grants")), *granted[1:])
    return (
        Figure(
            t("figure.reached"),
            units.number(row.reached_count),
            counted("changed.late", row.late_reached_count) if row.reached_count else t("changed.none_reached"),
        ),
        Figure(
            t("changed.missed"),
            units.number(row.overdue_count + row.no_feedback_count),
            t(
                "changed.missed_parts",
                overdue=units.number(row.overdue_count),
                silent=units.number(row.no_feedback_count),
            ),
        ),
        Figure(
            t("changed.moved"),
            units.number(row.later_count + row.earlier_count),
            t("changed.moved_parts", later=units.number(row.later_count), earlier=units.number(row.earlier_count)),
        ),
        *granted,
        Figure(t("changed.begun"), units.number(row.begun_count), t("changed.begun_meaning")),
        Figure(t("changed.ended"), units.number(row.ended_count), t("changed.ended_meaning")),
    )


def rule(first: dt.date, last: dt.date) -> str:
    """What is counted as lying in the period."""
    return t("changed.rule", first=units.date(first), last=units.date(last))


def possible(row: pd.Series) -> str:
    """How much may have happened in the period; empty when nothing."""
    return plural("changed.possible", row.possible_count) if row.possible_count else ""


def undated_grants(row: pd.Series) -> str:
    """How much has no date and lies in no period; empty when nothing."""
    names = ("undated_reached", "undated_granted", "unplanned", "no_begin", "no_end")
    parts = [plural(f"changed.{name}", row[f"{name}_count"]) for name in names if row[f"{name}_count"]]
    return t("changed.undated", parts=", ".join(parts)) if parts else ""


def differences(row: pd.Series) -> tuple[Figure, ...]:
    """What differs between two Stände; ``row`` as of ``queries.difference_totals``."""
    return (
        Figure(
            t("changed.differences"),
            units.number(row.difference_count),
            t(
                "changed.differences_parts",
                new=units.number(row.new_count),
                gone=units.number(row.gone_count),
                corrected=units.number(row.corrected_count),
            ),
        ),
        Figure(
            t("changed.new_projects"),
            units.number(row.new_project_count),
            counted("changed.gone", row.gone_project_count),
        ),
        Figure(t("changed.newly_reached"), units.number(row.reached_count), t("changed.newly_reached_meaning")),
        Figure(t("changed.replanned"), units.number(row.moved_count), counted("changed.later", row.later_count)),
        Figure(t("changed.silent"), units.number(row.silent_count), t("changed.silent_meaning")),
    )


def money(before: pd.Series, after: pd.Series, selection: Selection) -> tuple[Figure, ...]:
    """By how much grants that count differ; own, joint and district-wide ones apart where municipalities are chosen.

    ``before`` and ``after`` are those of ``queries.funding_totals`` in both Stände.
    """
    if not selection.municipalities:
        return (_step("figure.grants", before.grant_eur, after.grant_eur),)
    parts = (("own_grants", "single"), ("joint_grants", "joint"), ("district_grants", "district"))
    return tuple(
        _step(f"figure.{label}", before[f"{part}_eur"], after[f"{part}_eur"])
        for label, part in parts
        if part != "district" or not (units.is_unknown(before.district_eur) and units.is_unknown(after.district_eur))
    )


def stand_comparison(before: dt.date, after: dt.date) -> str:
    """Which Stände are compared."""
    return t("changed.compared", before=units.date(before), after=units.date(after))


def nothing_to_compare(first: dt.date, last: dt.date, stands: Sequence[dt.date]) -> str:
    """Why there is no comparison of Stände in this period."""
    days = {"first": units.date(first), "last": units.date(last), "stand": units.date(min(stands))}
    if len(stands) == 1:
        return t("changed.one_stand", **days)
    if first < min(stands):
        return t("changed.no_stand_yet", **days)
    return t("changed.same_stand", **days | {"stand": units.date(max(day for day in stands if day <= last))})


def _step(label: str, before: object, after: object) -> Figure:
    old, new = (units.by_unit("exact_eur", value) for value in (before, after))
    text = t("changed.money", old=old, new=new)
    if units.is_unknown(before) or units.is_unknown(after):
        return Figure(t(label), units.UNKNOWN, text)
    return Figure(t(label), units.signed_euro(after - before), text)  # type: ignore[operator]
