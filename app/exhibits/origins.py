"""How the figures of a chart, map or table are made, in the view that is shown; what its entry says of it stands there."""

from collections.abc import Mapping
from dataclasses import replace

from app.data.origins import ORIGINS, Origin
from app.exhibits import EXHIBITS
from app.exhibits.chosen_indicator import MORE, indicator, indicators_of
from app.exhibits.model import Exhibit, View
from app.exhibits.party import conditions, party_of
from app.exhibits.tables import TABLES


def _with_name_of(exhibit: Exhibit, origin: Origin) -> Origin:
    return replace(origin, name=exhibit.slug, label=f"{exhibit.key}.heading")


_KNOWN = {(origin.name, origin.table): origin for origin in ORIGINS.values()} | {
    (exhibit.slug, origin.table): _with_name_of(exhibit, origin)
    for exhibit in (*EXHIBITS, *TABLES)
    for origin in (exhibit.origin, *exhibit.origins)
    if origin
}


def origin_by_name(name: str, table: str) -> Origin | None:
    """What an address of a public table calls by this name; of a chart or table without what its view has chosen."""
    return _KNOWN.get((name, table))


def origins_of(exhibit: Exhibit, view: View) -> Mapping[Origin, str]:
    """Of an exhibit or table as it is shown in a view, and which figure is meant where there are several.

    Empty where its rows are no other table's.
    """
    if exhibit.chosen_figures:
        found = {_with_name_of(exhibit, figure.origin): figure.label for figure in exhibit.chosen_figures(view)}
        return found if len(found) > 1 else dict.fromkeys(found, "")
    if not exhibit.origin:
        return {}
    own = _with_name_of(exhibit, exhibit.origin)
    return {own.where(**_choices(exhibit, view), **exhibit.conditions(view)): ""}


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
