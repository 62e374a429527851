"""The whole picture as one SVG: title, drawing and sources in their places, with the letters it needs inside."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from app import theme, units
from app.pictures import drawing, fonts, metadata
from app.pictures.drawing import SVG, Drawing
from app.pictures.plate import Format, Plate
from app.text import t

_LEADING = 1.22
_MUTED = theme.muted(theme.INK, theme.PAPER)


@dataclass(frozen=True)
class Box:
    """A place in the picture."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Composition:
    """Where everything but the drawing stands, and the place that is left for the drawing."""

    texts: list[ET.Element] = field(repr=False)
    room: Box


def arranged(plate: Plate, format: Format, *, bare: bool, ratio: float | None) -> Composition:
    """Title above and sources below, both beside a drawing that is high (``ratio`` of width to height) in a wide format."""
    whole = Box(format.margin, format.margin, format.width - 2 * format.margin, format.height - 2 * format.margin)
    if bare:
        return Composition([], whole)
    if ratio is not None and ratio < 1.2 and format.is_wide:
        drawn = min(whole.height * ratio, whole.width * 0.58)
        column = Box(whole.left, whole.top, whole.width - drawn - format.margin, whole.height)
        head, foot = _head(plate, format, column), _foot(plate, format, column)
        beside = Box(column.left + column.width + format.margin, whole.top, drawn, whole.height)
        return Composition([*head.parts, *foot.parts], beside)
    head, foot = _head(plate, format, whole), _foot(plate, format, whole)
    gap = format.text * 0.9
    top = head.bottom + gap
    return Composition([*head.parts, *foot.parts], Box(whole.left, top, whole.width, foot.top - gap - top))


def composed(plate: Plate, format: Format, arrangement: Composition, drawn: Drawing) -> str:
    """The finished SVG."""
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
    style = _added(root, "style", "")
    _added(root, "rect", "", width=width, height=height, fill=theme.PAPER)
    root.append(_placed(drawn, arrangement.room))
    root.extend(arrangement.texts)
    style.text = "".join(_face(weight, shown) for weight, shown in drawing.letters(root).items())
    return ET.tostring(root, encoding="unicode")


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
    lines = [line for text in (*plate.sources, last, plate.permalink) for line in fonts.wrapped(text, size, box.width)]
    top = box.top + box.height - len(lines) * size * _LEADING - size * 0.7
    rule = ET.Element(f"{{{SVG}}}rect", _numbers(x=box.left, y=top, width=box.width, height=max(0.75, size / 15)))
    rule.set("fill", theme.RULE)
    parts = [rule]
    _written(parts, lines, box.left, top + size * 0.7, size, fonts.REGULAR, _MUTED)
    return _Block(parts, top, box.top + box.height)


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
    scale = min(room.width / drawn.width, room.height / drawn.height)
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
