"""Titles of what was shifted and of the steps of confidence."""

from app.exhibits.claims.claim import Claim, sentences
from app.exhibits.model import Exhibit, ExhibitContent, Scope, View
from app.words import confidence, units
from app.words.text import plural, t


def shifts(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """How many milestones lie after their first plan; else how many are overdue."""
    if shown.table.empty:
        return []
    # What does not lie after its first plan is overdue.
    first = shown.table.iloc[0]
    key, count = ("late", first.shift_late_count) if first.shift_late_count else ("overdue", first.shift_count)
    front = plural("telling.shifts.front", count)
    verb = plural(f"telling.shifts.{key}_verb", count)
    return sentences(Claim(front, verb, t(f"telling.shifts.{key}")), scope)


def confidence_counts(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Which step most projects have, of those that have one."""
    known = shown.table[shown.table.confidence_step.notna()]
    total, most = int(known.project_count.sum()), int(known.project_count.max())
    first = known[known.project_count == most]
    if not most or len(first) > 1:
        return []
    word = confidence.word(first.confidence_step.iloc[0])
    if total == 1:
        fronts = [t("telling.confidence.only")]
    else:
        numbers = {"n": units.number(most), "total": units.number(total)}
        fronts = [t("telling.confidence.front", **numbers), plural("telling.confidence.short", most)]
    return [text for front in fronts for text in sentences(Claim(front, t("telling.confidence.verb"), word), scope)]
