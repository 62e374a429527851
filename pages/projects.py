"""Projekte: which are there, and what is known of one?"""

from app.data import queries
from app.data.selection import current
from app.sentences import delays, headlines, plain
from app.surfaces.streamlit import parts
from app.words import table_columns

selection = current()
project_id = parts.parameter("projekt")
found = queries.project(selection, project_id)

if found.empty:
    parts.header("projects", "projekte")
    parts.end_without_projects("projects")
    if project_id:
        parts.unknown_address("projects.unknown", project_id)
    search = parts.search("projects.search", "suche")
    step = parts.choice("projects.confidence", ("all", "5", "4", "3", "2", "1", "0"), "zuversicht")
    chosen = "" if step == "all" else step
    if not chosen:
        parts.plain_words(plain.projects(selection, search))
    rows = queries.project_rows(selection, search, chosen)
    parts.note(headlines.search_result(rows.count, search))
    parts.table("projects.rows", first=10, suche=search, zuversicht=chosen and parts.parameter("zuversicht"))
else:
    project = found.iloc[0]
    parts.project_header(project)
    parts.plain_words(plain.project(selection, project))
    facts, place = parts.halves(wide_left=True)
    with facts:
        parts.facts("project", project, table_columns.PROJECT_FACTS)
    with place:
        parts.exhibit("project.place", projekt=project_id)
    parts.table("project.funding", projekt=project_id)
    parts.exhibit("project.milestones", projekt=project_id)
    left, right = parts.halves()
    with left:
        kept = queries.project_account(selection, project_id)
        parts.headed_list("project.account", *delays.facts(kept, queries.first_stand(selection.release_id)))
    with right:
        parts.confidence(project)
    parts.table("project.milestone_rows", projekt=project_id)
    parts.table("project.sources", projekt=project_id)
