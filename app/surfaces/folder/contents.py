"""What stands in a folder, in which order, as data for the template; every figure is one of ``app.data.queries``."""

from typing import Any

from babel.dates import format_date

from app.charts import theme
from app.charts.fonts import FAMILY
from app.data import queries
from app.data.region import office, region
from app.sentences import headlines
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.changes import changes
from app.surfaces.folder.delays import shifted
from app.surfaces.folder.milestones import steps
from app.surfaces.folder.money import money
from app.surfaces.folder.origin import origin
from app.surfaces.folder.questions import questions
from app.surfaces.folder.request import Asked
from app.surfaces.folder.row_limits import Room
from app.surfaces.folder.without_projects import early
from app.words import units
from app.words.text import plural, t


def contents(asked: Asked, room: Room) -> dict[str, Any]:
    """Everything that the template needs."""
    name, title = asked.name, str(region().region.title)
    heading = t("report.title", who=name)
    stand = units.date(asked.stand)
    return {
        "title": t("report.document", title=heading, stand=stand),
        "description": t(
            "report.description",
            who=name,
            stand=stand,
            release=asked.release_id,
            where=asked.address(),
        ),
        "keywords": [title, name, stand, asked.release_id],
        "author": office(),
        "day": [asked.stand.year, asked.stand.month, asked.stand.day],
        "overline": title,
        "heading": heading,
        "lead": _lead(asked),
        "header": [heading, t("timeline.stand", date=stand)],
        "footer": t("report.footer", office=office(), release=asked.release_id),
        "page": t("report.page"),
        "unknown": units.UNKNOWN,
        "fonts": [FAMILY],
        "colours": _colours(),
        "sections": [section for section in _sections(asked, room) if section],
    }


def _lead(asked: Asked) -> str:
    day = format_date(asked.stand, "d. MMMM yyyy", locale=units.LOCALE)
    if not asked.municipality:
        return plural("report.lead.district", len(queries.municipalities(asked.everything)), day=day)
    return t("report.lead.municipality", day=day)


def _sections(asked: Asked, room: Room) -> list[Block | None]:
    if not queries.has_projects(asked.everything):
        return [early(asked), origin(asked)]
    return [
        _glance(asked),
        changes(asked, room),
        shifted(asked, room),
        money(asked, room),
        steps(asked, room),
        questions(asked),
        origin(asked),
    ]


def _glance(asked: Asked) -> Block:
    """Headline figures, as on the page of the dashboard."""
    funding = queries.funding_totals(asked.selection)
    milestones = queries.milestone_totals(asked.selection)
    if asked.municipality:
        own = headlines.municipality(queries.municipality_figures(asked.selection), funding)
        figures = (*own, headlines.silent(milestones))
    else:
        figures = (
            headlines.projects(queries.project_totals(asked.selection)),
            *headlines.grants(funding, asked.selection),
            *headlines.states(milestones),
        )
    return blocks.section("report.glance", blocks.cards(figures))


def _colours() -> dict[str, str]:
    return {
        **{name: colour for name, (colour, _) in (theme.ATTRIBUTION | theme.STATE).items()},
        "ink": theme.INK,
        "soft": theme.SOFT,
        "rule": theme.RULE,
        "accent": theme.ACCENT,
        "neutral": theme.NEUTRAL,
    }
