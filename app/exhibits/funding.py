"""Charts of grants; the overview shows two of them as well."""

from collections.abc import Callable

from app.charts import grant_charts
from app.data import queries
from app.exhibits.model import Exhibit, Plot, Shown, View
from app.words import table_columns


def _by(dimension: str) -> Callable[[View], Shown]:
    def content(view: View) -> Shown:
        # A joint grant must not look like one municipality's own.
        apart = bool(view.selection.municipalities)
        build = grant_charts.by_year if dimension == "year" else grant_charts.by_group
        return Shown(
            queries.funding_by(view.selection, dimension), table_columns.GRANTS, Plot(build, (("apart", apart),))
        )

    return content


def _flow(view: View) -> Shown:
    return Shown(queries.funding_flow(view.selection), table_columns.FLOW, Plot(grant_charts.flow))


EXHIBITS = (
    Exhibit("overview.years", "zuwendungen-nach-jahr-im-ueberblick", "overview", _by("year")),
    Exhibit("overview.fields", "zuwendungen-nach-handlungsfeld-im-ueberblick", "overview", _by("field")),
    Exhibit("funding.level", "zuwendungen-nach-ebene", "funding", _by("level")),
    Exhibit("funding.programme", "zuwendungen-nach-programm", "funding", _by("programme")),
    Exhibit("funding.year", "zuwendungen-nach-jahr", "funding", _by("year")),
    Exhibit("funding.field", "zuwendungen-nach-handlungsfeld", "funding", _by("field")),
    Exhibit("funding.municipality", "zuwendungen-nach-kommune", "funding", _by("municipality")),
    Exhibit("funding.flow", "weg-des-geldes", "funding", _flow),
)
