"""The folder of a district before its first project: what will stand here, and what is known of its municipalities."""

from app.data import queries
from app.surfaces.folder import blocks, drawings
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.money import MUNICIPALITIES
from app.surfaces.folder.request import FolderRequest
from app.words import table_columns
from app.words.text import t

_MAP = 300.0
"""Points: width of the map."""
_WIDTHS = (2, 1.2, 1.2, 1.2, 1.6)
"""Shares of the columns of the table."""


def section(request: FolderRequest) -> Block:
    """A kind sentence, a map of how densely people live, and the figures behind it."""
    figures = queries.municipality_figures(request.everything)
    shown = figures[figures.municipality_ags == request.municipality] if request.municipality else figures
    named = zip(table_columns.PLACES, _WIDTHS, strict=True)
    return blocks.section(
        "report.without_projects",
        blocks.text(t("report.without_projects.lead"), t("frame.how_it_comes")),
        *(_density(request) if figures.density_count.notna().any() else []),
        blocks.heading("report.people"),
        blocks.table(
            shown.head(MUNICIPALITIES),
            *(
                blocks.column(f"column.{name}", width, is_number=name.endswith(("count", "km2")))
                for name, width in named
            ),
        ),
        blocks.rest(len(shown) - MUNICIPALITIES, request.address("municipalities")),
        {"kind": "page"},
    )


def _density(request: FolderRequest) -> list[Block | None]:
    drawing = drawings.municipality_map(request, "density_count", t("column.density_count"), _MAP)
    return blocks.headed("report.density", drawing)
