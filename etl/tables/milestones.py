"""Milestones (Meilensteine): the office's table -> one row per milestone."""

from datetime import date

import pandas as pd

from etl.tables.transforms import partial_dates, renamed, with_stand_date

COLUMNS = {
    "Meilenstein-ID": "milestone_id",
    "Projekt-ID": "project_id",
    "Meilenstein": "title",
    "Erstplanung": "first_planned",
    "Aktuelle Planung": "current_planned",
    "Erreicht": "reached",
    "Status laut Quelle": "status",
    "Quelle-ID": "source_id",
}


def milestones(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Tidy ``milestone`` rows."""
    return (
        table.pipe(renamed, COLUMNS)
        .pipe(partial_dates, "first_planned")
        .pipe(partial_dates, "current_planned")
        .pipe(partial_dates, "reached")
        .pipe(with_stand_date, stand_date)
    )
