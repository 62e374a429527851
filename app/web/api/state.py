"""Whether the dashboard can serve figures, and what robots may read."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.data import db, queries
from app.words.text import t


def health(request: Request) -> Response:
    """200 with release id and Stand, degraded while it is only the last good release; 503 when none can be read.

    The reason stands in the server's log: it names folders, which are nobody else's business.
    """
    try:
        served = db.release_state()
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
