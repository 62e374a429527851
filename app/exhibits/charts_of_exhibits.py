"""The drawing of an exhibit: made once for the same table, however many ask for it."""

import functools
from typing import Any

from app.charts import maps
from app.charts.base_map import BaseMap
from app.charts.maps import LocatorMap, MapChart
from app.charts.marks import Chart
from app.data import queries
from app.data.cached_frame import CachedFrame
from app.data.selection import Selection
from app.exhibits.model import Choropleth, ExhibitContent, Locator, Plot, View


def chart(shown: ExhibitContent, view: View) -> Chart | None:
    """The chart or map of an exhibit; None when there is nothing to draw.

    Frames of ``queries`` are the same object for the same release and filters, so a rerun draws what is there already.
    """
    drawing, selection = shown.drawing, view.selection
    if isinstance(drawing, Plot):
        return None if shown.table.empty else _chart(drawing, CachedFrame(shown.table))
    if isinstance(drawing, Choropleth):
        return _choropleth(base_map(selection), CachedFrame(shown.table), drawing, selection.municipalities)
    return _locator(selection.everything(), drawing) if drawing else None


def map_data(shown: ExhibitContent, view: View, name: str, *, can_choose: bool = True) -> dict[str, Any]:
    """A map as the component of a page wants it: ``maps.page``, and the address of the ``shapes`` of many areas."""
    drawn = chart(shown, view)
    assert isinstance(drawn, MapChart | LocatorMap)
    data = _page(drawn, name, can_choose=can_choose)
    if not (isinstance(drawn, MapChart) and drawn.base.is_many):
        return data
    selection = view.selection
    return {"shapes": f"/api/areas/{selection.release_id}/{queries.version(selection)}.json", **data}


def base_map(selection: Selection) -> BaseMap:
    """All municipalities of the region, which its maps share."""
    return _base_map(selection.everything())


@functools.lru_cache(maxsize=8)
def _base_map(everything: Selection) -> BaseMap:
    shapes = functools.partial(queries.areas, everything)
    return BaseMap(queries.municipalities(everything), queries.outline(everything), shapes)


@functools.lru_cache(maxsize=512)
def _chart(plot: Plot, table: CachedFrame) -> Chart | None:
    return plot.build(table.frame, **dict(plot.options))


@functools.lru_cache(maxsize=256)
def _choropleth(base: BaseMap, table: CachedFrame, drawing: Choropleth, chosen: tuple[str, ...]) -> MapChart:
    words = {"unit": drawing.unit, "measure": drawing.measure, "note": drawing.note}
    return maps.choropleth(base, table.frame, drawing.value, chosen=chosen, **words)


@functools.lru_cache(maxsize=256)
def _locator(everything: Selection, drawing: Locator) -> LocatorMap:
    base, district = base_map(everything), queries.district(everything)
    if not base.is_many:
        return maps.locator(base, drawing.areas, district)
    marked = queries.areas(everything, *drawing.areas)
    return maps.locator_among_many(marked, base.outline, is_whole=district in drawing.areas)


_page = functools.lru_cache(maxsize=256)(maps.page)
