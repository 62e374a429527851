"""Files of the public tables, piece by piece: rows are read while they are written, so that many of them fill no memory."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
import pyarrow as pa

from app.data.published import (
    QueryError,
    TableQuery,
    condition_in_words,
    count,
    published_table,
    read,
    result_columns,
    warnings,
)
from app.data.published.catalogue import Column, area_column
from app.exhibits import captions
from app.exhibits.captions.about import About
from app.exhibits.filters import choices
from app.files import parquet
from app.files.data_files import CSV, EXCEL, MOST_ROWS, source
from app.files.geopackage import geopackage
from app.files.parquet import parquet_pieces
from app.files.text_files import csv_for_excel, csv_of_batches, json_document, json_lines, records
from app.files.typed_rows import Column as FileColumn
from app.files.typed_rows import Content, value_of
from app.files.workbook import workbook
from app.words import cells, units
from app.words.file_name import file_name
from app.words.text import t

KINDS = {
    "json": ("json", "application/json"),
    "ndjson": ("ndjson", "application/x-ndjson"),
    "csv": ("csv", CSV),
    "parquet": ("parquet", parquet.MEDIA_TYPE),
    "geojson": ("geojson", "application/geo+json"),
    "geopackage": ("gpkg", "application/geopackage+sqlite3"),
    "metadata": ("metadata.json", "application/json"),
    "excel": ("csv", CSV),
    "xlsx": ("xlsx", EXCEL),
}
"""Kinds of files, the ends of their names and their media types; „csv“ is for machines, „excel“ for German Excel."""


@dataclass(frozen=True)
class TableFile:
    """A file on its way; reading its pieces reads the table."""

    name: str
    media_type: str
    pieces: Iterator[bytes]


def table_file(query: TableQuery, kind: str, address: str = "", more: Mapping[str, Any] | None = None) -> TableFile:
    """The file of one kind; ``address`` is where it can be had again, ``more`` goes into what JSON says of itself.

    The first rows are asked for before it returns, so what cannot be asked is refused here.

    Raises
    ------
    QueryError
        When the query cannot be answered, or not in this kind of file.
    """
    words = about(query, address)
    ending, media_type = KINDS[kind]
    pieces = _WRITERS[kind](query, words, more or {})
    return TableFile(f"{words.stem}{'_excel' if kind == 'excel' else ''}.{ending}", media_type, pieces)


def possible_kinds(query: TableQuery, count: int) -> tuple[str, ...]:
    """Kinds of files that so many rows can have, as whoever reads tables needs them first."""
    table = published_table(query.selection.release_id, query.table)
    has_areas = bool(area_column(query.groups if query.is_grouped else query.columns or table.names, table))
    kinds = [*(("excel", "xlsx") if count <= MOST_ROWS["xlsx"] else ("excel",)), "csv", "json", "parquet"]
    return (*kinds, *(("geojson", "geopackage") if has_areas else ()), "metadata")


def about(query: TableQuery, address: str = "") -> About:
    """All that is said about the rows of a public table."""
    everything = query.selection.everything()
    table = published_table(everything.release_id, query.table)
    return About(
        title=table.label,
        subtitle=" ".join((table.grain, *warnings(query))),
        filters=tuple(_filters_in_words(query)),
        permalink=address,
        stem=file_name(query.table, everything.stand),
        **captions.provenance(everything, table.datasets),
    )


def meta(query: TableQuery, words: About) -> dict[str, Any]:
    """What JSON says of the rows; what each column holds stands in it, too."""
    table = published_table(query.selection.release_id, query.table)
    datasets = captions.datasets(query.selection.everything(), table.datasets)
    return {
        "table": table.name,
        **words.some("title"),
        "row": table.grain,
        **words.some("filters"),
        "warnings": warnings(query),
        "sources": [source(found) for found in datasets],
        **words.some("licence", "publisher", "stand", "release_id", "permalink"),
        "columns": [column.description for column in result_columns(query)],
    }


def rows_of(query: TableQuery) -> Iterator[tuple[Any, ...]]:
    """Rows as plain values; sums of money are exact."""
    return _rows(read(query))


def _rows(reader: pa.RecordBatchReader) -> Iterator[tuple[Any, ...]]:
    return (row for batch in reader for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _filters_in_words(query: TableQuery) -> Iterator[str]:
    """What is chosen, in words."""
    known = choices(query.selection.everything())
    for name, keys in query.selection.chosen().items():
        if keys:
            yield f"{t(f'filter.{name}')}: {', '.join(known[name].get(key, key) for key in keys)}"
    table = published_table(query.selection.release_id, query.table)
    for condition in query.conditions:
        yield condition_in_words(table.known_column(condition.column), condition)


def _json(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    columns, rows = result_columns(query), rows_of(query)
    return json_document({"meta": {**meta(query, words), **more}}, "rows", _objects(columns, rows))


def _ndjson(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    columns, rows = result_columns(query), rows_of(query)
    return json_lines(_objects(columns, rows))


def _objects(columns: Iterable[Column], rows: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Rows as objects; a boundary is one, too, and not its text."""
    columns = tuple(columns)
    shapes = [column.name for column in columns if column.type == "GEOMETRY"]
    for found in records([column.name for column in columns], rows):
        yield found | {name: found[name] and orjson.Fragment(found[name]) for name in shapes}


def _csv(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    return csv_of_batches([column.name for column in result_columns(query)], read(query))


def _excel(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    query = _without_shapes(query)
    columns = result_columns(query)
    headings = [column.label for column in columns]
    return csv_for_excel(_for_people(columns, rows_of(query)), headings, words.footer)


def _xlsx(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    query = _without_shapes(query)
    most, n = MOST_ROWS["xlsx"], min(count(query), query.limit or MOST_ROWS["xlsx"] + 1)
    if n > most:
        raise QueryError("table_query.many_rows", n=units.number(count(query)), most=units.number(most))
    columns = result_columns(query)
    rows = tuple(tuple(map(value_of, row)) for row in _for_people(columns, rows_of(query)))
    content = Content(tuple(FileColumn(column.name, column.label, column.unit) for column in columns), rows)
    return iter([workbook(content, words, meta(query, words)["sources"])])


def _without_shapes(query: TableQuery) -> TableQuery:
    columns = tuple(column.name for column in result_columns(query) if column.kind != "shape")
    if not columns:
        raise QueryError("table_query.only_shapes")
    return query if query.is_grouped else replace(query, columns=columns)


def _for_people(columns: Iterable[Column], rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    names = [column.name for column in columns]
    for row in rows:
        yield [cells.word_for_files(name, value) for name, value in zip(names, row, strict=True)]


def _geojson(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    query = _without_shapes(query)
    names = [column.name for column in result_columns(query)]
    found = _rows(read(query, shapes="joined"))
    features = (
        {
            "type": "Feature",
            "geometry": shape and orjson.Fragment(shape),
            "properties": dict(zip(names, values, strict=True)),
        }
        for *values, shape in found
    )
    # Members of a collection that the standard does not know are for whoever knows them.
    begin = {"type": "FeatureCollection", "meta": {**meta(query, words), **more}}
    return json_document(begin, "features", features)


def _geopackage(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    query = _without_shapes(query)
    return geopackage(query.table, result_columns(query), _rows(read(query, shapes="joined_binary")), words)


def _metadata(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    return iter([orjson.dumps({**meta(query, words), **more}, option=orjson.OPT_INDENT_2)])


def _parquet(query: TableQuery, words: About, more: Mapping[str, Any]) -> Iterator[bytes]:
    reader = read(query, shapes="binary")
    return parquet_pieces(reader, described_schema(reader.schema, query, words))


def described_schema(schema: pa.Schema, query: TableQuery, words: About) -> pa.Schema:
    """The schema with what the release says of table and columns, where it comes from and under which licence."""
    known = {column.name: column for column in result_columns(query)}
    shape_names = [name for name, column in known.items() if column.type == "GEOMETRY"]
    fields = []
    for field in schema:
        column = known[field.name]
        said = {"label": column.label, "comment": column.meaning, "unit": column.unit}
        # The name of an extension stays: it says that the bytes are a boundary.
        fields.append(
            field.with_metadata({**(field.metadata or {}), **{key: text for key, text in said.items() if text}})
        )
    said_of_table = {
        "title": words.title,
        "description": words.subtitle,
        "source": words.source_line,
        "licence": words.licence,
        "publisher": words.publisher,
        "stand": words.stand.isoformat(),
        "release_id": words.release_id,
    }
    if shape_names:
        columns = {name: {"encoding": "WKB", "geometry_types": []} for name in shape_names}
        said_of_table["geo"] = json.dumps({"version": "1.1.0", "primary_column": shape_names[0], "columns": columns})
    return pa.schema(fields, metadata=said_of_table)


_WRITERS: dict[str, Callable[[TableQuery, About, Mapping[str, Any]], Iterator[bytes]]] = {
    "json": _json,
    "ndjson": _ndjson,
    "csv": _csv,
    "parquet": _parquet,
    "geojson": _geojson,
    "geopackage": _geopackage,
    "metadata": _metadata,
    "excel": _excel,
    "xlsx": _xlsx,
}
