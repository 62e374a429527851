"""Sentences about what happened in a period and what differs between two Stände, made from the figures."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from app.data import queries
from app.data.origins import Origin, in_period
from app.data.selection import Selection
from app.sentences import headlines
from app.sentences.headlines import PARTS, Figure, count, numbers, shown_parts
from app.words import units
from app.words.text import counted, plural, t

_DATES = {"erreicht": "due", "verstrichen": "due", "verschoben": "first_planned", "begonnen": "begin", "beendet": "end"}
"""The date by which something lies in a period; of grants the day on which they were approved."""


def events(row: pd.Series, selection: Selection, first: dt.date, last: dt.date) -> tuple[Figure, ...]:
    """What happened in a period, from the dates that sources name; ``row`` as of ``queries.event_totals``."""
    figures = _events(row, selection)
    return tuple(replace(figure, origin=_in_period(figure, first, last, selection.stand)) for figure in figures)


def _in_period(figure: Figure, first: dt.date, last: dt.date, stand: dt.date) -> Origin | None:
    origin = figure.origin and replace(figure.origin, question="event_totals")
    date = origin and _DATES.get(origin.name, "approved")
    return origin.where(**in_period(date, first, last, stand)) if origin and date else None


def _events(row: pd.Series, selection: Selection) -> tuple[Figure, ...]:
    granted = headlines.grants(row, selection)
    if not selection.municipalities:
        granted = (replace(granted[0], label=t("changed.granted")),)
    if not row.grant_count:
        granted = (replace(granted[0], text=t("changed.no_grants")), *granted[1:])
    reached = counted("changed.late", row.late_reached_count) if row.reached_count else t("changed.none_reached")
    missed = t("changed.missed_parts", **numbers(row, "overdue", "no_feedback"))
    moved = t("changed.moved_parts", **numbers(row, "later", "earlier"))
    return (
        count("figure.reached", row.reached_count, reached, origin="erreicht"),
        count("changed.missed", row.overdue_count + row.no_feedback_count, missed, origin="verstrichen"),
        count("changed.moved", row.later_count + row.earlier_count, moved, origin="verschoben"),
        *granted,
        count("changed.begun", row.begun_count, t("changed.begun_meaning"), origin="begonnen"),
        count("changed.ended", row.ended_count, t("changed.ended_meaning"), origin="beendet"),
    )


def rule(first: dt.date, last: dt.date) -> str:
    """What is counted as lying in the period."""
    return t("changed.rule_of_day" if first == last else "changed.rule", first=units.date(first), last=units.date(last))


def possible(row: pd.Series) -> str:
    """How much may have happened in the period; empty when nothing."""
    return plural("changed.possible", row.possible_count) if row.possible_count else ""


def undated_grants(row: pd.Series) -> str:
    """How much has no date and lies in no period; empty when nothing."""
    names = ("undated_reached", "undated_granted", "unplanned", "no_begin", "no_end")
    parts = [plural(f"changed.{name}", row[f"{name}_count"]) for name in names if row[f"{name}_count"]]
    return t("changed.undated", parts=", ".join(parts)) if parts else ""


def differences(tables: pd.DataFrame, row: pd.Series) -> tuple[Figure, ...]:
    """What differs between two Stände, the office's own tables apart from those it compares with.

    ``tables`` as of ``queries.difference_tables``, ``row`` as of ``queries.milestone_change_totals``.
    """
    projects = tables[tables.changed_table == "projekte"].sum(numeric_only=True)
    own, others = (tables[tables.is_own == is_own].sum(numeric_only=True) for is_own in (True, False))
    beside = " " + plural("changed.differences_beside", others.difference_count) if others.difference_count else ""
    later = counted("changed.later", row.later_count) if row.moved_count else t("changed.never_replanned")
    return (
        count("changed.new_projects", projects.new_count, counted("changed.gone", projects.gone_count)),
        count("changed.newly_reached", row.reached_count, t("changed.newly_reached_meaning")),
        count("changed.replanned", row.moved_count, later),
        count("changed.silent", row.silent_count, t("changed.silent_meaning")),
        count(
            "changed.differences",
            own.difference_count,
            t("changed.differences_parts", **numbers(own, "new", "gone", "corrected")) + beside,
        ),
    )


def money(before: pd.Series, after: pd.Series, selection: Selection) -> tuple[Figure, ...]:
    """By how much grants that count differ; own, joint and district-wide ones apart where municipalities are chosen.

    ``before`` and ``after`` are those of ``queries.funding_totals`` in both Stände.
    """
    if not selection.municipalities:
        return (_step("figure.grants", before.grant_eur, after.grant_eur),)
    return tuple(_step(PARTS[part], before[f"{part}_eur"], after[f"{part}_eur"]) for part in shown_parts(before, after))


def entered(row: pd.Series) -> str:
    """What the sum of grants differs by, and when those were granted that have come into it; empty where nothing differs.

    ``row`` as of ``queries.entered_grants``.
    """
    said = []
    if row.grant_count:
        said.append(plural("changed.entered", row.grant_count, when=_when_granted(row)))
    if row.known_count:
        known = "changed.entered_all_known" if row.known_count == row.grant_count else "changed.entered_known"
        said.append(plural(known, row.known_count, amount=units.euro_short(row.known_eur)))
    for name in ("changed", "gone"):
        if rows := row[f"{name}_count"]:
            said.append(plural(f"changed.entered_{name}", rows, amount=units.signed_euro(row[f"{name}_eur"])))
    return " ".join(said)


def _when_granted(row: pd.Series) -> str:
    if units.is_unknown(row.first_year):
        return "; " + plural("changed.entered_unknown", row.grant_count)
    first, last = (str(int(year)) for year in (row.first_year, row.last_year))
    when = ", " + t("telling.approved_once" if first == last else "telling.approved", first=first, last=last)
    return when + ("; " + plural("changed.entered_undated", row.undated_count) if row.undated_count else "")


def kinds(selection: Selection, before: dt.date, after: dt.date) -> str:
    """How many results there were before the kind of milestones was known; empty where the earlier Stand knows as much."""
    old, new = (queries.gaps(selection.as_of(day)) for day in (before, after))
    if old.unknown_kind_count <= new.unknown_kind_count:
        return ""
    was, now = (queries.milestone_totals(selection.as_of(day)) for day in (before, after))
    counts = {"was": was.reached_count, "of": was.result_count, "now": now.reached_count, "total": now.result_count}
    days = {"before": units.date(before), "after": units.date(after)}
    words = {name: units.number(count) for name, count in counts.items()}
    return plural("changed.kinds", old.unknown_kind_count, **days, **words)


def stand_comparison(before: dt.date, after: dt.date, first: dt.date) -> str:
    """Which Stände are compared in a period that begins on ``first``, perhaps before there was any."""
    days = {"before": units.date(before), "after": units.date(after), "first": units.date(first)}
    return t("changed.compared_first" if first < before else "changed.compared", **days)


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
    label = t("changed.in_tables", label=t(label))
    text = t("changed.money", old=old, new=new)
    if units.is_unknown(before) or units.is_unknown(after):
        return Figure(label, units.UNKNOWN, text)
    return Figure(label, units.signed_euro(after - before), text)  # type: ignore[operator]
