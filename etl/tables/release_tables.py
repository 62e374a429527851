"""All tables of a release, tidy and in the order in which they refer to each other."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from data_dictionary import TABLES
from etl.reading.inputs import REFERENCE, Inputs
from etl.reading.toml_files import RegionFile, SourcesFile
from etl.tables.boundaries import boundary_table, common_boundary, map_shapes, outline
from etl.tables.transforms import ORIGIN, typed_rows, with_stand_date

Tables = dict[str, pd.DataFrame]
COLUMN_OF_NAMES = {"geldgeber": "funder", "programme": "programme"}
"""Column of funding whose names a file in ``mapping`` gives."""


def tables(inputs: Inputs, rejected: pd.DataFrame, release_id: str) -> Tables:
    """Frame of every table of schema.sql by name; the inputs must be free of errors."""
    region, data_sources, stands = inputs.region, inputs.sources, list(inputs.stands)
    if region is None or data_sources is None:
        raise ValueError("inputs with errors have no tables")
    fields = {field.name: field.id for field in region.field_of_action}
    latest = max(stands)

    def office(kind: str) -> pd.DataFrame:
        return pd.concat([office_rows(kind, inputs.table(day, kind).with_origin(), day) for day in stands])

    return {
        "release": pd.DataFrame(
            {
                "release_id": [release_id],
                "stand_date": [latest],
                "region_name": [region.region.name],
                "region_ags": [region.region.district_ags],
            }
        ),
        "dataset": _datasets(data_sources),
        **_reference(inputs, region, data_sources),
        "stand": pd.DataFrame({"stand_date": stands, "version_date": list(inputs.versions.values())}),
        "source": office("quellen"),
        "field_of_action": pd.DataFrame(
            [
                {"field_of_action_id": field.id, "name": field.name, "position": position}
                for position, field in enumerate(region.field_of_action, start=1)
            ]
        ),
        "project": with_field_ids(office("projekte"), fields),
        "project_municipality": pd.concat([project_areas(inputs.table(day, "projekte").frame, day) for day in stands]),
        "funding": office("foerderung"),
        "milestone": office("meilensteine"),
        "correction": office("berichtigungen"),
        "reported_change": office("meldungen"),
        "given_name": _given_names(inputs),
        "rejected": rejected,
        "input_column": input_columns(),
        "absent_column": _absent_columns(inputs),
    }


def office_rows(kind: str, table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Typed rows of one table of a Stand."""
    return typed_rows(kind, table).pipe(with_stand_date, stand_date)


def with_field_ids(projects: pd.DataFrame, fields: Mapping[str, str]) -> pd.DataFrame:
    """Projects with the key of their field of action instead of its name."""
    return projects.assign(field_of_action_id=projects["field_of_action_id"].map(fields))


def project_areas(projects: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """One row per project of a Stand and area it names."""
    areas = projects[["Projekt-ID", "Kommunen (AGS)"]].set_axis(["project_id", "area_ags"], axis="columns")
    return (
        areas.assign(area_ags=areas["area_ags"].str.split())
        .explode("area_ags", ignore_index=True)
        .pipe(with_stand_date, stand_date)
    )


def _given_names(inputs: Inputs) -> pd.DataFrame:
    """One row per spelling of a funder or programme that has a line in the files of names."""
    columns = {"Schreibweise": "spelling", "Name": "name", "Zusatz": "addition"}
    frames = [
        table.frame[list(columns)].rename(columns=columns).assign(column_name=COLUMN_OF_NAMES[kind])
        for kind, table in inputs.names.items()
    ]
    return pd.concat([pd.DataFrame(columns=["column_name", *columns.values()]), *frames])


def input_columns() -> pd.DataFrame:
    """One row per column of an input table."""
    return pd.DataFrame(
        [
            {
                "input_table": table.file,
                "header": column.header,
                "column_name": column.name,
                "position": position,
                "in_charts": column.in_charts,
            }
            for table in TABLES.values()
            for position, column in enumerate(table.columns, start=1)
        ]
    )


def _absent_columns(inputs: Inputs) -> pd.DataFrame:
    """One row per Stand and optional column that its file lacks, or that no row of it fills."""
    found = [
        {"stand_date": day, "table_name": kind, "header": column.header}
        for day in inputs.stands
        for kind, table in TABLES.items()
        for column in table.columns
        if column.may_be_absent and inputs.table(day, kind).lacks(column.header)
    ]
    return pd.DataFrame(found, columns=["stand_date", "table_name", "header"])


def _reference(inputs: Inputs, region: RegionFile, data_sources: SourcesFile) -> Tables:
    """The reference tables, once for each version of them."""
    publishers = {entry.publisher_match: entry.id for entry in data_sources.dataset if entry.publisher_match}
    parts: dict[str, list[pd.DataFrame]] = {}
    for version in dict.fromkeys(inputs.versions.values()):
        boundaries = inputs.boundaries(version)
        if boundaries is None:
            raise ValueError("inputs with errors have no tables")
        files = {kind: inputs.table(version, kind).with_origin() for kind in REFERENCE}
        places = typed_rows("gemeinden", files["gemeinden"]).drop(columns=ORIGIN)
        shapes = map_shapes(boundaries)
        frames = {
            "region": _regions(region, places, outline=outline(shapes), geometry=common_boundary(boundaries)),
            "municipality": places.merge(boundary_table(boundaries, shapes), on="municipality_ags", how="left"),
            "population": typed_rows("bevoelkerung", files["bevoelkerung"]),
            "indicator": _indicators(files["kennzahlen"], publishers),
            "indicator_value": typed_rows("indikatoren", files["indikatoren"]),
        }
        for name, frame in frames.items():
            parts.setdefault(name, []).append(frame.assign(version_date=version))
    return {name: pd.concat(frames) for name, frames in parts.items()}


def _indicators(table: pd.DataFrame, datasets: Mapping[str, str]) -> pd.DataFrame:
    """One row per indicator in the order of the file; ``datasets`` gives the data source by publisher."""
    rows = typed_rows("kennzahlen", table).drop(columns=ORIGIN)
    return rows.assign(dataset_id=rows["publisher"].map(datasets), position=range(1, len(rows) + 1))


def _regions(region: RegionFile, places: pd.DataFrame, **of_district: object) -> pd.DataFrame:
    """One row per municipality, then one per region to compare with; some columns are of the district alone."""
    municipality_rows = [
        {"region_ags": ags, "name": name, "region_level": "municipality"}
        for ags, name in zip(places["municipality_ags"], places["name"], strict=True)
    ]
    return pd.DataFrame(
        municipality_rows
        + [
            {
                "region_ags": entry.ags,
                "name": entry.name,
                "region_level": entry.level,
                **(of_district if entry.level == "district" else {}),
            }
            for entry in region.comparison
        ]
    )


def _datasets(data_sources: SourcesFile) -> pd.DataFrame:
    """One row per data source."""
    return pd.DataFrame(
        [
            {
                "dataset_id": entry.id,
                **entry.model_dump(include={"title", "publisher", "licence", "licence_url", "url", "note"}),
                "period_days": entry.period_days,
                "as_of_date": entry.latest_date,
                "input_files": list(entry.files),
                "break_years": list(entry.break_years),
                "unbroken_indicators": list(entry.unbroken_indicators),
                "position": position,
            }
            for position, entry in enumerate(data_sources.dataset, start=1)
        ],
        dtype=object,
    )
