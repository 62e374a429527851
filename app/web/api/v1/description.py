"""The description of the interface, for programs as OpenAPI 3.1 and for people as a page: both made of the dictionary."""

import copy
import functools
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.data import queries
from app.data.published import OPERATORS, Column, Table, operators, published_tables
from app.data.published.table_query import acting_filters
from app.data.region import office, region
from app.data.selection import Selection
from app.exhibits.data_selection import API, SEARCH
from app.files.table_files import KINDS
from app.web.api.v1.problems import MEDIA_TYPE, PROBLEM
from app.words import units
from app.words.text import english, english_keys, t

VERSION = "1.0.0"
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "list": {"type": "array"},
    "shape": {},
}
_OWN: dict[str, tuple[str, dict[str, Any]]] = {
    "stand": ("Tag des Standes, oder „alle“; sonst der jüngste.", {"type": "string"}),
    "release": ("Kennung der Veröffentlichung, oder „latest“.", {"type": "string"}),
    "columns": ("Spalten, durch Kommas getrennt.", {"type": "string"}),
    "sort": ("Spalten, durch Kommas getrennt; mit „-“ abwärts.", {"type": "string"}),
    "group_by": ("Spalten, nach denen zusammengefasst wird.", {"type": "string"}),
    "sum": ("Spalten, die summiert werden.", {"type": "string"}),
    "count": ("Zählt die Zeilen.", {"type": "string", "enum": ["1"]}),
    SEARCH: ("Wörter, von denen jedes in einem der Texte einer Zeile steht.", {"type": "string"}),
    "limit": ("Zeilen einer Seite.", {"type": "integer", "minimum": 1}),
    "cursor": ("Wo die Seite beginnt, aus „next“.", {"type": "string"}),
    "format": ("Dateiart.", {"type": "string", "enum": list(KINDS)}),
}


@functools.lru_cache(maxsize=8)
def described(api: FastAPI, release_id: str, address: str) -> dict[str, Any]:
    """OpenAPI 3.1: one address for each table of the release, with a parameter for each condition."""
    found = copy.deepcopy(
        get_openapi(
            title=str(region().region.title),
            version=VERSION,
            openapi_version="3.1.0",
            description=t("api_v1.lead"),
            routes=api.routes,
            servers=[{"url": f"{address}{API}"}],
        )
    )
    found["info"]["contact"] = {"name": office()}
    components = {"Problem": PROBLEM}
    generic = found["paths"].pop("/tables/{table}")["get"]
    for table in published_tables(release_id):
        components[table.name] = {
            "type": "object",
            "description": table.grain,
            "properties": {column.name: _schema(column) for column in table.columns},
        }
        operation = copy.deepcopy(generic)
        operation |= {
            "operationId": f"rows_of_{table.name}",
            "summary": f"{table.label}: {table.grain}",
            "parameters": list(_parameters(table)),
        }
        rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}}
        answer = {"type": "object", "properties": {"meta": {"type": "object"}, "rows": rows}}
        content: dict[str, Any] = {media_type: {} for _, media_type in KINDS.values()}
        content["application/json"] = {"schema": answer}
        operation["responses"] = {"200": {"description": table.grain, "content": content}}
        found["paths"][f"/tables/{table.name}"] = {"get": operation}
    refused = {
        "description": "RFC 9457",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path, methods in found["paths"].items():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            operation["responses"] |= {"4XX": refused, "5XX": refused}
            operation["responses"]["304"] = {"description": "Not Modified"}
            if path.startswith("/releases/"):
                operation["responses"]["307"] = {"description": "latest"}
            if path.endswith("{name}"):
                binary: dict[str, Any] = {"application/octet-stream": {}}
                operation["responses"]["200"] = {"description": "file", "content": binary}
                operation["responses"]["206"] = {"description": "part", "content": binary}
    found["components"] = {"schemas": components}
    return found


def _schema(column: Column) -> dict[str, Any]:
    kind = dict(_TYPES[column.kind])
    if "type" in kind:
        kind["type"] = [kind["type"], "null"]
    return {**kind, "title": column.label, "description": column.meaning}


def _parameters(table: Table) -> Iterator[dict[str, Any]]:
    for name, (text, schema) in _OWN.items():
        yield _parameter(name, text, schema)
    for name in acting_filters(table):
        yield _parameter(name, t(f"filter.{name}"), {"type": "array", "items": {"type": "string"}})
    for column in table.columns:
        for operator in operators(column):
            # Of „in“ and „contains“ the value is a text whatever the column holds.
            is_text = operator in ("in", "contains")
            yield _parameter(
                f"{column.name}__{operator}", column.label, {"type": "string"} if is_text else _TYPES[column.kind]
            )


def _parameter(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


def documentation(release_id: str, address: str) -> str:
    """A page that explains the interface, without any script, and with no address but our own."""
    tables = published_tables(release_id)
    root = f"{address}{API}"
    stand = queries.release(release_id).stand_date.date()
    place = queries.municipalities(Selection(release_id, stand)).municipality_ags.iloc[0]
    first = (
        f"{root}/tables/funding_detail?kommune={place}&columns=project_title,amount_eur&sort=-amount_eur",
        f"{root}/tables/funding_detail?is_counted__exact=true&kind__exact=Zuwendung&group_by=funder_level&sum=amount_eur&count=1",
        f"{root}/tables/milestone_detail?state__in=overdue,no_feedback&format=csv",
        f"{root}/tables/latest_population?format=geojson",
        f"{root}/releases/latest/milestone.parquet",
    )
    rows = "".join(
        f'<tr><td><a href="{escape(f"{root}/tables/{table.name}")}"><code>{table.name}</code></a></td>'
        f'<td>{escape(table.grain)}</td><td class="n">{units.number(table.row_count)}</td></tr>'
        for table in tables
    )
    problems = "".join(
        f'<dt id="{key.rpartition(".")[2]}"><code>{key.rpartition(".")[2]}</code></dt>'
        f'<dd>{escape(t(key))}</dd><dd lang="en">{escape(english(key))}</dd>'
        for key in english_keys()
    )
    links = "".join(f'<li><a href="{escape(found)}"><code>{escape(found)}</code></a></li>' for found in first)
    conditions = ", ".join(f"<code>…__{operator}</code>" for operator in OPERATORS)
    title = escape(f"{t('api_v1.title')} – {region().region.title}")
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><style>'
        ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "body{overflow-wrap:anywhere}h1{font-size:1.5rem;hyphens:auto}@media(min-width:40rem){td code{white-space:nowrap}}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem .3rem 0;"
        "border-bottom:1px solid}.n{text-align:right}dd{margin:0 0 .3rem 1rem}dt{margin-top:.6rem}</style></head>"
        f"<body><main><h1>{title}</h1><p>{escape(t('api_v1.lead'))}</p>"
        f"<h2>{escape(t('api_v1.first'))}</h2><ul>{links}</ul><p>{conditions}</p>"
        f'<p><a href="{escape(root)}/openapi.json">{escape(t("api_v1.description"))}</a> · '
        f'<a href="{escape(root)}/releases/latest">{escape(t("api_v1.whole"))}</a></p>'
        f"<h2>{escape(t('api_v1.tables'))}</h2><table><thead><tr><th>{escape(t('api_v1.table_name'))}</th>"
        f"<th>{escape(t('api_v1.table_row'))}</th><th>{escape(t('api_v1.table_count'))}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><h2>{escape(t('api_v1.problems'))}</h2>"
        f"<p>{escape(t('api_v1.problems_lead'))}</p><dl>{problems}</dl></main></body></html>"
    )
