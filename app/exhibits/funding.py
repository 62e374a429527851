"""Charts of grants; the overview shows two of them as well."""

import functools
from collections.abc import Callable

from app.charts import grant_charts
from app.data import queries
from app.exhibits.claims import funding
from app.exhibits.measures import approved, area, measure
from app.exhibits.model import Exhibit, ExhibitContent, Plot, View
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


def _exhibit(key: str, slug: str, page: str, dimension: str) -> Exhibit:
    is_own, kind = dimension == "municipality", "columns" if dimension == "year" else "bars"
    claims = funding.by_municipality if is_own else functools.partial(funding.by_dimension, dimension)
    return Exhibit(key, slug, page, kind, _by(dimension), claims=claims, measure=_GRANTS)


EXHIBITS = (
    _exhibit("overview.years", "zuwendungen-nach-jahr-im-ueberblick", "overview", "year"),
    _exhibit("overview.fields", "zuwendungen-nach-handlungsfeld-im-ueberblick", "overview", "field"),
    _exhibit("funding.level", "zuwendungen-nach-ebene", "funding", "level"),
    _exhibit("funding.programme", "zuwendungen-nach-programm", "funding", "programme"),
    _exhibit("funding.year", "zuwendungen-nach-jahr", "funding", "year"),
    _exhibit("funding.field", "zuwendungen-nach-handlungsfeld", "funding", "field"),
    _exhibit("funding.municipality", "zuwendungen-nach-kommune", "funding", "municipality"),
    Exhibit("funding.flow", "weg-des-geldes", "funding", "flow", _flow, claims=funding.flow, measure=_GRANTS),
)
