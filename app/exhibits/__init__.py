"""Every chart and map there is: what it shows in a view, wherever it is asked for: page, file, frame of another site."""

from app.exhibits import comparison, funding, indicators, maps, milestones
from app.exhibits.charts_of_exhibits import base_map, chart, map_data
from app.exhibits.fingerprint import are_comparable, fingerprint
from app.exhibits.model import Choropleth, Exhibit, ExhibitContent, Locator, Plot, View

EXHIBITS = (*maps.EXHIBITS, *funding.EXHIBITS, *milestones.EXHIBITS, *indicators.EXHIBITS, *comparison.EXHIBITS)

_BY_KEY = {exhibit.key: exhibit for exhibit in EXHIBITS}
_BY_SLUG = {slug: exhibit for exhibit in EXHIBITS for slug in (exhibit.slug, *exhibit.former)}


def by_key(key: str) -> Exhibit:
    """The exhibit of that key in the texts; KeyError when there is none."""
    return _BY_KEY[key]


def by_slug(slug: str) -> Exhibit:
    """The exhibit of that name in addresses; KeyError when there is none."""
    return _BY_SLUG[slug]
