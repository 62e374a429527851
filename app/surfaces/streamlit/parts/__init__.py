"""What pages are made of. Pages put these parts together and never format."""

from app.surfaces.streamlit.parts.console import query_answer, query_drawing, query_editor, query_size, query_table
from app.surfaces.streamlit.parts.controls import (
    choice,
    dates_choice,
    indicator_choice,
    measures_choice,
    more_indicators_choice,
    municipality_choice,
    own_host,
    parameter,
    places_choice,
    search,
    switch,
    topic_choice,
    upload,
)
from app.surfaces.streamlit.parts.data import (
    data_filter,
    data_header,
    data_origin,
    data_rows,
    data_table,
    table_selection,
    whole_release,
)
from app.surfaces.streamlit.parts.days import period_choice
from app.surfaces.streamlit.parts.display import (
    answer,
    exhibit,
    figure_groups,
    figures,
    milestones,
    note,
    notes,
    table,
    table_if_any,
)
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
    party_header,
    project_header,
    unknown_address,
)
from app.surfaces.streamlit.parts.promises import promises
from app.surfaces.streamlit.parts.prose import conflicts, legal, prose
from app.surfaces.streamlit.parts.verdict import verdict
