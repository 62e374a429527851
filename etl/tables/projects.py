"""Projects (Projekte): the office's table -> one row per project, and one per project and area."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from etl.tables.transforms import partial_dates, renamed, with_stand_date

COLUMNS = {
    "Projekt-ID": "project_id",
    "Titel": "title",
    "Kurzbeschreibung": "summary",
    "Federführung": "lead",
    "Handlungsfeld": "field_of_action_id",
    "Handlungsfeld von": "field_assigned_by",
    "Beginn": "begin",
    "Ende": "end",
    "Status laut Quelle": "status",
    "Status vom": "status_on",
    "Quelle-ID": "source_id",
}
AREAS = "Kommunen (AGS)"


def projects(table: pd.DataFrame, stand_date: date, fields: Mapping[str, str]) -> pd.DataFrame:
    """Tidy ``project`` rows; ``fields`` gives the key of each field of action by its name."""
    return (
        table.pipe(renamed, COLUMNS)
        .assign(field_of_action_id=lambda rows: rows["field_of_action_id"].map(fields))
        .pipe(partial_dates, "begin")
        .pipe(partial_dates, "end")
        .pipe(partial_dates, "status_on")
        .pipe(with_stand_date, stand_date)
    )


def project_municipalities(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Tidy ``project_municipality`` rows: one per project and area it names."""
    areas = table[["Projekt-ID", AREAS]].set_axis(["project_id", "area_ags"], axis="columns")
    return (
        areas.assign(area_ags=areas["area_ags"].str.split())
        .explode("area_ags", ignore_index=True)
        .pipe(with_stand_date, stand_date)
    )
