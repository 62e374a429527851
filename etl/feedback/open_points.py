"""What a municipality is asked about: milestones that are silent or overdue, projects without end, money or source."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from etl.release.database import FIGURES, scratch
from etl.rules.validation import CheckedInputs
from etl.tables.release_tables import tables
from etl.workbook.contents import Rows, office_tables
from etl.workbook.parts import OFFICE_LEADS, Part, area_names, part

# One row per milestone of a Stand that is overdue or of which nobody has said anything, the oldest plan first.
SILENT = """
select milestone_id, project_id, title, coalesce(planned, ''), state
from milestone_detail where stand_date = $stand and state in ('overdue', 'no_feedback')
order by planned_last_date nulls last, project_title, milestone_id
"""
WORDS = {"overdue": "überfällig", "no_feedback": "ohne Rückmeldung"}
NO_END, NO_MONEY, NO_SOURCE = "kein Ende", "kein Geld", "keine Quelle"


@dataclass(frozen=True)
class OpenPoint:
    """One thing to ask about: a milestone, or without one a project that lacks something."""

    key: str
    project_title: str
    milestone: str
    planned: str
    """As written; empty when no date is known."""
    why: str
    """What is open about it."""


@dataclass(frozen=True)
class OpenPoints:
    """What one municipality, or the district, is asked about."""

    area_ags: str
    name: str
    stand_date: date
    points: tuple[OpenPoint, ...]
    title: str
    """Name of the dashboard."""
    sender: str
    """Who runs it."""

    @property
    def file_name(self) -> str:
        """Of the sheet that asks."""
        return f"Rueckmeldung-{file_stem(self.name)}.xlsx"

    @property
    def overdue_count(self) -> int:
        """Milestones whose planned end has passed, and of which the source says that they are not reached."""
        return sum(point.why == WORDS["overdue"] for point in self.points)

    @property
    def silent_count(self) -> int:
        """Milestones whose planned end has passed without a word."""
        return sum(point.why == WORDS["no_feedback"] for point in self.points)

    @property
    def incomplete_count(self) -> int:
        """Projects without end, money or source."""
        return sum(not point.milestone for point in self.points)


def open_points(checked: CheckedInputs) -> list[OpenPoints]:
    """What everybody is asked about as of the latest Stand, of inputs without errors; who has nothing to answer is left out.

    A joint project is asked about at its lead; where none is known, at all who take part.
    """
    region, stand = checked.inputs.region, max(checked.inputs.stands)
    if region is None:
        raise ValueError("inputs with errors have no open points")
    rows, names = office_tables(checked.inputs, stand), area_names(checked.inputs)
    with scratch(tables(checked.inputs, checked.rejected, "000000000000"), [FIGURES]) as connection:
        silent = connection.execute(SILENT, {"stand": stand}).fetchall()
    found = []
    for area_ags, name in names.items():
        own = part(rows, names, area_ags)
        points = [
            OpenPoint(key, rows["projekte"][project]["Titel"], title, planned, WORDS[state])
            for key, project, title, planned, state in silent
            if is_asked(own, "meilensteine", key)
        ]
        points += _incomplete(rows, own)
        if points:
            asked = (area_ags, name, stand, tuple(points))
            found.append(OpenPoints(*asked, region.region.title, region.operator.name))
    return found


def file_stem(name: str) -> str:
    """The name of a place as a part of the name of a file: what every system takes for a name."""
    return re.sub(r"[^\w-]+", "-", name)


def is_asked(own: Part, table: str, key: str) -> bool:
    """Whether a row of the part is for this municipality to speak of: its own, or joint without a lead that is known."""
    return own.rows[table].get(key) in ("", OFFICE_LEADS)


def _incomplete(rows: Mapping[str, Rows], own: Part) -> Iterator[OpenPoint]:
    funded = {row["Projekt-ID"] for row in rows["foerderung"].values()}
    for key in (key for key in own.rows["projekte"] if is_asked(own, "projekte", key)):
        project = rows["projekte"][key]
        missing = [
            word
            for word, is_missing in (
                (NO_END, not project.get("Ende")),
                (NO_MONEY, key not in funded),
                (NO_SOURCE, not project.get("Quelle-ID")),
            )
            if is_missing
        ]
        if missing:
            yield OpenPoint(key, project["Titel"], "", "", ", ".join(missing))
