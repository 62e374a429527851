"""How the figures of a chart, map or table are made, in the view that is shown; what its entry says of it stands there."""

from dataclasses import replace

from app.data.origins import ORIGINS, Origin
from app.exhibits import EXHIBITS
from app.exhibits.chosen_indicator import MORE, indicator, indicators_of
from app.exhibits.model import Exhibit, View
from app.exhibits.party import conditions, party_of
from app.exhibits.tables import TABLES

_KNOWN = ORIGINS | {
    found.slug: replace(found.origin, name=found.slug, label=f"{found.key}.heading")
    for found in (*EXHIBITS, *TABLES)
    if found.origin
}


def origin_by_name(name: str) -> Origin | None:
    """What an address calls by this name; of a chart or table without what its view has chosen."""
    return _KNOWN.get(name)


def origin_of(exhibit: Exhibit, view: View) -> Origin | None:
    """Of an exhibit or table as it is shown in a view; None where its rows are no other table's."""
    found = _KNOWN.get(exhibit.slug)
    if found is None:
        return None
    return found.where(**_choices(exhibit, view), **exhibit.conditions(view))


def _choices(exhibit: Exhibit, view: View) -> dict[str, str]:
    """Conditions on the rows of the project, party or indicators that the view has chosen."""
    if project := view.parameter("projekt") if "projekt" in exhibit.choices else "":
        return {"project_id__exact": project}
    if named := party_of(view) if "geldgeber" in exhibit.choices else {}:
        return conditions(named)
    if MORE in exhibit.choices:
        return {"indicator_id__in": ",".join(indicators_of(view))}
    if "indikator" in exhibit.choices:
        return {"indicator_id__exact": str(indicator(view).indicator_id)}
    return {}
