"""Headline figures: each a value and one plain sentence made from it; pages only choose which."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from app.data.origins import ORIGINS, Origin
from app.data.selection import Selection
from app.words import units
from app.words.cells import cell_text, is_only_joint
from app.words.text import counted, enumeration, has, plural, t

PARTS = {"single": "figure.own_grants", "joint": "figure.joint_grants", "district": "figure.district_grants"}
"""Money of one municipality, of several together, of the whole district, which are never one sum: part and its label."""
_ORIGINS = {
    "grants": ORIGINS["zuwendungen"],
    "part_single": ORIGINS["eigene-zuwendungen"],
    "part_joint": ORIGINS["gemeinsame-zuwendungen"],
    "part_district": ORIGINS["kreisweite-zuwendungen"],
    "own_grants": ORIGINS["eigene-zuwendungen"],
    "own_share": ORIGINS["eigenanteile"],
    "investment": ORIGINS["investitionen"],
}
_GAPS = {
    **dict.fromkeys(("no_begin", "no_end", "no_grant", "assigned", "undated_status"), "project"),
    **dict.fromkeys(("uncounted", "undated"), "row"),
    **dict.fromkeys(("undated_reached", "no_feedback"), "result"),
    "unknown_kind": "milestone",
    "undated_source": "source",
}
"""What may not be known, and of what."""
_LINES = 30
"""Municipalities of which a chart can hold a line each, and a sentence the names."""


BOTH = "Bund und Land"
"""The level of money of which the sources do not say how much comes from which of the two."""


def compared_levels(by_level: pd.DataFrame, column: str = "grant_eur") -> pd.DataFrame:
    """Grants by level, the highest first; Bund and Land as one where the undivided money could change which level is first."""
    known = by_level[by_level[column].notna()].sort_values(column, ascending=False, kind="stable")
    is_undivided = known.label == BOTH
    first, second = [*known[column][~is_undivided], 0, 0][:2]
    if not is_undivided.any() or known[column][is_undivided].sum() < first - second:
        return known
    label = known.label.replace(["Bund", "Land"], BOTH)
    return (
        known.groupby(label, dropna=False, sort=False)[[column]]
        .sum()
        .sort_values(column, ascending=False)
        .reset_index()
    )


@dataclass(frozen=True)
class Figure:
    """A formatted value, a sentence made from it, and the page behind it."""

    label: str
    value: str
    text: str
    page: str = ""
    exact: str = ""
    """The whole amount where the value is rounded."""
    origin: Origin | None = None
    """How it is made."""


def count(label: str, value: int, text: str, page: str = "", origin: str = "") -> Figure:
    """A number of things as a headline figure; ``label`` is the key of its text, ``origin`` the name of one."""
    return Figure(t(label), units.number(value), text, page, origin=ORIGINS.get(origin))


def numbers(row: pd.Series, *names: str) -> dict[str, str]:
    """Counts of these names as they stand in a sentence."""
    return {name: units.number(row[f"{name}_count"]) for name in names}


def known_parts(row: pd.Series, *parts: str) -> dict[str, float]:
    """Those of the parts of the grants that are known, all when none are named."""
    return {part: row[f"{part}_eur"] for part in parts or PARTS if not units.is_unknown(row[f"{part}_eur"])}


def shown_parts(*rows: pd.Series) -> list[str]:
    """Parts that have a figure of their own: what is the whole district's only where it is known."""
    return [part for part in PARTS if part != "district" or any("district" in known_parts(row) for row in rows)]


def projects(row: pd.Series) -> Figure:
    """How many projects, and whose."""
    text = t("sentence.projects", **numbers(row, *PARTS)) if row.project_count else t("sentence.no_project")
    return count("figure.projects", row.project_count, text, "projects", "projekte")


def grants(row: pd.Series, selection: Selection, page: str = "") -> tuple[Figure, ...]:
    """The headline: grants that count; with a filter on municipalities their own, and the joint ones beside them."""
    if not selection.municipalities:
        return (_amount("figure.grants", "grants", row.grant_eur, page, _grants_text(row)),)
    own = _own(PARTS["single"], "part_single", row.single_eur, row.joint_eur, page)
    others = (part for part in shown_parts(row) if part != "single")
    return (own, *(_amount(PARTS[part], f"part_{part}", row[f"{part}_eur"], page) for part in others))


def reached_milestones(row: pd.Series) -> Figure:
    """Results reached, and beside them the steps on the way to them; what has no kind counts as a result."""
    undated = counted("sentence.undated", row.undated_count)
    steps = counted("sentence.steps_taken", row.step_count)
    text = counted("sentence.reached", row.result_count, undated=undated, steps=steps)
    return count("figure.reached", row.reached_count, text.strip(), origin="erreicht")


def planned_milestones(row: pd.Series) -> Figure:
    """Results planned next."""
    text = t("sentence.planned_none")
    if row.planned_count:
        said = f" {plural('sentence.late_planned', row.late_planned_count)}" if row.late_planned_count else ""
        text = t("sentence.planned", next=units.partial_date(row.next_planned)) + said
    return count("figure.planned", row.planned_count, text, origin="geplant")


def silent_milestones(row: pd.Series) -> Figure:
    """Results without feedback."""
    silent = counted("sentence.silent", row.no_feedback_count)
    only = "" if row.no_feedback_count else "only_"
    overdue = counted(f"sentence.{only}overdue", row.overdue_count)
    return count(
        "figure.no_feedback", row.no_feedback_count, _if_any(row, f"{silent} {overdue}"), origin="ohne-rueckmeldung"
    )


def readings(row: pd.Series) -> tuple[Figure, ...]:
    """What a share of the whole region can mean that is made from its municipalities; people weigh households alone."""
    texts = {name: t(f"reading.{name}_text") for name in ("mean", "weighted")}
    texts["any"] = plural("reading.any_text", row.known_count, any=units.number(row.any_count))
    return tuple(
        Figure(t(f"reading.{name}"), units.share(row[f"{name}_pct"]), text)
        for name, text in texts.items()
        if not units.is_unknown(row[f"{name}_pct"])
    )


def of_readings(row: pd.Series) -> str:
    """Of when the readings are, whom they leave out, and what is published of the district itself."""
    said = [t("reading.period", period=units.partial_date(row.period))]
    if missing := row.area_count - row.known_count:
        said.append(plural("reading.missing", missing))
    if units.is_unknown(row.weighted_pct):
        said.append(t("reading.unweighted"))
    if not units.is_unknown(row.district_pct):
        said.append(t("reading.district", value=units.share(row.district_pct)))
    return " ".join(said)


def states(row: pd.Series) -> tuple[Figure, ...]:
    """The four states of results."""
    overdue = f"{t('sentence.overdue_meaning')} {counted('sentence.delayed', row.delayed_count)}"
    return (
        reached_milestones(row),
        planned_milestones(row),
        count("figure.overdue", row.overdue_count, overdue, origin="ueberfaellig"),
        count("figure.no_feedback", row.no_feedback_count, t("sentence.silent_meaning"), origin="ohne-rueckmeldung"),
    )


def money(row: pd.Series, selection: Selection) -> tuple[Figure, ...]:
    """Sums by kind; kinds are never mixed."""
    return (*grants(row, selection), *beside_grants(row))


def beside_grants(row: pd.Series) -> tuple[Figure, Figure, Figure]:
    """Own shares, investments, and what is not counted."""
    uncounted = plural("sentence.uncounted", row.row_count) if row.row_count else t("sentence.no_row")
    if row.in_no_total_count:
        most = units.euro_short(row.in_no_total_eur)
        uncounted += " " + plural("sentence.in_no_total", row.in_no_total_count, most=most)
    return (
        _amount("figure.own_share", "own_share", row.own_share_eur),
        _amount("figure.investment", "investment", row.investment_eur),
        count("figure.uncounted", row.uncounted_count, uncounted, origin="nicht-gezaehlt"),
    )


def narrowed(figures: tuple[Figure, ...], **conditions: str) -> tuple[Figure, ...]:
    """The same figures, made of those rows alone that meet these conditions, too."""
    return tuple(replace(figure, origin=figure.origin and figure.origin.where(**conditions)) for figure in figures)


def part_origin(part: str) -> Origin:
    """How the grants of one municipality, of several together or of the whole district are made."""
    return _ORIGINS[f"part_{part}"]


def attribution(row: pd.Series, selection: Selection) -> str:
    """How own, joint and district-wide grants make up the total."""
    if units.is_unknown(row.grant_eur):
        return t("sentence.no_grants")
    parts = enumeration([t(f"sentence.share_{part}", amount=_exact(sum_)) for part, sum_ in known_parts(row).items()])
    if selection.municipalities:
        return t("sentence.attribution_apart", parts=parts)
    return t("sentence.attribution", total=_exact(row.grant_eur), parts=parts)


def shared_grants(row: pd.Series) -> str:
    """Money that the map does not show, named beside it; empty when there is none."""
    known = known_parts(row, "joint", "district")
    parts = [t(f"sentence.shared_{part}", amount=_exact(sum_)) for part, sum_ in known.items()]
    return t("sentence.shared", parts=enumeration(parts)) if parts else ""


def shared_projects(row: pd.Series) -> str:
    """Projects that the map does not show, named beside it."""
    return plural("sentence.shared_projects", row.district_count) if row.district_count else ""


def search_result(count: int, search: str) -> str:
    """How many projects a search has found."""
    return plural("sentence.found_for" if search else "sentence.found", count)


def municipality(figures: pd.DataFrame, funding: pd.Series) -> tuple[Figure, ...]:
    """Headline figures of one municipality's profile."""
    row = figures.iloc[0]
    is_known = not units.is_unknown(row.population_count)
    people = t("sentence.per_head", n=units.number(row.population_count)) if is_known else t("sentence.no_people")
    reached = plural("sentence.own_reached", row.result_count)
    reached = reached if row.result_count else t("sentence.no_own_result")
    projects = t("sentence.own_projects", **numbers(row, "own", "joint"))
    return (
        _own("figure.own_grants", "own_grants", row.grant_eur, row.joint_eur, "funding"),
        Figure(
            t("figure.per_head"),
            cell_text("grant_per_head_eur", row),
            people,
            origin=ORIGINS["zuwendungen-je-kopf"],
        ),
        Figure(
            t("figure.joint_grants"),
            money_or_unknown(funding.joint_eur),
            t("sentence.joint_grants"),
            origin=ORIGINS["gemeinsame-zuwendungen"],
        ),
        count("figure.projects", row.project_count, projects, "projects", "projekte"),
        count("figure.reached", row.reached_count, reached, "milestones", "erreicht"),
    )


def indicator(row: pd.Series) -> str:
    """What an indicator measures, in which unit and for which time."""
    return t(
        "sentence.indicator_once" if row.first_period == row.last_period else "sentence.indicator",
        name=row["name"],
        unit=row.unit,
        description=t("sentence.no_description") if units.is_unknown(row.description) else row.description,
        first=units.partial_date(row.first_period),
        last=units.partial_date(row.last_period),
        publisher=row.publisher,
    )


def idle_filters() -> str:
    """Which filters have no effect on indicators."""
    return t("sentence.unfiltered")


def only_chosen(row: pd.Series, selection: Selection) -> str:
    """Where the lines of municipalities are, when they are too many to be drawn together; else empty."""
    is_hidden = row.municipality_count > _LINES and not selection.municipalities
    return plural("sentence.only_chosen", row.municipality_count) if is_hidden else ""


def only_district(row: pd.Series) -> str:
    """Why there is no map of an indicator."""
    return t("sentence.only_district", name=row["name"])


def gaps(row: pd.Series, without_grant: pd.DataFrame) -> list[str]:
    """What is not known, said openly."""
    if not row.project_count:
        return [t("gap.nothing_yet")]
    names = ", ".join(without_grant.name) or t("sentence.none")
    names = names if len(without_grant) <= _LINES else plural("map.unnamed", len(without_grant))
    rejected = [plural("gap.rejected", row.rejected_count)] if row.rejected_count else []
    return [*counted_gaps(row, _GAPS), *rejected, t("gap.municipalities", names=names)]


def counted_gaps(row: pd.Series, names: Iterable[str]) -> list[str]:
    """Of how many it is not known; what is known of all is left out."""
    return [_gap(name, row[f"{name}_count"], row[f"{_GAPS[name]}_count"]) for name in names if row[f"{name}_count"]]


def _gap(name: str, count: int, total: int) -> str:
    if total == 1 and has(f"gap.{name}.only"):
        return t(f"gap.{name}.only")
    return plural(f"gap.{name}", count, total=units.number(total))


def _if_any(row: pd.Series, text: str) -> str:
    return text if row.milestone_count else t("sentence.no_milestone")


def _grants_text(row: pd.Series) -> str:
    if units.is_unknown(row.grant_eur):
        return t("sentence.no_grants")
    projects = plural("sentence.in_projects", row.project_count)
    words = {"exact": _exact(row.grant_eur), "projects": projects, "counting": t("sentence.counting")}
    return plural("sentence.grants", row.grant_count, **words)


def _own(label: str, key: str, own: object, joint: object, page: str) -> Figure:
    """Grants of municipalities alone; who takes part in joint ones without one alone is not unknown."""
    if is_only_joint(own, joint):
        return Figure(t(label), t("figure.only_joint"), t(f"sentence.no_{key}"), page, origin=_ORIGINS[key])
    return _amount(label, key, own, page)


def _amount(label: str, key: str, value: object, page: str = "", text: str = "") -> Figure:
    exact = _exact(value)
    text = text or (t("sentence.no_amount") if units.is_unknown(value) else t(f"sentence.{key}", exact=exact))
    return Figure(t(label), money_or_unknown(value), text, page, exact, _ORIGINS[key])


def money_or_unknown(value: object) -> str:
    """An amount as headline figures have it."""
    return units.UNKNOWN if units.is_unknown(value) else units.euro_short(value)  # type: ignore[arg-type]


def _exact(value: object) -> str:
    return units.by_unit("exact_eur", value)
