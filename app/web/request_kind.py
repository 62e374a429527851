"""Of what kind a request is: one of a few names, by which work is bounded and answers are counted."""

from urllib.parse import parse_qs

from starlette.types import Scope

from app.exhibits.address import SHORT
from app.exhibits.data_selection import API
from app.files.pictures import KINDS
from app.surfaces.folder.request import ADDRESS
from app.surfaces.streamlit.base_path import base_path
from app.web import addresses
from app.web.embed import is_embed

QUERY = "abfrage"
"""Parameter that holds a query of a visitor."""
_KIND = "monitor.kind"
_BEGINNINGS = {
    "/api/health": "health",
    "/api/metrics": "health",
    "/_stcore/health": "health",
    "/_stcore/upload_file": "upload",
    "/_stcore": "asset",
    "/static": "asset",
    "/api/skript": "asset",
    "/api/plotly-": "asset",
    "/api/areas": "asset",
    "/api/bild": "picture",
    "/api/daten": "data",
    "/api/plotly": "data",
    "/api/zitat": "citation",
    "/api/sql": "query",
    ADDRESS: "folder",
    "/api/aenderungen.atom": "feed",
    "/api/berichtigungen.atom": "feed",
    "/sitemap.xml": "feed",
    f"{API}/releases": "release",
    f"{API}/datasets": "catalogue",
    f"{API}/catalog": "catalogue",
    f"{API}/datapackage": "catalogue",
    API: "table",
}
"""The first that fits."""


def request_kind(scope: Scope) -> str:
    """The kind of an HTTP request, which several ask for; it is worked out once."""
    if _KIND not in scope:
        scope[_KIND] = _kind(scope)
    found: str = scope[_KIND]
    return found


def _kind(scope: Scope) -> str:
    path = scope["path"].removeprefix(base_path())
    if path.startswith(SHORT):
        return "picture" if path.rpartition(".")[2] in KINDS else "data"
    if found := next((kind for begin, kind in _BEGINNINGS.items() if path.startswith(begin)), ""):
        return found
    if is_embed(scope):
        return "embed"
    if addresses.page(scope) is None:
        return "other"
    return "query" if QUERY in parse_qs(scope["query_string"].decode("latin-1")) else "page"


def is_of_interface(scope: Scope) -> bool:
    """Whether a program asks the interface, which reads problems and not sentences."""
    path: str = scope["path"].removeprefix(base_path())
    return path.startswith(f"{API}/")
