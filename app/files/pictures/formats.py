"""Sizes and kinds of pictures, and what their files are called."""

from dataclasses import dataclass

from app.words.text import t


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
    is_offered: bool = True
    """Whether a visitor can choose it."""

    @property
    def is_wide(self) -> bool:
        """Whether text can stand beside a drawing that is not wide itself."""
        return self.width > 1.3 * self.height


_MM = 96 / 25.4

FORMATS = {
    found.key: found
    for found in (
        Format("breit", 1200, 675, margin=44, title=38, subtitle=21, text=19, least=14, small=14.5),
        Format("vorschau", 1200, 630, margin=40, title=38, subtitle=21, text=19, least=14, small=14, is_offered=False),
        Format("quadrat", 1080, 1080, margin=56, title=48, subtitle=27, text=26, least=19, small=18),
        Format("hoch", 1080, 1920, margin=64, title=64, subtitle=34, text=32, least=24, small=23),
        Format("folie", 1920, 1080, margin=76, title=62, subtitle=34, text=32, least=24, small=22),
        Format("a4halb", 170 * _MM, 110 * _MM, margin=12, title=20, subtitle=12, text=11, least=8.6, small=8, ppi=300),
    )
}

KINDS = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Choice:
    """Which file of a picture somebody wants.

    Parameters
    ----------
    format
        A key of ``FORMATS``.
    kind
        A key of ``KINDS``.
    is_bare
        Without title and sources, for those who set their own page.
    has_outlines
        With letters as shapes instead of text; of SVG alone.
    """

    format: str
    kind: str
    is_bare: bool = False
    has_outlines: bool = False

    def __post_init__(self) -> None:
        if self.format not in FORMATS or self.kind not in KINDS:
            raise ValueError(f"{self.format}, {self.kind}: expected one of {[*FORMATS]} and {[*KINDS]}")

    def file_name(self, stem: str) -> str:
        """``foerderung-nach-kommune_2026-11-23.svg``; other formats than the first say which they are."""
        more = "" if self.format == "breit" else f"_{self.format}"
        more += "_ohne-titel" if self.is_bare else ""
        more += "_umrisse" if self.has_outlines else ""
        return f"{stem}{more}.{self.kind}"


def label(format: str) -> str:
    """What a format is called on the screen."""
    return t(f"picture.format_{format}")
