"""The interface as an application of its own, mounted into the dashboard's server; it reads, and never writes."""

import functools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import anyio
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.data import db
from app.data.published import QueryError, count, published_tables
from app.exhibits.data_selection import API
from app.files.table_files import TableFile, table_file
from app.web.api.answers import base, etag, json_response, limiter, not_modified
from app.web.api.v1 import problems
from app.web.api.v1.answer_models import ColumnDescription, ReleaseDescription, ReleaseList, TableDescription, TableList
from app.web.api.v1.description import RELEASES, TABLES, VERSION, described
from app.web.api.v1.documentation import documentation
from app.web.api.v1.releases import file, release, releases
from app.web.api.v1.table_request import TableRequest, table_request
from app.web.middleware_function import middleware, with_headers
from config import settings

SECONDS = 300
"""How long an answer may take from its first piece to its last."""

api = FastAPI(
    title="Smart-Region-Monitor",
    version=VERSION,
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    generate_unique_id_function=lambda route: route.name,
)


def _in_thread(answer: Callable[..., Response]) -> Callable[..., Awaitable[Response]]:
    """The answer, made in a thread of those for tables."""

    @functools.wraps(answer)
    async def threaded(**arguments: object) -> Response:
        made = functools.partial(answer, **arguments)
        return await anyio.to_thread.run_sync(made, limiter=limiter("tables"))

    return threaded


def _described(path: str, tag: str, **words: Any) -> Callable[[Callable[..., Response]], None]:
    """An address that the description names, and that answers to who asks for its headers alone."""

    def add(answer: Callable[..., Response]) -> None:
        threaded = _in_thread(answer)
        api.get(path, tags=[tag], **words)(threaded)
        api.head(path, include_in_schema=False)(threaded)

    return add


@api.get("/", include_in_schema=False)
@_in_thread
def start(request: Request) -> Response:
    """The description for people."""
    return HTMLResponse(documentation(db.current_release(), base(request)))


@api.get("/openapi.json", include_in_schema=False)
@_in_thread
def openapi(request: Request) -> Response:
    """The description for programs, made of the tables of the latest release."""
    return json_response(request, described(api, db.current_release(), base(request)))


@_described(
    "/tables",
    TABLES,
    summary="Alle Tabellen mit ihren Spalten",
    response_description="Die Tabellen der jüngsten Veröffentlichung.",
    response_model=TableList,
)
def table_list(request: Request) -> Response:
    """Every public table: what a row is, its columns, its key, how many rows it has."""
    release_id = db.current_release()
    found = [
        TableDescription(
            name=table.name,
            title=table.label,
            row=table.grain,
            href=f"{base(request)}{API}/tables/{table.name}",
            columns=[ColumnDescription(**column.description) for column in table.columns],
            row_count=table.row_count,
            key=table.key,
            is_derived=table.is_derived,
            datasets=table.datasets,
        )
        for table in published_tables(release_id)
    ]
    return json_response(request, TableList(release_id=release_id, tables=found).model_dump())


@_described("/tables/{table}", TABLES, summary="Zeilen einer Tabelle")
def table_rows(table: str, request: Request) -> Response:
    """Rows of one table."""
    asked = table_request(table, request.query_params)
    selection = asked.query.selection
    address = f"{base(request)}{API}/tables/{table}"
    whose = "public" if settings().base_url else "private"
    headers = {
        "ETag": _tag(asked, address),
        "Cache-Control": f"{whose}, max-age=3600" if asked.is_fixed else "no-cache",
        "X-Release-Id": selection.release_id,
    }
    if known := not_modified(request, headers):
        return known
    total = count(asked.query)
    more: dict[str, object] = {"row_count": total, "next": None}
    if asked.query.offset + (asked.query.limit or 0) < total:
        others = [pair for pair in asked.pairs if pair[0] != "cursor"]
        more["next"] = f"{address}?{urlencode([*others, ('cursor', asked.cursor())])}"
        headers["Link"] = f'<{more["next"]}>; rel="next"'
    here = [*(pair for pair in asked.pairs if pair[0] != "release"), ("release", selection.release_id)]
    found = table_file(asked.query, asked.kind, f"{address}?{urlencode(here)}", more)
    headers["Content-Disposition"] = f'inline; filename="{found.name}"'
    if request.method == "HEAD":
        return Response(headers=headers, media_type=found.media_type)
    return StreamingResponse(_pieces(found), headers=headers, media_type=found.media_type)


_described(
    "/releases",
    RELEASES,
    summary="Alle Veröffentlichungen",
    response_description="Die Veröffentlichungen, die jüngste zuerst.",
    response_model=ReleaseList,
)(releases)
_described(
    "/releases/{release_id}",
    RELEASES,
    summary="Dateien einer Veröffentlichung",
    response_description="Ihre Dateien mit Größen und Prüfsummen.",
    response_model=ReleaseDescription,
)(release)
_described("/releases/{release_id}/{name}", RELEASES, summary="Eine Datei einer Veröffentlichung")(file)


def _tag(asked: TableRequest, address: str) -> str:
    parts = (VERSION, address, asked.query.selection.release_id, *sorted(map(repr, asked.pairs)))
    return f"W/{etag(chr(31).join(parts).encode())}"


def _pieces(found: TableFile) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread; the first at once, so that what goes wrong in it is still said."""
    return _streamed(chain([next(found.pieces, b"")], found.pieces))


async def _streamed(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    end = time.monotonic() + SECONDS
    while (piece := await anyio.to_thread.run_sync(next, pieces, None, limiter=limiter("tables"))) is not None:
        if time.monotonic() > end:
            raise db.TooSlowError(SECONDS)
        yield piece


@middleware("http")
async def version(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Say with every answer of which version of the interface it is."""
    await app(scope, receive, with_headers(send, lambda headers, _: headers.update({"API-Version": VERSION})))


class Packed(GZipMiddleware):
    """Answers are packed, files of releases never: parts of them are asked for by their bytes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pack what is no file."""
        is_file = scope["type"] == "http" and "/releases/" in scope["path"]
        await (self.app if is_file else super().__call__)(scope, receive, send)


# The last one added is the outermost.
api.add_middleware(Packed, minimum_size=1000)
api.add_middleware(version)
api.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["*"],
    expose_headers=[
        "Link",
        "ETag",
        "API-Version",
        "X-Release-Id",
        "X-Checksum-SHA256",
        "Retry-After",
        "Content-Range",
        "RateLimit",
        "RateLimit-Policy",
    ],
)
for raised, handler in {
    QueryError: problems.of_query,
    HTTPException: problems.of_address,
    RequestValidationError: problems.of_address,
    db.TooSlowError: problems.of_slowness,
    db.NoReleaseError: problems.of_release,
    Exception: problems.of_anything,
}.items():
    api.add_exception_handler(raised, handler)
