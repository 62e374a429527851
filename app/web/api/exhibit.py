"""Pictures, data and words of one exhibit as files: what its address asks for, and a German sentence where it cannot be."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app import exhibits
from app.charts.html import NAMES
from app.data import db
from app.exhibits import Exhibit, Plot, View, address, captions
from app.files import data_files, pictures
from app.web.api import threads
from app.web.api.explore import explored
from app.web.api.request import base, is_known
from app.web.api.response import file_response
from app.web.middleware import FILE_POLICY
from app.words.escape import quotable
from app.words.text import t

_RETRY = {"Retry-After": "60"}
_LOG = logging.getLogger(__name__)


class _Refused(Exception):  # noqa: N818
    """What was asked for cannot be had; the message is for the one who asked."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers or {}


@dataclass(frozen=True)
class _Asked:
    """One exhibit in one view, by its address."""

    exhibit: Exhibit
    view: View
    base: str
    is_fixed: bool
    """Whether the address holds to a Stand and a release."""


async def picture(request: Request) -> Response:
    """A finished picture: ``/api/bild/<slug>.<svg|png|pdf>?format=…&schlicht=1&umrisse=1``."""
    return await threads.run("pictures", lambda: _answered(request, _picture), _busy)


async def data(request: Request) -> Response:
    """The rows: ``/api/daten/<slug>.<csv|xlsx|json|plotly>?fuer=<excel|maschine>``."""
    return await threads.run("data", lambda: _answered(request, _data))


async def words(request: Request) -> Response:
    """Citation, addresses and alternative texts: ``/api/zitat/<slug>.json``."""
    return await threads.run("data", lambda: _answered(request, _words))


async def figure(request: Request) -> Response:
    """A chart for exploring, laid out for one of the page's widths: ``/api/plotly/<slug>.json?breite=wide``."""
    return await threads.run("data", lambda: _answered(request, _figure))


def _figure(request: Request, asked: _Asked) -> Response:
    width = _one_of(request.query_params.get("breite", NAMES[-1]), NAMES, "breite")
    content = asked.exhibit.content(asked.view)
    chart = exhibits.chart(content, asked.view)
    if chart is None or not isinstance(content.drawing, Plot):
        raise _Refused(404, t("chart.empty"))
    caching = "private, max-age=3600" if asked.is_fixed else "no-cache"
    return Response(explored(chart, width), media_type="application/json", headers={"Cache-Control": caching})


def _picture(request: Request, asked: _Asked) -> Response:
    kind = request.path_params["kind"]
    format = request.query_params.get("format", next(iter(pictures.FORMATS)))
    _one_of(kind, pictures.KINDS, "ending")
    _one_of(format, pictures.FORMATS, "format")
    is_bare, has_outlines = (_is_wanted(request, name) for name in ("schlicht", "umrisse"))
    choice = pictures.Choice(format, kind, is_bare, has_outlines and kind == "svg")
    try:
        found = pictures.exhibit_picture(asked.exhibit, asked.view, asked.base)
        made = pictures.file(found, choice)
    except pictures.NothingToDrawError as error:
        raise _Refused(404, str(error)) from error
    except pictures.PictureError as error:
        _LOG.warning("no picture of %s: %s", asked.exhibit.slug, error.detail or error)
        raise _Refused(error.status, str(error)) from error
    return _file(request, asked, made, choice.file_name(found.about.stem), pictures.KINDS[kind])


def _data(request: Request, asked: _Asked) -> Response:
    kind = _one_of(request.path_params["kind"], data_files.ENDINGS, "ending")
    reader = _one_of(request.query_params.get("fuer", "excel"), ("excel", "maschine"), "fuer")
    try:
        found = data_files.data_file(asked.exhibit, asked.view, reader if kind == "csv" else kind, asked.base)
    except data_files.NoFigureError as error:
        raise _Refused(404, str(error)) from error
    return _file(request, asked, found.content, found.name, found.media_type)


def _words(request: Request, asked: _Asked) -> Response:
    about = captions.about(asked.exhibit, asked.view, asked.base)
    said = {
        **about.some("title", "subtitle"),
        "citation": about.citation(dt.date.today()),
        **about.some("permalink", "embed"),
        "frame": about.frame(),
        **about.some("short", "long"),
        "source": about.source_line,
        "filters": about.filters,
    }
    return JSONResponse(said, headers={"Cache-Control": "no-cache"})


def _answered(request: Request, answer: Callable[[Request, _Asked], Response]) -> Response:
    try:
        return answer(request, _asked(request))
    except _Refused as error:
        return _refused(error)
    except db.NoReleaseError:
        _LOG.exception("no release to serve")
        return PlainTextResponse(t("frame.no_release"), 503, {"Cache-Control": "no-store"})


def _busy() -> Response:
    error = pictures.TooBusyError()
    return _refused(_Refused(error.status, str(error), _RETRY))


def _refused(error: _Refused) -> Response:
    return PlainTextResponse(str(error), error.status, {"Cache-Control": "no-store", **error.headers})


def _asked(request: Request) -> _Asked:
    slug = request.path_params["slug"]
    try:
        exhibit = exhibits.by_slug(slug)
    except KeyError:
        known = ", ".join(sorted(found.slug for found in exhibits.EXHIBITS))
        raise _Refused(404, t("api.unknown_exhibit", found=quotable(slug), known=known)) from None
    release_id = db.current_release()
    fixed = request.query_params.get(address.RELEASE, "")
    if fixed not in ("", release_id):
        raise _Refused(404, t("api.other_release", found=quotable(fixed), current=release_id))
    parameters = {name: request.query_params.getlist(name) for name in request.query_params}
    try:
        view = address.view(exhibit, release_id, parameters)
    except address.AddressError as error:
        raise _Refused(404, str(error)) from error
    return _Asked(exhibit, view, base(request), bool(fixed and parameters.get(address.STAND)))


def _file(request: Request, asked: _Asked, content: bytes, name: str, media_type: str) -> Response:
    # Without a public address that is set, the one it was asked by stands in the file, which is for nobody else then.
    whose = "public" if is_known() else "private"
    caching = f"{whose}, max-age=3600" if asked.is_fixed else "no-cache"
    headers = {"Cache-Control": caching, "Content-Security-Policy": FILE_POLICY}
    return file_response(request, content, name, media_type, **headers)


def _is_wanted(request: Request, name: str) -> bool:
    return _one_of(request.query_params.get(name, "0"), ("0", "1"), name) == "1"


def _one_of(found: str, known: Iterable[str], name: str) -> str:
    known = tuple(known)
    if found not in known:
        raise _Refused(400, t("api.not_one_of", name=t(f"api.{name}"), found=quotable(found), known=", ".join(known)))
    return found
