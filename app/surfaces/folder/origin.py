"""Where the folder's figures come from: data sources with licence, Stand, release and lasting address."""

from app.data import queries
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block, CellText
from app.surfaces.folder.request import FolderRequest
from app.words import cells, units
from app.words.cells import records
from app.words.text import t

_SOURCES = ("projekte", "bevoelkerung", "grenzen")


def section(request: FolderRequest) -> Block:
    """The data sources that the folder's figures come from."""
    datasets = queries.datasets(request.everything)
    rows: list[list[CellText]] = [
        [
            row.title,
            row.publisher if units.is_unknown(row.note) else row.note,
            {"before": "", "text": row.licence, "href": row.licence_url}
            if not units.is_unknown(row.licence_url)
            else row.licence,
            cells.cell_text("latest_date", row),
        ]
        for row in records(datasets[datasets.dataset_id.isin(_SOURCES)])
    ]
    return blocks.section(
        "report.origin",
        blocks.table(
            [
                blocks.column(t("table.dataset"), 2),
                blocks.column(t("column.publisher"), 2.4),
                blocks.column(t("column.licence"), 2.2),
                blocks.column(t("column.latest_date"), 0.9),
            ],
            rows,
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
