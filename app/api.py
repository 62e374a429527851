"""Addresses for machines: whether the dashboard can serve figures, and what robots may read."""

import functools
import gzip
import logging
import re

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import get_option

from app import db, feed, many_areas, queries
from app.selection import Selection
from app.text import t
from config import settings


def health(request: Request) -> Response:
    """200 with release id and Stand, degraded while it is only the last good release; 503 when none can be read.

    The reason stands in the server's log: it names folders, which are nobody else's business.
    """
    try:
        served = db.served()
        release = queries.release(served.release_id)
    except db.NoReleaseError:
        logging.getLogger(__name__).exception("no release to serve")
        return JSONResponse({"status": "unavailable"}, status_code=503)
    answer = {"status": "ok", "release_id": release.release_id, "stand": release.stand_date.date().isoformat()}
    if served.problem:
        answer |= {"status": "degraded", "warning": t("frame.degraded")}
    return JSONResponse(answer)


def robots(request: Request) -> Response:
    """Everything may be read."""
    return PlainTextResponse("User-agent: *\nAllow: /\n")


def corrections(request: Request) -> Response:
    """The corrections as an Atom feed; 503 when no release can be read."""
    try:
        release_id = db.current_release()
    except db.NoReleaseError:
        logging.getLogger(__name__).exception("no release to serve")
        return PlainTextResponse(t("frame.no_release"), status_code=503)
    base = settings().base_url or f"{str(request.base_url).rstrip('/')}{_below()}"
    return Response(feed.corrections(release_id, base.rstrip("/")), media_type="application/atom+xml")


def areas(request: Request) -> Response:
    """Shapes of all municipalities in one version of the boundaries: they never change, so a browser asks once."""
    release_id, version = request.path_params["release_id"], request.path_params["version"]
    try:
        packed = shapes(release_id, version)
    except (db.NoReleaseError, LookupError):
        return PlainTextResponse(t("frame.no_shapes"), status_code=404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), media_type="application/json", headers=headers)
    return Response(packed, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})


@functools.lru_cache(maxsize=4)
def shapes(release_id: str, version: str) -> bytes:
    """The shapes as they are sent, packed."""
    if not re.fullmatch(r"[0-9a-f]{12}", release_id):
        raise LookupError(release_id)
    stands = queries.stands(release_id)
    stand = stands.stand_date[stands.version_date.dt.date.astype(str) == version].iloc[0].date()
    selection = Selection(release_id, stand)
    return gzip.compress(many_areas.shapes(queries.areas(selection), queries.outline(selection)).encode())


_ADDRESSES = {
    "/api/health": health,
    "/api/berichtigungen.atom": corrections,
    "/api/areas/{release_id}/{version}.json": areas,
    "/robots.txt": robots,
}


def routes() -> list[Route]:
    """Every address, on a shared host also below the dashboard's own path, which Streamlit keeps in the request."""
    beginnings = dict.fromkeys(("", _below()))
    return [Route(f"{begin}{address}", answer) for begin in beginnings for address, answer in _ADDRESSES.items()]


def _below() -> str:
    path = get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
