"""What both pages show: four figures, a map, two charts; for one municipality or all. Asks the release as pages of ours do."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import plotly.express as px

ALL = "alle"
_FOLDER = Path(os.environ["MONITOR_RELEASES_DIR"])
_RELEASE = _FOLDER / f"{(_FOLDER / 'CURRENT').read_text(encoding='ascii').strip()}.duckdb"
_CONNECTION = duckdb.connect(str(_RELEASE), read_only=True)
_CHOSEN = "from selected_funding($stand, $municipalities, [], [], []) where grant_eur is not null"


def _rows(question: str, **parameters: Any) -> Any:
    wanted = {name: value for name, value in parameters.items() if f"${name}" in question}
    return _CONNECTION.cursor().execute(question, wanted).df()


STAND: dt.date = _rows("select stand_date from release").stand_date[0].date()
AREAS = _rows(
    "select municipality_ags, name, st_asgeojson(geometry) as geometry from municipality"
    " where version_date = (select max(version_date) from municipality) order by name"
)
NAMES: dict[str, str] = {ALL: "alle", **dict(zip(AREAS.municipality_ags, AREAS["name"], strict=True))}


def _clockwise(shape: Any) -> Any:
    """The geometry with its rings the other way round: plotly's maps take an outline that is not for the rest of the world."""
    if isinstance(shape[0][0], float):
        return shape[::-1]
    return [_clockwise(part) for part in shape]


def _geometry(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return {**found, "coordinates": _clockwise(found["coordinates"])}


_SHAPES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": area.municipality_ags, "geometry": _geometry(area.geometry), "properties": {}}
        for area in AREAS.itertuples()
    ],
}


def numbers(municipality: str) -> dict[str, str]:
    """The four headline figures with their labels."""
    chosen = {"stand": STAND, "municipalities": [] if municipality == ALL else [municipality]}
    projects = _rows("select count(*) as n from selected_project($stand, $municipalities, [], [], [])", **chosen).n[0]
    grants = _rows(f"select coalesce(sum(grant_eur), 0)::double as n {_CHOSEN}", **chosen).n[0]
    states = "select count(*) filter (state = 'reached') as reached, count(*) filter (state = 'planned') as planned"
    steps = _rows(f"{states} from selected_milestone($stand, $municipalities, [], [], [])", **chosen)
    return {
        "Projekte": str(projects),
        "Zuwendungen": f"{grants / 1e6:.1f} Mio. €".replace(".", ",", 1),
        "Meilensteine erreicht": str(steps.reached[0]),
        "Meilensteine geplant": str(steps.planned[0]),
    }


def charts(municipality: str) -> tuple[Any, Any, Any]:
    """Map, columns by year, bars by field of action, as plotly figures."""
    chosen = {"stand": STAND, "municipalities": [] if municipality == ALL else [municipality]}
    own = f"select municipality_ags, sum(grant_eur)::double as eur {_CHOSEN} group by all"
    by_area = AREAS[["municipality_ags", "name"]].merge(_rows(own, **chosen), how="left")
    area_map = px.choropleth(
        by_area,
        geojson=_SHAPES,
        locations="municipality_ags",
        color="eur",
        hover_name="name",
        title="Eigene Zuwendungen",
    )
    area_map.update_geos(fitbounds="locations", visible=False)
    years = _rows(
        f"select coalesce(approved_year::varchar, 'ohne Datum') as jahr, sum(grant_eur)::double as eur {_CHOSEN} group by all order by 1",
        **chosen,
    )
    fields = _rows(
        f"select field_of_action as feld, sum(grant_eur)::double as eur {_CHOSEN} group by all order by eur", **chosen
    )
    return (
        area_map,
        px.bar(years, x="jahr", y="eur", title="Zuwendungen nach Jahr der Bewilligung"),
        px.bar(fields, x="eur", y="feld", orientation="h", title="Zuwendungen nach Handlungsfeld"),
    )
