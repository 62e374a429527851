"""Titles of what was shifted and of the steps of confidence."""

from app.exhibits.claims.claim import Claim, sentences
from app.exhibits.model import Claims, Exhibit, ExhibitContent, Scope, View
from app.words import confidence, units
from app.words.text import plural, t


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
