"""The whole picture as one SVG: title, drawing and sources in their places, with the letters it needs inside."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from app.charts import fonts, theme
from app.files.pictures import drawing, metadata
from app.files.pictures.drawing import SVG, Drawing, Entry
from app.files.pictures.plate import Format, Plate
from app.words import units
from app.words.text import t

_LEADING = 1.22
_ROW = 1.5
"""From one entry of a list to the next, in heights of its letters."""
_MUTED = theme.muted(theme.INK, theme.PAPER)


@dataclass(frozen=True)
class Box:
    """A place in the picture."""

    left: float
    top: float
    width: float
    height: float

    def fitting(self, width: float, height: float) -> float:
        """By how much a drawing of this size is enlarged to fill the place."""
        return min(self.width / width, self.height / height)


@dataclass(frozen=True)
class Composition:
    """Where everything but the drawing stands, and the place that is left for the drawing."""

    texts: list[ET.Element] = field(repr=False)
    room: Box
    beside: Box | None = None
    """What is free for a list, where text stands beside the drawing."""


def arranged(plate: Plate, format: Format, *, bare: bool, ratio: float | None) -> Composition:
    """Title above and sources below, both beside a drawing that is high (``ratio`` of width to height) in a wide format."""
    whole = Box(format.margin, format.margin, format.width - 2 * format.margin, format.height - 2 * format.margin)
    if bare:
        return Composition([], whole)
    if ratio is not None and ratio < 1.2 and format.is_wide:
        drawn = min(whole.height * ratio, whole.width * 0.58)
        column = Box(whole.left, whole.top, whole.width - drawn - format.margin, whole.height)
        head, foot = _head(plate, format, column), _foot(plate, format, column)
        gap = format.text
        free = Box(column.left, head.bottom + gap, column.width, foot.top - head.bottom - 2 * gap)
        right = Box(column.left + column.width + format.margin, whole.top, drawn, whole.height)
        return Composition([*head.parts, *foot.parts], right, free)
    head, foot = _head(plate, format, whole), _foot(plate, format, whole)
    gap = format.text * 0.9
    top = head.bottom + gap
    return Composition([*head.parts, *foot.parts], Box(whole.left, top, whole.width, foot.top - gap - top))


def composed(plate: Plate, format: Format, arrangement: Composition, drawn: Drawing) -> ET.Element:
    """The picture as SVG; its letters are those of ``fonts.FAMILY``."""
    width, height = f"{format.width:.2f}".rstrip("0").rstrip("."), f"{format.height:.2f}".rstrip("0").rstrip(".")
    root = ET.Element(
        f"{{{SVG}}}svg",
        {
            "width": width,
            "height": height,
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "font-family": fonts.FAMILY,
        }
        | {"{http://www.w3.org/XML/1998/namespace}lang": "de", "aria-labelledby": "title desc"},
    )
    _added(root, "title", plate.title, id="title")
    _added(root, "desc", plate.description, id="desc")
    root.append(metadata.element(plate))
    _added(root, "rect", "", width=width, height=height, fill=theme.PAPER)
    room, listed = arrangement.room, listing(drawn, arrangement, format)
    if listed and arrangement.beside is None:
        room = Box(room.left, room.top, room.height * drawn.width / drawn.height, room.height)
    root.append(_placed(drawn, room))
    root.extend([*arrangement.texts, *listed])
    return root


def listing(drawn: Drawing, arrangement: Composition, format: Format) -> list[ET.Element]:
    """The areas of a map with their values, in what is free beside it; nothing when not all of them have room."""
    room, free = arrangement.room, arrangement.beside
    scale = room.fitting(drawn.width, drawn.height)
    if free is None:
        across = drawn.width * scale + format.margin
        free = Box(room.left + across, room.top, room.width - across, room.height)
    return _listed(drawn.entries, free, format, scale) if drawn.entries else []


def with_letters(picture: ET.Element) -> str:
    """The SVG with all letters it shows inside, so that it looks the same everywhere."""
    style = ET.Element(f"{{{SVG}}}style")
    style.text = "".join(_face(weight, shown) for weight, shown in drawing.letters(picture).items())
    whole = ET.Element(picture.tag, picture.attrib)
    whole.extend([*picture[:3], style, *picture[3:]])
    return ET.tostring(whole, encoding="unicode")


@dataclass
class _Block:
    """Lines of text with their upper and lower end."""

    parts: list[ET.Element]
    top: float
    bottom: float


def _head(plate: Plate, format: Format, box: Box) -> _Block:
    bar = ET.Element(
        f"{{{SVG}}}rect", _numbers(x=box.left, y=box.top, width=format.title * 1.6, height=format.title / 7)
    )
    bar.set("fill", theme.ACCENT)
    parts, y = [bar], box.top + format.title / 7 + format.title * 0.35
    title = _balanced(plate.title, format.title, box.width)
    y = _written(parts, title, box.left, y, format.title, fonts.BOLD, theme.INK)
    subtitle = fonts.wrapped(plate.subtitle, format.subtitle, box.width) if plate.subtitle else []
    y = _written(parts, subtitle, box.left, y + format.subtitle * 0.3, format.subtitle, fonts.REGULAR, _MUTED)
    if plate.filters:
        chosen = fonts.wrapped(
            t("picture.filters", filters=" · ".join(plate.filters)), format.subtitle * 0.85, box.width
        )
        y = _written(
            parts, chosen, box.left, y + format.subtitle * 0.25, format.subtitle * 0.85, fonts.SEMIBOLD, theme.INK
        )
    return _Block(parts, box.top, y)


def _foot(plate: Plate, format: Format, box: Box) -> _Block:
    size = format.small
    last = t(
        "picture.origin",
        publisher=plate.publisher,
        stand=units.date(plate.stand),
        release=plate.release_id,
    )
    lines = [line for text in (*plate.sources, last) for line in fonts.wrapped(text, size, box.width)]
    lines += fonts.wrapped(plate.permalink, size, box.width, hyphen="")
    top = box.top + box.height - len(lines) * size * _LEADING - size * 0.7
    rule = ET.Element(f"{{{SVG}}}rect", _numbers(x=box.left, y=top, width=box.width, height=max(0.75, size / 15)))
    rule.set("fill", theme.RULE)
    parts = [rule]
    _written(parts, lines, box.left, top + size * 0.7, size, fonts.REGULAR, _MUTED)
    return _Block(parts, top, box.top + box.height)


def _listed(entries: Sequence[Entry], box: Box, format: Format, scale: float) -> list[ET.Element]:
    names = max(fonts.width(entry.name, 1, fonts.SEMIBOLD) for entry in entries)
    values = max(fonts.width(entry.value, 1) for entry in entries)
    across = 1.5 + names + 1.5 + values
    size = min(format.text, box.height / (len(entries) * _ROW), box.width / across)
    if size < format.least:
        return []
    parts: list[ET.Element] = []
    for number, entry in enumerate(entries):
        top = box.top + number * size * _ROW
        # As large as on the map, so that a hatching looks the same.
        place = {"transform": f"translate({box.left:.2f},{top + size * 0.2:.2f}) scale({scale:.5f})"}
        group = ET.Element(f"{{{SVG}}}g", place)
        swatch = ET.SubElement(group, f"{{{SVG}}}rect")
        swatch.attrib |= _numbers(width=size * 0.85 / scale, height=size * 0.85 / scale)
        swatch.attrib |= {"fill": entry.fill, "stroke": theme.INK, "stroke-opacity": ".45"}
        parts.append(group)
        _written(parts, [entry.name], box.left + 1.5 * size, top, size, fonts.SEMIBOLD, theme.INK)
        _written(parts, [entry.value], box.left + across * size, top, size, fonts.REGULAR, theme.INK)
        parts[-1].set("text-anchor", "end")
    return parts


def _balanced(text: str, size: float, room: float) -> list[str]:
    """As few lines as possible, about equally long: no single word alone in the last one."""
    lines = fonts.wrapped(text, size, room, fonts.BOLD)
    while len(lines) > 1 and room > size * 4:
        room -= size / 4
        tighter = fonts.wrapped(text, size, room, fonts.BOLD)
        if len(tighter) > len(lines) or any(word not in text.split() for line in tighter for word in line.split()):
            break
        lines = tighter
    return lines


def _written(
    parts: list[ET.Element], lines: Sequence[str], left: float, top: float, size: float, weight: int, colour: str
) -> float:
    """Append the lines and say where they end."""
    for number, line in enumerate(lines):
        base = top + size * (0.95 + number * _LEADING)
        text = ET.Element(f"{{{SVG}}}text", _numbers(x=left, y=base, **{"font-size": size}))
        text.set("fill", colour)
        text.set("font-weight", str(weight))
        text.text = line
        parts.append(text)
    return top + len(lines) * size * _LEADING


def _placed(drawn: Drawing, room: Box) -> ET.Element:
    """The drawing as large as it fits: from the top left corner, or in the middle where it is not as wide."""
    scale = room.fitting(drawn.width, drawn.height)
    left = room.left + (room.width - drawn.width * scale) / 2
    place = ET.Element(f"{{{SVG}}}g", {"transform": f"translate({left:.2f},{room.top:.2f}) scale({scale:.5f})"})
    place.append(drawn.group)
    return place


def _face(weight: int, letters: set[str]) -> str:
    data = base64.b64encode(fonts.embedded(letters, weight)).decode()
    return f"@font-face{{font-family:'{fonts.FAMILY}';font-weight:{weight};src:url(data:font/woff2;base64,{data})}}"


def _added(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    part = ET.SubElement(parent, f"{{{SVG}}}{name}", attributes)
    part.text = text or None
    return part


def _numbers(**values: float) -> dict[str, str]:
    return {name: f"{value:.2f}".rstrip("0").rstrip(".") for name, value in values.items()}
