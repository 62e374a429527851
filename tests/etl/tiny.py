"""A release of hand-made rows: the office's tables in German, defaults for what a test does not care about."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from etl.release.database import load
from etl.tables.release_tables import input_columns, office_rows, project_areas, with_field_ids

A, B, DISTRICT, OUTSIDE = "05978004", "05978008", "05978", "05913000"
STAND = date(2026, 6, 30)
HAND_MADE = "tiny.duckdb"
FIELDS = {"Digitale Verwaltung": "digitale-verwaltung", "Bauen und Wohnen": "bauen-und-wohnen"}
Rows = Sequence[Mapping[str, str | None]]

PROJECT = {
    "Projekt-ID": "p1",
    "Titel": "Projekt",
    "Kurzbeschreibung": "…",
    "Federführung": "Stadt",
    "Kommunen (AGS)": A,
    "Handlungsfeld": "Digitale Verwaltung",
    "Handlungsfeld von": "Quelle",
    "Beginn": None,
    "Ende": None,
    "Status laut Quelle": None,
    "Status vom": None,
    "Quelle-ID": "q",
}
FUNDING = {
    "Förder-ID": "f1",
    "Projekt-ID": "p1",
    "Empfänger": "Stadt",
    "Empfänger-AGS": None,
    "Fördergeber": None,
    "Ebene": "Land",
    "Programm": "P",
    "Art": "Zuwendung",
    "Betrag (EUR)": "100",
    "Zählweise": "zählt",
    "Bewilligt": None,
    "Anmerkung": None,
    "Quelle-ID": "q",
}
CORRECTION = [
    *("stand_date", "table_name", "row_key", "column_name", "old_value", "new_value"),
    *("reason", "corrected_date", "input_file", "input_line"),
]
MILESTONE = {
    "Meilenstein-ID": "m1",
    "Projekt-ID": "p1",
    "Meilenstein": "Ziel",
    "Erstplanung": None,
    "Aktuelle Planung": None,
    "Erreicht": None,
    "Status laut Quelle": "geplant",
    "Quelle-ID": "q",
    "Art": None,
}


def database(
    path: Path,
    *,
    project: Rows | Mapping[date, Rows] = ({},),
    funds: Rows = (),
    steps: Rows | Mapping[date, Rows] = (),
    stands: Sequence[date] = (STAND,),
    renamed: Sequence[tuple[date, str, str, str, str]] = (),
    municipalities: Sequence[str] = (A, B),
) -> Path:
    """Write a database with these rows in every Stand, or with projects or milestones of their own for each.

    ``renamed``: Stand, table, key column, old and new id of a correction.
    """
    own = steps if isinstance(steps, Mapping) else dict.fromkeys(stands, steps)
    of_day = project if isinstance(project, Mapping) else dict.fromkeys(stands, project)
    frames = [
        (_frame(PROJECT, of_day[day]), _frame(FUNDING, funds), _frame(MILESTONE, own[day]), day) for day in stands
    ]
    regions = {**dict.fromkeys(municipalities, "municipality"), DISTRICT: "district"}
    file = path / HAND_MADE
    load(
        file,
        {
            "region": pd.DataFrame(
                [
                    {
                        "version_date": stands[0],
                        "region_ags": key,
                        "name": key,
                        "region_level": level,
                        "outline": None,
                    }
                    for key, level in regions.items()
                ]
            ),
            "stand": pd.DataFrame({"stand_date": list(stands), "version_date": [stands[0]] * len(stands)}),
            "source": pd.DataFrame(
                [
                    dict.fromkeys(("published", "published_first_date", "published_last_date", "published_precision"))
                    | {
                        "stand_date": day,
                        "source_id": "q",
                        "publisher": "P",
                        "title": "T",
                        "url": "https://x",
                        "input_file": "q",
                        "input_line": 2,
                    }
                    for day in stands
                ]
            ),
            "input_column": input_columns(),
            "field_of_action": pd.DataFrame(
                [{"field_of_action_id": key, "name": name, "position": 1} for name, key in FIELDS.items()]
            ),
            "project": pd.concat(
                [with_field_ids(office_rows("projekte", table, day), FIELDS) for table, _, _, day in frames]
            ),
            "project_municipality": pd.concat([project_areas(table, day) for table, _, _, day in frames]),
            "funding": pd.concat([office_rows("foerderung", table, day) for _, table, _, day in frames]),
            "milestone": pd.concat([office_rows("meilensteine", table, day) for _, _, table, day in frames]),
            "correction": pd.DataFrame(
                [
                    {
                        "stand_date": day,
                        "table_name": table,
                        "row_key": old,
                        "column_name": column,
                        "old_value": old,
                        "new_value": new,
                        "reason": "…",
                        "corrected_date": day,
                        "input_file": "hand.csv",
                        "input_line": line,
                    }
                    for line, (day, table, column, old, new) in enumerate(renamed, 2)
                ],
                columns=CORRECTION,
            ),
        },
    )
    return file


def _frame(default: Mapping[str, str | None], rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame([{**default, **row} for row in rows], columns=list(default), dtype="str")
    return frame.assign(input_file="hand.csv", input_line=range(2, len(rows) + 2))
