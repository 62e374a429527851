"""What a filter on years leaves out only because nobody knows its date: in euros and rows."""

from collections.abc import Collection
from dataclasses import replace

from app.data import queries
from app.data.selection import UNDATED, Selection
from app.sentences.headline import known_parts
from app.words import units
from app.words.text import enumeration, plural, t

MONEY, MILESTONES, PROJECTS = "foerderung", "meilensteine", "projekte"
"""Tables of the office that have dates, by the names that exhibits give their inputs."""


def left_out(
    selection: Selection, inputs: Collection[str] = (MONEY, MILESTONES, PROJECTS), *, form: str = "filter"
) -> str:
    """„ohne Datum und deshalb nicht enthalten: …“ for the tables ``inputs``; empty when nothing is left out.

    In the ``form`` of a filter, which stands in a list, or of a notice, which is a whole sentence.
    """
    undated = selection.undated()
    if undated is None:
        return ""
    parts = []
    if MONEY in inputs:
        parts += _money(undated)
    if MILESTONES in inputs:
        count = queries.milestone_totals(undated).milestone_count
        parts += [plural("left_out.milestones", count)] if count else []
    if PROJECTS in inputs and not parts:
        parts += _projects(selection)
    return t(f"left_out.{form}", parts=enumeration(parts)) if parts else ""


def _money(undated: Selection) -> list[str]:
    totals = queries.funding_totals(undated)
    # Own and joint grants of municipalities are never one sum.
    sums = known_parts(totals) if undated.municipalities else {"grant": totals.grant_eur} if totals.grant_count else {}
    grants = [t(f"left_out.{part}", amount=units.euro_short(sum_)) for part, sum_ in sums.items()]
    rest = totals.row_count - totals.grant_count
    return [*grants, *([plural("left_out.more_amounts" if grants else "left_out.amounts", rest)] if rest else [])]


def _projects(selection: Selection) -> list[str]:
    """Projects of which nothing has a date at all; one with a date is told by its years."""
    every = tuple(int(year) for year in queries.years(selection.everything()).year if year != UNDATED)
    known, of_years = (queries.project_totals(replace(selection, years=years)).project_count for years in ((), every))
    return [plural("left_out.projects", known - of_years)] if known > of_years else []
