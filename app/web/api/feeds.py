"""What has changed and what was corrected, for whoever wants to be told."""

import logging
import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.data import db
from app.web import change_feed, feed
from app.web.api.request import base
from app.words.text import t


def corrections(request: Request) -> Response:
    """The corrections as an Atom feed; 503 when no release can be read."""
    return _answer(lambda release_id: feed.corrections(release_id, base(request)))


def changes(request: Request) -> Response:
    """What has changed, as an Atom feed; of one municipality when ``kommune`` holds its key."""
    asked = request.query_params.get("kommune", "")
    if asked and not re.fullmatch(r"[0-9]{8}", asked):
        return PlainTextResponse(t("change_feed.no_key"), status_code=400)
    try:
        return _answer(lambda release_id: change_feed.changes(release_id, base(request), asked))
    except change_feed.UnknownMunicipalityError:
        return PlainTextResponse(t("change_feed.unknown", found=asked), status_code=404)


def _answer(content: Callable[[str], bytes]) -> Response:
    try:
        release_id = db.current_release()
    except db.NoReleaseError:
        logging.getLogger(__name__).exception("no release to serve")
        return PlainTextResponse(t("frame.no_release"), status_code=503)
    return Response(content(release_id), media_type="application/atom+xml")
