"""Shapes of all municipalities, which a map of many fetches once."""

import functools
import gzip

from starlette.requests import Request
from starlette.responses import Response

from app import exhibits
from app.data import db, queries
from app.data.selection import Selection
from app.web.api.answers import Refused, answering, packed_response
from app.words.text import t


@answering
def areas(request: Request) -> Response:
    """Shapes of all municipalities in one version of the boundaries: they never change, so a browser asks once."""
    release_id = request.path_params["release_id"]
    try:
        if not db.has(release_id):
            raise LookupError(release_id)
        packed = shapes(release_id, request.path_params["version"])
    except (db.NoReleaseError, LookupError) as error:
        raise Refused(404, t("frame.no_shapes")) from error
    return packed_response(request, packed, "application/json")


@functools.lru_cache(maxsize=4)
def shapes(release_id: str, version: str) -> bytes:
    """The shapes as they are sent, packed."""
    stands = queries.stands(release_id)
    stand = stands.stand_date[stands.version_date.dt.date.astype(str) == version].iloc[0].date()
    return gzip.compress(exhibits.base_map(Selection(release_id, stand)).as_json().encode(), mtime=0)
