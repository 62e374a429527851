"""What a filter on years leaves out only because nobody knows its date: in euros and rows."""

from collections.abc import Collection

from app.data import queries
from app.data.selection import Selection
from app.sentences.headlines import known_parts
from app.words import units
from app.words.text import enumeration, plural, t

GRANTS, MONEY, MILESTONES, RESULTS, REACHED, PROJECTS = (
    "grants",
    "money",
    "milestones",
    "results",
    "reached",
    "projects",
)
"""What has dates: grants alone, money of every kind, milestones of every kind, results, those that are reached, projects."""
_COUNTS = {MILESTONES: "milestone_count", RESULTS: "result_count", REACHED: "reached_count"}


def notice(selection: Selection) -> str:
    """„Ohne Datum und deshalb nicht enthalten: …“ for everything on a page; empty when nothing is left out."""
    listed = _listed(selection, (MONEY, MILESTONES, PROJECTS))
    return t("left_out.notice", parts=enumeration(listed)) if listed else ""


def left_out(selection: Selection, things: Collection[str], *, rows: int = 0) -> str:
    """The same of these ``things``, as it stands in a list of filters; of a table they are in so many ``rows``."""
    listed = _listed(selection, things)
    parts = enumeration(listed) if listed else ""
    if rows:
        counted = plural("left_out.rows", rows)
        parts = t("left_out.rows_of", rows=counted, parts=parts) if parts else counted
    return t("left_out.filter", parts=parts) if parts else ""


def _listed(selection: Selection, things: Collection[str]) -> list[str]:
    undated = selection.undated()
    if undated is None:
        return []
    listed = []
    if GRANTS in things or MONEY in things:
        listed += _money(undated, grants_alone=MONEY not in things)
    for thing, column in _COUNTS.items():
        count = queries.milestone_totals(undated)[column] if thing in things else 0
        listed += [plural(f"left_out.{thing}", count)] if count else []
    if PROJECTS in things:
        more, some = (queries.project_totals(chosen).project_count for chosen in (selection.with_undated(), selection))
        listed += [plural("left_out.projects", more - some)] if more > some else []
    return listed


def _money(undated: Selection, *, grants_alone: bool) -> list[str]:
    totals = queries.funding_totals(undated)
    # Own and joint grants of municipalities are never one sum.
    sums = known_parts(totals) if undated.municipalities else {"grant": totals.grant_eur}
    if not grants_alone:
        sums |= {kind: totals[f"{kind}_eur"] for kind in ("own_share", "investment")}
    known = {name: euros for name, euros in sums.items() if not units.is_unknown(euros)}
    listed = [t(f"left_out.{name}", amount=units.euro_short(euros)) for name, euros in known.items()]
    uncounted = 0 if grants_alone else totals.uncounted_count
    return [*listed, *([plural("left_out.amounts", uncounted)] if uncounted else [])]
