"""The drawing of an exhibit: made once for the same table, however many ask for it."""

import functools
from typing import Any

from app.charts import many_areas, maps
from app.charts.marks import Chart
from app.data import queries
from app.data.cached_frame import CachedFrame
from app.exhibits.model import Choropleth, Locator, Plot, Shown, View


def chart(shown: Shown, view: View) -> Chart | None:
    """The chart of an exhibit; None when there is nothing to draw.

    Frames of ``queries`` are the same object for the same release and filters, so a rerun draws what is there already.
    """
    assert isinstance(shown.drawing, Plot)
    return None if shown.table.empty else _chart(shown.drawing, CachedFrame(shown.table))


def drawing(shown: Shown, view: View) -> dict[str, Any]:
    """A map as the component wants it: its ``svg``, and what colours the ``shapes`` when there are many."""
    selection, kind = view.selection, shown.drawing
    outline = CachedFrame(queries.outline(selection))
    is_many = len(queries.municipalities(selection)) > many_areas.MANY
    if isinstance(kind, Locator):
        if is_many:
            whole = outline.frame["name"].iloc[0] if queries.district(selection) in kind.areas else ""
            return {"svg": many_areas.locator(queries.areas(selection, *kind.areas), outline.frame, whole=whole)}
        areas = queries.areas(selection)
        return {"svg": maps.locator(areas, outline.frame, kind.areas, queries.district(selection))}
    assert isinstance(kind, Choropleth)
    chosen = selection.municipalities
    if not is_many:
        return {"svg": _map(CachedFrame(queries.areas(selection)), outline, CachedFrame(shown.table), kind, chosen)}
    address = f"/api/areas/{selection.release_id}/{queries.version(selection)}.json"
    municipalities = CachedFrame(queries.municipalities(selection))
    return {"shapes": address, **_many(municipalities, outline, CachedFrame(shown.table), kind, chosen)}


@functools.lru_cache(maxsize=512)
def _chart(plot: Plot, table: CachedFrame) -> Chart | None:
    return plot.build(table.frame, **dict(plot.options))


@functools.lru_cache(maxsize=256)
def _map(
    areas: CachedFrame, outline: CachedFrame, table: CachedFrame, kind: Choropleth, chosen: tuple[str, ...]
) -> str:
    return maps.choropleth(
        areas.frame,
        outline.frame,
        table.frame,
        kind.value,
        unit=kind.unit,
        measure=kind.measure,
        chosen=chosen,
    )


@functools.lru_cache(maxsize=32)
def _many(
    municipalities: CachedFrame, outline: CachedFrame, table: CachedFrame, kind: Choropleth, chosen: tuple[str, ...]
) -> dict[str, Any]:
    return many_areas.choropleth(
        municipalities.frame,
        outline.frame,
        table.frame,
        kind.value,
        unit=kind.unit,
        measure=kind.measure,
        chosen=chosen,
    )
