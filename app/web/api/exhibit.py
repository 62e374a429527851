"""Pictures, data and words of one exhibit as files: what its address asks for, and a German sentence where it cannot be."""

import datetime as dt
import functools
import logging
from collections.abc import Iterable
from dataclasses import dataclass

import anyio
import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app import exhibits
from app.charts import plotly_figure, svg, theme
from app.charts.marks import WIDTHS, Chart, page_layout
from app.data import db
from app.exhibits import Exhibit, Plot, View, address, captions, tables
from app.exhibits.address_parameters import NAMES
from app.files import data_files, pictures
from app.navigation import FILTERS
from app.web.api.answers import Refused, answering, base, file_response, in_thread, one_of, parameters
from app.web.policy import FILE_POLICY
from app.words.escape import quotable
from app.words.text import t
from config import settings

_COLOURS = {name: f"srm:{name}" for name in svg.COLOURS}
"""Names of the colours that follow the theme; the page puts its own in their place."""
_OPTIONS = ("format", "schlicht", "umrisse", "fuer", "breite")
"""Names that ask for one file or another; where they change nothing they are passed over."""
_OLD_VALUES = {"maschine": "csv"}
"""What older addresses say."""
_CONFIG = {**theme.GERMAN, "displaylogo": False, "displayModeBar": False, "scrollZoom": False, "responsive": False}


@dataclass(frozen=True)
class _Asked:
    """One exhibit in one view, by its address."""

    exhibit: Exhibit
    view: View
    parameters: dict[str, list[str]]
    base: str
    is_fixed: bool
    """Whether the address holds to a Stand and a release."""

    def one_of(self, name: str, known: Iterable[str], usual: str) -> str:
        """What the address says by this name, ``usual`` when nothing."""
        found = self.parameters.get(name, [usual])[0]
        return one_of(_OLD_VALUES.get(found, found), known, name)


def _busy() -> Refused:
    return Refused(503, t("picture.error_too_busy"), Retry_After="60")


@in_thread("pictures", _busy)
def picture(request: Request) -> Response:
    """A finished picture: ``/api/bild/<slug>.<svg|png|pdf>?format=…&schlicht=1&umrisse=1``."""
    asked = _asked(request, "format", "schlicht", "umrisse")
    kind = one_of(request.path_params["kind"], pictures.KINDS, "ending")
    format = asked.one_of("format", pictures.FORMATS, next(iter(pictures.FORMATS)))
    is_bare, has_outlines = (asked.one_of(name, ("0", "1"), "0") == "1" for name in ("schlicht", "umrisse"))
    choice = pictures.Choice(format, kind, is_bare, has_outlines and kind == "svg")
    try:
        found = pictures.exhibit_picture(asked.exhibit, asked.view, asked.base)
        made = pictures.file(found, choice)
    except pictures.NothingToDrawError as error:
        raise Refused(404, str(error)) from error
    except pictures.PictureError as error:
        logging.getLogger(__name__).warning("no picture of %s", asked.exhibit.slug, exc_info=error)
        raise Refused(500, str(error)) from error
    return _file(request, asked, made, choice.file_name(found.about.stem), pictures.KINDS[kind])


@in_thread("data")
def data(request: Request) -> Response:
    """The rows, also of a table: ``/api/daten/<slug>.<csv|xlsx|json|plotly>?fuer=<excel|csv>``."""
    asked = _asked(request, "fuer", also=tables.TABLES)
    kind = one_of(request.path_params["kind"], data_files.ENDINGS, "ending")
    reader = asked.one_of("fuer", ("excel", "csv"), request.path_params.get("reader", "excel"))
    try:
        found = data_files.data_file(asked.exhibit, asked.view, reader if kind == "csv" else kind, asked.base)
    except data_files.NoFigureError as error:
        raise Refused(404, str(error)) from error
    except data_files.TooManyRowsError as error:
        raise Refused(400, str(error)) from error
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
    asked = _asked(request, "breite")
    width = asked.one_of("breite", WIDTHS, "wide")
    content = asked.exhibit.content(asked.view)
    chart = exhibits.chart(content, asked.view)
    if chart is None or not isinstance(content.drawing, Plot):
        raise Refused(404, t("chart.empty"))
    headers = {"Cache-Control": _caching(asked, "private")}
    return Response(_explored(chart, width), media_type="application/json", headers=headers)


async def short(request: Request) -> Response:
    """The page of a short address, or with an ending its file: ``/b/<slug>.<csv|parquet|svg|plotly.json|…>``."""
    slug, _, ending = request.path_params["slug"].partition(".")
    if not ending:
        return await anyio.to_thread.run_sync(_page, request)
    kind = ending.removesuffix(".json") if ending in ("plotly.json", "metadata.json") else ending
    # A program asks for it, not Excel.
    there = {**request.scope, "path_params": {"slug": slug, "kind": kind, "reader": "csv"}}
    return await (picture if kind in pictures.KINDS else data)(Request(there, request.receive))


@answering
def _page(request: Request) -> Response:
    """From a short address, as it stands below a picture, to the page with this exhibit in this view."""
    try:
        release_id = db.current_release()
        exhibit, _ = address.exhibit_of_link(release_id, str(request.url))
        view = address.view(exhibit, release_id, _parameters(request, exhibit))
    except address.AddressError as error:
        raise Refused(404, str(error)) from error
    # Found and not moved for good: without a Stand it leads to the latest.
    return RedirectResponse(f"{base(request)}{address.permalink(exhibit, view)}", status_code=302)


def _parameters(request: Request, exhibit: Exhibit, *options: str) -> dict[str, list[str]]:
    return parameters(request, *FILTERS, address.STAND, *exhibit.choices, *options, also=(*NAMES, *_OPTIONS))


def _asked(request: Request, *options: str, also: Iterable[Exhibit] = ()) -> _Asked:
    """What the address asks for: an exhibit, or one ``also`` known here."""
    slug, others = request.path_params["slug"], {found.slug: found for found in also}
    try:
        exhibit = others[slug] if slug in others else exhibits.by_slug(slug)
    except KeyError:
        known = sorted((*(found.slug for found in exhibits.EXHIBITS), *others))
        instead = address.likely(slug, known) or t("api.known_exhibits", known=", ".join(known))
        raise Refused(404, f"{t('api.unknown_exhibit', found=quotable(slug))} {instead}") from None
    release_id = db.current_release()
    asked = _parameters(request, exhibit, *options)
    fixed = asked.get(address.RELEASE, [""])[0]
    if fixed not in ("", release_id):
        raise Refused(404, t("api.other_release", found=quotable(fixed), current=release_id))
    try:
        view = address.view(exhibit, release_id, asked)
    except address.AddressError as error:
        raise Refused(404, str(error)) from error
    return _Asked(exhibit, view, asked, base(request), bool(fixed and asked.get(address.STAND)))


def _file(request: Request, asked: _Asked, content: bytes, name: str, media_type: str) -> Response:
    # Without a public address that is set, the one it was asked by stands in the file, which is for nobody else then.
    caching = _caching(asked, "public" if settings().base_url else "private")
    headers = {"Cache-Control": caching, "Content-Security-Policy": FILE_POLICY}
    return file_response(request, content, name, media_type, **headers)


def _caching(asked: _Asked, whose: str) -> str:
    return f"{whose}, max-age=3600" if asked.is_fixed else "no-cache"


@functools.lru_cache(maxsize=128)
def _explored(chart: Chart, width: str) -> bytes:
    """The figure of a chart at one of the page's widths, as JSON."""
    return orjson.dumps({**plotly_figure.figure(page_layout(chart, WIDTHS[width]), _COLOURS), "config": _CONFIG})
