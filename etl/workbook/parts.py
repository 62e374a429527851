"""The part of one municipality: its projects with their money, milestones and sources, and which of it others lead."""

from collections.abc import Mapping
from dataclasses import dataclass

from etl.reading.inputs import OFFICE, Inputs
from etl.rules.place_names import named_places
from etl.tables.keys import KEYS
from etl.workbook.contents import Rows
from etl.workbook.sheets import places

AREAS, LEAD = "Kommunen (AGS)", "Federführung"
PROJECTS, SOURCES = "projekte", "quellen"
OFFICE_LEADS = "Projektleitstelle"
"""Who leads a joint project of which no single place of the district is named as the lead."""


@dataclass(frozen=True)
class Part:
    """Which rows of the office's tables belong to a municipality or the district."""

    area_ags: str
    rows: Mapping[str, Mapping[str, str]]
    """For each table by key who leads it; empty when it is the municipality itself."""

    def lock(self, table: str, key: str) -> str:
        """Who must change a row that is there, if not this municipality."""
        return self.rows[table].get(key, OFFICE_LEADS)

    def lock_of_new(self, table: str, row: Mapping[str, str], new_projects: Rows) -> str:
        """Who must add a row, if not this municipality."""
        if table == SOURCES:
            return ""
        project = row.get("Projekt-ID", "")
        if table != PROJECTS and project not in new_projects:
            return self.lock(PROJECTS, project)
        areas = new_projects.get(project, {}).get(AREAS, "").split()
        return "" if self.area_ags in areas else OFFICE_LEADS


def area_names(inputs: Inputs) -> dict[str, str]:
    """Everybody who has a part: the municipalities and the district, by official key."""
    names = {key: name for _, key, name in places(inputs).rows("AGS", "Name")}
    district = inputs.region.region if inputs.region else None
    return names | ({district.district_ags: district.name} if district else {})


def part(tables: Mapping[str, Rows], names: Mapping[str, str], area_ags: str) -> Part:
    """The part of one municipality, or of the district, of the tables of a Stand."""
    leads: dict[str, str] = {}
    for key, row in tables[PROJECTS].items():
        lead = _lead(row, names)
        # Who leads what others take part in can change it, and is asked about it.
        if area_ags in (lead, *row.get(AREAS, "").split()):
            leads[key] = "" if lead == area_ags else names.get(lead, OFFICE_LEADS)
    found: dict[str, dict[str, str]] = {PROJECTS: leads}
    for table in (table for table in OFFICE if table not in (PROJECTS, SOURCES)):
        found[table] = {
            key: leads[project] for key, row in tables[table].items() if (project := row.get("Projekt-ID", "")) in leads
        }
    found[SOURCES] = _sources(tables, found)
    return Part(area_ags, found)


def _lead(project: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Who leads a project: the place to which alone it belongs, else the only one that is named; empty for the office."""
    areas = project.get(AREAS, "").split()
    named = areas if len(areas) == 1 else list(named_places(project.get(LEAD, ""), names))
    return named[0] if len(named) == 1 else ""


def _sources(tables: Mapping[str, Rows], found: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The sources that the part's rows cite; one that others cite as well is the office's to change."""
    own: dict[str, str] = {}
    for table, rows in tables.items():
        for key, row in rows.items():
            source, lead = row.get(KEYS[SOURCES][0], ""), found.get(table, {}).get(key)
            if table != SOURCES and lead is not None:
                own[source] = own.get(source) or lead
    for table, rows in tables.items():
        for key, row in rows.items():
            source = row.get(KEYS[SOURCES][0], "")
            if table != SOURCES and source in own and key not in found[table]:
                own[source] = own[source] or OFFICE_LEADS
    return {key: own[key] for key in tables[SOURCES] if key in own}
