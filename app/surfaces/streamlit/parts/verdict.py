"""What has become of a picture that left the house: the verdict in words, the figures of then and now, corrections."""

from html import escape

from app.files.picture_check import CORRECTED, CURRENT, EXTENDED, OUTDATED, Finding
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.parts.display import table_of
from app.surfaces.streamlit.parts.page import halves
from app.surfaces.streamlit.surface import native
from app.surfaces.table_data import title
from app.words import table_columns
from app.words.markdown import Markdown, markdown
from app.words.text import t
from app.words.units import date

_BOXES = {CURRENT: "success", EXTENDED: "info", OUTDATED: "warning", CORRECTED: "warning"}


def verdict(finding: Finding) -> None:
    """The verdict with its reason, and below it what differs."""
    getattr(native(), _BOXES.get(finding.verdict, "info"))(
        markdown(t("check.verdict", verdict=t(f"verdict.{finding.verdict}"), reason=finding.reason))
    )
    if all(finding.pictures):
        for place, key, picture in zip(halves(), ("brought", "anew"), finding.pictures, strict=True):
            words = escape(t(f"check.{key}"))
            with place:
                surface.current().html(
                    f"picture-{key}", f'<p>{words}</p><img src="{escape(picture)}" alt="{words}" style="width:100%">'
                )
    if finding.exhibit is None or finding.then is None:
        return
    # Relative: the dashboard may be served below a path.
    name = title(finding.exhibit.key, finding.exhibit.subject(finding.then))
    link = finding.link.lstrip("/")
    native().markdown(markdown(t("check.open", title=name, link=Markdown(link))))
    filters = finding.exhibit.filters
    if len(finding.corrections):
        table_of("check.corrections", finding.corrections, table_columns.CORRECTIONS)
    if len(finding.after):
        table_of("check.after", finding.after, finding.columns, finding.source, filters)
    if len(finding.before):
        then = finding.then.selection
        table_of(
            "check.before",
            finding.before,
            finding.columns,
            finding.source,
            filters,
            subject=t("check.then", stand=date(then.stand)),
            selection=then,
        )
