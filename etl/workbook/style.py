"""How our sheets look: the dashboard's own colours and those of the district; no colour is named here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

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

    header: tuple[Font, PatternFill]
    """Letters and ground of the first row."""
    ink: str
    """Colour of text on white and on marks."""
    title: Font
    """Letters of a heading on white."""
    subtitle: Font
    """Letters of a smaller heading on white."""
    quiet: PatternFill
    """The ground of what cannot be changed."""
    link: Font
    """Letters of a link."""
    line: Border
    """A thin line below."""
    marks: Mapping[str, PatternFill]
    """The ground of a marked cell by severity: light enough for the text on it."""


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs for texts in columns of these widths; only Excel would find out by itself."""
    lines = (sum(max(1, ceil((len(part) + 2) / width)) for part in text.split("\n")) for text, width in texts)
    return LINE_HEIGHT * max(lines, default=1) + 3


def style_of(data_dir: Path) -> Style:
    """The look of the district in this data folder."""
    theme = palette.theme(palette.of_region(data_dir / "region.toml"))

    def colour(name: str) -> str:
        return f"FF{theme['light'][name].removeprefix('#').upper()}"

    return Style(
        header=(Font(name=FONT, bold=True, color=colour("backgroundColor")), _fill(colour("primaryColor"))),
        ink=colour("textColor"),
        title=Font(name=FONT, bold=True, size=18, color=colour("primaryColor")),
        subtitle=Font(name=FONT, bold=True, size=13, color=colour("primaryColor")),
        quiet=_fill(colour("secondaryBackgroundColor")),
        link=Font(name=FONT, underline="single", color=colour("linkColor")),
        line=Border(bottom=Side("thin", color=colour("borderColor"))),
        marks={severity: _mark(theme["chartCategoricalColors"][place]) for severity, place in MARKS.items()},
    )


def _mark(colour: str) -> PatternFill:
    parts = (int(colour.removeprefix("#")[start : start + 2], 16) for start in (0, 2, 4))
    return _fill("FF" + "".join(f"{round(255 - (255 - part) * MARK_STRENGTH):02X}" for part in parts))


def _fill(argb: str) -> PatternFill:
    return PatternFill("solid", start_color=argb, end_color=argb)
