"""Projekte: which are there, and what is known of one?"""

from app import layout, queries, sentences, timeline
from app.selection import current

selection = current()
project_id = layout.parameter("projekt")
found = queries.project(selection, project_id) if project_id else None

if found is None or found.empty:
    layout.header("projects", "projekte")
    if project_id:
        layout.missing("projects.unknown", project_id)
    search = layout.search("projects.search", "suche")
    rows = queries.project_rows(selection, search)
    layout.note(sentences.found(len(rows), search))
    layout.table(
        "projects.rows",
        rows,
        *(
            "title",
            "field_of_action",
            "areas",
            "attribution",
            "begin",
            "end",
            "grant_eur",
            "reached_count",
            "milestone_count",
            "status",
        ),
        links={"title": layout.project_link},
    )
else:
    project = found.iloc[0]
    layout.project_header(project)
    facts, place = layout.halves(wide_left=True)
    with facts:
        layout.facts(
            "project", project, "lead", "areas", "attribution", "field_of_action", "begin", "end", "status", "grant_eur"
        )
    with place:
        layout.locator("project.place", list(project.area_ags))
    layout.table(
        "project.funding",
        queries.project_funding(selection, project_id),
        *(
            "kind",
            "amount_eur",
            "counting",
            "recipient",
            "funder",
            "programme",
            "approved",
            "note",
            "source_publisher",
            "input_file",
            "input_line",
        ),
        links={"source_publisher": layout.source_link},
    )
    layout.chart(
        "project.milestones",
        timeline.timeline,
        queries.timeline_rows(selection.everything(), project_id),
        columns=layout.TIMELINE,
        stand=selection.stand,
    )
    layout.table(
        "project.milestone_rows",
        queries.project_milestones(selection, project_id),
        *(
            "title",
            "state",
            "first_planned",
            "current_planned",
            "reached",
            "delay_days",
            "source_publisher",
            "input_file",
            "input_line",
        ),
        links={"source_publisher": layout.source_link},
    )
    layout.table(
        "project.sources",
        queries.project_sources(selection, project_id),
        *("source_title", "source_publisher", "published"),
        links={"source_title": layout.source_link},
    )
