"""Where the folder's figures come from: data sources with licence, Stand, release and lasting address."""

from typing import Any

from app.data import queries
from app.exhibits.captions import credited
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block, CellText
from app.surfaces.folder.request import FolderRequest
from app.words import units
from app.words.text import t

_SOURCES = ("projekte", "bevoelkerung", "grenzen")


def section(request: FolderRequest) -> Block:
    """The data sources that the folder's figures come from."""
    datasets = queries.datasets(request.everything)
    return blocks.section(
        "report.origin",
        blocks.table(
            datasets[datasets.dataset_id.isin(_SOURCES)],
            blocks.column("table.dataset", 2, lambda row: row.title),
            blocks.column("column.publisher", 2.4, credited),
            blocks.column("column.licence", 2.2, _licence),
            blocks.column("column.latest_date", 0.9),
        ),
        blocks.list_of(
            [
                t("report.origin.rows"),
                t("report.origin.release", release=request.release_id, stand=units.date(request.stand)),
                blocks.with_link(
                    t("report.origin.page"), request.address("municipalities" if request.municipality else "overview")
                ),
                blocks.with_link(t("report.origin.folder"), request.address()),
            ]
        ),
        whole=True,
    )


def _licence(row: Any) -> CellText:
    return row.licence if units.is_unknown(row.licence_url) else blocks.link(row.licence, row.licence_url)
