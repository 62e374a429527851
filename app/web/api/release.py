"""What the release says of itself: what has changed, what was corrected; what robots may read."""

import re
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from app.data import db, queries
from app.navigation import ENTRIES, entry
from app.surfaces.html.not_found import not_found
from app.web import change_feed, feed
from app.web.api.answers import Refused, answering, base, document_response, parameters
from app.words.text import t

_ATOM = "application/atom+xml"


@answering
def corrections(request: Request) -> Response:
    """The corrections as an Atom feed."""
    release_id = db.current_release()
    return _feed(request, release_id, feed.corrections(release_id, base(request)))


@answering
def changes(request: Request) -> Response:
    """What has changed, as an Atom feed; of one municipality when ``kommune`` holds its key."""
    asked = parameters(request, "kommune").get("kommune", [""])[0]
    if asked and not re.fullmatch(r"[0-9]{8}", asked):
        raise Refused(400, t("change_feed.no_key"))
    release_id = db.current_release()
    try:
        return _feed(request, release_id, change_feed.changes(release_id, base(request), asked))
    except change_feed.UnknownMunicipalityError as error:
        raise Refused(404, t("change_feed.unknown", found=asked)) from error


def robots(request: Request) -> Response:
    """Everything may be read, and where all of it is listed."""
    return PlainTextResponse(f"User-agent: *\nAllow: /\n\nSitemap: {base(request)}/sitemap.xml\n")


@answering
def sitemap(request: Request) -> Response:
    """All pages and the profiles of all municipalities, for search engines."""
    release_id = db.current_release()
    known = queries.municipalities(queries.latest(release_id)).municipality_ags
    addresses = [page.address for page in ENTRIES if page.is_listed]
    addresses += [f"{entry('municipalities').address}?{urlencode({'kommune': key})}" for key in known]
    root = ET.Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for address in addresses:
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = f"{base(request)}/{address}"
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document_response(request, content, "application/xml", db.built(release_id))


def _feed(request: Request, release_id: str, content: bytes) -> Response:
    return document_response(request, content, _ATOM, db.built(release_id))


def start_of_interface(request: Request) -> Response:
    """The description of the interface for programs, for who leaves out the stroke at the end of its address."""
    return RedirectResponse(f"{request.url.path}/", 308)


def nothing(request: Request) -> Response:
    """The answer to addresses for machines that there are not."""
    return HTMLResponse(not_found(request.url.path), 404, {"Cache-Control": "no-store"})
