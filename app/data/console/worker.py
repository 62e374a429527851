"""The process that runs the queries: it has one release open, knows nothing else, and is ended when it takes too long.

``python -m app.data.console.worker FILE CHANNEL``; the channel is the number of an open file. There it says when it is
ready, reads queries and answers each of them with two messages: what came of it as JSON, and the rows as Arrow's stream.
"""

import io
import json
import os
import resource
import sys
import time
from multiprocessing.connection import Connection
from typing import Any

import duckdb
import pyarrow as pa

from app.data.console.limits import COLUMNS, MEGABYTES, RESULT_MEGABYTES, ROWS, SECONDS, VALUES
from app.data.console.statement import Catalogue, RefusedError, catalogue, check

_IDLE_S = 300
"""Seconds after which a process that nobody asks ends itself."""
_OWN_MEGABYTES = 512
"""Memory that Python, Arrow and DuckDB need for themselves, and for what DuckDB does not count."""
_NICE = 10
"""How far it stands back behind the pages of other visitors."""
_BATCH = 2048
_PLAIN = frozenset(
    {
        *("varchar", "boolean", "date", "timestamp", "double", "float", "decimal"),
        *("tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint"),
    }
)
"""Types of columns that are shown as they are; of others their text."""
_OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "access_mode": "read_only",
    "enable_external_access": "false",
    "allow_community_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "memory_limit": f"{MEGABYTES}MB",
    "threads": "1",
    "errors_as_json": "true",
    "lock_configuration": "true",
}


def main(file: str, channel: Connection) -> None:
    """Answer queries on a release until the channel ends or nobody asks for long."""
    connection = duckdb.connect(file, read_only=True, config=_OPTIONS)
    known = catalogue(connection)
    _limit()
    _send(channel, {}, b"")
    while channel.poll(_IDLE_S):
        try:
            query = channel.recv_bytes()
        except EOFError:
            return
        spent = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + SECONDS + 2, resource.RLIM_INFINITY))
        with connection.cursor() as cursor:
            found, rows = _answer(cursor, known, query.decode())
        _send(channel, found, rows)


def _send(channel: Connection, found: dict[str, Any], rows: bytes) -> None:
    channel.send_bytes(json.dumps(found).encode())
    channel.send_bytes(rows)


def _limit() -> None:
    """What the process may take from now on; the release is open, and nothing else will be."""
    bounds = {
        resource.RLIMIT_DATA: (MEGABYTES + _OWN_MEGABYTES) << 20,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in bounds.items():
        resource.setrlimit(kind, (most, most))
    os.nice(_NICE)


def _answer(connection: duckdb.DuckDBPyConnection, known: Catalogue, query: str) -> tuple[dict[str, Any], bytes]:
    """What came of a query, and its rows; without rows the former says why."""
    try:
        check(connection, known, query)
        return {}, _rows(connection, query)
    except RefusedError as refused:
        return refused.told, b""
    except MemoryError:
        return {"refused": "memory"}, b""
    except (duckdb.Error, OSError, pa.ArrowException) as error:
        # Arrow says as its own what DuckDB has met while it made the rows.
        return {"error": _error_details(error)}, b""


def _error_details(error: Exception) -> dict[str, Any]:
    """What DuckDB says of an error, by the names that it has for its parts."""
    text = str(error)
    try:
        told: dict[str, Any] = json.loads(text[text.index("{") :])
    except ValueError:
        told = {"exception_type": type(error).__name__}
    return told


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> bytes:
    """All rows as Arrow's stream, every column of a type that a table of the dashboard can show."""
    relation = _relation(connection, query)
    if len(relation.columns) > COLUMNS:
        raise RefusedError("columns", str(len(relation.columns)))
    if not all(map(_is_plain, relation.types)):
        columns = zip(relation.columns, relation.types, strict=True)
        relation = relation.select(*(_column(number, *column) for number, column in enumerate(columns, start=1)))
    out, count, values = io.BytesIO(), 0, 0
    reader = relation.to_arrow_reader(_BATCH)
    with pa.ipc.new_stream(out, reader.schema) as writer:
        for batch in reader:
            count += batch.num_rows
            if count > ROWS:
                raise RefusedError("rows")
            values += sum(map(_count, batch.columns))
            if values > VALUES:
                raise RefusedError("values")
            writer.write_batch(batch)
            if out.tell() > RESULT_MEGABYTES << 20:
                raise RefusedError("size")
    return out.getvalue()


def _count(column: pa.Array) -> int:
    """Values of a column, those of lists one by one."""
    return len(column) + (len(column.flatten()) if pa.types.is_list(column.type) else 0)


def _relation(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyRelation:
    """A query that is read as far as its rows are asked for."""
    try:
        return connection.sql(query)
    except duckdb.Error:
        # The same error once more: only here it says by name what it is about.
        connection.execute(query)
        raise


def _column(number: int, name: str, kind: duckdb.sqltypes.DuckDBPyType) -> duckdb.Expression:
    """A column as it is, or as its text; by its number, because two may be called alike."""
    column = duckdb.SQLExpression(f"#{number}")
    return column.alias(name) if _is_plain(kind) else column.cast(duckdb.sqltypes.VARCHAR).alias(name)


def _is_plain(kind: duckdb.sqltypes.DuckDBPyType) -> bool:
    """Whether it is text, a number, a day or time, a truth, or a list of these."""
    parts = [part for _, part in kind.children] if kind.id == "list" else [kind]
    return all(isinstance(part, duckdb.sqltypes.DuckDBPyType) and part.id in _PLAIN for part in parts)


if __name__ == "__main__":
    main(sys.argv[1], Connection(int(sys.argv[2])))
