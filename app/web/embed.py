"""Answers ``?embed=true&bild=…`` with one finished document, before Streamlit hears of it: no session, no websocket."""

import functools
import gzip

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.data import db
from app.exhibits import address
from app.exhibits.address_parameters import read_parameters
from app.surfaces.html import embed
from app.web.api.answers import base, etag, in_thread, packed_response
from app.web.middleware_function import middleware
from app.web.policy import policy
from app.words.text import t

PARAMETER = "embed"
_KEPT = {"Cache-Control": "public, max-age=60, stale-while-revalidate=600"}
"""A page of another site may show a chart a minute longer than it is the latest: its Stand is written below it."""
_NOT_KEPT = {"Cache-Control": "no-store"}


@middleware("http")
async def embeds(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what is asked of a chart alone; pass everything else on."""
    answer = await _embedded(Request(scope)) if is_embed(scope) else app
    await answer(scope, receive, send)


def is_embed(scope: Scope) -> bool:
    """Whether a request asks for one chart alone."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    asked = Request(scope).query_params
    return asked.get(PARAMETER) == "true" and bool(asked.get(address.EXHIBIT))


@in_thread("data")
def _embedded(request: Request) -> Response:
    asked = request.query_params
    query = tuple((name, value) for name, value in asked.multi_items() if name != PARAMETER)
    content, status, allowed = _document(db.current_release(), query, base(request))
    caching = {**_KEPT, "ETag": etag(content)} if status == 200 else _NOT_KEPT
    headers = {**caching, "Content-Security-Policy": allowed}
    return packed_response(request, content, "text/html", headers, status)


@functools.lru_cache(maxsize=512)
def _document(release_id: str, query: tuple[tuple[str, str], ...], public: str) -> tuple[bytes, int, str]:
    """The document, compressed, the status of the answer, and what the document may run."""
    try:
        meant = read_parameters(release_id, query)
        if meant.unknown_names:
            raise address.AddressError(t("address_parameters.unknown_name", found=meant.unknown_names[0][:80]))
        parameters = meant.parameters
        found = address.exhibit_of_slug(parameters[address.EXHIBIT][0])
        content, status = embed.embedded(found, address.view(found, release_id, parameters), public), 200
    except address.AddressError as error:
        content, status = embed.refused(str(error), public), 404
    return gzip.compress(content.encode("utf-8"), 6, mtime=0), status, policy(content, is_framed_by_all=True)
