"""The money of the folder: own, joint and district-wide grants apart; kinds are never mixed."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from app import charts, queries, sentences, tables, units
from app.report import blocks
from app.report.asked import Asked
from app.report.blocks import Block
from app.report.place import place
from app.report.room import Room
from app.tables import records
from app.text import plural, t
from app.theme import ATTRIBUTION

MUNICIPALITIES, PROJECTS, LARGEST, BARS = 20, 30, 8, 12
"""Rows of tables and drawings; of more than that the rest is counted and found on the page that is named."""
_AREAS = 4
"""Municipalities of a joint project that are named."""


def money(asked: Asked, room: Room) -> Block:
    """Funding: sentences beside the map, bars, and the table of whoever receives it."""
    totals = queries.funding_totals(asked.selection)
    bars, *more = _of_municipality(asked, room) if asked.municipality else _of_district(asked, room, totals)
    whose = _whose(asked, totals) if asked.municipality else sentences.attribution(totals, asked.selection)
    said = [blocks.text(whose), *(blocks.text(sentence) for sentence in _kinds(totals, asked))]
    return blocks.section("report.money", *_beside(place(asked), said, bars), *more)


def _beside(
    drawing: list[Block | None], said: Sequence[Block | None], bars: Sequence[Block | None]
) -> Sequence[Block | None]:
    return [blocks.beside([1.1, 1], drawing, [*said, *bars])] if drawing else [*said, *bars]


def _of_district(asked: Asked, room: Room, totals: pd.Series) -> list[Any]:
    fields = charts.topmost(queries.funding_by(asked.everything, "field"))
    labels = [tables.name_of("label", label) for label in fields.label]
    bars = [blocks.heading("report.fields"), _bars(labels, [_amounts(row) for row in records(fields)])]
    return [
        bars if labels else [],
        blocks.heading("report.places"),
        _places(asked, totals, room.rows(MUNICIPALITIES)),
        blocks.rest(
            len(queries.municipalities(asked.everything)) - room.rows(MUNICIPALITIES), asked.address("municipalities")
        ),
        blocks.heading("report.largest"),
        _projects(asked, queries.project_rows(asked.everything).page(1, ("grant_eur", True), size=room.rows(LARGEST))),
        blocks.rest(queries.project_rows(asked.everything).count - room.rows(LARGEST), asked.address("projects")),
    ]


def _of_municipality(asked: Asked, room: Room) -> list[Any]:
    found = queries.project_rows(asked.selection)
    funded = found.page(1, ("grant_eur", True), size=room.rows(BARS))
    funded = funded[funded.grant_eur.notna()]
    amounts = [{row.attribution: float(row.grant_eur)} for row in records(funded)]
    bars = [
        blocks.heading("report.amounts"),
        _bars([blocks.short(title, 80) for title in funded.project_title], amounts),
    ]
    is_apart = (funded.attribution == "joint").any()
    # „single“ before „joint“.
    page = found.page(1, ("attribution", True), size=room.rows(PROJECTS))
    own, joint = page[page.attribution == "single"], page[page.attribution == "joint"]
    wide = queries.funding_totals(asked.everything.of(queries.district(asked.everything)))
    return [
        [*bars, blocks.note(t("report.apart") if is_apart else "")] if amounts else [],
        *([blocks.heading("report.own"), _projects(asked, own)] if len(own) else []),
        *([blocks.heading("report.joint"), _projects(asked, joint)] if len(joint) else []),
        blocks.rest(found.count - len(page), asked.address("projects")),
        blocks.note(_wide(asked, wide)),
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
    own_share, investment, uncounted = sentences.money(totals, asked.selection)[-3:]
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


def _amounts(row: Any) -> dict[str, float]:
    parts = {name: getattr(row, f"{name}_eur") for name in ATTRIBUTION}
    return {name: float(amount) for name, amount in parts.items() if not units.is_unknown(amount)}


def _bars(labels: Sequence[str], amounts: Sequence[dict[str, float]]) -> Block:
    """One bar per label; its parts lie side by side, each with a pattern of its own."""
    most = max((sum(parts.values()) for parts in amounts), default=0) or 1.0
    used = [name for name in ATTRIBUTION if any(name in parts for parts in amounts)]
    texts = [units.euro_short(sum(parts.values())) for parts in amounts]
    return {
        "kind": "bars",
        "alt": t("report.bars", list="; ".join(f"{name} {text}" for name, text in zip(labels, texts, strict=True))),
        "legend": [[name, t(f"attribution.{name}")] for name in used],
        "rows": [
            {"label": name, "text": text, "parts": [[part, amount / most] for part, amount in parts.items()]}
            for name, text, parts in zip(labels, texts, amounts, strict=True)
        ],
    }


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
            _progress(row),
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


def _projects(asked: Asked, page: pd.DataFrame) -> Block:
    """Projects with their run, grants and milestones; whose they are where the folder is not about one municipality."""
    is_shared = not asked.municipality or (page.attribution == "joint").any()
    rows = [
        [
            blocks.short(row.project_title),
            row.field_of_action,
            *([_areas(row.areas)] if is_shared else []),
            _run(row),
            units.by_unit("grant_eur", row.grant_eur),
            _progress(row),
        ]
        for row in records(page)
    ]
    return blocks.table(
        [
            blocks.column(t("column.project_title"), 2.8),
            blocks.column(t("column.field_of_action"), 1.7),
            *([blocks.column(t("column.areas"), 1.4)] if is_shared else []),
            blocks.column(t("report.run"), 1.4),
            blocks.column(t("column.grant_eur"), 1.2, number=True),
            blocks.column(t("report.progress"), 1.1, number=True),
        ],
        rows,
    )


def _areas(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_AREAS])
    rest = len(names) - _AREAS
    return t("report.and_more", names=shown, n=units.number(rest)) if rest > 0 else shown


def _run(row: Any) -> str:
    ends = {
        name: units.by_unit(name, value)
        for name, value in (("begin", row.begin), ("end", row.end))
        if not units.is_unknown(value)
    }
    if len(ends) == 2:
        return t("report.from_to", **ends)
    return next((t(f"report.only.{name}", day=day) for name, day in ends.items()), units.UNKNOWN)


def _progress(row: Any) -> str:
    if not row.milestone_count:
        return units.UNKNOWN
    return t("report.of", n=units.number(row.reached_count), total=units.number(row.milestone_count))


def _wide(asked: Asked, totals: pd.Series) -> str:
    count = queries.project_totals(asked.everything).district_count
    if not count:
        return ""
    amount = totals.district_eur
    known = "" if units.is_unknown(amount) else t("report.wide_money", amount=units.euro(amount))
    return f"{plural('report.wide', count)} {known}".strip()
