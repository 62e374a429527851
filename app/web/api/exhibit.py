"""Pictures, data and words of one exhibit as files: what its address asks for, and a German sentence where it cannot be."""

import datetime as dt
import functools
import logging
from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app import exhibits
from app.charts import plotly_figure, svg, theme
from app.charts.marks import WIDTHS, Chart, page_layout
from app.data import db
from app.exhibits import Exhibit, Plot, View, address, captions
from app.files import data_files, pictures
from app.web.api.answers import Refused, answering, base, file_response, in_thread
from app.web.policy import FILE_POLICY
from app.words.escape import quotable
from app.words.text import t
from config import settings

_COLOURS = {name: f"srm:{name}" for name in svg.COLOURS}
"""Names of the colours that follow the theme; the page puts its own in their place."""
_CONFIG = {**theme.GERMAN, "displaylogo": False, "displayModeBar": False, "scrollZoom": False, "responsive": False}


@dataclass(frozen=True)
class _Asked:
    """One exhibit in one view, by its address."""

    exhibit: Exhibit
    view: View
    base: str
    is_fixed: bool
    """Whether the address holds to a Stand and a release."""


def _busy() -> Refused:
    error = pictures.TooBusyError()
    return Refused(error.status, str(error), Retry_After="60")


@in_thread("pictures", _busy)
def picture(request: Request) -> Response:
    """A finished picture: ``/api/bild/<slug>.<svg|png|pdf>?format=…&schlicht=1&umrisse=1``."""
    asked = _asked(request)
    kind = _one_of(request.path_params["kind"], pictures.KINDS, "ending")
    format = _one_of(request.query_params.get("format", next(iter(pictures.FORMATS))), pictures.FORMATS, "format")
    is_bare, has_outlines = (
        _one_of(request.query_params.get(name, "0"), ("0", "1"), name) == "1" for name in ("schlicht", "umrisse")
    )
    choice = pictures.Choice(format, kind, is_bare, has_outlines and kind == "svg")
    try:
        found = pictures.exhibit_picture(asked.exhibit, asked.view, asked.base)
        made = pictures.file(found, choice)
    except pictures.NothingToDrawError as error:
        raise Refused(404, str(error)) from error
    except pictures.PictureError as error:
        logging.getLogger(__name__).warning("no picture of %s: %s", asked.exhibit.slug, error.detail or error)
        raise Refused(error.status, str(error)) from error
    return _file(request, asked, made, choice.file_name(found.about.stem), pictures.KINDS[kind])


@in_thread("data")
def data(request: Request) -> Response:
    """The rows: ``/api/daten/<slug>.<csv|xlsx|json|plotly>?fuer=<excel|maschine>``."""
    asked = _asked(request)
    kind = _one_of(request.path_params["kind"], data_files.ENDINGS, "ending")
    reader = _one_of(request.query_params.get("fuer", "excel"), ("excel", "maschine"), "fuer")
    try:
        found = data_files.data_file(asked.exhibit, asked.view, reader if kind == "csv" else kind, asked.base)
    except data_files.NoFigureError as error:
        raise Refused(404, str(error)) from error
    return _file(request, asked, found.content, found.name, found.media_type)


@in_thread("data")
def words(request: Request) -> Response:
    """Citation, addresses and alternative texts: ``/api/zitat/<slug>.json``."""
    asked = _asked(request)
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


@in_thread("data")
def figure(request: Request) -> Response:
    """A chart for exploring, laid out for one of the page's widths: ``/api/plotly/<slug>.json?breite=wide``."""
    asked = _asked(request)
    width = _one_of(request.query_params.get("breite", "wide"), WIDTHS, "breite")
    content = asked.exhibit.content(asked.view)
    chart = exhibits.chart(content, asked.view)
    if chart is None or not isinstance(content.drawing, Plot):
        raise Refused(404, t("chart.empty"))
    headers = {"Cache-Control": _caching(asked, "private")}
    return Response(_explored(chart, width), media_type="application/json", headers=headers)


@answering
def short(request: Request) -> Response:
    """From a short address, as it stands below a picture, to the page with this exhibit in this view."""
    try:
        exhibit, parameters = address.exhibit_of_link(str(request.url))
        view = address.view(exhibit, db.current_release(), parameters)
    except address.AddressError as error:
        raise Refused(404, str(error)) from error
    # Found and not moved for good: without a Stand it leads to the latest.
    return RedirectResponse(f"{base(request)}{address.permalink(exhibit, view)}", status_code=302)


def _asked(request: Request) -> _Asked:
    slug = request.path_params["slug"]
    try:
        exhibit = exhibits.by_slug(slug)
    except KeyError:
        known = ", ".join(sorted(found.slug for found in exhibits.EXHIBITS))
        raise Refused(404, t("api.unknown_exhibit", found=quotable(slug), known=known)) from None
    release_id = db.current_release()
    fixed = request.query_params.get(address.RELEASE, "")
    if fixed not in ("", release_id):
        raise Refused(404, t("api.other_release", found=quotable(fixed), current=release_id))
    parameters = {name: request.query_params.getlist(name) for name in request.query_params}
    try:
        view = address.view(exhibit, release_id, parameters)
    except address.AddressError as error:
        raise Refused(404, str(error)) from error
    return _Asked(exhibit, view, base(request), bool(fixed and parameters.get(address.STAND)))


def _file(request: Request, asked: _Asked, content: bytes, name: str, media_type: str) -> Response:
    # Without a public address that is set, the one it was asked by stands in the file, which is for nobody else then.
    caching = _caching(asked, "public" if settings().base_url else "private")
    headers = {"Cache-Control": caching, "Content-Security-Policy": FILE_POLICY}
    return file_response(request, content, name, media_type, **headers)


def _caching(asked: _Asked, whose: str) -> str:
    return f"{whose}, max-age=3600" if asked.is_fixed else "no-cache"


def _one_of(found: str, known: Iterable[str], name: str) -> str:
    known = tuple(known)
    if found not in known:
        raise Refused(400, t("api.not_one_of", name=t(f"api.{name}"), found=quotable(found), known=", ".join(known)))
    return found


@functools.lru_cache(maxsize=128)
def _explored(chart: Chart, width: str) -> bytes:
    """The figure of a chart at one of the page's widths, as JSON."""
    return orjson.dumps({**plotly_figure.figure(page_layout(chart, WIDTHS[width]), _COLOURS), "config": _CONFIG})
