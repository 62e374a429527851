"""What a picture shows and in which size: a plate is complete in itself and never changes."""

import datetime as dt
from dataclasses import dataclass, field

from app.words.text import t


@dataclass(frozen=True)
class Plate:
    """A drawing with all that is said around it and about it."""

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
    alt: str
    description: str
    fingerprint: str
    """Of the data that are shown."""
    body: str = field(repr=False)
    """A plotly figure as JSON, or an SVG of ``app.charts.maps``."""
    filters: tuple[str, ...] = ()

    @property
    def is_chart(self) -> bool:
        """Whether plotly must draw it, which needs a browser."""
        return not self.body.lstrip().startswith("<svg")


@dataclass(frozen=True)
class Format:
    """A size in CSS pixels (96 to the inch), and the sizes of its letters."""

    key: str
    width: float
    height: float
    margin: float
    title: float
    subtitle: float
    text: float
    """What is written in the drawing, where there is room enough."""
    least: float
    """What is written in the drawing is never smaller."""
    small: float
    """Sources."""
    ppi: int = 96
    """Pixels per inch of a PNG."""

    @property
    def is_wide(self) -> bool:
        """Whether text can stand beside a drawing that is not wide itself."""
        return self.width > 1.3 * self.height


_MM = 96 / 25.4

FORMATS = {
    found.key: found
    for found in (
        Format("breit", 1200, 675, margin=44, title=38, subtitle=21, text=19, least=14, small=14.5),
        Format("quadrat", 1080, 1080, margin=56, title=48, subtitle=27, text=26, least=19, small=18),
        Format("hoch", 1080, 1920, margin=64, title=64, subtitle=34, text=32, least=24, small=23),
        Format("folie", 1920, 1080, margin=76, title=62, subtitle=34, text=32, least=24, small=22),
        Format("a4halb", 170 * _MM, 110 * _MM, margin=12, title=20, subtitle=12, text=11, least=8.6, small=8, ppi=300),
    )
}

KINDS = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


def label(format: str) -> str:
    """What a format is called on the screen."""
    return t(f"picture.format_{format}")


def file_name(plate: Plate, format: str, kind: str, bare: bool = False) -> str:
    """``foerderung-nach-kommune_2026-11-23.svg``; other formats than the first say which they are."""
    more = "" if format == "breit" else f"_{format}"
    return f"{plate.stem}{more}{'_ohne-titel' if bare else ''}.{kind}"
