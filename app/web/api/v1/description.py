"""The description of the interface for programs, OpenAPI 3.1, made of the dictionary."""

import copy
import functools
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.data.published import Column, Table, operators, published_tables
from app.data.published.catalogue import kind
from app.data.published.conditions import LONGEST as LONGEST_VALUE
from app.data.published.table_query import acting_filters
from app.data.region import office, region
from app.exhibits.data_selection import API, MOST_READ, SEARCH
from app.files.table_files import KINDS
from app.navigation import entry
from app.web.api.v1.answer_models import RowsMeta
from app.web.api.v1.problems import MEDIA_TYPE, PROBLEM
from app.web.api.v1.table_request import LONGEST, MOST_OF_STREAM
from app.words.text import t

VERSION = "1.1.0"
TABLES, RELEASES = "tables", "releases"
"""Tags of the operations."""
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer", "format": "int64"},
    "decimal": {"type": "number", "format": "double"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "list": {"type": "array"},
    "shape": {},
}
_TEXT = {"type": "string", "maxLength": LONGEST}
_OWN: dict[str, tuple[str, dict[str, Any]]] = {
    "stand": ("Tag des Standes, oder „alle“; sonst der jüngste.", _TEXT),
    "release": ("Kennung der Veröffentlichung, oder „latest“.", _TEXT),
    "columns": ("Spalten, durch Kommas getrennt.", _TEXT),
    "sort": ("Spalten, durch Kommas getrennt; mit „-“ abwärts.", _TEXT),
    "group_by": ("Spalten, nach denen zusammengefasst wird.", _TEXT),
    "sum": ("Spalten, die summiert werden.", _TEXT),
    "count": ("Zählt die Zeilen.", {"type": "string", "enum": ["1"]}),
    SEARCH: ("Wörter, von denen jedes in einem der Texte einer Zeile steht.", _TEXT),
    "limit": (
        "Zeilen einer Seite.",
        {"type": "integer", "format": "int32", "minimum": 1, "maximum": MOST_OF_STREAM},
    ),
    "cursor": ("Wo die Seite beginnt, aus „next“.", _TEXT),
    "format": ("Dateiart.", {"type": "string", "enum": list(KINDS)}),
}
_HEADERS = {
    "RateLimit": "Wie viele Anfragen noch möglich sind (r), und nach wie vielen Sekunden wieder alle (t).",
    "RateLimit-Policy": "Wie viele Anfragen (q) in wie vielen Sekunden (w) möglich sind.",
    "API-Version": "Die Fassung der Schnittstelle.",
    "Access-Control-Allow-Origin": "Die Antwort darf auf jeder Seite gelesen werden.",
}
_WAIT = "Nach wie vielen Sekunden wieder gefragt werden kann."
_REFUSALS = {
    400: "Verlangt wird, was es nicht gibt; der Satz sagt, was möglich ist.",
    404: "Eine solche Tabelle, Veröffentlichung oder Datei gibt es nicht.",
    429: "Zu viele Anfragen in einer Minute.",
    500: "Etwas ist schiefgegangen, das niemand vorhergesehen hat.",
    503: "Die Antwort dauert zu lange, oder es lässt sich keine Veröffentlichung lesen.",
}
_OTHER_REFUSAL = "Jede andere Ablehnung, nach RFC 9457."


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
            servers=[{"url": f"{address}{API}", "description": str(region().region.title)}],
            tags=[{"name": name, "description": t(f"api_v1.tag.{name}")} for name in (RELEASES, TABLES)],
            contact=_contact(address),
        )
    )
    generic = found["paths"].pop("/tables/{table}")["get"]
    schemas = found["components"]["schemas"]
    tables = published_tables(release_id)
    for table in tables:
        schemas[table.name] = {
            "type": "object",
            "description": table.grain,
            "properties": {column.name: _schema(column) for column in table.columns},
        }
        found["paths"][f"/tables/{table.name}"] = {"get": _rows_operation(generic, table)}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    rows_meta = RowsMeta.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**rows_meta.pop("$defs"), "RowsMeta": rows_meta, "Problem": PROBLEM}
    found["components"] |= {
        "headers": {
            name: {"description": text, "schema": {"type": "string", "maxLength": 200}}
            for name, text in {**_HEADERS, "Retry-After": _WAIT}.items()
        },
        "parameters": {
            **{name: _parameter(name, text, schema) for name, (text, schema) in _OWN.items()},
            **{
                name: _parameter(name, t(f"filter.{name}"), {"type": "array", "items": _TEXT, "maxItems": LONGEST})
                for table in tables
                for name in acting_filters(table)
            },
        },
        "responses": {str(status): _refusal(text) for status, text in _REFUSALS.items()}
        | {"default": _refusal(_OTHER_REFUSAL)},
    }
    for status in ("429", "503"):
        found["components"]["responses"][status]["headers"] |= _headers("Retry-After")
    for path, methods in found["paths"].items():
        for operation in methods.values():
            _add_answers(path, operation)
    return found


def _contact(address: str) -> dict[str, str]:
    email = str(region().operator.email)
    found = {"name": office(), "url": f"{address}/{entry('imprint').address}"}
    return {**found, "email": email} if email else found


def _rows_operation(generic: dict[str, Any], table: Table) -> dict[str, Any]:
    operation = copy.deepcopy(generic)
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}, "maxItems": MOST_READ}
    answer = {
        "type": "object",
        "required": ["meta", "rows"],
        "properties": {"meta": {"$ref": "#/components/schemas/RowsMeta"}, "rows": rows},
    }
    content: dict[str, Any] = {media_type.partition(";")[0]: {"schema": {}} for _, media_type in KINDS.values()}
    content["application/json"] = {
        "schema": {"type": "object", "anyOf": [answer, {"$ref": "#/components/schemas/RowsMeta"}]}
    }
    content["application/geo+json"] = {"schema": {"type": "object", "required": ["type", "features", "meta"]}}
    return operation | {
        "operationId": f"rows_of_{table.name}",
        "summary": f"{table.label}: {table.grain}",
        "parameters": list(_parameters(table)),
        "responses": {"200": {"description": table.grain, "content": content}},
    }


def _add_answers(path: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    answers.pop("422", None)
    answers["304"] = {"description": HTTPStatus(304).phrase}
    if path.startswith("/releases/"):
        location = {"description": "Wo die jüngste liegt.", "schema": {"type": "string", "format": "uri-reference"}}
        answers["307"] = {"description": "„latest“ führt zur jüngsten.", "headers": {"Location": location}}
    if path.endswith("{name}"):
        binary: dict[str, Any] = {"application/octet-stream": {"schema": {}}}
        answers["200"] = {"description": "Die ganze Datei.", "content": binary}
        answers["206"] = {"description": "Ein Teil der Datei.", "content": binary}
        answers["416"] = _refusal("Diesen Teil der Datei gibt es nicht.")
    for status, answer in answers.items():
        if status.startswith("2"):
            answer["headers"] = _headers()
    answers |= {name: {"$ref": f"#/components/responses/{name}"} for name in (*map(str, _REFUSALS), "default")}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names or _HEADERS}


def _refusal(text: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": text, "headers": _headers(), "content": content}


def _schema(column: Column) -> dict[str, Any]:
    found = dict(_TYPES[column.kind])
    if column.kind == "list":
        found["items"] = _TYPES[kind(column.type.removesuffix("[]"))]
    if "type" in found:
        found["type"] = [found["type"], "null"]
    return {**found, "title": column.label, "description": column.meaning}


def _parameters(table: Table) -> Iterator[dict[str, Any]]:
    for name in (*_OWN, *acting_filters(table)):
        yield {"$ref": f"#/components/parameters/{name}"}
    for column in table.columns:
        for operator in operators(column):
            # Of „in“ and „contains“ the value is a text whatever the column holds.
            of_value = {"type": "string"} if operator in ("in", "contains") else _TYPES[column.kind]
            if of_value == {"type": "string"}:
                of_value = {"type": "string", "maxLength": LONGEST if operator == "in" else LONGEST_VALUE}
            yield _parameter(f"{column.name}__{operator}", column.label, of_value)


def _parameter(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
