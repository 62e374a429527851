"""One plain sentence per figure, made from the figure; pages only choose which."""

import pandas as pd

from app.data.selection import Selection
from app.sentences.headline import Figure
from app.words import units
from app.words.text import counted, plural, t

_LINES = 30
"""Municipalities of which a chart can hold a line each, and a sentence the names."""


def projects(row: pd.Series) -> Figure:
    """How many projects, and whose."""
    text = (
        t(
            "sentence.projects",
            single=units.number(row.single_count),
            joint=units.number(row.joint_count),
            district=units.number(row.district_count),
        )
        if row.project_count
        else t("sentence.no_project")
    )
    return Figure(t("figure.projects"), units.number(row.project_count), text, "projects")


def grants(row: pd.Series, selection: Selection, page: str = "") -> tuple[Figure, ...]:
    """The headline: grants that count; with a filter on municipalities their own, and the joint ones beside them."""
    if not selection.municipalities:
        return (Figure(t("figure.grants"), _money(row.grant_eur), _grants_text(row), page),)
    shown = [("own_grants", "single"), ("joint_grants", "joint"), ("district_grants", "district")]
    return tuple(
        Figure(
            t(f"figure.{name}"),
            _money(row[f"{part}_eur"]),
            _amount_text(f"part_{part}", row[f"{part}_eur"]),
            page,
        )
        for name, part in shown
        if part != "district" or not units.is_unknown(row.district_eur)
    )


def reached_milestones(row: pd.Series) -> Figure:
    """Milestones reached."""
    text = (
        t(
            "sentence.reached",
            total=units.number(row.milestone_count),
            undated=plural("sentence.undated", row.undated_count),
        )
        if row.milestone_count
        else t("sentence.no_milestone")
    )
    return Figure(t("figure.reached"), units.number(row.reached_count), text, "milestones")


def planned_milestones(row: pd.Series) -> Figure:
    """Milestones planned next."""
    if not row.planned_count:
        return Figure(t("figure.planned"), "0", t("sentence.planned_none"), "milestones")
    return Figure(
        t("figure.planned"),
        units.number(row.planned_count),
        t("sentence.planned", next=units.partial_date(row.next_planned)) + _late(row.late_planned_count),
        "milestones",
    )


def silent_milestones(row: pd.Series) -> Figure:
    """Milestones without feedback."""
    text = (
        f"{counted('sentence.silent', row.no_feedback_count)} {counted('sentence.overdue', row.overdue_count)}"
        if row.milestone_count
        else t("sentence.no_milestone")
    )
    return Figure(t("figure.no_feedback"), units.number(row.no_feedback_count), text, "milestones")


def states(row: pd.Series) -> tuple[Figure, ...]:
    """The four states of milestones."""
    delayed = plural("sentence.delayed", row.delayed_count)
    return (
        _here(reached_milestones(row)),
        _here(planned_milestones(row)),
        Figure(t("figure.overdue"), units.number(row.overdue_count), t("sentence.overdue_meaning") + " " + delayed),
        Figure(t("figure.no_feedback"), units.number(row.no_feedback_count), t("sentence.silent_meaning")),
    )


def money(row: pd.Series, selection: Selection) -> tuple[Figure, ...]:
    """Sums by kind; kinds are never mixed."""
    return (*grants(row, selection), *beside_grants(row))


def beside_grants(row: pd.Series) -> tuple[Figure, Figure, Figure]:
    """Own shares, investments, and what is not counted."""
    return (
        Figure(t("figure.own_share"), _money(row.own_share_eur), _amount_text("own_share", row.own_share_eur)),
        Figure(
            t("figure.investment"),
            _money(row.investment_eur),
            _amount_text("investment", row.investment_eur),
        ),
        Figure(
            t("figure.uncounted"),
            units.number(row.uncounted_count),
            t("sentence.uncounted", total=units.number(row.row_count)) if row.row_count else t("sentence.no_row"),
        ),
    )


def attribution(row: pd.Series, selection: Selection) -> str:
    """How own, joint and district-wide grants make up the total."""
    if units.is_unknown(row.grant_eur):
        return t("sentence.no_grants")
    known = [(part, row[f"{part}_eur"]) for part in ("single", "joint", "district")]
    parts = [t(f"sentence.share_{part}", amount=_exact(sum_)) for part, sum_ in known if not units.is_unknown(sum_)]
    if selection.municipalities:
        return t("sentence.attribution_apart", parts=_listed(parts))
    return t("sentence.attribution", total=_exact(row.grant_eur), parts=_listed(parts))


def shared_grants(row: pd.Series) -> str:
    """Money that the map does not show, named beside it; empty when there is none."""
    known = [(part, row[f"{part}_eur"]) for part in ("joint", "district")]
    parts = [t(f"sentence.shared_{part}", amount=_exact(sum_)) for part, sum_ in known if not units.is_unknown(sum_)]
    return t("sentence.shared", parts=_listed(parts)) if parts else ""


def shared_projects(row: pd.Series) -> str:
    """Projects that the map does not show, named beside it."""
    return plural("sentence.shared_projects", row.district_count) if row.district_count else ""


def search_result(count: int, search: str) -> str:
    """How many projects a search has found."""
    return plural("sentence.found_for" if search else "sentence.found", count)


def municipality(figures: pd.DataFrame, funding: pd.Series) -> tuple[Figure, ...]:
    """Headline figures of one municipality's profile."""
    row = figures.iloc[0]
    return (
        Figure(
            t("figure.own_grants"),
            _money(row.grant_eur),
            t("sentence.no_own_grants")
            if units.is_unknown(row.grant_eur)
            else t("sentence.own_grants", exact=_exact(row.grant_eur)),
            "funding",
        ),
        Figure(
            t("figure.per_head"),
            _exact(row.grant_per_head_eur),
            t("sentence.per_head", n=units.by_unit("x_count", row.population_count)),
        ),
        Figure(t("figure.joint_grants"), _money(funding.joint_eur), t("sentence.joint_grants")),
        Figure(
            t("figure.projects"),
            units.number(row.project_count),
            t("sentence.own_projects", own=units.number(row.own_count), joint=units.number(row.joint_count)),
            "projects",
        ),
        Figure(
            t("figure.reached"),
            units.number(row.reached_count),
            t("sentence.own_reached", total=units.number(row.milestone_count))
            if row.milestone_count
            else t("sentence.no_own_milestone"),
            "milestones",
        ),
    )


def indicator(row: pd.Series) -> str:
    """What an indicator measures, in which unit and for which time."""
    return t(
        "sentence.indicator_once" if row.first_period == row.last_period else "sentence.indicator",
        name=row["name"],
        unit=row.unit,
        description=row.description or t("sentence.no_description"),
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
    numbers = {str(name): units.number(value) for name, value in row.items()}
    names = ", ".join(without_grant.name) or t("sentence.none")
    names = names if len(without_grant) <= _LINES else plural("map.unnamed", len(without_grant))
    keys = ("begin", "grant", "assigned", "status", "uncounted", "undated", "reached", "silent", "sources", "rejected")
    return [t(f"gap.{key}", **numbers) for key in keys] + [t("gap.municipalities", names=names)]


def _late(count: int) -> str:
    return " " + plural("sentence.late_planned", count) if count else ""


def _listed(parts: list[str]) -> str:
    """„eins, zwei und drei“."""
    return t("sentence.and", first=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else parts[0]


def _here(figure: Figure) -> Figure:
    return Figure(figure.label, figure.value, figure.text)


def _grants_text(row: pd.Series) -> str:
    if units.is_unknown(row.grant_eur):
        return t("sentence.no_grants")
    return plural(
        "sentence.grants",
        row.grant_count,
        exact=_exact(row.grant_eur),
        projects=plural("sentence.in_projects", row.project_count),
    )


def _amount_text(key: str, value: object) -> str:
    return t("sentence.no_amount") if units.is_unknown(value) else t(f"sentence.{key}", exact=_exact(value))


def _money(value: object) -> str:
    return units.UNKNOWN if units.is_unknown(value) else units.euro_short(value)  # type: ignore[arg-type]


def _exact(value: object) -> str:
    return units.by_unit("exact_eur", value)
