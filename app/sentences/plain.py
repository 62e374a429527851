"""„In einfachen Worten“: three to six short sentences for each page, made from the figures that the page shows.

Each function takes the selection, and what was chosen on the page, and asks the same questions as the page; a
question is read once, so the sentences cannot tell another story. Nothing here draws.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from app.data import queries
from app.data.period import Period
from app.data.published import Table, published_tables
from app.data.region import region
from app.data.selection import Selection
from app.data.test_results import TestResults
from app.sentences import plain_words as words
from app.sentences.headlines import PARTS, compared_levels
from app.sentences.plain_parts import (
    Aside,
    announcement,
    box,
    ends,
    how_many,
    known_on,
    level,
    meaning_of_results,
    money,
    none_known,
    reached_results,
    selection_sentence,
    value_of,
)
from app.sentences.promises import counts
from app.words import cells, units
from app.words.text import counted, plural, t


def overview(selection: Selection) -> list[str]:
    """How many projects, how much money, how far."""
    if not queries.has_projects(selection):
        return announcement("overview", selection)
    milestones = queries.milestone_totals(selection)
    count = queries.project_totals(selection).project_count
    if not count:
        return none_known(selection)
    return box(
        selection_sentence(selection),
        how_many(count),
        *money("plain.money", queries.funding_totals(selection), selection),
        meaning_of_results(),
        reached_results(milestones),
        Aside(counted("plain.silent", milestones.no_feedback_count)) if milestones.milestone_count else "",
        known_on(selection),
    )


def funding(selection: Selection) -> list[str]:
    """How much money, from whom, and what is not counted."""
    totals = queries.funding_totals(selection)
    begin = selection_sentence(selection), Aside(t("plain.funding.is"))
    if not totals.row_count:
        return box(*begin, t("plain.money.none"), *_left_open(selection))
    return box(
        *begin,
        *money("plain.money", totals, selection),
        *_origin(selection),
        counted("plain.funding.uncounted", totals.uncounted_count),
        Aside(t("plain.funding.once")),
        known_on(selection),
    )


def party(selection: Selection, totals: pd.Series) -> list[str]:
    """How much money of one funder, one programme or one recipient there is."""
    return box(
        selection_sentence(selection),
        t("plain.party.about"),
        *money("plain.money", totals, selection),
        counted("plain.funding.uncounted", totals.uncounted_count),
        Aside(t("plain.funding.once")),
        known_on(selection),
    )


def milestones(selection: Selection) -> list[str]:
    """What is reached, what comes next, what is late, what is silent."""
    totals = queries.milestone_totals(selection)
    begin = selection_sentence(selection), meaning_of_results(), reached_results(totals)
    if not totals.milestone_count:
        return box(*begin, *_left_open(selection))
    return box(
        *begin,
        counted("plain.planned", totals.planned_count),
        Aside(t("plain.next", when=words.when(totals.next_planned))) if totals.planned_count else "",
        counted("plain.overdue", totals.overdue_count),
        counted("plain.silent", totals.no_feedback_count),
        known_on(selection),
    )


def _left_open(selection: Selection) -> list[str]:
    return [t("plain.not_none"), known_on(selection)]


def _origin(selection: Selection) -> list[str]:
    """What goes to single municipalities and who gives most; of chosen municipalities only their own is a sum."""
    totals = queries.funding_totals(selection)
    if selection.municipalities or units.is_unknown(totals.grant_eur):
        return []
    single = totals.single_eur
    by_level = compared_levels(queries.funding_by(selection, "level"))
    first = by_level.iloc[0]
    parts = [] if units.is_unknown(single) else [t("plain.funding.single", amount=words.euro(single))]
    if len(by_level) == 1:
        return [*parts, t("plain.funding.all_from", level=level(first.label))]
    if first.grant_eur > by_level.grant_eur.iloc[1]:
        parts.append(t("plain.funding.most_from", level=level(first.label), amount=words.euro(first.grant_eur)))
    return parts


def projects(selection: Selection, search: str = "") -> list[str]:
    """How many projects are in the list, and whose they are."""
    narrowed, end = selection_sentence(selection), (Aside(t("plain.list.open")), known_on(selection))
    if search:
        count = queries.project_rows(selection, search).count
        return box(narrowed, counted("plain.found", count), t("plain.list.search"), *end)
    totals = queries.project_totals(selection)
    if not totals.project_count:
        return none_known(selection)
    counts = {name: totals[f"{name}_count"] for name in PARTS}
    listed = (counted(f"plain.list.{name}", n) for name, n in counts.items() if n)
    return box(narrowed, how_many(totals.project_count), *listed, *end)


def project(selection: Selection, row: pd.Series) -> list[str]:
    """Who takes part in one project, when it runs, what it costs, how far it is."""
    amount = "" if units.is_unknown(row.grant_eur) else words.euro(row.grant_eur)
    return box(
        _who(selection, row),
        *_run(row),
        t("plain.project.money", amount=amount) if amount else t("plain.project.no_money"),
        reached_results(row),
        Aside(t("plain.project.sources")),
        known_on(selection),
    )


def _who(selection: Selection, row: pd.Series) -> str:
    if row.attribution == "district":
        return t("plain.project.district")
    names = queries.municipalities(selection).set_index("municipality_ags").name
    inside = [names[ags] for ags in row.area_ags if ags in names.index]
    return counted("plain.project.of", len(inside), names=words.names(inside)) if inside else ""


def _run(row: pd.Series) -> list[str]:
    begin, end = ("" if units.is_unknown(value) else str(value) for value in (row.begin, row.end))
    if not begin and not end:
        return [t("plain.project.no_dates")]
    return [
        t("plain.project.begin", when=words.when(begin)) if begin else t("plain.project.no_begin"),
        t("plain.project.end", when=words.when(end)) if end else t("plain.project.no_end"),
    ]


_SAY: dict[str, Callable[[Any], str]] = {
    "grant_eur": words.euro,
    "grant_per_head_eur": words.euro,
    "project_count": lambda n: counted("plain.value.project", int(n)),
    "reached_count": lambda n: counted("plain.value.result", int(n)),
    "density_count": lambda n: t("plain.value.people", n=words.about(n)),
}


def on_map(selection: Selection, measure: str) -> list[str]:
    """What the map shows with this measure: the highest and the lowest value, and who has none."""
    everywhere = selection.of()
    rows = queries.municipality_figures(everywhere)
    # Filters on projects change nothing about how many people live somewhere.
    filters = "" if measure == "density_count" else selection_sentence(everywhere)
    compared = ends(rows, measure, _SAY[measure])
    return box(
        filters,
        t(f"plain.map.{measure}"),
        _of_one(selection, rows, measure, compared),
        *compared,
        Aside(t("plain.map.own")) if measure.endswith("_eur") else "",
        known_on(selection),
    )


def municipalities(selection: Selection) -> list[str]:
    """How many municipalities there are, and who has most."""
    if not queries.has_projects(selection):
        return announcement("municipalities", selection)
    everywhere = selection.of()
    rows = queries.municipality_figures(everywhere)
    return box(
        selection_sentence(everywhere),
        plural("plain.region.municipalities", len(rows)),
        Aside(t("plain.municipality_is")),
        _most(rows, "grant_eur"),
        _most(rows, "project_count"),
        Aside(t("plain.municipalities.choose")),
        known_on(selection),
    )


def municipality(selection: Selection, ags: str) -> list[str]:
    """People, own and joint money, projects and milestones of one municipality."""
    own = selection.of(ags)
    row = queries.municipality_figures(own).iloc[0]
    people, name = row.population_count, row["name"]
    lives = "" if units.is_unknown(people) else t("plain.municipality.people", name=name, n=words.about(people))
    if not queries.has_projects(selection):
        return box(lives, t("plain.municipality.no_project"), t("plain.early.municipality"), known_on(selection))
    joint = queries.funding_totals(own).joint_eur
    amount = "" if units.is_unknown(row.grant_eur) else words.euro(row.grant_eur)
    alone = t("plain.money.alone", name=name, amount=amount) if amount else t("plain.money.alone_none", name=name)
    return box(
        selection_sentence(selection.of()),
        Aside(lives),
        alone,
        t("plain.money.joint", amount=words.euro(joint)) if not units.is_unknown(joint) else "",
        counted("plain.municipality.projects", int(row.project_count), name=name),
        reached_results(row) if row.project_count else "",
        known_on(selection),
    )


def _of_one(selection: Selection, rows: pd.DataFrame, measure: str, compared: list[str]) -> str:
    """The value of the municipality that is chosen, when it is one and not named already."""
    row = rows[rows.municipality_ags.isin(selection.municipalities)]
    if len(row) != 1 or any(row.name.iloc[0] in sentence for sentence in compared):
        return ""
    return value_of(cells.records(row)[0], measure, _SAY[measure])


def _most(rows: pd.DataFrame, measure: str) -> str:
    known = rows[rows[measure] > 0]
    if known.empty:
        return t(f"plain.municipalities.{measure}.none")
    high = known[measure].max()
    first = list(known.name[known[measure] == high])
    key = f"plain.municipalities.{measure}"
    return plural(key, len(first), names=words.names(first), value=_SAY[measure](high))


def indicator(selection: Selection, chosen: Any) -> list[str]:
    """What is measured, the district's value, the highest and the lowest among the (chosen) municipalities."""
    rows = queries.indicator_latest(selection, chosen.indicator_id)
    is_share = chosen.unit.startswith("%")

    def say(value: units.Number) -> str:
        return words.percent(value) if is_share else units.measured(words.about(value), chosen.unit)

    return box(
        t("plain.indicator.about", name=words.spoken(chosen["name"])),
        Aside(t("plain.indicator.percent")) if is_share else "",
        *_district(rows, say),
        *_municipalities(rows, selection, say),
        t("plain.indicator.period", when=words.when(rows.period.dropna().iloc[0])),
        known_on(selection),
    )


def _district(rows: pd.DataFrame, say: Any) -> list[str]:
    values = rows.value[rows.region_level == "district"].dropna()
    return [t("plain.indicator.district", value=say(values.iloc[0]))] if len(values) else []


def _municipalities(rows: pd.DataFrame, selection: Selection, say: Any) -> list[str]:
    places = rows[rows.region_level == "municipality"]
    if places.value.isna().all():
        return [t("plain.indicator.whole_only")]
    picked = places[places.region_ags.isin(selection.municipalities)]
    if len(picked) == 1:
        return [value_of(cells.records(picked)[0], "value", say)]
    if picked.empty:
        return ends(places, "value", say)
    return [t("plain.indicator.among"), *ends(picked, "value", say)]


def comparison(selection: Selection, places: tuple[str, ...]) -> list[str]:
    """Which areas stand beside each other, how many people live there, and how many projects there are."""
    areas = queries.comparison_figures(selection, *places)
    projects = areas[areas.project_count.notna() & (areas.region_level == "municipality")]
    return box(
        selection_sentence(selection),
        t("plain.comparison.about"),
        *(
            t("plain.municipality.people", name=row.name, n=words.about(row.population_count))
            for row in cells.records(
                areas[areas.population_count.notna() & (areas.region_level == "municipality")].head(1)
            )
        ),
        *(
            (t("plain.comparison.projects"), *ends(projects, "project_count", _SAY["project_count"]))
            if len(projects) > 1
            else ()
        ),
        Aside(t("plain.comparison.joint")),
        known_on(selection),
    )


def changes(selection: Selection, period: Period) -> list[str]:
    """What was reached, missed, moved and granted between two days."""
    row = queries.event_totals(selection, period.first, period.last)
    return box(
        selection_sentence(selection),
        t(
            "plain.changes.day" if period.first == period.last else "plain.changes.period",
            first=words.day(period.first),
            last=words.day(period.last),
        ),
        counted("plain.changes.reached", row.reached_count),
        Aside(counted("plain.changes.missed", row.overdue_count + row.no_feedback_count)),
        *money("plain.changes.granted", row, selection),
        Aside(counted("plain.changes.moved", row.later_count + row.earlier_count)),
        known_on(selection),
    )


def methodology(selection: Selection) -> list[str]:
    """How we count, and how much we do not know."""
    gaps = queries.gaps(selection)
    begin = t("plain.method.is"), t("plain.method.sources")
    if not gaps.project_count:
        return box(*begin, t("plain.no_projects"), known_on(selection))
    return box(
        *begin,
        t("plain.method.unknown"),
        counted("plain.method.no_grant", int(gaps.no_grant_count)),
        counted("plain.method.silent", int(gaps.no_feedback_count)),
        known_on(selection),
    )


def data(release_id: str) -> list[str]:
    """What lies here, and that everybody may have it."""
    return [t("plain.data.is"), plural("plain.data.tables", len(published_tables(release_id))), *_how()]


def table(chosen: Table) -> list[str]:
    """What can be done with one table."""
    return [t("plain.data.table", name=words.spoken(chosen.label)), t("plain.data.filters"), *_how()]


def _how() -> list[str]:
    return [t("plain.data.take"), t("plain.data.free")]


def accessibility() -> list[str]:
    """What the declaration is for, and where barriers are reported."""
    operator = region().operator
    return [t("plain.accessibility.is"), *_responsible(), _ask(operator.accessibility_email)]


def promises(results: TestResults) -> list[str]:
    """What the page of promises is for, and how many of them are held."""
    found, begin = counts(results), (t("plain.promises.is"), t("plain.promises.tests"))
    if results.day is None or not results.is_of_this_program:
        return [*begin, t("plain.promises.untested")]
    total, open_count = sum(found.values()), found["partly"] + found["untested"]
    return [
        *begin,
        t("plain.promises.day", day=words.day(results.day)),
        t("plain.promises.held", held=found["held"], total=total),
        counted("plain.promises.broken", found["broken"]),
        *([plural("plain.promises.open", open_count)] if open_count else []),
    ]


def imprint() -> list[str]:
    """Who is responsible."""
    return [t("plain.imprint.is"), *_responsible(), _ask(region().operator.email)]


def privacy() -> list[str]:
    """Which data are processed, and whom to ask."""
    operator = region().operator
    return [t("plain.privacy.is"), t("plain.privacy.login"), *_responsible(), _ask(operator.data_protection_email)]


def verification(verdict: str = "") -> list[str]:
    """What the page that checks pictures is for, and what has come out when something was checked."""
    if verdict:
        return [t("plain.verification.checked"), t(f"plain.verification.{verdict}"), t("plain.verification.below")]
    return [t("plain.verification.is"), t("plain.verification.says"), t("plain.verification.forgets")]


def console() -> list[str]:
    """What the page for queries is for."""
    return [t(f"plain.queries.{name}") for name in ("is", "language", "begin", "safe")]


def _responsible() -> list[str]:
    name = region().operator.name
    return [t("plain.responsible", name=words.spoken(name)) if name else t("plain.nobody")]


def _ask(email: str) -> str:
    """Where questions go: to the address, else to the postal address further down, when there is any."""
    operator = region().operator
    if email:
        return t("plain.ask.email", email=email)
    return t("plain.ask.letter" if operator.street and operator.city else "plain.ask.later")
