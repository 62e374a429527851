"""Projekte: which are there, and what is known of one?"""

from app import account, columns, layout, plain, queries, sentences
from app.selection import current

selection = current()
project_id = layout.parameter("projekt")
found = queries.project(selection, project_id)

if found.empty:
    layout.header("projects", "projekte")
    layout.end_without_projects("projects")
    if project_id:
        layout.missing("projects.unknown", project_id)
    search = layout.search("projects.search", "suche")
    step = layout.choice("projects.confidence", ("all", "5", "4", "3", "2", "1", "0"), "zuversicht")
    chosen = "" if step == "all" else step
    if not chosen:
        layout.plain(plain.projects(selection, search))
    rows = queries.project_rows(selection, search, chosen)
    layout.note(sentences.found(rows.count, search))
    layout.table("projects.rows", rows, columns.PROJECTS_OF_ALL)
else:
    project = found.iloc[0]
    layout.project_header(project)
    layout.plain(plain.project(selection, project))
    facts, place = layout.halves(wide_left=True)
    with facts:
        layout.facts("project", project, columns.PROJECT_FACTS)
    with place:
        layout.exhibit("project.place", projekt=project_id)
    layout.table("project.funding", queries.project_funding(selection, project_id), columns.MONEY)
    layout.exhibit("project.milestones", projekt=project_id)
    delays, outlook = layout.halves()
    with delays:
        kept = queries.project_account(selection, project_id)
        layout.listed("project.account", *account.facts(kept, queries.first_stand(selection.release_id)))
    with outlook:
        layout.confidence(project)
    layout.table("project.milestone_rows", queries.project_milestones(selection, project_id), columns.MILESTONES)
    layout.table("project.sources", queries.project_sources(selection, project_id), columns.SOURCES)
