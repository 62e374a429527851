"""How our sheets look: the dashboard's own colours and those of the district; no colour is named here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

import palette

FONT = "Calibri"
LINE_HEIGHT = 15.0
"""Points of one line of text."""
WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
TOP = Alignment(horizontal="left", vertical="top", indent=1)
RIGHT = Alignment(horizontal="right", vertical="top", indent=1)
MIDDLE = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
DAY_FORMAT, TEXT_FORMAT = "DD.MM.YYYY", "@"
EURO_FORMAT = '#,##0.00\\ "€"'
MARKS = {"error": 11, "question": 4, "warning": 1, "repaired": 8}
"""Place of a mark's colour in the list of series colours: red, violet, orange, green."""
MARK_STRENGTH = 0.35


@dataclass(frozen=True)
class Style:
    """Fonts, fills and lines in the colours of a theme."""

    theme: Mapping[str, Any]

    def _light(self, name: str) -> str:
        return _argb(self.theme["light"][name])

    @property
    def header(self) -> tuple[Font, PatternFill]:
        """Letters and ground of the first row."""
        return Font(name=FONT, bold=True, color=self._light("backgroundColor")), _fill(self._light("primaryColor"))

    @property
    def ink(self) -> str:
        """Colour of text on white and on marks."""
        return self._light("textColor")

    @property
    def title(self) -> Font:
        """Letters of a heading on white."""
        return Font(name=FONT, bold=True, size=18, color=self._light("primaryColor"))

    @property
    def subtitle(self) -> Font:
        """Letters of a smaller heading on white."""
        return Font(name=FONT, bold=True, size=13, color=self._light("primaryColor"))

    @property
    def quiet(self) -> PatternFill:
        """The ground of what cannot be changed."""
        return _fill(self._light("secondaryBackgroundColor"))

    @property
    def link(self) -> Font:
        """Letters of a link."""
        return Font(name=FONT, underline="single", color=self._light("linkColor"))

    @property
    def line(self) -> Border:
        """A thin line below."""
        return Border(bottom=Side("thin", color=self._light("borderColor")))

    def mark(self, severity: str) -> PatternFill:
        """The ground of a marked cell: light enough for the text on it."""
        colour = str(self.theme["chartCategoricalColors"][MARKS[severity]]).removeprefix("#")
        parts = (int(colour[start : start + 2], 16) for start in (0, 2, 4))
        return _fill("FF" + "".join(f"{round(255 - (255 - part) * MARK_STRENGTH):02X}" for part in parts))


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs for texts in columns of these widths; only Excel would find out by itself."""
    lines = (sum(max(1, ceil((len(part) + 2) / width)) for part in text.split("\n")) for text, width in texts)
    return LINE_HEIGHT * max(lines, default=1) + 3


def style_of(data_dir: Path) -> Style:
    """The look of the district in this data folder."""
    return Style(palette.theme(palette.of_region(data_dir / "region.toml")))


def _argb(colour: str) -> str:
    return f"FF{colour.removeprefix('#').upper()}"


def _fill(argb: str) -> PatternFill:
    return PatternFill("solid", start_color=argb, end_color=argb)
