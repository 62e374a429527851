"""What pages are made of. Pages put these parts together and never format."""

from app.layout.controls import choice, indicator_choice, municipality_choice, parameter, search
from app.layout.display import OTHERS, chart, chart_map, locator, paged_chart
from app.layout.page import (
    ICON,
    PageEnd,
    brand,
    end_without_indicators,
    end_without_projects,
    figures,
    footer,
    halves,
    header,
    list_of,
    note,
    nothing_yet,
    section,
)
from app.layout.panel import table
from app.layout.profile import facts, milestones, missing, municipality_header, project_header
from app.layout.prose import conflicts, legal, prose

__all__ = [
    "ICON",
    "OTHERS",
    "PageEnd",
    "brand",
    "chart",
    "chart_map",
    "choice",
    "conflicts",
    "end_without_indicators",
    "end_without_projects",
    "facts",
    "figures",
    "footer",
    "halves",
    "header",
    "indicator_choice",
    "legal",
    "list_of",
    "locator",
    "milestones",
    "missing",
    "municipality_choice",
    "municipality_header",
    "note",
    "nothing_yet",
    "paged_chart",
    "parameter",
    "project_header",
    "prose",
    "search",
    "section",
    "table",
]
