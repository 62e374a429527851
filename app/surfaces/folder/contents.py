"""What stands in a folder, in which order, as data for the template; every figure is one of ``app.data.queries``."""

from typing import Any

from babel.dates import format_date

from app.charts import theme
from app.charts.fonts import FAMILY
from app.data import queries
from app.data.region import office, region
from app.sentences import answer, headlines
from app.surfaces.folder import (
    blocks,
    changes,
    delays,
    drawings,
    milestones,
    money,
    origin,
    questions,
    without_projects,
)
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest, RowLimits
from app.words import units
from app.words.text import plural, t


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
        return [without_projects.section(request), origin.section(request)]
    return [
        _glance(request),
        changes.section(request, limits),
        delays.section(request, limits),
        money.section(request, limits),
        milestones.section(request, limits),
        questions.section(request),
        origin.section(request),
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
