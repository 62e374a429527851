"""Short addresses, as they stand below a picture: they lead to the page that shows it."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.data import db
from app.exhibits import address
from app.web.api.request import base
from app.words.text import t


def short(request: Request) -> Response:
    """To the page with this exhibit in this view; 404 with the reason when there is none."""
    try:
        exhibit, parameters = address.exhibit_of_link(str(request.url))
        view = address.view(exhibit, db.current_release(), parameters)
    except address.AddressError as error:
        return PlainTextResponse(str(error), status_code=404)
    except db.NoReleaseError:
        return PlainTextResponse(t("frame.no_release"), status_code=503)
    # Found and not moved for good: without a Stand it leads to the latest.
    return RedirectResponse(f"{base(request)}{address.permalink(exhibit, view)}", status_code=302)
