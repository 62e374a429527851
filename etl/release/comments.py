"""What the columns of a release mean: from the data dictionary, and for what is carried over from the column it comes from.

A derived table or view selects from others. A column that it selects as it is keeps its comment; one that it computes
has none of its own accord, and ``comment on`` beside it in SQL says what it means.
"""

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb

from data_dictionary import TABLES
from etl.release.derivations import statements

Comments = dict[str, str | None]
"""Comment of each column of a relation by name, in order; none where it is computed."""
CREATED = re.compile(r"^create (?:table|view) (\w+) as\b(.*)", re.DOTALL | re.MULTILINE)
DESCRIBED = (
    "select table_name, column_name, comment from duckdb_columns() where not internal order by table_oid, column_index"
)


def dictionary_comments() -> str:
    """SQL that explains the columns of the input tables in the release."""
    return "\n".join(
        _comment_on(table.name if column.kind != "areas" else "project_municipality", name, meaning)
        for table in TABLES.values()
        for column in table.columns
        for name, (_, meaning) in column.words.items()
    )


def carried_comments(connection: duckdb.DuckDBPyConnection, scripts: Iterable[str]) -> str:
    """SQL that explains the columns which the tables and views of these scripts carry over from other tables."""
    known: dict[str, Comments] = {}
    for table, column, comment in connection.execute(DESCRIBED).fetchall():
        known.setdefault(table, {})[column] = comment
    explained = []
    for name, query in _queries(*scripts):
        carried = _comments(query, known)
        for column, comment in known[name].items():
            if comment is None and (found := carried.get(column)):
                known[name][column] = found
                explained.append(_comment_on(name, column, found))
    return "\n".join(explained)


@functools.cache
def _queries(*scripts: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Name and parsed query of every table and view that is made from others, in the order in which they are made."""
    created = [found for statement in statements(*scripts) if (found := CREATED.search(statement))]
    with duckdb.connect() as parser:
        rows = parser.execute(
            "select json_serialize_sql(unnest(?::varchar[]))", [[found[2].rstrip("; \n") for found in created]]
        ).fetchall()
    return tuple(
        (found[1], json.loads(text)["statements"][0]["node"]) for found, (text,) in zip(created, rows, strict=True)
    )


def _comment_on(table: str, column: str, meaning: str) -> str:
    text = meaning.replace("'", "''")
    return f"comment on column {table}.\"{column}\" is '{text}';"


def _comments(node: Mapping[str, Any], known: Mapping[str, Comments]) -> Comments:
    """Comments of the columns that a query gives; ``known`` holds those of the relations it can name."""
    for entry in node["cte_map"]["map"]:
        known = {**known, entry["key"]: _comments(entry["value"]["query_node"], known)}
    if node["type"] == "SELECT_NODE":
        return _selected(node["select_list"], dict(_relations(node["from_table"], known)))
    # Of a union what all its parts say alike; a recursive one names itself and then says nothing of its own.
    parts = node.get("children") or [node["left"], node["right"]]
    first, *others = (_comments(part, known) for part in parts)
    return {
        name: comment if all(comment == part.get(name) for part in others) else None for name, comment in first.items()
    }


def _relations(source: Mapping[str, Any], known: Mapping[str, Comments]) -> Iterator[tuple[str, Comments]]:
    """What a query selects from, by the name it goes by."""
    match source["type"]:
        case "JOIN":
            yield from _relations(source["left"], known)
            yield from _relations(source["right"], known)
        case "BASE_TABLE":
            yield source["alias"] or source["table_name"], known.get(source["table_name"], {})
        case "SUBQUERY":
            yield source["alias"], _comments(source["subquery"]["node"], known)
        case _:
            return


def _selected(expressions: Iterable[Mapping[str, Any]], relations: Mapping[str, Comments]) -> Comments:
    found: Comments = {}
    for expression in expressions:
        if expression["class"] == "STAR":
            owners = [relations[name] for name in [expression["relation_name"]] if name] or [*relations.values()]
            for owner in reversed(owners):
                found |= {name: comment for name, comment in owner.items() if name not in expression["exclude_list"]}
            found |= {entry["key"]: None for entry in expression["replace_list"]}
        elif expression["class"] == "COLUMN_REF":
            *owner, name = expression["column_names"]
            choice = [relations.get(owner[0], {})] if owner else relations.values()
            # Under another name it is meant otherwise.
            comments = (each[name] for each in choice if each.get(name) and expression["alias"] in ("", name))
            found[expression["alias"] or name] = next(comments, None)
        elif expression["alias"]:
            found[expression["alias"]] = None
    return found
