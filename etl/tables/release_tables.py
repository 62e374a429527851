"""All tables of a release, tidy and in the order in which they refer to each other."""

from datetime import date

import pandas as pd

from etl.reading.inputs import REFERENCE, Inputs
from etl.reading.toml_files import RegionFile, SourcesFile
from etl.tables.boundaries import Ring, boundary_table, map_shapes, outline
from etl.tables.citations import sources
from etl.tables.corrections import corrections
from etl.tables.funding import funding
from etl.tables.indicators import indicator_values, indicators
from etl.tables.milestones import milestones
from etl.tables.municipalities import municipalities
from etl.tables.population import population
from etl.tables.projects import project_municipalities, projects

Tables = dict[str, pd.DataFrame]


def tables(inputs: Inputs, rejected: pd.DataFrame, release_id: str) -> Tables:
    """Frame of every table of schema.sql by name; the inputs must be free of errors."""
    region, data_sources, stands = inputs.region, inputs.sources, list(inputs.stands)
    if region is None or data_sources is None:
        raise ValueError("inputs with errors have no tables")
    fields = {field.name: field.id for field in region.field_of_action}
    latest = max(stands)

    def office(kind: str) -> list[tuple[pd.DataFrame, date]]:
        return [(inputs.table(day, kind).with_origin(), day) for day in stands]

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
        "source": pd.concat([sources(table, day) for table, day in office("quellen")]),
        "field_of_action": pd.DataFrame(
            [
                {"field_of_action_id": field.id, "name": field.name, "position": position}
                for position, field in enumerate(region.field_of_action, start=1)
            ]
        ),
        "project": pd.concat([projects(table, day, fields) for table, day in office("projekte")]),
        "project_municipality": pd.concat([project_municipalities(table, day) for table, day in office("projekte")]),
        "funding": pd.concat([funding(table, day) for table, day in office("foerderung")]),
        "milestone": pd.concat([milestones(table, day) for table, day in office("meilensteine")]),
        "correction": pd.concat([corrections(table, day) for table, day in office("berichtigungen")]),
        "rejected": rejected,
    }


def _reference(inputs: Inputs, region: RegionFile, data_sources: SourcesFile) -> Tables:
    """The reference tables, once for each version of them."""
    publishers = {entry.publisher_match: entry.id for entry in data_sources.dataset if entry.publisher_match}
    parts: dict[str, list[pd.DataFrame]] = {}
    for version in dict.fromkeys(inputs.versions.values()):
        boundaries = inputs.boundaries(version)
        if boundaries is None:
            raise ValueError("inputs with errors have no tables")
        files = {kind: inputs.table(version, kind).with_origin() for kind in REFERENCE}
        places, shapes = municipalities(files["gemeinden"]), map_shapes(boundaries)
        frames = {
            "region": _regions(region, places, outline(shapes)),
            "municipality": places.merge(boundary_table(boundaries, shapes), on="municipality_ags", how="left"),
            "population": population(files["bevoelkerung"]),
            "indicator": indicators(files["kennzahlen"], publishers),
            "indicator_value": indicator_values(files["indikatoren"]),
        }
        for name, frame in frames.items():
            parts.setdefault(name, []).append(frame.assign(version_date=version))
    return {name: pd.concat(frames) for name, frames in parts.items()}


def _regions(region: RegionFile, places: pd.DataFrame, border: list[Ring]) -> pd.DataFrame:
    """One row per municipality, then one per region to compare with; the district has an outline."""
    municipality_rows = [
        {"region_ags": ags, "name": name, "region_level": "municipality", "outline": None}
        for ags, name in zip(places["municipality_ags"], places["name"], strict=True)
    ]
    return pd.DataFrame(
        municipality_rows
        + [
            {
                "region_ags": entry.ags,
                "name": entry.name,
                "region_level": entry.level,
                "outline": border if entry.level == "district" else None,
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
                "position": position,
            }
            for position, entry in enumerate(data_sources.dataset, start=1)
        ],
        dtype=object,
    )
