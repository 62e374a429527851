"""What the first visitor would otherwise wait for: the answers for the whole region, and faces of letters."""

from app import exhibits
from app.charts import maps
from app.data import db, queries
from app.files.checksum import sha256
from app.files.pictures.render import common_faces
from app.web import api, streamlit_assets

_QUESTIONS = (
    queries.outline,
    queries.municipalities,
    queries.fields_of_action,
    queries.funder_levels,
    queries.years,
    queries.datasets,
    queries.indicators,
    queries.funding_totals,
    queries.project_totals,
    queries.milestone_totals,
    queries.municipality_figures,
)


def warm() -> None:
    """Ask for the figures of the whole region once, make what pictures carry; without a release there is nothing to warm."""
    try:
        release_id = db.current_release()
    except db.NoReleaseError:
        return
    selection = queries.latest(release_id)
    for question in _QUESTIONS:
        question(selection)
    areas = exhibits.base_map(selection)
    if areas.is_many:
        api.shapes(release_id, str(queries.version(selection)))
    else:
        maps.page(maps.choropleth(areas, queries.municipality_figures(selection), "grant_eur"), "warm")
    common_faces()
    sha256(db.file(release_id))
    streamlit_assets.icon_font()
