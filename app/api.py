"""Addresses for machines: whether the dashboard can serve figures, and what robots may read."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app import db, queries


def health(request: Request) -> Response:
    """200 with release id and Stand; 503 when no release can be read, with the reason in the server's log."""
    try:
        release = queries.release(db.current_release())
    except db.NoReleaseError:
        logging.getLogger(__name__).exception("no release to serve")
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse(
        {"status": "ok", "release_id": release.release_id, "stand": release.stand_date.date().isoformat()}
    )


def robots(request: Request) -> Response:
    """Everything may be read."""
    return PlainTextResponse("User-agent: *\nAllow: /\n")


ROUTES = [Route("/api/health", health), Route("/robots.txt", robots)]
