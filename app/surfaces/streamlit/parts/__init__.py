"""What pages are made of. Pages put these parts together and never format."""

from app.navigation import OTHERS
from app.surfaces.streamlit.parts.controls import (
    choice,
    indicator_choice,
    municipality_choice,
    own_host,
    parameter,
    search,
    switch,
    upload,
)
from app.surfaces.streamlit.parts.days import period_choice
from app.surfaces.streamlit.parts.display import exhibit, figures, milestones, note, table, table_if_any
from app.surfaces.streamlit.parts.folder import folder
from app.surfaces.streamlit.parts.page import (
    ICON,
    PageEnd,
    brand,
    end_without_indicators,
    end_without_projects,
    footer,
    halves,
    header,
    list_of,
    nothing_yet,
    plain_words,
    section,
)
from app.surfaces.streamlit.parts.profile import (
    confidence,
    facts,
    headed_list,
    municipality_header,
    project_header,
    unknown_address,
)
from app.surfaces.streamlit.parts.prose import conflicts, legal, prose
from app.surfaces.streamlit.parts.verdict import verdict

__all__ = [
    "ICON",
    "OTHERS",
    "PageEnd",
    "brand",
    "choice",
    "confidence",
    "conflicts",
    "end_without_indicators",
    "end_without_projects",
    "exhibit",
    "facts",
    "figures",
    "folder",
    "footer",
    "halves",
    "headed_list",
    "header",
    "indicator_choice",
    "legal",
    "list_of",
    "milestones",
    "municipality_choice",
    "municipality_header",
    "note",
    "nothing_yet",
    "own_host",
    "parameter",
    "period_choice",
    "plain_words",
    "project_header",
    "prose",
    "search",
    "section",
    "switch",
    "table",
    "table_if_any",
    "unknown_address",
    "upload",
    "verdict",
]
