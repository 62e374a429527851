"""A table as a GeoPackage, the file that GIS programs open: an SQLite database whose rows have an area's boundary."""

import contextlib
import datetime as dt
import json
import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app.data.published import Column
from app.exhibits.captions.about import About

_FORMAT, _VERSION = 0x47504B47, 10300
"""By these two numbers in its head a program knows the file."""
_WGS84 = 4326
_HEAD = struct.pack("<2sBBi", b"GP", 0, 1, _WGS84)
"""Before each boundary: little-endian, no envelope, degrees of longitude and latitude."""
_TYPES = {"text": "TEXT", "integer": "INTEGER", "decimal": "REAL", "date": "DATE", "boolean": "BOOLEAN", "list": "TEXT"}
_SHAPE, _NUMBER = "geom", "fid"
_CHUNK = 1 << 16
_TABLES = """
create table gpkg_spatial_ref_sys (
    srs_name text not null, srs_id integer primary key, organization text not null,
    organization_coordsys_id integer not null, definition text not null, description text
);
create table gpkg_contents (
    table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
    last_change datetime not null, min_x double, min_y double, max_x double, max_y double,
    srs_id integer references gpkg_spatial_ref_sys (srs_id)
);
create table gpkg_geometry_columns (
    table_name text not null unique references gpkg_contents (table_name), column_name text not null,
    geometry_type_name text not null, srs_id integer not null references gpkg_spatial_ref_sys (srs_id),
    z tinyint not null, m tinyint not null, primary key (table_name, column_name)
);
"""
_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    (
        *("WGS 84 geodetic", _WGS84, "EPSG", _WGS84),
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]',
        None,
    ),
)


def geopackage(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], about: About) -> Iterator[bytes]:
    """The file piece by piece: a table ``name`` of rows that hold a value of each column, and behind them a boundary."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "data.gpkg")
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
            _fill(database, name, columns, rows, about)
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece


def _fill(
    database: sqlite3.Connection, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], about: About
) -> None:
    database.executescript(f"pragma application_id = {_FORMAT}; pragma user_version = {_VERSION}; begin; {_TABLES}")
    database.executemany("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)", _SYSTEMS)
    said = (about.subtitle, *about.filters, about.source_line, about.licence, about.permalink)
    changed = f"{about.stand.isoformat()}T00:00:00.000Z"
    database.execute(
        "insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)"
        " values (?, 'features', ?, ?, ?, ?)",
        (name, name, "\n".join(filter(None, said)), changed, _WGS84),
    )
    database.execute("insert into gpkg_geometry_columns values (?, ?, 'GEOMETRY', ?, 0, 0)", (name, _SHAPE, _WGS84))
    # Names of tables and columns are those of the release.
    table = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in columns)
    create = f'create table "{name}" ({_NUMBER} integer primary key autoincrement, {_SHAPE} geometry, {table})'
    database.execute(create)
    insert = f'insert into "{name}" values (null, {", ".join("?" * (len(columns) + 1))})'  # noqa: S608
    database.executemany(insert, ((shape and _HEAD + shape, *map(_value, values)) for *values, shape in rows))
    database.execute("commit")


def _value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, (str, int, float)) else float(value)
