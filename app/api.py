"""Addresses for machines: whether the dashboard can serve figures, and what robots may read."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app import db, queries


def health(request: Request) -> Response:
    """200 with release id and Stand; 503 with the reason when no release can be read."""
    try:
        release = queries.release(db.current_release())
    except db.NoReleaseError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    return JSONResponse(
        {"status": "ok", "release_id": release.release_id, "stand": release.stand_date.date().isoformat()}
    )


def robots(request: Request) -> Response:
    """Everything may be read."""
    return PlainTextResponse("User-agent: *\nAllow: /\n")


ROUTES = [Route("/api/health", health), Route("/robots.txt", robots)]
