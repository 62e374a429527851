"""Titles of what changes over time: lines of indicators and population, timelines and delays of milestones; steps of confidence."""

from typing import Any

import pandas as pd

from app.data import queries
from app.exhibits.claims import places
from app.exhibits.claims.claim import Claim, sentences
from app.exhibits.model import (
    PAGE_PARAMETER,
    SIZE_PARAMETER,
    Claims,
    Exhibit,
    ExhibitContent,
    Plot,
    Scope,
    View,
    municipality_name,
)
from app.words import confidence, units
from app.words.text import plural, t


def series(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """How far a value has come: that of the one chosen municipality, else of the district; for counts who has most."""
    assert isinstance(shown.drawing, Plot)
    rows = shown.table
    if rows.empty:
        return Claims()
    one = view.selection.municipalities if len(view.selection.municipalities) == 1 else ()
    own = rows[(rows.region_level == "municipality") & rows.region_ags.isin(one)]
    if own.empty and not str(rows.unit.iloc[0]).startswith("%"):
        # Lines of whole regions are hidden at first, because counts of theirs are so much larger.
        return places.latest(rows)
    if own.empty:
        wholes = [rows[rows.region_level == level] for level in ("district", "state", "country")]
        own = next((found for found in wholes if not found.empty), own)
    return Claims(_course(own, dict(shown.drawing.options).get("breaks", ())))


def population(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """How a population has changed since the same kind of counting began."""
    rows = shown.table
    if rows.empty:
        return Claims()
    name = municipality_name(view)
    rows = rows[rows.basis == rows.basis.iloc[-1]]
    first, last = (int(rows.population_count.iloc[place]) for place in (0, -1))
    words = {"name": name, "first": units.number(first), "last": units.number(last)}
    plain = t("telling.population.latest", **words)
    if first == last or len(rows) == 1:
        return Claims([plain])
    key = "telling.population.risen" if last > first else "telling.population.fallen"
    return Claims([t(key, year=rows.reference_date.iloc[0].year, **words), plain])


def milestones(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """How many of the results are reached, drawn or not: of the selection, or of the projects that are shown."""
    rows = shown.table
    if not rows.due.notna().any():
        return Claims([t("telling.milestones.dated")])
    known = rows[rows.role == "result"]
    if known.empty:
        return Claims()
    total, reached, of = len(known), int((known.state == "reached").sum()), ""
    undrawn = int(known.due.isna().sum())
    whole = queries.milestone_totals(view.selection)
    if exhibit.groups is not None and total < whole.result_count:
        if exhibit.pages(view) > 1:
            of = plural("telling.milestones.of", rows.project_id.nunique())
        else:
            # Projects without any date have no place in time, but what the page counts beside it is counted here, too.
            undrawn += int(whole.result_count) - total
            total, reached = int(whole.result_count), int(whole.reached_count)
    claim = _reached(reached, total, str(known.state.iloc[0]), of)
    worded = sentences(claim, Scope() if of else scope)
    # A slide says itself which part it is.
    if exhibit.pages(view) > 1 and not view.parameter(SIZE_PARAMETER):
        number = units.number(int(view.parameter(PAGE_PARAMETER) or 1))
        worded = [*(t("telling.milestones.page", n=number, sentence=sentence) for sentence in worded), *worded]
    return Claims(worded, plural("telling.milestones.undrawn", undrawn) if undrawn else "")


def states(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """How many of the results are there."""
    counts = shown.table.set_index("state").milestone_count
    known = counts[counts > 0]
    if known.empty:
        return Claims()
    claim = _reached(int(counts["reached"]), int(counts.sum()), str(known.index[0]), "")
    return Claims(sentences(claim, scope))


def _reached(reached: int, total: int, state: str, of: str) -> Claim:
    if total == 1:
        return Claim(t("telling.milestones.only") + of, t("telling.milestones.one"), t(f"state.{state}"))
    done, shown = t("state.reached"), units.number(total)
    if reached == total:
        everyone = t(f"telling.milestones.{'both' if total == 2 else 'all'}", total=shown)
        return Claim(everyone + of, t("telling.milestones.many"), done)
    if not reached:
        # To most of them a word is missing: that they are not reached nobody has said.
        return Claim(
            t("telling.milestones.none", total=shown) + of, t("telling.milestones.one"), t("telling.milestones.proved")
        )
    front = t("telling.milestones.front", reached=units.number(reached), total=shown)
    return Claim(front + of, t(f"telling.milestones.{'one' if reached == 1 else 'many'}"), done)


def _course(rows: pd.DataFrame, breaks: tuple[int, ...]) -> list[str]:
    """From the first value to the last, never across a change of method nor from one source to another."""
    rows = rows[rows.value.notna()]
    if rows.empty:
        return []
    end: Any = rows.iloc[-1]
    begun = max((year for year in breaks if year <= end.period_last_date.year), default=0)
    same = rows[(rows.period_last_date.dt.year > begun) & (rows.quoted_from == end.quoted_from)]
    words = {
        "name": str(end["name"]),
        "last": units.measure(end.value, end.unit),
        "end": str(end.period_last_date.year),
    }
    plain = t("telling.series.latest", **words)
    if len(same) < 2 or same.period_last_date.iloc[0].year == end.period_last_date.year:
        return [plain]
    start: Any = same.iloc[0]
    words |= {"begin": str(start.period_last_date.year), "first": units.measure(start.value, start.unit)}
    if units.rounded(start.value, 1) == units.rounded(end.value, 1):
        return [plain]
    ended = t("telling.series.risen" if end.value > start.value else "telling.series.fallen", **words)
    return [ended, t("telling.series.course", **words), plain]


def shifts(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """How many milestones lie after their first plan; else how many are overdue."""
    if shown.table.empty:
        return Claims()
    # What does not lie after its first plan is overdue.
    first = shown.table.iloc[0]
    key, count = ("late", first.shift_late_count) if first.shift_late_count else ("overdue", first.shift_count)
    front = plural("telling.shifts.front", count)
    verb = plural(f"telling.shifts.{key}_verb", count)
    return Claims(sentences(Claim(front, verb, t(f"telling.shifts.{key}")), scope))


def confidence_counts(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which step most projects have, of those that have one."""
    known = shown.table[shown.table.confidence_step.notna()]
    total, most = int(known.project_count.sum()), int(known.project_count.max())
    first = known[known.project_count == most]
    if not most or len(first) > 1:
        return Claims()
    word = confidence.word(first.confidence_step.iloc[0])
    if total == 1 == int(shown.table.project_count.sum()):
        fronts = [t("telling.confidence.only")]
    else:
        numbers = {"n": units.number(most), "total": units.number(total)}
        fronts = [t("telling.confidence.front", **numbers)] if total > 1 else []
        fronts.append(plural("telling.confidence.short", most))
    claims = (Claim(front, t("telling.confidence.verb"), word) for front in fronts)
    return Claims([text for claim in claims for text in sentences(claim, scope)])
