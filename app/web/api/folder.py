"""The meeting folder's address: /api/sitzungsmappe.pdf?kommune=01234567&stand=2026-11-23, both optional."""

import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.data import db
from app.surfaces.folder import pdf
from app.surfaces.folder.request import FolderRequestError, folder_request
from app.web.api import threads
from app.web.api.response import file_response
from app.words.text import t


async def folder(request: Request) -> Response:
    """The PDF; 400 or 404 when there is no such folder, 503 while none can be made."""
    return await threads.run("folders", lambda: _response(request), _busy)


def _response(request: Request) -> Response:
    municipality, stand = (request.query_params.get(name, "") for name in ("kommune", "stand"))
    try:
        meeting_folder = folder_request(db.current_release(), municipality, stand)
        content = pdf.folder(meeting_folder)
    except FolderRequestError as problem:
        return PlainTextResponse(str(problem), status_code=400 if problem.is_malformed else 404)
    except db.NoReleaseError:
        logging.getLogger(__name__).exception("no release to serve")
        return PlainTextResponse(t("frame.no_release"), status_code=503)
    except pdf.BusyError:
        return _busy()
    # A new release may come at any moment: asked for again, it is compared and not fetched again.
    return file_response(request, content, meeting_folder.file, "application/pdf", **{"Cache-Control": "no-cache"})


def _busy() -> Response:
    return PlainTextResponse(t("report.error.busy"), status_code=503, headers={"Retry-After": "30"})
