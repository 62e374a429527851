"""What a picture shows and says: complete in itself, it never changes."""

import datetime as dt
from dataclasses import dataclass, field, replace

from app.charts.marks import Chart
from app.files.picture_metadata import Facts


@dataclass(frozen=True)
class Picture:
    """A chart or map with all that is said around it and about it; what it shows is known by its fingerprint."""

    key: str
    """Key of the chart or map."""
    stem: str
    """File name without ending: what it is, and its Stand."""
    title: str
    subtitle: str
    sources: tuple[str, ...]
    """Source lines as they stand below the drawing."""
    publisher: str
    licence: str
    stand: dt.date
    release_id: str
    permalink: str
    description: str
    """Everything that the chart shows, in words."""
    fingerprint: str
    """Of the data that are shown."""
    chart: Chart = field(repr=False, compare=False)
    filters: tuple[str, ...] = ()

    def with_chart(self, chart: Chart) -> "Picture":
        """The same with less in its chart; the description speaks of what is drawn then."""
        return replace(self, chart=chart, description=self.description.replace(self.chart.alt, chart.alt))

    @property
    def facts(self) -> Facts:
        """What its file says about itself."""
        return Facts(
            key=self.key,
            title=self.title,
            source=" ".join(self.sources),
            licence=self.licence,
            publisher=self.publisher,
            stand=self.stand.isoformat(),
            release_id=self.release_id,
            permalink=self.permalink,
            fingerprint=self.fingerprint,
        )
