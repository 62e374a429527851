"""What pages are made of. Pages put these parts together and never format."""

from app.layout.controls import (
    choice,
    indicator_choice,
    municipality_choice,
    parameter,
    search,
)
from app.layout.display import chart, chart_map, locator, municipality_link, project_link, source_link, table
from app.layout.page import ICON, Figure, brand, figures, footer, halves, header, list_of, note, section, warn_when_old
from app.layout.profile import (
    facts,
    indicator_table,
    milestones,
    missing,
    municipality_header,
    project_header,
    projects,
)
from app.layout.prose import conflicts, legal, prose

PARTS = ("label", "grant_eur", "single_eur", "joint_eur", "district_eur", "grant_count")
"""Columns of the table beside every chart of grants."""

TIMELINE = ("title", "project_title", "state", "first_planned", "due", "delay_days", "begin", "end")
"""Columns of the table beside every timeline."""

__all__ = [
    "ICON", "PARTS", "TIMELINE", "Figure", "brand", "chart", "chart_map", "choice", "conflicts", "facts", "figures", "footer", "halves",
    "header", "indicator_choice", "indicator_table", "legal", "list_of", "locator", "milestones", "missing",
    "municipality_choice", "municipality_header", "municipality_link", "note", "parameter", "project_header",
    "project_link", "projects", "prose", "search", "section", "source_link", "table", "warn_when_old",
]  # fmt: skip
