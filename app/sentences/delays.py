"""Sentences and figures of the account of shifted dates, and of confidence; made from the figures alone."""

import datetime as dt
from dataclasses import replace

import pandas as pd

from app.data.origins import ORIGINS
from app.sentences.headlines import Figure, numbers
from app.words import units
from app.words.text import enumeration, plural, t

_ORIGINS = ("neu-geplant", "verzug-in-tagen", "aeltester-termin", "puenktlich")


def figures(row: pd.Series, first_stand: dt.date) -> tuple[Figure, ...]:
    """The account of all projects of a selection (``queries.account_totals``) as headline figures."""
    found = (_replanned(row, first_stand), _late(row), _silent(row), _on_time(row))
    return tuple(replace(figure, origin=ORIGINS[name]) for figure, name in zip(found, _ORIGINS, strict=True))


def notes(row: pd.Series) -> list[str]:
    """What the headline figures leave out: milestones that were dropped."""
    return [plural("account_sentence.dropped", row.dropped_count)] if row.dropped_count else []


def facts(account: pd.DataFrame, first_stand: dt.date) -> list[str]:
    """The account of one project (``queries.project_account``) as sentences in Markdown; never empty."""
    if account.empty:
        return [t("account_fact.no_milestone")]
    row = account.iloc[0]
    since = t("account_sentence.since", since=units.date(first_stand))
    found = [
        plural("account_fact.replanned", row.replanned_count, since=since)
        if _known(row.replanned_count)
        else t("account_fact.not_replanned", since=since)
    ]
    for name, count, values in (
        ("late", row.late_count, {"amount": _late_amount(row)}),
        ("early", row.early_count, {}),
        ("on_time", row.on_time_count, {}),
        ("told_late", row.told_late_count, {}),
        ("overdue", row.overdue_count, {}),
        ("silent", row.no_feedback_count, {"since": _since(row)}),
        ("dropped", row.dropped_count, {}),
    ):
        if count:
            found.append(plural(f"account_fact.{name}", count, **values))
    return found


def reason(code: str) -> str:
    """Why a project has its step of confidence, or none."""
    return t(f"confidence_reason.{code}")


def _replanned(row: pd.Series, first_stand: dt.date) -> Figure:
    text = t("account_sentence.since", since=units.date(first_stand))
    if not _known(row.replanned_count):
        return Figure(t("account_figure.replanned"), t("account_figure.none_known"), text)
    value = plural("account_figure.at_least", row.replanned_count)
    text = f"{plural('account_sentence.replanned', row.replanned_milestone_count)} {text}"
    return Figure(t("account_figure.replanned"), value, text)


def _late(row: pd.Series) -> Figure:
    """Days, or months where no day is known; whatever else is late follows in words and is never added."""
    parts = []
    if row.late_in_days_count:
        value = units.days(row.late_days)
        parts.append(
            plural("account_sentence.in_days", row.late_in_days_count, longest=units.by_unit("days", row.longest_days))
        )
        if row.late_in_months_count:
            months = units.months(row.late_months)
            parts.append(plural("account_sentence.more_months", row.late_in_months_count, months=months))
    elif row.late_in_months_count:
        value, longest = units.months(row.late_months), units.months(row.longest_months)
        parts.append(plural("account_sentence.in_months", row.late_in_months_count, longest=longest))
    else:
        value = units.UNKNOWN if row.late_count or not row.compared_count else t("account_figure.no_late")
    if unmeasured := row.late_count - row.late_in_days_count - row.late_in_months_count:
        parts.append(plural("account_sentence.unmeasured", unmeasured))
    if row.told_late_count:
        parts.append(plural("account_sentence.told_late", row.told_late_count))
    if not row.compared_count:
        parts.append(t("account_sentence.not_compared"))
    return Figure(t("account_figure.late"), value, " ".join(parts))


def _silent(row: pd.Series) -> Figure:
    label = t("account_figure.silent")
    if not row.milestone_count:
        return Figure(label, units.UNKNOWN, t("sentence.no_milestone"))
    if not row.no_feedback_count:
        return Figure(label, t("account_figure.no_silent"), t("account_sentence.no_silent"))
    since = units.by_unit("silent_since", row.silent_since)
    if row.undated_silent_count == row.no_feedback_count:
        return Figure(label, since, plural("account_sentence.all_undated", row.no_feedback_count))
    parts = [plural("account_sentence.silent", row.no_feedback_count, since=since)]
    if row.undated_silent_count:
        parts.append(plural("account_sentence.undated_silent", row.undated_silent_count))
    if not units.is_unknown(row.silent_days):
        parts.append(t("account_sentence.silent_days", days=units.days(row.silent_days)))
    return Figure(label, since, " ".join(parts))


def _on_time(row: pd.Series) -> Figure:
    label = t("account_figure.on_time")
    if not row.compared_count:
        return Figure(label, units.UNKNOWN, t("account_sentence.not_compared"))
    text = plural("account_sentence.compared", row.compared_count, **numbers(row, "on_time", "early", "late"))
    return Figure(label, units.number(row.on_time_count + row.early_count), text)


def _late_amount(row: pd.Series) -> str:
    """Days and months side by side; empty when neither is known."""
    known = ((units.days, row.late_days), (units.months, row.late_months))
    amounts = [show(value) for show, value in known if not units.is_unknown(value)]
    if not amounts:
        return ""
    return plural("account_fact.late_amount", row.late_count, amount=enumeration(amounts))


def _since(row: pd.Series) -> str:
    if units.is_unknown(row.silent_since):
        return ""
    name = "silent_only_since" if row.no_feedback_count == 1 else "silent_since"
    return t(f"account_fact.{name}", since=units.by_unit("silent_since", row.silent_since))


def _known(count: object) -> bool:
    """Whether anything was planned anew; a count that nobody knows is no news either."""
    return not units.is_unknown(count) and bool(count)
