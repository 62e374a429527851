"""Charts of grants."""

import functools
from collections.abc import Callable

from app.charts import grant_charts
from app.data import queries
from app.data.origins import grants
from app.exhibits.claims import funding
from app.exhibits.measures import approved, area, measure
from app.exhibits.model import Exhibit, ExhibitContent, Plot, View
from app.sentences.left_out import GRANTS
from app.words import table_columns

_GRANTS = measure("grants", area, approved)


def _by(dimension: str) -> Callable[[View], ExhibitContent]:
    def content(view: View) -> ExhibitContent:
        # A joint grant must not look like one municipality's own.
        apart = bool(view.selection.municipalities)
        build = grant_charts.by_year if dimension == "year" else grant_charts.by_group
        rows = queries.funding_by(view.selection, dimension)
        return ExhibitContent(rows, table_columns.GRANTS, Plot(build, (("apart", apart),)))

    return content


def _flow(view: View) -> ExhibitContent:
    rows = queries.funding_flow(view.selection)
    return ExhibitContent(rows, tuple(rows.columns), Plot(grant_charts.flow))


def _exhibit(dimension: str, slug: str, *groups: str, former: tuple[str, ...] = ()) -> Exhibit:
    is_own, kind = dimension == "municipality", "columns" if dimension == "year" else "bars"
    claims = funding.by_municipality if is_own else functools.partial(funding.by_dimension, dimension)
    return Exhibit(
        f"funding.{dimension}",
        slug,
        "funding",
        kind,
        _by(dimension),
        claims=claims,
        measure=_GRANTS,
        dated=(GRANTS,),
        origin=grants(*groups),
        former=former,
    )


EXHIBITS = (
    _exhibit("level", "zuwendungen-nach-ebene", "funder_level"),
    _exhibit("programme", "zuwendungen-nach-programm", "programme"),
    _exhibit("year", "zuwendungen-nach-jahr", "approved_year", former=("zuwendungen-nach-jahr-im-ueberblick",)),
    _exhibit(
        "field",
        "zuwendungen-nach-handlungsfeld",
        "field_of_action",
        former=("zuwendungen-nach-handlungsfeld-im-ueberblick",),
    ),
    _exhibit("municipality", "zuwendungen-nach-kommune", "attribution", "municipality_ags"),
    Exhibit(
        "funding.flow",
        "weg-des-geldes",
        "funding",
        "flow",
        _flow,
        claims=funding.flow,
        measure=_GRANTS,
        dated=(GRANTS,),
        origin=grants("funder", "programme", "attribution", question="funding_flow"),
    ),
)
