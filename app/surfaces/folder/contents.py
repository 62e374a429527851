"""What stands in a folder, in which order, as data for the template; every figure is one of ``app.data.queries``."""

from typing import Any

from babel.dates import format_date

from app.charts import theme
from app.charts.fonts import FAMILY
from app.data import queries
from app.data.region import office, region
from app.exhibits.captions import credited
from app.sentences import answer, headlines
from app.surfaces.folder import blocks, changes, delays, drawings, milestones, money
from app.surfaces.folder.blocks import Block, CellText
from app.surfaces.folder.request import FolderRequest, RowLimits
from app.words import table_columns, units
from app.words.cells import records
from app.words.text import plural, t

_GAPS = ("no_begin", "no_end", "no_grant", "undated_status", "undated", "unknown_kind", "no_feedback")
"""What may not be known."""
_CONFLICTS = 6
_SOURCES = ("projekte", "bevoelkerung", "grenzen")
"""Of all that stands below the answer."""
_MAP = 300.0
"""Points: width of the map."""
_WIDTHS = (2, 1.2, 1.2, 1.2, 1.6)
"""Shares of the columns of the table."""


def contents(request: FolderRequest, limits: RowLimits) -> dict[str, Any]:
    """Everything that the template needs."""
    name, title = request.name, str(region().region.title)
    heading = t("report.title", who=name)
    stand = units.date(request.stand)
    return {
        "title": t("report.document", title=heading, stand=stand),
        "description": t(
            "report.description",
            who=name,
            stand=stand,
            release=request.release_id,
            where=request.address(),
        ),
        "keywords": [title, name, stand, request.release_id],
        "author": office(),
        "day": [request.stand.year, request.stand.month, request.stand.day],
        "overline": title,
        "heading": heading,
        "lead": _lead(request),
        "answer": answer.answer(request.selection) if queries.has_projects(request.everything) else [],
        "header": [heading, t("timeline.stand", date=stand)],
        "footer": t("report.footer", office=office(), release=request.release_id),
        "page": t("report.page"),
        "unknown": units.UNKNOWN,
        "fonts": [FAMILY],
        "colours": {"ink": theme.INK, "soft": theme.SOFT, "rule": theme.RULE, "accent": theme.ACCENT},
        "width": drawings.PAGE,
        "gutter": drawings.GUTTER,
        "sections": [section for section in _sections(request, limits) if section],
    }


def _lead(request: FolderRequest) -> str:
    day = format_date(request.stand, "d. MMMM yyyy", locale=units.LOCALE)
    if not request.municipality:
        return plural("report.lead.district", len(queries.municipalities(request.everything)), day=day)
    return t("report.lead.municipality", day=day)


def _sections(request: FolderRequest, limits: RowLimits) -> list[Block | None]:
    if not queries.has_projects(request.everything):
        return [_without_projects(request), _origin(request)]
    return [
        _glance(request),
        changes.section(request, limits),
        delays.section(request, limits),
        money.section(request, limits),
        milestones.section(request, limits),
        _questions(request),
        _origin(request),
    ]


def _glance(request: FolderRequest) -> Block:
    """Headline figures, as on the page of the dashboard."""
    funding = queries.funding_totals(request.selection)
    milestone_totals = queries.milestone_totals(request.selection)
    if request.municipality:
        own = headlines.municipality(queries.municipality_figures(request.selection), funding)
        figures = (*own, headlines.silent_milestones(milestone_totals))
    else:
        figures = (
            headlines.projects(queries.project_totals(request.selection)),
            *headlines.grants(funding, request.selection),
            *headlines.states(milestone_totals),
        )
    return blocks.section("report.glance", blocks.cards(figures))


def _questions(request: FolderRequest) -> Block:
    """Open questions as a list; what has no gap is left out."""
    gaps = headlines.counted_gaps(queries.gaps(request.selection), _GAPS)
    conflicts = _conflicts(request)
    return blocks.section(
        "report.questions",
        blocks.text(t("report.questions.lead")),
        blocks.list_of(gaps) or blocks.text(t("report.questions.none")),
        blocks.heading("report.conflicts") if conflicts else None,
        blocks.list_of(conflicts),
        {"kind": "note", "text": blocks.with_link(t("report.questions.more"), request.address("methodology"))},
    )


def _conflicts(request: FolderRequest) -> list[str]:
    """As the region's editors wrote them down; of one municipality the amounts that are marked as contradictory."""
    if not request.municipality:
        return [str(entry.text) for entry in region().conflict][:_CONFLICTS]
    rows = queries.funding_rows(request.selection).all()
    rows = rows[rows.counting == "widersprüchlich"].head(_CONFLICTS)
    return [
        t(
            "report.conflict",
            project=row.project_title,
            amount=units.euro(row.amount_eur),
            note=t("report.uncounted") if units.is_unknown(row.note) else row.note,
        )
        for row in records(rows)
    ]


def _origin(request: FolderRequest) -> Block:
    """The data sources that the folder's figures come from."""
    datasets = queries.datasets(request.everything)
    answered = answer.sources(request.selection) if queries.has_projects(request.everything) else ()
    return blocks.section(
        "report.origin",
        blocks.table(
            datasets[datasets.dataset_id.isin((*_SOURCES, *answered))],
            blocks.column("table.dataset", 1.8, lambda row: row.title),
            blocks.column("column.publisher", 3.4, credited),
            blocks.column("column.licence", 2.4, _licence),
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


def _without_projects(request: FolderRequest) -> Block:
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
            shown.head(money.MUNICIPALITIES),
            *(
                blocks.column(f"column.{name}", width, is_number=name.endswith(("count", "km2")))
                for name, width in named
            ),
        ),
        blocks.rest(len(shown) - money.MUNICIPALITIES, request.address("municipalities")),
        {"kind": "page"},
    )


def _density(request: FolderRequest) -> list[Block | None]:
    drawing = drawings.municipality_map(request, "density_count", t("column.density_count"), _MAP)
    return blocks.headed("report.density", drawing)
