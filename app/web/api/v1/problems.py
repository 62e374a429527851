"""What is refused, as RFC 9457 says it: with a German and an English sentence."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.data import db
from app.data.published import QueryError, UnknownTableError
from app.exhibits.data_selection import API

MEDIA_TYPE = "application/problem+json"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "detail_en"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "format": "int32", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "Deutsch"},
        "detail_en": {"type": "string", "description": "English"},
    },
}
"""Its schema."""


class NotThereError(QueryError):
    """What is asked for does not exist."""


def problem(error: QueryError, status: int, **headers: str) -> Response:
    """The answer to what cannot be done, which nobody keeps."""
    content = {
        "type": f"{API}/#{error.key.rpartition('.')[2]}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(error),
        "detail_en": error.english,
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse(content, status, {"Cache-Control": "no-store", **named}, MEDIA_TYPE)


def of_query(_: Request, error: Exception) -> Response:
    """Somebody asks for what there is not."""
    assert isinstance(error, QueryError)
    return problem(error, 404 if isinstance(error, (UnknownTableError, NotThereError)) else 400)


def of_address(_: Request, error: Exception) -> Response:
    """No such address, or no such method."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return problem(QueryError("api_v1.method"), 405, Allow="GET, HEAD, OPTIONS")
    return problem(QueryError("api_v1.not_found"), error.status_code)


def of_slowness(_: Request, error: Exception) -> Response:
    """The database works for too long."""
    assert isinstance(error, db.TooSlowError)
    return problem(QueryError("api_v1.too_slow", seconds=f"{error.seconds:g}"), 503, Retry_After="60")


def of_release(_: Request, error: Exception) -> Response:
    """There is no release to read."""
    if isinstance(error, db.NoReleaseError):
        db.log_unreadable(error)
    return problem(QueryError("api_v1.no_release"), 503, Retry_After="60")


def of_anything(_: Request, __: Exception) -> Response:
    """What nobody has foreseen; the record of the request names it."""
    return problem(QueryError("api_v1.failed"), 500)
