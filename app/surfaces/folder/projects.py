"""The folder's table of projects."""

from typing import Any

import pandas as pd

from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest
from app.words import units
from app.words.text import plural, t

_AREAS = 4
"""Municipalities of a joint project that are named."""


def projects(request: FolderRequest, page: pd.DataFrame) -> Block:
    """Projects with their run, grants and milestones; whose they are where the folder is not about one municipality."""
    is_shared = not request.municipality or (page.attribution == "joint").any()
    return blocks.table(
        page,
        blocks.title_column("column.project_title", "project_title", 2.8),
        blocks.column("column.field_of_action", 1.7),
        *([blocks.column("column.areas", 1.4, _areas)] if is_shared else []),
        blocks.column("report.run", 1.4, _run),
        blocks.column("column.grant_eur", 1.2, is_number=True),
        blocks.column("report.progress", 1.1, progress, is_number=True),
    )


def progress(row: Any) -> str:
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
