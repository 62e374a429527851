"""What pages are made of. Pages put these parts together and never format."""

from app.layout.controls import choice, indicator_choice, municipality_choice, parameter, search
from app.layout.display import OTHERS, chart, chart_map, locator, paged_chart
from app.layout.page import ICON, Figure, brand, figures, footer, halves, header, list_of, note, section, warn_when_old
from app.layout.panel import table
from app.layout.profile import facts, milestones, missing, municipality_header, project_header
from app.layout.prose import conflicts, legal, prose

__all__ = [
    "ICON",
    "OTHERS",
    "Figure",
    "brand",
    "chart",
    "chart_map",
    "choice",
    "conflicts",
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
    "paged_chart",
    "parameter",
    "project_header",
    "prose",
    "search",
    "section",
    "table",
    "warn_when_old",
]
