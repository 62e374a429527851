"""The meeting folder's address: /api/sitzungsmappe.pdf?kommune=01234567&stand=2026-11-23, both optional."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.data import db
from app.surfaces.folder import pdf
from app.surfaces.folder.request import FolderRequestError, folder_request
from app.web.api.answers import Refused, base, file_response, in_thread, parameters
from app.words.text import t


def _busy() -> Refused:
    return Refused(503, t("report.error.busy"), Retry_After="30")


@in_thread("folders", _busy)
def folder(request: Request) -> Response:
    """The PDF; 400 or 404 when there is no such folder, 503 while none can be made."""
    asked = parameters(request, "kommune", "stand")
    municipality, stand = (asked.get(name, [""])[0] for name in ("kommune", "stand"))
    try:
        meeting_folder = replace(folder_request(db.current_release(), municipality, stand), base=base(request))
        content = pdf.folder(meeting_folder)
    except FolderRequestError as problem:
        raise Refused(400 if problem.is_malformed else 404, str(problem)) from problem
    except pdf.BusyError as problem:
        raise _busy() from problem
    # A new release may come at any moment: asked for again, it is compared and not fetched again.
    return file_response(request, content, meeting_folder.file, "application/pdf", **{"Cache-Control": "no-cache"})
