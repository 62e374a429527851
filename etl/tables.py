"""All tables of a release, tidy and in the order in which they refer to each other."""

from datetime import date

import pandas as pd

from etl.boundaries import Ring, boundary_table, outline
from etl.citations import sources
from etl.funding import funding
from etl.indicators import indicator_values, indicators
from etl.inputs import Inputs
from etl.milestones import milestones
from etl.municipalities import municipalities
from etl.population import population
from etl.projects import project_municipalities, projects
from etl.region import RegionFile, SourcesFile

Tables = dict[str, pd.DataFrame]


def tables(inputs: Inputs, rejected: pd.DataFrame, release_id: str) -> Tables:
    """Frame of every table of schema.sql by name; the inputs must be free of errors."""
    region, data_sources, boundaries, stands = inputs.region, inputs.sources, inputs.boundaries, inputs.stands
    if region is None or data_sources is None or boundaries is None:
        raise ValueError("inputs with errors have no tables")
    fields = {field.name: field.id for field in region.field_of_action}
    publishers = {entry.publisher_match: entry.id for entry in data_sources.dataset if entry.publisher_match}
    reference = {name: table.with_origin() for name, table in inputs.reference.items()}
    office = [(day, {name: table.with_origin() for name, table in found.items()}) for day, found in stands.items()]

    places = municipalities(reference["gemeinden"])
    people = population(reference["bevoelkerung"])
    figures = indicators(reference["kennzahlen"], publishers)
    values = indicator_values(reference["indikatoren"])
    latest = _latest_dates(data_sources, max(stands), people, figures, values)
    return {
        "release": pd.DataFrame(
            {
                "release_id": [release_id],
                "stand_date": [max(stands)],
                "region_name": [region.region.name],
                "region_ags": [region.region.district_ags],
            }
        ),
        "dataset": _datasets(data_sources, latest),
        "region": _regions(region, places, outline(boundaries)),
        "municipality": places.merge(boundary_table(boundaries), on="municipality_ags", how="left"),
        "population": people,
        "indicator": figures,
        "indicator_value": values,
        "stand": pd.DataFrame({"stand_date": list(stands)}),
        "source": sources(pd.concat([found["quellen"] for _, found in office])),
        "field_of_action": pd.DataFrame(
            [
                {"field_of_action_id": field.id, "name": field.name, "position": position}
                for position, field in enumerate(region.field_of_action, start=1)
            ]
        ),
        "project": pd.concat([projects(found["projekte"], day, fields) for day, found in office]),
        "project_municipality": pd.concat([project_municipalities(found["projekte"], day) for day, found in office]),
        "funding": pd.concat([funding(found["foerderung"], day) for day, found in office]),
        "milestone": pd.concat([milestones(found["meilensteine"], day) for day, found in office]),
        "rejected": rejected,
    }


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


def _datasets(data_sources: SourcesFile, latest: dict[str, date]) -> pd.DataFrame:
    """One row per data source, with the day of its latest value."""
    return pd.DataFrame(
        [
            {
                "dataset_id": entry.id,
                **entry.model_dump(include={"title", "publisher", "licence", "licence_url", "url", "note"}),
                "period_days": entry.period_days,
                "latest_date": entry.latest_date or latest.get(entry.id),
                "break_years": list(entry.break_years),
                "position": position,
            }
            for position, entry in enumerate(data_sources.dataset, start=1)
        ],
        dtype=object,
    )


def _latest_dates(
    data_sources: SourcesFile, stand_date: date, people: pd.DataFrame, figures: pd.DataFrame, values: pd.DataFrame
) -> dict[str, date]:
    """Day of the latest value of each data source that has values of its own."""
    latest = {}
    for entry in data_sources.dataset:
        own = figures["indicator_id"][figures["dataset_id"] == entry.id]
        if not own.empty:
            latest[entry.id] = values["period_last_date"][values["indicator_id"].isin(own)].max()
        elif "projekte.csv" in entry.files:
            latest[entry.id] = stand_date
        elif "bevoelkerung.csv" in entry.files:
            latest[entry.id] = people["reference_date"].max()
    return latest
