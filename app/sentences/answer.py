"""The sentences that answer how far the digitalisation is, and the groups of figures that stand below them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from app.data import queries
from app.data.origins import ORIGINS
from app.data.region import region
from app.data.selection import Selection
from app.sentences import headlines
from app.sentences.headlines import PARTS, Figure, count, known_parts, shown_parts
from app.words import units
from app.words.cells import is_only_joint, records
from app.words.text import counted, enumeration, plural, t

_STATES = ("planned", "overdue", "no_feedback")
_BEFORE = 3
"""Values before the newest that its course names."""
_TIMES = {"year": r"\d{4}", "month": r"\d{4}-\d{2}", "quarter": r"\d{4}-Q[1-4]", "day": r"\d{4}-\d{2}-\d{2}"}


def answer(selection: Selection) -> list[str]:
    """How many results are there, how much money is granted, and how many households can have a gigabit."""
    supply = queries.supply(selection).set_index("supply")
    return [
        _results(queries.milestone_totals(selection)),
        _money(queries.funding_totals(selection), selection),
        *([_gigabit(supply.loc["gigabit"], selection)] if "gigabit" in supply.dropna(subset="value").index else ()),
    ]


def sources(selection: Selection) -> tuple[str, ...]:
    """Data sources of what the answer says."""
    supplies = queries.supply(selection).dropna(subset="value")
    return ("projekte", *supplies.dataset_id[supplies.supply == "gigabit"])


def as_of(selection: Selection) -> str:
    """The Stand, when the latest source was published, and what is new since the Stand before."""
    news = queries.latest_news(selection)
    told = [t("answer.stand", stand=units.date(selection.stand))]
    if news:
        told.append(t("answer.news", published=units.partial_date(news)))
    stands = queries.stands(selection.release_id).stand_date.dt.date
    before = stands[stands < selection.stand]
    if len(before):
        counts = queries.new_since(selection, before.max())
        names = [str(name).removesuffix("_count") for name, count in counts.items() if count]
        parts = [plural(f"answer.new_{name}", counts[f"{name}_count"]) for name in names]
        told.append(t("answer.new", day=units.date(before.max()), parts=enumeration(parts or [t("answer.new_none")])))
    return " ".join(told)


def supply(selection: Selection) -> tuple[Figure, ...]:
    """What people and companies can use today, each with its own date, its course and the state beside it."""
    return tuple(_supply(row) for row in records(queries.supply(selection)))


def progress(row: pd.Series) -> tuple[Figure, ...]:
    """How many projects are finished, run, or are not heard of; ``row`` as of ``queries.project_totals``."""
    origins = {
        "finished": "projekte-abgeschlossen",
        "running": "projekte-laufend",
        "silent": "projekte-ohne-offenen-termin",
    }
    return tuple(
        count(f"progress.{name}", row[f"{name}_count"], t(f"progress.{name}_text"), "projects", origin)
        for name, origin in origins.items()
    )


def spending(row: pd.Series, selection: Selection) -> tuple[Figure, ...]:
    """Money of one municipality, of several together, of the whole district; ``row`` as of ``queries.funding_totals``.

    Where these do not make up the sum that the answer names, because each is rounded, the last one says so.
    """
    values = {part: headlines.money_or_unknown(row[f"{part}_eur"]) for part in shown_parts(row)}
    if is_only_joint(row.single_eur, row.joint_eur):
        values["single"] = t("figure.only_joint")
    figures = [
        Figure(t(PARTS[part]), value, t(f"spending.{part}"), "funding", origin=headlines.part_origin(part))
        for part, value in values.items()
    ]
    if not selection.municipalities and not _add_up(list(known_parts(row).values())):
        figures[-1] = replace(figures[-1], text=t("spending.rounded", text=figures[-1].text))
    return tuple(figures)


def overdue_since(date: str) -> str:
    """Since when something is overdue that was planned for a partial date."""
    return t(f"overview.overdue.since.{_kind_of_time(date)}", time=units.partial_date(date))


def _results(row: pd.Series) -> str:
    total = int(row.result_count)
    if not total:
        return t("answer.results_none")
    if total == 1:
        state = next(state for state in ("reached", *_STATES) if row[f"{state}_count"])
        return plural("answer.results", 1, parts=t(f"answer.only.{state}"))
    steps = " " + plural("answer.steps", row.step_count) if row.step_count else ""
    others = [plural(f"answer.{state}", row[f"{state}_count"]) for state in _STATES if row[f"{state}_count"]]
    parts = [counted("answer.reached", row.reached_count), *([enumeration(others)] if others else ())]
    return plural("answer.results", total, parts="; ".join(parts)) + steps


def _money(row: pd.Series, selection: Selection) -> str:
    if units.is_unknown(row.grant_eur):
        return t("answer.money_none")
    if selection.municipalities:
        parts = [t(f"answer.money_{part}", amount=units.euro_short(sum_)) for part, sum_ in known_parts(row).items()]
        return t("answer.money_apart", parts=enumeration(parts))
    fields = queries.funding_by(selection, "field")
    known = fields[fields.grant_eur.notna()].sort_values("grant_eur", ascending=False)
    largest = known.iloc[0]
    part = t("answer.money_part", amount=units.euro_short(largest.grant_eur), field=largest.label)
    return t("answer.money", amount=units.euro_short(row.grant_eur), part=part if len(known) > 1 else "")


def _gigabit(row: Any, selection: Selection) -> str:
    names = queries.municipalities(selection).set_index("municipality_ags").name
    chosen = selection.municipalities
    is_one = len(chosen) == 1 and chosen[0] in names.index
    place = t("answer.place", name=names[chosen[0]]) if is_one else t("answer.place_region")
    when = t(f"answer.when.{_kind_of_time(row.period)}", time=units.partial_date(row.period))
    return t("answer.gigabit", when=when, value=units.share(row.value), place=place)


def _add_up(parts: Sequence[float]) -> bool:
    """Whether amounts still make up their sum when each is rounded as headlines round it."""
    return units.euro_short(sum(map(units.rounded_euro, parts))) == units.euro_short(sum(parts))


def _kind_of_time(date: str) -> str:
    return next(kind for kind, form in _TIMES.items() if re.fullmatch(form, date))


def _supply(row: Any) -> Figure:
    def say(value: Any) -> str:
        if units.is_unknown(value):
            return t("supply.unknown")
        return units.number(value, 1) if row.supply == "charging" else units.share(value)

    is_known = not units.is_unknown(row.value)
    told = [units.partial_date(row.period), t("supply.alone")] if is_known else [t("supply.nothing")]
    if units.is_list(row.before_periods):
        before = zip(row.before_periods, row.before_values, strict=True)
        listed = [
            t("supply.before_value", period=units.partial_date(period), value=say(value)) for period, value in before
        ]
        told[1] = t("supply.before", list=", ".join(listed[-_BEFORE:]))
    told.append(t("supply.state", name=region().region.state, value=say(row.state_value)))
    # What is not known has no rows behind it.
    origin = (
        ORIGINS["versorgung"].where(supply__exact=row.supply, region_ags__exact=row.region_ags) if is_known else None
    )
    return Figure(t(f"supply.{row.supply}"), say(row.value), " · ".join(told), "indicators", origin=origin)
