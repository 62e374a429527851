"""The answer to a query of a visitor as a file: ``/api/sql?format=<csv|excel|xlsx|json|parquet>&abfrage=select …``."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.data import db, queries
from app.data.console.errors import QueryError, limit
from app.data.console.pool import POOL
from app.exhibits.query_result import result
from app.files.data_files import TooManyRowsError
from app.files.query_files import KINDS, query_file
from app.navigation import entry
from app.web.api.answers import Refused, base, file_response, in_thread, one_of, parameters
from app.web.client import client_key

_NAME, _KIND = "abfrage", "format"
_OLD_KINDS = {"csv": "excel", "maschine": "csv"}
"""Ends of older addresses whose kind is called otherwise now."""
_RETRY_S = "5"
_LONGEST = 2000


def _busy() -> Refused:
    return Refused(503, str(limit("at_once")), Retry_After=_RETRY_S)


@in_thread("queries", _busy)
def query(request: Request) -> Response:
    """The file; 400 when the query cannot be answered, 503 while others are before it."""
    asked = parameters(request, _NAME, _KIND)
    old, text = request.path_params.get("kind", ""), asked.get(_NAME, [""])[0]
    kind = one_of(_OLD_KINDS.get(old, old) or asked.get(_KIND, ["json"])[0], KINDS, "ending", 404)
    release_id = db.current_release()
    everything = queries.latest(release_id)
    address = f"{base(request)}/{entry('sql').address}?{urlencode({_NAME: text})}"
    try:
        file = query_file(result(POOL.run(release_id, text, client_key(request.scope))), everything, kind, address)
    except QueryError as error:
        raise Refused(503, str(error), Retry_After=_RETRY_S) if error.is_busy else Refused(400, str(error)) from error
    except TooManyRowsError as error:
        raise Refused(400, str(error)) from error
    # A CSV for programs has no room for what it is: it says where that stands.
    about = f'<{base(request)}/api/sql?{urlencode({_KIND: "json", _NAME: text})}>; rel="describedby"; type="application/json"'
    # Longer ones would be more than a proxy takes.
    headers = {"Cache-Control": "no-cache", **({"Link": about} if len(about) < _LONGEST else {})}
    return file_response(request, file.content, file.name, file.media_type, **headers)
