"""The money of the folder: own, joint and district-wide grants apart; kinds are never mixed."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from app.charts import theme
from app.data import queries
from app.sentences import headlines
from app.surfaces.folder import blocks, drawings
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest, RowLimits
from app.words import cells, units
from app.words.text import plural, t

MUNICIPALITIES, PROJECTS, LARGEST, BARS = 20, 30, 5, 10
"""Rows of tables and drawings; of more than that the rest is counted and found on the page that is named."""
_AREAS = 4
"""Municipalities of a joint project that are named."""


def section(request: FolderRequest, limits: RowLimits) -> Block:
    """Funding: sentences, the map beside bars, and tables of whoever receives it."""
    totals = queries.funding_totals(request.selection)
    parts = _of_municipality(request, limits, totals) if request.municipality else _of_district(request, limits, totals)
    return blocks.section("report.money", *parts)


def _of_district(request: FolderRequest, limits: RowLimits, totals: pd.Series) -> list[Block | None]:
    grant_map, width = _map(request)
    bars = drawings.grant_bars(queries.funding_by(request.everything, "field"), width)
    by_field = blocks.headed("report.fields", bars)
    found, largest, places = queries.project_rows(request.everything), limits.rows(LARGEST), limits.rows(MUNICIPALITIES)
    return [
        blocks.text(headlines.attribution(totals, request.selection)),
        *(blocks.text(sentence) for sentence in _kinds(totals, request)),
        blocks.heading("report.largest"),
        _projects(request, found.page(1, ("grant_eur", True), size=largest)),
        blocks.rest(found.count - largest, request.address("projects")),
        *_beside(grant_map, by_field),
        blocks.heading("report.places"),
        _places(request, totals, places),
        blocks.rest(len(queries.municipalities(request.everything)) - places, request.address("municipalities")),
    ]


def _of_municipality(request: FolderRequest, limits: RowLimits, totals: pd.Series) -> list[Block | None]:
    found = queries.project_rows(request.selection)
    # „single“ before „joint“.
    page = found.page(1, ("attribution", True), size=limits.rows(PROJECTS))
    own, joint = page[page.attribution == "single"], page[page.attribution == "joint"]
    wide = queries.funding_totals(request.everything.of(queries.district(request.everything)))
    largest = found.page(1, ("grant_eur", True), size=limits.rows(BARS))
    grant_map, width = _map(request)
    sentences = [*map(blocks.text, (_whose(request, totals), *_kinds(totals, request)))]
    amounts = _amounts(largest, width)
    # Beside the map nothing breaks: what can stand above it may fill the page before.
    return [
        *([*sentences, *_beside(grant_map, amounts)] if amounts else _beside(grant_map, sentences)),
        *(blocks.headed("report.own", _projects(request, own)) if len(own) else []),
        *(blocks.headed("report.joint", _projects(request, joint)) if len(joint) else []),
        blocks.rest(found.count - len(page), request.address("projects")),
        blocks.note(_wide(request, wide)),
    ]


def _map(request: FolderRequest) -> tuple[list[Block | None], float]:
    """Own grants of all municipalities, none when none is known, and the width that what stands beside it has."""
    if not queries.municipality_figures(request.everything).grant_eur.notna().any():
        return [], drawings.PAGE
    shared = headlines.shared_grants(queries.funding_totals(request.everything)).replace("**", "")
    width, beside = drawings.COLUMNS
    drawing = drawings.municipality_map(request, "grant_eur", t("own_column.grant_eur"), width)
    return [blocks.heading("report.place"), drawing, blocks.note(shared)], beside


def _beside(grant_map: Sequence[Block | None], others: Sequence[Block | None]) -> Sequence[Block | None]:
    return [blocks.beside(drawings.COLUMNS, grant_map, others)] if grant_map else others


def _amounts(largest: pd.DataFrame, width: float) -> list[Block | None]:
    """Own and joint projects of a municipality, each with its own grants."""
    funded = largest[largest.grant_eur.notna()]
    if funded.empty:
        return []
    parts = {f"{name}_eur": funded.grant_eur.where(funded.attribution == name) for name in theme.ATTRIBUTION}
    by_project = funded.assign(label=[blocks.shortened(title, 80) for title in funded.project_title], **parts)
    return [
        blocks.heading("report.amounts"),
        drawings.grant_bars(by_project, width),
        blocks.note(t("report.apart") if (funded.attribution == "joint").any() else ""),
    ]


def _whose(request: FolderRequest, totals: pd.Series) -> str:
    """Own and joint grants of a municipality, one beside the other."""
    known, name = {part: units.euro(amount) for part, amount in headlines.known_parts(totals).items()}, request.name
    own, joint = (known.get(part, "") for part in ("single", "joint"))
    alone = t("report.own_money", name=name, amount=own) if own else t("report.no_own", name=name)
    return f"{alone} {t('report.joint_money', amount=joint) if joint else t('report.no_joint')}"


def _kinds(totals: pd.Series, request: FolderRequest) -> list[str]:
    """Own shares, investments and what is not counted: each a sentence of its own, never one sum."""
    own_share, investment, uncounted = headlines.beside_grants(totals)
    sentences = []
    for name, figure in (("own_share", own_share), ("investment", investment)):
        parts = {part: totals[f"{part}_{name}_eur"] for part in ("single", "joint")}
        parts = {part: units.euro(euros) for part, euros in parts.items() if not units.is_unknown(euros)}
        known = [t(f"report.kind.{part}", amount=amount) for part, amount in parts.items()]
        if request.municipality and known:
            sentences.append(f"{figure.label}: {'; '.join(known)}.")
        elif not request.municipality and not units.is_unknown(totals[f"{name}_eur"]):
            sentences.append(f"{figure.label}: {figure.text}")
    if totals.uncounted_count:
        sentences.append(f"{uncounted.label}: {uncounted.value}. {uncounted.text}")
    return sentences


def _places(request: FolderRequest, totals: pd.Series, most: int) -> Block:
    """Every municipality's own grants, then what belongs to nobody alone, then the total."""
    figures = queries.municipality_figures(request.everything)
    figures = figures.sort_values(["grant_eur", "name"], ascending=[False, True], na_position="last", kind="stable")
    shown, others = figures.head(most), figures.iloc[most:]
    sums = {t("report.shared.joint"): totals.joint_eur, t("report.shared.district"): totals.district_eur}
    if len(others):
        rest = round(totals.single_eur - shown.grant_eur.sum(), 2) if others.grant_eur.notna().any() else None
        sums = {plural("report.shared.rest", len(others)): rest, **sums}
    return blocks.table(
        shown,
        blocks.column("column.municipality", 2.2, lambda row: row.name),
        blocks.column("own_column.grant_eur", 1.4, is_number=True),
        blocks.column("report.per_head", 1, lambda row: cells.cell_text("grant_per_head_eur", row), is_number=True),
        blocks.column("own_column.project_count", 1.2, is_number=True),
        blocks.column("report.progress", 1.2, _progress, is_number=True),
        more=[_sum(name, amount) for name, amount in sums.items()],
        total=[_sum(t("report.shared.total"), totals.grant_eur)],
    )


def _sum(name: str, amount: object) -> list[str]:
    return [name, units.by_unit("grant_eur", amount), "", "", ""]


def _wide(request: FolderRequest, totals: pd.Series) -> str:
    count = queries.project_totals(request.everything).district_count
    if not count:
        return ""
    amount = totals.district_eur
    known = "" if units.is_unknown(amount) else t("report.wide_money", amount=units.euro(amount))
    return f"{plural('report.wide', count)} {known}".strip()


def _projects(request: FolderRequest, page: pd.DataFrame) -> Block:
    """Projects with their run, grants and milestones; whose they are where the folder is not about one municipality."""
    is_shared = not request.municipality or (page.attribution == "joint").any()
    return blocks.table(
        page,
        blocks.title_column("column.project_title", "project_title", 2.8),
        blocks.column("column.field_of_action", 1.7),
        *([blocks.column("column.areas", 1.4, _areas)] if is_shared else []),
        blocks.column("report.run", 1.4, _run),
        blocks.column("column.grant_eur", 1.2, is_number=True),
        blocks.column("report.progress", 1.1, _progress, is_number=True),
    )


def _progress(row: Any) -> str:
    """„3 von 4“ results reached."""
    if not row.result_count:
        return units.UNKNOWN
    return t("report.of", n=units.number(row.reached_count), total=units.number(row.result_count))


def _areas(row: Any) -> str:
    shown, rest = ", ".join(row.areas[:_AREAS]), len(row.areas) - _AREAS
    return plural("report.and_more", rest, names=shown) if rest > 0 else shown


def _run(row: Any) -> str:
    ends = {
        name: units.by_unit(name, value)
        for name, value in (("begin", row.begin), ("end", row.end))
        if not units.is_unknown(value)
    }
    if len(ends) == 2:
        return t("report.from_to", **ends)
    return next((t(f"report.only.{name}", day=day) for name, day in ends.items()), units.UNKNOWN)
