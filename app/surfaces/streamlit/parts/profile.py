"""Parts of the profiles of one project or one municipality, and of short lists."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from app.data.region import region
from app.sentences import delays
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.panel import dom_key, heading
from app.surfaces.streamlit.parts.page import list_of, way_back
from app.words import cells, table_columns, units
from app.words import confidence as written
from app.words.markdown import markdown
from app.words.text import t


def project_header(project: pd.Series) -> None:
    """Title and summary of one project, with the way back to the list."""
    surface.current().begin(project.title)
    surface.current().header(project.title, markdown(project.summary), way_back("projects.back", "projects"))


def party_header(names: Mapping[str, str]) -> None:
    """Who gives, by which programme, or who receives, by the parameters that name them; with the way back."""
    title = " · ".join(names.values())
    surface.current().begin(title)
    lead = " · ".join(t(f"party.lead.{parameter}") for parameter in names)
    surface.current().header(title, lead, way_back("party.back", "funding"))


def municipality_header(municipality: pd.Series) -> None:
    """Name and kind of one municipality, and where it lies."""
    surface.current().begin(municipality["name"], "projekte", "bevoelkerung")
    place = region().region
    lead = t("municipalities.profile_lead", kind=municipality.kind, region=place.name, state=place.state)
    surface.current().header(municipality["name"], lead)


def facts(key: str, row: pd.Series, columns: Sequence[str]) -> None:
    """Facts as a definition list; what is not known says so, but for what only some files tell."""
    columns = [name for name in columns if name not in table_columns.OPTIONAL_FACTS or not units.is_unknown(row[name])]
    record = cells.records(pd.DataFrame([row]))[0]
    lines = "".join(
        f"<dt>{escape(t(f'column.{column}'))}</dt><dd>{_fact(row, column, record)}</dd>" for column in columns
    )
    title = escape(t(f"{key}.facts"))
    surface.current().html(
        dom_key("facts", key), f'<h2 class="srm-heading">{title}</h2><dl class="srm-facts">{lines}</dl>'
    )


def confidence(project: pd.Series) -> None:
    """The step of confidence of one project with its reason, and apart from it what the source says itself."""
    step = project.confidence_step
    number = "" if units.is_unknown(step) else f" ({t('confidence.step', step=int(step))})"
    said = t("confidence.status_none")
    if not units.is_unknown(project.status_on) and not units.is_unknown(project.status):
        said = t("confidence.status_on", status=project.status, date=units.partial_date(project.status_on))
    elif not units.is_unknown(project.status):
        said = t("confidence.status", status=project.status)
    surface.current().html(
        "confidence",
        f'<h2 class="srm-heading">{escape(t("confidence.heading"))}</h2>'
        f'<p class="srm-confidence"><span aria-hidden="true">{written.dots(step)}</span> '
        f"<strong>{escape(written.word(step))}</strong>{escape(number)}</p>"
        f"<p>{escape(delays.reason(project.confidence_reason))}</p>"
        f"<p>{escape(t('confidence.rule'))}</p><p>{escape(said)}</p>",
    )


def headed_list(key: str, *sentences: str) -> None:
    """Sentences as a list below their heading."""
    surface.current().html(dom_key("heading", key), heading(key))
    list_of(*sentences)


def unknown_address(key: str, found: str) -> None:
    """Say that an address names something that is not there."""
    surface.current().notice(t(key, found=found[:80]))


def _fact(row: pd.Series, column: str, record: Any) -> str:
    text = escape(cells.cell_text(column, record))
    if column.endswith("_url") and not units.is_unknown(row[column]):
        return f'<a href="{text}" target="_blank" rel="noopener noreferrer">{text}</a>'
    if column == "population_count" and not units.is_unknown(row[column]):
        return escape(t("municipality.population_on", n=text, date=units.date(row.reference_date), basis=row.basis))
    if column == "field_of_action":
        return escape(t(f"project.field_by.{row.field_assigned_by}", name=text))
    if column == "status" and not units.is_unknown(row.status_on):
        return escape(t("project.status_on", status=row.status, date=units.partial_date(row.status_on)))
    return text
