"""The folder's table of projects."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest
from app.words import units
from app.words.cells import records
from app.words.text import t

_AREAS = 4
"""Municipalities of a joint project that are named."""


def projects(request: FolderRequest, page: pd.DataFrame) -> Block:
    """Projects with their run, grants and milestones; whose they are where the folder is not about one municipality."""
    is_shared = not request.municipality or (page.attribution == "joint").any()
    rows = [
        [
            blocks.shortened(row.project_title),
            row.field_of_action,
            *([_areas(row.areas)] if is_shared else []),
            _run(row),
            units.by_unit("grant_eur", row.grant_eur),
            progress(row),
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


def progress(row: Any) -> str:
    """„3 von 4“ milestones reached."""
    if not row.milestone_count:
        return units.UNKNOWN
    return t("report.of", n=units.number(row.reached_count), total=units.number(row.milestone_count))


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
