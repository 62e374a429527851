"""Addresses for machines, and for what a page is made of: the table of all of them."""

from starlette.routing import BaseRoute, Mount, Route

from app.exhibits.address import SHORT
from app.exhibits.data_selection import API
from app.surfaces.folder.request import ADDRESS
from app.surfaces.streamlit.base_path import base_path
from app.surfaces.streamlit.scripts import PLOTLY
from app.web.api.boundaries import areas, shapes
from app.web.api.exhibit import data, figure, picture, short, words
from app.web.api.folder import folder
from app.web.api.monitoring import NO_WEBSOCKET, figures, live, no_websocket, ready
from app.web.api.open_data import catalog_file, catalog_itself, dataset, dataset_file, package
from app.web.api.query import query
from app.web.api.release import changes, corrections, nothing, robots, sitemap, start_of_interface
from app.web.api.scripts import module, plotly
from app.web.api.v1.application import api
from config import settings

_ADDRESSES = {
    "/api/health": ready,
    "/api/health/live": live,
    "/api/health/ready": ready,
    "/api/metrics": figures,
    "/api/aenderungen.atom": changes,
    "/api/berichtigungen.atom": corrections,
    "/api/skript/{name}.{version}.js": module,
    "/api/areas/{release_id}/{version}.json": areas,
    ADDRESS: folder,
    "/api/bild/{slug}.{kind}": picture,
    "/api/daten/{slug}.{kind}": data,
    "/api/zitat/{slug}.json": words,
    **({"/api/sql": query, "/api/sql/{kind}": query} if settings().sql else {}),
    "/api/plotly/{slug}.json": figure,
    PLOTLY: plotly,
    f"{SHORT}{{slug}}": short,
    API: start_of_interface,
    f"{API}/catalog": catalog_itself,
    f"{API}/catalog.{{kind}}": catalog_file,
    f"{API}/datapackage.json": package,
    f"{API}/datasets/{{name}}": dataset,
    f"{API}/datasets/{{name}}/{{file}}": dataset_file,
    "/robots.txt": robots,
    "/sitemap.xml": sitemap,
}


def routes() -> list[BaseRoute]:
    """Every address, on a shared host also below the dashboard's own path, which Streamlit keeps in the request."""
    beginnings = dict.fromkeys(("", base_path()))
    return [
        *(Route(f"{begin}{NO_WEBSOCKET}", no_websocket, methods=["POST"]) for begin in beginnings),
        *(Route(f"{begin}{address}", answer) for begin in beginnings for address, answer in _ADDRESSES.items()),
        *(Mount(f"{begin}{API}", api) for begin in beginnings),
        *(Route(f"{begin}/api/{{nothing:path}}", nothing) for begin in beginnings),
    ]
