"""What a picture shows and says: complete in itself, it never changes."""

from dataclasses import dataclass, field, replace

from app import exhibits
from app.charts.marks import Chart
from app.exhibits import Exhibit, View, captions
from app.exhibits.captions import About
from app.files.picture_metadata import Facts
from app.words.text import t


class NothingToDrawError(LookupError):
    """There is nothing in this view that could be drawn."""


@dataclass(frozen=True)
class Picture:
    """A chart or map with all that is said around it and about it; what it shows is known by its fingerprint."""

    key: str
    """Key of the chart or map."""
    about: About
    fingerprint: str
    """Of the data that are shown."""
    chart: Chart = field(repr=False, compare=False)

    def with_chart(self, chart: Chart) -> "Picture":
        """The same with less in its chart; the long text speaks of what is drawn then."""
        return replace(
            self, chart=chart, about=replace(self.about, long=self.about.long.replace(self.chart.alt, chart.alt))
        )

    @property
    def facts(self) -> Facts:
        """What its file says about itself."""
        return Facts(
            key=self.key,
            source=" ".join(self.about.sources),
            stand=self.about.stand.isoformat(),
            fingerprint=self.fingerprint,
            **self.about.some("title", "licence", "publisher", "release_id", "permalink"),
        )


def exhibit_picture(exhibit: Exhibit, view: View, base: str = "") -> Picture:
    """The picture of an exhibit in a view; ``base`` is the dashboard's public address without slash at its end.

    Raises
    ------
    NothingToDrawError
        When nothing is known of what the view asks for.
    """
    shown = exhibit.content(view)
    chart = exhibits.chart(shown, view)
    if chart is None:
        raise NothingToDrawError(t("chart.empty"))
    return Picture(exhibit.key, captions.about(exhibit, view, base), exhibits.fingerprint(shown), chart)
