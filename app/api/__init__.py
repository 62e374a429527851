"""Addresses for machines, and for what a page is made of: the table of all of them."""

from starlette.routing import Route

from app.address import SHORT
from app.api.asked import below
from app.api.boundaries import areas, shapes
from app.api.exhibit import data, picture, words
from app.api.feeds import changes, corrections
from app.api.folder import folder
from app.api.short import short
from app.api.state import health, robots
from app.api.window import window
from app.report.asked import ADDRESS

__all__ = ["routes", "shapes"]

_ADDRESSES = {
    "/api/health": health,
    "/api/aenderungen.atom": changes,
    "/api/berichtigungen.atom": corrections,
    "/api/mitnehmen/{version}.js": window,
    "/api/areas/{release_id}/{version}.json": areas,
    ADDRESS: folder,
    "/api/bild/{slug}.{kind}": picture,
    "/api/daten/{slug}.{kind}": data,
    "/api/zitat/{slug}.json": words,
    f"{SHORT}{{slug}}": short,
    "/robots.txt": robots,
}


def routes() -> list[Route]:
    """Every address, on a shared host also below the dashboard's own path, which Streamlit keeps in the request."""
    beginnings = dict.fromkeys(("", below()))
    return [Route(f"{begin}{address}", answer) for begin in beginnings for address, answer in _ADDRESSES.items()]
