"""The catalogue as a data package (Frictionless): the tables as CSV files, with a schema that says what each column holds."""

from typing import Any

import orjson

from app.data.published import Column
from app.files.open_data.catalog import Catalog, Dataset, Distribution
from app.files.open_data.licences import Licence
from app.words.file_name import plain_name

_TYPES = {
    "text": "string",
    "integer": "integer",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "list": "array",
    "shape": "any",
}
"""Kinds of columns, and how a table schema calls them."""


def data_package(catalog: Catalog) -> bytes:
    """The descriptor, as JSON."""
    tables = [dataset for dataset in catalog.datasets if dataset.table]
    resources = [
        _resource(dataset, distribution)
        for dataset in tables
        for distribution in dataset.distributions
        if distribution.file.kind == "csv"
    ]
    about = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": plain_name(catalog.title),
        "id": catalog.address,
        "title": catalog.title,
        "description": catalog.description,
        "homepage": f"{catalog.base}/",
        "version": catalog.release_id,
        "contributors": [_without_empty(title=catalog.publisher, path=catalog.website, roles=["publisher"])],
        "resources": resources,
        "leftOut": [{"title": found.title, "reason": found.reason} for found in catalog.left_out],
    }
    return orjson.dumps(about, option=orjson.OPT_INDENT_2)


def _resource(dataset: Dataset, distribution: Distribution) -> dict[str, Any]:
    table, file = dataset.table, distribution.file
    assert table
    return _without_empty(
        name=table.name,
        path=file.address,
        type="table",
        title=dataset.title,
        description=dataset.description,
        format=file.kind,
        mediatype=file.media_type,
        encoding="utf-8",
        dialect={"lineTerminator": "\r\n"},
        bytes=file.size,
        hash=f"sha256:{file.sha256}",
        licenses=[_licence(distribution.licence)],
        sources=[_without_empty(title=title, path=address) for title, address in dataset.sources],
        schema={
            "fields": [_field(column) for column in table.columns],
            **({"primaryKey": list(table.key)} if table.key else {}),
            "missingValues": [""],
        },
    )


def _licence(licence: Licence) -> dict[str, str]:
    return {"name": licence.name, "title": licence.title, "path": licence.address}


def _field(column: Column) -> dict[str, Any]:
    return _without_empty(
        name=column.name,
        type=_TYPES[column.kind],
        title=column.label,
        description=column.meaning,
        unit=column.unit,
    )


def _without_empty(**entries: Any) -> dict[str, Any]:
    return {name: value for name, value in entries.items() if value not in ("", [], None)}
