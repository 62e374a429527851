"""The whole picture as one SVG: title, drawing and sources in their places; texts are text in ``fonts.FAMILY``."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.charts import fit, fonts, svg, theme
from app.charts.bars import BarChart
from app.charts.marks import WIDE, Entry, Layout, Place
from app.charts.timeline import TimelineChart
from app.exhibits.captions import About
from app.files.pictures.formats import Format
from app.files.pictures.picture import Picture
from app.words import units
from app.words.escape import markup
from app.words.text import t

NAME = "p"
"""Beginning of the names of patterns."""
_LEADING = 1.22
_ROW, _APART = 1.5, 2.0
"""From one entry of a list to the next, and between two columns, in heights of its letters."""
_LISTED = 0.8
"""Letters of a list are so small at least, in those of drawings: values on a small map would be smaller still."""
_HIGH = 1.2
"""A map whose width is less than that many heights has text beside it in a wide format."""
_LARGER = {BarChart: 1.5, TimelineChart: 1.1}
"""How much larger than usual the letters of a kind of chart may become, where there are few rows."""


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class _Block:
    """Parts of a picture with their upper and lower end."""

    parts: tuple[str, ...]
    top: float
    bottom: float


@dataclass(frozen=True)
class _Frame:
    """What stands around the drawing, the place that it leaves, and beside a map what is free for a list."""

    parts: tuple[str, ...]
    drawing: _Box
    beside: _Box | None = None


def composed(picture: Picture, format: Format, *, is_bare: bool) -> tuple[Picture, str]:
    """The picture with as much as could be drawn, and the content of its SVG in units of the format."""
    whole = _Box(format.margin, format.margin, format.width - 2 * format.margin, format.height - 2 * format.margin)
    plain = picture.chart.layout(Place(WIDE))
    if plain is not None and plain.is_scalable:
        frame = _frame(picture, format, whole, ratio=plain.width / plain.height, is_bare=is_bare)
        return picture, _map(picture, format, frame, plain)
    frame = _frame(picture, format, whole, ratio=None, is_bare=is_bare)
    box = frame.drawing
    text = format.text * _LARGER.get(type(picture.chart), 1.0)
    fitted = fit.fitted(picture.chart, box.width, box.height, text=text, least=format.least)
    drawn = _placed(fitted.layout, fitted.scale, box.left, box.top)
    return picture.with_chart(fitted.chart), "".join([drawn, *frame.parts])


def _map(picture: Picture, format: Format, frame: _Frame, plain: Layout) -> str:
    """A map with values on it, or with names alone and the values in a list, where that has room."""
    box = frame.drawing
    fitted = fit.fitted(picture.chart, box.width, box.height, text=format.text, least=format.least)
    layout, scale = fitted.layout, fitted.scale
    listed: list[str] = []
    if layout.entries:
        listed = _list(layout, frame, format, scale)
        layout = layout if listed else plain
    # From the left edge where a list follows, else in the middle.
    left = box.left if listed and not frame.beside else box.left + (box.width - layout.width * scale) / 2
    return "".join([_placed(layout, scale, left, box.top), *frame.parts, *listed])


def _placed(layout: Layout, scale: float, left: float, top: float) -> str:
    return f'<g transform="translate({left:.2f},{top:.2f}) scale({scale:.5f})">{svg.fixed(layout, NAME)}</g>'


def _frame(picture: Picture, format: Format, whole: _Box, *, ratio: float | None, is_bare: bool) -> _Frame:
    """Title above and sources below, both beside a drawing that is high (``ratio`` of width to height) in a wide format."""
    if is_bare:
        return _Frame((), whole)
    if ratio is not None and ratio < _HIGH and format.is_wide:
        drawn = min(whole.height * ratio, whole.width * 0.58)
        column = _Box(whole.left, whole.top, whole.width - drawn - format.margin, whole.height)
        head, foot = _head(picture.about, format, column), _foot(picture.about, format, column)
        gap = format.text
        free = _Box(column.left, head.bottom + gap, column.width, foot.top - head.bottom - 2 * gap)
        right = _Box(column.left + column.width + format.margin, whole.top, drawn, whole.height)
        return _Frame((*head.parts, *foot.parts), right, free)
    head, foot = _head(picture.about, format, whole), _foot(picture.about, format, whole)
    gap = format.text * 0.9
    top = head.bottom + gap
    return _Frame((*head.parts, *foot.parts), _Box(whole.left, top, whole.width, foot.top - gap - top))


def _head(about: About, format: Format, box: _Box) -> _Block:
    high = format.title / 7
    parts = [_rectangle(box.left, box.top, format.title * 1.6, high, theme.ACCENT)]
    blocks = [(_balanced(about.title, format.title, box.width), format.title, fonts.BOLD, theme.INK, 0.0)]
    size = format.subtitle
    if about.subtitle:
        blocks.append((fonts.wrapped(about.subtitle, box.width, size), size, fonts.REGULAR, theme.MUTED, 0.3))
    if about.filters:
        size *= 0.85
        chosen = t("picture.filters", filters=" · ".join(about.filters))
        lines = fonts.wrapped(chosen, box.width, size, fonts.SEMIBOLD)
        blocks.append((lines, size, fonts.SEMIBOLD, theme.INK, 0.3))
    y = box.top + high + format.title * 0.35
    for lines, size, weight, colour, gap in blocks:
        y += size * gap
        parts += _lines(lines, box.left, y, size, weight, colour)
        y += len(lines) * size * _LEADING
    return _Block(tuple(parts), box.top, y)


def _foot(about: About, format: Format, box: _Box) -> _Block:
    size = format.small
    stand = units.date(about.stand)
    origin = t("picture.origin", publisher=about.publisher, stand=stand, release=about.release_id)
    lines = [line for text in (*about.sources, origin) for line in fonts.wrapped(text, box.width, size)]
    lines += fonts.wrapped(about.permalink, box.width, size, hyphen="")
    top = box.top + box.height - len(lines) * size * _LEADING - size * 0.7
    rule = _rectangle(box.left, top, box.width, max(0.75, size / 15), theme.RULE)
    written = _lines(lines, box.left, top + size * 0.7, size, fonts.REGULAR, theme.MUTED)
    return _Block((rule, *written), top, box.top + box.height)


def _list(layout: Layout, frame: _Frame, format: Format, scale: float) -> list[str]:
    """The areas of a map with their values, in what is free beside it, in two columns where letters are larger then.

    Nothing when not all of them have room.
    """
    box, free = frame.drawing, frame.beside
    if free is None:
        across = layout.width * scale + format.margin
        free = _Box(box.left + across, box.top, box.width - across, box.height)
    names = max(fonts.width(entry.name, 1, fonts.SEMIBOLD) for entry in layout.entries)
    values = max(fonts.width(entry.value, 1) for entry in layout.entries)
    across = 1.5 + names + 1.5 + values

    def letters(columns: int) -> float:
        high, wide = math.ceil(len(layout.entries) / columns) * _ROW, columns * (across + _APART) - _APART
        return min(format.text, free.height / high, free.width / wide)

    columns = max((1, 2), key=letters)
    size = letters(columns)
    if size < format.least * _LISTED:
        return []
    rows = math.ceil(len(layout.entries) / columns)
    parts = []
    for number, entry in enumerate(layout.entries):
        left = free.left + number // rows * (across + _APART) * size
        top = free.top + number % rows * size * _ROW
        parts.append(_swatch(layout, entry, size * 0.85, scale, left, top + size * 0.2))
        parts += _lines([entry.name], left + 1.5 * size, top, size, fonts.SEMIBOLD, theme.INK)
        right = left + across * size - fonts.width(entry.value, size)
        parts += _lines([entry.value], right, top, size, fonts.REGULAR, theme.INK)
    return parts


def _swatch(layout: Layout, entry: Entry, side: float, scale: float, left: float, top: float) -> str:
    # As large as on the map, so that a hatching looks the same.
    fill = svg.fill(layout, entry.series, NAME)
    return (
        f'<g transform="translate({left:.2f},{top:.2f}) scale({scale:.5f})"><rect width="{side / scale:.2f}" '
        f'height="{side / scale:.2f}" fill="{fill}" stroke="{theme.INK}" stroke-opacity=".45"/></g>'
    )


def _balanced(text: str, size: float, room: float) -> tuple[str, ...]:
    """As few lines as possible, about equally long: no single word alone in the last one."""
    lines = fonts.wrapped(text, room, size, fonts.BOLD)
    while len(lines) > 1 and room > size * 4:
        room -= size / 4
        tighter = fonts.wrapped(text, room, size, fonts.BOLD)
        if len(tighter) > len(lines) or any(word not in text.split() for line in tighter for word in line.split()):
            break
        lines = tighter
    return lines


def _lines(lines: Sequence[str], left: float, top: float, size: float, weight: int, colour: str) -> list[str]:
    style = f'font-size="{size:g}" font-weight="{weight}" fill="{colour}"'
    return [
        f'<text x="{left:.2f}" y="{top + size * (0.95 + number * _LEADING):.2f}" {style}'
        f"{svg.bound(fonts.width(line, size, weight))}>{markup(line)}</text>"
        for number, line in enumerate(lines)
    ]


def _rectangle(left: float, top: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{colour}"/>'
