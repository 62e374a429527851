"""Which queries are run: one statement that reads, of tables of the release, with functions that reach nothing else.

DuckDB's own parser says what a text is; nothing here looks at letters. The database is opened so that it could do no harm
anyway; what is refused here is told better, and what DuckDB tells of the machine stays untold.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import duckdb

_TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree", "pragma_table_info"})
"""Functions that stand for tables and read nothing but what they are given."""
_CATALOGUE = frozenset({"duckdb_tables", "duckdb_views", "duckdb_columns"})
"""What DuckDB tells of the tables of the release; its other lists name the machine's folders and settings."""
_REFUSED_FUNCTIONS = frozenset({"current_setting", "getenv", "write_log"})
_SHOWN = frozenset({"", '"tables"', "__show_tables_expanded"})
"""What can be shown beside a table or query: the tables."""
_SERIALISED = "select json_serialize_sql($query)"
_RELEASE = """
    select table_name from duckdb_tables() where not internal
    union all select view_name from duckdb_views() where not internal
"""
_INTERNAL = "select view_name from duckdb_views() where internal"
_MACROS = "select function_name from duckdb_functions() where not internal and function_type = 'table_macro'"


class RefusedError(ValueError):
    """A query that is not run.

    ``reason`` is a key below „sql.refused“ in the texts, ``found`` what it is about and where, ``near`` are names like it.
    """

    def __init__(self, reason: str, found: str = "", position: int | None = None, near: Collection[str] = ()) -> None:
        super().__init__(reason)
        self.told = {"refused": reason, "found": found, "position": position, "near": list(near)}


@dataclass(frozen=True)
class Catalogue:
    """Names in small that stay the same as long as a release is open."""

    tables: frozenset[str]
    """Tables and views that may be read."""
    functions: frozenset[str]
    """Functions that may stand for tables."""
    internal: frozenset[str]
    """DuckDB's own lists, which a query may not call a part of itself."""


def catalogue(connection: duckdb.DuckDBPyConnection) -> Catalogue:
    """What the open release has."""
    functions = _TABLE_FUNCTIONS | _CATALOGUE | _names(connection, _MACROS)
    return Catalogue(_CATALOGUE | _names(connection, _RELEASE), functions, _names(connection, _INTERNAL))


def check(connection: duckdb.DuckDBPyConnection, known: Catalogue, query: str) -> None:
    """Refuse what is not one query on the release.

    Raises
    ------
    RefusedError
        When it is another statement, more than one, or reads something else.
    duckdb.Error
        When it cannot be read at all.
    """
    statements = connection.extract_statements(query)
    if len(statements) != 1:
        raise RefusedError("several" if statements else "empty")
    statement = statements[0]
    if statement.type == duckdb.StatementType.EXPLAIN:
        query = _explained(connection, query)
    elif statement.type == duckdb.StatementType.MULTI:
        raise RefusedError("pivot")
    elif statement.type != duckdb.StatementType.SELECT:
        raise RefusedError("statement", statement.type.name)
    ((serialised,),) = connection.execute(_SERIALISED, {"query": query}).fetchall()
    tree = json.loads(serialised)
    if tree["error"]:
        raise RefusedError("unreadable")
    _check_names(known, tree)


def _explained(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The query behind „explain“ and its options: the first rest that can be read alone."""
    for place, _ in duckdb.tokenize(query)[1:]:
        rest = query.encode()[place:].decode(errors="ignore")
        try:
            (statement,) = connection.extract_statements(rest)
        except (duckdb.Error, ValueError):
            continue
        if statement.type == duckdb.StatementType.SELECT:
            return rest
        break
    raise RefusedError("explain")


def _check_names(known: Catalogue, tree: Any) -> None:
    nodes = list(_nodes(tree))
    own = {entry["key"].lower() for node in nodes for entry in node.get("cte_map", {}).get("map", ())}
    if hidden := own & known.internal:
        # Elsewhere in the query the same name would be DuckDB's own list.
        raise RefusedError("name", min(hidden))
    tables = known.tables | own
    for node in nodes:
        kind, place = node.get("type"), node.get("query_location")
        if kind == "TABLE_FUNCTION" and (name := node["function"]["function_name"].lower()) not in known.functions:
            raise RefusedError("function", name, place)
        if kind == "SHOW_REF" and node["table_name"] not in _SHOWN:
            raise RefusedError("shown", node["table_name"].strip('"'), place)
        if kind == "BASE_TABLE" and not _is_known(node, tables):
            name = node["table_name"]
            raise RefusedError("table", name, place, get_close_matches(name.lower(), sorted(tables), n=3))
        if node.get("class") == "FUNCTION" and (name := node["function_name"].lower()) in _REFUSED_FUNCTIONS:
            raise RefusedError("function", name, place)


def _names(connection: duckdb.DuckDBPyConnection, question: str) -> frozenset[str]:
    return frozenset(name.lower() for (name,) in connection.execute(question).fetchall())


def _is_known(node: dict[str, Any], tables: Collection[str]) -> bool:
    if node["schema_name"].lower() == "information_schema":
        return node["table_name"].lower() in ("tables", "columns")
    return node["table_name"].lower() in tables


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every part of a query as DuckDB reads it; no part of a part is forgotten."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
