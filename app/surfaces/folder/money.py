"""The money of the folder: own, joint and district-wide grants apart; kinds are never mixed."""

from collections.abc import Sequence

import pandas as pd

from app.charts import grant_charts
from app.data import queries
from app.sentences import headlines
from app.surfaces.folder import blocks
from app.surfaces.folder.bars import amounts, bars
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.maps import place
from app.surfaces.folder.projects import progress, projects
from app.surfaces.folder.request import Asked
from app.surfaces.folder.row_limits import Room
from app.words import cells, units
from app.words.cells import records
from app.words.text import plural, t

MUNICIPALITIES, PROJECTS, LARGEST, BARS = 20, 30, 5, 12
"""Rows of tables and drawings; of more than that the rest is counted and found on the page that is named."""


def money(asked: Asked, room: Room) -> Block:
    """Funding: sentences, the map beside bars, and tables of whoever receives it."""
    totals = queries.funding_totals(asked.selection)
    parts = _of_municipality(asked, room, totals) if asked.municipality else _of_district(asked, room, totals)
    return blocks.section("report.money", *parts)


def _of_district(asked: Asked, room: Room, totals: pd.Series) -> list[Block | None]:
    fields = grant_charts.topmost(queries.funding_by(asked.everything, "field"))
    labels = [cells.name_of("label", label) for label in fields.label]
    drawn = [blocks.heading("report.fields"), bars(labels, [amounts(row) for row in records(fields)])] if labels else []
    found, largest, places = queries.project_rows(asked.everything), room.rows(LARGEST), room.rows(MUNICIPALITIES)
    return [
        blocks.text(headlines.attribution(totals, asked.selection)),
        *(blocks.text(sentence) for sentence in _kinds(totals, asked)),
        blocks.heading("report.largest"),
        projects(asked, found.page(1, ("grant_eur", True), size=largest)),
        blocks.rest(found.count - largest, asked.address("projects")),
        *_beside(place(asked), drawn),
        blocks.heading("report.places"),
        _places(asked, totals, places),
        blocks.rest(len(queries.municipalities(asked.everything)) - places, asked.address("municipalities")),
    ]


def _of_municipality(asked: Asked, room: Room, totals: pd.Series) -> list[Block | None]:
    found = queries.project_rows(asked.selection)
    # „single“ before „joint“.
    page = found.page(1, ("attribution", True), size=room.rows(PROJECTS))
    own, joint = page[page.attribution == "single"], page[page.attribution == "joint"]
    wide = queries.funding_totals(asked.everything.of(queries.district(asked.everything)))
    said = [blocks.text(_whose(asked, totals)), *(blocks.text(sentence) for sentence in _kinds(totals, asked))]
    return [
        *_beside(place(asked), [*said, *_amounts(found.page(1, ("grant_eur", True), size=room.rows(BARS)))]),
        *([blocks.heading("report.own"), projects(asked, own)] if len(own) else []),
        *([blocks.heading("report.joint"), projects(asked, joint)] if len(joint) else []),
        blocks.rest(found.count - len(page), asked.address("projects")),
        blocks.note(_wide(asked, wide)),
    ]


def _beside(drawing: Sequence[Block | None], others: Sequence[Block | None]) -> Sequence[Block | None]:
    return [blocks.beside([1.1, 1], drawing, others)] if drawing else others


def _amounts(largest: pd.DataFrame) -> list[Block | None]:
    """Own and joint projects of a municipality, each with its own grants."""
    funded = largest[largest.grant_eur.notna()]
    if funded.empty:
        return []
    labels = [blocks.short(title, 80) for title in funded.project_title]
    return [
        blocks.heading("report.amounts"),
        bars(labels, [{row.attribution: float(row.grant_eur)} for row in records(funded)]),
        blocks.note(t("report.apart") if (funded.attribution == "joint").any() else ""),
    ]


def _whose(asked: Asked, totals: pd.Series) -> str:
    """Own and joint grants of a municipality, one beside the other."""
    own, joint = totals.single_eur, totals.joint_eur
    return " ".join(
        (
            t("report.no_own", name=asked.name)
            if units.is_unknown(own)
            else t("report.own_money", name=asked.name, amount=units.euro(own)),
            t("report.no_joint") if units.is_unknown(joint) else t("report.joint_money", amount=units.euro(joint)),
        )
    )


def _kinds(totals: pd.Series, asked: Asked) -> list[str]:
    """Own shares, investments and what is not counted: each a sentence of its own, never one sum."""
    own_share, investment, uncounted = headlines.beside_grants(totals)
    said = []
    for name, figure in (("own_share", own_share), ("investment", investment)):
        parts = {part: totals[f"{part}_{name}_eur"] for part in ("single", "joint")}
        known = [
            t(f"report.kind.{part}", amount=units.euro(euros))
            for part, euros in parts.items()
            if not units.is_unknown(euros)
        ]
        if asked.municipality and known:
            said.append(f"{figure.label}: {'; '.join(known)}.")
        elif not asked.municipality and not units.is_unknown(totals[f"{name}_eur"]):
            said.append(f"{figure.label}: {figure.text}")
    return [*said, f"{uncounted.label}: {uncounted.value}. {uncounted.text}"] if totals.uncounted_count else said


def _places(asked: Asked, totals: pd.Series, most: int) -> Block:
    """Every municipality's own grants, then what belongs to nobody alone, then the total."""
    figures = queries.municipality_figures(asked.everything)
    figures = figures.sort_values(["grant_eur", "name"], ascending=[False, True], na_position="last", kind="stable")
    shown, others = figures.head(most), figures.iloc[most:]
    rows = [
        [
            row.name,
            units.by_unit("grant_eur", row.grant_eur),
            units.by_unit("grant_per_head_eur", row.grant_per_head_eur),
            units.number(row.project_count),
            progress(row),
        ]
        for row in records(shown)
    ]
    sums = {t("report.shared.joint"): totals.joint_eur, t("report.shared.district"): totals.district_eur}
    if len(others):
        rest = round(totals.single_eur - shown.grant_eur.sum(), 2) if others.grant_eur.notna().any() else None
        sums = {plural("report.shared.rest", len(others)): rest, **sums}
    last = [[name, units.by_unit("grant_eur", amount), "", "", ""] for name, amount in sums.items()]
    return blocks.table(
        [
            blocks.column(t("column.municipality"), 2.2),
            blocks.column(t("own_column.grant_eur"), 1.4, number=True),
            blocks.column(t("report.per_head"), 1, number=True),
            blocks.column(t("own_column.project_count"), 1.2, number=True),
            blocks.column(t("report.progress"), 1.2, number=True),
        ],
        rows + last,
        total=[[t("report.shared.total"), units.by_unit("grant_eur", totals.grant_eur), "", "", ""]],
    )


def _wide(asked: Asked, totals: pd.Series) -> str:
    count = queries.project_totals(asked.everything).district_count
    if not count:
        return ""
    amount = totals.district_eur
    known = "" if units.is_unknown(amount) else t("report.wide_money", amount=units.euro(amount))
    return f"{plural('report.wide', count)} {known}".strip()
