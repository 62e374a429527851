"""One chart alone, for a frame on another site: title, drawing, table, sources, and the way into the monitor."""

from html import escape

from app import exhibits
from app.charts import html, svg
from app.charts.maps import LocatorMap, MapChart
from app.charts.marks import MEDIUM, NARROW, Chart, Place
from app.data.cached_frame import CachedFrame
from app.exhibits import Exhibit, Locator, View, address, captions
from app.surfaces import table_data
from app.surfaces.html import document, tables
from app.words.line_breaks import unbroken
from app.words.text import t


def embedded(found: Exhibit, view: View, base: str) -> str:
    """The document; it is complete without a session and without any script.

    Parameters
    ----------
    base
        Public address of the dashboard without slash at its end.

    Raises
    ------
    LookupError
        When the Stand has no such selection.
    """
    about, shown = captions.about(found, view, base), found.content(view)
    below = "; ".join((about.subtitle, *about.filters))
    drawn = exhibits.chart(shown, view)
    drawing = _drawing(drawn) if drawn else f"<p>{escape(t('chart.empty'))}</p>"
    table, line = "", captions.source_line(view.selection.everything(), shown.source)
    if drawn and not isinstance(shown.drawing, Locator):
        rows = CachedFrame(shown.table)
        columns = table_data.shown_columns(rows, tuple(shown.columns))
        data = table_data.table_data(rows, columns, about.title, line, about.stand)
        table = f"<details><summary>{escape(t('panel.table'))}</summary>{tables.table(data)}</details>"
    way = f'<a href="{escape(base + address.permalink(found, view))}" rel="noopener">{escape(t("embed.open"))}</a>'
    above = unbroken(f"<h1>{escape(about.title)}</h1><p>{escape(below)}</p>{drawing}")
    return document.alone(
        f"{about.title} – {about.monitor}",
        f"{above}"
        f'<div class="srm-panel"><div class="srm-foot">{table}{way}</div><p class="srm-source">{escape(line)}</p></div>',
    )


def refused(message: str, base: str) -> str:
    """A document that says why there is nothing to show, and leads into the monitor."""
    way = f'<p><a href="{escape(base)}/" rel="noopener">{escape(t("embed.open"))}</a></p>'
    return document.alone(message, f'<p role="alert">{escape(message)}</p>{way}')


def _drawing(drawn: Chart | MapChart | LocatorMap) -> str:
    if isinstance(drawn, LocatorMap):
        return _map(svg.map_drawing(drawn.layout(Place(MEDIUM)), "e", drawn.alt, can_choose=False), drawn.alt)
    if isinstance(drawn, MapChart):
        wide, narrow = (drawn.layout(Place(width), has_list=False) for width in (MEDIUM, NARROW))
        return _map(svg.map_drawing(wide, "e", drawn.alt, narrow=narrow, can_choose=False), drawn.alt)
    return f'<div class="srm-chart">{html.html(drawn, "e")}</div>'


def _map(drawing: str, alt: str) -> str:
    return f'<div class="srm-map" tabindex="0" role="img" aria-label="{escape(alt)}">{drawing}</div>'
