"""Titles of comparisons: who of those that stand side by side has most, and never more than that."""

import functools

import pandas as pd

from app.data import queries
from app.exhibits.claims import funding
from app.exhibits.claims.claim import euro, foremost
from app.exhibits.claims.places import among_municipalities, leader
from app.exhibits.compared import axes, places_of, topic_of
from app.exhibits.model import Claims, Exhibit, ExhibitContent, Scope, View
from app.words import units
from app.words.text import plural, t


def _most(column: str, measure: str, exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which of the chosen municipalities has most: of all others nothing is said."""
    areas = queries.comparison_figures(view.selection.of(), *places_of(view))
    municipal = areas[areas.region_level == "municipality"]
    doubt = funding.grants_doubt(view.selection.of()) if column == "single_eur" else ""
    found = foremost(municipal, column, doubt=doubt)
    if found is None or found.is_alone:
        known = areas[areas[column] > 0]
        return Claims([_alone(column, known.iloc[0])]) if len(known) else Claims()
    value = float(found.first[column].iloc[0])
    is_money = column.endswith("_eur")
    amount = euro(value) if is_money else units.number(value)
    grants = t("telling.own_grants", amount=amount) if is_money else ""
    claim = leader(found, measure, amount, grants)
    return Claims(among_municipalities(claim, found, areas, column, Scope(True)), found.doubt)


def _alone(column: str, row: pd.Series) -> str:
    if column == "single_eur":
        return t("telling.comparison.grants", name=row["name"], amount=euro(float(row[column])))
    if column == "reached_count":
        reached = units.number(row.reached_count)
        return plural("telling.comparison.results", int(row.result_count), name=row["name"], reached=reached)
    return plural("telling.comparison.projects", int(row[column]), name=row["name"])


grants = functools.partial(_most, "single_eur", "grant_eur")
projects = functools.partial(_most, "project_count", "project_count")
results = functools.partial(_most, "reached_count", "reached_count")


def indicators(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Who has the highest latest value of most indicators of the topic; counts are compared among municipalities alone."""
    rows = queries.comparison_indicators(view.selection.of(), *places_of(view))
    rows = rows[(rows.topic == topic_of(view)) & rows.value.notna()]
    rows = rows[rows.unit.str.startswith("%") | (rows.region_level == "municipality")]
    first: dict[str, int] = {}
    compared = 0
    for _, values in rows.groupby("indicator_id", sort=False):
        if len(values) < 2:
            continue
        compared += 1
        best = values[values.value == values.value.max()]
        if len(best) == 1:
            name = str(best["name"].iloc[0])
            first[name] = first.get(name, 0) + 1
    leading = [name for name, count in first.items() if count == max(first.values())]
    if len(leading) != 1:
        return Claims()
    words = {"name": leading[0], "first": units.number(first[leading[0]])}
    return Claims([plural(f"telling.comparison.{form}", compared, **words) for form in ("ahead", "ahead_short")])


def several(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Of how many indicators, if of more than one, the district has a higher latest value than the state."""
    areas = queries.comparison_areas(view.selection).set_index("region_level")
    if not {"district", "state"} <= set(areas.index):
        return Claims()
    district, state = areas.loc["district"], areas.loc["state"]
    rows = queries.comparison_indicators(view.selection.of(), str(district.region_ags), str(state.region_ags))
    known = rows[rows.indicator_id.isin(shown.table.indicator_id) & rows.unit.str.startswith("%")]
    values = known.pivot_table(index="indicator_id", columns="region_level", values="value").dropna()
    if len(values) < 2 or len(values.columns) < 2:
        return Claims()
    higher = units.number((values.district > values.state).sum())
    words = {"name": district["name"], "other": state["name"], "n": higher, "total": units.number(len(values))}
    return Claims([t("telling.comparison.several", **words)])


def scatter(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which place the municipality with the highest value across has upwards."""
    x, y = axes(shown.table)
    known = shown.table[shown.table[x].notna() & shown.table[y].notna()]
    doubt = funding.places_doubt(len(shown.table) - len(known))
    first = known[known[x] == known[x].max()]
    if len(known) < 2 or len(first) != 1:
        return Claims([], doubt)
    rank = 1 + int((known[y] > first[y].iloc[0]).sum())
    words = {"name": str(first["name"].iloc[0]), "rank": units.number(rank), "total": units.number(len(known))}
    return Claims([t(f"telling.comparison.{form}", **words) for form in ("scatter", "scatter_short")], doubt)


def matrix(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which two municipalities have most projects in common."""
    rows = shown.table
    if rows.empty:
        return Claims()
    most = int(rows.joint_count.max())
    first = rows[rows.joint_count == most]
    if len(first) > 1:
        return Claims([plural("telling.comparison.pairs", most, pairs=units.number(len(first)))])
    row = first.iloc[0]
    return Claims([plural("telling.comparison.pair", most, one=row["name"], other=row["partner"])])
